package naru.agent.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.agent.repair.Sweep;
import naru.datapath.Traffic;
import naru.ipam.PoolCounts;

/**
 * All that one scrape tells, read at one time.
 *
 * @param passed what was let through, by direction and path
 * @param dropped what was not, every reason in both directions
 * @param endpoints number of endpoints by state
 * @param problems number of problems by who found them
 * @param repairs number of repairs by kind, all kinds
 * @param lastSweep the last look at all that the kernel tells no events of
 */
record Reading(
        Who who,
        List<Passed> passed,
        List<Dropped> dropped,
        Events events,
        List<Table> tables,
        Map<String, Long> endpoints,
        Policy policy,
        PoolCounts addresses,
        Work work,
        Map<String, Integer> problems,
        Map<String, Long> repairs,
        Optional<Sweep> lastSweep) {

    /** Whose reading it is. */
    record Who(String node, String version, String hostIdentity, String attach, Instant started) {}

    /**
     * @param path fast: by its connection's entry alone; else full
     */
    record Passed(String direction, String path, Traffic traffic) {}

    /**
     * @param reason in the monitor's words
     */
    record Dropped(String reason, String direction, Traffic traffic) {}

    /**
     * @param read from the ring so far by this agent
     * @param ringFull lost because nobody read the ring in time
     * @param watcherSlow lost because one who watches took them too slowly
     * @param unreported packets that got no event, because their endpoint had had its share
     */
    record Events(long read, long ringFull, long watcherSlow, long unreported) {}

    /**
     * @param entries as the agent and the programs count them; nobody walks through the map
     * @param bytes that the kernel takes for it
     */
    record Table(String name, long entries, long limit, long bytes) {}

    record Policy(long identities, long sets) {}

    /**
     * @param seen revision of the manifests
     * @param applied the newest that the kernel enforces
     * @param rounds batches of work that were done
     * @param failures of them, those after which the kernel could not be made to agree
     */
    record Work(long seen, long applied, long rounds, long failures) {}
}
