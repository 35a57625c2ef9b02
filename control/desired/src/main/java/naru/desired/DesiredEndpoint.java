package naru.desired;

/**
 * What the record of a local pod's address should say.
 *
 * @param slot the endpoint id, 1 to 65535
 * @param ifindex of the host-side veth
 * @param identity unsigned
 * @param policySet 0: closed
 * @param mtu of the pod's interface, bytes of layer 3
 * @param mac of the pod's interface, 48 bits, first byte highest
 * @param hostMac of the host-side veth
 */
public record DesiredEndpoint(
        int slot, int ifindex, int identity, int policySet, int mtu, long mac, long hostMac) {

    /** The same pod under another policy set. */
    public DesiredEndpoint withPolicySet(int set) {
        return new DesiredEndpoint(slot, ifindex, identity, set, mtu, mac, hostMac);
    }
}
