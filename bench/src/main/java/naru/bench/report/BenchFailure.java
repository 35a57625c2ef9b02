package naru.bench.report;

/** Why nothing was measured; the message is for the user. */
public final class BenchFailure extends Exception {
    private static final long serialVersionUID = 1;

    public BenchFailure(String message) {
        super(message);
    }
}
