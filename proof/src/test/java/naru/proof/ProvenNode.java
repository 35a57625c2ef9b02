package naru.proof;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import naru.apply.map.Kernel;
import naru.apply.map.KernelMaps;
import naru.apply.map.MapApplier;
import naru.compile.Compiler;
import naru.compile.Delta;
import naru.compile.Evaluator;
import naru.compile.LocalEndpoint;
import naru.compile.Numbering;
import naru.datapath.AttachMode;
import naru.datapath.Datapath;
import naru.datapath.DatapathOptions;
import naru.datapath.DryRun;
import naru.datapath.Hook;
import naru.datapath.Traffic;
import naru.datapath.abi.AbiNumbers;
import naru.datapath.abi.DropReason;
import naru.datapath.abi.HostIdentityMode;
import naru.datapath.abi.PolicyDirection;
import naru.desired.DesiredEndpoint;
import naru.desired.DesiredState;
import naru.linux.bpf.SkbContext;
import naru.linux.netlink.Links;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.VethPair;
import naru.model.IgnoredLabels;
import naru.model.Ipv4Address;
import naru.model.NetworkPolicy;
import naru.model.ObjectKey;
import naru.model.Pod;
import naru.naive.generate.Change;
import naru.testkit.PrivateMachine;

/**
 * One node of a generated cluster: compiler and applier as in the agent, the shipped programs on
 * real maps, and a device for each pod. Packets are put into hooks; nothing is attached.
 */
final class ProvenNode implements AutoCloseable {

    static final String NAME = "n1";

    private static final Path BPF_ROOT = Path.of(PrivateMachine.BPF_MOUNT, "naru");
    private static final int MTU = 1500;
    private static final int STOP = 2;

    private final PrivateMachine machine = new PrivateMachine();
    private final Datapath datapath;
    private final Netlink netlink;
    private final Compiler compiler = new Compiler(NAME, Numbering.EMPTY, IgnoredLabels.DEFAULTS);
    private final DesiredState desired = new DesiredState();
    private final MapApplier applier;
    private final Map<ObjectKey, Local> locals = new HashMap<>();
    private final Set<Integer> rewired = new TreeSet<>();
    private final TreeMap<Integer, Integer> devices = new TreeMap<>();
    private final int uplink;

    /** A pod of this node. */
    record Local(int slot, Ipv4Address address) {}

    /** What the dry run said, and whether the program then let the packet through. */
    record Passage(DryRun promised, boolean passed) {}

    /**
     * @param watched what stands between the applier and the maps
     */
    ProvenNode(UnaryOperator<Kernel> watched) {
        datapath =
                machine.call(
                        () ->
                                Datapath.open(
                                        new DatapathOptions(
                                                BPF_ROOT,
                                                HostIdentityMode.KERNEL,
                                                AttachMode.TCX)));
        netlink = machine.call(Netlink::open);
        applier = new MapApplier(watched.apply(KernelMaps.of(datapath.maps())));
        uplink = device("uplink0", 0xf0);
        compiler.setOwnAddresses(Set.of());
    }

    private int device(String name, int number) {
        MacAddress near = new MacAddress(0x02_00_00_00_10_00L + number);
        MacAddress far = new MacAddress(0x02_00_00_00_20_00L + number);
        netlink.execute(
                Links.addVeth(
                        new VethPair(
                                MTU,
                                new VethPair.End(name, near),
                                new VethPair.End(name + "p", far),
                                Optional.empty())));
        return netlink.link(name).orElseThrow().index();
    }

    /** Hands a change to the compiler, and starts or ends the endpoint that follows from it. */
    void change(Change change) {
        switch (change) {
            case Change.Put(NetworkPolicy policy) ->
                    compiler.put(PolicyManifest.writtenAndRead(policy));
            case Change.Put put -> compiler.put(put.object());
            case Change.Remove remove -> compiler.remove(remove.key());
        }
        if (change.key().kind() == ObjectKey.Kind.POD) {
            wire(change.key());
        }
    }

    private void wire(ObjectKey key) {
        Optional<Ipv4Address> wanted =
                compiler.object(key)
                        .map(Pod.class::cast)
                        .filter(p -> p.nodeName().equals(NAME) && !p.hostNetwork() && !p.finished())
                        .flatMap(pod -> pod.addresses().stream().findFirst());
        Local old = locals.get(key);
        if (old != null && !wanted.equals(Optional.of(old.address))) {
            compiler.removeEndpoint(old.slot);
            desired.endpoints().remove(old.address);
            locals.remove(key);
        }
        if (wanted.isPresent() && !locals.containsKey(key)) {
            Local local = new Local(freeSlot(), wanted.get());
            locals.put(key, local);
            devices.computeIfAbsent(local.slot, slot -> device("naru" + slot, slot));
            compiler.putEndpoint(local.slot, key, local.address);
            rewired.add(local.slot);
        }
    }

