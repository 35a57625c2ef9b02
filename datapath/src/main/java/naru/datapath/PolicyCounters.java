package naru.datapath;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import naru.datapath.Flow.Admission;

/**
 * What each policy entry let through or denied for each endpoint. Packets of a live connection are
 * counted in its flow and come to the entry's own counter when it ends, so both are needed; and
 * which flows an entry let through nothing tells but the flows.
 */
public final class PolicyCounters {

    private final DatapathMaps maps;
    private final Map<PolicyStatsKey, Traffic> live = new HashMap<>();

    private PolicyCounters(DatapathMaps maps) {
        this.maps = maps;
    }

    /**
     * As they are now. The work grows with the flows of this node, to seconds for a full table on a
     * busy machine: for people's questions only, on a thread that nobody waits for.
     */
    public static PolicyCounters of(DatapathMaps maps) {
        PolicyCounters counters = new PolicyCounters(maps);
        maps.flows()
                .forEach(
                        (_, flow) -> {
                            counters.add(flow.egress(), flow.unfolded());
                            counters.add(flow.ingress(), flow.unfolded());
                        });
        return counters;
    }

    private void add(Optional<Admission> admission, Traffic unfolded) {
        admission
                .flatMap(Admission::entry)
                .ifPresent(entry -> live.merge(entry, unfolded, Traffic::plus));
    }

    /** What one entry decided for its endpoint. */
    public Traffic traffic(PolicyStatsKey entry) {
        return maps.policyStats()
                .lookup(entry)
                .orElse(Traffic.NONE)
                .plus(live.getOrDefault(entry, Traffic.NONE));
    }
}
