package naru.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import naru.testkit.ThrowAwayNetns;
import naru.wire.AgentReplies;
import naru.wire.AgentReplies.Status;
import naru.wire.AgentRequests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an agent tells Prometheus of real packets and requests, to whom, and what that costs. */
@Tag("root")
class MetricsTest {

    private static final int PORT = 9962;
    private static final String NOBODY_REACHES_Y =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
             "metadata": {"name": "nobody", "namespace": "a"},
             "spec": {"podSelector": {"matchLabels": {"app": "y"}}, "policyTypes": ["Ingress"]}}
            """;
    private static final String DENIED =
            "naru_dropped_packets_total{direction=\"ingress\",reason=\"Policy denied\"}";
    private static final String DENIED_BYTES =
            "naru_dropped_bytes_total{direction=\"ingress\",reason=\"Policy denied\"}";
    private static final String ADDED =
            "naru_cni_request_duration_seconds_count{result=\"ok\",verb=\"ADD\"}";

    private AgentNode node;
    private final List<ThrowAwayNetns> pods = new ArrayList<>();

    @BeforeEach
    void startANode() throws Exception {
        node = new AgentNode("10.244.1.0/24");
    }

    @AfterEach
    void stopIt() throws Exception {
        node.close();
        pods.forEach(ThrowAwayNetns::close);
    }

    @Test
    void whatIsSentIsCountedAndSoIsWhatTheRuntimeAsks() throws Exception {
        ThrowAwayNetns x = netns();
        String addressOfY = node.add("y", netns());
        node.add("x", x);
        node.manifest("policy", NOBODY_REACHES_Y);
        node.settle();
        Map<String, Double> before = scrape();

        send(x, addressOfY, 25);
        assertThatThrownBy(() -> node.cni("CHECK", "nobody", x.path()))
                .isInstanceOf(Exception.class);

        Map<String, Double> after = scrape();
        while (after.get(DENIED) - before.get(DENIED) < 25) {
            after = scrape(); // the last ones may still be under way
        }
        assertThat(after.get(DENIED) - before.get(DENIED)).isEqualTo(25);
        int frameBytes = 14 + 20 + 8 + 1;
        assertThat(after.get(DENIED_BYTES) - before.get(DENIED_BYTES)).isEqualTo(25 * frameBytes);
        assertThat(after).containsEntry(ADDED, 2.0);
        assertThat(after.keySet())
                .anyMatch(it -> it.matches("naru_cni_.*_count\\{result=\"\\d+\",verb=\"CHECK\"}"));
        assertThat(after)
                .containsEntry("naru_endpoints{state=\"ready\"}", 2.0)
                .containsEntry("naru_ipam_addresses{state=\"used\"}", 2.0)
                .containsEntry("naru_map_entries{map=\"endpoint_map4\"}", 2.0)
                .containsEntry("naru_repairs_total{kind=\"route\"}", 0.0)
                .containsEntry("naru_reconcile_errors_total", 0.0);
        assertThat(after.get("naru_policy_write_duration_seconds_count")).isPositive();
    }

    @Test
    void overHttpTheNodeGetsThemAndNoPodDoesWhateverItTries() throws Exception {
        node.stopAgent();
        node.startAgent("--metrics-address", "127.0.0.1:" + PORT);
        ThrowAwayNetns pod = netns();
        node.add("x", pod);

        assertThat(get("/metrics"))
                .startsWith("HTTP/1.1 200")
                .contains("text/plain; version=0.0.4", "naru_agent_info{", ADDED);
        assertThat(get("/healthz")).startsWith("HTTP/1.1 200").endsWith("ok\n");
        assertThat(get("/metrics/")).startsWith("HTTP/1.1 404");

        assertThatThrownBy(() -> Listener.reaches(pod, AgentNode.ADDRESS, PORT))
                .hasMessageContaining("refused");
        // a pod that claims that the loopback address is somewhere else
        run(
                pod,
                "echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet; ip link set lo down;"
                        + " ip route add 127.0.0.1 via 169.254.1.1 dev eth0 onlink;"
                        + " ip route del table local 127.0.0.1 2>/dev/null; true");
        assertThat(Listener.reaches(pod, "127.0.0.1", PORT)).isFalse();
    }

    @Test
    void aPortThatSomebodyElseHasIsAProblemAndNothingElseSuffers() throws Exception {
        node.stopAgent();
        try (ServerSocket _ =
                node.netns.call(
                        () -> new ServerSocket(PORT, 1, InetAddress.ofLiteral("127.0.0.1")))) {
            node.startAgent("--metrics-address", "127.0.0.1:" + PORT);
            node.add("x", netns());
            assertThat(node.ask("status", "", Status.class).problems())
                    .singleElement()
                    .asString()
                    .contains("metrics-address", "127.0.0.1:" + PORT, "in use");
        }
    }

    @Test
    void aScrapeCostsAsMuchWithFiveThousandPodsElsewhereAsWithNone() throws Exception {
        double few = cpuMillisOfAScrape();
        node.manifest("elsewhere", podsElsewhere(5000));
        node.settle();
        assertThat(scrape().get("naru_map_entries{map=\"ipcache_map4\"}")).isGreaterThan(5000);
        double many = cpuMillisOfAScrape();
        for (int again = 0; again < 5 && many >= 2 * few + 1; again++) {
            many = cpuMillisOfAScrape(); // the agent does other things too, on a busy machine more
        }
        assertThat(many).as("ms; with few pods %.2f", few).isLessThan(2 * few + 1);
    }

    private double cpuMillisOfAScrape() throws Exception {
        int scrapes = 60;
        for (int i = 0; i < scrapes; i++) {
            scrape(); // until it is compiled
        }
        Duration before = node.agentCpuTime();
        for (int i = 0; i < scrapes; i++) {
            scrape();
        }
        return node.agentCpuTime().minus(before).toMillis() / (double) scrapes;
    }

    private static String podsElsewhere(int count) {
        String pod =
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "p%d", "namespace": "a", "labels": {"app": "x"}},
                 "spec": {"nodeName": "n2", "containers": [{"name": "c", "image": "x"}]},
                 "status": {"podIP": "10.245.%d.%d", "phase": "Running"}}
                """;
        return IntStream.range(0, count)
                .mapToObj(i -> pod.formatted(i, i / 250, i % 250 + 1))
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [",
                                "]}"));
    }

    /** Each sample's name and labels, and its value. */
    private Map<String, Double> scrape() throws Exception {
        AgentReplies.Metrics now =
                node.ask("metrics", new AgentRequests.Metrics(""), AgentReplies.Metrics.class);
        return now.text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.lastIndexOf(' ')),
                                line ->
                                        Double.parseDouble(
                                                line.substring(line.lastIndexOf(' ') + 1))));
    }

    /** The whole answer to a request from this node. */
    private String get(String path) throws Exception {
        return node.netns.call(
                () -> {
                    try (Socket socket = new Socket("127.0.0.1", PORT)) {
                        String request = "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                        socket.getOutputStream()
                                .write(request.formatted(path).getBytes(StandardCharsets.UTF_8));
                        byte[] answer = socket.getInputStream().readAllBytes();
                        return new String(answer, StandardCharsets.UTF_8);
                    }
                });
    }

    private static void send(ThrowAwayNetns from, String address, int count) throws Exception {
        from.call(
                () -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        InetSocketAddress to =
                                new InetSocketAddress(InetAddress.ofLiteral(address), 9);
                        for (int i = 0; i < count; i++) {
                            socket.send(new DatagramPacket(new byte[1], 1, to));
                        }
                    }
                    return count;
                });
    }

    private static void run(ThrowAwayNetns netns, String script) throws Exception {
        Process shell =
                new ProcessBuilder("nsenter", "--net=" + netns.path(), "sh", "-ec", script)
                        .inheritIO()
                        .start();
        assertThat(shell.waitFor()).isZero();
    }

    private ThrowAwayNetns netns() {
        ThrowAwayNetns netns = ThrowAwayNetns.create("pod");
        pods.add(netns);
        return netns;
    }
}
