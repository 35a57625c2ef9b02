package naru.datapath;

import static naru.datapath.abi.DropReason.INVALID_SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

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
    void whatIsNotIpv4OrBrokenIsTheStacksBusiness() {
        assertThat(node.arrives(Frames.ofEtherType(0x86dd)).passed()).isTrue();
        assertThat(node.arrives(Frames.ofEtherType(0x88cc)).passed()).isTrue();
        Packet cut = Packet.from(pod.address()).to(pod.address()).tcp(1, 2).payload(9).cutTo(40);
        assertThat(node.arrives(cut.bytes()).passed()).isTrue();
    }
}
