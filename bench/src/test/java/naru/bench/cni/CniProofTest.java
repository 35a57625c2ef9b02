package naru.bench.cni;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import naru.wire.AgentReplies.EndpointRow;
import org.junit.jupiter.api.Test;

class CniProofTest {

    private static EndpointRow endpoint(String state, List<String> policies) {
        return new EndpointRow(
                5,
                "bench",
                "called0",
                "id",
                "10.0.0.5",
                "naru1",
                7,
                300,
                List.of(),
                2,
                policies,
                List.of(),
                state);
    }

    @Test
    void anEndpointWithoutItsPolicyStopsTheBench() {
        assertThatThrownBy(() -> CniProof.check(endpoint("init", List.of()), List.of()))
                .hasMessageContaining("proof failed: after ADD bench/called0 is init");
        assertThatThrownBy(() -> CniProof.check(endpoint("ready", List.of()), List.of()))
                .hasMessageContaining("no policy is in force");
        assertThatThrownBy(
                        () -> CniProof.check(endpoint("ready", List.of("bench/called")), List.of()))
                .hasMessageContaining("only 0 policy entries");
    }
}
