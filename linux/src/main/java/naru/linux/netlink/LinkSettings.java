package naru.linux.netlink;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A device with those of its settings that decide which packets it takes and hands on; they are
 * otherwise read under {@code /proc/sys/net}, one file each.
 *
 * @param forwarding IPv4 packets that come in by it are passed on
 * @param rpFilter reverse path filter: 0 off, 1 strict, 2 loose
 * @param proxyArp it answers ARP for others
 * @param ipv6Disabled true also if the kernel has no IPv6
 */
public record LinkSettings(
        Link link, boolean forwarding, int rpFilter, boolean proxyArp, boolean ipv6Disabled) {

    static LinkSettings read(NetlinkMessage message) {
        Optional<AttributeReader> families =
                message.attributes(Rtnl.IFINFOMSG).nested(Rtnl.IFLA_AF_SPEC);
        Optional<ByteBuffer> ipv4 =
                families.flatMap(f -> f.nested(Rtnl.AF_INET))
                        .flatMap(f -> f.buffer(Rtnl.IFLA_INET_CONF));
        Optional<ByteBuffer> ipv6 =
                families.flatMap(f -> f.nested(Rtnl.AF_INET6))
                        .flatMap(f -> f.buffer(Rtnl.IFLA_INET6_CONF));
        return new LinkSettings(
                Link.read(message),
                ipv4(ipv4, LinkChange.FORWARDING) != 0,
                ipv4(ipv4, LinkChange.RP_FILTER),
                ipv4(ipv4, LinkChange.PROXY_ARP) != 0,
                number(ipv6, Rtnl.DEVCONF_DISABLE_IPV6, 1) != 0);
    }

    /** The kernel numbers them from 1. */
    private static int ipv4(Optional<ByteBuffer> settings, int number) {
        return number(settings, number - 1, 0);
    }

    private static int number(Optional<ByteBuffer> settings, int index, int missing) {
        return settings.filter(s -> s.limit() >= 4 * (index + 1))
                .map(s -> s.getInt(4 * index))
                .orElse(missing);
    }
}
