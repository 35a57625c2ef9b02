package naru.agent;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.forward.ForwardRules;
import naru.apply.forward.ForwardRules.Difference;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.RulesetStamp;
import naru.wire.AgentReplies.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that pods' packets pass filter/FORWARD where its policy is DROP: Docker sets that
 * whenever it starts. It looks again from time to time, because the legacy backend tells nobody.
 */
final class ForwardGuard implements Runnable {

    private static final System.Logger LOG = System.getLogger("naru.agent");

    private final boolean wanted;
    private final RepairLog repairs;
    private final ProblemBoard problems;
    private final Set<Backend> installed = EnumSet.noneOf(Backend.class);
    private @Nullable RulesetStamp asWanted;

    /**
     * @param wanted {@code install-iptables-rules}
     */
    ForwardGuard(boolean wanted, RepairLog repairs, ProblemBoard problems) {
        this.wanted = wanted;
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public synchronized void run() {
        RulesetStamp now = RulesetStamp.now();
        if (now.equals(asWanted)) {
            return; // to read the rules costs processes
        }
        asWanted = now;
        for (Backend backend : Backend.values()) {
            String where = ForwardRules.PLACE + " (" + backend.word() + ")";
            if (repairs.isDue(RepairKind.RULE, where)) {
                look(backend, where);
            } else {
                asWanted = null;
            }
        }
    }

    private void look(Backend backend, String where) {
        try {
            told(backend, where, ForwardRules.apply(backend, wanted));
            problems.clear(where);
        } catch (IOException e) {
            asWanted = null;
            problems.say(
                    where,
                    new Problem(
                            "pods' packets are dropped by the policy of FORWARD",
                            where,
                            String.valueOf(e.getMessage()),
                            "it is tried again; `iptables -P FORWARD ACCEPT` ends it at once"));
        }
    }

    private void told(Backend backend, String where, Difference difference) {
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
