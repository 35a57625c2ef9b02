package naru.lab.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import naru.lab.HealthyNodes;
import naru.testkit.OwnLab;
import naru.wire.AgentReplies.Status;
import naru.wire.DoctorReply;
import naru.wire.Json;
import naru.wire.LabPlaces;
import naru.wire.LabReplies.ExecPrefix;
import naru.wire.LabReplies.NodeRow;
import naru.wire.LabReplies.Outcome;
import naru.wire.LabReplies.PodRow;
import naru.wire.LabRequests;
import naru.wire.Operation.Refusal;
import naru.wire.WireClient;
import org.jspecify.annotations.Nullable;

/**
 * A lab of a test class. The script brings it up and takes it down; in between its daemon is asked
 * directly, because a command costs the start of a JVM.
 */
public final class ScenarioLab implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 60_000;

    private final LabPlaces places;

    private ScenarioLab(String name) {
        this.places = new LabPlaces(name);
    }

    /**
     * Brings a lab up, in place of what killed runs left of it.
     *
     * @param what names it among this run's labs
     * @param config a lab.yaml
     * @param manifests of the nodes at least
     */
    public static ScenarioLab up(String what, String config, String manifests) throws Exception {
        for (String left : OwnLab.remains(what)) {
            naru("lab", "down", "--name", left);
        }
        String name = OwnLab.named(what);
        Path configFile = Files.createTempFile("naru-lab-", ".yaml");
        Path manifestFile = Files.createTempFile("naru-manifests-", ".yaml");
        try {
            Files.writeString(configFile, config);
            Files.writeString(manifestFile, manifests);
            String[] up = {"lab", "up", "--name", name, "--config", configFile.toString()};
            naru(Stream.concat(Stream.of(up), Stream.of("-f", manifestFile.toString())));
            return new ScenarioLab(name);
        } catch (Exception e) {
            naru("lab", "down", "--name", name);
            throw e;
        } finally {
            Files.delete(configFile);
            Files.delete(manifestFile);
        }
    }

    private static void naru(String... arguments) throws IOException {
        naru(Stream.of(arguments));
    }

    private static void naru(Stream<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script().toString()));
        command.addAll(arguments.toList());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(command + " failed: " + said);
        }
    }

    private static Path script() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("naru"))) {
            folder = folder.getParent();
        }
        return folder.resolve("naru");
    }

    /** Creates or replaces; returns when it is in force everywhere. */
    public void apply(String manifests) throws IOException, Refusal {
        Outcome outcome = store(manifests, true);
        if (!outcome.pending().isEmpty()) {
            throw new IllegalStateException("not in force: " + outcome.pending());
        }
    }

    /** Creates or replaces, and waits for nothing. */
    public void applyWithoutWaiting(String manifests) throws IOException, Refusal {
        store(manifests, false);
    }

    private Outcome store(String manifests, boolean await) throws IOException, Refusal {
        Outcome outcome =
                ask(
                        "apply",
                        new LabRequests.Apply(handOver(manifests), await, PATIENCE_MILLIS),
                        Outcome.class);
        if (!outcome.refused().isEmpty()) {
            throw new IllegalArgumentException("refused: " + outcome.refused());
        }
        return outcome;
    }

    /** Waits until everything stored so far is in force. */
    public void settle() throws IOException, Refusal {
        apply("");
    }

    /** Begins to delete, and waits for nothing. */
    public void deleteWithoutWaiting(String manifests) throws IOException, Refusal {
        ask("delete", new LabRequests.Delete(handOver(manifests), 1), JsonNode.class);
    }

    /** Deletes; returns when it is in force everywhere. */
    public void delete(String manifests) throws IOException, Refusal {
        Outcome outcome =
                ask(
                        "delete",
                        new LabRequests.Delete(handOver(manifests), PATIENCE_MILLIS),
                        Outcome.class);
        if (!outcome.good()) {
            throw new IllegalStateException("not deleted: " + outcome);
        }
    }

    private List<LabRequests.Input> handOver(String manifests) throws IOException {
        Path file = Files.createTempFile(places.inbox(), "", ".manifest");
        Files.writeString(file, manifests);
        return List.of(new LabRequests.Input("scenario", file.toString()));
    }

    /** Kills (signal 9), starts or restarts a node's agent. */
    public void agent(String action, String node) throws IOException, Refusal {
        ask("agent", new LabRequests.Agent(action, node), JsonNode.class);
    }

    public Status status(String node) throws IOException, Refusal {
        return askAgent(node, "status", Status.class);
    }

    /** Asks a node's agent something that needs no arguments. */
    public <T> T askAgent(String node, String op, Class<T> type) throws IOException, Refusal {
        try (WireClient client = WireClient.connect(places.agentSocket(node))) {
            return client.ask(op, null, type);
        }
    }

    /** What a node's doctor finds. */
    public DoctorReply doctor(String node) throws IOException, Refusal {
        try (WireClient client = WireClient.connect(places.agentSocket(node))) {
            return client.ask("doctor", "", DoctorReply.class);
        }
    }

    /** Changes a setting of a node's agent, which restarts. */
    void config(String node, String key, String value) throws IOException, Refusal {
        Map<String, String> values = Map.of(key, value);
        Outcome outcome =
                ask(
                        "config",
                        new LabRequests.Config(node, values, true, PATIENCE_MILLIS),
                        Outcome.class);
        if (!outcome.good()) {
            throw new IllegalStateException("not in force: " + outcome);
        }
    }

    /** The folder that agents read objects from; what is put there the lab knows nothing of. */
    Path manifests() {
        return places.manifests();
    }

    /** What a node's monitor says from now on. */
    MonitorWatch monitor(String node) throws IOException {
        return new MonitorWatch(WireClient.connect(places.agentSocket(node)));
    }

    public List<PodRow> pods() throws IOException, Refusal {
        return List.of(ask("pods", null, PodRow[].class));
    }

    /** The pod as it is now. */
    Place pod(String namespace, String name) throws IOException, Refusal {
        return pods().stream()
                .filter(row -> row.namespace().equals(namespace) && row.name().equals(name))
                .map(ScenarioLab::place)
                .findFirst()
                .orElseThrow();
    }

    public static Place place(PodRow row) {
        return new Place(row.namespace() + "/" + row.name(), Path.of(row.netns()), row.ip());
    }

    /** Nodes and hosts outside the cluster. */
    public List<Place> hosts() throws IOException, Refusal {
        return Stream.of(ask("nodes", null, NodeRow[].class))
                .map(row -> new Place(row.name(), Path.of(row.netns()), row.ip()))
                .toList();
    }

    Place host(String name) throws IOException, Refusal {
        return hosts().stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
    }

    /** Changes keys of a node's agent, as a person who edits them and restarts would. */
    public void config(String node, Map<String, String> values) throws IOException, Refusal {
        ask("config", new LabRequests.Config(node, values, false, PATIENCE_MILLIS), JsonNode.class);
    }

    /** What is to stand before a command that runs at {@code ns/pod} or {@code node/NAME}. */
    public List<String> entering(String target) throws IOException, Refusal {
        return ask("exec", new LabRequests.Exec(target), ExecPrefix.class).command();
    }

    /** Where the fabric's devices are. */
    public Path fabric() {
        return places.namespaces().resolve("fabric");
    }

    private <T> T ask(String op, @Nullable Object args, Class<T> type) throws IOException, Refusal {
        JsonNode[] last = {NullNode.getInstance()};
        try (WireClient client = WireClient.connect(places.daemonSocket())) {
            client.stream(
                    op,
                    args,
                    line -> {
                        last[0] = line;
                        return true;
                    });
        }
        return Json.read(last[0], type);
    }

    /** Fails if a doctor finds anything wrong; the lab is taken down in any case. */
    @Override
    public void close() throws IOException, Refusal {
        try {
            HealthyNodes.assertHealthy(places.name());
        } finally {
            naru("lab", "down", "--name", places.name());
        }
    }
}
