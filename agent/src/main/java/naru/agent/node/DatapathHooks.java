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

    private static final Set<Hook> POD = Set.of(Hook.POD_EGRESS, Hook.POD_INGRESS);

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
