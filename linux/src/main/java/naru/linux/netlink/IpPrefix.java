package naru.linux.netlink;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Addresses that begin with the same bits.
 *
 * @param address the network's; bits behind {@code length} are zero
 * @param length 0 to 32, or to 128 for IPv6
 */
public record IpPrefix(InetAddress address, int length) {

    /** Every IPv4 address: the destination of the default route. */
    public static final IpPrefix ALL_IPV4 = new IpPrefix(InetAddress.ofLiteral("0.0.0.0"), 0);

    public IpPrefix {
        byte[] bytes = address.getAddress();
        if (length < 0 || length > bytes.length * 8) {
            throw new IllegalArgumentException("prefix length " + length + " of " + address);
        }
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(length - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff00 >> kept);
        }
        address = ofBytes(bytes);
    }

    /** The prefix that holds one address. */
    public static IpPrefix host(InetAddress address) {
        return new IpPrefix(address, address.getAddress().length * 8);
    }

    /** Parses {@code 10.0.0.0/8}; bits behind the length are cleared. */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not a CIDR such as 10.0.0.0/8");
        }
        return new IpPrefix(
                InetAddress.ofLiteral(text.substring(0, slash)),
                Integer.parseInt(text.substring(slash + 1)));
    }

    static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no IP address", e);
        }
    }

    public boolean isIpv4() {
        return address instanceof Inet4Address;
    }

    /** True if the address begins with these bits. */
    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && new IpPrefix(other, length).address.equals(address);
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + length;
    }
}
