package naru.agent.cni;

import naru.model.Ipv4Address;

/**
 * What a pod's wiring needs to know of its node.
 *
 * @param address that the node's own packets to its pods carry
 * @param mtu of pods, bytes of layer 3
 */
public record NodeFacts(Ipv4Address address, int mtu) {}
