package naru.model;

/**
 * Names one object of a kind.
 *
 * @param namespace empty for a cluster-scoped object
 */
public record ObjectKey(Kind kind, String namespace, String name) implements Comparable<ObjectKey> {

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
        int order = kind.compareTo(other.kind);
        order = order != 0 ? order : namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return kind.manifestKind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
