package naru.datapath;

import static naru.datapath.abi.DropReason.FLOW_TABLE_FULL;
import static naru.datapath.abi.DropReason.POLICY_DENIED;
import static naru.datapath.abi.FlowState.ESTABLISHED;
import static naru.datapath.abi.FlowState.NEW;
import static naru.datapath.abi.FlowState.RELATED;
import static naru.datapath.abi.FlowState.REOPENED;
import static naru.datapath.abi.FlowState.REPLY;
import static naru.datapath.abi.PolicyDirection.EGRESS;
import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import naru.datapath.abi.FlowFlags;
import naru.model.Ipv4Address;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Packets that belong together: the client may reach the server on TCP 80, and nothing else is
 * allowed.
 */
@Tag("root")
class ConnectionTest {

    private static final int TCP = 6;
    private static final int ICMP = 1;

    private HookNode node;
    private TestPod client;
    private TestPod server;
    private PolicyMapKey ingress;

    @BeforeEach
    void aClientThatMayReachAServer() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        server = node.pod("10.244.1.3", 1002);
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 1002, 0, TCP, 80, 16));
        ingress = new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 80, 16);
        node.allow(ingress);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void aReplyPassesAlthoughNoPolicyAllowsIt() {
        assertThat(node.sends(server, reply(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(client, forward(Packet.SYN)).promised().state()).isEqualTo(NEW);
        Outcome answer = node.sends(server, reply(Packet.SYN | Packet.ACK));
        assertThat(answer.redirected()).describedAs("%s", answer).isTrue();
        assertThat(answer.promised().state()).isEqualTo(REPLY);
        assertThat(node.sends(client, forward(Packet.ACK)).promised().state())
                .isEqualTo(ESTABLISHED);
    }

    @Test
    void aConnectionOfTheServersOwnIsNoReply() {
        node.sends(client, forward(Packet.SYN));
        assertThat(node.sends(server, reply(Packet.SYN)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void bothDirectionsAreCountedInOneFlow() {
        node.sends(client, forward(Packet.SYN));
        node.sends(server, reply(Packet.SYN | Packet.ACK));
        node.sends(client, forward(Packet.ACK));
        assertThat(node.maps().flows().all().values())
                .singleElement()
                .satisfies(
                        flow -> {
                            assertThat(flow.forward().packets()).isEqualTo(2);
                            assertThat(flow.reply().packets()).isEqualTo(1);
                            assertThat(flow.sourceIdentity()).isEqualTo(1001);
                            assertThat(flow.destinationIdentity()).isEqualTo(1002);
                            assertThat(flow.flags())
                                    .contains(
                                            FlowFlags.SEEN_REPLY,
                                            FlowFlags.EGRESS_CHECKED,
                                            FlowFlags.INGRESS_CHECKED);
                            assertThat(flow.expires()).isGreaterThan(flow.created());
                        });
    }

    @Test
    void takingTheAllowAwayCutsTheLiveConnectionInBothDirections() {
        node.sends(client, forward(Packet.SYN));
        node.sends(server, reply(Packet.SYN | Packet.ACK));
        takeIngressAway();
        assertThat(node.sends(server, reply(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(client, forward(Packet.ACK)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aCutConnectionDoesNotLiveOnAsOneThatTheServerBegan() {
        node.allowAllFrom(server);
        node.allowAllTo(client);
        node.sends(client, forward(Packet.SYN));
        node.sends(server, reply(Packet.SYN | Packet.ACK));
        takeIngressAway();
        assertThat(node.sends(client, forward(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(server, reply(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(server, reply(Packet.ACK)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(server, reply(Packet.SYN)).redirected()).isTrue();
    }

    @Test
    void aCutConnectionGoesOnOnceItIsAllowedAgainWhoeverSpeaksFirst() {
        node.sends(client, forward(Packet.SYN));
        takeIngressAway();
        assertThat(node.sends(client, forward(Packet.ACK)).reason()).contains(POLICY_DENIED);
        node.allowAllTo(server);
        assertThat(node.sends(server, reply(Packet.ACK)).redirected()).isTrue();
    }

    @Test
    void aMovedEpochLeavesAConnectionAliveThatIsStillAllowed() {
        node.sends(client, forward(Packet.SYN));
        node.maps().epochs().advance(List.of(server.slot(), client.slot()));
        assertThat(node.sends(server, reply(Packet.SYN | Packet.ACK)).redirected()).isTrue();
    }

    @Test
    void anExpiredFlowMakesNoReply() {
        node.sends(client, forward(Packet.SYN));
        node.expireFlows();
        assertThat(node.sends(server, reply(Packet.SYN | Packet.ACK)).reason())
                .contains(POLICY_DENIED);
    }

    @Test
    void aResetClosesTheFlowAndASynReopensIt() {
        node.sends(client, forward(Packet.SYN));
        node.sends(server, reply(Packet.RST | Packet.ACK));
        assertThat(onlyFlow().flags()).contains(FlowFlags.CLOSED);
        assertThat(node.sends(client, forward(Packet.SYN)).promised().state()).isEqualTo(REOPENED);
        assertThat(onlyFlow().flags()).doesNotContain(FlowFlags.CLOSED, FlowFlags.SEEN_REPLY);
    }

    @Test
    void finFromBothEndsClosesTheFlow() {
        node.sends(client, forward(Packet.SYN));
        node.sends(client, forward(Packet.FIN | Packet.ACK));
        assertThat(onlyFlow().flags()).doesNotContain(FlowFlags.CLOSED);
        node.sends(server, reply(Packet.FIN | Packet.ACK));
        assertThat(onlyFlow().flags()).contains(FlowFlags.CLOSED);
    }

    @Test
    void anIcmpErrorAboutTheConnectionComesBack() {
        Packet first = forward(Packet.SYN);
        node.sends(client, first);
        Packet error = Packet.from(server.address()).to(client.address()).icmpUnreachable(3, first);
        Outcome outcome = node.sends(server, error);
        assertThat(outcome.redirected()).describedAs("%s", outcome).isTrue();
        assertThat(outcome.promised().state()).isEqualTo(RELATED);
    }

    @Test
    void anIcmpErrorAboutNoConnectionIsAPacketLikeAnyOther() {
        Packet never = forward(Packet.SYN);
        Packet error = Packet.from(server.address()).to(client.address()).icmpUnreachable(3, never);
        assertThat(node.sends(server, error).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aPodThatIsNoPartOfTheConnectionCannotClaimToBeARouter() {
        TestPod liar = node.pod("10.244.1.4", 1003);
        Packet first = forward(Packet.SYN);
        node.sends(client, first);
        Packet lie = Packet.from(liar.address()).to(client.address()).icmpUnreachable(3, first);
        assertThat(node.sends(liar, lie).reason()).contains(POLICY_DENIED);
        Ipv4Address elsewhere = node.known("10.244.2.7/32", 1004);
        Packet fromAfar = Packet.from(elsewhere).to(client.address()).icmpUnreachable(3, first);
        assertThat(node.forwards(client, fromAfar).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aPodWhoseLabelsAreNotKnownCannotClaimToBeARouterEither() {
        TestPod liar = node.pod("10.244.1.4", 5);
        Packet first = forward(Packet.SYN);
        node.sends(client, first);
        Packet lie = Packet.from(liar.address()).to(client.address()).icmpUnreachable(4, first);
        assertThat(node.sends(liar, lie).reason()).contains(POLICY_DENIED);
        Ipv4Address elsewhere = node.known("10.244.2.7/32", 5);
        Packet fromAfar = Packet.from(elsewhere).to(client.address()).icmpUnreachable(4, first);
        assertThat(node.forwards(client, fromAfar).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anErrorAboutACutConnectionIsDeniedToo() {
        Packet first = forward(Packet.SYN);
        node.sends(client, first);
        takeIngressAway();
        Packet error = Packet.from(server.address()).to(client.address()).icmpUnreachable(3, first);
        assertThat(node.sends(server, error).reason()).contains(POLICY_DENIED);
    }

    @Test
    void icmpThatIsNoEchoBelongsToNoConnection() {
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 1002, 0, ICMP, 0, 0));
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, ICMP, 0, 0));
        Packet request = Packet.from(client.address()).to(server.address());
        node.sends(client, request.icmp(Packet.ICMP_ECHO_REQUEST, 0));
        Packet timestamp = Packet.from(server.address()).to(client.address()).icmp(13, 0);
        assertThat(node.sends(server, timestamp).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aRouterOnTheWayMaySendTheError() {
        Ipv4Address outside = Ipv4Address.parse("192.0.2.10");
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 0, 0, TCP, 443, 16));
        Packet first = Packet.from(client.address()).to(outside).tcp(40000, 443).flags(Packet.SYN);
        assertThat(node.sends(client, first).passed()).isTrue();
        Packet error =
                Packet.from(Ipv4Address.parse("198.51.100.1"))
                        .to(client.address())
                        .icmpUnreachable(4, first);
        assertThat(node.forwards(client, error).passed()).isTrue();
    }

    @Test
    void anEchoIsAnsweredAndARequestFromTheOtherSideIsItsOwn() {
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 1002, 0, ICMP, 0, 0));
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, ICMP, 0, 0));
        Packet request = Packet.from(client.address()).to(server.address());
        Packet answer = Packet.from(server.address()).to(client.address());
        node.sends(client, request.icmp(Packet.ICMP_ECHO_REQUEST, 9));
        assertThat(node.sends(server, answer.icmp(Packet.ICMP_ECHO_REPLY, 9)).redirected())
                .isTrue();
        assertThat(node.sends(server, answer.icmp(Packet.ICMP_ECHO_REQUEST, 9)).reason())
                .contains(POLICY_DENIED);
    }

    @Test
    void aReplyToTheHostPassesAnIsolatedPod() {
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1, 0, 0, 0, 0));
        Packet probe = Packet.from(HookNode.NODE_ADDRESS).to(server.address()).tcp(50000, 8080);
        assertThat(node.hostSends(server, probe.flags(Packet.SYN), 0).passed()).isTrue();
        Packet answer =
                Packet.from(server.address())
                        .to(HookNode.NODE_ADDRESS)
                        .tcp(8080, 50000)
                        .flags(Packet.SYN | Packet.ACK);
        assertThat(node.sends(server, answer).passed()).isTrue();
        Packet ownWill = Packet.from(server.address()).to(HookNode.NODE_ADDRESS).tcp(1, 22);
        assertThat(node.sends(server, ownWill).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aFlowThatCameByTheStackGoesBackByTheStack() {
        assertThat(node.forwards(client.ifindex(), server, forward(Packet.SYN).bytes()).passed())
                .isTrue();
        Outcome answer = node.sends(server, reply(Packet.SYN | Packet.ACK));
        assertThat(answer.passed()).describedAs("%s", answer).isTrue();
    }

    @Test
    void aNewConnectionThatFindsNoRoomIsDroppedAndALiveOneGoesOn() {
        node.sends(client, forward(Packet.SYN));
        node.fillFlows();
        assertThat(node.sends(client, forward(Packet.ACK)).redirected()).isTrue();
        Packet another = Packet.from(client.address()).to(server.address()).tcp(40001, 80);
        assertThat(node.sends(client, another).reason()).contains(FLOW_TABLE_FULL);
    }

    /** As the agent does: first the entry, then the epoch. */
    private void takeIngressAway() {
        node.disallow(ingress, server);
    }

    private Flow onlyFlow() {
        return node.maps().flows().all().values().iterator().next();
    }

    private Packet forward(int flags) {
        return Packet.from(client.address()).to(server.address()).tcp(40000, 80).flags(flags);
    }

    private Packet reply(int flags) {
        return Packet.from(server.address()).to(client.address()).tcp(80, 40000).flags(flags);
    }
}
