package naru.bench.statistic;

import java.util.Arrays;

/**
 * A quantile of a sample, mostly the median, and between which of its values the true one lies with
 * a certainty of at least 95 %. Nothing is assumed about the distribution: how many of n values lie
 * below the true quantile is n tosses of a coin.
 *
 * @param value the quantile
 * @param count how many values
 */
public record Estimate(double value, double low, double high, int count) {

    private static final double TAIL = 0.025;

    /**
     * The median.
     *
     * @throws IllegalArgumentException if there is no value, or one that is not a number
     */
    public static Estimate of(double... values) {
        return at(0.5, values);
    }

    /**
     * The value that this part of all values lies below.
     *
     * @param part between 0 and 1
     * @throws IllegalArgumentException if there is no value, or one that is not a number
     */
    public static Estimate at(double part, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = sorted.length;
        if (count == 0 || Double.isNaN(sorted[count - 1])) {
            throw new IllegalArgumentException("no quantile of " + Arrays.toString(values));
        }
        int below = outside(count, part);
        int above = outside(count, 1 - part);
        return new Estimate(
                quantile(sorted, part), sorted[below], sorted[count - 1 - above], count);
    }

    /**
     * How many values at the low end lie outside of the interval: so many that the true quantile
     * has a chance of at most 2.5 % to lie below them. Of too few values that is none, and the
     * certainty is less.
     */
    private static int outside(int count, double part) {
        double logChance = count * Math.log1p(-part);
        double sum = 0;
        int below = 0;
        while (below < count && sum + Math.exp(logChance) <= TAIL) {
            sum += Math.exp(logChance);
            logChance +=
                    Math.log(count - below) - Math.log(below + 1) + Math.log(part / (1 - part));
            below++;
        }
        return Math.max(0, below - 1);
    }

    /** Between two values if it falls there. */
    private static double quantile(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int left = (int) Math.floor(place);
        int right = Math.min(left + 1, sorted.length - 1);
        return sorted[left] + (place - left) * (sorted[right] - sorted[left]);
    }
}
