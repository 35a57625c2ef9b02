package naru.watch.manifest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import naru.model.ObjectKey;

/**
 * The writing side of a folder of manifests: one JSON file per object, each written by rename, so
 * that a reader never sees half of one.
 */
public final class ManifestFolder {

    /** The file that says which revision the folder is at: a decimal number. */
    public static final String REVISION_FILE = ".revision";

    private final Path folder;

    public ManifestFolder(Path folder) {
        this.folder = folder;
    }

    /** The name of an object's file: {@code <Kind>_<namespace>_<name>.json}; at most 255 bytes. */
    public static String fileName(ObjectKey key) {
        return key.kind().manifestKind() + "_" + key.namespace() + "_" + key.name() + ".json";
    }

    /** Creates or replaces an object's file. */
    public void put(ObjectKey key, ObjectNode raw) throws IOException {
        throw new IOException(folder + ": not yet");
    }

    /** Removes an object's file; one that isn't there is fine. */
    public void remove(ObjectKey key) throws IOException {
        throw new IOException(folder + ": not yet");
    }

    /** Says that all of revision {@code number} has been written. */
    public void revision(long number) throws IOException {
        throw new IOException(folder + ": not yet");
    }
}
