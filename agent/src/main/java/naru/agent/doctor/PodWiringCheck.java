package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import naru.agent.endpoint.Attachment;
import naru.apply.device.Deviation;
import naru.apply.device.HostEnd;
import naru.apply.device.HostEnds;
import naru.apply.device.PodDevices;
import naru.linux.netlink.MacAddress;
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
        List<LocalPod> all = pods.all();
        HostEnds now = devices.look();
        for (LocalPod pod : all) {
            if (now.exists(pod.attachment().ifindex())) {
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

    private List<String> wrong(HostEnds now, LocalPod pod) {
        List<String> wrong = new ArrayList<>();
        for (Deviation deviation : now.deviations(end(pod))) {
            wrong.add(deviation.where() + ": found " + deviation.found());
        }
        now.ipv6Allowed(end(pod)).ifPresent(setting -> wrong.add(setting + ": found 0"));
        Optional<Integer> way = devices.wayTo(pod.address());
        if (!way.equals(Optional.of(pod.attachment().ifindex()))) {
            wrong.add(
                    "the kernel sends what is for %s %s"
                            .formatted(
                                    pod.address(),
                                    way.map(index -> "to device " + index).orElse("nowhere")));
        }
        return wrong;
    }

    private HostEnd end(LocalPod pod) {
        Attachment attachment = pod.attachment();
        return new HostEnd(
                attachment.ifindex(),
                pod.record().device(),
                pod.record().containerId() + "/" + pod.record().interfaceName(),
                pod.address(),
                nodeAddress.get(),
                new MacAddress(attachment.hostMac()),
                new MacAddress(attachment.mac()),
                attachment.mtu());
    }

    private Finding changed(LocalPod pod, List<String> wrong) {
        return new Finding(
                name(),
                "a pod's connection to its node is not as it was made",
                pod.where(),
                String.join("; ", wrong),
                "somebody changed it after the pod was started",
                "the agent puts it back within seconds; if this stays, somebody else changes it"
                        + " again, or a rule is in front: naru status, ip monitor, ip rule");
    }

    private Finding gone(LocalPod pod) {
        return new Finding(
                name(),
                "a pod is cut off: its device is gone",
                pod.where(),
                "there is no device " + pod.attachment().ifindex(),
                "somebody deleted it, or the pod's network namespace",
                "delete the pod: only a new one gets another device");
    }
}
