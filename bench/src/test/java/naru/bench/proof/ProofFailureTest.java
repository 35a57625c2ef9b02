package naru.bench.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import naru.bench.report.BenchFailure;
import naru.wire.AgentReplies.PolicyRow;
import org.junit.jupiter.api.Test;

/** What is not so stops the bench, with a message that says which. */
class ProofFailureTest {

    private static PolicyRow row(String direction, long identity, List<String> blocks) {
        return new PolicyRow(
                "Allow",
                direction,
                identity,
                List.of(),
                blocks,
                "7100/UDP",
                "NONE",
                0,
                0,
                List.of("bench/many ingress[0]"));
    }

    private static final PolicyTable TABLE =
            new PolicyTable(
                    "bench/server",
                    "Ingress",
                    List.of(
                            row("Ingress", 1, List.of()),
                            row("Ingress", 4711, List.of()),
                            row("Ingress", 0, List.of("10.0.0.0/28")),
                            row("Egress", 815, List.of())));

    @Test
    void theEntriesThatAdmitTheClientAreFound() throws BenchFailure {
        assertThat(TABLE.bySelector(4711, "7100/UDP").identity()).isEqualTo(4711);
        assertThat(TABLE.byBlock("10.0.0.0/28", "7100/UDP").blocks())
                .containsExactly("10.0.0.0/28");
    }

    @Test
    void entriesForTheNodeItselfAndOfTheOtherDirectionDoNotCount() {
        assertThat(TABLE.size()).isEqualTo(2);
        assertThatThrownBy(() -> TABLE.bySelector(815, "7100/UDP"))
                .isInstanceOf(BenchFailure.class);
    }

    @Test
    void withoutAnEntryForTheSelectorNothingIsMeasured() {
        assertThatThrownBy(() -> TABLE.bySelector(42, "7100/UDP"))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("proof failed")
                .hasMessageContaining(
                        "bench/server has no ingress entry of its own for identity 42")
                .hasMessageContaining("7100/UDP");
    }

    @Test
    void withoutAnEntryForTheBlockNothingIsMeasured() {
        assertThatThrownBy(() -> TABLE.byBlock("10.9.0.0/28", "7100/UDP"))
                .hasMessageContaining("block 10.9.0.0/28");
        assertThatThrownBy(() -> TABLE.byBlock("10.0.0.0/28", "7100/TCP"))
                .hasMessageContaining("7100/TCP");
    }

    @Test
    void packetsThatNobodyCountedStopTheBench() throws BenchFailure {
        Counts.equal("the connection", 64, 64);
        assertThatThrownBy(() -> Counts.equal("the connection", 64, 63))
                .isInstanceOf(BenchFailure.class)
                .hasMessage("proof failed: 64 packets were sent, but the connection counted 63");
    }
}
