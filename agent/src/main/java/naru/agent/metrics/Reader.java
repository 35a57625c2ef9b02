package naru.agent.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.Engine;
import naru.agent.metrics.Reading.Dropped;
import naru.agent.metrics.Reading.Events;
import naru.agent.metrics.Reading.Passed;
import naru.agent.metrics.Reading.Policy;
import naru.agent.metrics.Reading.Table;
import naru.agent.metrics.Reading.Who;
import naru.agent.metrics.Reading.Work;
import naru.agent.ops.EndpointState;
import naru.agent.ops.Sources;
import naru.agent.repair.RepairKind;
import naru.datapath.DatapathMaps;
import naru.datapath.MetricsMap;
import naru.datapath.Traffic;
import naru.datapath.TypedMap;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.PolicyDirection;
import naru.wire.Version;

/**
 * Reads what a scrape tells. What that costs does not depend on how full the maps are: counters are
 * looked up one by one, and how many entries a map has is known without a walk through it.
 */
final class Reader {

    private final Sources sources;
    private final Engine engine;
    private final DatapathMaps maps;
    private final Who who;

    Reader(Sources sources, Instant started) {
        this.sources = sources;
        this.engine = sources.engine();
        this.maps = sources.maps();
        this.who =
                new Who(
                        sources.node(),
                        Version.NUMBER,
                        sources.hostIdentity(),
                        sources.attach(),
                        started);
    }

    /** Only for the event loop. */
    Reading read() {
        return new Reading(
                who,
                passed(),
                dropped(),
                events(),
                tables(),
                endpoints(),
                new Policy(
                        engine.compiler().identities().size(), engine.desired().policy().groups()),
                sources.addresses().counts(),
                work(),
                problems(),
                repairs(),
                sources.repairs().lastSweep());
    }

    private List<Passed> passed() {
        List<Passed> passed = new ArrayList<>();
        MetricsMap metrics = maps.metrics();
        for (PolicyDirection direction : PolicyDirection.values()) {
            Traffic fast = metrics.forwardedFast(direction);
            passed.add(new Passed(name(direction), "fast", fast));
            passed.add(new Passed(name(direction), "full", metrics.forwardedFull(direction)));
        }
        return passed;
    }

    private List<Dropped> dropped() {
        List<Dropped> dropped = new ArrayList<>();
        for (DropReason reason : DropReason.values()) {
            for (PolicyDirection direction : PolicyDirection.values()) {
                Traffic traffic = maps.metrics().dropped(reason, direction);
                dropped.add(new Dropped(reason.text(), name(direction), traffic));
            }
        }
        return dropped;
    }

    private static String name(PolicyDirection direction) {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    private Events events() {
        return new Events(
                sources.events().read(),
                maps.eventsLost().lost(),
                sources.events().lost(),
                maps.eventsLost().overLimit());
    }

    private List<Table> tables() {
        return List.of(
                table("policy_map", engine.desired().policy().held(), maps.policy()),
                table("ipcache_map4", engine.desired().ipcache().held(), maps.ipcache()),
                table("block_map4", engine.desired().blocks().held(), maps.blocks()),
                table("endpoint_map4", engine.desired().endpoints().held(), maps.endpoints()),
                table("flow_map4", maps.flowCounts().total(), maps.flows()));
    }

    private static Table table(String name, long entries, TypedMap<?, ?> map) {
        return new Table(name, entries, map.maxEntries(), map.memoryBytes());
    }

    private Map<String, Long> endpoints() {
        Map<String, Long> counts = new TreeMap<>();
        for (EndpointState state : EndpointState.values()) {
            counts.put(state.text(), 0L);
        }
        for (Endpoint endpoint : engine.endpoints().all()) {
            if (endpoint.attachment().isPresent()) {
                EndpointState state = EndpointState.of(endpoint.record().slot(), engine);
                counts.merge(state.text(), 1L, Long::sum);
            }
        }
        return counts;
    }

    private Work work() {
        return new Work(
                sources.revisions().lastSeen(),
                sources.revisions().lastApplied(),
                sources.loop().batches(),
                sources.loop().failures());
    }

    private Map<String, Long> repairs() {
        Map<RepairKind, Long> done = sources.repairs().counts();
        Map<String, Long> counts = new TreeMap<>();
        for (RepairKind kind : RepairKind.values()) {
            counts.put(kind.text(), done.getOrDefault(kind, 0L));
        }
        return counts;
    }

    /** Of {@code manifests/FILE} only the first word: files come and go. */
    private Map<String, Integer> problems() {
        Map<String, Integer> counts = new TreeMap<>();
        sources.problems()
                .bySource()
                .forEach(
                        (source, found) ->
                                counts.merge(source.split("/", 2)[0], found.size(), Integer::sum));
        return counts;
    }
}
