package naru.linux.netlink;

import java.net.InetAddress;

/** Requests about the addresses of devices. */
public final class Addresses {

    private Addresses() {}

    /** Gives a device an address; EEXIST if it has that one. */
    public static NetlinkRequest add(int link, InetAddress address, int length) {
        int flags = Rtnl.NLM_F_CREATE | Rtnl.NLM_F_EXCL;
        return request("add address", Rtnl.RTM_NEWADDR, flags, link, address, length);
    }

    /** Takes an address from a device; EADDRNOTAVAIL if it has not that one. */
    public static NetlinkRequest delete(int link, InetAddress address, int length) {
        return request("delete address", Rtnl.RTM_DELADDR, 0, link, address, length);
    }

    private static NetlinkRequest request(
            String operation, short type, int flags, int link, InetAddress address, int length) {
        int scope = address.isLoopbackAddress() ? Route.SCOPE_HOST : Route.SCOPE_UNIVERSE;
        MessageWriter message =
                new MessageWriter(type, flags)
                        .address(Rtnl.familyOf(address.getAddress()), length, scope, link)
                        .inet(Rtnl.IFA_LOCAL, address)
                        .inet(Rtnl.IFA_ADDRESS, address);
        String object = address.getHostAddress() + "/" + length + " on device " + link;
        return new NetlinkRequest(operation, object, message);
    }
}
