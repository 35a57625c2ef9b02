package naru.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Sends packets to many pods to find out whether a change is in force at all of them. */
public final class Prober implements AutoCloseable {

    private static final double NANOS_OF_MILLI = 1e6;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Orders orders;
    private int pods;

    private Prober(Orders orders) {
        this.orders = orders;
    }

    /**
     * @param client where the packets come from
     * @param port where they go to
     */
    public static Prober start(Path program, Path client, int port) throws IOException {
        return new Prober(
                new Orders(
                        List.of(
                                program.toString(),
                                "enforcement",
                                client.toString(),
                                Integer.toString(port))));
    }

    /** One more pod to send to. */
    public void add(Path netns, String address) throws IOException {
        orders.ask("pod " + netns + " " + address);
        pods++;
    }

    /** How many pods a packet gets to. */
    public int arrived() throws IOException {
        return Integer.parseInt(orders.ask("probe").substring("arrived ".length()));
    }

    /**
     * Puts a file in its place, and sends until all pods hear it, or none.
     *
     * @return how long that took, in milliseconds
     */
    public double change(Path from, Path to, boolean heard) throws IOException {
        String order = "change %s %s %d %d".formatted(from, to, heard ? pods : 0, PATIENCE_MILLIS);
        return Long.parseLong(orders.ask(order).split(" ")[1]) / NANOS_OF_MILLI;
    }

    @Override
    public void close() throws IOException {
        orders.close();
    }
}
