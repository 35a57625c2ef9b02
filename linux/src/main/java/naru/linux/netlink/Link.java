package naru.linux.netlink;

import java.util.Optional;

/**
 * A network device.
 *
 * @param index its number in its namespace
 * @param mac empty for devices without Ethernet
 * @param mtu bytes
 * @param master index of the bridge, bond or VRF that it belongs to; 0 for none
 * @param flags IFF_ bits
 * @param peer index of the other end of a veth, in the namespace that {@code peerNamespace} means;
 *     of other kinds, the device below; 0 for none
 * @param peerNamespace the kernel's id for the peer's namespace as seen from this one; -1 if it is
 *     this one or has no id
 * @param kind {@code veth}, {@code bridge}…; empty for hardware and loopback
 * @param alias what somebody noted on it; empty for nothing
 * @param operationalState RFC 2863 as the kernel numbers it: 0 unknown, 2 down, 6 up
 */
public record Link(
        int index,
        String name,
        Optional<MacAddress> mac,
        int mtu,
        int master,
        int flags,
        int peer,
        int peerNamespace,
        String kind,
        String alias,
        int operationalState) {

    /** {@link #operationalState} of a device that carries packets. */
    public static final int OPERATIONAL_UP = 6;

    private static final int IFF_LOOPBACK = 8;

    static Link read(NetlinkMessage message) {
        AttributeReader attributes = message.attributes(Rtnl.IFINFOMSG);
        return new Link(
                message.payload().getInt(4),
                attributes.string(Rtnl.IFLA_IFNAME).orElse(""),
                attributes.mac(Rtnl.IFLA_ADDRESS),
                attributes.number(Rtnl.IFLA_MTU).orElse(0),
                attributes.number(Rtnl.IFLA_MASTER).orElse(0),
                message.payload().getInt(8),
                attributes.number(Rtnl.IFLA_LINK).orElse(0),
                attributes.number(Rtnl.IFLA_LINK_NETNSID).orElse(-1),
                attributes
                        .nested(Rtnl.IFLA_LINKINFO)
                        .flatMap(info -> info.string(Rtnl.IFLA_INFO_KIND))
                        .orElse(""),
                attributes.string(Rtnl.IFLA_IFALIAS).orElse(""),
                attributes.octet(Rtnl.IFLA_OPERSTATE).orElse(0));
    }

    /** True if somebody has switched it on, whether or not it can carry packets. */
    public boolean isUp() {
        return (flags & Rtnl.IFF_UP) != 0;
    }

    public boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }
}
