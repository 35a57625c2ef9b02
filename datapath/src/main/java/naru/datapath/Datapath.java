package naru.datapath;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import naru.linux.bpf.BpfProgram;
import naru.linux.bpf.ClsactFilter;
import naru.linux.bpf.SkbContext;
import naru.linux.bpf.TcxSupport;
import naru.linux.ffi.NativeException;
import naru.model.Ipv4Address;

/**
 * The programs and maps of a node: loaded, pinned, attached. All that is pinned goes on working
 * without this process. Device numbers are those of the calling thread's network namespace. One
 * thread at a time attaches and detaches at one device.
 */
public final class Datapath implements AutoCloseable {

    private final HookPrograms programs;
    private final DatapathMaps maps;
    private final EventBudgets budgets;
    private final LinkPins links;
    private final FlowCollector collector;
    private final AttachMode mode;
    private final HookBindings bindings;
    private final Replacement replacement;

    private Datapath(Takeover.Result result, DatapathOptions options) {
        this.programs = result.programs();
        this.replacement = result.replacement();
        this.maps = new DatapathMaps(options.maps());
        this.budgets = new EventBudgets(options.maps());
        this.links = new LinkPins(options.links());
        this.collector = result.collector();
        this.mode = effective(options.attach());
        this.bindings = new HookBindings(programs, links, mode);
    }

    /** As {@link #open(DatapathOptions, Consumer)}, for who keeps no state of what is wished. */
    public static Datapath open(DatapathOptions options) {
        return open(options, _ -> {});
    }

    /**
     * Loads the programs on the pinned maps, which are made if they are not there, and puts them in
     * the place of those that pinned links run; no packet passes unseen meanwhile. Pinned maps of
     * another version are replaced, and what stands in them is carried over.
     *
     * @param refill is given those maps that replace others, before any program works with them,
     *     and fills in what this node wishes: policy, blocks, identities, endpoints
     * @throws naru.linux.bpf.VerifierException if the kernel refuses a program
     */
    public static Datapath open(DatapathOptions options, Consumer<DatapathMaps> refill) {
        return new Datapath(Takeover.of(options, refill), options);
    }

    private static AttachMode effective(AttachMode wanted) {
        return switch (wanted) {
            case TCX, CLSACT -> wanted;
            case AUTO ->
                    switch (TcxSupport.probe()) {
                        case TcxSupport.Supported() -> AttachMode.TCX;
                        case TcxSupport.Unsupported(), TcxSupport.Unknown(_) -> AttachMode.CLSACT;
                    };
        };
    }

    /** What was found and done when it was opened. */
    public Replacement replacement() {
        return replacement;
    }

    /** Maps of this datapath, open as long as it is. */
    public DatapathMaps maps() {
        return maps;
    }

    /** TCX or CLSACT: what AUTO came to. */
    public AttachMode mode() {
        return mode;
    }

    /** The program that a hook's packets meet. It stays this object's. */
    public BpfProgram program(Hook hook) {
        return programs.live(hook);
    }

    /** Loads what {@link #dryRun} asks, if it is not there yet: the first time takes a while. */
    public void prepareDryRuns() {
        for (Hook hook : Hook.values()) {
            programs.dryRun(hook);
        }
    }

    /**
     * Asks a hook's program what it would do with a frame; nothing is changed, counted or reported.
     *
     * @param frame Ethernet; an IPv4 one has at least 34 bytes
     * @param context {@code ifindex}: the device of the hook
     */
    public DryRun dryRun(Hook hook, byte[] frame, SkbContext context) {
        return DryRun.of(programs.dryRun(hook).testRun(frame, context).context());
    }

    /**
     * Takes away the flows and counters of a pod whose endpoint is gone.
     *
     * @param endpoint its slot
     * @return how many flows went
     */
    public int forgetPod(Ipv4Address address, int endpoint) {
        budgets.forget(endpoint);
        return collector.collect(Optional.of(address), endpoint);
    }

    /**
     * Takes away the flows and counters of all pods whose endpoints are gone.
     *
     * @param endpoints slots of those that are there
     * @return how many
     */
    public int forgetGonePods(Set<Integer> endpoints) {
        budgets.forgetAllBut(endpoints);
        int flows = collector.collect(Optional.empty(), 0);
        maps.policyStats().forgetAllBut(endpoints); // what those flows had counted too
        return flows;
    }

    /**
     * Sets the kernel's timer going again that takes expired flows away ({@link FlowSweepMap} says
     * whether it has stopped); while it runs, that changes nothing.
     *
     * @throws NativeException if the kernel has no memory for it even after some tries
     */
    public void beginSweep() {
        collector.beginSweep();
    }

