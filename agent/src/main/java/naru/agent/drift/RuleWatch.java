package naru.agent.drift;

import java.io.IOException;
import java.util.Optional;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.hostmark.HostMarkRules;
import naru.linux.netfilter.NetfilterReader;
import naru.linux.netfilter.RulesetStamp;
import naru.wire.AgentReplies.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The rules that mark this node's packets, where the programs need them. Reading rules costs
 * processes: it is done when the kernel says that some rule changed, and so rarely that it takes a
 * fiftieth of the time at most, however often others change theirs.
 */
public final class RuleWatch implements Watch {

    private static final int SHARE = 50;
    private static final String WHERE = HostMarkRules.CHAIN + " in filter/OUTPUT";

    private final RepairLog repairs;
    private final ProblemBoard problems;
    private @Nullable RulesetStamp asWanted;
    private long notBefore = System.nanoTime();

    public RuleWatch(RepairLog repairs, ProblemBoard problems) {
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public void look() {
        RulesetStamp now = RulesetStamp.now();
        if (now.equals(asWanted) || System.nanoTime() - notBefore < 0) {
            return;
        }
        long begin = System.nanoTime();
        Optional<String> lacking = HostMarkRules.lacking(NetfilterReader.read(), true);
        if (lacking.isEmpty()) {
            asWanted = now;
            problems.clear("host-mark");
        } else if (repairs.isDue(RepairKind.RULE, WHERE)) {
            mend(lacking.get());
        }
        notBefore = System.nanoTime() + SHARE * (System.nanoTime() - begin);
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
