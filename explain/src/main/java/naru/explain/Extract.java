package naru.explain;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import naru.model.ClusterObject;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;

/**
 * The part of a cluster that decides about a question: the ends, this node's pods, and of all other
 * pods one of each kind, because a fix is priced by kinds. What is left out is what makes a large
 * cluster large.
 */
final class Extract implements Predicate<ClusterObject> {

    private final String node;
    private final Set<String> ends;
    private final Set<Kind> seen = new HashSet<>();

    /** What policies can tell apart. */
    private record Kind(
            String namespace,
            String serviceAccount,
            Map<String, String> labels,
            Set<ContainerPort> ports) {}

    /**
     * @param node whose tables are asked
     * @param ends of the question, in its words
     */
    Extract(String node, String... ends) {
        this.node = node;
        this.ends = new HashSet<>(List.of(ends));
    }

    @Override
    public boolean test(ClusterObject object) {
        return switch (object) {
            case Node _, Namespace _, NetworkPolicy _ -> true;
            case Pod pod -> pod.nodeName().equals(node) || isEnd(pod) || isFirstOfItsKind(pod);
        };
    }

    private boolean isEnd(Pod pod) {
        return ends.contains(pod.namespace() + "/" + pod.name())
                || pod.addresses().stream().anyMatch(address -> ends.contains(address.toString()));
    }

    private boolean isFirstOfItsKind(Pod pod) {
        return seen.add(
                new Kind(
                        pod.namespace(),
                        pod.serviceAccount(),
                        pod.labels(),
                        Set.copyOf(pod.ports())));
    }
}
