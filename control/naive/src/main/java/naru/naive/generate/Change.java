package naru.naive.generate;

import naru.model.ClusterObject;
import naru.model.ObjectKey;

/** One event. */
public sealed interface Change {

    ObjectKey key();

    /** An object is created or replaced. */
    record Put(ClusterObject object) implements Change {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /** An object is deleted. */
    record Remove(ObjectKey key) implements Change {}
}
