package naru.bench.proof;

import naru.bench.report.BenchFailure;

/** What was sent, and what was counted. */
final class Counts {

    private Counts() {}

    /**
     * @throws BenchFailure if they differ
     */
    static void equal(String who, long sent, long counted) throws BenchFailure {
        if (sent != counted) {
            throw new BenchFailure(
                    "proof failed: %d packets were sent, but %s counted %d"
                            .formatted(sent, who, counted));
        }
    }
}
