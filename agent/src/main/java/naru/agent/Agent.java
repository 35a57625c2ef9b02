package naru.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import naru.agent.cni.CniParts;
import naru.agent.cni.CniServer;
import naru.agent.cni.Departures;
import naru.agent.cni.Rehearsal;
import naru.agent.doctor.LastEvent;
import naru.agent.drift.DriftKeeper;
import naru.agent.drift.ForwardWatch;
import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.Calm;
import naru.agent.endpoint.EarlierBoot;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.EndpointStore;
import naru.agent.endpoint.HookFinisher;
import naru.agent.endpoint.StateFormat;
import naru.agent.endpoint.Uptime;
import naru.agent.explain.DropMemory;
import naru.agent.explain.ExplainOperation;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.LostNumbers;
import naru.agent.loop.NumberingStore;
import naru.agent.loop.ProblemBoard;
import naru.agent.loop.Revisions;
import naru.agent.metrics.Metrics;
import naru.agent.metrics.MetricsPort;
import naru.agent.monitor.EventHub;
import naru.agent.node.DatapathHooks;
import naru.agent.node.NodeKeeper;
import naru.agent.node.Restorer;
import naru.agent.ops.Operations;
import naru.agent.ops.Sources;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.agent.repair.SteadyClock;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.datapath.Datapath;
import naru.datapath.FlowEvent;
import naru.explain.Setting;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkEvents;
import naru.linux.netlink.NetlinkGroup;
import naru.linux.sysctl.Sysctl;
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
    private static final int TRIM_SECONDS = 5;
    private static final int COUNTER_SECONDS = 60;
    private static final int FORWARD_SECONDS = 5;

    private final AgentOptions options;
    private final AgentConfig config;
    private final List<AgentConfigReader.Setting> settings;
    private final Instant started = Instant.now();
    private final Closing closing = new Closing();
    private final ProblemBoard problems = new ProblemBoard();
    private final RepairLog repairs =
            new RepairLog(
                    InstantSource.system(),
                    new SteadyClock(),
                    fights -> problems.say("repairs", fights));
    private final Revisions revisions = new Revisions();
    private final EventHub events = new EventHub();
    private final DropMemory drops = new DropMemory();
    private final LastEvent lastEvent = new LastEvent(InstantSource.system());

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

    /**
     * The kernel's side of the agent.
     *
     * @param prepared settings that were not as pods need them
     */
    private record Kernel(
            Netlink netlink,
            Datapath datapath,
            DatapathHooks hooks,
            NodeDevices node,
            List<Sysctl> prepared,
            PodDevices pods) {}

    /** What the agent knows, and where it keeps it. */
    private record Knowledge(
            Engine engine, EventLoop loop, Addresses addresses, EndpointStore store) {}

    private void start() throws IOException {
        closing.add(StateLock.take(options.state()));
        StateLock.refuseSecondServer(options.socket());
        StateFormat.take(options.state());
        if (EarlierBoot.forget(options.state(), state("endpoints"), state("numbering.json"))) {
            LOG.log(System.Logger.Level.INFO, "the machine was started anew: so is this node");
        }
        Kernel kernel = openKernel();
        Knowledge knowledge = remember(kernel.datapath);
        NodeKeeper keeper = keeper(kernel, knowledge);
        CniParts parts = cni(kernel, knowledge, keeper);
        Departures departures = parts.departures();
        CniServer cni = parts.server(departures);
        DriftKeeper drift = drift(kernel, keeper, parts, cni);
        watchDevices(keeper, drift);
        takeOver(kernel, knowledge, keeper);

        knowledge.loop.start();
        closing.add(knowledge.loop);
        closing.add(parts.finisher()).start();
        parts.finisher().addAll(devices(knowledge).keySet());
        closing.add(departures).start();
        closing.add(keeper);
        keeper.start();
        closing.add(kernel.datapath.maps().readEvents(this::event));
        watchObjects(knowledge, keeper, departures);
        startChores(knowledge.loop);
        answer(kernel, knowledge, keeper, cni);
        if (config.repair()) {
            closing.add(drift).start();
        }
        closing.add(new Rehearsal(parts.calm())).start();
    }

    private Kernel openKernel() throws IOException {
        Netlink netlink = closing.add(Netlink.open());
        NodeDevices node = new NodeDevices(netlink);
        List<Sysctl> prepared = node.prepare();
        Thread marks = HostMark.begin(config, problems);
        PodDevices pods = new PodDevices(netlink);
        Datapath datapath =
                closing.add(DatapathSetup.open(options, config, node, pods, problems, repairs));
        HostMark.end(marks);
        return new Kernel(netlink, datapath, new DatapathHooks(datapath), node, prepared, pods);
    }

    private Knowledge remember(Datapath datapath) throws IOException {
        NumberingStore numbering = new NumberingStore(state("numbering.json"), problems);
        Set<String> ignored = Set.copyOf(config.identityIgnoredLabels().patterns());
        var tables = KernelMaps.of(datapath.maps());
        Numbering numbers = LostNumbers.reserve(numbering.load(), tables);
        Compiler compiler = new Compiler(options.node(), numbers, ignored);
        MapApplier applier = new MapApplier(tables);
        Engine engine = new Engine(compiler, applier, numbering, revisions, problems);
        Addresses addresses =
                new Addresses(state("addresses"), config.ipamCooldown(), new Uptime());
        return new Knowledge(
                engine,
                new EventLoop(engine::settle),
                addresses,
                new EndpointStore(state("endpoints")));
    }

    private NodeKeeper keeper(Kernel kernel, Knowledge knowledge) {
        return new NodeKeeper(
                options.node(),
                kernel.node,
                kernel.hooks,
                knowledge.addresses,
                config.devices(),
                mine -> knowledge.loop.post(() -> knowledge.engine.ownAddresses(mine)),
                problems,
                repairs);
    }

    private DriftKeeper drift(Kernel kernel, NodeKeeper keeper, CniParts parts, CniServer cni) {
        return DriftSetup.keeper(
                parts, cni, kernel.node, kernel.hooks, keeper, config, problems, repairs);
    }

    private void takeOver(Kernel kernel, Knowledge knowledge, NodeKeeper keeper)
            throws IOException {
        keeper.refresh();
        Restorer restorer =
                new Restorer(
                        knowledge.engine,
                        knowledge.store,
                        knowledge.addresses,
                        kernel.pods,
                        kernel.hooks,
                        kernel.datapath.maps(),
                        problems,
                        repairs);
        List<EndpointRecord> kept = restorer.restore();
        if (!kept.isEmpty()) {
            kernel.prepared.forEach(
                    s -> repairs.note(RepairKind.SYSCTL, s.path(), "0", "set to 1"));
        }
        kernel.datapath.forgetGonePods(
                kept.stream().map(EndpointRecord::slot).collect(Collectors.toSet()));
        LOG.log(System.Logger.Level.INFO, "took over {0} endpoints", kept.size());
    }

    private static CniParts cni(Kernel kernel, Knowledge knowledge, NodeKeeper keeper) {
        Calm calm = new Calm();
        return new CniParts(
                knowledge.loop,
                knowledge.engine,
                knowledge.addresses,
                knowledge.store,
                kernel.pods,
                kernel.hooks,
                new HookFinisher(kernel.hooks, calm),
                calm,
                keeper::facts,
                gone -> kernel.datapath.forgetPod(gone.ipv4(), gone.slot()));
    }

    private void answer(Kernel kernel, Knowledge knowledge, NodeKeeper keeper, CniServer cni)
            throws IOException {
        Datapath datapath = kernel.datapath;
        Sources sources =
                new Sources(
                        options.node(),
                        DatapathSetup.hostIdentity(config),
                        DatapathSetup.name(datapath.mode()),
                        knowledge.loop,
                        knowledge.engine,
                        datapath.maps(),
                        knowledge.addresses,
                        revisions,
                        problems,
                        repairs,
                        events);
        Map<String, Operation> operations = new HashMap<>(new Operations(sources).all());
        Metrics metrics = Metrics.of(sources, started);
        operations.put("metrics", metrics::answer);
        operations.put("cni", metrics.timed(cni));
        ExplainOperation explain = explain(datapath, knowledge.loop, knowledge.engine);
        operations.put("explain", explain);
        operations.put("doctor", doctor(sources, kernel, keeper).operation(explain::ask));
        closing.add(UnixServer.listen(options.socket(), operations));
        config.metricsAddress().ifPresent(at -> serveMetrics(at, metrics, knowledge));
    }

    private void serveMetrics(InetSocketAddress address, Metrics metrics, Knowledge knowledge) {
        MetricsPort port =
                new MetricsPort(
                        address,
                        metrics,
                        () -> knowledge.loop.read(knowledge.engine::isSynced),
                        problems);
        closing.add(port).start();
    }

    private DoctorChecks doctor(Sources sources, Kernel kernel, NodeKeeper keeper) {
        return new DoctorChecks(
                sources,
                new DoctorChecks.Kernel(
                        kernel.netlink,
                        kernel.hooks,
                        kernel.node,
                        kernel.pods,
                        DatapathSetup.options(options, config).hostIdentity()),
                keeper,
                new DoctorChecks.Past(
                        options,
                        byKey(settings),
                        () -> byKey(options.readConfig().settings()),
                        lastEvent));
    }

    private ExplainOperation explain(Datapath datapath, EventLoop loop, Engine engine) {
        ExplainOperation operation =
                new ExplainOperation(
                        options.node(),
                        Set.copyOf(config.identityIgnoredLabels().patterns()),
                        new ExplainOperation.Settings(
                                byKey(settings), () -> byKey(options.readConfig().settings())),
                        drops,
                        datapath,
                        look -> loop.read(() -> look.at(engine.compiler())));
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

    private void watchDevices(NodeKeeper keeper, DriftKeeper drift) {
        Set<NetlinkGroup> groups =
                Set.of(
                        NetlinkGroup.LINKS,
                        NetlinkGroup.IPV4_ADDRESSES,
                        NetlinkGroup.IPV4_ROUTES,
                        NetlinkGroup.IPV4_SETTINGS);
        closing.add(
                NetlinkEvents.subscribe(
                        groups,
                        event -> {
                            keeper.event(event);
                            drift.event(event);
                        }));
    }

    private void event(FlowEvent event) {
        drops.note(event);
        events.publish(event);
    }

    private void watchObjects(Knowledge knowledge, NodeKeeper keeper, Departures departures) {
        ObjectSource source =
                closing.add(new FolderSource(options.manifests(), options.goodManifests()));
        source.start(
                (ObjectEvent event) -> {
                    lastEvent.note();
                    keeper.event(event);
                    Runnable onLoop =
                            () -> knowledge.loop.post(() -> knowledge.engine.event(event));
                    if (event instanceof ObjectEvent.Revision) {
                        // routes belong to what a revision means, and that who left is gone
                        keeper.whenDone(() -> departures.whenGone(onLoop));
                    } else {
                        onLoop.run();
                    }
                });
    }

    private void startChores(EventLoop loop) {
        Schedule schedule = closing.add(new Schedule());
        HeapTrim trim = new HeapTrim(HeapTrim.own(), loop::batches, new SteadyClock());
        schedule.every(TRIM_SECONDS, TimeUnit.SECONDS, "heap-trim", trim);
        // also with repair: false; without these rules pods are cut off
        ForwardWatch forward = new ForwardWatch(config.installIptablesRules(), repairs, problems);
        schedule.atOnceAndEvery(
                FORWARD_SECONDS, TimeUnit.SECONDS, "forward-rules", forward::look);
    }

    private static Map<Integer, String> devices(Knowledge knowledge) {
        try {
            return knowledge.loop.read(() -> knowledge.engine.endpoints().devices());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
