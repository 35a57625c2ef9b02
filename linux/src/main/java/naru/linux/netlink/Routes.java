package naru.linux.netlink;

import java.net.InetAddress;

/** Requests about routes. */
public final class Routes {

    private Routes() {}

    /** Adds a route; EEXIST if another has its destination and metric, whoever made that. */
    public static NetlinkRequest add(Route route) {
        return request("add route", Rtnl.RTM_NEWROUTE, Rtnl.NLM_F_CREATE | Rtnl.NLM_F_EXCL, route);
    }

    /** Adds a route in the place of the one with its destination and metric, whoever made that. */
    public static NetlinkRequest replace(Route route) {
        return request(
                "replace route", Rtnl.RTM_NEWROUTE, Rtnl.NLM_F_CREATE | Rtnl.NLM_F_REPLACE, route);
    }

    /** Deletes exactly this route, its protocol included; ESRCH if there is none. */
    public static NetlinkRequest delete(Route route) {
        return request("delete route", Rtnl.RTM_DELROUTE, 0, route);
    }

    private static NetlinkRequest request(String operation, short type, int flags, Route route) {
        byte[] destination = route.destination().address().getAddress();
        int hopFlags = route.hops().stream().anyMatch(NextHop::onlink) ? Rtnl.RTNH_F_ONLINK : 0;
        MessageWriter message =
                new MessageWriter(type, flags)
                        .route(
                                Rtnl.familyOf(destination),
                                route.destination().length(),
                                route.protocol(),
                                route.scope(),
                                route.type().number(),
                                hopFlags);
        message.bytes(Rtnl.RTA_DST, destination).number(Rtnl.RTA_TABLE, route.table());
        if (route.hops().size() > 1) {
            throw new IllegalArgumentException("several hops are not written yet: " + route);
        }
        for (NextHop hop : route.hops()) {
            hop.gateway().ifPresent(gateway -> message.inet(Rtnl.RTA_GATEWAY, gateway));
            message.number(Rtnl.RTA_OIF, hop.link());
        }
        route.source().ifPresent(source -> message.inet(Rtnl.RTA_PREFSRC, source));
        if (route.metric() != 0) {
            message.number(Rtnl.RTA_PRIORITY, route.metric());
        }
        return new NetlinkRequest(operation, route.toString(), message);
    }

    /** Asks which way packets to an address go. */
    static NetlinkRequest get(InetAddress destination) {
        byte[] address = destination.getAddress();
        MessageWriter message =
                new MessageWriter(Rtnl.RTM_GETROUTE, 0)
                        .route(
                                Rtnl.familyOf(address),
                                address.length * 8,
                                0,
                                0,
                                0,
                                Rtnl.RTM_F_LOOKUP_TABLE);
        return new NetlinkRequest(
                "get route to", destination.getHostAddress(), message.bytes(Rtnl.RTA_DST, address));
    }
}
