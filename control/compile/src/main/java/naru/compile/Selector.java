package naru.compile;

import naru.model.LabelSelector;
import naru.model.NetworkPolicy.PodPeer;

/** Picks identities. Equal selectors of several policies are one. */
sealed interface Selector {

    boolean matches(LabelSet set);

    /** Pods of one namespace. */
    record InNamespace(String namespace, LabelSelector pods) implements Selector {
        @Override
        public boolean matches(LabelSet set) {
            return namespace.equals(set.namespace()) && pods.matches(set.labels());
        }
    }

    /** Pods of all namespaces with certain labels. */
    record AcrossNamespaces(LabelSelector namespaces, LabelSelector pods) implements Selector {
        @Override
        public boolean matches(LabelSet set) {
            return namespaces.matches(set.namespaceLabels()) && pods.matches(set.labels());
        }
    }

    /** Pods that call a port so. */
    record HasPort(PortName name) implements Selector {
        @Override
        public boolean matches(LabelSet set) {
            return !set.ports(name).isEmpty();
        }
    }

    /** What a peer of a policy in {@code namespace} picks. */
    static Selector of(String namespace, PodPeer peer) {
        LabelSelector pods = peer.pods().orElse(LabelSelector.ALL);
        return peer.namespaces()
                .<Selector>map(namespaces -> new AcrossNamespaces(namespaces, pods))
                .orElseGet(() -> new InNamespace(namespace, pods));
    }

    /** True if each pod is picked whose labels are known. */
    default boolean matchesAll() {
        return this instanceof AcrossNamespaces(var namespaces, var pods)
                && namespaces.requirements().isEmpty()
                && pods.requirements().isEmpty();
    }
}
