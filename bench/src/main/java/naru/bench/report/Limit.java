package naru.bench.report;

/**
 * The most that a result should be. A wish, not a test: what is over it is shown so.
 *
 * @param of what is compared
 */
public record Limit(Of of, double most) {

    /** Which of a result's numbers. */
    public enum Of {
        RATIO,
        VALUE
    }

    public static Limit ratio(double most) {
        return new Limit(Of.RATIO, most);
    }

    public static Limit value(double most) {
        return new Limit(Of.VALUE, most);
    }
}
