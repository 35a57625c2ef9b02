package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.linux.netfilter.Backend;
import naru.linux.netfilter.Chain;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netfilter.Table;

/** Whether iptables rules of another pod network are left that packets still meet. */
public final class LeftoverRulesCheck implements Check {

    private final Surroundings surroundings;

    public LeftoverRulesCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "leftover-rules";
    }

    @Override
    public List<Finding> look() {
        NetfilterState state = surroundings.netfilter();
        List<Finding> found = new ArrayList<>();
        for (Backend backend : Backend.values()) {
            Map<OtherNetwork, List<String>> chains = new EnumMap<>(OtherNetwork.class);
            for (Table table : state.ruleset(backend).tables().values()) {
                for (Chain chain : table.chains().values()) {
                    if (!chain.rules().isEmpty()) {
                        OtherNetwork.ofChain(chain.name())
                                .ifPresent(
                                        other ->
                                                chains.computeIfAbsent(
                                                                other, _ -> new ArrayList<>())
                                                        .add(table.name() + "/" + chain.name()));
                    }
                }
            }
            chains.forEach((other, names) -> found.add(finding(backend, other, names)));
        }
        return found;
    }

    private Finding finding(Backend backend, OtherNetwork other, List<String> chains) {
        return new Finding(
                name(),
                "iptables rules of another pod network are here",
                chains.getFirst() + " (" + backend.word() + ")",
                chains.size() + " chains with rules and names as " + other.title() + " gives them",
                "it was not taken away whole, or still runs; what they drop or rewrite of what"
                        + " passes this node's stack never comes to its pod",
                "uninstall it, then take away the jumps to them and the chains (`%s`), or start the machine anew"
                        .formatted("iptables-" + backend.word() + " -t " + table(chains) + " -S"));
    }

    private static String table(List<String> chains) {
        String first = chains.getFirst();
        return first.substring(0, first.indexOf('/'));
    }
}
