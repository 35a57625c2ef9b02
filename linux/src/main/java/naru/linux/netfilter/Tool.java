package naru.linux.netfilter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one of the distribution's tools in the caller's network namespace, which a child inherits
 * from its thread.
 */
final class Tool {

    private static final long SECONDS = 20;

    private Tool() {}

    /**
     * @param status exit status; -1 if the program is not there
     */
    record Result(int status, String output, String complaint) {

        boolean missing() {
            return status == -1;
        }

        /** What went wrong, in one line. */
        String failure(String tool) {
            return missing()
                    ? tool + " is not installed"
                    : tool
                            + " ended with status "
                            + status
                            + ": "
                            + complaint.strip().replace('\n', ' ');
        }
    }

    /** Files, not pipes, take the output: a tool that writes much on both never blocks. */
    static Result run(String input, List<String> command) {
        try {
            Path directory = Files.createTempDirectory("naru-netfilter");
            try {
                return run(input, command, directory);
            } finally {
                for (String name : List.of("in", "out", "err")) {
                    Files.deleteIfExists(directory.resolve(name));
                }
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            return new Result(-2, "", e.toString());
        }
    }

    private static Result run(String input, List<String> command, Path directory)
            throws IOException {
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
        } catch (IOException e) {
            return new Result(-1, "", e.toString());
        }
        int status = await(process, command.getFirst());
        return new Result(status, text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    }

    private static int await(Process process, String name) throws IOException {
        try {
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            throw new IOException(name + " did not end within " + SECONDS + " s");
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + name + " ran", e);
        }
    }
}
