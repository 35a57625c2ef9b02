package naru.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import naru.agent.cni.CniParts;
import naru.agent.cni.CniServer;
import naru.agent.cni.Departures;
import naru.agent.cni.Rehearsal;
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
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;
import naru.agent.loop.LostNumbers;
import naru.agent.loop.NumberingStore;
import naru.agent.node.DatapathHooks;
import naru.agent.node.NodeKeeper;
import naru.agent.node.Restorer;
import naru.agent.repair.RepairKind;
import naru.agent.repair.SteadyClock;
import naru.apply.device.NodeDevices;
import naru.apply.device.PodDevices;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.compile.Numbering;
import naru.datapath.Datapath;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkEvents;
import naru.linux.netlink.NetlinkGroup;
import naru.linux.sysctl.Sysctl;
import naru.model.IgnoredLabels;
import naru.watch.FolderSource;
import naru.watch.ObjectEvent;
import naru.watch.ObjectSource;
import naru.watch.config.AgentConfig;
import naru.watch.config.AgentConfigReader.Reading;
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
    private final Reading reading;
    private final AgentConfig config;
    private final Instant started = Instant.now();
    private final Closing closing = new Closing();
    private final Notes notes = Notes.empty();

    private Agent(AgentOptions options, Reading reading) {
        this.options = options;
        this.reading = reading;
        this.config = reading.config();
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
        StateFormat.take(options.state());
        if (EarlierBoot.forget(options.state(), state("endpoints"), state("numbering.json"))) {
            LOG.log(System.Logger.Level.INFO, "the machine was started anew: so is this node");
        }
        KernelSide kernel = openKernel();
        Knowledge knowledge = remember(kernel.datapath());
        NodeKeeper keeper = keeper(kernel, knowledge);
        CniParts parts = cni(kernel, knowledge, keeper);
        Departures departures = parts.departures();
        CniServer cni = parts.server(departures);
        DriftKeeper drift = drift(kernel, keeper, parts, cni);
        watchDevices(keeper, drift);
        takeOver(kernel, knowledge, keeper);

        knowledge.loop().start();
        closing.add(knowledge.loop());
        closing.add(parts.finisher()).start();
        parts.finisher().addAll(devices(knowledge).keySet());
        closing.add(departures).start();
        closing.add(keeper);
        keeper.start();
        closing.add(kernel.datapath().maps().readEvents(notes::event));
        watchObjects(knowledge, keeper, departures);
        Answers answers = new Answers(options, reading, started, notes, kernel, knowledge, keeper);
        startChores(knowledge.loop(), answers);
        listen(answers, cni);
        if (config.repair()) {
            closing.add(drift).start();
        }
        closing.add(new Rehearsal(parts.calm())).start();
    }

    private KernelSide openKernel() throws IOException {
        Netlink netlink = closing.add(Netlink.open());
        NodeDevices node = new NodeDevices(netlink);
        List<Sysctl> prepared = node.prepare();
        Thread marks = HostMark.begin(config, notes.problems());
        PodDevices pods = new PodDevices(netlink);
        Datapath datapath =
                closing.add(
                        DatapathSetup.open(
                                options, config, node, pods, notes.problems(), notes.repairs()));
        HostMark.end(marks);
        return new KernelSide(netlink, datapath, new DatapathHooks(datapath), node, prepared, pods);
    }

    private Knowledge remember(Datapath datapath) throws IOException {
        NumberingStore numbering = new NumberingStore(state("numbering.json"), notes.problems());
        IgnoredLabels ignored = config.identityIgnoredLabels();
        var tables = KernelMaps.of(datapath.maps());
        Numbering numbers = LostNumbers.reserve(numbering.load(), tables);
        Compiler compiler = new Compiler(options.node(), numbers, ignored);
        MapApplier applier = new MapApplier(tables);
        Engine engine =
                new Engine(compiler, applier, numbering, notes.revisions(), notes.problems());
        Addresses addresses =
                new Addresses(state("addresses"), config.ipamCooldown(), new Uptime());
        return new Knowledge(
                engine,
                new EventLoop(engine::settle),
                addresses,
                new EndpointStore(state("endpoints")));
    }

    private NodeKeeper keeper(KernelSide kernel, Knowledge knowledge) {
        return new NodeKeeper(
                options.node(),
                kernel.node(),
                kernel.hooks(),
                knowledge.addresses(),
                config.devices(),
                mine -> knowledge.loop().post(() -> knowledge.engine().ownAddresses(mine)),
                notes.problems(),
                notes.repairs());
    }

    private DriftKeeper drift(KernelSide kernel, NodeKeeper keeper, CniParts parts, CniServer cni) {
        return DriftSetup.keeper(
                parts, cni, kernel, keeper, config, notes.problems(), notes.repairs());
    }

    private void takeOver(KernelSide kernel, Knowledge knowledge, NodeKeeper keeper)
            throws IOException {
        keeper.refresh();
        Restorer restorer =
                new Restorer(
                        knowledge.engine(),
                        knowledge.store(),
                        knowledge.addresses(),
                        kernel.pods(),
                        kernel.hooks(),
                        kernel.datapath().maps(),
                        notes.problems(),
                        notes.repairs());
        List<EndpointRecord> kept = restorer.restore();
        if (!kept.isEmpty()) {
            kernel.prepared()
                    .forEach(
                            s ->
                                    notes.repairs()
                                            .note(RepairKind.SYSCTL, s.path(), "0", "set to 1"));
        }
        kernel.datapath()
                .forgetGonePods(
                        kept.stream().map(EndpointRecord::slot).collect(Collectors.toSet()));
        LOG.log(System.Logger.Level.INFO, "took over {0} endpoints", kept.size());
    }

    private static CniParts cni(KernelSide kernel, Knowledge knowledge, NodeKeeper keeper) {
        Calm calm = new Calm();
        return new CniParts(
                knowledge.loop(),
                knowledge.engine(),
                knowledge.addresses(),
                knowledge.store(),
                kernel.pods(),
                kernel.hooks(),
                new HookFinisher(kernel.hooks(), calm),
                calm,
                keeper::facts,
                gone -> kernel.datapath().forgetPod(gone.ipv4(), gone.slot()));
    }

    private void listen(Answers answers, CniServer cni) throws IOException {
        closing.add(UnixServer.listen(options.socket(), answers.operations(cni)));
        answers.metricsPort().ifPresent(port -> closing.add(port).start());
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

    private void watchObjects(Knowledge knowledge, NodeKeeper keeper, Departures departures) {
        ObjectSource source =
                closing.add(new FolderSource(options.manifests(), options.goodManifests()));
        source.start(
                (ObjectEvent event) -> {
                    notes.lastEvent().note();
                    keeper.event(event);
                    Runnable onLoop =
                            () -> knowledge.loop().post(() -> knowledge.engine().event(event));
                    if (event instanceof ObjectEvent.Revision) {
                        // routes belong to what a revision means, and that who left is gone
                        keeper.whenDone(() -> departures.whenGone(onLoop));
                    } else {
                        onLoop.run();
                    }
                });
    }

    /** What is done again and again without being asked for. */
    private void startChores(EventLoop loop, Answers answers) {
        Schedule schedule = closing.add(new Schedule());
        HeapTrim trim = new HeapTrim(HeapTrim.own(), loop::batches, new SteadyClock());
        schedule.every(TRIM_SECONDS, TimeUnit.SECONDS, "heap-trim", trim);
        // also with repair: false; without these rules pods are cut off
        ForwardWatch forward =
                new ForwardWatch(config.installIptablesRules(), notes.repairs(), notes.problems());
        schedule.atOnceAndEvery(FORWARD_SECONDS, TimeUnit.SECONDS, "forward-rules", forward::look);
        if (config.hostIdentity() == AgentConfig.HostIdentity.MARK) {
            answers.noteRules();
            schedule.every(COUNTER_SECONDS, TimeUnit.SECONDS, "rule-counters", answers::noteRules);
        }
    }

    private static Map<Integer, String> devices(Knowledge knowledge) {
        try {
            return knowledge.loop().read(() -> knowledge.engine().endpoints().devices());
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
