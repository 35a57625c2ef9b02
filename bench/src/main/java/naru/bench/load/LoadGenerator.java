package naru.bench.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Clients and servers that all stay open, of which one pair at a time works. */
public final class LoadGenerator implements AutoCloseable {

    private final Orders orders;

    private LoadGenerator(Orders orders) {
        this.orders = orders;
    }

    /**
     * @param program {@code naru-load}
     */
    public static LoadGenerator start(Path program) throws IOException {
        return new LoadGenerator(new Orders(List.of(program.toString())));
    }

    /** Opens a flow; its server listens when this returns. */
    public void open(Flow flow) throws IOException {
        orders.ask(flow.order());
    }

    public void close(Flow flow) throws IOException {
        orders.ask("close " + flow.name());
    }

    /** Moves all clients and servers to these CPUs, also those that are opened later. */
    public void place(Cpus cpus) throws IOException {
        orders.ask("place " + cpus.client() + " " + cpus.server());
    }

    /** Lets a client work for a while. */
    public Slice slice(Flow flow, long micros) throws IOException {
        return Slice.parse(orders.ask("slice " + flow.name() + " " + micros));
    }

    /** Lets a client do its work so often; datagrams go in bursts. */
    public Slice times(Flow flow, long times) throws IOException {
        return Slice.parse(orders.ask("times " + flow.name() + " " + times));
    }

    @Override
    public void close() throws IOException {
        orders.close();
    }
}
