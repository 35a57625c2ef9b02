package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.datapath.abi.EventType;
import naru.datapath.abi.PolicyDirection;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.model.Ipv4Address;
import naru.testkit.HookNode;
import naru.testkit.Outcome;
import naru.testkit.Packet;
import naru.testkit.TestPod;
import naru.testkit.fuzz.Fuzzing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes a pod, the stack or the wire brings to a hook: nothing passes that a reader of its
 * own would not let pass, each drop is counted once under a reason, and the dry run foresees it.
 */
@Tag("root")
@Timeout(3600)
class PacketFuzzTest {

    /** Shorter frames the kernel refuses to test-run. */
    private static final int SHORTEST = 34;

    private static final int LONGEST = 1400;

    /** Below are lengths, as IEEE 802.3 has them. */
    private static final int FIRST_ETHER_TYPE = 0x600;

    private HookNode node;
    private Model model;
    private TestPod client;
    private TestPod server;
    private TestPod unlabelled;
    private Ipv4Address remote;

    @BeforeEach
    void aNodeWithPolicies() {
        node = HookNode.start();
        node.known("0.0.0.0/0", 2);
        model = new Model(node);
        client = model.pod("10.244.1.2", 1001);
        server = model.pod("10.244.1.3", 1002);
        unlabelled = model.pod("10.244.1.4", 5);
        remote = model.known("10.244.2.9", 1003);
        model.block("192.0.2.0/24", 7);
        model.allow(client, PolicyDirection.EGRESS, 1002, 0, Reading.TCP, 80);
        model.allow(client, PolicyDirection.EGRESS, 1002, 0, Reading.UDP, 53);
        model.allow(client, PolicyDirection.EGRESS, 0, 7, Reading.UDP, 53);
        model.allow(client, PolicyDirection.EGRESS, 1003, 0, Reading.SCTP, 0);
        model.allow(client, PolicyDirection.EGRESS, 1002, 0, Reading.ICMP, 0);
        model.allow(unlabelled, PolicyDirection.EGRESS, 1002, 0, Reading.TCP, 0);
        model.allow(server, PolicyDirection.INGRESS, 1001, 0, Reading.TCP, 80);
        model.allow(server, PolicyDirection.INGRESS, 1001, 0, Reading.UDP, 53);
        model.allow(server, PolicyDirection.INGRESS, 1001, 0, Reading.ICMP, 0);
        model.allow(server, PolicyDirection.INGRESS, 255, 0, Reading.TCP, 8080);
    }

    @AfterEach
    void gone() {
        node.close();
    }

    @Test
    void noFramePassesThatPolicyDenies() {
        Fuzzing.of("frames")
                .words(
                        "\u0008\0\u0045\0",
                        "\u0081\0",
                        "\u0086\u00dd",
                        "\n\u00f4\u0001\u0002",
                        "\n\u00f4\u0001\u0003",
                        "\n\u00f4\u0001\u0004",
                        "\n\u00f4\u0002\t",
                        "\0\0",
                        "\0P",
                        "\u001f\u0090",
                        "\0\u0035",
                        "\u0020\0")
                .inputs(500)
                .run(this::tryFrame);
    }

    private void tryFrame(byte[] input) {
        if (input.length >= SHORTEST) {
            byte[] frame = Arrays.copyOf(input, Math.min(input.length, LONGEST));
            beginAnew();
            if (!isTaken(frame)) {
                return;
            }
            for (TestPod pod : List.of(client, server, unlabelled)) {
                check(frame, sends(pod, frame), node.sends(pod, frame), "from " + pod.address());
                check(
                        frame,
                        receives(pod, frame, false),
                        node.forwards(node.uplink(), pod, frame),
                        "to " + pod.address());
                check(
                        frame,
                        receives(pod, frame, true),
                        node.hostSends(pod, frame, 0),
                        "by the host to " + pod.address());
            }
            check(frame, arrives(frame), node.arrives(frame), "from the wire");
        }
    }

