package naru.datapath;

import static naru.datapath.abi.PolicyDirection.EGRESS;
import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import naru.datapath.abi.DropReason;
import naru.datapath.abi.EventType;
import naru.datapath.abi.MatchType;
import naru.datapath.abi.PolicyVerdict;
import naru.datapath.abi.TracePoint;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is reported and counted about packets. */
@Tag("root")
class EventsTest {

    private static final int TCP = 6;

    private HookNode node;
    private TestPod client;
    private TestPod server;

    @BeforeEach
    void twoPods() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        server = node.pod("10.244.1.3", 1002);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void aNewConnectionIsReportedOnceForEachPolicyAndWhereItGoes() {
        int egress = node.allowAllFrom(client);
        PolicyMapKey key = new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 80, 16);
        int ingress = node.allow(key);

        Outcome first = node.sends(client, packet().flags(Packet.SYN));
        assertThat(first.events(EventType.POLICY_VERDICT))
                .extracting(FlowEvent::direction, FlowEvent::rule, FlowEvent::match)
                .containsExactly(
                        tuple(EGRESS, egress, MatchType.ALL),
                        tuple(INGRESS, ingress, MatchType.L3_L4));
        assertThat(first.events(EventType.TRACE))
                .singleElement()
                .satisfies(
                        trace -> {
                            assertThat(trace.tracePoint()).isEqualTo(TracePoint.TO_ENDPOINT);
                            assertThat(trace.endpoint()).isEqualTo(server.slot());
                        });
        assertThat(node.sends(client, packet()).events()).isEmpty();
    }

    @Test
    void aDropSaysWhoseItIsAndWhy() {
        node.allowAllFrom(client);
        Outcome outcome = node.sends(client, packet().flags(Packet.SYN));
        assertThat(outcome.events(EventType.DROP))
                .singleElement()
                .satisfies(
                        drop -> {
                            assertThat(drop.reason()).contains(DropReason.POLICY_DENIED);
                            assertThat(drop.endpoint()).isEqualTo(server.slot());
                            assertThat(drop.direction()).isEqualTo(INGRESS);
                            assertThat(drop.source()).isEqualTo(client.address());
                            assertThat(drop.destination()).isEqualTo(server.address());
                            assertThat(drop.sourcePort()).isEqualTo(40000);
                            assertThat(drop.destinationPort()).isEqualTo(80);
                            assertThat(drop.sourceIdentity()).isEqualTo(1001);
                            assertThat(drop.destinationIdentity()).isEqualTo(1002);
                            assertThat(drop.tcpFlags()).isEqualTo(Packet.SYN);
                            assertThat(drop.etherType()).isEqualTo(0x0800);
                            assertThat(drop.length()).isEqualTo(54);
                        });
        assertThat(outcome.events(EventType.POLICY_VERDICT))
                .extracting(FlowEvent::verdict)
                .containsExactly(PolicyVerdict.ALLOW, PolicyVerdict.DENY);
    }

    @Test
    void usedEntriesAreCountedForEachEndpoint() {
        node.allowAllFrom(client);
        PolicyMapKey key = new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 80, 12);
        node.allow(key);
        node.sends(client, packet());
        node.sends(client, packet());
        assertThat(counted(key)).isEqualTo(new Traffic(2, 108));
        node.forget(client);
        assertThat(node.maps().flows().count()).isZero();
        assertThat(counted(key))
                .describedAs("what a flow counted is not lost when it ends")
                .isEqualTo(new Traffic(2, 108));
        node.forget(server);
        assertThat(counted(key)).isEqualTo(Traffic.NONE);
    }

    private Traffic counted(PolicyMapKey key) {
        return PolicyCounters.of(node.maps()).traffic(PolicyStatsKey.of(server.slot(), key));
    }

    @Test
    void forwardedPacketsAreCountedByDirection() {
        node.allowAllFrom(client);
        node.allowAllTo(server);
        node.sends(client, packet());
        assertThat(node.maps().metrics().forwarded(EGRESS)).isEqualTo(new Traffic(1, 54));
        assertThat(node.maps().metrics().forwarded(INGRESS)).isEqualTo(Traffic.NONE);
        assertThat(node.maps().metrics().drops()).isEmpty();
    }

    @Test
    void aFloodOfOnePodLeavesRoomForTheEventsOfOthers() {
        int flood = 20_000;
        node.sendsManyTimes(client, packet().flags(Packet.SYN), flood);
        assertThat(node.maps().eventsLost().lost()).isZero();
        assertThat(node.maps().eventsLost().overLimit()).isBetween(flood / 2L, flood - 1L);
        assertThat(node.maps().metrics().dropped(DropReason.POLICY_DENIED, EGRESS).packets())
                .isEqualTo(flood);
        assertThat(node.sends(server, backwards()).events(EventType.DROP)).hasSize(1);
    }

    @Test
    void whatFindsNoRoomIsCountedAsLost() {
        for (int i = 10; i < 20; i++) { // each has its share, together they are too many
            TestPod pod = node.pod("10.244.1." + i, 1000 + i);
            Packet denied = Packet.from(pod.address()).to(server.address()).tcp(40000, 80);
            node.sendsManyTimes(pod, denied.flags(Packet.SYN), 1000);
        }
        assertThat(node.maps().eventsLost().lost()).isPositive();
    }

    private Packet backwards() {
        return Packet.from(server.address()).to(client.address()).tcp(80, 40000);
    }

    private Packet packet() {
        return Packet.from(client.address()).to(server.address()).tcp(40000, 80);
    }
}
