package naru.agent.drift;

import java.io.IOException;
import java.util.Optional;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.hostmark.HostMarkRules;
import naru.linux.netfilter.NetfilterReader;
import naru.wire.AgentReplies.Problem;

/** The rules that mark this node's packets, where the programs need them. */
public final class HostMarkWatch implements Watch {

    private static final String WHERE = HostMarkRules.CHAIN + " in filter/OUTPUT";

    private final RepairLog repairs;
    private final ProblemBoard problems;
    private final RuleLooks looks = new RuleLooks();

    public HostMarkWatch(RepairLog repairs, ProblemBoard problems) {
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public void look() {
        looks.ifChanged(this::isAsWanted);
    }

    private boolean isAsWanted() {
        Optional<String> lacking = HostMarkRules.lacking(NetfilterReader.read(), true);
        if (lacking.isEmpty()) {
            problems.clear("host-mark");
        } else if (repairs.isDue(RepairKind.RULE, WHERE)) {
            mend(lacking.get());
        }
        return lacking.isEmpty();
    }

    private void mend(String lacking) {
        try {
            HostMarkRules.apply(true);
            repairs.note(RepairKind.RULE, WHERE, lacking, "installed the rules anew");
            problems.clear("host-mark");
        } catch (IOException e) {
            problems.say(
                    "host-mark",
                    new Problem(
                            "the iptables rules that mark this node's packets are not in place",
                            "filter/OUTPUT",
                            String.valueOf(e.getMessage()),
                            "it is tried again; `host-identity: kernel` needs no rules"));
        }
    }
}
