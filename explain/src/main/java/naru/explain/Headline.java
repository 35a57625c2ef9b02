package naru.explain;

import java.util.List;
import naru.explain.cause.Cause;
import naru.explain.cause.MarkCause;

/** The answer in one sentence. */
final class Headline {

    private Headline() {}

    static String of(
            Question question, Explanation.Outcome outcome, List<Hop> hops, List<Cause> causes) {
        return switch (outcome) {
            case ALLOWED -> question + " is allowed" + decidedBy(hops);
            case DENIED -> question + " fails" + place(hops) + ": " + reason(causes);
            case CANNOT_TELL ->
                    "cannot tell whether " + question + " is allowed: " + reason(causes);
        };
    }

    private static String place(List<Hop> hops) {
        return hops.stream()
                .filter(hop -> hop.verdict() == Verdict.DROP)
                .findFirst()
                .map(hop -> " at " + hop.place())
                .orElse("");
    }

    /** The policy that decides comes last: the destination's. */
    private static String decidedBy(List<Hop> hops) {
        return hops.reversed().stream()
                .flatMap(hop -> hop.steps().reversed().stream())
                .filter(step -> !step.decidedBy().isEmpty())
                .findFirst()
                .map(step -> ", decided by " + String.join(", ", step.decidedBy()))
                .orElse("");
    }

    /** The symptom and its root; what lies between is the chain's to tell. */
    private static String reason(List<Cause> causes) {
        if (causes.isEmpty()) {
            return "what decides could not be seen";
        }
        String first = causes.getFirst().sentence();
        return causes.size() == 1 || !(causes.getFirst() instanceof MarkCause)
                ? first
                : first
                        + ", because "
                        + causes.get(causes.size() > 2 ? 2 : 1).sentence()
                        + (causes.size() > 3 ? ": " + causes.getLast().sentence() : "");
    }
}
