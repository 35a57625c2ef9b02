package naru.agent.node;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import naru.agent.endpoint.PodHooks;
import naru.datapath.Attached;
import naru.datapath.Datapath;
import naru.datapath.Hook;

/**
 * The programs at this node's devices. Any thread; at a pod's device one change at a time, which is
 * for the caller to see to.
 */
public final class DatapathHooks implements PodHooks {

    /** The hooks of a pod's device. */
    public static final Set<Hook> POD = Set.of(Hook.POD_EGRESS, Hook.POD_INGRESS);

    private final Datapath datapath;
    private final Set<Integer> uplinks = new HashSet<>();

    public DatapathHooks(Datapath datapath) {
        this.datapath = datapath;
    }

    @Override
    public void attach(int ifindex) {
        datapath.guardEndpoint(ifindex);
    }

    @Override
    public void finish(int ifindex) {
        datapath.attachEndpoint(ifindex);
    }

    @Override
    public void forget(int ifindex) {
        datapath.forgetEndpoint(ifindex);
    }

    @Override
    public boolean isFinished(int ifindex) {
        return datapath.isFinal(ifindex);
    }

    @Override
    public boolean isAttached(int ifindex) {
        return datapath.attached(ifindex).stream()
                .filter(Attached::current)
                .map(Attached::hook)
                .collect(Collectors.toSet())
                .containsAll(POD);
    }

    /** What the kernel says of our programs at a device. */
    public List<Attached> attached(int ifindex) {
        return datapath.attached(ifindex);
    }

    /** True if programs of ours are there, be they of an earlier agent. */
    public boolean arePresent(int ifindex) {
        return areFirst(ifindex)
                || datapath.attached(ifindex).stream()
                        .map(Attached::hook)
                        .collect(Collectors.toSet())
                        .containsAll(POD);
    }

    /** True if each of a pod's packets meets our programs before others; a cheap question. */
    public boolean areFirst(int ifindex) {
        return POD.stream().allMatch(hook -> datapath.isFirst(hook, ifindex));
    }

    /** As {@link #attach}, also where somebody else's filter has taken the place of ours. */
    public void reclaim(int ifindex) {
        datapath.reclaimEndpoint(ifindex);
    }

    /** Puts a program of ours before others that were put before it. */
    public void moveToFront(Hook hook, int ifindex) {
        datapath.moveToFront(hook, ifindex);
    }

    /** The uplinks where our program is not there or not the first. */
    public synchronized List<Integer> brokenUplinks() {
        return uplinks.stream()
                .filter(ifindex -> !datapath.isFirst(Hook.NODE_INGRESS, ifindex))
                .toList();
    }

    /** Attaches at an uplink, before others; one that is none any more is left alone. */
    public synchronized void mendUplink(int ifindex) {
        if (uplinks.contains(ifindex)) {
            datapath.attachUplink(ifindex);
            if (!datapath.isFirst(Hook.NODE_INGRESS, ifindex)) {
                datapath.moveToFront(Hook.NODE_INGRESS, ifindex);
            }
        }
    }

    /**
     * Attaches at these uplinks and nowhere else.
     *
     * @param wanted device numbers
     */
    public synchronized void uplinks(Set<Integer> wanted) {
        for (int ifindex : Set.copyOf(uplinks)) {
            if (!wanted.contains(ifindex)) {
                datapath.detachUplink(ifindex);
                uplinks.remove(ifindex);
            }
        }
        for (int ifindex : wanted) {
            if (uplinks.add(ifindex)) {
                datapath.attachUplink(ifindex);
            }
        }
    }

    /** Takes away what is left of other endpoints than these; for the start. */
    public synchronized void pruneEndpoints(Set<Integer> ifindexes) {
        datapath.prune(ifindexes, uplinks);
    }
}
