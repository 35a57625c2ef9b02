package naru.agent.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Supplier;
import naru.agent.endpoint.StateFile;
import naru.compile.Numbering;
import naru.wire.Json;

/**
 * The compiler's numbers in a file: first all of them in one line, then a line for each time that
 * there were new ones, and from time to time all in one again. A line is there before the kernel's
 * maps name a number of it, so that it outlives this process; it need not outlive the machine, as
 * those maps don't either. Only for the event loop.
 */
public final class NumberingStore {

    /** Lines may grow to this, and to as much as all numbers take, before they become one. */
    private static final long MOST_APPENDED_BYTES = 1 << 20;

    private final Path file;
    private long wholeBytes;
    private long appendedBytes;

    public NumberingStore(Path file) {
        this.file = file;
    }

    /**
     * What was kept; {@link Numbering#EMPTY} the first time. A line that a machine's sudden end cut
     * off is left out.
     *
     * @throws IOException if it can't be read; the message says what to do
     */
    public Numbering load() throws IOException {
        if (!Files.exists(file)) {
            return Numbering.EMPTY;
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw foreign(1, "it is not UTF-8 text", e);
        }
        List<String> lines = text.isEmpty() ? List.of("") : text.lines().toList();
        NumberingLines read = new NumberingLines();
        for (int i = 0; i < lines.size(); i++) {
            try {
                read.add(lines.get(i));
            } catch (IllegalArgumentException e) {
                boolean wasCutOff = i > 0 && i == lines.size() - 1 && !text.endsWith("\n");
                if (!wasCutOff) {
                    throw foreign(i + 1, String.valueOf(e.getMessage()), e);
                }
            }
        }
        if (lines.size() > 1 || !text.endsWith("\n")) {
            rewrite(read.numbering());
        } else {
            wholeBytes = Files.size(file);
        }
        return read.numbering();
    }

    private IOException foreign(int line, String why, Exception cause) {
        return new IOException(
                "%s:%d is not what this agent wrote: %s (move it away: pods get new identities)"
                        .formatted(file, line, why),
                cause);
    }

    /**
     * Keeps new numbers; this process may end any time after.
     *
     * @param all asked for if it is time to write all of them
     */
    public void append(Numbering added, Supplier<Numbering> all) {
        if (isEmpty(added)) {
            return;
        }
        try {
            if (wholeBytes == 0 || appendedBytes > MOST_APPENDED_BYTES + wholeBytes) {
                rewrite(all.get());
            } else {
                String line = Json.line(added) + "\n";
                Files.writeString(file, line, StandardOpenOption.APPEND);
                appendedBytes += line.length();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep identities in " + file, e);
        }
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
