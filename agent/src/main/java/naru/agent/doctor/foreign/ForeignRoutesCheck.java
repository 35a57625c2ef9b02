package naru.agent.doctor.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import naru.agent.doctor.Check;
import naru.agent.doctor.Finding;
import naru.apply.device.Inet;
import naru.linux.netlink.Link;
import naru.linux.netlink.Route;
import naru.model.Ipv4Prefix;
import naru.model.Node;

/** Whether routes that others made lead packets to pods away from where the pods are. */
public final class ForeignRoutesCheck implements Check {

    private final Surroundings surroundings;

    public ForeignRoutesCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "foreign-routes";
    }

    @Override
    public List<Finding> look() {
        List<Route> routes = surroundings.netlink().routes();
        Map<Integer, String> devices =
                surroundings.netlink().links().stream()
                        .collect(Collectors.toMap(Link::index, Link::name));
        List<Finding> found = new ArrayList<>();
        for (Node node : surroundings.nodes()) {
            for (Ipv4Prefix range : node.podCidrs()) {
                routes.stream()
                        .filter(route -> leadsAway(route, range, routes))
                        .map(route -> finding(route, range, node, devices))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** It is more particular than ours, or as particular and before ours. */
    private static boolean leadsAway(Route route, Ipv4Prefix range, List<Route> routes) {
        if (route.protocol() == Route.NARU || !range.contains(Inet.prefix(route.destination()))) {
            return false;
        }
        return route.destination().length() > range.length()
                || routes.stream()
                        .filter(other -> other.destination().equals(route.destination()))
                        .noneMatch(
                                other ->
                                        other.protocol() == Route.NARU
                                                && Integer.compareUnsigned(
                                                                other.metric(), route.metric())
                                                        <= 0);
    }

    private Finding finding(
            Route route, Ipv4Prefix range, Node node, Map<Integer, String> devices) {
        String device = devices.getOrDefault(route.link(), "no device");
        return new Finding(
                name(),
                "packets to pods go another way: somebody else's route is in force",
                route.destination() + " (" + device + ")",
                "%s of protocol %d lies in the pod range %s of node %s"
                        .formatted(route, route.protocol(), range, node.name()),
                OtherNetwork.ofDevice(device)
                        .map(other -> other.title() + " left it, or still runs")
                        .orElse("a routing daemon, another pod network or somebody by hand"),
                "`ip route delete %s dev %s`; if it comes back, stop who makes it or give node %s another pod range"
                        .formatted(route.destination(), device, node.name()));
    }
}
