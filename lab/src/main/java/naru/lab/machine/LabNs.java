package naru.lab.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Calls {@code naru-lab-ns}, the lab's native program. */
public final class LabNs {

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path executable;

    /** What every process of the lab has, whoever started the lab. */
    private final Map<String, String> environment;

    public LabNs(Path executable) {
        this.executable = executable;
        this.environment =
                Map.of(
                        "PATH", PATH + ":" + executable.getParent(),
                        "HOME", "/root",
                        "LANG", "C.UTF-8");
    }

    /**
     * What a process said when it was over.
     *
     * @param output of standard output
     * @param errors of standard error
     */
    public record Ended(int exitCode, String output, String errors) {}

    /** {@code naru-lab-ns ARGUMENTS…} as a command line. */
    public List<String> command(String... arguments) {
        return Stream.concat(Stream.of(executable.toString()), Stream.of(arguments)).toList();
    }

    /** Runs to the end. */
    public Ended run(List<String> command, String input, Map<String, String> more)
            throws IOException {
        Process process = builder(command, more).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended without reading; its exit code says why.
        }
        try (BufferedReader errors = process.errorReader()) {
            FutureText rest = FutureText.of(errors);
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, rest.get());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        }
    }

    /** Runs to the end, which must be a good one. */
    public void call(String... arguments) throws IOException {
        Ended ended = run(command(arguments), "", Map.of());
        if (ended.exitCode() != 0) {
            throw new IOException(ended.errors().strip());
        }
    }

    /** Runs {@code ip -batch} in a network namespace, past lines that fail. */
    public void ipAsFarAsItGoes(Path netns, List<String> lines) throws IOException {
        ipBatch(netns, lines, "-force");
    }

    /** Runs {@code ip -batch} in a network namespace. */
    public void ip(Path netns, List<String> lines) throws IOException {
        Ended ended = ipBatch(netns, lines);
        if (ended.exitCode() != 0) {
            throw new IOException(
                    "ip in " + netns + ": " + ended.errors().strip() + about(ended, lines));
        }
    }

    private Ended ipBatch(Path netns, List<String> lines, String... options) throws IOException {
        List<String> command =
                new ArrayList<>(command("run", "--netns", netns.toString(), "--", "ip"));
        command.addAll(List.of(options));
        command.addAll(List.of("-batch", "-"));
        return run(command, String.join("\n", lines) + "\n", Map.of());
    }

    /** {@code ip} names the line only by its number. */
    private static String about(Ended ended, List<String> lines) {
        int colon = ended.errors().lastIndexOf("Command failed -:");
        if (colon < 0) {
            return "";
        }
        String number = ended.errors().substring(colon + 17).strip();
        return number.matches("\\d{1,6}") && Integer.parseInt(number) <= lines.size()
                ? ": " + lines.get(Integer.parseInt(number) - 1)
                : "";
    }

    /** Starts what goes on; its first line of output says that it does. */
    public Started start(List<String> command) throws IOException {
        Process process = builder(command, Map.of()).start();
        process.getOutputStream().close();
        String line = process.inputReader().readLine();
        if (line != null && line.matches("\\d+")) {
            return new Started(process, Long.parseLong(line));
        }
        try (Stream<String> errors = process.errorReader().lines()) {
            List<String> reasons = new ArrayList<>(line == null ? List.of() : List.of(line));
            errors.forEach(reasons::add);
            throw new IOException(String.join("; ", reasons));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> more) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        return builder;
    }

    /**
     * A process that runs.
     *
     * @param tool the one that waits for it, and ends as it does
     * @param pid of the process itself
     */
    public record Started(Process tool, long pid) {}
}
