package naru.apply.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import naru.linux.ffi.Errno;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkException;
import naru.linux.netlink.NetlinkRequest;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;

/**
 * Makes our routes equal to the desired ones: adds, changes, removes, and says what it could not.
 */
final class RouteReconciler {

    private final Netlink node;
    private final List<Route> added = new ArrayList<>();
    private final List<Route> changed = new ArrayList<>();
    private final List<Route> removed = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    RouteReconciler(Netlink node) {
        this.node = node;
    }

    /**
     * @param actual the routes of ours that are to be equal to the desired ones
     */
    RouteChanges reconcile(NodeRoutes desired, List<Route> actual) {
        problems.addAll(desired.problems());
        Map<IpPrefix, Route> existing =
                actual.stream()
                        .collect(
                                Collectors.toMap(
                                        Route::destination, Function.identity(), (a, _) -> a));
        for (Route route : actual) {
            if (!desired.routes().containsKey(route.destination())) {
                NetlinkRequest delete = Routes.delete(route).accepting(Errno.ESRCH);
                attempt(delete, route, removed);
            }
        }
        for (Route route : desired.routes().values()) {
            Route before = existing.get(route.destination());
            if (before == null) {
                attempt(Routes.add(route), route, added);
            } else if (!before.equals(route)) {
                attempt(Routes.replace(route), route, changed);
            }
        }
        return new RouteChanges(added, changed, removed, problems);
    }

    private void attempt(NetlinkRequest request, Route route, List<Route> success) {
        try {
            node.execute(request);
            success.add(route);
        } catch (NetlinkException e) {
            problems.add(
                    e.errno() == Errno.EEXIST
                            ? "route " + route + " is not set: " + inTheWay(route.destination())
                            : e.getMessage());
        }
    }

    private String inTheWay(IpPrefix destination) {
        return node.routes().stream()
                .filter(r -> r.destination().equals(destination))
                .map(
                        r ->
                                "another program (protocol "
                                        + r.protocol()
                                        + ") has made the route "
                                        + r
                                        + "; remove that one, or change the pod range")
                .findFirst()
                .orElse("another route was in the way for a moment");
    }
}
