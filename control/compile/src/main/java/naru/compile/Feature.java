package naru.compile;

import java.util.HashSet;
import java.util.Set;

/**
 * One thing to find identities by.
 *
 * @param namespace empty: in any
 * @param value empty for a feature that is about the key alone
 */
record Feature(Kind kind, String namespace, String key, String value) {

    enum Kind {
        NAMESPACE,
        NAMESPACE_LABEL,
        NAMESPACE_KEY,
        LABEL,
        KEY,
        PORT
    }

    static Feature namespace(String namespace) {
        return new Feature(Kind.NAMESPACE, namespace, "", "");
    }

    static Feature label(String namespace, String key, String value) {
        return new Feature(Kind.LABEL, namespace, key, value);
    }

    static Feature key(String key) {
        return new Feature(Kind.KEY, "", key, "");
    }

    static Feature namespaceLabel(String key, String value) {
        return new Feature(Kind.NAMESPACE_LABEL, "", key, value);
    }

    static Feature namespaceKey(String key) {
        return new Feature(Kind.NAMESPACE_KEY, "", key, "");
    }

    static Feature port(PortName name) {
        return new Feature(Kind.PORT, "", name.name(), name.protocol().name());
    }

    /** All features of a set. */
    static Set<Feature> of(LabelSet set) {
        Set<Feature> features = new HashSet<>();
        features.add(namespace(set.namespace()));
        set.labels()
                .forEach(
                        (key, value) -> {
                            features.add(label(set.namespace(), key, value));
                            features.add(label("", key, value));
                            features.add(key(key));
                        });
        set.namespaceLabels()
                .forEach(
                        (key, value) -> {
                            features.add(namespaceLabel(key, value));
                            features.add(namespaceKey(key));
                        });
        set.ports().keySet().forEach(name -> features.add(port(name)));
        return features;
    }
}
