package naru.datapath;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

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
    private final EpochMap epochs;
    private final FragmentMap fragments;
    private final MetricsMap metrics;
    private final EventsLostMap eventsLost;

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
        this.epochs = new EpochMap(folder);
        this.fragments = new FragmentMap(folder);
        this.metrics = new MetricsMap(folder);
        this.eventsLost = new EventsLostMap(folder);
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
                        epochs,
                        fragments,
                        metrics,
                        eventsLost)
                .forEach(TypedMap::close);
    }
}
