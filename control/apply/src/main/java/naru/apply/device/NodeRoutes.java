package naru.apply.device;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Route;
import naru.linux.netlink.RouteType;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/**
 * The routes that a node should have for pod ranges.
 *
 * @param routes by destination
 * @param problems of the nodes' objects, for people
 */
record NodeRoutes(Map<IpPrefix, Route> routes, List<String> problems) {

    /**
     * @param routeTo the way to a node's address; empty if there is none
     */
    static NodeRoutes of(
            Node own, Collection<Node> others, Function<Ipv4Address, Optional<Route>> routeTo) {
        Map<IpPrefix, Route> routes = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Ipv4Prefix range : own.podCidrs()) {
            // a packet to an address that no pod has must not go out to a router and come back
            IpPrefix destination = Inet.of(range);
            routes.put(destination, Route.refusing(destination, RouteType.UNREACHABLE));
        }
        others.stream()
                .filter(other -> !other.name().equals(own.name()))
                .sorted(Comparator.comparing(Node::name))
                .forEach(other -> add(other, own, routeTo, routes, problems));
        return new NodeRoutes(routes, problems);
    }

    private static void add(
            Node other,
            Node own,
            Function<Ipv4Address, Optional<Route>> routeTo,
            Map<IpPrefix, Route> routes,
            List<String> problems) {
        Optional<Route> way = other.podCidrs().isEmpty() ? Optional.empty() : way(other, routeTo);
        for (Ipv4Prefix range : other.podCidrs()) {
            IpPrefix destination = Inet.of(range);
            if (own.podCidrs().stream().anyMatch(o -> o.contains(range) || range.contains(o))) {
                problems.add(
                        "pod range "
                                + range
                                + " of node "
                                + other.name()
                                + " overlaps those of this node, "
                                + own.podCidrs()
                                + "; give one of them another spec.podCIDR");
            } else if (way.isPresent()
                    && routes.putIfAbsent(destination, way.get().withDestination(destination))
                            != null) {
                problems.add(
                        "pod range "
                                + range
                                + " of node "
                                + other.name()
                                + " is another node's too; give one of them another spec.podCIDR");
            }
        }
    }

    /**
     * By the node's first address that is on one of our links; else the fabric must know the way.
     */
    private static Optional<Route> way(Node other, Function<Ipv4Address, Optional<Route>> routeTo) {
        for (Ipv4Address address : other.addresses()) {
            Optional<Route> toNode =
                    routeTo.apply(address)
                            .filter(r -> r.type() == RouteType.UNICAST && r.gateway().isEmpty());
            if (toNode.isPresent()) {
                InetAddress gateway = Inet.of(address);
                Route route =
                        Route.via(IpPrefix.host(gateway), gateway, toNode.get().link(), false);
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }
}
