package naru.model;

import java.util.Map;

/** A namespace; {@code kubernetes.io/metadata.name} is always among its labels. */
public record Namespace(String name, Map<String, String> labels) implements ClusterObject {

    /** The label that the API server sets on each namespace. */
    public static final String NAME_LABEL = "kubernetes.io/metadata.name";

    public Namespace {
        var all = new java.util.TreeMap<>(labels);
        all.put(NAME_LABEL, name);
        labels = java.util.Collections.unmodifiableSortedMap(all);
    }

    @Override
    public ObjectKey key() {
        return new ObjectKey(ObjectKey.Kind.NAMESPACE, "", name);
    }
}