    /** Some the kernel refuses to test-run, such as IPv6 of less than a header: ShortFramesTest. */
    private boolean isTaken(byte[] frame) {
        try {
            node.arrives(frame);
            return true;
        } catch (NativeException e) {
            if (e.errno() == Errno.EINVAL) {
                return false;
            }
            throw e;
        }
    }

    /** The same connections each time: one of each protocol, and the first fragment of one. */
    private void beginAnew() {
        node.maps().flows().removeAll(List.copyOf(node.maps().flows().all().keySet()));
        node.maps().fragments().removeAll(List.copyOf(node.maps().fragments().all().keySet()));
        Map<Integer, Integer> none = new HashMap<>();
        for (int place = 0; place < 16; place++) {
            none.put(place, 0);
        }
        node.countFlows(none);
        model.forget();
        Packet to = Packet.from(client.address()).to(server.address());
        for (Packet packet :
                List.of(
                        to.tcp(40000, 80).flags(Packet.SYN),
                        to.udp(40000, 53),
                        to.udp(40001, 53).firstFragment(77),
                        to.icmp(Packet.ICMP_ECHO_REQUEST, 5),
                        Packet.from(client.address()).to(remote).sctp(40000, 7))) {
            check(
                    packet.bytes(),
                    sends(client, packet.bytes()),
                    node.sends(client, packet.bytes()),
                    "at the beginning");
        }
    }

    private void check(byte[] frame, boolean may, Outcome outcome, String where) {
        assertThat(outcome.verdict()).as(where).isIn(-1, 2, 7);
        if (!may) {
            assertThat(outcome.reason())
                    .as("%s: %s of %s", where, outcome, java.util.HexFormat.of().formatHex(frame))
                    .isPresent();
        }
        if (outcome.redirected()) {
            assertThat(outcome.promised().nextIfindex()).as(where).isNotZero();
        }
        for (FlowEvent event : outcome.events(EventType.DROP)) {
            assertThat(event.reason()).as(where).isEqualTo(outcome.reason());
            if (etherType(frame) >= FIRST_ETHER_TYPE) {
                assertThat(event.etherType()).as(where).isEqualTo(etherType(frame));
            }
        }
    }

    private boolean sends(TestPod pod, byte[] frame) {
        return switch (etherType(frame)) {
            case 0x0800 -> Reading.of(frame).filter(it -> model.maySend(pod, it)).isPresent();
            case 0x0806 -> isArp(frame, 28, pod.address());
            default -> false;
        };
    }

    private boolean receives(TestPod pod, byte[] frame, boolean byHost) {
        return switch (etherType(frame)) {
            case 0x0800 ->
                    Reading.of(frame).filter(it -> model.mayReceive(pod, it, byHost)).isPresent();
            case 0x0806 -> isArp(frame, 38, pod.address());
            default -> false;
        };
    }

    /** To the stack goes all that does not claim to be from here. */
    private boolean arrives(byte[] frame) {
        Optional<Reading> read = etherType(frame) == 0x0800 ? Reading.of(frame) : Optional.empty();
        return read.filter(it -> model.isOwn(it.source())).isEmpty();
    }

    private static int etherType(byte[] frame) {
        return (frame[12] & 255) << 8 | frame[13] & 255;
    }

    /** Ethernet and IPv4, and the pod's own address at a place. */
    private static boolean isArp(byte[] frame, int at, Ipv4Address own) {
        return frame.length >= 42
                && frame[16] == 8
                && frame[17] == 0
                && frame[18] == 6
                && frame[19] == 4
                && Ipv4Address.parse(
                                "%d.%d.%d.%d"
                                        .formatted(
                                                frame[at] & 255,
                                                frame[at + 1] & 255,
                                                frame[at + 2] & 255,
                                                frame[at + 3] & 255))
                        .equals(own);
    }
}
