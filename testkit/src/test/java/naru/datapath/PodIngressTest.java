package naru.datapath;

import static naru.datapath.abi.DropReason.IPV6;
import static naru.datapath.abi.DropReason.NO_FIRST_FRAGMENT;
import static naru.datapath.abi.DropReason.POLICY_DENIED;
import static naru.datapath.abi.DropReason.TRUNCATED;
import static naru.datapath.abi.DropReason.UNKNOWN_L4;
import static naru.datapath.abi.DropReason.UNROUTABLE;
import static naru.datapath.abi.DropReason.VLAN;
import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import naru.datapath.abi.EventType;
import naru.model.Ipv4Address;
import naru.testkit.Frames;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A packet comes from the stack to a pod: who it is from, and what the pod's policy says. */
@Tag("root")
class PodIngressTest {

    private static final int HOST = 1;
    private static final int WORLD = 2;
    private static final int REMOTE_NODE = 6;
    private static final int TCP = 6;
    private static final int HOST_MARK = 0xc00;

    private HookNode node;
    private TestPod server;

    @BeforeEach
    void aPodThatLetsOnlyTheHostIn() {
        begin(HookNode.start());
    }

    private void begin(HookNode fresh) {
        node = fresh;
        server = node.pod("10.244.1.3", 1002);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, HOST, 0, 0, 0, 0));
    }

    private void restartInMarkMode() {
        node.close();
        begin(HookNode.startInMarkMode());
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void thisNodesOwnPacketsAreTheHosts() {
        Outcome outcome = node.hostSends(server, from(HookNode.NODE_ADDRESS), 0);
        assertThat(outcome.passed()).describedAs("%s", outcome).isTrue();
        assertThat(outcome.events(EventType.POLICY_VERDICT))
                .singleElement()
                .satisfies(event -> assertThat(event.sourceIdentity()).isEqualTo(HOST));
    }

    @Test
    void whatWasRewrittenToThisNodesAddressOnItsWayIsTheWorld() {
        Outcome outcome = node.forwards(server, from(HookNode.NODE_ADDRESS));
        assertThat(outcome.reason()).contains(POLICY_DENIED);
        assertThat(outcome.events(EventType.DROP).getFirst().sourceIdentity()).isEqualTo(WORLD);
    }

    @Test
    void aForeignSourceIsNotTheHostEvenIfTheStackSentThePacket() {
        Ipv4Address proxied = Ipv4Address.parse("192.0.2.10");
        assertThat(node.hostSends(server, from(proxied), 0).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aMarkMeansNothingWhereTheKernelKnowsTheHost() {
        Ipv4Address outside = Ipv4Address.parse("192.0.2.10");
        assertThat(node.hostSends(server, from(outside), HOST_MARK).reason())
                .contains(POLICY_DENIED);
    }

    @Test
    void inMarkModeTheMarkMakesTheHost() {
        restartInMarkMode();
        assertThat(node.hostSends(server, from(HookNode.NODE_ADDRESS), HOST_MARK).passed())
                .isTrue();
        assertThat(node.hostSends(server, from(HookNode.NODE_ADDRESS), 0xfc00).passed()).isTrue();
    }

    @Test
    void inMarkModeTheHostWithoutItsMarkIsTheWorld() {
        restartInMarkMode();
        Outcome outcome = node.hostSends(server, from(HookNode.NODE_ADDRESS), 0);
        assertThat(outcome.reason()).contains(POLICY_DENIED);
        assertThat(outcome.events(EventType.DROP).getFirst().sourceIdentity()).isEqualTo(WORLD);
    }

    @Test
    void aPodOfAnotherNodeIsKnownByItsAddress() {
        Ipv4Address remote = node.known("10.244.2.7/32", 1001);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 80, 16));
        assertThat(node.forwards(server, from(remote)).passed()).isTrue();
        Ipv4Address unknown = node.known("10.244.2.0/24", 5);
        assertThat(node.forwards(server, from(unknown)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anotherNodeIsNotThisHost() {
        Ipv4Address other = node.known("172.30.0.12/32", REMOTE_NODE);
        assertThat(node.forwards(server, from(other)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aPacketForAnotherAddressHasNoBusinessAtThisDevice() {
        TestPod other = node.pod("10.244.1.4", 1003);
        Packet packet = Packet.from(HookNode.NODE_ADDRESS).to(other.address()).tcp(40000, 80);
        assertThat(node.hostSends(server, packet, 0).reason()).contains(UNROUTABLE);
    }

    @Test
    void arpReachesThePodForItsOwnAddressOnly() {
        Ipv4Address gateway = Ipv4Address.parse("169.254.1.1");
        byte[] own = Frames.arpRequest(server.record().hostMac(), gateway, server.address());
        assertThat(node.forwards(0, server, own).passed()).isTrue();
        byte[] foreign = Frames.arpRequest(server.record().hostMac(), gateway, gateway);
        assertThat(node.forwards(0, server, foreign).reason()).contains(UNROUTABLE);
    }

    @Test
    void framesOfAnotherLayer3AreDropped() {
        assertThat(node.forwards(0, server, Frames.ofEtherType(0x86dd)).reason()).contains(IPV6);
        Packet tagged = from(HookNode.NODE_ADDRESS).tagged(5);
        assertThat(node.hostSends(server, tagged, 0).reason()).contains(VLAN);
    }

    @Test
    void malformedPacketsAreDroppedEvenFromTheHost() {
        Packet host = Packet.from(HookNode.NODE_ADDRESS).to(server.address());
        assertThat(node.hostSends(server, host.protocol(47), 0).reason()).contains(UNKNOWN_L4);
        assertThat(node.hostSends(server, host.tcp(1, 2).shortLayer4(8), 0).reason())
                .contains(TRUNCATED);
        assertThat(node.hostSends(server, host.udp(1, 2).laterFragment(3, 1480), 0).reason())
                .contains(NO_FIRST_FRAGMENT);
    }

    @Test
    void fragmentsAreRememberedPerHook() {
        node.allowAllTo(server);
        Ipv4Address remote = node.known("10.244.2.7/32", 1001);
        Packet datagram = Packet.from(remote).to(server.address()).udp(40000, 53);
        assertThat(node.forwards(server, datagram.firstFragment(7)).passed()).isTrue();
        assertThat(node.forwards(server, datagram.laterFragment(7, 1480)).passed()).isTrue();
    }

    private Packet from(Ipv4Address source) {
        return Packet.from(source).to(server.address()).tcp(40000, 80).flags(Packet.SYN);
    }
}