    /** The lowest: slots are used again at once. */
    private int freeSlot() {
        int slot = 1;
        while (isTaken(slot)) {
            slot++;
        }
        return slot;
    }

    private boolean isTaken(int slot) {
        return locals.values().stream().anyMatch(local -> local.slot == slot);
    }

    /** Brings what changed into the maps. */
    void settle() {
        do {
            apply(compiler.drain());
        } while (!compiler.settled());
    }

    private void apply(Delta delta) {
        desired.change(delta);
        rewired.addAll(delta.endpointPuts().keySet());
        rewired.forEach(this::putDesired);
        rewired.clear();
        MapApplier.Outcome outcome = applier.apply(desired);
        if (!outcome.closedSets().isEmpty() || !outcome.refused().isEmpty()) {
            throw new AssertionError("the kernel refused " + outcome);
        }
    }

    private void putDesired(int slot) {
        LocalEndpoint endpoint = compiler.endpoint(slot).orElseThrow();
        desired.endpoints()
                .put(
                        endpoint.address(),
                        new DesiredEndpoint(
                                slot,
                                devices.getOrDefault(slot, 0),
                                endpoint.identity(),
                                endpoint.policySet(),
                                MTU,
                                0x02_00_00_00_20_00L + slot,
                                0x02_00_00_00_10_00L + slot));
    }

    /** After so many changes the numbers of epochs begin again. */
    void letEpochsRunOut(int left) {
        datapath.maps().epochs().put(AbiNumbers.EPOCH_LAST, -2 - left);
    }

    /** What the programs dropped, and why. */
    Map<DropReason, Traffic> drops() {
        return datapath.maps().metrics().drops();
    }

    Evaluator evaluator() {
        return new Evaluator(compiler);
    }

    Map<ObjectKey, Local> locals() {
        return locals;
    }

    Optional<Local> local(Ipv4Address address) {
        return locals.values().stream().filter(l -> l.address.equals(address)).findFirst();
    }

    /** A pod of this node sends a frame. */
    Passage leaves(Local pod, byte[] frame) {
        return run(Hook.POD_EGRESS, frame, outOf(pod));
    }

    private SkbContext outOf(Local pod) {
        int ifindex = devices.getOrDefault(pod.slot, 0);
        return SkbContext.EMPTY.withIfindex(ifindex).withIngressIfindex(ifindex);
    }

    /** As {@link #leaves}, and no dry run is asked before. */
    boolean leavesUnasked(Local pod, byte[] frame) {
        SkbContext context = outOf(pod);
        return machine.call(
                () -> datapath.program(Hook.POD_EGRESS).testRun(frame, context).verdict() != STOP);
    }

    /** Packets that passed by their flow's entry alone. */
    long forwardedFast() {
        return datapath.maps().metrics().forwardedFast(PolicyDirection.EGRESS).packets();
    }

    /** The stack brings a pod a frame: one of its own, or one that came by the uplink. */
    Passage enters(Local pod, byte[] frame, boolean byHost) {
        return run(Hook.POD_INGRESS, frame, intoPod(pod, byHost));
    }

    private SkbContext intoPod(Local pod, boolean byHost) {
        return SkbContext.EMPTY
                .withIfindex(devices.getOrDefault(pod.slot, 0))
                .withIngressIfindex(byHost ? 0 : uplink);
    }

    private Passage run(Hook hook, byte[] frame, SkbContext context) {
        return machine.call(
                () -> {
                    DryRun promised = datapath.dryRun(hook, frame, context);
                    int verdict = datapath.program(hook).testRun(frame, context).verdict();
                    return new Passage(promised, verdict != STOP);
                });
    }

    /** Asks the programs without running them. */
    boolean wouldLeave(Local pod, byte[] frame) {
        SkbContext context = outOf(pod);
        return machine.call(() -> datapath.dryRun(Hook.POD_EGRESS, frame, context).forwarded());
    }

    boolean wouldEnter(Local pod, byte[] frame, boolean byHost) {
        SkbContext context = intoPod(pod, byHost);
        return machine.call(() -> datapath.dryRun(Hook.POD_INGRESS, frame, context).forwarded());
    }

    @Override
    public void close() {
        datapath.close();
        netlink.close();
        machine.close();
    }
}
