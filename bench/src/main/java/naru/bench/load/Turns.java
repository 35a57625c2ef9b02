package naru.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lets flows take turns in short slices: a round has one slice of each, so that what disturbs one
 * disturbs all. The first of a round is another one each time, and every second round goes
 * backwards.
 */
public final class Turns {

    private static final int WARM_UP = 200;
    private static final int TRIES = 3;

    private final LoadGenerator generator;
    private final long micros;
    private final int rounds;

    /**
     * @param micros length of a slice
     */
    public Turns(LoadGenerator generator, long micros, int rounds) {
        this.generator = generator;
        this.micros = micros;
        this.rounds = rounds;
    }

    /** Opens the flows, runs them, and returns the slices of each, by round. */
    public List<List<Slice>> run(List<Flow> flows) throws IOException {
        List<List<Slice>> slices = new ArrayList<>();
        for (Flow flow : flows) {
            generator.open(flow);
            slices.add(new ArrayList<>());
            warmUp(flow);
        }
        List<Integer> places = IntStream.range(0, flows.size()).boxed().toList();
        for (int round = 0; round < rounds; round++) {
            for (int place : order(places, round)) {
                slices.get(place).add(turn(flows.get(place)));
            }
        }
        for (Flow flow : flows) {
            generator.close(flow);
        }
        return slices;
    }

    /** A turn in which nothing was done, because somebody else had the CPU, is repeated. */
    private Slice turn(Flow flow) throws IOException {
        Slice slice = generator.slice(flow, micros);
        for (int i = 1; i < TRIES && slice.done() == 0; i++) {
            slice = generator.slice(flow, micros);
        }
        return working(flow, slice);
    }

    private void warmUp(Flow flow) throws IOException {
        working(flow, generator.times(flow, WARM_UP));
    }

    private static Slice working(Flow flow, Slice slice) throws IOException {
        if (slice.done() == 0) {
            throw new IOException(
                    "nothing gets through: %s to %s port %d: %s"
                            .formatted(flow.name(), flow.address(), flow.port(), slice.trouble()));
        }
        return slice;
    }

    /** Who comes when in a round. */
    public static <T> List<T> order(List<T> things, int round) {
        List<T> turned = new ArrayList<>(things);
        Collections.rotate(turned, round / 2);
        return round % 2 == 0 ? turned : turned.reversed();
    }
}
