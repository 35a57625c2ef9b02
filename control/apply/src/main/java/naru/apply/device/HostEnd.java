package naru.apply.device;

import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/**
 * What the node's end of a pod's wire is to be.
 *
 * @param index of the device, by which it is known whatever its name is now
 * @param name of the device
 * @param owner see {@link HostVeth#owner}
 * @param address the pod's
 * @param nodeAddress the address that the node's own packets to the pod carry
 * @param mac of the device
 * @param podMac of the pod's end
 * @param mtu bytes
 */
public record HostEnd(
        int index,
        String name,
        String owner,
        Ipv4Address address,
        Ipv4Address nodeAddress,
        MacAddress mac,
        MacAddress podMac,
        int mtu) {}
