package naru.compile;

import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;

/** Where a policy entry came from. */
public sealed interface Origin extends Comparable<Origin> {

    /** A rule of a policy. {@code index} counts from 0 in the policy's list for that direction. */
    record PolicyRule(ObjectKey policy, Direction direction, int index) implements Origin {
        @Override
        public String toString() {
            return policy.namespace()
                    + "/"
                    + policy.name()
                    + " "
                    + direction.name().toLowerCase(java.util.Locale.ROOT)
                    + "["
                    + index
                    + "]";
        }
    }

    /** No policy isolates the endpoint in this direction. */
    record NotIsolated(Direction direction) implements Origin {
        @Override
        public String toString() {
            return "no policy isolates " + direction.name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The local host always reaches its pods, so that kubelet's probes work. */
    record LocalHost() implements Origin {
        @Override
        public String toString() {
            return "local host is always let in";
        }
    }

    @Override
    default int compareTo(Origin other) {
        return toString().compareTo(other.toString());
    }
}
