package naru.apply.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import naru.datapath.AttachMode;
import naru.datapath.Attached;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.EndpointRecord;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.Traffic;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.Links;
import naru.linux.netlink.Netlink;
import naru.model.Ipv4Address;
import naru.testkit.PrivateMachine;
import naru.testkit.ThrowAwayNetns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two pods of a node with the real programs on their devices: a client that may ask port 53 only.
 */
@Tag("root")
class GuardedPodsTest {

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final String CLIENT = "10.244.1.5";
    private static final String SERVER = "10.244.1.6";
    private static final int OPEN = 53;
    private static final int CLOSED = 54;
    private static final int UDP = 17;
    private static final int LOOPBACK = 1;
    private static final int SOON_MILLIS = 200;
    private static final int LONG_MILLIS = 5_000;

    private PrivateMachine machine;

    @BeforeEach
    void aMachine() {
        machine = new PrivateMachine();
    }

    @AfterEach
    void gone() {
        machine.close();
    }

    /** Both pods, while a test looks at them. */
    private record Pods(ThrowAwayNetns client, ThrowAwayNetns server, List<Integer> devices) {}

    private interface Story {
        void tell(Datapath datapath, Pods pods) throws Exception;
    }

    private void inNode(AttachMode mode, Story story) {
        machine.call(
                () -> {
                    try (Datapath datapath = open(mode);
                            Netlink netlink = Netlink.open();
                            ThrowAwayNetns client = ThrowAwayNetns.create("client");
                            ThrowAwayNetns server = ThrowAwayNetns.create("server")) {
                        netlink.execute(
                                Links.up(LOOPBACK),
                                Addresses.add(LOOPBACK, Inet.of(TestNode.ADDRESS), 32));
                        int first = add(datapath, netlink, client, CLIENT, 1);
                        int second = add(datapath, netlink, server, SERVER, 2);
                        allow(datapath, 1, PolicyDirection.EGRESS);
                        allow(datapath, 2, PolicyDirection.INGRESS);
                        story.tell(datapath, new Pods(client, server, List.of(first, second)));
                        return true;
                    }
                });
    }

    private static Datapath open(AttachMode mode) {
        return Datapath.open(new DatapathOptions(BPF_ROOT, HostIdentityMode.KERNEL, mode));
    }

    private static int add(
            Datapath datapath, Netlink netlink, ThrowAwayNetns netns, String address, int slot) {
        PodInterface pod = TestNode.pod("container-" + slot, netns.path(), address);
        HostVeth veth =
                new PodDevices(netlink).add(pod, made -> datapath.attachEndpoint(made.index()));
        EndpointRecord record =
                new EndpointRecord(
                        slot,
                        veth.index(),
                        1000 + slot,
                        slot,
                        veth.mtu(),
                        veth.podMac().orElseThrow(),
                        veth.mac());
        datapath.maps().endpoints().put(Ipv4Address.parse(address), record);
        return veth.index();
    }

    private static void allow(Datapath datapath, int policySet, PolicyDirection direction) {
        datapath.maps()
                .policy()
                .put(
                        new PolicyMapKey(policySet, direction, 0, 0, UDP, OPEN, 16),
                        new PolicyMapEntry(PolicyVerdict.ALLOW, 1, 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX", "CLSACT"})
    void anAllowedPortIsReachedAndAnsweredAndAnotherIsNot(AttachMode mode) {
        inNode(
                mode,
                (datapath, pods) -> {
                    try (Echo _ = new Echo(pods.server(), OPEN);
                            Echo closed = new Echo(pods.server(), CLOSED);
                            DatagramSocket client = socket(pods.client(), 0)) {
                        assertThat(asks(client, OPEN, LONG_MILLIS)).isTrue();
                        assertThat(asks(client, CLOSED, SOON_MILLIS)).isFalse();
                        assertThat(closed.heard()).isZero();
                        assertThat(datapath.maps().metrics().drops().get(DropReason.POLICY_DENIED))
                                .extracting(Traffic::packets)
                                .isEqualTo(1L);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX", "CLSACT"})
    void anotherAgentTakesOverWithoutLosingOrLettingThroughOnePacket(AttachMode mode) {
        inNode(
                mode,
                (datapath, pods) -> {
                    datapath.close();
                    try (ExecutorService agent = Executors.newSingleThreadExecutor();
                            Echo _ = new Echo(pods.server(), OPEN);
                            Echo closed = new Echo(pods.server(), CLOSED);
                            DatagramSocket client = socket(pods.client(), 0)) {
                        Future<List<Attached>> takeOver =
                                agent.submit(() -> takeOver(mode, pods.devices()));
                        int asked = 0;
                        while (!takeOver.isDone()) {
                            assertThat(asks(client, OPEN, LONG_MILLIS))
                                    .describedAs("question %d", asked)
                                    .isTrue();
                            send(client, CLOSED, asked++);
                        }
                        assertThat(takeOver.get()).hasSize(4).allMatch(Attached::current);
                        assertThat(closed.heard()).isZero();
                    }
                });
    }

    private static List<Attached> takeOver(AttachMode mode, List<Integer> devices) {
        try (Datapath next = open(mode)) {
            devices.forEach(next::attachEndpoint);
            return devices.stream().flatMap(device -> next.attached(device).stream()).toList();
        }
    }

    private static DatagramSocket socket(ThrowAwayNetns netns, int port) throws Exception {
        return netns.call(
                () ->
                        new DatagramSocket(
                                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), port)));
    }

    private static void send(DatagramSocket socket, int port, int number) throws IOException {
        InetSocketAddress target = new InetSocketAddress(InetAddress.ofLiteral(SERVER), port);
        socket.send(new DatagramPacket(new byte[] {(byte) number}, 1, target));
    }

    /** True if a question is answered in time. */
    private static boolean asks(DatagramSocket socket, int port, int timeoutMillis)
            throws IOException {
        send(socket, port, 0);
        socket.setSoTimeout(timeoutMillis);
        try {
            socket.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Sends each datagram back, on a thread that ends when the socket is closed. */
    private static final class Echo implements AutoCloseable {

        private final DatagramSocket socket;
        private final AtomicInteger heard = new AtomicInteger();

        Echo(ThrowAwayNetns netns, int port) throws Exception {
            socket = socket(netns, port);
            Thread.ofPlatform().daemon(true).start(this::answer);
        }

        private void answer() {
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(new byte[1], 1);
                    socket.receive(packet);
                    heard.incrementAndGet();
                    socket.send(packet);
                }
            } catch (IOException e) {
                return; // closed
            }
        }

        int heard() {
            return heard.get();
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
