package naru.apply.device;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import naru.linux.netlink.InterfaceAddress;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Link;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.Route;
import naru.linux.netlink.RouteType;
import naru.linux.sysctl.Sysctl;
import naru.model.Ipv4Address;
import naru.model.Node;

/**
 * The node's own side of the network: its uplinks, addresses, settings, and the routes to the pods
 * of other nodes. To be used on threads in the node's namespace.
 */
public final class NodeDevices {

    private final Netlink node;

    /**
     * Works on the node's devices.
     *
     * @param node of the node's namespace; stays the caller's to close
     */
    public NodeDevices(Netlink node) {
        this.node = node;
    }

    /**
     * The devices that lead out of the node.
     *
     * @param named devices; none: those of the default routes and of the routes to other nodes
     * @param otherNodes addresses; those without a route are skipped
     */
    public UplinkChoice uplinks(Collection<String> named, Collection<Ipv4Address> otherNodes) {
        List<Route> toOthers =
                otherNodes.stream().flatMap(a -> node.routeTo(Inet.of(a)).stream()).toList();
        return UplinkChoice.of(named, node.links(), node.routes(), toOthers);
    }

    /** The node's own IPv4 addresses, as its devices have them, without loopback ones. */
    public Set<Ipv4Address> addresses() {
        return addresses(_ -> true).collect(Collectors.toUnmodifiableSet());
    }

    /** The addresses of these uplinks, in the kernel's order. */
    public List<Ipv4Address> addresses(Collection<Uplink> uplinks) {
        Set<Integer> links = uplinks.stream().map(Uplink::index).collect(Collectors.toSet());
        return addresses(links::contains).toList();
    }

    private Stream<Ipv4Address> addresses(IntPredicate ofLink) {
        return node.addresses().stream()
                .filter(a -> a.scope() != Route.SCOPE_HOST && ofLink.test(a.link()))
                .map(InterfaceAddress::address)
                .filter(Inet::isIpv4)
                .map(Inet::address);
    }

    /** As {@link #prepare(Collection)}, before uplinks are known. */
    public List<Sysctl> prepare() {
        return prepare(List.of());
    }

    /**
     * Makes the kernel's settings what pods need: packets are passed on, whichever uplink they come
     * in by.
     *
     * @return the settings that were different
     */
    public List<Sysctl> prepare(Collection<Uplink> uplinks) {
        return unprepared(uplinks).stream().filter(setting -> setting.write("1")).toList();
    }

    /** The settings that {@link #prepare(Collection)} would make 1. */
    public List<Sysctl> unprepared(Collection<Uplink> uplinks) {
        Stream<Sysctl> ofUplinks = uplinks.stream().map(u -> Sysctl.ipv4(u.name(), "forwarding"));
        return Stream.concat(Stream.of(Sysctl.IP_FORWARD), ofUplinks)
                .filter(setting -> setting.read().filter(value -> !value.equals("1")).isPresent())
                .toList();
    }

    /**
     * Makes the routes to pods what they should be: to each other node's pod ranges by that node's
     * address if it is on the link, and none to those of this node that no pod has. Routes that
     * others made are never touched.
     */
    public RouteChanges reconcile(Node own, Collection<Node> others) {
        return reconcile(own, others, Map.of(), _ -> true);
    }

    /**
     * As {@link #reconcile(Node, Collection)}. A route that had been in place is put back whoever
     * has taken its place since.
     *
     * @param inPlace see {@link RouteChanges#inPlace}
     * @param due which of these may be put back now
     */
    public RouteChanges reconcile(
            Node own, Collection<Node> others, Map<IpPrefix, Route> inPlace, Predicate<Route> due) {
        return new RouteReconciler(node, inPlace, due).reconcile(desired(own, others), routes());
    }

    private NodeRoutes desired(Node own, Collection<Node> others) {
        return NodeRoutes.of(own, others, a -> node.routeTo(Inet.of(a)));
    }

    /** What {@link #reconcile} would find to do now; nothing is changed. */
    public List<Difference> differences(Node own, Collection<Node> others) {
        Map<IpPrefix, Route> wanted = desired(own, others).routes();
        List<Difference> found = new ArrayList<>();
        List<Route> now = routes();
        for (Route route : wanted.values()) {
            if (!now.contains(route)) {
                found.add(difference(route, existing(now, route.destination())));
            }
        }
        for (Route route : now) {
            if (!wanted.containsKey(route.destination())) {
                found.add(new Difference("route to " + route.destination(), "missing", "" + route));
            }
        }
        return found;
    }

    private static String existing(List<Route> routes, IpPrefix destination) {
        return routes.stream()
                .filter(route -> route.destination().equals(destination))
                .findFirst()
                .map(Route::toString)
                .orElse("missing");
    }

    private static Difference difference(Route wanted, String now) {
        return new Difference("route to " + wanted.destination(), wanted.toString(), now);
    }

    /**
     * Pod ranges of other nodes to which the kernel, whichever tables and rules it asks, sends
     * packets another way than by our route.
     */
    public List<Difference> astray(Node own, Collection<Node> others) {
        List<Difference> found = new ArrayList<>();
        for (Route route : desired(own, others).routes().values()) {
            if (route.type() == RouteType.UNICAST) {
                Optional<Route> way = node.routeTo(Inet.inside(route.destination()));
                String now = way.map(this::hop).orElse("missing");
                if (!now.equals(hop(route))) {
                    String what = "the way to " + route.destination();
                    found.add(new Difference(what, hop(route), now));
                }
            }
        }
        return found;
    }

    private String hop(Route route) {
        String gateway = route.gateway().map(g -> "via " + g.getHostAddress() + " ").orElse("");
        String device = node.link(route.link()).map(Link::name).orElse("nowhere");
        return gateway + "dev " + device;
    }

    /** Our routes as the kernel has them, those to single pods of this node left out. */
    public List<Route> routes() {
        return node.routes(Route.NARU).stream().filter(r -> !isPodRoute(r)).toList();
    }

    private static boolean isPodRoute(Route route) {
        return !route.hops().isEmpty() && route.gateway().isEmpty();
    }
}
