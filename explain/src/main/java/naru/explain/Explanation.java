package naru.explain;

import java.util.List;
import java.util.Set;
import naru.explain.cause.Cause;

/**
 * The answer.
 *
 * @param node whose agent says so
 * @param causes nearest to the symptom first, each the reason of the one before it
 * @param findings chains of what is wrong on the way without being the reason
 * @param askNodes whose agents see what is only inferred here
 */
public record Explanation(
        String node,
        Question question,
        Identified source,
        Identified destination,
        Outcome outcome,
        String headline,
        List<Hop> hops,
        List<Cause> causes,
        List<Fix> fixes,
        List<List<Cause>> findings,
        List<Unseen> unseen,
        Set<String> askNodes) {

    /** Who an end is by the cluster's objects, as the answering node numbers it. */
    public record Identified(int identity, String name) {}

    /** Does the packet arrive? */
    public enum Outcome {
        ALLOWED,
        DENIED,
        CANNOT_TELL
    }
}
