package naru.datapath;

import static naru.datapath.abi.DropReason.INVALID_PACKET;
import static naru.datapath.abi.DropReason.INVALID_SOURCE;
import static naru.datapath.abi.DropReason.IPV6;
import static naru.datapath.abi.DropReason.NO_FIRST_FRAGMENT;
import static naru.datapath.abi.DropReason.POLICY_DENIED;
import static naru.datapath.abi.DropReason.POLICY_DENY;
import static naru.datapath.abi.DropReason.TRUNCATED;
import static naru.datapath.abi.DropReason.UNKNOWN_L4;
import static naru.datapath.abi.DropReason.UNSUPPORTED_L3;
import static naru.datapath.abi.DropReason.VLAN;
import static naru.datapath.abi.PolicyDirection.EGRESS;
import static naru.datapath.abi.PolicyDirection.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.testkit.Frames;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A packet leaves a pod: what its program says, packet by packet. */
@Tag("root")
class PodEgressTest {

    private static final Ipv4Address OUTSIDE = Ipv4Address.parse("192.0.2.10");
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;

    private HookNode node;
    private TestPod client;
    private TestPod server;

    @BeforeEach
    void twoPodsOfOneNode() {
        node = HookNode.start();
        client = node.pod("10.244.1.2", 1001);
        server = node.pod("10.244.1.3", 1002);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void anAllowedPacketGoesStraightToThePodWithItsAddressesAndOneHopLess() {
        allowBothWays();
        MacAddress gateway = client.record().hostMac();
        Outcome outcome = node.sends(client, syn(80).inFrameTo(gateway));
        assertThat(outcome.redirected()).describedAs("%s", outcome).isTrue();
        assertThat(outcome.promised().nextIfindex()).isEqualTo(server.ifindex());
        assertThat(Frames.destinationMac(outcome.packet())).isEqualTo(server.mac());
        assertThat(Frames.sourceMac(outcome.packet())).isEqualTo(gateway);
        assertThat(Frames.ttl(outcome.packet())).isEqualTo(63);
        assertThat(Frames.ipv4ChecksumFits(outcome.packet())).isTrue();
    }

    @Test
    void aPacketToTheWorldGoesOnToTheStackAsItIs() {
        node.allowAllFrom(client);
        Packet packet = Packet.from(client.address()).to(OUTSIDE).udp(40000, 53);
        Outcome outcome = node.sends(client, packet);
        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.packet()).isEqualTo(packet.bytes());
    }

