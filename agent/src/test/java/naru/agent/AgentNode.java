package naru.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import naru.linux.netlink.Addresses;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.testkit.ThrowAwayNetns;
import naru.testkit.churn.Killer;
import naru.testkit.churn.NodeSnapshot;
import naru.wire.AgentReplies.Awaited;
import naru.wire.AgentReplies.EndpointRow;
import naru.wire.AgentReplies.Problem;
import naru.wire.AgentReplies.Status;
import naru.wire.AgentRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/**
 * A node with an agent: a network namespace with an uplink, a bpf file system that outlives the
 * agent, a folder of manifests.
 */
public final class AgentNode implements AutoCloseable {

    public static final String ADDRESS = "172.30.0.2";
    private static final long PATIENCE_MILLIS = 30_000;

    final ThrowAwayNetns netns = ThrowAwayNetns.create("node");
    private final Path folder;
    private final Process mounts;
    private Process agent;
    private long revision;
    private String classPath = System.getProperty("java.class.path");

    /**
     * @param flags of the first agent
     */
    public AgentNode(String podCidr, String... flags) throws IOException {
        folder = Files.createTempDirectory("naru-agent-");
        Files.createDirectories(folder.resolve("manifests"));
        Files.createDirectories(folder.resolve("bpf"));
        makeUplink();
        mounts = holdMounts();
        manifest(
                "node",
                """
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"},
                 "spec": {"podCIDR": "%s", "podCIDRs": ["%s"]},
                 "status": {"addresses": [{"type": "InternalIP", "address": "%s"}]}}
                """
                        .formatted(podCidr, podCidr, ADDRESS));
        manifest(
                "namespace",
                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"a\"}}");
        startAgent(flags);
    }

    private void makeUplink() throws IOException {
        InetAddress address = InetAddress.ofLiteral(ADDRESS);
        Link bridge = netns.netlink().executeAndGet(Links.add("up0", "bridge"), "up0");
        netns.netlink()
                .execute(
                        Links.up(1),
                        Links.up(bridge.index()),
                        Addresses.add(bridge.index(), address, 24),
                        Routes.replace(Route.onLink(IpPrefix.ALL_IPV4, bridge.index())));
    }

    /** A mount namespace with a bpf file system; it ends with this JVM, however that ends. */
    private Process holdMounts() throws IOException {
        String script =
                "mount -t bpf bpf " + folder.resolve("bpf") + " && echo mounted && exec cat";
        Process holder =
                new ProcessBuilder("unshare", "--mount", "sh", "-c", script)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said = holder.inputReader();
        if (!"mounted".equals(said.readLine())) {
            throw new IOException("no bpf file system for the test");
        }
        return holder;
    }

    /**
     * The next agents are of another version.
     *
     * @param classes in front of the class path; empty: agents are of this version again
     */
    void nextAgentsAre(Optional<Path> classes) {
        String own = System.getProperty("java.class.path");
        classPath = classes.map(other -> other + File.pathSeparator + own).orElse(own);
    }

    /** Starts an agent; {@link #killAgent} ends it, wherever it is then. */
    void launchAgent() throws IOException {
        agent = new ProcessBuilder(agentCommand()).redirectErrorStream(true).start();
        BufferedReader log = agent.inputReader();
        Thread.ofVirtual().start(() -> drain(log));
    }

    /** Starts an agent and kills it as soon as it has said this. */
    void runAgentUntil(String words) throws IOException, InterruptedException {
        agent = new ProcessBuilder(agentCommand()).redirectErrorStream(true).start();
        awaitLine(agent, words);
        killAgent();
    }

    /** Starts an agent and waits until it answers. */
    public void startAgent(String... flags) throws IOException {
        beginAgent(flags).await();
    }

    /** Starts an agent that {@link #killAgent} ends, whoever waits until it answers. */
    public Killer.Start beginAgent(String... flags) throws IOException {
        Process begun = new ProcessBuilder(agentCommand(flags)).redirectErrorStream(true).start();
        agent = begun;
        return () -> awaitLine(begun, "answers at");
    }

