package naru.compile;

/**
 * A number for a set of labels; policy speaks in identities.
 *
 * @param number unsigned, from {@link ReservedIdentity#FIRST_POD} on
 */
public record Identity(int number, LabelSet labels) {

    /** Numbers are unique on a node, so that hashing the labels would be a waste. */
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Identity that
                        && number == that.number
                        && labels.equals(that.labels);
    }

    /** A number as people read it. */
    public static String text(int number) {
        return ReservedIdentity.of(number)
                .map(ReservedIdentity::label)
                .orElseGet(() -> Integer.toUnsignedString(number));
    }
}
