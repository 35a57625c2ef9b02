package naru.apply.device;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import naru.linux.netlink.Link;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;

/** Reads the host ends back from the kernel: links, routes and neighbours, three dumps in all. */
final class HostVeths {

    private HostVeths() {}

    static List<HostVeth> list(Netlink node) {
        return list(node, link -> PodInterface.isHostName(link.name()));
    }

    static List<HostVeth> list(Netlink node, Predicate<Link> which) {
        Map<Integer, Route> routes =
                byLink(
                        node.routes(Route.NARU).stream()
                                .filter(
                                        r ->
                                                r.gateway().isEmpty()
                                                        && r.destination().length() == 32)
                                .toList(),
                        Route::link);
        Map<Integer, Neighbour> neighbours =
                byLink(
                        node.neighbours().stream()
                                .filter(n -> (n.state() & Neighbour.PERMANENT) != 0)
                                .toList(),
                        Neighbour::link);
        return node.links().stream()
                .filter(link -> link.kind().equals("veth"))
                .filter(which)
                .map(
                        link ->
                                of(
                                        link,
                                        List.copyOf(one(routes, link)),
                                        List.copyOf(one(neighbours, link))))
                .toList();
    }

    private static HostVeth of(Link link, List<Route> route, List<Neighbour> neighbour) {
        return new HostVeth(
                link.index(),
                link.name(),
                link.mac().orElseThrow(),
                neighbour.stream().flatMap(n -> n.mac().stream()).findFirst(),
                route.stream().map(r -> Inet.address(r.destination().address())).findFirst(),
                link.mtu(),
                Alias.parse(link.alias()),
                link.isUp());
    }

    private static <T> List<T> one(Map<Integer, T> byLink, Link link) {
        T found = byLink.get(link.index());
        return found == null ? List.of() : List.of(found);
    }

    private static <T> Map<Integer, T> byLink(List<T> all, Function<T, Integer> link) {
        return all.stream()
                .collect(Collectors.toMap(link, Function.identity(), (first, _) -> first));
    }
}
