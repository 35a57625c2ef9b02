package naru.testkit;

import static naru.datapath.abi.PolicyVerdict.ALLOW;
import static naru.datapath.abi.PolicyVerdict.DENY;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import naru.datapath.DatapathMaps;
import naru.datapath.DryRun;
import naru.datapath.EndpointRecord;
import naru.datapath.FlowEvent;
import naru.datapath.Hook;
import naru.datapath.IpcacheRecord;
import naru.datapath.PolicyMapEntry;
import naru.datapath.PolicyMapKey;
import naru.datapath.Traffic;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.Flow4KeyLayout;
import naru.datapath.abi.FlowLayout;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.datapath.abi.PolicyVerdict;
import naru.linux.bpf.BpfMap;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.SkbContext;
import naru.linux.layout.StructBytes;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/**
 * A node without traffic, for packet cases: the shipped programs on maps of its own, devices for
 * pods and an uplink, and packets that are put into hooks one by one. Nothing is attached. One at a
 * time: they share what took long to load, and each begins with empty maps.
 */
public final class HookNode implements AutoCloseable {

    public static final Ipv4Address NODE_ADDRESS = Ipv4Address.parse("172.30.0.11");

    /** Bytes of layer 3 that each pod's device takes. */
    public static final int MTU = HookMachine.MTU;

    private static final int IDENTITY_HOST = 1;
    private static final int FIRST_RULE = 100;
    private static final int STOP = 2;

    private final HookMachine machine;
    private int pods;
    private int rules = FIRST_RULE;

    private HookNode(HookMachine machine) {
        this.machine = machine;
        machine.emptyMaps();
        maps().ipcache().put(NODE_ADDRESS.toPrefix(), new IpcacheRecord(IDENTITY_HOST));
    }

    /** A node that knows its own packets as the kernel does. */
    public static HookNode start() {
        return new HookNode(HookMachine.of(HostIdentityMode.KERNEL));
    }

    /** A node that knows its own packets by an iptables mark. */
    public static HookNode startInMarkMode() {
        return new HookNode(HookMachine.of(HostIdentityMode.MARK));
    }

    public DatapathMaps maps() {
        return machine.datapath().maps();
    }

    public int uplink() {
        return machine.uplink();
    }

    /** A new pod of this node, isolated in both directions until {@link #allow} says otherwise. */
    public TestPod pod(String address, int identity) {
        pods++;
        MacAddress host = new MacAddress(0x02_00_00_00_10_00L + pods);
        MacAddress pod = new MacAddress(0x02_00_00_00_20_00L + pods);
        int ifindex = machine.veth("naru" + pods, host);
        EndpointRecord record = new EndpointRecord(pods, ifindex, identity, pods, MTU, pod, host);
        Ipv4Address at = Ipv4Address.parse(address);
        maps().endpoints().put(at, record);
        maps().ipcache().put(at.toPrefix(), new IpcacheRecord(identity));
        return new TestPod(at, record);
    }

    /** Lets the cluster know who holds a prefix: another node's pod, another node. */
    public Ipv4Address known(String prefix, int identity) {
        Ipv4Prefix parsed = Ipv4Prefix.parse(prefix);
        maps().ipcache().put(parsed, new IpcacheRecord(identity));
        return parsed.first();
    }

    /** A policy entry that allows; returns its rule's number. */
    public int allow(PolicyMapKey key) {
        return decide(key, ALLOW);
    }

    /** A policy entry that denies, with the highest precedence; returns its rule's number. */
    public int deny(PolicyMapKey key) {
        return decide(key, DENY);
    }

    private int decide(PolicyMapKey key, PolicyVerdict verdict) {
        int precedence = verdict == DENY ? 255 : 1 + 2 * key.portPrefix();
        maps().policy().put(key, new PolicyMapEntry(verdict, precedence, ++rules));
        maps().epochs().advance(List.of(AbiNumbers.EPOCH_POLICY));
        return rules;
    }

    /** Takes an entry away, as the agent does: then the epochs move, also those of endpoints. */
    public void disallow(PolicyMapKey key, TestPod... endpoints) {
        maps().policy().remove(key);
        List<Integer> epochs = new ArrayList<>(List.of(AbiNumbers.EPOCH_POLICY));
        List.of(endpoints).forEach(endpoint -> epochs.add(endpoint.slot()));
        maps().epochs().advance(epochs);
    }

    /** All that a pod sends is allowed. */
    public int allowAllFrom(TestPod pod) {
        return allow(any(pod, PolicyDirection.EGRESS));
    }

    /** All that a pod is sent is allowed. */
    public int allowAllTo(TestPod pod) {
        return allow(any(pod, PolicyDirection.INGRESS));
    }

    private static PolicyMapKey any(TestPod pod, PolicyDirection direction) {
        return new PolicyMapKey(pod.policySet(), direction, 0, 0, 0, 0, 0);
    }

    /** A pod sends a frame. */
    public Outcome sends(TestPod pod, byte[] frame) {
        return run(Hook.POD_EGRESS, frame, from(pod.ifindex()));
    }

    public Outcome sends(TestPod pod, Packet packet) {
        return sends(pod, packet.bytes());
    }

    /**
     * A pod sends a packet, and no dry run is asked before.
     *
     * @return false if it was dropped
     */
    public boolean passes(TestPod pod, Packet packet) {
        return inMachine(
                () ->
                        machine.datapath()
                                        .program(Hook.POD_EGRESS)
                                        .testRun(packet.bytes(), from(pod.ifindex()))
                                        .verdict()
                                != STOP);
    }

