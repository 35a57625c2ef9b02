package naru.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import naru.lab.cluster.Cluster;
import naru.lab.config.LabConfig;
import naru.lab.config.LabConfigException;
import naru.lab.config.LabConfigReader;
import naru.lab.fabric.Fabric;
import naru.lab.machine.LabNs;
import naru.lab.machine.UnifiedCgroups;
import naru.lab.node.NodeRunner;
import naru.lab.node.NodeSetup;
import naru.lab.pod.Kubelet;
import naru.watch.manifest.ManifestObject;
import naru.wire.BuiltTree;
import naru.wire.Json;
import naru.wire.LabPlaces;
import naru.wire.LabRequests;
import naru.wire.Operation;
import naru.wire.Operation.Refusal;
import naru.wire.UnixServer;
import org.jspecify.annotations.Nullable;

/**
 * The process behind a lab. Arguments: the lab's name, the root of the built source tree. Answers
 * on the lab's socket; the first question is {@code up}.
 */
public final class LabDaemon {

    private static final Duration UP_PATIENCE = Duration.ofSeconds(60);

    private final LabPlaces places;
    private final BuiltTree tree;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Lab lab;
    private volatile Map<String, Operation> operations = Map.of();

    private LabDaemon(LabPlaces places, BuiltTree tree) {
        this.places = places;
        this.tree = tree;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        new LabDaemon(new LabPlaces(args[0]), new BuiltTree(Path.of(args[1]))).serve();
    }

    private void serve() throws IOException, InterruptedException {
        Files.createDirectories(places.manifests());
        Files.createDirectories(places.namespaces());
        Files.createDirectories(places.inbox());
        Map<String, Operation> doors = new HashMap<>();
        doors.put("up", this::up);
        doors.put("down", this::down);
        for (String op :
                List.of(
                        "apply",
                        "delete",
                        "config",
                        "agent",
                        "incident",
                        "repair",
                        "pods",
                        "nodes",
                        "get",
                        "exec")) {
            doors.put(op, (args, answer) -> later(op).answer(args, answer));
        }
        try (UnixServer _ = UnixServer.listen(places.daemonSocket(), doors)) {
            end.await();
        }
        System.exit(0);
    }

    private Operation later(String op) throws Refusal {
        Operation operation = operations.get(op);
        if (operation == null) {
            throw Refusal.failed("lab " + places.name() + " is still coming up", "try again");
        }
        return operation;
    }

    private void up(JsonNode args, Operation.Answer answer)
            throws IOException, Refusal, InterruptedException {
        LabRequests.Up request = Json.read(args, LabRequests.Up.class);
        Deadline deadline = Deadline.in(UP_PATIENCE);
        if (lab != null) {
            throw Refusal.failed("lab " + places.name() + " is up already", "");
        }
        LabConfig config = config(request);
        OutcomeNotes notes = new OutcomeNotes();
        List<ManifestObject> objects = Applying.read(Inbox.read(request.inputs()), notes);
        if (notes.toOutcome().refused().isEmpty()) {
            Lab made = make(config);
            lab = made;
            LabOperations all = new LabOperations(made);
            Fabric fabric = made.nodeSetup().fabric();
            new Raising(made, fabric).raise(objects, request.nodes(), notes, all.applying());
            operations = all.all();
            settle(made, deadline, LabOperations.progressTo(answer)).forEach(notes::pending);
        }
        answer.send(notes.toOutcome());
    }

    /** An agent that does not come up now never will: nothing else is waited for then. */
    private static List<String> settle(Lab made, Deadline deadline, Consumer<String> progress)
            throws IOException, InterruptedException {
        Settling settling = new Settling(made);
        List<String> failed = new ArrayList<>(settling.nodes(deadline, progress));
        failed.addAll(settling.deadAgents());
        return failed.isEmpty() ? settling.all(deadline, progress) : failed;
    }

    private static LabConfig config(LabRequests.Up request) throws Refusal {
        LabRequests.Input input = request.config();
        if (input == null) {
            return LabConfig.DEFAULTS;
        }
        Inbox.Text text = Inbox.read(input);
        try {
            return LabConfigReader.read(text.name(), text.text());
        } catch (LabConfigException e) {
            throw Refusal.usage(String.valueOf(e.getMessage()), "");
        }
    }

    private Lab make(LabConfig config) throws IOException {
        LabNs labNs = new LabNs(tree.labNs());
        Cluster cluster = new Cluster(places.manifests());
        Fabric fabric = new Fabric(places.namespaces().resolve("fabric"), labNs);
        NodeSetup setup =
                new NodeSetup(
                        places,
                        labNs,
                        fabric,
                        config.router().podRoutes(),
                        tree.java("agent", "naru.agent.AgentMain"),
                        config.agent());
        Kubelet kubelet =
                new Kubelet(places, labNs, UnifiedCgroups.mountPoint(), new PodReports(cluster));
        return new Lab(config, cluster, setup, kubelet);
    }

    /** Ends all processes of the nodes while their parent still lives, then this one. */
    private void down(JsonNode args, Operation.Answer answer)
            throws IOException, InterruptedException {
        Lab made = lab;
        List<Thread> ends = new ArrayList<>();
        if (made != null) {
            for (NodeRunner node : made.nodes().values()) {
                ends.add(Thread.ofVirtual().start(() -> powerOff(node)));
            }
        }
        for (Thread one : ends) {
            one.join();
        }
        answer.send(null);
        end.countDown();
    }

    private static void powerOff(NodeRunner node) {
        try {
            node.powerOff();
        } catch (IOException e) {
            System.getLogger("naru.lab")
                    .log(System.Logger.Level.WARNING, "node {0}: {1}", node.node().name(), e);
        }
    }
}
