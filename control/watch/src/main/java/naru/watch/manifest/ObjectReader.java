package naru.watch.manifest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import naru.model.ClusterObject;
import naru.model.Namespace;
import naru.model.ObjectKey;
import naru.model.ObjectKey.Kind;
import naru.watch.document.FieldPath;

/** Reads one object of a manifest. */
final class ObjectReader {

    private static final Set<String> FIELDS =
            Set.of("apiVersion", "kind", "metadata", "spec", "status");

    private final ManifestItem item;
    private final Findings findings;
    private final Field root;
    private final Optional<ObjectKey> key;

    ObjectReader(ManifestItem item) {
        this.item = item;
        this.findings = item.findings();
        this.root = new Field(item.node(), FieldPath.ROOT, findings);
        this.key = kind().flatMap(this::readKey);
    }

    /** What the object is called; empty if it isn't ours or that can't be told. */
    Optional<ObjectKey> key() {
        return key;
    }

    /** The object; empty if it isn't ours or has errors. */
    Optional<ManifestObject> read() {
        return key.flatMap(this::readObject);
    }

    private Optional<Kind> kind() {
        if (!item.node().isObject()) {
            root.error("a manifest must be a mapping with apiVersion, kind and metadata");
            return Optional.empty();
        }
        findings.name(item.kind());
        if (item.apiVersion().isEmpty() || item.kind().isEmpty()) {
            root.child(item.kind().isEmpty() ? "kind" : "apiVersion").error("is missing");
            return Optional.empty();
        }
        Optional<Kind> kind =
                Arrays.stream(Kind.values())
                        .filter(it -> it.manifestKind().equals(item.kind()))
                        .findFirst();
        if (kind.filter(it -> apiVersion(it).equals(item.apiVersion())).isEmpty()) {
            findings.name(item.apiVersion() + " " + item.kind());
            findings.ignored(
                    "is of no use here and is ignored",
                    kind.map(it -> "write apiVersion: " + apiVersion(it)).orElse(""));
            return Optional.empty();
        }
        return kind;
    }

    private static String apiVersion(Kind kind) {
        return switch (kind) {
            case NAMESPACE, NODE, POD -> "v1";
            case NETWORK_POLICY -> "networking.k8s.io/v1";
        };
    }

    private Optional<ObjectKey> readKey(Kind kind) {
        String name = root.node().path("metadata").path("name").asText("");
        String namespace = root.node().path("metadata").path("namespace").asText("default");
        String shown = Metadata.isNamespaced(kind) ? namespace + "/" + name : name;
        findings.name(kind.manifestKind() + " " + shown);
        return Metadata.readKey(kind, root.child("metadata").mapping(Set.of()));
    }

    private Optional<ManifestObject> readObject(ObjectKey name) {
        root.mapping(FIELDS);
        Metadata metadata = Metadata.read(name, root.child("metadata"));
        Field spec = root.child("spec");
        Field status = root.child("status");
        ClusterObject object =
                switch (name.kind()) {
                    case NAMESPACE -> new Namespace(name.name(), metadata.labels());
                    case NODE -> NodeReader.read(metadata, spec, status);
                    case POD -> PodReader.read(metadata, spec, status);
                    case NETWORK_POLICY -> PolicyReader.read(metadata, spec);
                };
        return findings.failed()
                ? Optional.empty()
                : Optional.of(new ManifestObject(object, raw(name), findings.place()));
    }

    /** The manifest as the API server would store it: with apiVersion, kind and namespace. */
    private ObjectNode raw(ObjectKey name) {
        ObjectNode raw = JsonNodeFactory.instance.objectNode();
        raw.put("apiVersion", item.apiVersion());
        raw.put("kind", item.kind());
        raw.setAll((ObjectNode) item.node());
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.setAll((ObjectNode) item.node().get("metadata"));
        metadata.remove("namespace");
        if (!name.namespace().isEmpty()) {
            metadata.put("namespace", name.namespace());
        }
        return raw.set("metadata", metadata);
    }
}
