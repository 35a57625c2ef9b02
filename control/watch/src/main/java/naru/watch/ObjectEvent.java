package naru.watch;

import java.util.List;
import naru.model.ClusterObject;
import naru.model.ObjectKey;
import naru.watch.manifest.ManifestProblem;
import naru.watch.manifest.Place;

/** Something that happened to the cluster's objects. */
public sealed interface ObjectEvent {

    /** An object is new or differs from what was delivered before. */
    record Put(ClusterObject object, Place place) implements ObjectEvent {}

    /** An object that was delivered is gone. */
    record Removed(ObjectKey key) implements ObjectEvent {}

    /** All that was stored before this revision was made has been delivered. Revisions grow. */
    record Revision(long number) implements ObjectEvent {}

    /** The initial list is complete; comes once. */
    record Synced() implements ObjectEvent {}

    /**
     * What is wrong with one part of the source now; replaces what was said of it before.
     *
     * @param part the file's name, or the folder's for what concerns the whole of it
     * @param problems empty: all is well again
     */
    record ProblemsChanged(String part, List<ManifestProblem> problems) implements ObjectEvent {
        public ProblemsChanged {
            problems = List.copyOf(problems);
        }
    }
}
