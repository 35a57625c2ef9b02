// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * A packet arrives on an uplink. Nobody out there may speak with an address of this node or of its pods. What belongs to
 * a connection between pods that does not need the stack goes straight to its pod; the rest is the stack's.
 */
#include "program.h"

static __always_inline int check_source(struct packet *packet)
{
	packet->source_identity = ipcache_identity4(packet->source);
	if (packet->source_identity == IDENTITY_HOST || endpoint_lookup4(packet->source))
		return -DROP_INVALID_SOURCE;
	return 0;
}

static __always_inline int fast(struct __sk_buff *ctx, struct packet *packet, struct flow *flow)
{
	deliver_to_pod(ctx, packet, flow_receiver(flow, packet), flow_receiver_mtu(flow, packet));
	return fast_send(ctx, packet, flow);
}

/* A connection that goes past the stack does so also when policy has to be asked again: the stack never saw it. */
static __noinline int slow(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key)
{
	const struct side *receiver = packet->reply ? &packet->from : &packet->to;
	int result;

	sides_find(packet, flow, 0, SLOT_UNKNOWN); /* of no pod of this node: check_source() */
	if (flow && is_answer(packet))
		sides_answer(packet, flow);
	else
		packet->from.asked = 0;
	sides_show(packet);
	packet->endpoint = receiver->slot;
	if (!receiver->slot)
		return PASS_ON; /* no pod of this node, or gone: the stack knows what to do */
	result = admit(ctx, packet, flow, key);
	if (!result) {
		deliver_to_pod(ctx, packet, receiver->ifindex, receiver->mtu);
		result = slow_rewrite(ctx, packet, receiver->mac);
	}
	return slow_send(ctx, packet, result);
}

/*
 * A connection that begins between pods, and that the stack can have no part in: no SYN is the answer to something. Of UDP
 * the first packet may be one, to a query that the stack translated.
 */
static __always_inline int begins_untranslated(const struct packet *packet)
{
	return !is_fragment(packet) && tcp_begins(packet) && identity_is_pod(packet->source_identity);
}

/* For a pod of this node under its own address: what the stack makes of it later, this was on the wire. */
static __always_inline int pass_on(struct __sk_buff *ctx, const struct packet *packet)
{
	if (endpoint_lookup4(packet->destination))
		ctx->tc_index = TC_INDEX_UNTRANSLATED;
	return PASS_ON;
}

SEC("tc")
int node_ingress(struct __sk_buff *ctx)
{
	struct packet packet;
	struct flow4_key key;
	struct flow *flow = 0;
	int result;

	packet_begin(&packet, HOOK_NODE_INGRESS);
	/* What is not IPv4, or malformed, is not for pods: the stack knows better what to do with it. */
	if (ctx->vlan_present || ctx->protocol != bpf_htons(ETH_P_IP) || parse_ipv4(ctx, &packet))
		return PASS_ON;
	packet.ether_type = ETH_P_IP;
	if (!is_fragment(&packet) && !parse_l4(ctx, &packet))
		flow = flow_find(&packet, &key);
	if (flow && fast_admit(ctx, &packet, flow))
		return fast(ctx, &packet, flow);
	slow_begin(&packet);
	result = check_source(&packet);
	if (result)
		return verdict_finish(ctx, &packet, result);
	if (flow ? flow->flags & FLOW_BY_STACK || !flow_receiver(flow, &packet) : !begins_untranslated(&packet))
		return pass_on(ctx, &packet);
	return slow(ctx, &packet, flow, &key);
}
