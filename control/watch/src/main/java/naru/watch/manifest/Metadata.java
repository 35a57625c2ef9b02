package naru.watch.manifest;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;

/** What all objects have. */
record Metadata(
        ObjectKey key, Map<String, String> labels, Map<String, String> annotations, String uid) {

    private static final String DEFAULT_NAMESPACE = "default";
    private static final Set<String> FIELDS =
            Set.of(
                    "annotations",
                    "creationTimestamp",
                    "deletionGracePeriodSeconds",
                    "deletionTimestamp",
                    "finalizers",
                    "generateName",
                    "generation",
                    "labels",
                    "managedFields",
                    "name",
                    "namespace",
                    "ownerReferences",
                    "resourceVersion",
                    "selfLink",
                    "uid");

    /** What an object is called; empty, with errors, if it is called nothing that may be. */
    static Optional<ObjectKey> readKey(Kind kind, Field metadata) {
        boolean inNamespace = isNamespaced(kind);
        String namespace =
                inNamespace
                        ? metadata.child("namespace")
                                .name(Syntax::dnsLabel)
                                .orElse(DEFAULT_NAMESPACE)
                        : "";
        Function<String, Optional<String>> rule =
                kind == Kind.NAMESPACE ? Syntax::dnsLabel : Syntax::dnsSubdomain;
        Field name = metadata.child("name");
        Optional<String> text = name.name(rule);
        if (text.isEmpty() && !metadata.findings().failed()) {
            boolean generated = metadata.child("generateName").isPresent();
            name.error(
                    "is missing", generated ? "generateName is not supported: write a name" : "");
        }
        return metadata.findings().failed()
                ? Optional.empty()
                : text.map(it -> new ObjectKey(kind, namespace, it));
    }

    static boolean isNamespaced(Kind kind) {
        return switch (kind) {
            case NAMESPACE, NODE -> false;
            case POD, NETWORK_POLICY -> true;
        };
    }

    static Metadata read(ObjectKey key, Field metadata) {
        metadata.mapping(FIELDS);
        Field annotations = metadata.child("annotations");
        Map<String, String> notes = annotations.texts();
        notes.keySet()
                .forEach(
                        note ->
                                annotations
                                        .child(note)
                                        .check(
                                                note.toLowerCase(Locale.ROOT),
                                                Syntax::qualifiedName));
        String uid = metadata.child("uid").text().orElse("");
        return new Metadata(key, labels(metadata.child("labels")), notes, uid);
    }

    /** Labels, also those of a selector's matchLabels. */
    static Map<String, String> labels(Field field) {
        Map<String, String> labels = field.texts();
        labels.forEach(
                (key, value) -> {
                    Field label = field.child(key);
                    Syntax.qualifiedName(key)
                            .ifPresent(
                                    broken ->
                                            label.error("key " + Field.quoted(key) + " " + broken));
                    Syntax.labelValue(value)
                            .ifPresent(
                                    broken ->
                                            label.error(
                                                    "value " + Field.quoted(value) + " " + broken));
                });
        return labels;
    }
}
