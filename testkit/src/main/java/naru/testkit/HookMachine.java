package naru.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.EventsRing;
import naru.datapath.Hook;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.FlowSweepLayout;
import naru.datapath.abi.HostIdentityMode;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.SkbContext;
import naru.linux.layout.StructBytes;
import naru.linux.netlink.Link;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;

/** What packet cases share, because the verifier takes a second: machine, programs, devices. */
final class HookMachine {

    static final int MTU = 1500;

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final List<String> EMPTIED =
            List.of(
                    "endpoint_map4",
                    "ipcache_map4",
                    "block_map4",
                    "policy_map",
                    "policy_stats_map",
                    "flow_map4",
                    "fragment_map4",
                    "event_budget_map");

    /** Slots that packet cases give to pods are below. */
    private static final int SLOTS = 64;

    private static final List<String> ZEROED = List.of("metrics_map", "events_lost_map");
    private static final Map<HostIdentityMode, HookMachine> MACHINES =
            new EnumMap<>(HostIdentityMode.class);

    private final PrivateMachine machine = new PrivateMachine();
    private final Datapath datapath;
    private final EventsRing events;
    private final Netlink netlink;
    private final int uplink;

    private HookMachine(HostIdentityMode hostIdentity) {
        DatapathOptions options = new DatapathOptions(BPF_ROOT, hostIdentity, AttachMode.TCX);
        this.datapath = machine.call(() -> Datapath.open(options));
        this.events = machine.call(() -> datapath.maps().openEvents());
        this.netlink = machine.call(Netlink::open);
        this.uplink = veth("uplink0", new MacAddress(0x02_00_00_00_00_f0L));
        for (Hook hook : Hook.values()) { // what is loaded late is no leak of the test that does it
            byte[] frame = Frames.ofEtherType(0x88cc);
            SkbContext context = SkbContext.EMPTY.withIfindex(uplink);
            machine.call(() -> datapath.dryRun(hook, frame, context));
        }
    }

    /** It lives as long as the tests' JVM. */
    static synchronized HookMachine of(HostIdentityMode hostIdentity) {
        return MACHINES.computeIfAbsent(hostIdentity, HookMachine::new);
    }

    Datapath datapath() {
        return datapath;
    }

    EventsRing events() {
        return events;
    }

    int uplink() {
        return uplink;
    }

    /** The number of a device of that name, made if it is not there. */
    int veth(String name, MacAddress mac) {
        return netlink.link(name).map(Link::index).orElseGet(() -> addVeth(name, mac));
    }

    private int addVeth(String name, MacAddress mac) {
        VethPair.End near = new VethPair.End(name, mac);
        VethPair.End far = new VethPair.End(name + "p", new MacAddress(mac.bits() | 0x0f00L));
        netlink.execute(Links.addVeth(new VethPair(MTU, near, far, Optional.empty())));
        return netlink.link(name).orElseThrow().index();
    }

    /** A map by its bytes, for what the typed maps rightly refuse. */
    BpfMap open(String map) {
        return machine.call(() -> BpfMap.open(BPF_ROOT.resolve("v1/maps").resolve(map)));
    }

    void emptyMaps() {
        for (String name : EMPTIED) {
            try (BpfMap map = open(name)) {
                List<byte[]> keys = new ArrayList<>();
                map.forEach((key, _) -> keys.add(key));
                map.deleteAll(keys);
            }
        }
        datapath.maps().epochs().advance(List.of(AbiNumbers.EPOCH_POLICY));
        Map<Integer, Integer> none = new HashMap<>();
        for (int place = 0; place < 2 * SLOTS; place++) {
            none.put(place, 0);
        }
        countFlows(none);
        for (String name : ZEROED) {
            try (BpfMap map = open(name)) {
                map.forEach((key, value) -> map.put(key, new byte[value.length]));
            }
        }
    }

    void countFlows(Map<Integer, Integer> counts) {
        try (BpfMap map = open("flow_count_map")) {
            counts.forEach((place, count) -> map.put(word(place), word(count)));
        }
    }

    void stopSweep(long lastStep) {
        try (BpfMap map = open("flow_sweep_map")) {
            map.put(word(0), new FlowSweepLayout(lastStep).toBytes());
        }
    }

    private static byte[] word(int number) {
        byte[] bytes = new byte[Integer.BYTES];
        StructBytes.putU32(bytes, 0, number);
        return bytes;
    }

    <T> T call(Supplier<T> action) {
        return machine.call(action::get);
    }
}
