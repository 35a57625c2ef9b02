package naru.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import naru.linux.netns.Netns;
import naru.wire.AgentRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/**
 * What the build runs once, as root, so that the AOT cache holds what an agent needs: an agent that
 * takes up manifests, pods and questions. It runs in namespaces that the build made for it ({@code
 * dist/training.sh}), with which all that it did goes.
 */
public final class Training {

    private static final long PATIENCE_MILLIS = 10_000;
    private static final int TRIES = 100;
    private static final long PAUSE_MILLIS = 20;

    /** Pods that come and go: the JVM compiles what has run 200 times. */
    private static final int TURNS = 150;

    /** Namespaces for them: when one's turn comes again, its last pod has long left. */
    private static final int PLACES = 16;

    private final Path folder;
    private long revision;

    private Training(Path folder) {
        this.folder = folder;
    }

    /** In a folder that holds a mounted bpf file system named {@code bpf}. */
    public static void main(String[] args) throws Exception {
        new Training(Path.of(args[0])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        Files.createDirectories(manifests());
        String[] arguments = {
            "--node=n1",
            "--manifests=" + manifests(),
            "--socket=" + socket(),
            "--state=" + folder.resolve("state"),
            "--bpf-root=" + folder.resolve("bpf/naru"),
            "--config=" + folder.resolve("agent.yaml")
        };
        AgentOptions options = AgentOptions.parse(arguments);
        try (Agent _ = Agent.start(options, options.readConfig())) {
            work();
        } catch (Refusal e) {
            // What was seen so far is worth a cache too.
            System.err.println("training: " + e.getMessage());
        }
        // As it is started, and on what is there: to take over is what most agents do.
        Thread.ofPlatform().daemon(true).start(() -> AgentMain.main(arguments));
        awaitAnswer();
    }

    private void awaitAnswer() throws Exception {
        for (int i = 0; i < PATIENCE_MILLIS / PAUSE_MILLIS; i++) {
            try {
                ask("status", Map.of());
                return;
            } catch (WireClient.Unreachable e) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void work() throws Exception {
        manifest("all.yaml", resource());
        settle();
        Path front = Netns.create(folder.resolve("netns/front"));
        Path back = Netns.create(folder.resolve("netns/back"));
        cni("ADD", "front", front, "");
        JsonNode added = cni("ADD", "back", back, "");
        watchPackets(front, added.at("/ips/0/address").asText().split("/", 2)[0]);
        for (String list : List.of("status", "endpoint-list", "identity-list", "ipcache-list")) {
            ask(list, Map.of());
        }
        ask("ct-list", Map.of());
        ask("metrics", new AgentRequests.Metrics(""));
        ask("policy-get", new AgentRequests.PolicyGet("shop/back"));
        explain("shop/front", "shop/back", 8080);
        explain("shop/front", "shop/back", 1);
        explain("shop/elsewhere", "shop/back", 1);
        explain("kubelet", "shop/back", 8080);
        String before = ",\"prevResult\":" + added;
        cni("CHECK", "back", back, before);
        cni("DEL", "back", back, before);
        comeAndGo();
        manifest(
                "more.json", "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {}}");
        settle();
    }

    /** Sends what is denied until somebody who watches has seen it. */
    private void watchPackets(Path from, String address) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> awaitEvent(seen));
        Netns.call(
                from,
                () -> {
                    InetAddress to = InetAddress.ofLiteral(address);
                    try (DatagramSocket socket = new DatagramSocket()) {
                        for (int i = 0; i < TRIES; i++) {
                            socket.send(
                                    new DatagramPacket(
                                            new byte[1], 1, new InetSocketAddress(to, 9)));
                            if (seen.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                                break;
                            }
                        }
                    }
                    return true;
                });
    }

    private void awaitEvent(CountDownLatch seen) {
        try (WireClient client = WireClient.connect(socket())) {
            client.stream(
                    "monitor",
                    AgentRequests.Monitor.everything(),
                    _ -> {
                        seen.countDown();
                        return false;
                    });
        } catch (IOException | Refusal e) {
            System.err.println("training: no event was seen: " + e.getMessage());
        }
    }

    /**
     * So often that the JVM compiles what that takes: that it did is in the cache too, and an agent
     * compiles the same when it has hardly run. On a busy machine less often: a build must end.
     */
    private void comeAndGo() throws Exception {
        List<Path> places = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            places.add(Netns.create(folder.resolve("netns/" + i)));
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        for (int turn = 0; turn < TURNS && System.nanoTime() < end; turn++) {
            Path place = places.get(turn % PLACES);
            cni("ADD", "back", turn, place, "");
            cni("DEL", "back", turn, place, "");
        }
    }

    private void explain(String source, String destination, int port) throws Exception {
        ask("explain", new AgentRequests.Explain(source, destination, port, "tcp"));
    }

    private JsonNode cni(String command, String pod, Path netns, String config) throws Exception {
        return cni(command, pod, TURNS, netns, config);
    }

    /**
     * @param turn makes the container another one than those of other turns
     */
    private JsonNode cni(String command, String pod, int turn, Path netns, String config)
            throws Exception {
        Map<String, String> env =
                Map.of(
                        "CNI_COMMAND",
                        command,
                        "CNI_CONTAINERID",
                        "training-" + pod + "-" + turn,
                        "CNI_IFNAME",
                        "eth0",
                        "CNI_NETNS",
                        netns.toString(),
                        "CNI_ARGS",
                        "K8S_POD_NAMESPACE=shop;K8S_POD_NAME=" + pod);
        String stdin =
                "{\"cniVersion\":\"1.0.0\",\"name\":\"naru\",\"type\":\"naru\"" + config + "}";
        return ask("cni", new AgentRequests.Cni("/proc/self/root", env, stdin));
    }

    private JsonNode ask(String op, Object args) throws IOException, Refusal {
        try (WireClient client = WireClient.connect(socket())) {
            return client.ask(op, args);
        }
    }

    private void settle() throws IOException, Refusal {
        revision++;
        manifest(".revision", Long.toString(revision));
        ask("await", new AgentRequests.Await(revision, PATIENCE_MILLIS));
    }

    private void manifest(String name, String text) throws IOException {
        Path fresh = Files.writeString(manifests().resolve(".fresh"), text);
        Files.move(fresh, manifests().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String resource() throws IOException {
        try (InputStream in = Training.class.getResourceAsStream("training.yaml")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path manifests() {
        return folder.resolve("manifests");
    }

    private Path socket() {
        return folder.resolve("agent.sock");
    }
}
