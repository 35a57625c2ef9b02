package naru.apply.device;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import naru.linux.ffi.Errno;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Netlink;
import naru.linux.netlink.NetlinkException;
import naru.linux.netlink.NetlinkRequest;
import naru.linux.netlink.Route;
import naru.linux.netlink.Routes;
import org.jspecify.annotations.Nullable;

/**
 * Makes our routes equal to the desired ones: adds, changes, removes, and says what it could not.
 */
final class RouteReconciler {

    private final Netlink node;
    private final List<Route> added = new ArrayList<>();
    private final List<Route> changed = new ArrayList<>();
    private final List<Route> removed = new ArrayList<>();
    private final Map<Route, String> restored = new LinkedHashMap<>();
    private final List<Route> postponed = new ArrayList<>();
    private final Map<IpPrefix, Route> before;
    private final Map<IpPrefix, Route> inPlace = new HashMap<>();
    private final Predicate<Route> due;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param before what was in place when somebody looked last
     * @param due whether such a route may be put back now
     */
    RouteReconciler(Netlink node, Map<IpPrefix, Route> before, Predicate<Route> due) {
        this.node = node;
        this.before = before;
        this.due = due;
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
                attempt(delete, () -> removed.add(route), route);
            }
        }
        for (Route route : desired.routes().values()) {
            put(route, existing.get(route.destination()));
        }
        return new RouteChanges(added, changed, removed, restored, postponed, inPlace, problems);
    }

    private void put(Route route, @Nullable Route found) {
        if (route.equals(found)) {
            inPlace.put(route.destination(), route);
        } else if (route.equals(before.get(route.destination()))) {
            restore(route, found);
        } else if (found == null) {
            attempt(Routes.add(route), () -> added(route, added), route);
        } else {
            attempt(Routes.replace(route), () -> added(route, changed), route);
        }
    }

    private void added(Route route, List<Route> list) {
        list.add(route);
        inPlace.put(route.destination(), route);
    }

    private void restore(Route route, @Nullable Route found) {
        inPlace.put(route.destination(), route);
        if (due.test(route)) {
            String instead =
                    found == null
                            ? others(route.destination())
                                    .map(r -> r + " of protocol " + r.protocol())
                                    .orElse("no route")
                            : found.toString();
            attempt(Routes.replace(route), () -> restored.put(route, instead), route);
        } else {
            postponed.add(route);
        }
    }

    private Optional<Route> others(IpPrefix destination) {
        return node.routes().stream().filter(r -> r.destination().equals(destination)).findFirst();
    }

    private void attempt(NetlinkRequest request, Runnable success, Route route) {
        try {
            node.execute(request);
            success.run();
        } catch (NetlinkException e) {
            problems.add(
                    e.errno() == Errno.EEXIST
                            ? "route " + route + " is not set: " + inTheWay(route.destination())
                            : e.getMessage());
        }
    }

    private String inTheWay(IpPrefix destination) {
        return others(destination)
                .map(
                        r ->
                                "another program (protocol "
                                        + r.protocol()
                                        + ") has made the route "
                                        + r
                                        + "; remove that one, or change the pod range")
                .orElse("another route was in the way for a moment");
    }
}
