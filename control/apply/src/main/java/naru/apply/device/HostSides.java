package naru.apply.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.linux.netlink.Link;
import naru.linux.netlink.MacAddress;
import naru.linux.netlink.Neighbour;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.sysctl.Sysctl;

/**
 * The node's side of its pods' wires, to be held against what it should be without entering any
 * pod. One look at the kernel serves all pods.
 */
public final class HostSides {

    private static final String MISSING = "missing";

    private final Netlink node;
    private final Map<String, Link> links;
    private final List<Route> routes;
    private final List<Neighbour> neighbours;

    private HostSides(Netlink node) {
        this.node = node;
        this.links =
                node.links().stream()
                        .filter(link -> PodInterface.isHostName(link.name()))
                        .collect(Collectors.toMap(Link::name, Function.identity(), (a, _) -> a));
        this.routes = node.routes();
        this.neighbours = node.neighbours();
    }

    /** As the kernel has them now; on a thread in the node's namespace. */
    static HostSides read(Netlink node) {
        return new HostSides(node);
    }

    /** The names of all host ends that there are. */
    public List<String> names() {
        return links.keySet().stream().sorted().toList();
    }

    /**
     * What is not as ADD made it.
     *
     * @param podMac of the pod's end
     */
    public List<Difference> differences(PodInterface pod, MacAddress podMac) {
        Link host = links.get(pod.hostName());
        if (host == null) {
            return List.of(new Difference("host end " + pod.hostName(), "present", MISSING));
        }
        List<Difference> found = new ArrayList<>();
        PodWiring wiring = new PodWiring(pod, host, podMac);
        compare(found, "state of " + host.name(), "up", host.isUp() ? "up" : "down");
        Route route = wiring.hostRoute();
        compare(found, "route to " + pod.address(), route.toString(), routeNow(route));
        compare(found, "way to " + pod.address(), host.name(), wayTo(wiring));
        Neighbour neighbour = wiring.hostNeighbour();
        compare(found, "neighbour " + pod.address(), podMac + " for ever", neighbourNow(neighbour));
        setting(found, Sysctl.ipv4(host.name(), "forwarding"), "1");
        setting(found, Sysctl.ipv4(host.name(), "rp_filter"), "0");
        setting(found, Sysctl.ipv6(host.name(), "disable_ipv6"), "1");
        return found;
    }

    private String routeNow(Route wanted) {
        List<Route> toThere =
                routes.stream().filter(r -> r.destination().equals(wanted.destination())).toList();
        return toThere.contains(wanted)
                ? wanted.toString()
                : toThere.stream().findFirst().map(Route::toString).orElse(MISSING);
    }

    /** What the kernel answers, whichever tables and rules it asks. */
    private String wayTo(PodWiring wiring) {
        Optional<Route> way = node.routeTo(wiring.podAddress());
        return way.map(Route::link).flatMap(node::link).map(Link::name).orElse(MISSING);
    }

    private String neighbourNow(Neighbour wanted) {
        return neighbours.stream()
                .filter(n -> n.link() == wanted.link() && n.address().equals(wanted.address()))
                .findFirst()
                .map(PodVerification::inWords)
                .orElse(MISSING);
    }

    private static void setting(List<Difference> found, Sysctl sysctl, String wanted) {
        sysctl.read().ifPresent(now -> compare(found, sysctl.toString(), wanted, now));
    }

    private static void compare(List<Difference> found, String what, String wanted, String now) {
        if (!wanted.equals(now)) {
            found.add(new Difference(what, wanted, now));
        }
    }
}
