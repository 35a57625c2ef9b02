package naru.apply.device;

import java.util.Optional;
import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/**
 * The node's end of a pod's wire, as the kernel has it.
 *
 * @param index in the node's namespace
 * @param mac of this end
 * @param podMac of the pod's end; empty if the permanent neighbour entry is not there
 * @param address the pod's; empty if the route to it is not there
 * @param mtu bytes
 * @param alias whom it was made for
 * @param up false if it was not made whole
 */
public record HostVeth(
        int index,
        String name,
        MacAddress mac,
        Optional<MacAddress> podMac,
        Optional<Ipv4Address> address,
        int mtu,
        Alias alias,
        boolean up) {

    /** See {@link Alias#owner}. */
    public String owner() {
        return alias.owner();
    }
}
