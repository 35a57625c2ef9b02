package naru.linux.netlink;

import java.util.Optional;
import naru.linux.ffi.Descriptor;

/**
 * Two devices that are each other's wire.
 *
 * @param mtu bytes, of both ends
 * @param near the end in the namespace of the socket that makes the pair
 * @param far the other end
 * @param farNamespace where the far end is to be; empty: beside the near one
 */
public record VethPair(int mtu, End near, End far, Optional<Descriptor> farNamespace) {

    /**
     * One end.
     *
     * @param name 1 to 15 characters
     */
    public record End(String name, MacAddress mac) {}
}
