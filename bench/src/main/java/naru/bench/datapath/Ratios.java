package naru.bench.datapath;

import java.util.List;
import java.util.function.ToDoubleFunction;
import naru.bench.load.Slice;
import naru.bench.report.Figure;
import naru.bench.statistic.Estimate;

/** Slices of the same rounds, compared pair by pair. */
final class Ratios {

    private static final double NANOS_OF_MICRO = 1000;

    private Ratios() {}

    /** Of the base itself, in microseconds. */
    static Figure ofBase(List<Slice> slices, ToDoubleFunction<Slice> cost) {
        return new Figure(values(slices, cost), null);
    }

    /** In microseconds. */
    static Figure of(List<Slice> slices, List<Slice> base, ToDoubleFunction<Slice> cost) {
        double[] ratios = new double[slices.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = cost.applyAsDouble(slices.get(i)) / cost.applyAsDouble(base.get(i));
        }
        return new Figure(values(slices, cost), Estimate.of(ratios));
    }

    private static Estimate values(List<Slice> slices, ToDoubleFunction<Slice> cost) {
        return Estimate.of(
                slices.stream()
                        .mapToDouble(slice -> cost.applyAsDouble(slice) / NANOS_OF_MICRO)
                        .toArray());
    }
}
