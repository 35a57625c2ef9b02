package naru.apply.device;

/**
 * Something that is not as it should be.
 *
 * @param object what, and where: {@code neighbour 169.254.1.1 in the pod}
 * @param expected what it should be
 * @param actual what it is; {@code missing} if it is not there
 */
public record Difference(String object, String expected, String actual) {

    @Override
    public String toString() {
        return object + " is " + actual + ", should be " + expected;
    }
}
