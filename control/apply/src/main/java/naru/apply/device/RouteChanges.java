package naru.apply.device;

import java.util.List;
import naru.linux.netlink.Route;

/**
 * What was done to make the node's routes what they should be.
 *
 * @param problems for people; each names the route and why it could not be made
 */
public record RouteChanges(
        List<Route> added, List<Route> changed, List<Route> removed, List<String> problems) {

    /** True if nothing had to be done and nothing is wrong. */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && problems.isEmpty();
    }
}
