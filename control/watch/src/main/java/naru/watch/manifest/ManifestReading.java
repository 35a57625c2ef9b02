package naru.watch.manifest;

import java.util.List;
import java.util.Set;
import naru.model.ObjectKey;

/**
 * What reading manifests gave.
 *
 * @param objects in file order; an object may occur twice
 * @param problems in file order
 * @param refused the keys of objects with errors, as far as they can be told
 * @param complete false if some part of the text could not be told at all: an object that is
 *     missing here may be there
 */
public record ManifestReading(
        List<ManifestObject> objects,
        List<ManifestProblem> problems,
        Set<ObjectKey> refused,
        boolean complete) {

    public ManifestReading {
        objects = List.copyOf(objects);
        problems = List.copyOf(problems);
        refused = Set.copyOf(refused);
    }

    public boolean hasErrors() {
        return problems.stream().anyMatch(ManifestProblem::isError);
    }
}
