package naru.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/** Addresses and pod ranges of nodes. */
final class Nodes {

    private final String ownName;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<Ipv4Address, Set<String>> byAddress = new HashMap<>();
    private final Map<Ipv4Prefix, Set<String>> byPodCidr = new HashMap<>();
    private Set<Ipv4Address> interfaces = Set.of();

    Nodes(String ownName) {
        this.ownName = ownName;
    }

    /** Tells {@code changed} each prefix whose meaning may be another one. */
    void put(Node node, Consumer<Ipv4Prefix> changed) {
        remove(node.name(), changed);
        nodes.put(node.name(), node);
        node.addresses().forEach(address -> Multimaps.add(byAddress, address, node.name()));
        node.podCidrs().forEach(cidr -> Multimaps.add(byPodCidr, cidr, node.name()));
        prefixes(node).forEach(changed);
    }

    void remove(String name, Consumer<Ipv4Prefix> changed) {
        Node node = nodes.remove(name);
        if (node != null) {
            node.addresses().forEach(address -> Multimaps.remove(byAddress, address, name));
            node.podCidrs().forEach(cidr -> Multimaps.remove(byPodCidr, cidr, name));
            prefixes(node).forEach(changed);
        }
    }

    void setInterfaces(Set<Ipv4Address> addresses, Consumer<Ipv4Prefix> changed) {
        Set<Ipv4Address> all = new HashSet<>(interfaces);
        all.addAll(addresses);
        interfaces = Set.copyOf(addresses);
        all.forEach(address -> changed.accept(address.toPrefix()));
    }

    private static Set<Ipv4Prefix> prefixes(Node node) {
        Set<Ipv4Prefix> prefixes = new HashSet<>(node.podCidrs());
        node.addresses().forEach(address -> prefixes.add(address.toPrefix()));
        return prefixes;
    }

    boolean isOwnName(String node) {
        return node.equals(ownName);
    }

    boolean isOwn(Ipv4Address address) {
        return interfaces.contains(address)
                || byAddress.getOrDefault(address, Set.of()).contains(ownName);
    }

    /** The name of a node that has the address; of several the first by name. */
    Optional<String> nodeAt(Ipv4Address address) {
        return byAddress.getOrDefault(address, Set.of()).stream().sorted().findFirst();
    }

    /** The name of a node whose pods get their addresses from exactly this range. */
    Optional<String> nodeWithPodCidr(Ipv4Prefix cidr) {
        return byPodCidr.getOrDefault(cidr, Set.of()).stream().sorted().findFirst();
    }

    /** True if a pod of this node may have the address. */
    boolean isOwnPodAddress(Ipv4Address address) {
        Node own = nodes.get(ownName);
        return own != null && own.podCidrs().stream().anyMatch(cidr -> cidr.contains(address));
    }

    Set<Ipv4Address> interfaces() {
        return interfaces;
    }
}
