package naru.explain.cause;

import java.util.List;
import java.util.Locale;
import naru.explain.Confidence;
import naru.explain.Quote;
import naru.model.NetworkPolicy.Direction;

/** The policies themselves say no. */
public sealed interface PolicyCause extends Cause {

    /**
     * Isolated, and no rule lets this through.
     *
     * @param pod whose policies were asked
     * @param isolatedBy the policies that isolate it
     * @param peer the other end as policy sees it
     * @param service e.g. {@code 8082/tcp}
     * @param closest the rule that differs least and in what; empty if none shares anything
     */
    record PolicyDenied(
            Direction direction,
            String pod,
            List<String> isolatedBy,
            String peer,
            String service,
            String closest,
            Confidence confidence,
            List<Quote> evidence)
            implements PolicyCause {
        @Override
        public String sentence() {
            String way = direction.name().toLowerCase(Locale.ROOT);
            String side = direction == Direction.INGRESS ? "admits " : "lets it reach ";
            return pod
                    + " is isolated for "
                    + way
                    + " by "
                    + String.join(", ", isolatedBy)
                    + "; no rule of "
                    + (isolatedBy.size() == 1 ? "it " : "theirs ")
                    + side
                    + peer
                    + " at "
                    + service
                    + (closest.isEmpty() ? "" : "; the closest rule is " + closest);
        }

        @Override
        public String where() {
            return String.join(", ", isolatedBy);
        }
    }
}
