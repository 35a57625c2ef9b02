package naru.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import naru.apply.device.Difference;
import naru.apply.device.HostSides;
import naru.model.Ipv4Address;

/** The node's side of each pod: device, route, the way that the kernel really takes, neighbour. */
public final class PodWiringCheck implements Check {

    private final LocalPods pods;
    private final Supplier<HostSides> sides;
    private final Supplier<Ipv4Address> nodeAddress;

    /**
     * @param nodeAddress that the node's own packets to pods carry
     */
    public PodWiringCheck(
            LocalPods pods, Supplier<HostSides> sides, Supplier<Ipv4Address> nodeAddress) {
        this.pods = pods;
        this.sides = sides;
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
        HostSides now = sides.get();
        for (LocalPod pod : all) {
            List<Difference> differences =
                    now.differences(pod.wanted(nodeAddress.get()), pod.mac());
            if (!differences.isEmpty()) {
                found.add(finding(pod, differences));
            }
        }
        return found;
    }

    private Finding finding(LocalPod pod, List<Difference> differences) {
        boolean deviceGone = differences.getFirst().object().startsWith("host end");
        return new Finding(
                name(),
                "a pod's connection to its node is not as it was made",
                pod.where(),
                differences.stream().map(Difference::toString).collect(Collectors.joining("; ")),
                "somebody changed it after the pod was started",
                deviceGone
                        ? "delete the pod: its device is gone and only a new one gets another"
                        : "the agent puts it back within seconds; if this stays, somebody else"
                                + " changes it again: naru status, ip monitor");
    }
}
