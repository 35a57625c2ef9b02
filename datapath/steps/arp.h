/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * ARP: a pod may ask and answer for its own address only.
 * Reads: the packet, endpoint_map4.
 * Can drop because: truncated, not Ethernet and IPv4, another's address.
 */
#ifndef NARU_STEPS_ARP_H
#define NARU_STEPS_ARP_H

struct arp_ipv4 {
	__be16 hardware_type;
	__be16 protocol_type;
	__u8 hardware_length;
	__u8 protocol_length;
	__be16 operation;
	__u8 sender_mac[6];
	__u8 sender[4];
	__u8 target_mac[6];
	__u8 target[4];
};
_Static_assert(sizeof(struct arp_ipv4) == 28, "struct arp_ipv4");

/* The pod's address is the sender's on its way out, the target's on its way in. */
static __always_inline int arp_check(struct __sk_buff *ctx, struct packet *packet, int outwards)
{
	struct endpoint *endpoint;
	struct arp_ipv4 arp;
	__be32 address;

	packet->ether_type = ETH_P_ARP;
	if (bpf_skb_load_bytes(ctx, ETH_HLEN, &arp, sizeof(arp)) < 0)
		return -DROP_TRUNCATED;
	if (arp.protocol_type != bpf_htons(ETH_P_IP) || arp.hardware_length != 6 || arp.protocol_length != 4)
		return -DROP_UNSUPPORTED_L3;
	__builtin_memcpy(&packet->source, arp.sender, sizeof(packet->source));
	__builtin_memcpy(&packet->destination, arp.target, sizeof(packet->destination));
	address = outwards ? packet->source : packet->destination;
	endpoint = endpoint_lookup4(address);
	if (!endpoint || endpoint->ifindex != ctx->ifindex)
		return outwards ? -DROP_INVALID_SOURCE : -DROP_UNROUTABLE;
	packet->endpoint = endpoint->slot;
	return 0;
}

#endif
