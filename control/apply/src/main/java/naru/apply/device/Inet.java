package naru.apply.device;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import naru.linux.netlink.IpPrefix;
import naru.model.Ipv4Address;
import naru.model.Ipv4Prefix;

/** The model's addresses as the kernel's door wants them, and back. */
final class Inet {

    private Inet() {}

    static InetAddress of(Ipv4Address address) {
        try {
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(address.bits()).array());
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    static IpPrefix of(Ipv4Prefix prefix) {
        return new IpPrefix(of(prefix.first()), prefix.length());
    }

    static Ipv4Address address(InetAddress address) {
        return new Ipv4Address(ByteBuffer.wrap(address.getAddress()).getInt());
    }

    static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }
}
