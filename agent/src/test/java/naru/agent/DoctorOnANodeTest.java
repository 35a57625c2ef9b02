package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import naru.testkit.ThrowAwayNetns;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A real agent's node is broken in one way after the other; the doctor says so, and only that. */
@Tag("root")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoctorOnANodeTest {

    private final ThrowAwayNetns x = ThrowAwayNetns.create("x");
    private AgentNode node;

    @BeforeAll
    void aNodeWithAPod() throws Exception {
        node = new AgentNode("10.244.1.0/24");
        node.pod("x");
        node.settle();
        node.cni("ADD", "x", x.path());
    }

    @AfterAll
    void stopIt() throws Exception {
        node.close();
        x.close();
    }

    @AfterEach
    void itIsWellAgain() throws Exception {
        assertThat(doctor().findings()).isEmpty();
    }

    private DoctorReply doctor() throws Exception {
        return node.ask("doctor", "", DoctorReply.class);
    }

    @Test
    void aHealthyNodeHasNoFindings() throws Exception {
        DoctorReply reply = doctor();
        assertThat(reply.findings()).isEmpty();
        assertThat(reply.state().endpoints()).isEqualTo(1);
        assertThat(reply.state().lastEventSeconds()).isNotNegative();
    }

    @Test
    void aManifestThatCantBeReadIsNamed() throws Exception {
        node.manifest("broken", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}");
        node.settle();
        Finding finding = doctor().findings().getFirst();
        assertThat(finding.where()).contains("broken.json");
        node.manifest("broken", "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": []}");
        node.settle();
    }
}
