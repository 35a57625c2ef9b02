/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Deliver: straight to a pod of this node, or on to the stack.
 * Reads: the destination's endpoint, the flow. Writes: next_ifindex; then TTL and MAC addresses of the packet.
 * Can drop because: the packet can't be written.
 */
#ifndef NARU_STEPS_DELIVER_H
#define NARU_STEPS_DELIVER_H

#define IP_TTL_OFFSET (ETH_HLEN + 8)
#define IP_CHECKSUM_OFFSET (ETH_HLEN + 10)

/*
 * The stack answers for what can't be delivered straight: a TTL that runs out and a packet that is too big get their
 * ICMP errors there. A flow that came in by the stack goes back by it, or its address translation would not be undone.
 */
static __always_inline void deliver_choose(const struct __sk_buff *ctx, struct packet *packet,
					   const struct endpoint *destination, const struct flow *flow)
{
	packet->next_ifindex = 0;
	if (!destination || packet->ttl <= 1)
		return;
	if (flow && flow->flags & FLOW_BY_STACK)
		return;
	if (!ctx->gso_size && ctx->len - ETH_HLEN > destination->mtu)
		return;
	packet->next_ifindex = destination->ifindex;
}

/* One hop less: TTL and checksum (RFC 1624). */
static __always_inline int deliver_decrement_ttl(struct __sk_buff *ctx, const struct packet *packet)
{
	__be16 old = bpf_htons(packet->ttl << 8 | packet->protocol);
	__be16 new = bpf_htons((packet->ttl - 1) << 8 | packet->protocol);
	__u8 ttl = packet->ttl - 1;

	if (bpf_l3_csum_replace(ctx, IP_CHECKSUM_OFFSET, old, new, sizeof(new)))
		return -DROP_WRITE_ERROR;
	return bpf_skb_store_bytes(ctx, IP_TTL_OFFSET, &ttl, sizeof(ttl), 0) ? -DROP_WRITE_ERROR : 0;
}

static __always_inline int deliver_rewrite(struct __sk_buff *ctx, const struct packet *packet,
					   const struct endpoint *destination)
{
	__u8 macs[12];

	__builtin_memcpy(macs, destination->mac, 6);
	__builtin_memcpy(macs + 6, destination->host_mac, 6);
	if (bpf_skb_store_bytes(ctx, 0, macs, sizeof(macs), 0))
		return -DROP_WRITE_ERROR;
	return deliver_decrement_ttl(ctx, packet);
}

#endif
