package naru.lab.pod;

import java.util.List;
import naru.lab.machine.NodeMachine;
import naru.model.Ipv4Address;

/** The node that a pod is on. */
public record PodNode(
        String name, List<Ipv4Address> addresses, NodeMachine machine, CniPlugin cni) {
    public PodNode {
        addresses = List.copyOf(addresses);
    }
}
