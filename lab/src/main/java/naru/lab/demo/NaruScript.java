package naru.lab.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import naru.wire.BuiltTree;

/** Runs {@code ./naru} as a person would. */
final class NaruScript {

    private final BuiltTree tree;
    private final String lab;

    NaruScript(BuiltTree tree, String lab) {
        this.tree = tree;
        this.lab = lab;
    }

    /**
     * What a command did.
     *
     * @param lines of standard output
     */
    record Done(int exitCode, List<String> lines) {}

    /** Runs to the end; standard error goes where ours goes. */
    Done run(String... arguments) throws IOException, InterruptedException {
        Process process = builder(arguments).start();
        List<String> lines;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            lines = out.lines().toList();
        }
        return new Done(process.waitFor(), lines);
    }

    /** Runs a command that goes on, until it has said enough or the time is over. */
    List<String> runUntil(Predicate<List<String>> enough, Duration patience, String... arguments)
            throws IOException, InterruptedException {
        Process process = builder(arguments).start();
        List<String> lines = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> read(process, lines, enough));
        reader.join(patience);
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
        reader.join();
        return lines;
    }

    private static void read(Process process, List<String> lines, Predicate<List<String>> enough) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                lines.add(line);
                if (enough.test(lines)) {
                    return;
                }
                line = out.readLine();
            }
        } catch (IOException e) {
            // the time was over
        }
    }

    private ProcessBuilder builder(String... arguments) {
        Path script = tree.home().resolve("naru");
        List<String> command =
                Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(tree.home().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put(naru.wire.LabPlaces.VARIABLE, lab);
        return builder;
    }
}
