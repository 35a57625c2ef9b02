package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.apply.device.Inet;
import naru.apply.device.Uplink;
import naru.linux.netlink.InterfaceAddress;
import naru.linux.netlink.Link;
import naru.model.Ipv4Address;
import naru.model.Node;

/**
 * Whether the address by which others look for this node's pods is one that leads here: that of a
 * device which they reach, and of no other node.
 */
public final class NodeAddressCheck implements Check {

    private final Surroundings surroundings;

    public NodeAddressCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "node-address";
    }

    @Override
    public List<Finding> look() {
        Optional<Node> own = surroundings.own();
        if (own.isEmpty() || own.get().addresses().isEmpty()) {
            return List.of();
        }
        List<Finding> found = new ArrayList<>(duplicates(own.get()));
        // others go by the first one
        Ipv4Address leading = own.get().addresses().getFirst();
        List<InterfaceAddress> addresses =
                surroundings.netlink().addresses().stream()
                        .filter(a -> Inet.isIpv4(a.address()))
                        .toList();
        Optional<InterfaceAddress> holder =
                addresses.stream()
                        .filter(a -> Inet.address(a.address()).equals(leading))
                        .findFirst();
        if (holder.isEmpty()) {
            found.add(missing(own.get(), leading, addresses));
        } else {
            surroundings
                    .netlink()
                    .link(holder.get().link())
                    .filter(this::leadsNowhere)
                    .ifPresent(link -> found.add(elsewhere(leading, link)));
        }
        return found;
    }

    private List<Finding> duplicates(Node own) {
        return surroundings.nodes().stream()
                .filter(other -> !other.name().equals(own.name()))
                .filter(other -> other.addresses().stream().anyMatch(own.addresses()::contains))
                .map(
                        other ->
                                new Finding(
                                        name(),
                                        "two nodes have one address",
                                        other.name(),
                                        "Node objects %s and %s both name one of %s"
                                                .formatted(
                                                        own.name(), other.name(), own.addresses()),
                                        "one of them was set up as a copy of the other, or names a"
                                                + " virtual address that moves between them",
                                        "start the kubelet of one of them with the right --node-ip"))
                .toList();
    }

    /** Loopback and dummy devices may hold addresses that a routing daemon tells others of. */
    private boolean leadsNowhere(Link link) {
        Set<Integer> uplinks =
                surroundings.uplinks().stream().map(Uplink::index).collect(Collectors.toSet());
        return !uplinks.isEmpty()
                && !uplinks.contains(link.index())
                && !link.isLoopback()
                && !link.kind().equals("dummy");
    }

    private Finding missing(Node own, Ipv4Address leading, List<InterfaceAddress> addresses) {
        String uplinks =
                surroundings.uplinks().stream()
                        .map(uplink -> uplink.name() + " has " + of(uplink, addresses))
                        .collect(Collectors.joining("; "));
        return new Finding(
                name(),
                "other nodes send this node's pods' packets to an address that it does not have",
                own.name(),
                "the Node object says %s; %s"
                        .formatted(leading, uplinks.isEmpty() ? "there is no uplink" : uplinks),
                "the machine got another address, or the object was made for another machine",
                "start the kubelet with the right --node-ip, or give the machine its address back;"
                        + " routes of all nodes follow the object at once");
    }

    private static String of(Uplink uplink, List<InterfaceAddress> addresses) {
        String held =
                addresses.stream()
                        .filter(a -> a.link() == uplink.index())
                        .map(a -> a.address().getHostAddress())
                        .collect(Collectors.joining(", "));
        return held.isEmpty() ? "none" : held;
    }

    private Finding elsewhere(Ipv4Address leading, Link link) {
        return new Finding(
                name(),
                "this node's address is that of a device which leads to no other node",
                link.name(),
                "the Node object says %s, which %s has; uplinks are %s"
                        .formatted(
                                leading,
                                link.name(),
                                surroundings.uplinks().stream().map(Uplink::name).toList()),
                "it was found out by a guess that took the wrong device",
                "start the kubelet with --node-ip of an uplink's address");
    }
}
