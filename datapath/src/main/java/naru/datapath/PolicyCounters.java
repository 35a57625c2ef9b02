package naru.datapath;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import naru.datapath.Flow.Admission;

/**
 * What each policy entry let through or denied for one endpoint. Packets of a live connection are
 * counted in its flow and come to the entry's own counter when it ends, so both are needed.
 */
public final class PolicyCounters {

    private final DatapathMaps maps;
    private final Map<PolicyStatsKey, Traffic> live = new HashMap<>();

    private PolicyCounters(DatapathMaps maps) {
        this.maps = maps;
    }

    /** As they are now. The work grows with the flows of this node: for people's questions only. */
    public static PolicyCounters of(DatapathMaps maps, int endpoint) {
        PolicyCounters counters = new PolicyCounters(maps);
        maps.flows()
                .forEach(
                        (_, flow) -> {
                            counters.add(flow.egress(), endpoint, flow.unfolded());
                            counters.add(flow.ingress(), endpoint, flow.unfolded());
                        });
        return counters;
    }

    private void add(Optional<Admission> admission, int endpoint, Traffic unfolded) {
        admission
                .flatMap(Admission::entry)
                .filter(entry -> entry.endpoint() == endpoint)
                .ifPresent(entry -> live.merge(entry, unfolded, Traffic::plus));
    }

    /** What one entry decided. */
    public Traffic traffic(PolicyStatsKey entry) {
        return maps.policyStats()
                .lookup(entry)
                .orElse(Traffic.NONE)
                .plus(live.getOrDefault(entry, Traffic.NONE));
    }
}
