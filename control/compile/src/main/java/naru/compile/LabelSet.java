package naru.compile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * All that policy can say about a pod. Pods with the same set have the same identity.
 *
 * @param labels the pod's own, without those that have no meaning for policy
 * @param ports what its named ports stand for
 */
public record LabelSet(
        String namespace,
        SortedMap<String, String> namespaceLabels,
        String serviceAccount,
        SortedMap<String, String> labels,
        SortedMap<PortName, SortedSet<Integer>> ports) {

    public LabelSet {
        namespaceLabels = Collections.unmodifiableSortedMap(new TreeMap<>(namespaceLabels));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        ports = Collections.unmodifiableSortedMap(new TreeMap<>(ports));
    }

    /** The ports of that name; none if the pod has no such port. */
    public SortedSet<Integer> ports(PortName name) {
        return ports.getOrDefault(name, Collections.emptySortedSet());
    }

    /** Equal for equal sets only, on every node. */
    String canonical() {
        Canonical text =
                new Canonical()
                        .part("namespace", namespace)
                        .part("service-account", serviceAccount);
        namespaceLabels.forEach((key, value) -> text.part("namespace-label", key, value));
        labels.forEach((key, value) -> text.part("label", key, value));
        ports.forEach((name, numbers) -> text.part("port", name.name(), name.protocol(), numbers));
        return text.toString();
    }
}
