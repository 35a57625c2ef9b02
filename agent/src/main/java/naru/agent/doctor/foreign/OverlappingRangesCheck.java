package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.apply.device.Inet;
import naru.linux.netlink.InterfaceAddress;
import naru.linux.netlink.Link;
import naru.linux.netlink.Route;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/**
 * Whether a pod range holds what is not a pod: a network of one of this node's devices, or a node.
 * Ranges of two nodes that overlap are said when their routes are made.
 */
public final class OverlappingRangesCheck implements Check {

    private final Surroundings surroundings;

    public OverlappingRangesCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "overlapping-ranges";
    }

    @Override
    public List<Finding> look() {
        Map<Integer, String> devices =
                surroundings.netlink().links().stream()
                        .collect(Collectors.toMap(Link::index, Link::name));
        List<InterfaceAddress> addresses =
                surroundings.netlink().addresses().stream()
                        .filter(a -> Inet.isIpv4(a.address()))
                        .filter(a -> a.scope() != Route.SCOPE_HOST)
                        .toList();
        List<Finding> found = new ArrayList<>();
        for (Node node : surroundings.nodes()) {
            for (Ipv4Prefix range : node.podCidrs()) {
                addresses.stream()
                        .filter(a -> overlap(range, onLink(a)))
                        .map(a -> device(range, node, a, devices.getOrDefault(a.link(), "?")))
                        .forEach(found::add);
                for (Node other : surroundings.nodes()) {
                    other.addresses().stream()
                            .filter(range::contains)
                            .map(address -> node(range, node, other, address))
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Ipv4Prefix onLink(InterfaceAddress address) {
        return new Ipv4Prefix(Inet.address(address.address()).bits(), address.length());
    }

    private static boolean overlap(Ipv4Prefix one, Ipv4Prefix other) {
        return one.contains(other) || other.contains(one);
    }

    private Finding device(Ipv4Prefix range, Node node, InterfaceAddress address, String device) {
        return new Finding(
                name(),
                "a pod range and the network of a device overlap: one of them can't be reached",
                device,
                "%s/%d of %s overlaps the pod range %s of node %s"
                        .formatted(
                                address.address().getHostAddress(),
                                address.length(),
                                device,
                                range,
                                node.name()),
                OtherNetwork.ofDevice(device)
                        .map(other -> "the device is one of " + other.title())
                        .orElse("both were given the same addresses"),
                "give the node another spec.podCIDR, or the device another network (Docker: bip and"
                        + " default-address-pools in /etc/docker/daemon.json)");
    }

    private Finding node(Ipv4Prefix range, Node node, Node other, Ipv4Address address) {
        return new Finding(
                name(),
                "a node's address lies in a pod range: that node can't be reached",
                other.name(),
                "%s of node %s lies in the pod range %s of node %s"
                        .formatted(address, other.name(), range, node.name()),
                "nodes and pods were given the same addresses",
                "give node %s another spec.podCIDR".formatted(node.name()));
    }
}
