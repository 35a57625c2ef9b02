package naru.agent.explain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import naru.compile.Compiler;
import naru.compile.PolicyKey;
import naru.compile.Tables;
import naru.datapath.Attached;
import naru.datapath.Datapath;
import naru.datapath.EndpointRecord;
import naru.datapath.LoadedConstants;
import naru.datapath.PolicyCounters;
import naru.datapath.PolicyStatsKey;
import naru.datapath.abi.DropReason;
import naru.explain.DryRun;
import naru.explain.KernelFacts;
import naru.explain.Question;
import naru.explain.Setting;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.SkbContext;
import naru.linux.ffi.NativeException;
import naru.linux.netfilter.NetfilterState;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.RouteType;
import naru.model.Ipv4Address;

/** The kernel of the node whose agent this is. In the node's network namespace. */
final class LiveFacts implements KernelFacts {

    private final Datapath datapath;
    private final Netlink netlink;
    private final Past past;
    private final NetfilterState netfilter;
    private final KernelTables tables;

    /**
     * What does not stand in the kernel.
     *
     * @param settings by key, as the agent was started with them
     * @param settingsNow the same, if it were started now
     * @param counters what policy entries have counted; empty: not asked for
     */
    record Past(
            Optional<PolicyCounters> counters,
            Map<String, Setting> settings,
            Map<String, Setting> settingsNow,
            Optional<Earlier> earlierNetfilter,
            DropMemory drops) {}

    LiveFacts(
            Datapath datapath,
            Netlink netlink,
            Past past,
            NetfilterState netfilter,
            Compiler compiler) {
        this.datapath = datapath;
        this.netlink = netlink;
        this.past = past;
        this.netfilter = netfilter;
        this.tables = new KernelTables(datapath.maps(), compiler);
    }

    @Override
    public Tables tables() {
        return tables;
    }

    /**
     * Of a program that is attached to a pod; only where there is none, of the one that would be.
     */
    @Override
    public Optional<HostIdentity> loadedHostIdentity() {
        int program =
                datapath.maps().endpoints().all().values().stream()
                        .flatMap(record -> datapath.attached(record.ifindex()).stream())
                        .filter(attached -> attached.hook() == naru.datapath.Hook.POD_INGRESS)
                        .map(Attached::program)
                        .findFirst()
                        .orElseGet(() -> datapath.program(naru.datapath.Hook.POD_INGRESS).id());
        return LoadedConstants.hostIdentity(program)
                .map(
                        mode ->
                                switch (mode) {
                                    case KERNEL -> HostIdentity.KERNEL;
                                    case MARK -> HostIdentity.MARK;
                                });
    }

    @Override
    public Setting setting(String key) {
        return past.settings().getOrDefault(key, new Setting(key, "", "default"));
    }

    @Override
    public Setting settingNow(String key) {
        return past.settingsNow().getOrDefault(key, setting(key));
    }

    @Override
    public Optional<Earlier> earlierNetfilter() {
        return past.earlierNetfilter();
    }

    @Override
    public Optional<DropsSeen> drops(Question question) {
        return past.drops().of(question);
    }

    @Override
    public NetfilterState netfilter() {
        return netfilter;
    }

    @Override
    public Optional<PodDevice> podDevice(int slot) {
        return datapath.maps().endpoints().all().values().stream()
                .filter(record -> record.slot() == slot)
                .map(EndpointRecord::ifindex)
                .findFirst()
                .flatMap(netlink::link)
                .map(link -> new PodDevice(link.name(), link.index()));
    }

    @Override
    public Optional<RouteTaken> route(Ipv4Address destination) {
        IpPrefix prefix = IpPrefix.parse(destination + "/32");
        Optional<Route> route = netlink.routeTo(prefix.address());
        if (route.isEmpty()) {
            return Optional.of(new RouteTaken(false, "", "unreachable " + destination));
        }
        boolean delivers =
                route.get().type() == RouteType.UNICAST || route.get().type() == RouteType.LOCAL;
        String device = netlink.link(route.get().link()).map(Link::name).orElse("");
        String text = route.get().toString().replace("dev " + route.get().link(), "dev " + device);
        return Optional.of(new RouteTaken(delivers, device, text));
    }

    @Override
    public Optional<List<String>> attached(Hook hook, String device) {
        return netlink.link(device).map(link -> programs(hook, link.index()));
    }

    private List<String> programs(Hook hook, int ifindex) {
        Optional<Attached> ours =
                datapath.attached(ifindex).stream()
                        .filter(attached -> attached.hook() == hook(hook))
                        .findFirst();
        if (ours.isEmpty()) {
            return List.of();
        }
        return ours.get().order().isEmpty()
                ? List.of(hook.program())
                : ours.get().order().stream()
                        .map(id -> id == ours.get().program() ? hook.program() : name(id))
                        .toList();
    }

    private static String name(int program) {
        try (BpfProgram foreign = BpfProgram.byId(program)) {
            return foreign.toString();
        } catch (NativeException e) {
            return "program " + program;
        }
    }

    private static naru.datapath.Hook hook(Hook hook) {
        return switch (hook) {
            case POD_EGRESS -> naru.datapath.Hook.POD_EGRESS;
            case POD_INGRESS -> naru.datapath.Hook.POD_INGRESS;
            case NODE_INGRESS -> naru.datapath.Hook.NODE_INGRESS;
        };
    }

    @Override
    public Optional<DryRun.Answer> dryRun(DryRun.Packet packet) {
        SkbContext context =
                new SkbContext(
                        packet.mark(),
                        packet.ingressIfindex(),
                        packet.ifindex(),
                        SkbContext.EMPTY.cb());
        try {
            Optional<DropReason> reason =
                    datapath.dryRun(hook(packet.hook()), ProbeFrame.of(packet), context).reason();
            return Optional.of(
                    new DryRun.Answer(
                            reason.map(DropReason::number).orElse(0),
                            reason.map(DropReason::text).orElse("")));
        } catch (NativeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Long> packets(int slot, PolicyKey key) {
        PolicyStatsKey entry = PolicyStatsKey.of(slot, KernelTables.mapKey(key));
        return past.counters()
                .map(counters -> counters.traffic(entry).packets())
                .filter(packets -> packets > 0);
    }
}
