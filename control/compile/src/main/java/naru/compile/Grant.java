package naru.compile;

import java.util.Comparator;
import naru.compile.PolicyEntry.Verdict;
import naru.model.NetworkPolicy.Direction;

/** What one origin has to say about the packets of a key. */
record Grant(Origin origin, Verdict verdict, int precedence) {

    /** By weight only. */
    static final Comparator<Grant> WEIGHT =
            (a, b) -> Integer.compareUnsigned(a.precedence, b.precedence);

    static Grant localHost() {
        return allow(new Origin.LocalHost(), Precedence.LOCAL_HOST);
    }

    static Grant notIsolated(Direction direction) {
        return allow(new Origin.NotIsolated(direction), Precedence.NOT_ISOLATED);
    }

    static Grant rule(Origin.PolicyRule rule) {
        return allow(rule, Precedence.NETWORK_POLICY);
    }

    private static Grant allow(Origin origin, int priority) {
        return new Grant(origin, Verdict.ALLOW, Precedence.of(priority, Verdict.ALLOW));
    }
}
