package naru.cli.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import naru.cli.CommandFailure;
import naru.cli.Surroundings;
import naru.cli.agents.AgentOptions;
import naru.cli.agents.Agents;
import naru.cli.bundle.Bundle;
import naru.cli.line.Described;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** {@code naru support-bundle}. */
public final class SupportBundle implements Callable<Integer> {

    /** The first line of its help. */
    public static final String ABOUT = "One file with what it takes to look at a node elsewhere.";

    private static final Duration SILENT = Duration.ofSeconds(2);
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Surroundings surroundings;
    private final AgentOptions agents = new AgentOptions();

    private final OptionSpec file =
            OptionSpec.builder("-o", "--output")
                    .type(Path.class)
                    .paramLabel("FILE")
                    .description("Where to write it (default: naru-support-DATE-TIME.tar.gz here).")
                    .build();

    public SupportBundle(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command as picocli takes it. */
    public CommandLine line() {
        return Described.command("support-bundle", this)
                .about(
                        ABOUT,
                        "It holds status, doctor, tables, routes, rules, programs, state files and the log's end;",
                        "no manifests, no secrets, no environment. It works where no agent answers, too.")
                .examples("support-bundle --node n1 -o n1.tar.gz")
                .takes(agents.all())
                .takes(file)
                .line();
    }

    @Override
    public Integer call() {
        Agents meant = Agents.meantBy(agents, surroundings);
        Path to =
                file.getValue() != null
                        ? file.getValue()
                        : Path.of(
                                "naru-support-"
                                        + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()))
                                        + ".tar.gz");
        try {
            long begin = System.nanoTime();
            new Bundle(to, what -> progress(begin, what)).write(meant.sockets(), surroundings);
            surroundings.print(List.of("wrote " + to + " (" + Files.size(to) / 1024 + " KiB)"));
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(
                    CommandFailure.FAILED, to + " is there already", "name another one with -o");
        } catch (IOException e) {
            throw new CommandFailure(
                    CommandFailure.FAILED, "cannot write " + to + ": " + e.getMessage(), "");
        }
    }

    /** Who waits wants to know what for. */
    private void progress(long begin, String what) {
        if (System.nanoTime() - begin > SILENT.toNanos()) {
            surroundings.err().println(what);
            surroundings.err().flush();
        }
    }
}
