package naru.lab.scenario;

import static naru.lab.scenario.Manifests.hostNetworkPod;
import static naru.lab.scenario.Manifests.namespace;
import static naru.lab.scenario.Manifests.pod;
import static naru.lab.scenario.Manifests.podsWith;
import static naru.lab.scenario.Manifests.serverLetsIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import naru.linux.sysctl.Sysctl;
import naru.wire.AgentReplies.Drops;
import naru.wire.AgentReplies.MonitorEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Unusual packets on their way through two nodes with a router between them, whose second segment
 * takes only 1400 bytes. A server on each node lets in pods with {@code app: client}, to UDP port
 * 5300, and echoes.
 */
@Tag("root")
class PacketTest {

    private static final String CONFIG =
            """
            subnets:
              - {name: east, cidr: 172.30.1.0/24, mtu: 1500}
              - {name: west, cidr: 172.30.2.0/24, mtu: 1400}
            """;

    private static final String NODES =
            Manifests.node(1, "172.30.1.11") + Manifests.node(2, "172.30.2.12");

    private static final String POLICY =
            """
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
             metadata: {name: guard, namespace: story},
             spec: {podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress],
               ingress: [
                 {from: [{podSelector: {matchLabels: {app: client}}}],
                  ports: [{port: 5300, protocol: UDP}]},
                 {from: [{podSelector: {matchLabels: {app: pinger}}}]}]}}
            ---
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy,
             metadata: {name: closed, namespace: story},
             spec: {podSelector: {matchLabels: {app: pinger}}, policyTypes: [Ingress]}}
            """;

    private static final int OPEN = 5300;
    private static final int CLOSED = 5301;

    private static ScenarioLab lab;
    private final Probing probing = new Probing();

    @BeforeAll
    static void bringTheLabUp() throws Exception {
        lab = ScenarioLab.up("scenario-packets", CONFIG, NODES);
        lab.apply(
                namespace("story", "team: one")
                        + pod("story", "server-n1", "n1", "app: server")
                        + pod("story", "server-n2", "n2", "app: server")
                        + pod("story", "client", "n1", "app: client")
                        + pod("story", "pinger", "n1", "app: pinger")
                        + POLICY);
    }

    @AfterAll
    static void takeTheLabDown() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void closeTheListeners() throws Exception {
        probing.close();
    }

    private static Place in(String name) throws Exception {
        return lab.pod("story", name);
    }

    @ParameterizedTest(name = "server on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void allFragmentsOfALargeDatagramShareTheVerdictOfTheFirst(String node) throws Exception {
        Place server = in("server-" + node);
        Probe large = Probe.udp(in("client"), server, OPEN).withBytes(20_000);
        Probe denied = Probe.udp(in("client"), server, CLOSED).withBytes(20_000);
        assertThat(probing.wrong(List.of(large), List.of(denied))).isEmpty();
    }

    @ParameterizedTest(name = "server on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void aPodCantSendWithTheAddressOfOneThatIsLetIn(String node) throws Exception {
        lab.apply(pod("story", "thief-" + node, "n1", "app: thief"));
        String clients = in("client").ip();
        long before = drops("n1", "Invalid source ip");
        try (Disguise thief = new Disguise(in("thief-" + node), clients);
                MonitorWatch monitor = lab.monitor("n1")) {
            MonitorEvent drop =
                    monitor.hears(
                            () -> thief.sends(in("server-" + node), OPEN),
                            event -> event.reasonNumber() == 132);
            assertThat(drop.reason()).isEqualTo("Invalid source ip");
            assertThat(drop.source()).isEqualTo(clients);
            assertThat(drop.endpointPod()).isEqualTo("story/thief-" + node);
        }
        assertThat(drops("n1", "Invalid source ip")).isGreaterThan(before);
    }

    @Test
    void aPodWithAddressAndMacOfAnotherIsStillNotTheOther() throws Exception {
        lab.apply(pod("story", "twin", "n1", "app: twin"));
        try (Disguise twin = new Disguise(in("twin"), in("client").ip()).withMacOf(in("client"));
                MonitorWatch monitor = lab.monitor("n1")) {
            MonitorEvent drop =
                    monitor.hears(
                            () -> twin.sends(in("server-n1"), OPEN),
                            event -> event.endpointPod().equals("story/twin"));
            assertThat(drop.reason()).isEqualTo("Invalid source ip");
        }
        probing.assertAnswered(Probe.udp(in("client"), in("server-n1"), OPEN));
    }

    private static long drops(String node, String reason) throws Exception {
        return lab.status(node).drops().stream()
                .filter(drop -> drop.reason().equals(reason))
                .mapToLong(Drops::packets)
                .sum();
    }

