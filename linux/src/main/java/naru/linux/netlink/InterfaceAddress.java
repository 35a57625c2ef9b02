package naru.linux.netlink;

import java.net.InetAddress;

/**
 * An address of a device.
 *
 * @param link index of the device
 * @param address the machine's own
 * @param length of the prefix that is reached through the device, in bits
 * @param scope as {@link Route#SCOPE_UNIVERSE} and its siblings
 */
public record InterfaceAddress(int link, InetAddress address, int length, int scope) {

    static InterfaceAddress read(NetlinkMessage message) {
        AttributeReader attributes = message.attributes(Rtnl.IFADDRMSG);
        return new InterfaceAddress(
                message.payload().getInt(4),
                attributes
                        .inet(Rtnl.IFA_LOCAL)
                        .or(() -> attributes.inet(Rtnl.IFA_ADDRESS))
                        .orElse(IpPrefix.ALL_IPV4.address()),
                message.payload().get(1) & 0xff,
                message.payload().get(3) & 0xff);
    }
}
