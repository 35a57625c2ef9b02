package naru.testkit.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Datagrams numbered from 0, at a steady rate, until it is stopped. */
public final class NumberedFlood implements AutoCloseable {

    private final TrafficProgram program;

    private NumberedFlood(TrafficProgram program) {
        this.program = program;
    }

    /**
     * How many were sent: also the number that comes next.
     *
     * @param time since the first
     */
    public record Sent(long count, Duration time) {

        public double perSecond() {
            return count / (time.toNanos() / 1e9);
        }
    }

    /**
     * @param rate datagrams a second, of 32 bytes each
     */
    public static NumberedFlood start(Path netns, String address, int port, int rate)
            throws IOException {
        return new NumberedFlood(new TrafficProgram("flood", netns, address, port, rate));
    }

    public Sent sent() throws IOException {
        return ask("sent");
    }

    /** Sends no more. */
    public Sent stop() throws IOException {
        return ask("stop");
    }

    private Sent ask(String order) throws IOException {
        List<String> words = program.ask(order, "sent");
        return new Sent(
                Long.parseLong(words.get(0)), Duration.ofNanos(Long.parseLong(words.get(1))));
    }

    @Override
    public void close() {
        program.close();
    }
}
