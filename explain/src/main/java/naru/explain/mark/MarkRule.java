package naru.explain.mark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Certainty;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.HostMark;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Rule;
import naru.linux.netfilter.Table;
import naru.linux.netfilter.Visit;

/** A rule that sets the host's mark, known by what it does and not by its name. */
record MarkRule(Backend backend, Table table, Chain chain, Rule rule) {

    /** All there are; those in the backend of the node's own iptables first. */
    static List<MarkRule> find(NetfilterState state) {
        List<MarkRule> found = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            for (Table table : state.ruleset(backend).tables().values()) {
                for (Chain chain : table.chains().values()) {
                    chain.rules().stream()
                            .filter(HostMark::isSetBy)
                            .forEach(rule -> found.add(new MarkRule(backend, table, chain, rule)));
                }
            }
        }
        found.sort(Comparator.comparing(rule -> rule.backend != state.installed()));
        return found;
    }

    Visit asVisit() {
        return new Visit(backend, table.name(), chain.name(), rule, Certainty.MAYBE);
    }

    String describe() {
        return "the mark rule, rule "
                + rule.index()
                + " of "
                + table.name()
                + "/"
                + chain.name()
                + " ("
                + backend.word()
                + "),";
    }
}
