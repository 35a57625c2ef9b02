package naru.testkit.fuzz;

/**
 * An input that something went wrong with.
 *
 * @param name of the input, for people
 */
record Failure(String name, byte[] input, Throwable cause) {

    /** The same under another name. */
    Failure of(String other) {
        return new Failure(other, input, cause);
    }

    /** True if it looks like the same mistake. */
    boolean isLike(Failure other) {
        return cause.getClass().equals(other.cause.getClass()) && place().equals(other.place());
    }

    private String place() {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : trace[0].getClassName() + "." + trace[0].getMethodName();
    }
}
