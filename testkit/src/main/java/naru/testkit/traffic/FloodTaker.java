package naru.testkit.traffic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Takes what arrives of a {@link NumberedFlood}, and writes down its numbers. */
public final class FloodTaker implements AutoCloseable {

    private final TrafficProgram program;

    private FloodTaker(TrafficProgram program) {
        this.program = program;
    }

    /** Numbers of which all arrived; both ends are of them. */
    public record Span(long first, long last) {

        private static Span parse(String text) {
            int dash = text.indexOf('-');
            return new Span(
                    Long.parseLong(text.substring(0, dash)),
                    Long.parseLong(text.substring(dash + 1)));
        }

        private long from(long number) {
            return Math.max(0, last - Math.max(first, number) + 1);
        }
    }

    /**
     * @param count of different numbers
     * @param again datagrams whose number had arrived before
     * @param spans in order, with gaps between them
     */
    public record Arrived(long count, long again, List<Span> spans) {

        /** How many arrived of those that have at least this number. */
        public long from(long number) {
            return spans.stream().mapToLong(span -> span.from(number)).sum();
        }
    }

    public static FloodTaker at(Path netns, int port) throws IOException {
        return new FloodTaker(new TrafficProgram("take", netns, port));
    }

    public Arrived arrived() throws IOException {
        List<String> words = program.ask("arrived", "arrived");
        return new Arrived(
                Long.parseLong(words.get(0)),
                Long.parseLong(words.get(1)),
                words.subList(2, words.size()).stream().map(Span::parse).toList());
    }

    @Override
    public void close() {
        program.close();
    }
}
