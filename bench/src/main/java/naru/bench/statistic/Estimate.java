package naru.bench.statistic;

import java.util.Arrays;

/**
 * The median of a sample, and between which of its values the true one lies with a certainty of at
 * least 95 %. Nothing is assumed about the distribution: how many of n values lie below the true
 * median is a toss of n coins.
 *
 * @param count how many values
 */
public record Estimate(double median, double low, double high, int count) {

    private static final double TAIL = 0.025;

    /**
     * @throws IllegalArgumentException if there is no value, or one that is not a number
     */
    public static Estimate of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        if (count == 0 || Double.isNaN(sorted[count - 1])) {
            throw new IllegalArgumentException("no median of " + Arrays.toString(values));
        }
        int below = rank(count);
        return new Estimate(quantile(sorted, 0.5), sorted[below], sorted[count - 1 - below], count);
    }

    /**
     * How many values may lie outside at each end, so that fewer heads than that have a chance of
     * at most 2.5 %; with fewer than six values that is none, and the certainty is less.
     */
    private static int rank(int count) {
        double chance = Math.pow(0.5, count);
        double sum = 0;
        int heads = 0;
        while (sum + chance <= TAIL) {
            sum += chance;
            chance *= (double) (count - heads) / (heads + 1);
            heads++;
        }
        return Math.max(0, heads - 1);
    }

    /**
     * Where that part of the values lies below; between two of them if it falls there.
     *
     * @param sorted ascending, not empty
     * @param part 0 to 1
     */
    public static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int left = (int) Math.floor(place);
        int right = Math.min(left + 1, sorted.length - 1);
        return sorted[left] + (place - left) * (sorted[right] - sorted[left]);
    }
}
