package naru.agent.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes all checks. What one finds counts only if it is there on a second look, a moment later: a
 * node at work is for a moment not as it should be whenever something changes.
 */
public final class Doctor {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final List<Check> checks;
    private final Duration moment;

    /**
     * @param moment between two looks
     */
    public Doctor(List<Check> checks, Duration moment) {
        this.checks = List.copyOf(checks);
        this.moment = moment;
    }

    /** The names of all checks. */
    public List<String> checks() {
        return checks.stream().map(Check::name).toList();
    }

    /** What is wrong, in the order of the checks. */
    public List<Finding> examine() throws InterruptedException {
        List<Check> doubtful = new ArrayList<>();
        List<Finding> first = new ArrayList<>();
        for (Check check : checks) {
            List<Finding> found = look(check);
            if (!found.isEmpty()) {
                doubtful.add(check);
                first.addAll(found);
            }
        }
        if (doubtful.isEmpty()) {
            return List.of();
        }
        Thread.sleep(moment);
        List<Finding> lasting = new ArrayList<>();
        for (Check check : doubtful) {
            for (Finding finding : look(check)) {
                if (first.stream().anyMatch(finding::isSameAs)) {
                    lasting.add(finding);
                }
            }
        }
        return lasting;
    }

    private static List<Finding> look(Check check) throws InterruptedException {
        try {
            return check.look();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "the check " + check.name() + " failed", e);
            return List.of(
                    new Finding(
                            check.name(),
                            "this could not be looked at",
                            "",
                            String.valueOf(e.getMessage()),
                            "",
                            "ask again; if it stays, the agent's log says more"));
        }
    }
}