    /**
     * A pod sends the same frame again and again, and nobody reads the events.
     *
     * @return how long one took on average, in nanoseconds
     */
    public int sendsManyTimes(TestPod pod, Packet packet, int times) {
        return inMachine(
                () ->
                        machine.datapath()
                                .program(Hook.POD_EGRESS)
                                .testRun(packet.bytes(), from(pod.ifindex()), times)
                                .nanoseconds());
    }

    /** Fills the flow table with connections that never end. */
    public void fillFlows() {
        try (BpfMap flows = machine.open("flow_map4")) {
            int live = flows.count();
            List<byte[]> keys = new ArrayList<>();
            for (int i = 0; i < flows.info().maxEntries() - live; i++) {
                keys.add(new Flow4KeyLayout(i, i, 0, 0, 0).toBytes());
            }
            flows.putAll(keys, Collections.nCopies(keys.size(), new byte[FlowLayout.SIZE]));
        }
    }

    /** Sets how many flows count for whom, by place in flow_count_map. */
    public void countFlows(Map<Integer, Integer> counts) {
        machine.countFlows(counts);
    }

    /** Lets the time of all flows be over. */
    public void expireFlows() {
        int expires = FlowLayout.SHAPE.field("expires").offset();
        try (BpfMap flows = machine.open("flow_map4")) {
            flows.forEach(
                    (key, value) -> {
                        StructBytes.putU64(value, expires, 1);
                        flows.put(key, value);
                    });
        }
    }

    /** Writes over what the timer that takes expired flows away says, which ends it. */
    public void stopSweep(long lastStep) {
        machine.stopSweep(lastStep);
    }

    /** Sets it going again. */
    public void beginSweep() {
        inMachine(
                () -> {
                    machine.datapath().beginSweep();
                    return true;
                });
    }

    /** A pod goes: its endpoint, then what it leaves behind. */
    public int forget(TestPod pod) {
        maps().endpoints().remove(pod.address());
        return inMachine(() -> machine.datapath().forgetPod(pod.address(), pod.slot()));
    }

    /** This node's own stack sends a frame to a pod. */
    public Outcome hostSends(TestPod pod, Packet packet, int mark) {
        return hostSends(pod, packet.bytes(), mark);
    }

    /** As {@link #hostSends(TestPod, Packet, int)}. */
    public Outcome hostSends(TestPod pod, byte[] frame, int mark) {
        SkbContext context = SkbContext.EMPTY.withIfindex(pod.ifindex()).withMark(mark);
        return run(Hook.POD_INGRESS, frame, context);
    }

    /** A frame that came by another device reaches a pod through the stack. */
    public Outcome forwards(int fromIfindex, TestPod pod, byte[] frame) {
        SkbContext context =
                SkbContext.EMPTY.withIfindex(pod.ifindex()).withIngressIfindex(fromIfindex);
        return run(Hook.POD_INGRESS, frame, context);
    }

    /** A packet that came by the uplink reaches a pod through the stack. */
    public Outcome forwards(TestPod pod, Packet packet) {
        return forwards(uplink(), pod, packet.bytes());
    }

    /** A frame arrives on the uplink. */
    public Outcome arrives(byte[] frame) {
        return run(Hook.NODE_INGRESS, frame, from(uplink()));
    }

    /** A packet that has just come by a device. */
    private static SkbContext from(int ifindex) {
        return SkbContext.EMPTY.withIfindex(ifindex).withIngressIfindex(ifindex);
    }

    /** Asks the dry run, then runs the real program, and sees that they agree. */
    private Outcome run(Hook hook, byte[] frame, SkbContext context) {
        drainEvents();
        int flows = maps().flows().count();
        Map<DropReason, Traffic> before = maps().metrics().drops();
        DryRun promised = inMachine(() -> machine.datapath().dryRun(hook, frame, context));
        if (!maps().metrics().drops().equals(before)
                || maps().flows().count() > flows // fewer: the sweeper was here
                || !drainEvents().isEmpty()) {
            throw new AssertionError("a dry run changed or reported something: " + promised);
        }
        BpfProgram.Run run =
                inMachine(() -> machine.datapath().program(hook).testRun(frame, context));
        Optional<DropReason> reason = counted(before, maps().metrics().drops());
        boolean foreseen = promised.reason().equals(reason) || unforeseeable(reason);
        if (!foreseen || reason.isPresent() != (run.verdict() == STOP)) {
            throw new AssertionError(
                    "dry run %s, program counted %s and returned %d"
                            .formatted(promised, reason, run.verdict()));
        }
        return new Outcome(run.verdict(), reason, promised, run.packet(), drainEvents());
    }

    /** Who only looks cannot know that there will be no room. */
    private static boolean unforeseeable(Optional<DropReason> reason) {
        return reason.filter(DropReason.FLOW_TABLE_FULL::equals).isPresent();
    }

    private <T> T inMachine(Supplier<T> action) {
        return machine.call(action);
    }

    private static Optional<DropReason> counted(
            Map<DropReason, Traffic> before, Map<DropReason, Traffic> after) {
        Map<DropReason, Traffic> difference = new LinkedHashMap<>(after);
        difference.entrySet().removeAll(before.entrySet());
        if (difference.size() > 1) {
            throw new AssertionError("one packet dropped for " + difference);
        }
        return difference.keySet().stream().findFirst();
    }

    private List<FlowEvent> drainEvents() {
        List<FlowEvent> drained = new ArrayList<>();
        machine.events().drain(drained::add);
        return drained;
    }

    @Override
    public void close() {
        machine.emptyMaps();
    }
}
