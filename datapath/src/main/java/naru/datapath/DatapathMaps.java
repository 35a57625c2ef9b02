package naru.datapath;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import naru.linux.bpf.BpfMap;
import naru.linux.ffi.NativeException;

/** All maps of a datapath, opened by their pins. */
public final class DatapathMaps implements AutoCloseable {

    private final Path folder;
    private final EndpointMap endpoints;
    private final IpcacheMap ipcache;
    private final BlockMap blocks;
    private final PolicyMap policy;
    private final PolicyStatsMap policyStats;
    private final FlowMap flows;
    private final FlowCountMap flowCounts;
    private final FlowSweepMap flowSweep;
    private final EpochMap epochs;
    private final FragmentMap fragments;
    private final MetricsMap metrics;
    private final EventsLostMap eventsLost;
    private final Set<Integer> pinnedAtFirst;

    /**
     * @param folder {@code <bpf root>/v1/maps}
     */
    DatapathMaps(Path folder) {
        this.folder = folder;
        this.endpoints = new EndpointMap(folder);
        this.ipcache = new IpcacheMap(folder);
        this.blocks = new BlockMap(folder);
        this.policy = new PolicyMap(folder);
        this.policyStats = new PolicyStatsMap(folder);
        this.flows = new FlowMap(folder);
        this.flowCounts = new FlowCountMap(folder);
        this.flowSweep = new FlowSweepMap(folder);
        this.epochs = new EpochMap(folder);
        this.fragments = new FragmentMap(folder);
        this.metrics = new MetricsMap(folder);
        this.eventsLost = new EventsLostMap(folder);
        this.pinnedAtFirst = pinned();
    }

    public EndpointMap endpoints() {
        return endpoints;
    }

    public IpcacheMap ipcache() {
        return ipcache;
    }

    public BlockMap blocks() {
        return blocks;
    }

    public PolicyMap policy() {
        return policy;
    }

    public PolicyStatsMap policyStats() {
        return policyStats;
    }

    public FlowMap flows() {
        return flows;
    }

    public FlowCountMap flowCounts() {
        return flowCounts;
    }

    public FlowSweepMap flowSweep() {
        return flowSweep;
    }

    public EpochMap epochs() {
        return epochs;
    }

    public FragmentMap fragments() {
        return fragments;
    }

    public MetricsMap metrics() {
        return metrics;
    }

    public EventsLostMap eventsLost() {
        return eventsLost;
    }

    /**
     * Maps that had a name in the bpf file system when this was opened and have none now, so that
     * the next agent would not find them.
     */
    public List<String> unpinned() {
        Set<Integer> now = pinned();
        return pinnedAtFirst.stream()
                .filter(id -> !now.contains(id))
                .map(DatapathMaps::nameOf)
                .toList();
    }

    private static String nameOf(int id) {
        try (BpfMap map = BpfMap.byId(id)) {
            return map.info().name();
        } catch (NativeException e) {
            return "map " + id;
        }
    }

    private Set<Integer> pinned() {
        Set<Integer> ids = new HashSet<>();
        try (DirectoryStream<Path> pins = Files.newDirectoryStream(folder)) {
            for (Path pin : pins) {
                addId(pin, ids);
            }
        } catch (IOException e) {
            return Set.of();
        }
        return ids;
    }

    private static void addId(Path pin, Set<Integer> ids) {
        try (BpfMap map = BpfMap.open(pin)) {
            ids.add(map.info().id());
        } catch (NativeException e) {
            // no map: whoever looks for one of ours misses it
        }
    }

    /** The ring of events, for a caller that reads and closes it itself. One at a time. */
    public EventsRing openEvents() {
        return new EventsRing(folder);
    }

    /** Begins to read events on a thread; whoever calls closes the reader. One at a time. */
    public EventsReader readEvents(Consumer<FlowEvent> action) {
        return EventsReader.start(openEvents(), action);
    }

    @Override
    public void close() {
        List.of(
                        endpoints,
                        ipcache,
                        blocks,
                        policy,
                        policyStats,
                        flows,
                        flowCounts,
                        flowSweep,
                        epochs,
                        fragments,
                        metrics,
                        eventsLost)
                .forEach(TypedMap::close);
    }
}
