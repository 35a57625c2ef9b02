package naru.compile;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

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

    static SortedSet<Integer> noPorts() {
        return new TreeSet<>();
    }
}
