package naru.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The native program that measures: an order is a line, and so is its answer. It ends, with all
 * that it started, when we end.
 */
final class Orders implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final BufferedReader in;
    private final Writer out;

    Orders(List<String> command) throws IOException {
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * @throws IOException if it can't be done; the message says why
     */
    String ask(String order) throws IOException {
        out.write(order + "\n");
        out.flush();
        String answer = in.readLine();
        if (answer == null) {
            throw new IOException("the load generator has ended at: " + order);
        }
        if (answer.startsWith("error ")) {
            throw new IOException("the load generator can't do: " + order + ": " + answer);
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
