package naru.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.bench.scale.Cluster.Size;
import naru.bench.scale.EventCost.Event;
import naru.compile.Compiler;
import naru.compile.Delta;
import naru.compile.Numbering;
import naru.model.ClusterObject;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.LabelSelector;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;

/** One node's tables of a cluster, built from nothing, and what events cost after that. */
public final class CompileScale {

    /** What the issue names. */
    public static final Size LARGE = new Size(10_000, 5_000, 150_000);

    /** As many pods as a small cluster has. */
    public static final Size SMALL = new Size(20, 5, 200);

    private static final long SEED = 20_251;
    private static final int TURNS = 40;

    private final Compiler compiler =
            new Compiler(Cluster.HERE, Numbering.EMPTY, IgnoredLabels.DEFAULTS);
    private final Built built;
    private Pod local;
    private int slots;

    /**
     * What building cost.
     *
     * @param cpuMillis of the whole process, garbage collection and JIT compilation included
     * @param heapBytes that the tables take, after a collection
     */
    public record Built(
            long cpuMillis,
            long heapBytes,
            int identities,
            int policyEntries,
            int addresses,
            long selectorEvaluations) {}

    public CompileScale(Size size) {
        OperatingSystemMXBean process =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        this.local =
                new Pod(
                        "", "", "", Map.of(), "", List.of(), false, List.of(), List.of(), "",
                        false);
        long begin = process.getProcessCpuTime();
        new Cluster(size, SEED).forEach(this::put);
        Delta delta = compiler.drain();
        long end = process.getProcessCpuTime();
        int entries = delta.policyPuts().size();
        int addresses = delta.ipcachePuts().size();
        System.gc();
        Runtime heap = Runtime.getRuntime();
        this.built =
                new Built(
                        (end - begin) / 1_000_000,
                        heap.totalMemory() - heap.freeMemory(),
                        compiler.identities().size(),
                        entries,
                        addresses,
                        compiler.work().selectorEvaluations());
    }

    private void put(ClusterObject object) {
        compiler.put(object);
        if (object instanceof Pod pod && pod.nodeName().equals(Cluster.HERE)) {
            compiler.putEndpoint(++slots, pod.key(), pod.addresses().getFirst());
            local = pod;
        }
    }

    public Built built() {
        return built;
    }

    /** By what happens. */
    public Map<String, EventCost> events() {
        Map<String, Event> events = new LinkedHashMap<>();
        events.put("a pod with labels that others have", (c, turn) -> toggle(c, turn, "app-1"));
        events.put("a pod with new labels", (c, turn) -> toggle(c, turn, "new-" + turn / 2));
        events.put("other labels of a pod", (c, turn) -> c.put(pod("again-" + turn, 1)));
        events.put("other labels of a pod of this node", this::relabelLocal);
        events.put("a policy for its namespace", this::togglePolicy);
        events.put("a node", CompileScale::toggleNode);
        Map<String, EventCost> costs = new LinkedHashMap<>();
        events.forEach((name, event) -> costs.put(name, EventCost.of(compiler, event, TURNS)));
        return costs;
    }

    /** Comes in one turn and goes in the next. */
    private static void toggle(Compiler compiler, int turn, String app) {
        if (turn % 2 == 0) {
            compiler.put(pod(app, 0));
        } else {
            compiler.remove(pod(app, 0).key());
        }
    }

    private static Pod pod(String app, int number) {
        return new Pod(
                PolicyMix.namespaceName(1),
                "event-" + number,
                "",
                Map.of("app", app, "tier", "api", "version", "v1"),
                Cluster.nodeName(1),
                List.of(new Ipv4Address(Ipv4Address.parse("10.200.0.0").bits() + number)),
                false,
                List.of(),
                List.of(),
                "default",
                false);
    }

    private void relabelLocal(Compiler compiler, int turn) {
        compiler.put(
                new Pod(
                        local.namespace(),
                        local.name(),
                        local.uid(),
                        Map.of("app", "local-" + turn, "tier", "worker"),
                        local.nodeName(),
                        local.addresses(),
                        false,
                        local.ports(),
                        List.of(),
                        local.serviceAccount(),
                        false));
    }

    private void togglePolicy(Compiler compiler, int turn) {
        String name = "event";
        if (turn % 2 == 0) {
            PodPeer own = new PodPeer(Optional.empty(), Optional.of(LabelSelector.ALL));
            compiler.put(
                    new NetworkPolicy(
                            local.namespace(),
                            name,
                            LabelSelector.ALL,
                            java.util.Set.of(Direction.INGRESS),
                            List.of(new Rule(List.of(own), List.of())),
                            List.of()));
        } else {
            compiler.remove(new ObjectKey(ObjectKey.Kind.NETWORK_POLICY, local.namespace(), name));
        }
    }

    private static void toggleNode(Compiler compiler, int turn) {
        Node node =
                new Node(
                        "node-event",
                        Map.of(),
                        List.of(Ipv4Address.parse("172.31.255.1")),
                        List.of(naru.model.Ipv4Prefix.parse("10.201.0.0/24")));
        if (turn % 2 == 0) {
            compiler.put(node);
        } else {
            compiler.remove(node.key());
        }
    }
}
