package naru.bench.start;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import naru.bench.cluster.BenchLab;
import naru.bench.report.BenchFailure;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** Starts things and takes the time, in milliseconds. */
public final class Starts {

    private static final double NANOS_OF_MILLI = 1e6;
    private static final File NOWHERE = Path.of("/dev/null").toFile();
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private Starts() {}

    /** From its start to its end, which must be a good one. */
    static double process(List<String> command, Map<String, String> variables)
            throws IOException, BenchFailure {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(NOWHERE)
                        .redirectOutput(ProcessBuilder.Redirect.to(NOWHERE))
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(variables);
        long start = System.nanoTime();
        try {
            int exitCode = builder.start().waitFor();
            double millis = (System.nanoTime() - start) / NANOS_OF_MILLI;
            if (exitCode != 0) {
                throw new BenchFailure(command.getFirst() + " ended with " + exitCode);
            }
            return millis;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From its start to its first answer; it was killed before. */
    public static double agent(BenchLab lab, String node) throws IOException, BenchFailure {
        lab.tellAgent("kill", node);
        Path socket = lab.agent(node).socket();
        long start = System.nanoTime();
        lab.tellAgent("start", node);
        while (!answers(socket)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new BenchFailure("the agent of node " + node + " does not come up");
            }
            pause();
        }
        return (System.nanoTime() - start) / NANOS_OF_MILLI;
    }

    private static boolean answers(Path socket) {
        try (WireClient client = WireClient.connect(socket)) {
            client.ask("status", null);
            return true;
        } catch (IOException | Refusal e) {
            return false; // not there yet, or not ready
        }
    }

    /** Short beside what is measured, and it leaves the CPU to the agent. */
    private static void pause() throws IOException {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
