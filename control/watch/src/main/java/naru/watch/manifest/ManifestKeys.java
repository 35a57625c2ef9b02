package naru.watch.manifest;

import java.util.List;
import naru.model.ObjectKey;

/** The names of the objects of a manifest, in file order. */
public record ManifestKeys(List<ObjectKey> keys, List<ManifestProblem> problems) {

    public ManifestKeys {
        keys = List.copyOf(keys);
        problems = List.copyOf(problems);
    }
}
