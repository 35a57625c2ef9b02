package naru.explain.mark;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import naru.explain.KernelFacts.Earlier;
import naru.explain.Quote;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Passage;
import naru.linux.netfilter.Ruleset;
import naru.linux.netfilter.Table;
import naru.linux.netfilter.Visit;

/** Rule lists as evidence: the chains that a packet met, as the save tools print them. */
public final class RuleListing {

    /** Enough to see how the packet fared; kube-proxy alone may have thousands of rules. */
    private static final int MOST_LINES = 24;

    private RuleListing() {}

    /**
     * Table filter of both backends, with the chains that this packet met and those that set the
     * mark.
     */
    static List<Quote> of(NetfilterState state, Passage passage, Optional<Earlier> earlier) {
        List<Quote> quotes = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            Ruleset ruleset = state.ruleset(backend);
            String source = backend.saveTool() + " -c -t filter";
            if (ruleset.access() != Ruleset.Access.READ) {
                quotes.add(Quote.of(source, "(not read: " + ruleset.note() + ")"));
            } else if (ruleset.table("filter").isEmpty()) {
                quotes.add(Quote.of(source, "(no table filter)"));
            } else {
                Table table = ruleset.table("filter").get();
                quotes.add(new Quote(source, lines(table, chains(state, passage, backend))));
            }
        }
        earlier.ifPresent(before -> quotes.add(CounterDelta.of(state, passage, before)));
        return quotes;
    }

    /** One rule, with its counter. */
    public static Quote of(Visit visit) {
        String source = visit.backend().saveTool() + " -c -t " + visit.table();
        return Quote.of(source, visit.rule().countedText());
    }

    private static Set<String> chains(NetfilterState state, Passage passage, Backend backend) {
        Set<String> chains = new LinkedHashSet<>(List.of("OUTPUT"));
        passage.visits().stream()
                .filter(visit -> visit.backend() == backend && visit.table().equals("filter"))
                .forEach(visit -> chains.add(visit.chain()));
        MarkRule.find(state).stream()
                .filter(rule -> rule.backend() == backend)
                .forEach(rule -> chains.add(rule.chain().name()));
        chains.add("NARU_OUTPUT");
        return chains;
    }

    private static List<String> lines(Table table, Set<String> names) {
        List<String> lines = new ArrayList<>();
        if (table.dormant()) {
            lines.add("(flags dormant)");
        }
        for (String name : names) {
            table.chain(name).map(Chain::header).ifPresent(lines::add);
        }
        for (String name : names) {
            table.chain(name).stream()
                    .flatMap(chain -> chain.rules().stream())
                    .forEach(rule -> lines.add(rule.countedText()));
        }
        if (lines.size() <= MOST_LINES) {
            return lines;
        }
        List<String> cut = new ArrayList<>(lines.subList(0, MOST_LINES));
        cut.add("(" + (lines.size() - MOST_LINES) + " more)");
        return cut;
    }
}
