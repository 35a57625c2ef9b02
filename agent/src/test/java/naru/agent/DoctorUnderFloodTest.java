package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import naru.datapath.abi.FlowSweepLayout;
import naru.linux.bpf.BpfMap;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies.Drops;
import naru.wire.AgentReplies.Status;
import naru.wire.AgentRequests;
import naru.wire.DoctorReply;
import naru.wire.DoctorReply.Finding;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * More connections and events than there is room for, and connections that nobody sweeps away: the
 * doctor names it while it lasts.
 */
@Tag("root")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorUnderFloodTest {

    private static final short OVER_PORT = 7777;
    private static final Duration LONG = Duration.ofSeconds(100);

    private static final String NOBODY_REACHES_THE_DEAF =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "deaf", "namespace": "a"},
             "spec": {"podSelector": {"matchExpressions": [
                          {"key": "app", "operator": "In",
                           "values": ["deaf0", "deaf1", "deaf2", "deaf3"]}]},
                      "policyTypes": ["Ingress"]}}
            """;

    private final ThrowAwayNetns x = ThrowAwayNetns.create("x");
    private AgentNode node;

    @BeforeAll
    void aNodeWithAPod() throws Exception {
        node = new AgentNode("10.244.1.0/24", "--repair", "false"); // until the first case is over
        node.add("x", x);
        node.settle();
    }

    @AfterAll
    void stopIt() throws Exception {
        node.close();
        x.close();
    }

    @AfterEach
    void whenItIsOverAllIsWell() throws Exception {
        assertThat(doctor().findings()).isEmpty();
    }

    private DoctorReply doctor() throws Exception {
        return node.ask("doctor", "", DoctorReply.class);
    }

    /** What the doctor says of losses, whatever else it finds. */
    private String losses() throws Exception {
        return doctor().findings().stream()
                .filter(finding -> finding.check().equals("losses"))
                .map(Finding::toString)
                .collect(Collectors.joining());
    }

    @Test
    @Order(2)
    void aPodThatBeginsTooManyConnectionsIsNamedWhileItDoes() throws Exception {
        try (DatagramSocket socket = x.call(() -> new DatagramSocket())) {
            Thread flood = Thread.ofPlatform().daemon(true).start(() -> flood(socket));
            String said = "";
            while (!said.contains("an endpoint has used up its places")) {
                said = doctor().findings().toString();
            }
            assertThat(said).contains("losses", "Flow quota of endpoint used up");
            flood.interrupt();
            flood.join();
        }
    }

    /** One connection after the other, each with an address and a port of its own. */
    private static void flood(DatagramSocket socket) {
        byte[] bytes = new byte[1];
        try {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                byte[] to = {10, 99, (byte) (i >> 22), (byte) (i >> 14)};
                int port = 1024 + (i & 0x3fff);
                socket.send(new DatagramPacket(bytes, 1, InetAddress.getByAddress(to), port));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The host is not bounded. Places are free at once, whatever still stands in the queue. */
    @Test
    @Order(3)
    void aTableOfConnectionsThatIsFullIsNamedAndHasRoomWhenTheirPodIsGone() throws Exception {
        try (ThrowAwayNetns pod = ThrowAwayNetns.create("flooded");
                DatagramSocket socket = node.netns.call(() -> new DatagramSocket())) {
            try (ConnectionFlood _ = new ConnectionFlood(node.netns, node.add("flooded", pod))) {
                String said = "";
                while (!said.contains("the table of connections is full")
                        || !said.contains("a table of the kernel is nearly full")) {
                    said = doctor().findings().toString();
                }
                assertThat(said).contains("CT: Map insertion failed", "of 262144 entries");
            }
            node.cni("DEL", "flooded", pod.path());
            node.remove("pod-flooded");
            node.settle();
            long before = refused();
            InetAddress addressOfX = InetAddress.ofLiteral(node.endpoints().getFirst().address());
            ConnectionFlood.begin(socket, addressOfX, 10_000, 2_000);
            assertThat(refused()).isEqualTo(before);
        }
    }

    /** Connections that found no place in the table. */
    private long refused() throws Exception {
        return node.ask("status", "", Status.class).drops().stream()
                .filter(drop -> drop.reason().equals("CT: Map insertion failed"))
                .mapToLong(Drops::packets)
                .sum();
    }

    @Test
    @Order(4)
    void aMonitorThatDoesNotReadWhileMuchIsDeniedLosesEventsAndThatIsNamed() throws Exception {
        List<ThrowAwayNetns> deaf = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deaf.add(ThrowAwayNetns.create("deaf"));
            addresses.add(node.add("deaf" + i, deaf.get(i)));
        }
        node.manifest("deaf", NOBODY_REACHES_THE_DEAF);
        node.settle();
        CountDownLatch done = new CountDownLatch(1);
        Thread monitor = Thread.ofPlatform().daemon(true).start(() -> watchWithoutReading(done));
        try (Flood _ = new Flood(x, addresses.toArray(String[]::new))) {
            String said = "";
            while (!said.contains("events are being lost")) {
                said = losses();
            }
            assertThat(said).contains("events_map");
        } finally {
            done.countDown();
            monitor.join();
            for (int i = 0; i < deaf.size(); i++) {
                node.cni("DEL", "deaf" + i, deaf.get(i).path());
                node.remove("pod-deaf" + i);
                deaf.get(i).close();
            }
        }
    }

    /** Takes one event, and then no more until the end. */
    private void watchWithoutReading(CountDownLatch done) {
        try (WireClient client = WireClient.connect(node.socket())) {
            client.stream(
                    "monitor",
                    AgentRequests.Monitor.everything(),
                    _ -> {
                        await(done);
                        return false;
                    });
        } catch (IOException | Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Order(1) // before there are too many of them
    void connectionsThatNobodySweepsAwayAreNamed() throws Exception {
        stopSweeping(0); // an agent that repairs would set it going in seconds
        overForLong();
        assertThat(notSwept()).contains("no time at which the timer looked", " are over");
        stopSweeping(System.nanoTime() - LONG.toNanos());
        assertThat(notSwept())
                .containsPattern("last looked 1\\d\\d s ago; [1-9]\\d* of \\d+ connections");
        node.killAgent();
        node.startAgent();
        node.settle();
        awaitSwept();
    }

    /** What the doctor finds, which is that nobody sweeps, and nothing else. */
    private String notSwept() throws Exception {
        List<Finding> findings = doctor().findings();
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.check()).isEqualTo("flow-sweep"));
        return findings.getFirst().evidence();
    }

    /** The kernel ends a timer when the element that it lives in is written. */
    private void stopSweeping(long lastStep) {
        try (BpfMap map = pinned("flow_sweep_map")) {
            map.put(new byte[Integer.BYTES], new FlowSweepLayout(lastStep).toBytes());
        }
    }

    /** Begins a connection, and sets the time back at which it is over. */
    private void overForLong() throws Exception {
        try (DatagramSocket socket = x.call(() -> new DatagramSocket())) {
            ConnectionFlood.begin(socket, InetAddress.ofLiteral(AgentNode.ADDRESS), OVER_PORT, 1);
        }
        try (BpfMap flows = pinned("flow_map4")) {
            Map<byte[], byte[]> over = new HashMap<>();
            while (over.isEmpty()) { // the packet may still be under way
                flows.forEach((key, value) -> over.put(key, value));
                over.keySet().removeIf(key -> !isOver(key));
            }
            long then = System.nanoTime() - LONG.toNanos();
            over.forEach(
                    (key, value) -> {
                        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).putLong(0, then);
                        flows.put(key, value);
                    });
        }
    }

    private void awaitSwept() {
        boolean[] there = {true};
        try (BpfMap flows = pinned("flow_map4")) {
            while (there[0]) {
                there[0] = false;
                flows.forEach((key, _) -> there[0] |= isOver(key));
            }
        }
    }

    private static boolean isOver(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key); // struct flow4_key: ports in network byte order
        return bytes.getShort(8) == OVER_PORT || bytes.getShort(10) == OVER_PORT;
    }

    private BpfMap pinned(String map) {
        return BpfMap.open(node.pins().resolve("v1/maps").resolve(map));
    }
}
