package naru.agent.drift;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import naru.agent.cni.CniServer;
import naru.agent.cni.NodeFacts;
import naru.agent.loop.LivePod;
import naru.agent.loop.LivePods;
import naru.agent.loop.ProblemBoard;
import naru.agent.repair.RepairKind;
import naru.agent.repair.RepairLog;
import naru.apply.device.Deviation;
import naru.apply.device.Deviation.Aspect;
import naru.apply.device.HostEnd;
import naru.apply.device.HostEnds;
import naru.apply.device.PodDevices;
import naru.linux.ffi.Errno;
import naru.linux.ffi.NativeException;
import naru.linux.netlink.NetlinkEvent;
import naru.linux.netlink.NetlinkEvent.SettingEvent;
import naru.linux.netlink.Route;
import naru.linux.sysctl.Sysctl;
import naru.wire.AgentReplies.Problem;

/**
 * The node's ends of pods' wires: the devices and their settings, the routes and the neighbours.
 * While it works at one, no request about that pod is answered.
 */
public final class HostEndWatch implements Watch {

    private final LivePods pods;
    private final PodDevices devices;
    private final CniServer cni;
    private final LostPods lost;
    private final Supplier<Optional<NodeFacts>> node;
    private final RepairLog repairs;
    private final ProblemBoard problems;
    private volatile Map<Integer, HostEnd> known = Map.of();
    private volatile Set<InetAddress> addresses = Set.of();

    /**
     * @param cni has its turn with a container's network
     * @param node what the node's address is; while that is empty nothing is held against it
     */
    public HostEndWatch(
            LivePods pods,
            PodDevices devices,
            CniServer cni,
            LostPods lost,
            Supplier<Optional<NodeFacts>> node,
            RepairLog repairs,
            ProblemBoard problems) {
        this.pods = pods;
        this.devices = devices;
        this.cni = cni;
        this.lost = lost;
        this.node = node;
        this.repairs = repairs;
        this.problems = problems;
    }

    @Override
    public void look() throws Exception {
        Optional<NodeFacts> facts = node.get();
        if (facts.isEmpty()) {
            return;
        }
        HostEnds seen = devices.look();
        Map<Integer, HostEnd> ends = new HashMap<>();
        List<Problem> found = new ArrayList<>();
        for (LivePod pod : pods.all()) {
            HostEnd end = pod.hostEnd(facts.get().address());
            ends.put(end.index(), end);
            if (!seen.exists(end.index())) {
                gone(end.name()); // should the kernel's word of it have been lost
            } else if (!seen.deviations(end).isEmpty() || seen.ipv6Allowed(end).isPresent()) {
                cni.during(pod.record(), () -> mend(pod, end, found));
            }
        }
        remember(ends);
        problems.say("devices", found);
    }

    /** A device of that name is gone: if it was a pod's, its endpoint goes too. */
    void gone(String device) {
        cni.deviceGone(device).ifPresent(lost::note);
    }

    private void remember(Map<Integer, HostEnd> ends) {
        if (!ends.equals(known)) {
            known = ends;
            addresses =
                    ends.values().stream()
                            .map(end -> InetAddress.ofLiteral(end.address().toString()))
                            .collect(Collectors.toUnmodifiableSet());
        }
    }

    private void mend(LivePod pod, HostEnd end, List<Problem> found) {
        if (!pods.isStillThere(pod)) {
            return; // it leaves, and what was seen was that
        }
        try {
            HostEnds seen = devices.look();
            for (Deviation deviation : seen.deviations(end)) {
                mend(seen, deviation);
            }
            seen.ipv6Allowed(end).ifPresent(this::forbidIpv6);
        } catch (NativeException e) {
            if (e.errno() != Errno.ENODEV) {
                found.add(
                        new Problem(
                                "the node's end of a pod's wire can't be put right",
                                end.name() + " of " + pod.record().name(),
                                String.valueOf(e.getMessage()),
                                "it is tried again in seconds; a pod that is made anew gets"
                                        + " another"));
            }
        }
    }

    private void mend(HostEnds seen, Deviation deviation) {
        RepairKind kind = kind(deviation.aspect());
        if (repairs.isDue(kind, deviation.where())) {
            seen.mend(deviation);
            repairs.note(kind, deviation.where(), deviation.found(), deviation.remedy());
        }
    }

    private void forbidIpv6(Sysctl setting) {
        if (repairs.isDue(RepairKind.SYSCTL, setting.path())) {
            setting.write("1");
            repairs.note(RepairKind.SYSCTL, setting.path(), "0", "set to 1");
        }
    }

    private static RepairKind kind(Aspect aspect) {
        return switch (aspect) {
            case DEVICE -> RepairKind.DEVICE;
            case ROUTE -> RepairKind.ROUTE;
            case NEIGHBOUR -> RepairKind.NEIGHBOUR;
            case SETTING -> RepairKind.SYSCTL;
        };
    }

    /**
     * Whether an event tells of something that is not as it should be. What the agent does itself
     * does not: it makes things as they should be, or of pods that this watch does not know.
     */
    boolean concerns(NetlinkEvent event) {
        return switch (event) {
            case NetlinkEvent.LinkEvent(var link, boolean gone) -> {
                HostEnd end = known.get(link.index());
                yield end != null
                        && !gone
                        && (!link.isUp()
                                || link.mtu() != end.mtu()
                                || link.master() != 0
                                || !link.name().equals(end.name())
                                || !link.mac().equals(Optional.of(end.mac())));
            }
            case NetlinkEvent.RouteEvent(var route, boolean gone) ->
                    (gone || route.protocol() != Route.NARU)
                            && addresses.contains(route.destination().address());
            case SettingEvent setting -> concerns(setting);
            case NetlinkEvent.NeighbourEvent _ -> false;
            case NetlinkEvent.AddressEvent _ -> false;
            case NetlinkEvent.Lost _ -> true;
        };
    }

    private boolean concerns(SettingEvent setting) {
        boolean wrong =
                setting.forwarding().orElse(1) != 1
                        || setting.rpFilter().orElse(0) != 0
                        || setting.proxyArp().orElse(0) != 0;
        return wrong && (setting.link() == SettingEvent.ALL || known.containsKey(setting.link()));
    }
}
