package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.loop.LivePod;
import naru.apply.device.Deviation;
import naru.apply.device.HostEnd;
import naru.apply.device.HostEnds;
import naru.apply.device.PodDevices;
import naru.model.Ipv4Address;

/**
 * The node's side of each pod: device, settings, route and neighbour as those see them who put them
 * back, and the way that the kernel really takes.
 */
public final class PodWiringCheck implements Check {

    private final LocalPods pods;
    private final PodDevices devices;
    private final Supplier<Ipv4Address> nodeAddress;

    /**
     * @param nodeAddress that the node's own packets to pods carry
     */
    public PodWiringCheck(LocalPods pods, PodDevices devices, Supplier<Ipv4Address> nodeAddress) {
        this.pods = pods;
        this.devices = devices;
        this.nodeAddress = nodeAddress;
    }

    @Override
    public String name() {
        return "pod-wiring";
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Finding> found = new ArrayList<>();
        List<LivePod> all = pods.all();
        HostEnds now = devices.look();
        for (LivePod pod : all) {
            if (now.exists(pod.ifindex())) {
                List<String> wrong = wrong(now, pod);
                if (!wrong.isEmpty()) {
                    found.add(changed(pod, wrong));
                }
            } else {
                found.add(gone(pod));
            }
        }
        return found;
    }

    private List<String> wrong(HostEnds now, LivePod pod) {
        List<String> wrong = new ArrayList<>();
        HostEnd end = pod.hostEnd(nodeAddress.get());
        for (Deviation deviation : now.deviations(end)) {
            wrong.add(deviation.where() + ": found " + deviation.found());
        }
        now.ipv6Allowed(end).ifPresent(setting -> wrong.add(setting + ": found 0"));
        Optional<Integer> way = devices.wayTo(pod.address());
        if (!way.equals(Optional.of(pod.ifindex()))) {
            wrong.add(
                    "the kernel sends what is for %s %s"
                            .formatted(
                                    pod.address(),
                                    way.map(index -> "to device " + index).orElse("nowhere")));
        }
        return wrong;
    }

    private Finding changed(LivePod pod, List<String> wrong) {
        return new Finding(
                name(),
                "a pod's connection to its node is not as it was made",
                pod.where(),
                String.join("; ", wrong),
                "somebody changed it after the pod was started",
                "the agent puts it back within seconds; if this stays, somebody else changes it"
                        + " again, or a rule is in front: naru status, ip monitor, ip rule");
    }

    private Finding gone(LivePod pod) {
        return new Finding(
                name(),
                "a pod is cut off: its device is gone",
                pod.where(),
                "there is no device " + pod.ifindex(),
                "somebody deleted it, or the pod's network namespace",
                "delete the pod: only a new one gets another device");
    }
}
