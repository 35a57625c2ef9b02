package naru.apply.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.apply.device.Deviation.Aspect;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.LinkChange;
import naru.linux.netlink.LinkSettings;
import naru.linux.netlink.Links;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Neighbours;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import naru.linux.sysctl.Sysctl;

/**
 * The host ends of this node's pods as the kernel has them at one moment: three questions, whatever
 * the number of pods. What it costs grows with this node's devices, routes and neighbours. To be
 * used on threads in the node's namespace.
 */
public final class HostEnds {

    private final Netlink node;
    private final Map<Integer, LinkSettings> links;
    private final Map<IpPrefix, Route> routes;
    private final Map<Integer, List<Neighbour>> neighbours;

    private HostEnds(Netlink node) {
        this.node = node;
        links =
                node.linkSettings().stream()
                        .collect(Collectors.toMap(s -> s.link().index(), Function.identity()));
        routes =
                node.routes(Route.NARU).stream()
                        .collect(
                                Collectors.toMap(
                                        Route::destination, Function.identity(), (a, _) -> a));
        neighbours =
                node.neighbours().stream()
                        .filter(n -> (n.state() & Neighbour.PERMANENT) != 0)
                        .collect(Collectors.groupingBy(Neighbour::link));
    }

    /** Looks at all of them. */
    static HostEnds look(Netlink node) {
        return new HostEnds(node);
    }

    /** True if there is a device of that number. */
    public boolean exists(int index) {
        return links.containsKey(index);
    }

    /** A device's settings; empty if it is gone. */
    public Optional<LinkSettings> settings(int index) {
        return Optional.ofNullable(links.get(index));
    }

    /** In what an end differs from what it is to be; a device that is gone differs in nothing. */
    public List<Deviation> deviations(HostEnd end) {
        LinkSettings found = links.get(end.index());
        if (found == null) {
            return List.of();
        }
        List<Deviation> deviations = new ArrayList<>();
        device(end, found.link()).ifPresent(deviations::add);
        settings(end, found, deviations);
        route(end).ifPresent(deviations::add);
        neighbour(end).ifPresent(deviations::add);
        return deviations;
    }

    /** Puts one right. */
    public void mend(Deviation deviation) {
        deviation.mend(node);
    }

    /** Down, or of another name, size or owner. */
    private static Optional<Deviation> device(HostEnd end, Link link) {
        List<String> wrong = new ArrayList<>();
        LinkChange change = Links.change(end.index());
        if (!link.name().equals(end.name())) {
            wrong.add("renamed to " + link.name());
            change.name(end.name());
        }
        if (link.mtu() != end.mtu()) {
            wrong.add("mtu " + link.mtu());
            change.mtu(end.mtu());
        }
        if (!link.mac().equals(Optional.of(end.mac()))) {
            wrong.add("address " + link.mac().map(Object::toString).orElse("none"));
            change.mac(end.mac());
        }
        if (link.master() != 0) {
            wrong.add("put into device " + link.master());
            change.master(0);
        }
        if (!end.alias().isSaidBy(Alias.parse(link.alias()))) {
            wrong.add("alias '" + link.alias() + "'");
            change.alias(end.alias().text());
        }
        if (!link.isUp()) {
            wrong.add("down");
            change.up();
        }
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Deviation(
                                Aspect.DEVICE,
                                end.name(),
                                String.join(", ", wrong),
                                "made it as before",
                                List.of(change.request())));
    }

    private static void settings(HostEnd end, LinkSettings found, List<Deviation> deviations) {
        if (found.rpFilter() != 0) {
            deviations.add(setting(end, "rp_filter", found.rpFilter(), LinkChange.RP_FILTER, 0));
        }
        if (!found.forwarding()) {
            deviations.add(setting(end, "forwarding", 0, LinkChange.FORWARDING, 1));
        }
        if (found.proxyArp()) {
            deviations.add(setting(end, "proxy_arp", 1, LinkChange.PROXY_ARP, 0));
        }
    }

    private static Deviation setting(
            HostEnd end, String name, int found, int number, int expected) {
        return new Deviation(
                Aspect.SETTING,
                Sysctl.ipv4(end.name(), name).path(),
                String.valueOf(found),
                "set to " + expected,
                List.of(Links.change(end.index()).ipv4(number, expected).request()));
    }

    /** The setting that netlink can show but not change, if it is not as it should be. */
    public Optional<Sysctl> ipv6Allowed(HostEnd end) {
        return settings(end.index())
                .filter(found -> !found.ipv6Disabled())
                .map(found -> Sysctl.ipv6(found.link().name(), "disable_ipv6"));
    }

    private Optional<Deviation> route(HostEnd end) {
        if (end.nodeAddress().bits() == 0) {
            return Optional.empty(); // the node has none just now
        }
        Route expected =
                Route.onLink(IpPrefix.host(Inet.of(end.address())), end.index())
                        .withSource(Inet.of(end.nodeAddress()));
        Route actual = routes.get(expected.destination());
        return expected.equals(actual)
                ? Optional.empty()
                : Optional.of(
                        new Deviation(
                                Aspect.ROUTE,
                                expected.destination().toString(),
                                actual == null
                                        ? inPlaceOf(expected.destination())
                                        : actual.toString(),
                                "set " + expected,
                                List.of(Routes.replace(expected))));
    }

    private String inPlaceOf(IpPrefix destination) {
        return node.routes().stream()
                .filter(r -> r.destination().equals(destination))
                .findFirst()
                .map(r -> r + " of protocol " + r.protocol())
                .orElse("no route");
    }

    private Optional<Deviation> neighbour(HostEnd end) {
        Neighbour expected = Neighbour.permanent(end.index(), Inet.of(end.address()), end.podMac());
        List<Neighbour> all = neighbours.getOrDefault(end.index(), List.of());
        if (all.contains(expected)) {
            return Optional.empty();
        }
        String actual =
                all.stream()
                        .filter(n -> n.address().equals(expected.address()))
                        .findFirst()
                        .flatMap(Neighbour::mac)
                        .map(Object::toString)
                        .orElse("no permanent entry");
        return Optional.of(
                new Deviation(
                        Aspect.NEIGHBOUR,
                        end.address() + " at " + end.name(),
                        actual,
                        "set " + end.podMac(),
                        List.of(Neighbours.replace(expected))));
    }
}
