package naru.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import naru.bench.network.Site;
import naru.bench.report.BenchFailure;
import naru.wire.BuiltTree;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.AgentPlace;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.PodRow;
import naru.wire.LabRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;

/** A lab with real agents that goes away with the bench, also when that is interrupted. */
public final class BenchLab implements AutoCloseable {

    private final BuiltTree tree;
    private final LabPlaces places;
    private final NaruCommand naru;
    private final Thread cleaning = new Thread(this::takeDown, "bench-cleaning");

    private BenchLab(BuiltTree tree, LabPlaces places) {
        this.tree = tree;
        this.places = places;
        this.naru = new NaruCommand(tree, places);
    }

    /**
     * Brings up a lab; when this returns, its policies are in force.
     *
     * @throws BenchFailure if there is such a lab already, or it can't be
     */
    public static BenchLab up(BuiltTree tree, LabPlaces places, String manifests)
            throws IOException, BenchFailure {
        if (places.folder().toFile().exists()) {
            throw new BenchFailure(
                    "there is a lab named %s already, or what is left of one; remove it with: naru lab down --name %s"
                            .formatted(places.name(), places.name()));
        }
        BenchLab lab = new BenchLab(tree, places);
        Runtime.getRuntime().addShutdownHook(lab.cleaning);
        if (lab.naru.run(manifests, "lab", "up", "-f", "-") != 0) {
            lab.close();
            throw new BenchFailure("the lab to be measured does not come up");
        }
        return lab;
    }

    /** Applies manifests and waits until they are in force. */
    public void apply(String manifests) throws IOException, BenchFailure {
        if (naru.run(manifests, "lab", "apply", "--wait", "-f", "-") != 0) {
            throw new BenchFailure("the lab does not take the manifests");
        }
    }

    public LabPlaces places() {
        return places;
    }

    /** Where other networks can be made, so that they go with the lab. */
    public Site site() {
        return new Site(places.namespaces().resolve("bench"), tree.labNs());
    }

    public Path loadProgram() {
        return tree.lib().resolve("naru-load");
    }

    /** By namespace/name. */
    public Map<String, PodRow> pods() throws IOException, BenchFailure {
        Map<String, PodRow> pods = new HashMap<>();
        for (PodRow pod : daemon("pods", PodRow[].class)) {
            pods.put(pod.namespace() + "/" + pod.name(), pod);
        }
        return pods;
    }

    /**
     * @throws BenchFailure if there is no agent on the node
     */
    private AgentPlace agentPlace(String node) throws IOException, BenchFailure {
        for (NodeRow row : daemon("nodes", NodeRow[].class)) {
            if (row.name().equals(node) && row.agent() != null) {
                return row.agent();
            }
        }
        throw new BenchFailure("the lab has no agent on node " + node);
    }

    /** The process of the agent of a node. */
    public long agentPid(String node) throws IOException, BenchFailure {
        Long pid = agentPlace(node).pid();
        if (pid == null) {
            throw new BenchFailure("the agent of node " + node + " does not run");
        }
        return pid;
    }

    /** Kills an agent, or starts it, which returns before it is up. */
    public void tellAgent(String action, String node) throws IOException, BenchFailure {
        try (WireClient client = WireClient.connect(places.daemonSocket())) {
            client.ask("agent", new LabRequests.Agent(action, node));
        } catch (Refusal e) {
            throw new BenchFailure("the lab: " + e.getMessage());
        }
    }

    private <T> T daemon(String op, Class<T> type) throws IOException, BenchFailure {
        try (WireClient client = WireClient.connect(places.daemonSocket())) {
            return client.ask(op, null, type);
        } catch (Refusal e) {
            throw new BenchFailure("the lab: " + e.getMessage());
        }
    }

    public AgentTables agent(String node) {
        return new AgentTables(places.agentSocket(node));
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaning);
        } catch (IllegalStateException e) {
            return; // we are being ended, and that thread does it
        }
        takeDown();
    }

    private void takeDown() {
        try {
            naru.run("", "lab", "down");
        } catch (IOException e) {
            System.err.println(
                    "naru: the lab could not be taken down: "
                            + e.getMessage()
                            + "; remove it with: naru lab down --name "
                            + places.name());
        }
    }
}