    private static void awaitLine(Process agent, String words) throws IOException {
        BufferedReader log = agent.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            said.append(line).append('\n');
            if (line.contains(words)) {
                Thread.ofVirtual().start(() -> drain(log));
                return;
            }
        }
        throw new IOException("the agent ended: " + said);
    }

    /** So that the agent never waits for somebody who reads its log. */
    private static void drain(BufferedReader log) {
        try {
            log.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // the agent is gone
        }
    }

    /** Another agent with the same state: answers what it says and how it ends. */
    String startSecondAgent() throws IOException, InterruptedException {
        Process second = new ProcessBuilder(agentCommand()).redirectErrorStream(true).start();
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return second.waitFor() + " " + said;
    }

    /** Runs a command on this node; its standard error is part of its output. */
    public Process command(Object... words) throws IOException {
        List<String> command = entering();
        Arrays.stream(words).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private List<String> entering() {
        String mountNamespace = "--mount=/proc/" + mounts.pid() + "/ns/mnt";
        return new ArrayList<>(List.of("nsenter", mountNamespace, "--net=" + netns.path(), "--"));
    }

    private List<String> agentCommand(String... flags) {
        List<String> command = entering();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", classPath));
        command.add(AgentMain.class.getName());
        command.addAll(List.of("--node", "n1", "--manifests", folder + "/manifests"));
        command.addAll(List.of("--socket", socket().toString(), "--state", folder + "/state"));
        command.addAll(List.of("--bpf-root", folder + "/bpf/naru", "--config", folder + "/none"));
        command.addAll(List.of(flags));
        return command;
    }

    /** On a processor, of all its threads, so far. */
    Duration agentCpuTime() {
        // nsenter became the agent
        return agent.info().totalCpuDuration().orElseThrow();
    }

    /** Of the agent itself: those that enter namespaces before it become it. */
    long agentPid() {
        return agent.pid();
    }

    /** How many files the agent has open. */
    int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/" + agentPid() + "/fd"))) {
            return (int) all.count();
        }
    }

    /** Signal 9. */
    public void killAgent() throws InterruptedException {
        agent.destroyForcibly().waitFor();
    }

    /** Signal 15. */
    public void stopAgent() throws InterruptedException {
        agent.destroy();
        if (!agent.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the agent does not end");
        }
    }

    public Path socket() {
        return folder.resolve("agent.sock");
    }

    /** The node's own network namespace. */
    public ThrowAwayNetns netns() {
        return netns;
    }

    /** The pins, as this process sees them. */
    public Path pins() {
        return seen(bpfRoot());
    }

    /** How this process sees what processes on this node see. */
    Path seen(Path file) {
        return Path.of("/proc/" + mounts.pid() + "/root" + file);
    }

    /** Mounts, unmounts and the like, in the mount namespace of this node. */
    void run(Object... words) throws IOException, InterruptedException {
        Process process = command(words);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(words) + ": " + said);
        }
    }

    Path manifests() {
        return folder.resolve("manifests");
    }

    /** As processes on this node see it. */
    public Path bpfRoot() {
        return folder.resolve("bpf/naru");
    }

    public Path state() {
        return folder.resolve("state");
    }

    /** All that a pod might leave something in, by what it is. */
    public Map<String, List<String>> snapshot() throws IOException {
        return NodeSnapshot.of(netns.netlink(), state(), pins());
    }

    /** Stores a manifest; {@link #settle} waits for it. */
    public void manifest(String name, String json) throws IOException {
        Path manifests = folder.resolve("manifests");
        Path fresh = Files.writeString(manifests.resolve("." + name), json);
        Files.move(fresh, manifests.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes a manifest away. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(folder.resolve("manifests").resolve(name + ".json"));
    }

    public void pod(String name) throws IOException {
        manifest(
                "pod-" + name,
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"name": "%s", "namespace": "a", "labels": {"app": "%s"}},
                 "spec": {"nodeName": "n1", "containers": [{"name": "c", "image": "x"}]}}
                """
                        .formatted(name, name));
    }

    /** Waits until everything stored so far is in force. */
    public void settle() throws IOException, Refusal {
        revision++;
        Path manifests = folder.resolve("manifests");
        Path fresh = Files.writeString(manifests.resolve(".fresh"), Long.toString(revision));
        Files.move(fresh, manifests.resolve(".revision"), StandardCopyOption.ATOMIC_MOVE);
        Awaited awaited =
                ask("await", new AgentRequests.Await(revision, PATIENCE_MILLIS), Awaited.class);
        if (!awaited.reached()) {
            throw new IllegalStateException("revision " + revision + " is not in force");
        }
    }

    /** The endpoints that the agent lists. */
    public List<EndpointRow> endpoints() throws IOException, Refusal {
        return List.of(ask("endpoint-list", "", EndpointRow[].class));
    }

    public <T> T ask(String op, Object args, Class<T> type) throws IOException, Refusal {
        try (WireClient client = WireClient.connect(socket())) {
            return client.ask(op, args, type);
        }
    }

    /** Makes a pod and attaches it; answers its address. */
    public String add(String name, ThrowAwayNetns pod) throws IOException, Refusal {
        pod(name);
        JsonNode result = cni("ADD", name, pod.path());
        return result.at("/ips/0/address").asText().replace("/32", "");
    }

    /** What the agent says is wrong, without where and why. */
    public List<String> problems() throws IOException, Refusal {
        return ask("status", "", Status.class).problems().stream().map(Problem::what).toList();
    }

    /** A CNI request about pod a/NAME; the agent sees its namespace by way of this process. */
    public JsonNode cni(String command, String name, Path podNetns) throws IOException, Refusal {
        Map<String, String> env =
                Map.of(
                        "CNI_COMMAND",
                        command,
                        "CNI_CONTAINERID",
                        "c-" + name,
                        "CNI_IFNAME",
                        "eth0",
                        "CNI_NETNS",
                        podNetns.toString(),
                        "CNI_ARGS",
                        "K8S_POD_NAMESPACE=a;K8S_POD_NAME=" + name);
        String root = "/proc/" + ProcessHandle.current().pid() + "/root";
        String config = "{\"cniVersion\":\"1.0.0\",\"name\":\"naru\",\"type\":\"naru\"}";
        return ask("cni", new AgentRequests.Cni(root, env, config), JsonNode.class);
    }

    /** Names of the host-side veths. */
    public List<String> hostVeths() {
        return netns.netlink().links().stream()
                .filter(link -> link.kind().equals("veth"))
                .map(Link::name)
                .toList();
    }

    @Override
    public void close() throws IOException {
        agent.destroyForcibly().onExit().join();
        mounts.destroyForcibly().onExit().join();
        netns.close();
        remove(folder);
    }

    /** All that the agent keeps on disk. */
    void removeState() throws IOException {
        remove(state());
    }

    static void remove(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            files.sorted(Comparator.reverseOrder()).forEach(AgentNode::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
