package naru.apply.device;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import naru.linux.netlink.IpPrefix;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The model's addresses as the kernel's door wants them, and back. */
public final class Inet {

    private Inet() {}

    public static InetAddress of(Ipv4Address address) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address.bits()).array());
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    public static IpPrefix of(Ipv4Prefix prefix) {
        return new IpPrefix(of(prefix.first()), prefix.length());
    }

    /** An address of a range that may be a pod's: the second one, where there is one. */
    static InetAddress inside(IpPrefix range) {
        Ipv4Address first = address(range.address());
        return of(range.length() > 30 ? first : new Ipv4Address(first.bits() + 2));
    }

    /** Of an IPv4 address. */
    public static Ipv4Address address(InetAddress address) {
        return new Ipv4Address(ByteBuffer.wrap(address.getAddress()).getInt());
    }

    public static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    /** Of an IPv4 prefix. */
    public static Ipv4Prefix prefix(IpPrefix prefix) {
        return new Ipv4Prefix(address(prefix.address()).bits(), prefix.length());
    }
}
