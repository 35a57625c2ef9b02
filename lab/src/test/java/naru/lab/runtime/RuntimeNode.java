package naru.lab.runtime;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.cni.CniInstaller;
import naru.lab.machine.AgentProcess;
import naru.lab.machine.LabNs;
import naru.lab.machine.NodeMachine;
import naru.linux.netns.Netns;
import naru.testkit.OwnLab;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Status;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/**
 * A node of a lab with an agent and a containerd, and no kubelet: the test is the kubelet. What
 * would lie on its disk outlives a power cut: containerd's images, the results that libcni keeps,
 * the agent's state.
 */
final class RuntimeNode implements AutoCloseable {

    private static final String NODE = "n1";
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private static final String OBJECTS =
            """
            {"apiVersion": "v1", "kind": "List", "items": [
             {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"},
              "spec": {"podCIDR": "10.244.1.0/24", "podCIDRs": ["10.244.1.0/24"]},
              "status": {"addresses": [{"type": "InternalIP", "address": "172.30.0.2"}]}},
             {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}]}
            """;

    private static final String POD =
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "%s", "namespace": "a", "labels": {"app": "%s"}},
             "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "x"}]}}
            """;

    private final BuiltTree tree;
    private final LabPlaces places;
    private final LabNs labNs;
    private NodeMachine machine;
    private AgentProcess agent;
    private Containerd containerd;

    /**
     * Powers it on for the first time.
     *
     * @param what names its lab among this run's
     */
    RuntimeNode(BuiltTree tree, String what) throws Exception {
        this.tree = tree;
        this.places = new LabPlaces(OwnLab.named(what));
        this.labNs = new LabNs(tree.labNs());
        for (String left : OwnLab.remains(what)) {
            clear(new LabPlaces(left));
        }
        Files.createDirectories(places.manifests());
        Files.createDirectories(places.namespaces());
        Files.createDirectories(disk().resolve("cni"));
        Files.writeString(disk().resolve("agent.yaml"), "");
        manifest("node", OBJECTS);
        powerOn();
        Path image = BusyboxImage.write(Files.createDirectories(disk().resolve("image")));
        in("ctr", "-a", Containerd.SOCKET, "-n", "k8s.io", "image", "import", image.toString());
        in("ctr", "-a", Containerd.SOCKET, "image", "import", image.toString());
    }

    /** Skips the test where the distribution's runtime isn't installed. */
    static void assumeItsTools() {
        for (String tool : List.of("containerd", "runc", "busybox")) {
            assumeTrue(isInstalled(tool), tool + " is not installed");
        }
    }

    private static boolean isInstalled(String tool) {
        return List.of("/usr/bin/", "/usr/sbin/", "/bin/").stream()
                .anyMatch(path -> Files.isExecutable(Path.of(path + tool)));
    }

    /** What outlives a power cut. */
    Path disk() {
        return places.node(NODE);
    }

    private void powerOn() throws Exception {
        machine = NodeMachine.start(places, labNs, NODE);
        Path boot = Files.writeString(disk().resolve("boot_id"), UUID.randomUUID() + "\n");
        in("mount", "--bind", boot.toString(), "/proc/sys/kernel/random/boot_id");
        in("mkdir", "-p", "/var/lib/cni");
        in("mount", "--bind", disk().resolve("cni").toString(), "/var/lib/cni");
        labNs.ip(
                machine.netns(),
                List.of(
                        "link add up0 type bridge",
                        "link set up0 up",
                        "address add 172.30.0.2/24 dev up0",
                        "route add default dev up0"));
        agent = new AgentProcess(places, machine, NODE, tree.java("agent", "naru.agent.AgentMain"));
        startAgent();
        CniInstaller.install(
                machine.file(CniInstaller.BIN_DIR),
                machine.file(CniInstaller.CONFIG_DIR),
                places.agentSocket(NODE));
        in("ln", "-s", "/usr/lib/cni/loopback", "/opt/cni/bin/loopback");
        containerd = new Containerd(machine, labNs, disk());
        containerd.start().await();
    }

    /** As a power cut does: all that ran and was mounted is gone at once; then it is powered on. */
    void reboot() throws Exception {
        containerd.hangUp();
        machine.stop();
        powerOn();
    }

    void startAgent() throws Exception {
        beginAgent();
        awaitAgent();
    }

    /** {@link #killAgent} ends it, whoever waits until it answers. */
    void beginAgent() throws IOException {
        agent.start(labNs);
    }

    /** Returns when an agent answers. */
    void awaitAgent() throws Exception {
        eventually("the agent answers", () -> status() != null);
    }

    void killAgent() throws IOException {
        agent.kill();
    }

    void startContainerd() throws IOException {
        containerd.start().await();
    }

    /** Signal 9. Its shims and what runs in them go on. */
    void killContainerd() throws Exception {
        containerd.kill();
    }

    Containerd containerd() {
        return containerd;
    }

    Cri cri() {
        return containerd.cri();
    }

    /** Runs a command in the node to a good end, and answers what it says. */
    String in(String... command) throws IOException {
        LabNs.Ended ended = tryIn("", Map.of(), command);
        if (ended.exitCode() != 0) {
            throw new IOException(
                    String.join(" ", command) + ": " + ended.output() + ended.errors());
        }
        return ended.output();
    }

    LabNs.Ended tryIn(String input, Map<String, String> environment, String... command)
            throws IOException {
        List<String> line = new ArrayList<>(machine.prefix("init", List.of()));
        line.addAll(List.of(command));
        return labNs.run(line, input, environment);
    }

    /**
     * Files of the node, also those that are mounted; sorted.
     *
     * @param type as {@code find} names it
     */
    List<String> found(String folder, String type) throws IOException {
        String said = tryIn("", Map.of(), "find", folder, "-type", type).output();
        return said.lines().sorted().toList();
    }

    /** The plugin, as a runtime that speaks 1.1.0 calls it about the whole network. */
    LabNs.Ended plugin(String command, String more) throws IOException {
        String config =
                "{\"cniVersion\":\"1.1.0\",\"name\":\"naru\",\"type\":\"naru\",\"socket\":\"%s\"%s}"
                        .formatted(places.agentSocket(NODE), more);
        return tryIn(
                config,
                Map.of("CNI_COMMAND", command, "CNI_PATH", "/opt/cni/bin"),
                "/opt/cni/bin/naru");
    }

    /** GC as a runtime asks for it that knows these sandboxes and no others. */
    LabNs.Ended collectGarbage(List<String> sandboxes) throws IOException {
        String valid =
                sandboxes.stream()
                        .map("{\"containerID\":\"%s\",\"ifname\":\"eth0\"}"::formatted)
                        .collect(Collectors.joining(","));
        return plugin("GC", ",\"cni.dev/valid-attachments\":[" + valid + "]");
    }

    String ctr(String... arguments) throws IOException {
        return in(
                Stream.concat(Stream.of("ctr", "-a", Containerd.SOCKET), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** What the server at port 8080 of an address answers to this node. */
    String hello(String address) throws IOException {
        return in("busybox", "nc", "-w", "10", address, "8080").strip();
    }

    /** Lets the agent know a pod, as the API server would. */
    void pod(String name) throws IOException {
        manifest("pod-" + name, POD.formatted(name, name));
    }

    /** Its object is deleted. */
    void forgetPod(String name) throws IOException {
        Files.deleteIfExists(places.manifests().resolve("pod-" + name + ".json"));
    }

    private void manifest(String name, String json) throws IOException {
        Path fresh = Files.writeString(places.manifests().resolve("." + name), json);
        Path file = places.manifests().resolve(name + ".json");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    List<EndpointRow> endpoints() throws IOException, Refusal {
        return List.of(ask("endpoint-list", EndpointRow[].class));
    }

    Status status() throws IOException, Refusal {
        return ask("status", Status.class);
    }

    private <T> T ask(String operation, Class<T> type) throws IOException, Refusal {
        try (WireClient client = WireClient.connect(places.agentSocket(NODE))) {
            return requireNonNull(client.ask(operation, "", type));
        }
    }

    /** The agent's pins, as this process sees them. */
    Path pins() {
        return machine.file(Path.of("/sys/fs/bpf/naru"));
    }

    NodeMachine machine() {
        return machine;
    }

    OptionalLong agentPid() {
        return agent.pid();
    }

    /** Host-side ends of pods' wires. */
    List<String> hostVeths() throws IOException {
        return in("ip", "-br", "link", "show", "type", "veth")
                .lines()
                .filter(line -> line.startsWith("naru"))
                .toList();
    }

    /** Waits for something to become so; what can't be asked yet is not so yet. */
    static void eventually(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within a minute it did not become so that " + what);
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (IOException | Refusal e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        containerd.hangUp();
        machine.stop();
        clear(places);
    }

    private void clear(LabPlaces places) throws IOException {
        labNs.call("clean", "--group", places.cgroup());
        try (Stream<Path> left = Files.list(places.namespaces())) {
            left.forEach(Netns::delete);
        }
        try (Stream<Path> files = Files.walk(places.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
