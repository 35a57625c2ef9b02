package naru.agent;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import naru.agent.doctor.AddressCheck;
import naru.agent.doctor.AttachedProgramsCheck;
import naru.agent.doctor.Check;
import naru.agent.doctor.CniConfigCheck;
import naru.agent.doctor.DescriptorCheck;
import naru.agent.doctor.Doctor;
import naru.agent.doctor.DoctorOperation;
import naru.agent.doctor.FlowSweepCheck;
import naru.agent.doctor.HostIdentityCheck;
import naru.agent.doctor.HostReachCheck;
import naru.agent.doctor.LastEvent;
import naru.agent.doctor.LocalPods;
import naru.agent.doctor.LossCheck;
import naru.agent.doctor.MapPressureCheck;
import naru.agent.doctor.PinsCheck;
import naru.agent.doctor.PodWiringCheck;
import naru.agent.doctor.ReconcileCheck;
import naru.agent.doctor.RoutesCheck;
import naru.agent.doctor.RunningProgramsCheck;
import naru.agent.doctor.SettingsCheck;
import naru.agent.doctor.SourceCheck;
import naru.agent.doctor.StateFolderCheck;
import naru.agent.doctor.SysctlCheck;
import naru.agent.doctor.TablesCheck;
import naru.agent.doctor.foreign.ForeignChecks;
import naru.agent.doctor.foreign.Surroundings;
import naru.agent.endpoint.EndpointRecord;
import naru.agent.endpoint.Endpoints.Endpoint;
import naru.agent.loop.LivePods;
import naru.agent.node.NodeKeeper;
import naru.agent.ops.MapUses;
import naru.agent.ops.Sources;
import naru.agent.repair.Repair;
import naru.apply.device.HostVeth;
import naru.apply.map.MapApplier;
import naru.cni.CniInstaller;
import naru.datapath.MetricsMap;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.HostIdentityMode;
import naru.explain.Setting;
import naru.wire.DoctorReply;
import naru.wire.Operation;

/** All checks of {@code naru doctor}, put together: the one list. */
final class DoctorChecks {

    /** Longer than it takes to put right what the kernel told of. */
    private static final Duration MOMENT = Duration.ofMillis(400);

    private static final Duration WATCH = Duration.ofMillis(100);

    /** Where distributions put CNI plugins; runtimes are told one of them. */
    private static final List<Path> PLUGIN_FOLDERS =
            List.of(CniInstaller.BIN_DIR, Path.of("/usr/lib/cni"), Path.of("/usr/libexec/cni"));

    private final Sources sources;
    private final KernelSide kernel;
    private final HostIdentityMode hostIdentity;
    private final NodeKeeper keeper;
    private final Past past;
    private final LocalPods pods;

    /**
     * What came from outside, and where from.
     *
     * @param now reads the configuration again
     */
    record Past(
            AgentOptions options,
            Map<String, Setting> settings,
            Supplier<Map<String, Setting>> now,
            LastEvent lastEvent) {}

    /**
     * @param hostIdentity as the configuration says
     */
    DoctorChecks(
            Sources sources,
            KernelSide kernel,
            HostIdentityMode hostIdentity,
            NodeKeeper keeper,
            Past past) {
        this.sources = sources;
        this.kernel = kernel;
        this.hostIdentity = hostIdentity;
        this.keeper = keeper;
        this.past = past;
        this.pods = new LivePods(sources.loop(), sources.engine())::all;
    }

    Operation operation(HostReachCheck.Explaining explaining) {
        Doctor doctor = new Doctor(all(explaining), MOMENT);
        return new DoctorOperation(sources.node(), doctor, this::state);
    }

    private List<Check> all(HostReachCheck.Explaining explaining) {
        return Stream.concat(ours(explaining).stream(), ofOthers().stream()).toList();
    }

    private List<Check> ofOthers() {
        Surroundings surroundings =
                new Surroundings(
                        sources.node(),
                        kernel.netlink(),
                        keeper::known,
                        keeper::uplinks,
                        sources.loop(),
                        sources.engine(),
                        Path.of("/"));
        return ForeignChecks.all(
                surroundings,
                sources.problems(),
                () -> read(() -> sources.engine().endpoints().devices()));
    }

    private List<Check> ours(HostReachCheck.Explaining explaining) {
        Path state = past.options.state();
        return List.of(
                new AttachedProgramsCheck(kernel.hooks(), pods, keeper::uplinks),
                new RunningProgramsCheck(pods, sources.maps()),
                new HostReachCheck(pods, explaining),
                new HostIdentityCheck(hostIdentity, pods, kernel.hooks()),
                new PodWiringCheck(pods, kernel.pods(), () -> keeper.facts().address()),
                new RoutesCheck(kernel.node(), keeper::known),
                new SysctlCheck(kernel.node(), keeper::uplinks),
                new TablesCheck(this::tables),
                new MapPressureCheck(
                        () -> read(() -> MapUses.of(sources.engine(), sources.maps()))),
                new FlowSweepCheck(sources.maps()),
                new LossCheck(this::losses, WATCH),
                new AddressCheck(
                        sources.addresses(),
                        this::endpoints,
                        () -> kernel.pods().hostVeths().stream().map(HostVeth::name).toList()),
                new PinsCheck(past.options.bpfRoot(), sources.maps()::unpinned),
                new StateFolderCheck(state),
                new SourceCheck(
                        past.options.manifests(), sources.revisions()::lastSeen, past.lastEvent),
                new CniConfigCheck(CniInstaller.CONFIG_DIR, PLUGIN_FOLDERS, past.options.socket()),
                new SettingsCheck(past.settings, past.now),
                new DescriptorCheck(),
                new ReconcileCheck(sources.problems()));
    }

    private DoctorReply.State state() {
        List<Repair> recent = sources.repairs().recent();
        String last =
                recent.isEmpty()
                        ? ""
                        : recent.getFirst().kind().text() + " " + recent.getFirst().where();
        long ago =
                recent.isEmpty()
                        ? -1
                        : Duration.between(recent.getFirst().time(), Instant.now()).toSeconds();
        return new DoctorReply.State(
                podCount(),
                past.lastEvent.secondsAgo(),
                sources.repairs().counts().values().stream().mapToLong(Long::longValue).sum(),
                last,
                ago);
    }

    private int podCount() {
        return read(() -> sources.engine().endpoints().devices()).size();
    }

    private Map<String, List<?>> tables() {
        MapApplier.Reading reading = sources.engine().readMaps();
        return read(() -> sources.engine().differences(reading));
    }

    private LossCheck.Counters losses() {
        MetricsMap metrics = sources.maps().metrics();
        return new LossCheck.Counters(
                sources.maps().eventsLost().lost() + sources.events().lost(),
                dropped(metrics, DropReason.FLOW_QUOTA),
                dropped(metrics, DropReason.FLOW_TABLE_FULL));
    }

    private static long dropped(MetricsMap metrics, DropReason reason) {
        var traffic = metrics.drops().get(reason);
        return traffic == null ? 0 : traffic.packets();
    }

    private List<EndpointRecord> endpoints() {
        return read(
                () -> sources.engine().endpoints().all().stream().map(Endpoint::record).toList());
    }

    /** On the event loop, which is nobody else's meanwhile. */
    private <T> T read(Callable<T> look) {
        try {
            return sources.loop().read(look);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
