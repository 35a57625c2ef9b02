package naru.apply.device;

import java.util.List;
import java.util.Map;
import naru.linux.netlink.IpPrefix;
import naru.linux.netlink.Route;

/**
 * What was done to make the node's routes what they should be.
 *
 * @param restored routes that had been in place, with what was there instead
 * @param postponed routes that are not in place and were left alone
 * @param inPlace all that should be, and are or will be put back
 * @param problems for people; each names the route and why it could not be made
 */
public record RouteChanges(
        List<Route> added,
        List<Route> changed,
        List<Route> removed,
        Map<Route, String> restored,
        List<Route> postponed,
        Map<IpPrefix, Route> inPlace,
        List<String> problems) {

    /** True if nothing is new: at most something that was in place had to be put back. */
    public boolean onlyRestored() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && problems.isEmpty();
    }

    /** True if nothing had to be done and nothing is wrong. */
    public boolean isEmpty() {
        return onlyRestored() && restored.isEmpty();
    }
}
