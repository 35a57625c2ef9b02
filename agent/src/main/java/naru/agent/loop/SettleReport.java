package naru.agent.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.agent.endpoint.Endpoints;
import naru.apply.map.MapApplier.Outcome;
import naru.desired.DesiredState;
import naru.watch.ObjectEvent;
import naru.watch.manifest.ManifestProblem;
import naru.wire.AgentReplies.Problem;

/** Tells people what could not be brought into the kernel, or not even read. */
final class SettleReport {

    private static final int QUOTED = 3;

    private final ProblemBoard problems;

    SettleReport(ProblemBoard problems) {
        this.problems = problems;
    }

    void manifests(ObjectEvent.ProblemsChanged changed) {
        problems.say(
                "manifests/" + changed.part(),
                changed.problems().stream().map(SettleReport::problem).toList());
    }

    private static Problem problem(ManifestProblem found) {
        String where = found.line() == 0 ? found.file() : found.file() + ":" + found.line();
        String what =
                switch (found.severity()) {
                    case ERROR -> "manifest refused";
                    case WARNING -> "manifest is doubtful";
                    case IGNORED -> "manifest ignored";
                };
        return new Problem(what, where, evidence(found), found.hint());
    }

    private static String evidence(ManifestProblem found) {
        return String.join(
                ": ",
                List.of(found.object(), found.field(), found.message()).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    void outcome(Outcome outcome, Endpoints endpoints, DesiredState desired) {
        List<Problem> found = new ArrayList<>();
        outcome.closedSets()
                .forEach(
                        (set, reason) ->
                                found.add(
                                        new Problem(
                                                "policy does not fit into the kernel: endpoints"
                                                        + " are closed",
                                                String.join(", ", namesOf(set, endpoints, desired)),
                                                "policy set "
                                                        + Integer.toUnsignedString(set)
                                                        + ": "
                                                        + reason,
                                                "use broader selectors or fewer port ranges; they"
                                                        + " open by themselves when there is"
                                                        + " room")));
        if (!outcome.refused().isEmpty()) {
            found.add(
                    new Problem(
                            outcome.refused().size() + " map entries were refused",
                            "kernel",
                            String.join("; ", outcome.refused().stream().limit(QUOTED).toList()),
                            "they are tried again with the next change"));
        }
        problems.say("maps", found);
    }

    static List<String> namesOf(int policySet, Endpoints endpoints, DesiredState desired) {
        return desired.endpoints().rows().values().stream()
                .filter(row -> row.value().policySet() == policySet)
                .map(row -> endpoints.get(row.value().slot()))
                .flatMap(Optional::stream)
                .map(e -> e.record().name())
                .sorted()
                .toList();
    }
}
