package naru.watch.manifest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import naru.model.ObjectKey;
import naru.watch.document.DocumentText;
import naru.watch.document.DocumentText.SyntaxError;
import naru.watch.manifest.ManifestProblem.Severity;

/**
 * Reads Kubernetes manifests: YAML or JSON, many documents, lists too. Never throws for what it
 * reads: whatever is wrong comes back as a {@link ManifestProblem}.
 */
public final class ManifestReader {

    private ManifestReader() {}

    /**
     * Reads a text. {@code file} is its name for people; one that ends in .json is read as nothing
     * else.
     */
    public static ManifestReading read(String file, String text) {
        return read(file, DocumentText.parse(file, text));
    }

    /** Reads a file; one that can't be read is a problem too. */
    public static ManifestReading read(Path file) {
        return read(file.toString(), DocumentText.read(file));
    }

    /**
     * Reads only what the objects are called, as for deletion: nothing else of them needs to be
     * right.
     */
    public static ManifestKeys readKeys(String file, String text) {
        return readKeys(file, DocumentText.parse(file, text));
    }

    /** As {@link #readKeys(String, String)}. */
    public static ManifestKeys readKeys(Path file) {
        return readKeys(file.toString(), DocumentText.read(file));
    }

    /** Reads what was read of a file as documents. */
    public static ManifestReading read(String file, DocumentText text) {
        List<ManifestObject> objects = new ArrayList<>();
        Problems problems = new Problems();
        Set<ObjectKey> refused = new HashSet<>();
        boolean complete = text.error().isEmpty();
        for (ManifestItem item : ManifestItem.split(file, text.documents())) {
            ObjectReader reader = new ObjectReader(item);
            reader.read().ifPresent(objects::add);
            item.findings().problems().forEach(problems::add);
            if (item.findings().failed()) {
                reader.key().ifPresent(refused::add);
                complete &= reader.key().isPresent();
            }
        }
        text.error().ifPresent(error -> problems.add(problem(file, error)));
        return new ManifestReading(objects, problems.list, refused, complete);
    }

    private static ManifestKeys readKeys(String file, DocumentText text) {
        List<ObjectKey> keys = new ArrayList<>();
        Problems problems = new Problems();
        for (ManifestItem item : ManifestItem.split(file, text.documents())) {
            new ObjectReader(item).key().ifPresent(keys::add);
            item.findings().problems().forEach(problems::add);
        }
        text.error().ifPresent(error -> problems.add(problem(file, error)));
        return new ManifestKeys(keys, problems.list);
    }

    /** The problems of a text; what is ignored is said once for each kind. */
    private static final class Problems {
        private final List<ManifestProblem> list = new ArrayList<>();
        private final Set<String> ignored = new HashSet<>();

        void add(ManifestProblem problem) {
            if (problem.severity() != Severity.IGNORED || ignored.add(problem.object())) {
                list.add(problem);
            }
        }
    }

    private static ManifestProblem problem(String file, SyntaxError error) {
        return new ManifestProblem(Severity.ERROR, file, error.line(), "", "", error.message(), "");
    }
}
