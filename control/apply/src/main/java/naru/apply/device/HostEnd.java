package naru.apply.device;

import naru.linux.netlink.MacAddress;
import naru.model.Ipv4Address;

/**
 * What the node's end of a pod's wire is to be.
 *
 * @param index of the device, by which it is known whatever its name is now
 * @param name of the device
 * @param alias what it says when ADD is answered; one that says less is left so
 * @param address the pod's
 * @param nodeAddress the address that the node's own packets to the pod carry
 * @param mac of the device
 * @param podMac of the pod's end
 * @param mtu bytes
 */
public record HostEnd(
        int index,
        String name,
        Alias alias,
        Ipv4Address address,
        Ipv4Address nodeAddress,
        MacAddress mac,
        MacAddress podMac,
        int mtu) {}
