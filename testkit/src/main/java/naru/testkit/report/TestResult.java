package naru.testkit.report;

/**
 * How one test ended.
 *
 * @param name its class and method, {@code naru.wire.WireClientTest#anAnswerComesBack}
 * @param reason why it failed or was skipped; empty if it passed
 */
public record TestResult(String name, Outcome outcome, String reason) {

    /** The three ways a test ends. */
    public enum Outcome {
        PASSED,
        FAILED,
        SKIPPED
    }
}
