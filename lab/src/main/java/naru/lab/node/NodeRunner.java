package naru.lab.node;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import naru.cni.CniInstaller;
import naru.lab.fabric.Host;
import naru.lab.machine.AgentProcess;
import naru.lab.machine.NodeMachine;
import naru.lab.pod.CniPlugin;
import naru.lab.pod.PodNode;
import naru.model.Node;
import org.jspecify.annotations.Nullable;

/** One node from power-on to removal. */
public final class NodeRunner {

    /** Pods may try from then on, whether or not the agent came up. */
    private static final Duration AGENT_PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final NodeSetup setup;
    private final Node node;
    private final Host host;
    private final AgentConfigFile config;
    private final CompletableFuture<PodNode> ready = new CompletableFuture<>();
    private volatile @Nullable NodeMachine machine;
    private volatile @Nullable AgentProcess agent;

    /**
     * @param node with its addresses and pod ranges
     * @param host its place on the fabric
     */
    public NodeRunner(NodeSetup setup, Node node, Host host) {
        this.setup = setup;
        this.node = node;
        this.host = host;
        this.config = new AgentConfigFile(setup.places().node(node.name()).resolve("agent.yaml"));
    }

    /** Begins to bring the node up. */
    public void start() {
        Thread.ofVirtual().name("node " + node.name()).start(this::bringUp);
    }

    private void bringUp() {
        try {
            NodeMachine made = NodeMachine.start(setup.places(), setup.labNs(), node.name());
            machine = made;
            setup.fabric().connect(host);
            if (setup.podRoutes()) {
                setup.fabric().route(node.podCidrs(), node.addresses().getFirst());
            }
            config.write(setup.agentConfig());
            AgentProcess process =
                    new AgentProcess(setup.places(), made, node.name(), setup.agent());
            process.start(setup.labNs());
            agent = process;
            CniInstaller.install(
                    made.file(CniInstaller.BIN_DIR),
                    made.file(CniInstaller.CONFIG_DIR),
                    setup.places().agentSocket(node.name()));
            awaitAgent(AGENT_PATIENCE);
            CniPlugin cni = new CniPlugin(setup.labNs(), made);
            ready.complete(new PodNode(node.name(), node.addresses(), made, cni));
        } catch (IOException | RuntimeException | Error e) {
            ready.completeExceptionally(e);
        } catch (InterruptedException e) {
            ready.cancel(false);
        }
    }

    /** Waits until the agent answers, it ends, or the time is over. */
    private void awaitAgent(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!questions().isThere() && agentPid().isPresent() && System.nanoTime() < end) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    public Node node() {
        return node;
    }

    public Host host() {
        return host;
    }

    public AgentConfigFile config() {
        return config;
    }

    public AgentQuestions questions() {
        return new AgentQuestions(setup.places().agentSocket(node.name()));
    }

    /** Completes when pods can be run here. */
    public CompletableFuture<PodNode> ready() {
        return ready;
    }

    /** Empty before it is made. */
    public Optional<NodeMachine> machine() {
        return Optional.ofNullable(machine);
    }

    public OptionalLong agentPid() {
        AgentProcess process = agent;
        return process == null ? OptionalLong.empty() : process.pid();
    }

    /**
     * Waits until pods can be run here.
     *
     * @return why they can't; empty if they can
     */
    public Optional<String> awaitReady(Duration patience) throws InterruptedException {
        try {
            ready.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("it is still coming up");
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(requireNonNull(e.getCause()).getMessage()));
        }
    }

    /** Signal 9 to the agent. */
    public void killAgent() throws IOException {
        madeAgent().kill();
    }

    /** Starts the agent, and waits until it answers. */
    public void startAgent() throws IOException, InterruptedException {
        madeAgent().start(setup.labNs());
        awaitAgent(AGENT_PATIENCE);
        if (agentPid().isEmpty()) {
            throw new IOException("node " + node.name() + ": " + lastWords());
        }
    }

    /** Says that no agent runs, and what the last one said. Empty if one runs. */
    public Optional<String> agentTrouble() {
        return agentPid().isPresent() ? Optional.empty() : Optional.of(lastWords());
    }

    private String lastWords() {
        Path log = setup.places().node(node.name()).resolve("agent.log");
        try (Stream<String> lines = Files.lines(log)) {
            String last = lines.reduce("", (_, line) -> line);
            return "its agent does not run; the end of " + log + " is: " + last;
        } catch (IOException | UncheckedIOException e) {
            return "its agent does not run, and left no log: " + e.getMessage();
        }
    }

    /** Ends the agent as a service manager would, and starts it again. */
    public void restartAgent() throws IOException, InterruptedException {
        madeAgent().terminate();
        startAgent();
    }

    private AgentProcess madeAgent() throws IOException {
        AgentProcess process = agent;
        if (process == null) {
            throw new IOException("node " + node.name() + " is still coming up");
        }
        return process;
    }

    /** Ends all that runs in the node. */
    public void powerOff() throws IOException {
        NodeMachine made = machine;
        if (made != null) {
            made.stop();
        }
    }

    /** Ends the node and takes it off the fabric. */
    public void remove() throws IOException {
        if (setup.podRoutes()) {
            setup.fabric().unroute(node.podCidrs());
        }
        setup.fabric().disconnect(host);
        powerOff();
        try (Stream<Path> files = Files.walk(setup.places().node(node.name()))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
