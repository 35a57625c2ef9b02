package naru.agent.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import naru.agent.endpoint.StateFile;
import naru.compile.Numbering;
import naru.wire.AgentReplies.Problem;
import naru.wire.Json;

/**
 * The compiler's numbers in a file: first all of them in one line, then a line for each time that
 * there were new ones, and from time to time all in one again. A line is there before the kernel's
 * maps name a number of it, so that it outlives this process; it need not outlive the machine, as
 * those maps don't either. Where it can't be written, the numbers are used all the same, because
 * policy must not wait for a disk: {@link LostNumbers} keeps their meaning from others. Only for
 * the event loop.
 */
public final class NumberingStore {

    /** Lines may grow to this, and to as much as all numbers take, before they become one. */
    private static final long MOST_APPENDED_BYTES = 1 << 20;

    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path file;
    private final ProblemBoard problems;
    private final LongSupplier nanos;
    private long wholeBytes;
    private long appendedBytes;
    private boolean behind;
    private long triedNanos;

    public NumberingStore(Path file, ProblemBoard problems) {
        this(file, problems, System::nanoTime);
    }

    NumberingStore(Path file, ProblemBoard problems, LongSupplier nanos) {
        this.file = file;
        this.problems = problems;
        this.nanos = nanos;
    }

    /**
     * What was kept; {@link Numbering#EMPTY} the first time. A line that a machine's sudden end cut
     * off is left out. So are lines that no agent wrote, but those are a problem, and a copy of
     * them is put aside.
     *
     * @throws IOException if the disk does not give the file
     */
    public Numbering load() throws IOException {
        if (!Files.exists(file)) {
            return Numbering.EMPTY;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        List<String> lines = text.isEmpty() ? List.of("") : text.lines().toList();
        NumberingLines read = new NumberingLines();
        Optional<String> wrong = Optional.empty();
        for (int i = 0; i < lines.size(); i++) {
            try {
                read.add(lines.get(i));
            } catch (IllegalArgumentException e) {
                boolean wasCutOff = i > 0 && i == lines.size() - 1 && !text.endsWith("\n");
                if (!wasCutOff && wrong.isEmpty()) {
                    wrong = Optional.of("line " + (i + 1) + ": " + e.getMessage());
                }
            }
        }
        wrong.ifPresent(this::putAside);
        wholeBytes = Files.size(file);
        if (lines.size() > 1 || !text.endsWith("\n")) {
            try {
                rewrite(read.numbering());
            } catch (IOException e) {
                failed(e);
            }
        }
        return read.numbering();
    }

    private void putAside(String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        String fix = "nothing has to be done; what was there lies in " + aside;
        try {
            Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            fix = "nothing has to be done; what was there could not be put aside: " + e;
        }
        problems.say(
                "state/numbering",
                new Problem(
                        "numbers of identities were lost: pods may have got new ones",
                        file.toString(),
                        "it is not what this agent wrote, " + why,
                        fix));
    }

    /**
     * Keeps new numbers; this process may end any time after. If that fails it is a problem, and
     * tried again some time later.
     *
     * @param all asked for if it is time to write all of them
     */
    public void append(Numbering added, Supplier<Numbering> all) {
        if (isEmpty(added) && !behind || triedNanos != 0 && !isTimeAgain()) {
            return;
        }
        try {
            if (behind || wholeBytes == 0 || appendedBytes > MOST_APPENDED_BYTES + wholeBytes) {
                rewrite(all.get());
            } else {
                String line = Json.line(added) + "\n";
                Files.writeString(file, line, StandardOpenOption.APPEND);
                appendedBytes += line.length();
            }
            if (triedNanos != 0) {
                problems.clear("state/numbers");
            }
            behind = false;
            triedNanos = 0;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        behind = true; // a line may be half there
        triedNanos = nanos.getAsLong() | 1;
        problems.say(
                "state/numbers",
                new Problem(
                        "numbers of identities can't be kept",
                        file.toString(),
                        e.toString(),
                        "make room on the disk; until then the next agent may give other ones"));
    }

    private boolean isTimeAgain() {
        return nanos.getAsLong() - triedNanos > AGAIN_NANOS;
    }

    private void rewrite(Numbering numbering) throws IOException {
        String line = Json.line(numbering) + "\n";
        StateFile.write(file, line);
        wholeBytes = line.length();
        appendedBytes = 0;
    }

    private static boolean isEmpty(Numbering numbering) {
        return numbering.identities().isEmpty()
                && numbering.blockSets().isEmpty()
                && numbering.policySets().isEmpty();
    }
}
