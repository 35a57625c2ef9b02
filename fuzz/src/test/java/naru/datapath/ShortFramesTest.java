package naru.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.linux.ffi.Descriptor;
import naru.linux.ffi.Sockets;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.testkit.PrivateMachine;
import naru.testkit.fuzz.Fuzzing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Frames that are too short for a test run, sent through a real device of a pod. */
@Tag("root")
@Timeout(3600)
class ShortFramesTest {

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final PrivateMachine machine = new PrivateMachine();
    private Datapath datapath;
    private Descriptor socket;
    private int podSide;

    @BeforeEach
    void aPod() {
        machine.run(
                () -> {
                    Path root = Path.of(PrivateMachine.BPF_MOUNT, "naru");
                    datapath =
                            Datapath.open(
                                    new DatapathOptions(
                                            root, HostIdentityMode.KERNEL, AttachMode.TCX));
                    int hostSide = veth();
                    datapath.attachEndpoint(hostSide);
                    MacAddress mac = new MacAddress(0x020000000002L);
                    datapath.maps()
                            .endpoints()
                            .put(
                                    Ipv4Address.parse("10.244.1.2"),
                                    new EndpointRecord(1, hostSide, 1001, 1, 1500, mac, mac));
                    socket =
                            Sockets.socket(
                                    Sockets.AF_PACKET, Sockets.SOCK_RAW | Sockets.SOCK_CLOEXEC, 0);
                });
    }

    /** Both ends are here: what the pod's end sends comes in at the host's. */
    private int veth() {
        try (Netlink netlink = Netlink.open()) {
            VethPair.End near = new VethPair.End("naru1", new MacAddress(0x020000000001L));
            VethPair.End far = new VethPair.End("pod1", new MacAddress(0x020000000002L));
            netlink.execute(Links.addVeth(new VethPair(1500, near, far, Optional.empty())));
            Sysctl.ipv6("naru1", "disable_ipv6").write("1");
            Sysctl.ipv6("pod1", "disable_ipv6").write("1");
            podSide = netlink.link("pod1").orElseThrow().index();
            int hostSide = netlink.link("naru1").orElseThrow().index();
            netlink.execute(Links.up(podSide), Links.up(hostSide));
            return hostSide;
        }
    }

    @AfterEach
    void gone() {
        machine.run(
                () -> {
                    socket.close();
                    datapath.close();
                });
        machine.close();
    }

    @Test
    void eachIsDroppedAndCountedOnce() {
        Fuzzing.of("frames")
                .words("\u0008\0\u0045\0", "\u0008\u0006", "\u0086\u00dd", "\u0081\0")
                .inputs(300)
                .run(input -> machine.run(() -> send(input)));
    }

    private void send(byte[] input) {
        if (input.length > ETHERNET) {
            int length =
                    Math.min(input.length, ETHERNET + Math.floorMod(Arrays.hashCode(input), IPV4));
            byte[] frame = Arrays.copyOf(input, Math.max(ETHERNET, length));
            if (isHalfATag(frame)) {
                return;
            }
            long droppedBefore = dropped();
            long forwardedBefore = forwarded();
            transmit(frame);
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (dropped() == droppedBefore
                    && forwarded() == forwardedBefore
                    && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(dropped() - droppedBefore).as("drops").isEqualTo(1);
            assertThat(forwarded() - forwardedBefore).as("forwarded").isZero();
        }
    }

    /** The kernel throws them away before any program sees them. */
    private static boolean isHalfATag(byte[] frame) {
        int type = (frame[12] & 255) << 8 | frame[13] & 255;
        return (type == 0x8100 || type == 0x88a8) && frame.length < ETHERNET + 6;
    }

    private long dropped() {
        return datapath.maps().metrics().drops().values().stream()
                .mapToLong(Traffic::packets)
                .sum();
    }

    private long forwarded() {
        return datapath.maps().metrics().forwarded(PolicyDirection.EGRESS).packets()
                + datapath.maps().metrics().forwarded(PolicyDirection.INGRESS).packets();
    }

    /** To struct sockaddr_ll. */
    private void transmit(byte[] frame) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(20, 4);
            address.asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) Sockets.AF_PACKET)
                    .putShort((short) 0)
                    .putInt(podSide);
            MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, frame);
            Sockets.sendto(socket, data, 0, address);
        }
    }
}
