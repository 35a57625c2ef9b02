package naru.linux.netlink;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a route hands its packets on.
 *
 * @param gateway empty: the destination is on the link itself
 * @param link index of the device
 * @param onlink the gateway is taken to be on the link, whatever the addresses say
 */
public record NextHop(Optional<InetAddress> gateway, int link, boolean onlink) {

    /** The hops of RTA_MULTIPATH: struct rtnexthop, attributes, and so on. */
    static List<NextHop> readMultipath(ByteBuffer hops) {
        List<NextHop> result = new ArrayList<>();
        while (hops.remaining() >= Rtnl.RTNEXTHOP) {
            int start = hops.position();
            int length = Short.toUnsignedInt(hops.getShort(start));
            if (length < Rtnl.RTNEXTHOP || length > hops.remaining()) {
                break;
            }
            ByteBuffer attributes =
                    hops.slice(start + Rtnl.RTNEXTHOP, length - Rtnl.RTNEXTHOP).order(hops.order());
            boolean onlink = (hops.get(start + 2) & Rtnl.RTNH_F_ONLINK) != 0;
            result.add(
                    new NextHop(
                            gateway(new AttributeReader(attributes)),
                            hops.getInt(start + 4),
                            onlink));
            hops.position(Math.min(hops.limit(), start + ((length + 3) & ~3)));
        }
        return result;
    }

    static Optional<InetAddress> gateway(AttributeReader attributes) {
        return attributes
                .inet(Rtnl.RTA_GATEWAY)
                .or(
                        () ->
                                attributes
                                        .bytes(Rtnl.RTA_VIA)
                                        .filter(via -> via.length == 6 || via.length == 18)
                                        .map(NextHop::otherFamily));
    }

    /** struct rtvia: two bytes of family, then an address. */
    private static InetAddress otherFamily(byte[] via) {
        byte[] address = new byte[via.length - 2];
        System.arraycopy(via, 2, address, 0, address.length);
        return IpPrefix.ofBytes(address);
    }

    @Override
    public String toString() {
        return gateway.map(g -> "via " + g.getHostAddress() + " ").orElse("")
                + "dev "
                + link
                + (onlink ? " onlink" : "");
    }
}
