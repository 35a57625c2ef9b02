package naru.agent.doctor;

import java.util.List;
import java.util.Set;
import naru.agent.loop.ProblemBoard;
import naru.wire.AgentReplies.Problem;

/**
 * What the agent could not make as it should be, and says in its status; manifests of kinds that
 * nobody needs are no illness, and what another check sees better it says.
 */
public final class ReconcileCheck implements Check {

    private static final Set<String> SEEN_BY_OTHERS = Set.of("attachments");
    private static final String OTHERWISE =
            "mend what the evidence names; the agent takes it up by itself";
    private static final String IGNORED = "manifest ignored";

    private final ProblemBoard problems;

    public ReconcileCheck(ProblemBoard problems) {
        this.problems = problems;
    }

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public List<Finding> look() {
        return problems.bySource().entrySet().stream()
                .filter(said -> !SEEN_BY_OTHERS.contains(said.getKey()))
                .flatMap(said -> said.getValue().stream())
                .filter(problem -> !problem.what().equals(IGNORED))
                .map(this::finding)
                .toList();
    }

    private Finding finding(Problem problem) {
        String fix = problem.fix().isEmpty() ? OTHERWISE : problem.fix();
        return new Finding(name(), problem.what(), problem.where(), problem.evidence(), "", fix);
    }
}