    @Test
    void withoutAnEntryTheSendersPolicyDenies() {
        node.allowAllTo(server);
        assertThat(node.sends(client, syn(80)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void withoutAnEntryTheReceiversPolicyDenies() {
        node.allowAllFrom(client);
        Outcome outcome = node.sends(client, syn(80));
        assertThat(outcome.reason()).contains(POLICY_DENIED);
        assertThat(outcome.promised().egressRule()).isNotZero();
        assertThat(outcome.promised().ingressRule()).isZero();
    }

    @Test
    void aDenyEntryBeatsAnAllowEntryAndHasAReasonOfItsOwn() {
        allowBothWays();
        node.deny(new PolicyMapKey(server.policySet(), INGRESS, client.identity(), 0, TCP, 80, 16));
        assertThat(node.sends(client, syn(80)).reason()).contains(POLICY_DENY);
        assertThat(node.sends(client, syn(81)).redirected()).isTrue();
    }

    @Test
    void aRangeOfPortsCoversItsPortsOnly() {
        node.allowAllFrom(client);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, TCP, 8080, 12));
        assertThat(node.sends(client, syn(8079)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(client, syn(8080)).redirected()).isTrue();
        assertThat(node.sends(client, syn(8095)).redirected()).isTrue();
        assertThat(node.sends(client, syn(8096)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anEntryForAProtocolCoversEachOfItsPortsAndNoOtherProtocol() {
        node.allowAllFrom(client);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 0, 0, UDP, 0, 0));
        assertThat(node.sends(client, to(server).udp(40000, 53)).redirected()).isTrue();
        assertThat(node.sends(client, to(server).udp(40001, 9999)).redirected()).isTrue();
        assertThat(node.sends(client, syn(53)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void sctpHasPortsOfItsOwn() {
        node.allowAllFrom(client);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, SCTP, 80, 16));
        assertThat(node.sends(client, to(server).sctp(40000, 80)).redirected()).isTrue();
        assertThat(node.sends(client, to(server).sctp(40000, 81)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(client, syn(80)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anEntryForAllPodsLetsEachKnownPodInButNotAnInitOne() {
        TestPod unlabelled = node.pod("10.244.1.9", 5);
        node.allowAllFrom(client);
        node.allowAllFrom(unlabelled);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 255, 0, 0, 0, 0));
        assertThat(node.sends(client, syn(80)).redirected()).isTrue();
        Packet fromUnlabelled =
                Packet.from(unlabelled.address()).to(server.address()).tcp(40000, 80);
        assertThat(node.sends(unlabelled, fromUnlabelled).reason()).contains(POLICY_DENIED);
    }

    @Test
    void aBlockEntryMatchesByAddressWhateverTheIdentity() {
        node.maps().blocks().put(Ipv4Prefix.parse("192.0.2.0/24"), 7);
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, 0, 7, 0, 0, 0));
        assertThat(node.sends(client, to(OUTSIDE).udp(40000, 53)).passed()).isTrue();
        Ipv4Address beside = Ipv4Address.parse("192.0.3.10");
        assertThat(node.sends(client, to(beside).udp(40000, 53)).reason()).contains(POLICY_DENIED);
    }

    @Test
    void anEntryForIdentityAndBlockNeedsBoth() {
        node.allowAllTo(server);
        node.maps().blocks().put(server.address().toPrefix(), 9);
        node.allow(new PolicyMapKey(client.policySet(), EGRESS, server.identity(), 9, TCP, 80, 16));
        TestPod sameLabels = node.pod("10.244.1.4", server.identity());
        node.allowAllTo(sameLabels);
        assertThat(node.sends(client, syn(80)).redirected()).isTrue();
        assertThat(node.sends(client, to(sameLabels).tcp(40000, 80)).reason())
                .contains(POLICY_DENIED);
    }

    @Test
    void aPodAlwaysReachesItself() {
        Packet toItself = to(client).tcp(40000, 80).flags(Packet.SYN);
        assertThat(node.sends(client, toItself).redirected()).isTrue();
    }

    @Test
    void aForeignSourceAddressIsDropped() {
        allowBothWays();
        Packet spoofed = Packet.from(OUTSIDE).to(server.address()).tcp(40000, 80);
        assertThat(node.sends(client, spoofed).reason()).contains(INVALID_SOURCE);
    }

    @Test
    void theAddressOfAnotherPodIsDroppedToo() {
        allowBothWays();
        Packet spoofed = Packet.from(server.address()).to(OUTSIDE).tcp(40000, 80);
        assertThat(node.sends(client, spoofed).reason()).contains(INVALID_SOURCE);
    }

    @Test
    void aTtlThatRunsOutIsTheStacksToAnswer() {
        allowBothWays();
        Outcome outcome = node.sends(client, syn(80).ttl(1));
        assertThat(outcome.passed()).describedAs("%s", outcome).isTrue();
        assertThat(Frames.ttl(outcome.packet())).isEqualTo(1);
    }

    @Test
    void aPacketTooLargeForTheReceiverIsTheStacksToAnswer() {
        allowBothWays();
        Packet fits = to(server).udp(40000, 80).payload(HookNode.MTU - 32);
        assertThat(node.sends(client, fits).redirected()).isTrue();
        Packet large = to(server).udp(40001, 80).payload(HookNode.MTU - 31);
        assertThat(node.sends(client, large).passed()).isTrue();
    }

    @Test
    void laterFragmentsShareTheFirstOnesVerdict() {
        node.allowAllFrom(client);
        node.allow(new PolicyMapKey(server.policySet(), INGRESS, 1001, 0, UDP, 53, 16));
        Packet datagram = to(server).udp(40000, 53);
        assertThat(node.sends(client, datagram.firstFragment(77)).redirected()).isTrue();
        assertThat(node.sends(client, datagram.laterFragment(77, 1480)).redirected()).isTrue();
        Packet other = to(server).udp(40000, 54);
        assertThat(node.sends(client, other.firstFragment(78)).reason()).contains(POLICY_DENIED);
        assertThat(node.sends(client, other.laterFragment(78, 1480)).reason())
                .contains(POLICY_DENIED);
    }

    @Test
    void aFragmentWithoutAFirstOneIsDropped() {
        allowBothWays();
        assertThat(node.sends(client, to(server).udp(1, 2).laterFragment(99, 1480)).reason())
                .contains(NO_FIRST_FRAGMENT);
    }

    @Test
    void aProtocolWithoutPortsThatWeKnowIsDropped() {
        allowBothWays();
        assertThat(node.sends(client, to(server).protocol(47)).reason()).contains(UNKNOWN_L4);
    }

    @Test
    void headersThatEndTooEarlyAreDropped() {
        allowBothWays();
        assertThat(node.sends(client, syn(80).shortLayer4(10)).reason()).contains(TRUNCATED);
        assertThat(node.sends(client, to(server).udp(1, 2).shortLayer4(3)).reason())
                .contains(TRUNCATED);
        assertThat(node.sends(client, to(server).icmp(8, 1).shortLayer4(6)).reason())
                .contains(TRUNCATED);
    }

    @Test
    void aLengthThatTheFrameHasNotIsDropped() {
        allowBothWays();
        assertThat(node.sends(client, syn(80).payload(100).cutTo(60)).reason())
                .contains(INVALID_PACKET);
    }

    @Test
    void aLengthOfZeroIsForSegmentsThatAreStillToBeCutUp() {
        allowBothWays();
        byte[] frame = syn(80).bytes();
        frame[16] = 0;
        frame[17] = 0;
        assertThat(node.sends(client, frame).reason()).contains(INVALID_PACKET);
    }

    @Test
    void framesOfAnotherLayer3AreDroppedEachWithItsReason() {
        allowBothWays();
        assertThat(node.sends(client, Frames.ofEtherType(0x86dd)).reason()).contains(IPV6);
        assertThat(node.sends(client, Frames.ofEtherType(0x88cc)).reason())
                .contains(UNSUPPORTED_L3);
        assertThat(node.sends(client, syn(80).tagged(5)).reason()).contains(VLAN);
    }

    @Test
    void aPodAsksArpForItselfOnly() {
        Ipv4Address gateway = Ipv4Address.parse("169.254.1.1");
        byte[] own = Frames.arpRequest(client.mac(), client.address(), gateway);
        assertThat(node.sends(client, own).passed()).isTrue();
        byte[] foreign = Frames.arpRequest(client.mac(), server.address(), gateway);
        assertThat(node.sends(client, foreign).reason()).contains(INVALID_SOURCE);
    }

    @Test
    void anArpFrameThatEndsTooEarlyIsDropped() {
        byte[] whole = Frames.arpRequest(client.mac(), client.address(), server.address());
        assertThat(node.sends(client, Arrays.copyOf(whole, 34)).reason()).contains(TRUNCATED);
    }

    @Test
    void aChangedTtlIsAllThatIsChangedOfAnIcmpEcho() {
        allowBothWays();
        Outcome outcome = node.sends(client, to(server).icmp(Packet.ICMP_ECHO_REQUEST, 5));
        assertThat(outcome.redirected()).isTrue();
        assertThat(Frames.ipv4ChecksumFits(outcome.packet())).isTrue();
    }

    private void allowBothWays() {
        node.allowAllFrom(client);
        node.allowAllTo(server);
    }

    private Packet to(TestPod pod) {
        return to(pod.address());
    }

    private Packet to(Ipv4Address destination) {
        return Packet.from(client.address()).to(destination);
    }

    private Packet syn(int port) {
        return to(server).tcp(40000, port).flags(Packet.SYN);
    }
}
