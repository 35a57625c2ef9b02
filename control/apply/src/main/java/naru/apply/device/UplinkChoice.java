package naru.apply.device;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.NextHop;
import naru.linux.netlink.Route;

/**
 * Which devices lead out of the node. A bond, a VLAN or a bridge with an address is what routes
 * name, so it is chosen and the devices below it are not: packets meet programs there once.
 *
 * @param uplinks the chosen
 * @param missing names that somebody gave and no device has
 */
public record UplinkChoice(List<Uplink> uplinks, List<String> missing) {

    public UplinkChoice {
        uplinks = List.copyOf(uplinks);
        missing = List.copyOf(missing);
    }

    /**
     * The named devices if any are named; else those of the default routes and of the routes to
     * other nodes.
     *
     * @param routes of the main table
     * @param toOthers the ways to other nodes' addresses
     */
    static UplinkChoice of(
            Collection<String> named,
            Collection<Link> links,
            Collection<Route> routes,
            Collection<Route> toOthers) {
        if (named.isEmpty()) {
            Set<Integer> routed = routed(routes, toOthers);
            return new UplinkChoice(
                    uplinks(links.stream().filter(link -> routed.contains(link.index()))),
                    List.of());
        }
        Set<String> missing = new HashSet<>(named);
        links.forEach(link -> missing.remove(link.name()));
        return new UplinkChoice(
                uplinks(links.stream().filter(link -> named.contains(link.name()))),
                missing.stream().sorted().toList());
    }

    private static Set<Integer> routed(Collection<Route> routes, Collection<Route> toOthers) {
        Stream<Route> defaults =
                routes.stream().filter(r -> r.destination().equals(IpPrefix.ALL_IPV4));
        return Stream.concat(defaults, toOthers.stream())
                .flatMap(route -> route.hops().stream())
                .map(NextHop::link)
                .collect(Collectors.toSet());
    }

    private static List<Uplink> uplinks(Stream<Link> links) {
        return links.filter(link -> !link.isLoopback() && !PodInterface.isHostName(link.name()))
                .map(link -> new Uplink(link.index(), link.name(), link.mtu()))
                .toList();
    }
}
