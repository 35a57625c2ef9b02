package naru.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import naru.lab.cluster.Cluster.Stored;
import naru.lab.cluster.Refused;
import naru.model.Namespace;
import naru.model.NetworkPolicy;
import naru.model.Node;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.watch.manifest.ManifestObject;
import naru.watch.manifest.ManifestReader;
import naru.watch.manifest.ManifestReading;

/** {@code apply}: creates or replaces, in the order of the files. */
final class Applying {

    private final Lab lab;
    private final NodeAdmission nodes;
    private final PodAdmission pods;

    Applying(Lab lab, PodRemoval removal) {
        this.lab = lab;
        this.nodes = new NodeAdmission(lab);
        this.pods = new PodAdmission(lab, removal);
    }

    /** Reads all texts; what is wrong with them goes to the notes. */
    static List<ManifestObject> read(List<Inbox.Text> texts, OutcomeNotes notes) {
        List<ManifestObject> objects = new ArrayList<>();
        for (Inbox.Text text : texts) {
            ManifestReading reading = ManifestReader.read(text.name(), text.text());
            objects.addAll(reading.objects());
            notes.problems(reading.problems());
        }
        return objects;
    }

    /** Stores the objects and begins to make them real. */
    void apply(List<ManifestObject> objects, OutcomeNotes notes) throws IOException {
        lab.lock().lock();
        try {
            for (ManifestObject manifest : objects) {
                if (manifest.object() instanceof Node node) {
                    nodes.reserve(node);
                }
            }
            for (ManifestObject manifest : objects) {
                take(manifest, notes);
            }
            lab.cluster().commit();
            pods.startCreated();
        } finally {
            lab.lock().unlock();
        }
    }

    private void take(ManifestObject manifest, OutcomeNotes notes) throws IOException {
        ObjectKey key = manifest.object().key();
        try {
            if (!key.namespace().isEmpty()) {
                requireNamespace(key.namespace());
            }
            String became =
                    switch (manifest.object()) {
                        case Node node -> nodes.take(manifest, node);
                        case Pod pod -> pods.take(manifest, pod);
                        case Namespace _, NetworkPolicy _ -> store(manifest);
                    };
            notes.done(key + " " + became);
        } catch (Refused e) {
            notes.refused(key, manifest.place() + ": " + e.getMessage());
        }
    }

    private void requireNamespace(String name) throws Refused {
        ObjectKey key = new ObjectKey(ObjectKey.Kind.NAMESPACE, "", name);
        if (lab.cluster().get(key).isEmpty()) {
            throw new Refused("there is no namespace " + name);
        }
        if (lab.isLeaving(key)) {
            throw new Refused("namespace " + name + " is being deleted");
        }
    }

    private String store(ManifestObject manifest) throws Refused, IOException {
        ObjectKey key = manifest.object().key();
        if (lab.isLeaving(key)) {
            throw new Refused("it is still being deleted");
        }
        var before = lab.cluster().get(key);
        Stored after = new Stored(manifest.object(), labelled(manifest));
        if (before.isPresent() && before.get().raw().equals(after.raw())) {
            return "unchanged";
        }
        lab.cluster().put(after);
        return before.isPresent() ? "configured" : "created";
    }

    /** As the API server stores it: a namespace bears its name as a label. */
    private static ObjectNode labelled(ManifestObject manifest) {
        if (!(manifest.object() instanceof Namespace namespace)) {
            return manifest.raw();
        }
        ObjectNode raw = manifest.raw().deepCopy();
        raw.withObjectProperty("metadata")
                .withObjectProperty("labels")
                .put(Namespace.NAME_LABEL, namespace.name());
        return raw;
    }
}
