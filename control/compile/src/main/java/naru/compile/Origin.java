package naru.compile;

import java.util.Comparator;
import naru.model.NetworkPolicy.Direction;
import naru.model.ObjectKey;

/** Where a policy entry came from. */
public sealed interface Origin extends Comparable<Origin> {

    /** A rule of a policy. {@code index} counts from 0 in the policy's list for that direction. */
    record PolicyRule(ObjectKey policy, Direction direction, int index) implements Origin {
        private static final Comparator<PolicyRule> ORDER =
                Comparator.comparing(PolicyRule::policy)
                        .thenComparing(PolicyRule::direction)
                        .thenComparingInt(PolicyRule::index);

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

    /** What is there anyhow comes first, then rules by policy, direction and place. */
    @Override
    default int compareTo(Origin other) {
        if (this instanceof PolicyRule a && other instanceof PolicyRule b) {
            return PolicyRule.ORDER.compare(a, b);
        }
        boolean bothNotIsolated = this instanceof NotIsolated && other instanceof NotIsolated;
        return bothNotIsolated
                ? toString().compareTo(other.toString())
                : Integer.compare(rank(), other.rank());
    }

    private int rank() {
        return switch (this) {
            case LocalHost _ -> 0;
            case NotIsolated _ -> 1;
            case PolicyRule _ -> 2;
        };
    }
}
