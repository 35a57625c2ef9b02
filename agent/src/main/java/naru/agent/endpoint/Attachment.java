package naru.agent.endpoint;

import naru.desired.DesiredEndpoint;

/**
 * The device of an endpoint, as the kernel has it.
 *
 * @param ifindex of the host-side veth
 * @param mac of the pod's interface, 48 bits, first byte highest
 * @param hostMac of the host-side veth
 * @param mtu bytes of layer 3
 */
public record Attachment(int ifindex, long mac, long hostMac, int mtu) {

    /** The endpoint's record for the datapath. */
    public DesiredEndpoint desired(int slot, int identity, int policySet) {
        return new DesiredEndpoint(slot, ifindex, identity, policySet, mtu, mac, hostMac);
    }
}
