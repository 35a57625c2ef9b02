package naru.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What the kernel knows of an address on a device's link.
 *
 * @param link index of the device
 * @param mac empty while it is not known
 * @param state NUD_ bits, such as {@link #PERMANENT}
 */
public record Neighbour(int link, InetAddress address, Optional<MacAddress> mac, int state) {

    public static final int INCOMPLETE = 0x01;
    public static final int REACHABLE = 0x02;
    public static final int STALE = 0x04;
    public static final int FAILED = 0x20;

    /** Never asked for and never forgotten. */
    public static final int PERMANENT = 0x80;

    /** An entry that stays. */
    public static Neighbour permanent(int link, InetAddress address, MacAddress mac) {
        return new Neighbour(link, address, Optional.of(mac), PERMANENT);
    }

    static Neighbour read(NetlinkMessage message) {
        AttributeReader attributes = message.attributes(Rtnl.NDMSG);
        return new Neighbour(
                message.payload().getInt(4),
                attributes.inet(Rtnl.NDA_DST).orElse(IpPrefix.ALL_IPV4.address()),
                attributes.mac(Rtnl.NDA_LLADDR),
                Short.toUnsignedInt(message.payload().getShort(8)));
    }
}
