package naru.bench.scale;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import naru.compile.Compiler;
import naru.compile.Delta;
import naru.compile.Numbering;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.LabelSelector;
import naru.model.LabelSelector.Operator;
import naru.model.LabelSelector.Requirement;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.NetworkPolicy.Direction;
import naru.model.NetworkPolicy.PodPeer;
import naru.model.NetworkPolicy.Rule;
import naru.model.Pod;

/**
 * Policies that mean nearly everybody, for a hundred pods of a node in a cluster of many labels.
 */
public final class BroadPolicy {

    private static final int A_NAMESPACE = 100;
    private static final String HOME = "home";

    private final Compiler compiler =
            new Compiler(Cluster.HERE, Numbering.EMPTY, IgnoredLabels.DEFAULTS);

    /**
     * What a policy cost.
     *
     * @param entries that its pods have more, of all policy sets together
     * @param selectorEvaluations how often a selector was held against an identity
     * @param cpuMillis of the thread, from the policy to what is to be written
     */
    public record Cost(int entries, long selectorEvaluations, double cpuMillis) {}

    /**
     * @param identities pods of other nodes, each with labels of its own
     * @param local pods of this node that the policies select
     */
    public BroadPolicy(int identities, int local) {
        compiler.put(new Namespace(HOME, Map.of()));
        for (int i = 0; i < local; i++) {
            Pod pod = pod(HOME, "local-" + i, Cluster.HERE, i);
            compiler.put(pod);
            compiler.putEndpoint(i + 1, pod.key(), pod.addresses().getFirst());
        }
        for (int i = 0; i < identities; i++) {
            String namespace = "ns" + i / A_NAMESPACE;
            if (i % A_NAMESPACE == 0) {
                compiler.put(new Namespace(namespace, Map.of("team", "team" + i % 7)));
            }
            compiler.put(pod(namespace, "app-" + i, "elsewhere", local + i));
        }
        compiler.drain();
    }

    private static Pod pod(String namespace, String name, String node, int number) {
        return new Pod(
                namespace,
                name,
                "",
                Map.of("app", name),
                node,
                List.of(new Ipv4Address(Ipv4Address.parse("10.0.0.1").bits() + number)),
                false,
                List.of(),
                List.of(),
                "default",
                false);
    }

    /** By whom the policy lets in. */
    public Map<String, Cost> costs() {
        Map<String, Cost> costs = new LinkedHashMap<>();
        costs.put("namespaceSelector: {}", cost(peer(LabelSelector.ALL, LabelSelector.ALL)));
        costs.put("all namespaces but one", cost(peer(allBut(), LabelSelector.ALL)));
        costs.put(
                "podSelector: {}",
                cost(new PodPeer(Optional.empty(), Optional.of(LabelSelector.ALL))));
        return costs;
    }

    private static PodPeer peer(LabelSelector namespaces, LabelSelector pods) {
        return new PodPeer(Optional.of(namespaces), Optional.of(pods));
    }

    private static LabelSelector allBut() {
        return new LabelSelector(
                List.of(new Requirement(Namespace.NAME_LABEL, Operator.NOT_IN, Set.of("ns1"))));
    }

    private Cost cost(PodPeer peer) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        NetworkPolicy policy =
                new NetworkPolicy(
                        HOME,
                        "broad",
                        LabelSelector.ALL,
                        Set.of(Direction.INGRESS),
                        List.of(new Rule(List.of(peer), List.of())),
                        List.of());
        long evaluations = compiler.work().selectorEvaluations();
        long begin = threads.getCurrentThreadCpuTime();
        compiler.put(policy);
        Delta delta = compiler.drain();
        long end = threads.getCurrentThreadCpuTime();
        int entries = delta.policyPuts().size();
        compiler.drain();
        compiler.remove(policy.key());
        compiler.drain();
        compiler.drain();
        return new Cost(
                entries, compiler.work().selectorEvaluations() - evaluations, (end - begin) / 1e6);
    }
}
