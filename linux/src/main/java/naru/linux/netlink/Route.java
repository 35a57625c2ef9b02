package naru.linux.netlink;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A route.
 *
 * @param hops empty for types that hand nothing on; several share the packets
 * @param source address that this machine's own packets get; empty: the kernel chooses
 * @param scope how far the destination is: {@link #SCOPE_UNIVERSE} and its siblings
 * @param table {@link #MAIN_TABLE} or another
 * @param protocol who made it: the kernel 2, boot scripts 3, an administrator 4, ourselves {@link
 *     #NARU}
 * @param metric of equal destinations the lowest wins
 */
public record Route(
        IpPrefix destination,
        RouteType type,
        List<NextHop> hops,
        Optional<InetAddress> source,
        int scope,
        int table,
        int protocol,
        int metric) {

    public static final int SCOPE_UNIVERSE = 0;
    public static final int SCOPE_LINK = 253;
    public static final int SCOPE_HOST = 254;

    public static final int MAIN_TABLE = 254;

    /** The number by which our routes are known: the letter N. */
    public static final int NARU = 'N';

    public Route {
        hops = List.copyOf(hops);
    }

    /** A route of ours in the main table to what is on the link of a device. */
    public static Route onLink(IpPrefix destination, int link) {
        NextHop hop = new NextHop(Optional.empty(), link, false);
        return ours(destination, RouteType.UNICAST, List.of(hop), SCOPE_LINK);
    }

    /**
     * A route of ours in the main table by a gateway, which must be on the link unless {@code
     * onlink} says that it is.
     */
    public static Route via(IpPrefix destination, InetAddress gateway, int link, boolean onlink) {
        NextHop hop = new NextHop(Optional.of(gateway), link, onlink);
        return ours(destination, RouteType.UNICAST, List.of(hop), SCOPE_UNIVERSE);
    }

    /** A route of ours in the main table that hands nothing on, such as UNREACHABLE. */
    public static Route refusing(IpPrefix destination, RouteType type) {
        return ours(destination, type, List.of(), SCOPE_UNIVERSE);
    }

    private static Route ours(IpPrefix destination, RouteType type, List<NextHop> hops, int scope) {
        return new Route(destination, type, hops, Optional.empty(), scope, MAIN_TABLE, NARU, 0);
    }

    public Route withDestination(IpPrefix destination) {
        return new Route(destination, type, hops, source, scope, table, protocol, metric);
    }

    public Route withSource(InetAddress source) {
        return new Route(
                destination, type, hops, Optional.of(source), scope, table, protocol, metric);
    }

    public Route withMetric(int metric) {
        return new Route(destination, type, hops, source, scope, table, protocol, metric);
    }

    /** Index of the first hop's device; 0 if it has none. */
    public int link() {
        return hops.isEmpty() ? 0 : hops.getFirst().link();
    }

    /** The first hop's gateway. */
    public Optional<InetAddress> gateway() {
        return hops.isEmpty() ? Optional.empty() : hops.getFirst().gateway();
    }

    static Route read(NetlinkMessage message) {
        AttributeReader attributes = message.attributes(Rtnl.RTMSG);
        int family = message.payload().get(0);
        int length = message.payload().get(1) & 0xff;
        InetAddress zero = IpPrefix.ofBytes(new byte[family == Rtnl.AF_INET6 ? 16 : 4]);
        return new Route(
                new IpPrefix(attributes.inet(Rtnl.RTA_DST).orElse(zero), length),
                RouteType.of(message.payload().get(7) & 0xff),
                readHops(attributes, message.payload().getInt(8)),
                attributes.inet(Rtnl.RTA_PREFSRC),
                message.payload().get(6) & 0xff,
                attributes.number(Rtnl.RTA_TABLE).orElse(message.payload().get(4) & 0xff),
                message.payload().get(5) & 0xff,
                attributes.number(Rtnl.RTA_PRIORITY).orElse(0));
    }

    private static List<NextHop> readHops(AttributeReader attributes, int flags) {
        if (attributes.number(Rtnl.RTA_OIF).isEmpty()) {
            return attributes
                    .buffer(Rtnl.RTA_MULTIPATH)
                    .map(NextHop::readMultipath)
                    .orElse(List.of());
        }
        boolean onlink = (flags & Rtnl.RTNH_F_ONLINK) != 0;
        int link = attributes.number(Rtnl.RTA_OIF).getAsInt();
        return List.of(new NextHop(NextHop.gateway(attributes), link, onlink));
    }

    /** In the words of {@code ip route}. */
    @Override
    public String toString() {
        return (type == RouteType.UNICAST ? "" : type.name().toLowerCase(Locale.ROOT) + " ")
                + destination
                + hops.stream().map(h -> " " + h).collect(Collectors.joining())
                + source.map(s -> " src " + s.getHostAddress()).orElse("")
                + (table == MAIN_TABLE ? "" : " table " + table)
                + (metric == 0 ? "" : " metric " + metric);
    }
}
