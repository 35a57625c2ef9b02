// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* A packet leaves a pod: ingress of its host-side veth. */
#include "program.h"
#include "pod.h"

/* The pod at this device, if the packet carries its address. */
static __always_inline int check_source(struct __sk_buff *ctx, struct packet *packet)
{
	struct endpoint *endpoint = endpoint_lookup4(packet->source);

	if (!endpoint || endpoint->ifindex != ctx->ifindex)
		return -DROP_INVALID_SOURCE;
	packet->endpoint = endpoint->slot;
	packet->source_identity = endpoint->identity;
	return 0;
}

/* Who began the connection, and whose policy is asked: both sides', but of an answer only those that were asked once. */
static __always_inline void sides(struct packet *packet, const struct flow *flow)
{
	sides_find(packet, flow, packet->endpoint, SLOT_UNKNOWN);
	if (!flow) {
		/* What did not begin before our eyes may belong to a connection that the stack translates. */
		packet->by_stack = !(packet->to.slot || identity_is_pod(packet->to.identity)) ||
				   (packet->protocol == IPPROTO_TCP && !tcp_begins(packet));
	} else if (is_answer(packet)) {
		sides_answer(packet, flow);
	}
	sides_show(packet);
}

/* Straight to a pod of this node or to the uplink, unless the connection goes through the stack. */
static __always_inline void choose(struct __sk_buff *ctx, struct packet *packet, int by_stack, __u32 ifindex, __u32 mtu)
{
	if (by_stack)
		return;
	if (ifindex)
		deliver_to_pod(ctx, packet, ifindex, mtu);
	else
		deliver_to_uplink(ctx, packet);
}

static __always_inline int fast(struct __sk_buff *ctx, struct packet *packet, struct flow *flow)
{
	choose(ctx, packet, flow->flags & FLOW_BY_STACK, flow_receiver(flow, packet), flow_receiver_mtu(flow, packet));
	return fast_send(ctx, packet, flow);
}

static __always_inline int judge(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key)
{
	const struct side *receiver;
	int result;

	sides(packet, flow);
	result = admit(ctx, packet, flow, key);
	if (result)
		return result;
	receiver = packet->reply ? &packet->from : &packet->to;
	choose(ctx, packet, flow ? flow->flags & FLOW_BY_STACK : packet->by_stack, receiver->ifindex, receiver->mtu);
	return slow_rewrite(ctx, packet, receiver->mac);
}

static __noinline int slow(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key,
			   int l4)
{
	int result = check_source(ctx, packet);

	if (!result)
		result = is_fragment(packet) ? pod_fragment(ctx, packet, key, &flow) : l4;
	if (!result)
		result = judge(ctx, packet, flow, key);
	return slow_send(ctx, packet, result);
}

SEC("tc")
int pod_egress(struct __sk_buff *ctx)
{
	struct packet packet;
	struct flow4_key key;
	struct flow *flow;
	int result;

	packet_begin(&packet, HOOK_POD_EGRESS);
	result = pod_headers(ctx, &packet);
	if (result || packet.ether_type == ETH_P_ARP)
		return pod_finish(ctx, &packet, result);
	flow = pod_flow(ctx, &packet, &key, &result);
	if (flow && fast_admit(ctx, &packet, flow))
		return fast(ctx, &packet, flow);
	slow_begin(&packet);
	return slow(ctx, &packet, flow, &key, result);
}
