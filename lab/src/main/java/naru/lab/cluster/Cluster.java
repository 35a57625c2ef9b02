package naru.lab.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import naru.model.ClusterObject;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestFolder;

/** The objects, in memory and in the folder that agents watch. Safe for several threads. */
public final class Cluster {

    private final ManifestFolder folder;
    private final TreeMap<ObjectKey, Stored> objects = new TreeMap<>();
    private long revision;
    private boolean dirty = true;

    public Cluster(Path folder) {
        this.folder = new ManifestFolder(folder);
    }

    /**
     * An object as it is stored.
     *
     * @param raw not to be changed
     */
    public record Stored(ClusterObject object, ObjectNode raw) {

        public ObjectKey key() {
            return object.key();
        }

        /** Its {@code metadata.uid}; empty if it has none. */
        public String uid() {
            return raw.path("metadata").path("uid").asText();
        }
    }

    /** Creates or replaces an object. */
    public synchronized void put(Stored stored) throws IOException {
        folder.put(stored.key(), stored.raw());
        objects.put(stored.key(), stored);
        dirty = true;
    }

    /**
     * Changes a copy of an object's manifest, if there still is the one with this uid. Only what
     * the model leaves out, or the status, may be changed so.
     */
    public synchronized void change(ObjectKey key, String uid, Consumer<ObjectNode> change)
            throws IOException {
        Stored stored = objects.get(key);
        if (stored == null || !stored.uid().equals(uid)) {
            return;
        }
        ObjectNode raw = stored.raw().deepCopy();
        change.accept(raw);
        if (!raw.equals(stored.raw())) {
            put(new Stored(stored.object(), raw));
        }
    }

    /** Removes an object; one that isn't there is fine. */
    public synchronized void remove(ObjectKey key) throws IOException {
        folder.remove(key);
        objects.remove(key);
        dirty = true;
    }

    public synchronized Optional<Stored> get(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** All objects of a kind, by namespace and name. */
    public synchronized List<Stored> list(ObjectKey.Kind kind) {
        return objects.values().stream().filter(s -> s.key().kind() == kind).toList();
    }

    /** Makes all that was stored so far a revision, and returns its number. */
    public synchronized long commit() throws IOException {
        if (dirty) {
            folder.revision(revision + 1);
            revision++;
            dirty = false;
        }
        return revision;
    }
}
