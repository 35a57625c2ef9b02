package naru.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import naru.agent.cni.CniParts;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.explain.DropMemory;
import naru.agent.explain.ExplainOperation;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.agent.monitor.EventHub;
import naru.agent.node.DatapathHooks;
import naru.agent.node.FlowSweeper;
import naru.agent.node.NodeKeeper;
import naru.agent.node.Restorer;
import naru.agent.ops.Operations;
import naru.agent.ops.Sources;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.datapath.Datapath;
import naru.datapath.FlowEvent;
import naru.explain.Setting;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkEvents;
import naru.linux.netlink.NetlinkGroup;
import naru.watch.FolderSource;
import naru.watch.ObjectEvent;
import naru.watch.ObjectSource;
import naru.watch.config.AgentConfig;
import naru.watch.config.AgentConfigReader;
import naru.watch.config.AgentConfigReader.Reading;
import naru.wire.Operation;
import naru.wire.UnixServer;

/**
 * A node's agent at work. Closing it stops the work and leaves everything in the kernel as it is:
 * pods stay connected and policy stays in force.
 */
final class Agent implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger("naru.agent");
    private static final int SWEEP_SECONDS = 5;
    private static final int AUDIT_SECONDS = 60;
    private static final int COUNTER_SECONDS = 60;

    private final AgentOptions options;
    private final AgentConfig config;
    private final List<AgentConfigReader.Setting> settings;
    private final Closing closing = new Closing();
    private final ProblemBoard problems = new ProblemBoard();
    private final Revisions revisions = new Revisions();
    private final EventHub events = new EventHub();
    private final DropMemory drops = new DropMemory();

    private Agent(AgentOptions options, Reading reading) {
        this.options = options;
        this.config = reading.config();
        this.settings = reading.settings();
    }

    /**
     * Takes over what an earlier agent left, brings the node up to date and answers.
     *
     * @throws IOException if it can't start; the message says why
     */
    static Agent start(AgentOptions options, Reading reading) throws IOException {
        Agent agent = new Agent(options, reading);
        try {
            agent.start();
            return agent;
        } catch (IOException | RuntimeException e) {
            agent.close();
            throw e;
        }
    }

    private void start() throws IOException {
        closing.add(StateLock.take(options.state()));
        StateLock.refuseSecondServer(options.socket());
        Netlink netlink = closing.add(Netlink.open());
        NodeDevices nodeDevices = new NodeDevices(netlink);
        nodeDevices.prepare();
        HostMark.apply(config, problems);
        Datapath datapath = closing.add(Datapath.open(DatapathSetup.options(options, config)));
        DatapathHooks hooks = new DatapathHooks(datapath);

        NumberingStore numbering = new NumberingStore(options.state().resolve("numbering.json"));
        Compiler compiler =
                new Compiler(
                        options.node(),
                        numbering.load(),
                        Set.copyOf(config.identityIgnoredLabels().patterns()));
        MapApplier applier = new MapApplier(KernelMaps.of(datapath.maps()));
        Engine engine = new Engine(compiler, applier, numbering, revisions, problems);
        EventLoop loop = new EventLoop(engine::settle);
        Addresses addresses =
                new Addresses(state("addresses"), config.ipamCooldown(), Clock.systemUTC());
        for (String finding : addresses.findings()) {
            LOG.log(System.Logger.Level.WARNING, "kept addresses: {0}", finding);
        }

        NodeKeeper keeper =
                new NodeKeeper(
                        options.node(),
                        nodeDevices,
                        hooks,
                        addresses,
                        config.devices(),
                        mine -> loop.post(() -> engine.ownAddresses(mine)),
                        problems);
        EndpointStore store = new EndpointStore(state("endpoints"));
        PodDevices podDevices = new PodDevices(netlink);
        watchDevices(keeper);
        keeper.refresh();
        List<EndpointRecord> kept =
                new Restorer(engine, store, addresses, podDevices, hooks, problems).restore();
        FlowSweeper sweeper = new FlowSweeper(datapath.maps());
        sweeper.keepSlots(kept.stream().map(EndpointRecord::slot).collect(Collectors.toSet()));
        LOG.log(System.Logger.Level.INFO, "took over {0} endpoints", kept.size());

        loop.start();
        closing.add(loop);
        closing.add(keeper);
        keeper.start();
        closing.add(datapath.maps().readEvents(this::event));
        watchObjects(loop, engine, keeper);
        repeat(sweeper, loop, engine);
        CniParts cni =
                new CniParts(
                        loop,
                        engine,
                        addresses,
                        store,
                        podDevices,
                        hooks,
                        keeper::facts,
                        sweeper::remove);
        Sources sources =
                new Sources(
                        options.node(),
                        DatapathSetup.hostIdentity(config),
                        DatapathSetup.name(datapath.mode()),
                        loop,
                        engine,
                        datapath.maps(),
                        addresses,
                        revisions,
                        problems,
                        events);
        Map<String, Operation> operations = new HashMap<>(new Operations(sources).all());
        operations.put("cni", cni.server());
        operations.put("explain", explain(datapath, loop, engine));
        closing.add(UnixServer.listen(options.socket(), operations));
    }

    private Operation explain(Datapath datapath, EventLoop loop, Engine engine) {
        ExplainOperation operation =
                new ExplainOperation(
                        options.node(),
                        Set.copyOf(config.identityIgnoredLabels().patterns()),
                        new ExplainOperation.Settings(
                                byKey(settings), () -> byKey(options.readConfig().settings())),
                        drops,
                        datapath,
                        asking -> loop.read(() -> asking.ask(engine.compiler())));
        if (config.hostIdentity() == AgentConfig.HostIdentity.MARK) {
            operation.noteRules();
            Schedule schedule = closing.add(new Schedule());
            schedule.every(
                    COUNTER_SECONDS, TimeUnit.SECONDS, "rule-counters", operation::noteRules);
        }
        return operation;
    }

    private static Map<String, Setting> byKey(List<AgentConfigReader.Setting> settings) {
        return settings.stream()
                .collect(
                        Collectors.toMap(
                                AgentConfigReader.Setting::key,
                                s -> new Setting(s.key(), s.value(), s.source())));
    }

    private Path state(String folder) {
        return options.state().resolve(folder);
    }

    private void watchDevices(NodeKeeper keeper) {
        Set<NetlinkGroup> groups =
                Set.of(NetlinkGroup.LINKS, NetlinkGroup.IPV4_ADDRESSES, NetlinkGroup.IPV4_ROUTES);
        closing.add(NetlinkEvents.subscribe(groups, keeper::event));
    }

    private void event(FlowEvent event) {
        drops.note(event);
        events.publish(event);
    }

    private void watchObjects(EventLoop loop, Engine engine, NodeKeeper keeper) {
        ObjectSource source = closing.add(new FolderSource(options.manifests()));
        source.start(
                (ObjectEvent event) -> {
                    keeper.event(event);
                    Runnable onLoop = () -> loop.post(() -> engine.event(event));
                    if (event instanceof ObjectEvent.Revision) {
                        keeper.whenDone(onLoop); // routes belong to what a revision means
                    } else {
                        onLoop.run();
                    }
                });
    }

    private void repeat(FlowSweeper sweeper, EventLoop loop, Engine engine) {
        Schedule schedule = closing.add(new Schedule());
        schedule.every(SWEEP_SECONDS, TimeUnit.SECONDS, "flow-sweeper", sweeper::sweep);
        schedule.every(AUDIT_SECONDS, TimeUnit.SECONDS, "audit", () -> loop.post(engine::audit));
    }

    @Override
    public void close() {
        closing.close();
    }
}