    /**
     * Binds the hooks of a pod's host-side veth so that each packet meets them from now on, without
     * a grace period of the kernel: where no tcx link is, by filters. {@link #attachEndpoint} turns
     * them into what the mode says.
     */
    public void guardEndpoint(int ifindex) {
        List<Hook> open =
                Stream.of(Hook.POD_EGRESS, Hook.POD_INGRESS)
                        .filter(
                                hook ->
                                        mode == AttachMode.CLSACT
                                                || !bindings.updateTcx(hook, ifindex))
                        .toList();
        if (open.isEmpty()) {
            return;
        }
        try {
            ClsactFilter.prepare(ifindex);
            open.forEach(hook -> bindings.attachFilter(hook, ifindex));
        } catch (NativeException | IllegalStateException e) {
            if (mode == AttachMode.CLSACT) {
                throw e;
            }
            waitForLinks(ifindex, e); // where there can be no filter
        }
    }

    private void waitForLinks(int ifindex, RuntimeException noFilter) {
        try {
            attachEndpoint(ifindex);
        } catch (RuntimeException e) {
            e.addSuppressed(noFilter);
            throw e;
        }
    }

    /** As {@link #guardEndpoint}; who has taken our filter's place has to go. */
    public void reclaimEndpoint(int ifindex) {
        if (mode == AttachMode.CLSACT) {
            for (Hook hook : List.of(Hook.POD_EGRESS, Hook.POD_INGRESS)) {
                ClsactFilter.attach(programs.live(hook), ifindex, hook.point());
            }
        } else {
            guardEndpoint(ifindex);
        }
    }

    /**
     * Puts our program before others that were put before it. Meanwhile a filter stands in, which
     * sees what the others pass on, as our link did: nothing passes that did not before.
     */
    public void moveToFront(Hook hook, int ifindex) {
        bindings.moveToFront(hook, ifindex);
    }

    /** True if a hook is bound as the mode says and is the first; a cheap question. */
    public boolean isFirst(Hook hook, int ifindex) {
        return HookOrder.isFirst(programs.live(hook), mode, hook.point(), ifindex);
    }

    /**
     * True if both hooks of a pod's host-side veth are bound as the mode says, and in no other way.
     */
    public boolean isFinal(int ifindex) {
        List<Attached> found =
                attached(ifindex).stream().filter(a -> a.hook() != Hook.NODE_INGRESS).toList();
        return found.size() == 2 && found.stream().allMatch(a -> a.current() && a.mode() == mode);
    }

    /**
     * Binds the hooks of a pod's host-side veth as the mode says; again is fine. A new tcx link
     * costs a grace period of the kernel (10 ms), in which no device can be changed.
     */
    public void attachEndpoint(int ifindex) {
        bindings.attach(Hook.POD_EGRESS, ifindex);
        bindings.attach(Hook.POD_INGRESS, ifindex);
    }

    /** Unbinds the hooks of a pod's host-side veth; a device that is gone is fine. */
    public void detachEndpoint(int ifindex) {
        bindings.detach(Hook.POD_EGRESS, ifindex);
        bindings.detach(Hook.POD_INGRESS, ifindex);
    }

    /** Forgets the links of a pod's host-side veth that is gone. */
    public void forgetEndpoint(int ifindex) {
        links.forget(links.path(Hook.POD_EGRESS, ifindex));
        links.forget(links.path(Hook.POD_INGRESS, ifindex));
    }

    /** Binds the hook of a device that leads out of the node; again is fine. */
    public void attachUplink(int ifindex) {
        bindings.attach(Hook.NODE_INGRESS, ifindex);
    }

    public void detachUplink(int ifindex) {
        bindings.detach(Hook.NODE_INGRESS, ifindex);
    }

    /** What the kernel says of our hooks on a device. */
    public List<Attached> attached(int ifindex) {
        return bindings.attached(ifindex);
    }

    /** Unbinds tcx links of devices that are not named, and forgets those whose device is gone. */
    public void prune(Set<Integer> endpoints, Set<Integer> uplinks) {
        for (LinkPins.Pin pin : links.all()) {
            boolean wanted =
                    switch (pin.hook()) {
                        case POD_EGRESS, POD_INGRESS -> endpoints.contains(pin.ifindex());
                        case NODE_INGRESS -> uplinks.contains(pin.ifindex());
                    };
            if (!wanted) {
                links.remove(pin);
            }
        }
    }

    /** Lets go of all descriptors; what is pinned and attached stays. */
    @Override
    public void close() {
        maps.close();
        budgets.close();
        collector.close();
        programs.close();
    }
}
