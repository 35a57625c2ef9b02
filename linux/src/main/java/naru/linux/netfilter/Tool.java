package naru.linux.netfilter;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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

    /**
     * Each pipe has a reader of its own, so that a tool which writes much on both never blocks; and
     * nothing lies about on disk if this process is killed meanwhile.
     */
    static Result run(String input, List<String> command) {
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            return new Result(-1, "", e.toString());
        }
        try {
            FutureTask<String> output = read(process.getInputStream());
            FutureTask<String> complaint = read(process.getErrorStream());
            feed(process, input);
            int status = await(process, command.getFirst());
            return new Result(status, output.get(), complaint.get());
        } catch (IOException | ExecutionException e) {
            return new Result(-2, "", e.toString());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(-2, "", e.toString());
        }
    }

    private static FutureTask<String> read(InputStream pipe) {
        FutureTask<String> reading =
                new FutureTask<>(() -> new String(pipe.readAllBytes(), StandardCharsets.UTF_8));
        // Not a virtual one: its carrier would stay in the namespace that the tool looks at.
        Thread.ofPlatform().daemon().start(reading);
        return reading;
    }

    private static void feed(Process process, String input) {
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        } catch (IOException e) {
            // it does not read on, and its status says why
        }
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
