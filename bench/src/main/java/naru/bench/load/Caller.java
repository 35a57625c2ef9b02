package naru.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Calls programs in one place, as a container runtime calls CNI plugins. */
public final class Caller implements AutoCloseable {

    private static final double NANOS_OF_MILLI = 1e6;

    private final Orders orders;

    private Caller(Orders orders) {
        this.orders = orders;
    }

    /**
     * A call.
     *
     * @param program its path there
     * @param input the file that it reads
     * @param variables its whole environment; no blanks in the values
     */
    public record Call(Path program, Path input, Map<String, String> variables) {

        String order() {
            StringBuilder order = new StringBuilder("call " + program + " " + input);
            variables.forEach((key, value) -> order.append(" " + key + "=" + value));
            return order.toString();
        }
    }

    /** Calls in a network namespace. */
    public static Caller inNamespace(Path program, Path netns) throws IOException {
        return new Caller(new Orders(List.of(program.toString(), "calls", netns.toString())));
    }

    /**
     * Calls in a node.
     *
     * @param pid a process of it
     */
    public static Caller inNode(Path program, long pid) throws IOException {
        return new Caller(new Orders(List.of(program.toString(), "calls", Long.toString(pid))));
    }

    /**
     * One after the other.
     *
     * @return how long each took, in milliseconds
     * @throws IOException if one failed, with what it said
     */
    public double[] one(List<Call> calls) throws IOException {
        return run(calls, "one");
    }

    /** All at once; returns how long that took, in milliseconds. */
    public double all(List<Call> calls) throws IOException {
        return run(calls, "all")[0];
    }

    private double[] run(List<Call> calls, String how) throws IOException {
        for (Call call : calls) {
            orders.ask(call.order());
        }
        String answer = orders.ask(how);
        if (!answer.startsWith("ran ")) {
            throw new IOException("the load generator says: " + answer);
        }
        return Arrays.stream(answer.substring(4).split(" "))
                .mapToDouble(nanos -> Long.parseLong(nanos) / NANOS_OF_MILLI)
                .toArray();
    }

    @Override
    public void close() throws IOException {
        orders.close();
    }
}
