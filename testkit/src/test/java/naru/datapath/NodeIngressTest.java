package naru.datapath;

import static naru.datapath.abi.DropReason.INVALID_SOURCE;
import static naru.datapath.abi.DropReason.POLICY_DENIED;
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

/** A packet arrives on an uplink: nobody out there speaks with our addresses. */
@Tag("root")
class NodeIngressTest {

    private static final int TCP = 6;

    private HookNode node;
    private TestPod pod;

    @BeforeEach
    void aNodeWithAPod() {
        node = HookNode.start();
        pod = node.pod("10.244.1.2", 1001);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void aStrangersPacketIsTheStacks() {
        Packet packet = Packet.from(Ipv4Address.parse("192.0.2.10")).to(pod.address()).tcp(1, 2);
        Outcome outcome = node.arrives(packet.bytes());
        assertThat(outcome.passed()).isTrue();
        assertThat(outcome.packet()).isEqualTo(packet.bytes());
        assertThat(outcome.events()).isEmpty();
    }

    @Test
    void aPodOfThisNodeDoesNotComeFromOutside() {
        Packet packet = Packet.from(pod.address()).to(HookNode.NODE_ADDRESS).tcp(1, 2);
        assertThat(node.arrives(packet.bytes()).reason()).contains(INVALID_SOURCE);
    }

    @Test
    void thisNodeDoesNotComeFromOutside() {
        Packet packet = Packet.from(HookNode.NODE_ADDRESS).to(pod.address()).tcp(1, 2);
        assertThat(node.arrives(packet.bytes()).reason()).contains(INVALID_SOURCE);
    }

    @Test
    void aPodOfAnotherNodeComesIn() {
        Ipv4Address remote = node.known("10.244.2.7/32", 1001);
        Packet packet = Packet.from(remote).to(pod.address()).tcp(1, 2);
        assertThat(node.arrives(packet.bytes()).passed()).isTrue();
    }

    @Test
    void aConnectionBetweenPodsBeginsAndGoesOnPastTheStack() {
        Ipv4Address remote = node.known("10.244.2.7/32", 1002);
        node.allow(new PolicyMapKey(pod.policySet(), INGRESS, 1002, 0, TCP, 80, 16));
        Packet there = Packet.from(remote).to(pod.address()).tcp(40000, 80);
        Outcome first = node.arrives(there.flags(Packet.SYN).bytes());
        assertThat(first.redirected()).describedAs("%s", first).isTrue();
        assertThat(Frames.destinationMac(first.packet())).isEqualTo(pod.mac());
        assertThat(Frames.ttl(first.packet())).isEqualTo(63);
        assertThat(first.events(EventType.POLICY_VERDICT)).hasSize(1);
        assertThat(node.arrives(there.bytes()).redirected()).isTrue();
        assertThat(node.maps().metrics().forwardedFast(INGRESS).packets()).isEqualTo(1);
    }

    @Test
    void policyIsAskedThereToo() {
        Ipv4Address remote = node.known("10.244.2.7/32", 1002);
        Packet there = Packet.from(remote).to(pod.address()).tcp(40000, 80);
        assertThat(node.arrives(there.flags(Packet.SYN).bytes()).reason()).contains(POLICY_DENIED);
        PolicyMapKey key = new PolicyMapKey(pod.policySet(), INGRESS, 1002, 0, TCP, 80, 16);
        node.allow(key);
        node.arrives(there.flags(Packet.SYN).bytes());
        node.disallow(key, pod);
        assertThat(node.arrives(there.bytes()).reason()).contains(POLICY_DENIED);
    }

    @Test
    void whatMayBelongToATranslatedConnectionIsLeftToTheStack() {
        Ipv4Address remote = node.known("10.244.2.7/32", 1002);
        node.allowAllTo(pod);
        Packet query = Packet.from(remote).to(pod.address()).udp(53, 40000);
        assertThat(node.arrives(query.bytes()).passed()).isTrue();
        Packet middle = Packet.from(remote).to(pod.address()).tcp(80, 40000).flags(Packet.ACK);
        assertThat(node.arrives(middle.bytes()).passed()).isTrue();
    }

    @Test
    void whatIsNotIpv4OrBrokenIsTheStacksBusiness() {
        assertThat(node.arrives(Frames.ofEtherType(0x86dd)).passed()).isTrue();
        assertThat(node.arrives(Frames.ofEtherType(0x88cc)).passed()).isTrue();
        Packet cut = Packet.from(pod.address()).to(pod.address()).tcp(1, 2).payload(9).cutTo(40);
        assertThat(node.arrives(cut.bytes()).passed()).isTrue();
    }
}
