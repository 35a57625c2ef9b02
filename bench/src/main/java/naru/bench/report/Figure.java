package naru.bench.report;

import naru.bench.statistic.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * A number that was measured.
 *
 * @param value in the unit of its result
 * @param ratio to the base that was measured beside it; missing if that is itself, or there is none
 */
public record Figure(Estimate value, @Nullable Estimate ratio) {}