    @Test
    void framesOfIpv6AreDroppedAndTheMonitorSaysWhy() throws Exception {
        lab.apply(pod("story", "modern", "n1", "app: modern"));
        Place modern = in("modern");
        try (MonitorWatch monitor = lab.monitor("n1")) {
            MonitorEvent drop =
                    monitor.hears(
                            () -> modern.call(PacketTest::beginIpv6),
                            event -> event.reasonNumber() == 230);
            assertThat(drop.reason()).isEqualTo("IPv6 not supported yet");
        }
    }

    /** The kernel then asks the neighbours whether its address is free. */
    private static boolean beginIpv6() {
        Sysctl disabled = Sysctl.ipv6("eth0", "disable_ipv6");
        return disabled.write("1") && disabled.write("0");
    }

    @ParameterizedTest(name = "server on {0}")
    @ValueSource(strings = {"n1", "n2"})
    void thePodLearnsThatAPacketsTimeIsOverAlthoughNobodyMayComeIn(String node) throws Exception {
        Place pinger = in("pinger");
        Place server = in("server-" + node);
        long before = timeExceeded(pinger);
        assertThat(pinger.call(() -> server.address().isReachable(null, 1, 1500))).isFalse();
        assertThat(timeExceeded(pinger)).isGreaterThan(before);
        int hops = node.equals("n1") ? 2 : 4;
        assertThat(pinger.call(() -> server.address().isReachable(null, hops, 20_000))).isTrue();
    }

    /** Counted by the pod's own stack. */
    private static long timeExceeded(Place pod) throws Exception {
        List<String> lines =
                pod.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/snmp")));
        List<String> icmp = lines.stream().filter(line -> line.startsWith("Icmp:")).toList();
        int column = Arrays.asList(icmp.get(0).split(" ")).indexOf("InTimeExcds");
        return Long.parseLong(icmp.get(1).split(" ")[column]);
    }

    @Test
    void thePodLearnsThatAPacketIsTooBigForTheWayAlthoughNobodyMayComeIn() throws Exception {
        Place pinger = in("pinger");
        Place server = in("server-n2");
        DatagramChannel socket =
                pinger.call(() -> DatagramChannel.open(StandardProtocolFamily.INET));
        try (socket) {
            socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
            socket.connect(new InetSocketAddress(server.address(), OPEN));
            assertThatThrownBy(() -> sendUntilRefused(socket)).hasMessageContaining("too long");
        }
        probing.assertAnswered(Probe.udp(pinger, server, OPEN).withBytes(1450));
    }

    /** The pod's own stack refuses a size that does not fit, once it knows. */
    private static void sendUntilRefused(DatagramChannel socket) throws IOException {
        socket.socket().setSoTimeout(200);
        for (int i = 0; i < 100; i++) {
            socket.write(ByteBuffer.allocate(1450));
            try {
                socket.socket().receive(new DatagramPacket(new byte[1], 1));
            } catch (SocketTimeoutException e) {
                // nobody can have got it: once more
            }
        }
    }

    @Test
    void theNodesOwnStackReachesAnIsolatedPodAndAnotherNodeIsAnAddress() throws Exception {
        Place server = in("server-n1");
        Place own = lab.host("n1");
        Place other = lab.host("n2");
        assertThat(
                        probing.wrong(
                                List.of(
                                        Probe.tcp(own, server, 8080),
                                        Probe.udp(own, server, CLOSED),
                                        Probe.echo(own, server)),
                                List.of(
                                        Probe.tcp(other, server, 8080),
                                        Probe.udp(other, server, OPEN),
                                        Probe.echo(other, server))))
                .isEmpty();
    }

    @Test
    void aPodOnTheHostsNetworkIsItsNodeWhateverItsLabelsSay() throws Exception {
        lab.apply(
                namespace("hosts", "team: one")
                        + pod("hosts", "server", "n1", "app: server")
                        + hostNetworkPod("hosts", "local", "n1", "app: nobody")
                        + hostNetworkPod("hosts", "remote", "n2", "app: client")
                        + serverLetsIn("hosts", podsWith("app: client")));
        Place server = lab.pod("hosts", "server");
        Probe local = Probe.tcp(lab.pod("hosts", "local"), server, 8080);
        Probe remote = Probe.tcp(lab.pod("hosts", "remote"), server, 8080);
        assertThat(probing.wrong(List.of(local), List.of(remote))).isEmpty();

        lab.apply(serverLetsIn("hosts", "{ipBlock: {cidr: 172.30.2.12/32}}"));
        probing.assertAnswered(local, remote);
    }
}
