package naru.explain.mark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import naru.explain.KernelFacts.Earlier;
import naru.explain.Quote;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Passage;
import naru.linux.netfilter.Rule;
import naru.linux.netfilter.Visit;

/**
 * What rules have counted of late. A counter that is not zero says that a rule once applied; only
 * its growth says that it does now.
 */
final class CounterDelta {

    private CounterDelta() {}

    /** The rules that ended this packet's way, those that mark it, and those that could have. */
    static Quote of(NetfilterState state, Passage passage, Earlier earlier) {
        List<String> lines = new ArrayList<>();
        passage.stops().forEach(stop -> lines.add(line(stop, earlier)));
        passage.marks().forEach(mark -> lines.add(line(mark, earlier)));
        for (MarkRule rule : MarkRule.find(state)) {
            Visit visit = rule.asVisit();
            if (!passage.marks().stream()
                    .map(Visit::describe)
                    .toList()
                    .contains(visit.describe())) {
                lines.add(line(visit, earlier));
            }
        }
        if (lines.isEmpty()) {
            lines.add("(no rule to count)");
        }
        return new Quote("counters, against " + earlier.ago().toSeconds() + " s ago", lines);
    }

    private static String line(Visit visit, Earlier earlier) {
        String delta =
                before(visit, earlier.state())
                        .map(rule -> "+" + (visit.rule().packets() - rule.packets()) + " packets")
                        .orElse("new, " + visit.rule().packets() + " packets");
        return visit.describe() + ": " + delta;
    }

    /** The same rule then; its place may have been another. */
    private static Optional<Rule> before(Visit visit, NetfilterState earlier) {
        return earlier.ruleset(visit.backend()).chain(visit.table(), visit.chain()).stream()
                .flatMap(chain -> chain.rules().stream())
                .filter(rule -> rule.sameAs(visit.rule()))
                .filter(rule -> rule.packets() <= visit.rule().packets())
                .findFirst();
    }
}
