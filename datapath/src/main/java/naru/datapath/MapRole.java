package naru.datapath;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What becomes of a pinned map when a version comes that needs it in another shape. */
enum MapRole {
    /**
     * Filled by the agent. All of them are made anew together, and filled with what is wished
     * before the first program changes: they mean something only with each other.
     */
    WISHED("policy_map", "block_map4", "ipcache_map4", "endpoint_map4"),
    /** Connections, and what counts and queues them: new together; connections are carried. */
    FLOWS("flow_map4", "flow_count_map", "flow_queue_map", "flow_sweep_map"),
    /** New ones begin at 0, so no connection may bring its stamps: they are new with it. */
    EPOCHS("epoch_map"),
    /** Exact counters: carried when the last program has changed. */
    COUNTERS("metrics_map"),
    /** Entries that are carried as they are: what comes while programs change may be missing. */
    ENTRIES("policy_stats_map", "fragment_map4"),
    /** Unread events are lost. What counts lost ones is new with the ring, and carried. */
    EVENTS("events_map", "events_lost_map"),
    /** Begun anew: what they hold is over in seconds. */
    PASSING("event_budget_map", "carried_map");

    private final List<String> maps;

    MapRole(String... maps) {
        this.maps = List.of(maps);
    }

    List<String> maps() {
        return maps;
    }

    static MapRole of(String map) {
        return Arrays.stream(values())
                .filter(role -> role.maps.contains(map))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        map + " has no role: say in MapRole what becomes of it"));
    }

    /** All that have to be new if these have to be. */
    static Set<String> renewedWith(Set<String> maps) {
        Set<String> renewed = new LinkedHashSet<>(maps);
        for (String map : maps) {
            switch (of(map)) {
                case WISHED -> renewed.addAll(WISHED.maps);
                case FLOWS -> renewed.addAll(FLOWS.maps);
                case EPOCHS -> {
                    renewed.addAll(EPOCHS.maps);
                    renewed.addAll(FLOWS.maps);
                }
                case EVENTS -> renewed.addAll(EVENTS.maps);
                case COUNTERS, ENTRIES, PASSING -> {}
            }
        }
        return renewed;
    }
}
