package naru.bench.report;

import naru.bench.statistic.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A number that was measured.
 *
 * @param amount in the unit of its result
 * @param ratio to the base that was measured beside it; missing if that is itself, or there is none
 */
public record Figure(Estimate amount, @Nullable Estimate ratio) {

    /** Of a base, or of what has none. */
    public static Figure of(double[] values) {
        return new Figure(Estimate.of(values), null);
    }

    /** Of values that were measured in the same rounds as a base's, compared pair by pair. */
    public static Figure compared(double[] values, double[] base) {
        double[] ratios = new double[values.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = values[i] / base[i];
        }
        return new Figure(Estimate.of(values), Estimate.of(ratios));
    }
}
