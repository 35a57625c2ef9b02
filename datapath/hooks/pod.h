/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* How both hooks of a pod's veth come to know a packet: its headers, its ports, its connection. */
#ifndef NARU_HOOKS_POD_H
#define NARU_HOOKS_POD_H

static __always_inline int pod_headers(struct __sk_buff *ctx, struct packet *packet)
{
	int result = parse_l2(ctx, packet);

	if (result || packet->ether_type == ETH_P_ARP)
		return result;
	return parse_ipv4(ctx, packet);
}

/* What has no connection: ARP, and what is broken. */
static __noinline int pod_finish(struct __sk_buff *ctx, struct packet *packet, int result)
{
	slow_begin(packet);
	if (!result)
		result = arp_check(ctx, packet, packet->hook == HOOK_POD_EGRESS);
	return verdict_finish(ctx, packet, result);
}

/* The flow of a packet that is no fragment; l4: what its layer 4 is dropped for, if it is. */
static __always_inline struct flow *pod_flow(struct __sk_buff *ctx, struct packet *packet, struct flow4_key *key,
					     int *l4)
{
	*l4 = 0;
	if (is_fragment(packet))
		return 0;
	*l4 = parse_l4(ctx, packet);
	return *l4 ? 0 : flow_find(packet, key);
}

/* The ports of a fragment, which only the slow path asks for, and its flow. */
static __noinline int pod_fragment(struct __sk_buff *ctx, struct packet *packet, struct flow4_key *key,
				   struct flow **flow)
{
	int result = fragment_l4(ctx, packet);

	if (!result)
		*flow = flow_find(packet, key);
	return result;
}

#endif
