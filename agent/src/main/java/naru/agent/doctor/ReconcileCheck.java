package naru.agent.doctor;

import java.util.List;
import naru.agent.loop.ProblemBoard;
import naru.wire.AgentReplies.Problem;

/** What the agent could not make as it should be, and says in its status. */
public final class ReconcileCheck implements Check {

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
        return problems.all().stream().map(this::finding).toList();
    }

    private Finding finding(Problem problem) {
        return new Finding(
                name(), problem.what(), problem.where(), problem.evidence(), "", problem.fix());
    }
}
