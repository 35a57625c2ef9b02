package naru.bench.datapath;

import java.util.List;
import java.util.function.ToDoubleFunction;
import naru.bench.load.Slice;
import naru.bench.network.Network;
import naru.bench.report.Figure;

/**
 * The slices of networks that took turns.
 *
 * @param networks the first is the base
 * @param slices of each network, by round
 */
record Rounds(List<Network> networks, List<List<Slice>> slices) {

    private static final double NANOS_OF_MICRO = 1000;

    /** Nothing was measured. */
    static final Rounds NONE = new Rounds(List.of(), List.of());

    boolean isEmpty() {
        return networks.isEmpty();
    }

    /** What a network costs, in microseconds, compared with the base. */
    Figure figure(Network network, ToDoubleFunction<Slice> cost) {
        return network.equals(networks.getFirst())
                ? Figure.of(micros(network, cost))
                : compared(network, networks.getFirst(), cost);
    }

    /** What a network costs, in microseconds, compared with another. */
    Figure compared(Network network, Network base, ToDoubleFunction<Slice> cost) {
        return Figure.compared(micros(network, cost), micros(base, cost));
    }

    private double[] micros(Network network, ToDoubleFunction<Slice> cost) {
        return of(network).stream()
                .mapToDouble(slice -> cost.applyAsDouble(slice) / NANOS_OF_MICRO)
                .toArray();
    }

    long lost(Network network) {
        return of(network).stream().mapToLong(Slice::lost).sum();
    }

    private List<Slice> of(Network network) {
        return slices.get(networks.indexOf(network));
    }
}
