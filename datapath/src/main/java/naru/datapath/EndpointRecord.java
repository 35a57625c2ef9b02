package naru.datapath;

import naru.linux.netlink.MacAddress;

/**
 * What the programs know of a local pod.
 *
 * @param slot the endpoint's number, 1 to 65535; its place in the epochs
 * @param ifindex of the host-side veth
 * @param identity of its labels
 * @param policySet whose entries its packets are checked against
 * @param mtu bytes of layer 3 that its interface takes
 * @param mac of the pod's interface
 * @param hostMac of the host-side veth
 */
public record EndpointRecord(
        int slot,
        int ifindex,
        int identity,
        int policySet,
        int mtu,
        MacAddress mac,
        MacAddress hostMac) {

    public EndpointRecord {
        if (slot < 1 || slot > 65535) {
            throw new IllegalArgumentException("endpoint slot " + slot + " is not in 1..65535");
        }
    }

    /** The same endpoint under other policies or labels. */
    public EndpointRecord withPolicy(int newIdentity, int newPolicySet) {
        return new EndpointRecord(slot, ifindex, newIdentity, newPolicySet, mtu, mac, hostMac);
    }
}
