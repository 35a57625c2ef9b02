package naru.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private final LabelRelevance relevance;
    private final Identities identities;
    private final Listener listener;
    private final Map<ObjectKey, Pod> pods = new HashMap<>();
    private final Map<String, Namespace> namespaces = new HashMap<>();
    private final Map<String, Set<ObjectKey>> byNamespace = new HashMap<>();
    private final Map<ObjectKey, Identity> assigned = new HashMap<>();

    Pods(LabelRelevance relevance, Identities identities, Listener listener) {
        this.relevance = relevance;
        this.identities = identities;
        this.listener = listener;
    }

    void put(Pod pod) {
        pods.put(pod.key(), pod);
        Multimaps.add(byNamespace, pod.namespace(), pod.key());
        refresh(pod.key());
    }

    void remove(ObjectKey key) {
        pods.remove(key);
        Multimaps.remove(byNamespace, key.namespace(), key);
        refresh(key);
    }

    void put(Namespace namespace) {
        namespaces.put(namespace.name(), namespace);
        refreshAll(namespace.name());
    }

    void removeNamespace(String name) {
        namespaces.remove(name);
        refreshAll(name);
    }

    /** The relevance of these label keys has changed. */
    void refreshThoseWith(Set<String> labelKeys) {
        if (labelKeys.isEmpty()) {
            return;
        }
        for (Pod pod : pods.values()) {
            if (pod.labels().keySet().stream().anyMatch(labelKeys::contains)) {
                refresh(pod.key());
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
        Pod pod = pods.get(key);
        Namespace namespace = namespaces.get(key.namespace());
        if (pod == null || namespace == null || pod.hostNetwork() || pod.finished()) {
            return Optional.empty();
        }
        SortedMap<PortName, SortedSet<Integer>> ports = new TreeMap<>();
        for (ContainerPort port : pod.ports()) {
            if (!port.name().isEmpty()) {
                ports.computeIfAbsent(
                                new PortName(port.name(), port.protocol()), n -> new TreeSet<>())
                        .add(port.number());
            }
        }
        return Optional.of(
                new LabelSet(
                        pod.namespace(),
                        new TreeMap<>(namespace.labels()),
                        pod.serviceAccount(),
                        relevance.relevant(pod.labels()),
                        ports));
    }

    Optional<Pod> pod(ObjectKey key) {
        return Optional.ofNullable(pods.get(key));
    }

    /** Missing: the pod is closed. */
    Optional<Identity> identity(ObjectKey key) {
        return Optional.ofNullable(assigned.get(key));
    }
}
