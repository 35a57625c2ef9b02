package naru.model;

import java.util.Comparator;

/**
 * Names one object of a kind.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record ObjectKey(Kind kind, String namespace, String name) implements Comparable<ObjectKey> {

    private static final Comparator<ObjectKey> ORDER =
            Comparator.comparing(ObjectKey::kind)
                    .thenComparing(ObjectKey::namespace)
                    .thenComparing(ObjectKey::name);

    /** What the cluster is made of. */
    public enum Kind {
        NAMESPACE("Namespace"),
        NODE("Node"),
        POD("Pod"),
        NETWORK_POLICY("NetworkPolicy");

        private final String manifestKind;

        Kind(String manifestKind) {
            this.manifestKind = manifestKind;
        }

        /** The kind as manifests spell it. */
        public String manifestKind() {
            return manifestKind;
        }
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind.manifestKind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
