package naru.testkit.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** TCP connections that stay open, on each of which numbers go there and back without end. */
public final class Conversations implements AutoCloseable {

    private final TrafficProgram server;
    private final TrafficProgram client;
    private final int count;

    private Conversations(TrafficProgram server, TrafficProgram client, int count) {
        this.server = server;
        this.client = client;
        this.count = count;
    }

    /**
     * How they are.
     *
     * @param opened at the beginning
     * @param alive of those
     * @param exchanged numbers that came back, of all
     * @param longest from a number to its answer, or until now for one without
     * @param resent segments that TCP sent again because they had not arrived
     * @param why the first that ended did so; empty if all live
     */
    public record Report(
            int opened, int alive, long exchanged, Duration longest, long resent, String why) {

        public boolean allLive() {
            return alive == opened;
        }
    }

    /**
     * Opens them; all are established when this returns.
     *
     * @param port of the server, which nobody else has
     * @param pause between two numbers of a connection, at least a millisecond
     */
    public static Conversations open(
            Path from, Path to, String address, int port, int count, Duration pause)
            throws IOException {
        TrafficProgram server = new TrafficProgram("serve", to, port);
        try {
            Object[] arguments = {address, port, count, pause.toMillis()};
            return new Conversations(server, new TrafficProgram("talk", from, arguments), count);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    public Report report() throws IOException {
        List<String> words = client.ask("report", "talk");
        return new Report(
                count,
                Integer.parseInt(words.get(0)),
                Long.parseLong(words.get(1)),
                Duration.ofNanos(Long.parseLong(words.get(2))),
                Long.parseLong(words.get(3)),
                String.join(" ", words.subList(4, words.size())));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
