package naru.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The native program that sends and answers. It ends, with all that it started, when we end. */
public final class LoadGenerator implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 5;

    private final Process process;
    private final BufferedReader in;
    private final Writer out;

    private LoadGenerator(Process process) {
        this.process = process;
        this.in = process.inputReader(StandardCharsets.UTF_8);
        this.out = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * @param program {@code naru-load}
     */
    public static LoadGenerator start(Path program) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        return new LoadGenerator(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Opens a flow; its server listens when this returns. */
    public void open(Flow flow) throws IOException {
        ask(flow.order());
    }

    public void close(Flow flow) throws IOException {
        ask("close " + flow.name());
    }

    /** Moves all clients and servers to these CPUs, also those that are opened later. */
    public void place(int clientCpu, int serverCpu) throws IOException {
        ask("place " + clientCpu + " " + serverCpu);
    }

    /** Lets a client work for a while. */
    public Slice slice(Flow flow, long micros) throws IOException {
        return Slice.parse(ask("slice " + flow.name() + " " + micros));
    }

    /** Lets a client do its work so often; datagrams go in bursts. */
    public Slice times(Flow flow, long times) throws IOException {
        return Slice.parse(ask("times " + flow.name() + " " + times));
    }

    private String ask(String order) throws IOException {
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
        out.close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
