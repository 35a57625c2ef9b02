package naru.compile;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import naru.model.Namespace;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.model.Pod.ContainerPort;

/**
 * Pods and namespaces, and the identity that follows for each pod. A pod has none while its
 * namespace is unknown, if it uses its node's network, and once it has finished.
 */
final class Pods {

    /** Is told of each pod that came, went or got another identity. */
    interface Listener {

        void podChanged(ObjectKey pod);
    }

    private static final int MOST_SHAPES = 4096;

    private final LabelRelevance relevance;
    private final Identities identities;
    private final Listener listener;
    private final Function<ObjectKey, Optional<Pod>> pods;
    private final Map<String, Namespace> namespaces = new HashMap<>();
    private final Map<String, Set<ObjectKey>> byNamespace = new HashMap<>();
    private final Map<ObjectKey, Identity> assigned = new HashMap<>();
    private final Map<Shape, LabelSet> shapes = new HashMap<>();

    /** What of a pod makes its set of labels, as long as its namespace is what it is. */
    private record Shape(
            String namespace,
            String serviceAccount,
            Map<String, String> labels,
            List<ContainerPort> ports) {}

    /**
     * @param pods that there are now
     */
    Pods(
            Function<ObjectKey, Optional<Pod>> pods,
            LabelRelevance relevance,
            Identities identities,
            Listener listener) {
        this.pods = pods;
        this.relevance = relevance;
        this.identities = identities;
        this.listener = listener;
    }

    void put(ObjectKey key) {
        Multimaps.add(byNamespace, key.namespace(), key);
        refresh(key);
    }

    void remove(ObjectKey key) {
        Multimaps.remove(byNamespace, key.namespace(), key);
        refresh(key);
    }

    void put(Namespace namespace) {
        shapes.clear();
        namespaces.put(namespace.name(), namespace);
        refreshAll(namespace.name());
    }

    void removeNamespace(String name) {
        shapes.clear();
        namespaces.remove(name);
        refreshAll(name);
    }

    /** The relevance of these label keys has changed. */
    void refreshThoseWith(Set<String> labelKeys) {
        if (labelKeys.isEmpty()) {
            return;
        }
        shapes.clear();
        List<ObjectKey> all = byNamespace.values().stream().flatMap(Set::stream).toList();
        for (ObjectKey key : all) {
            if (pods.apply(key)
                    .filter(pod -> !Collections.disjoint(pod.labels().keySet(), labelKeys))
                    .isPresent()) {
                refresh(key);
            }
        }
    }

    private void refreshAll(String namespace) {
        new HashSet<>(byNamespace.getOrDefault(namespace, Set.of())).forEach(this::refresh);
    }

    /** The new identity comes before the old one goes. */
    private void refresh(ObjectKey key) {
        Identity before = assigned.get(key);
        Optional<Identity> now = labels(key).map(identities::claim);
        now.ifPresentOrElse(identity -> assigned.put(key, identity), () -> assigned.remove(key));
        listener.podChanged(key);
        if (before != null) {
            identities.release(before);
        }
    }

    private Optional<LabelSet> labels(ObjectKey key) {
        Namespace namespace = namespaces.get(key.namespace());
        return pods.apply(key)
                .filter(pod -> namespace != null && !pod.hostNetwork() && !pod.finished())
                .map(pod -> labels(Objects.requireNonNull(namespace), pod));
    }

    /** Replicas come one after the other, and have all but their names in common. */
    private LabelSet labels(Namespace namespace, Pod pod) {
        if (shapes.size() > MOST_SHAPES) {
            shapes.clear();
        }
        Shape shape = new Shape(pod.namespace(), pod.serviceAccount(), pod.labels(), pod.ports());
        return shapes.computeIfAbsent(shape, _ -> labelSet(namespace, pod));
    }

    private LabelSet labelSet(Namespace namespace, Pod pod) {
        SortedMap<PortName, SortedSet<Integer>> ports = new TreeMap<>();
        for (ContainerPort port : pod.ports()) {
            if (!port.name().isEmpty()) {
                ports.computeIfAbsent(
                                new PortName(port.name(), port.protocol()), n -> new TreeSet<>())
                        .add(port.number());
            }
        }
        return new LabelSet(
                pod.namespace(),
                new TreeMap<>(namespace.labels()),
                pod.serviceAccount(),
                relevance.relevant(pod.labels()),
                ports);
    }

    Optional<Pod> pod(ObjectKey key) {
        return pods.apply(key);
    }

    /** Missing: the pod is closed. */
    Optional<Identity> identity(ObjectKey key) {
        return Optional.ofNullable(assigned.get(key));
    }
}
