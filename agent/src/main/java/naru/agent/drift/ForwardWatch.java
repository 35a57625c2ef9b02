package naru.agent.drift;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.forward.ForwardRules;
import naru.apply.forward.ForwardRules.Difference;
import naru.linux.netfilter.Backend;
import naru.wire.AgentReplies.Problem;

/**
 * Sees to it that pods' packets pass filter/FORWARD where its policy is DROP: Docker sets that
 * whenever it starts.
 */
public final class ForwardWatch implements Watch {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final boolean wanted;
    private final RepairLog repairs;
    private final ProblemBoard problems;
    private final RuleLooks looks = new RuleLooks();
    private final Set<Backend> installed = EnumSet.noneOf(Backend.class);

    /**
     * @param wanted {@code install-iptables-rules}
     */
    public ForwardWatch(boolean wanted, RepairLog repairs, ProblemBoard problems) {
        this.wanted = wanted;
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public void look() {
        looks.ifChanged(this::isAsWanted);
    }

    private boolean isAsWanted() {
        boolean asWanted = true;
        for (Backend backend : Backend.values()) {
            asWanted &= isAsWanted(backend);
        }
        return asWanted;
    }

    private boolean isAsWanted(Backend backend) {
        String where = ForwardRules.PLACE + " (" + backend.word() + ")";
        if (!repairs.isDue(RepairKind.RULE, where)) {
            return false;
        }
        try {
            Difference difference = ForwardRules.apply(backend, wanted);
            tell(backend, where, difference);
            problems.clear(where);
            return difference == Difference.NONE;
        } catch (IOException e) {
            problems.say(
                    where,
                    new Problem(
                            "pods' packets are dropped by the policy of FORWARD",
                            where,
                            String.valueOf(e.getMessage()),
                            "it is tried again; `iptables -P FORWARD ACCEPT` ends it at once"));
            return false;
        }
    }

    private void tell(Backend backend, String where, Difference difference) {
        switch (difference) {
            case NONE -> {}
            case MISSING -> {
                if (installed.add(backend)) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "{0} has policy DROP: pods'' packets are accepted there now",
                            where);
                } else {
                    repairs.note(
                            RepairKind.RULE,
                            where,
                            "no rules that accept pods' packets",
                            "appended them");
                }
            }
            case NEEDLESS -> {
                installed.remove(backend);
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0} needs no rules that accept pods'' packets: took them away",
                        where);
            }
        }
    }
}
