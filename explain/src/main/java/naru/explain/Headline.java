package naru.explain;

import java.util.List;
import java.util.stream.Collectors;
import naru.explain.cause.Cause;

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
                .map(step -> " (" + String.join(", ", step.decidedBy()) + ")")
                .orElse("");
    }

    private static String reason(List<Cause> causes) {
        if (causes.isEmpty()) {
            return "what decides could not be seen";
        }
        String reasons =
                causes.stream().skip(1).map(Cause::brief).collect(Collectors.joining("; "));
        return causes.getFirst().brief() + (reasons.isEmpty() ? "" : ", because " + reasons);
    }
}
