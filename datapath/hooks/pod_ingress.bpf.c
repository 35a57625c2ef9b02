// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* A packet comes from the stack to a pod: egress of its host-side veth. */
#include "program.h"
#include "pod.h"

/* The pod at this device, if the packet is for it. */
static __always_inline int check_destination(struct __sk_buff *ctx, struct packet *packet)
{
	struct endpoint *endpoint = endpoint_lookup4(packet->destination);

	if (!endpoint || endpoint->ifindex != ctx->ifindex)
		return -DROP_UNROUTABLE;
	packet->endpoint = endpoint->slot;
	packet->destination_identity = endpoint->identity;
	return 0;
}

/*
 * Who began the connection, and whose policy is asked. A pod's own egress policy was asked where its packet left it. What
 * another node's pod sends may go past the stack from now on, if the stack has nothing to translate in it.
 */
static __always_inline void sides(struct __sk_buff *ctx, struct packet *packet, const struct flow *flow)
{
	sides_find(packet, flow, SLOT_UNKNOWN, packet->endpoint);
	packet->by_host = made_by_host(ctx);
	if (flow && is_answer(packet)) {
		sides_answer(packet, flow);
	} else {
		side_from_stack(&packet->from, packet->by_host);
		packet->by_stack = !(ctx->tc_index == TC_INDEX_UNTRANSLATED && !packet->from.slot &&
				     identity_is_pod(packet->from.identity));
		packet->from.asked = 0;
	}
	sides_show(packet);
}

static __noinline int slow(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key,
			   int l4)
{
	int result = check_destination(ctx, packet);

	if (!result)
		result = is_fragment(packet) ? pod_fragment(ctx, packet, key, &flow) : l4;
	if (!result) {
		sides(ctx, packet, flow);
		result = admit(ctx, packet, flow, key);
	}
	return verdict_finish(ctx, packet, result);
}

SEC("tc")
int pod_ingress(struct __sk_buff *ctx)
{
	struct packet packet;
	struct flow4_key key;
	struct flow *flow;
	int result;

	packet_begin(&packet, HOOK_POD_INGRESS);
	result = pod_headers(ctx, &packet);
	if (result || packet.ether_type == ETH_P_ARP)
		return pod_finish(ctx, &packet, result);
	flow = pod_flow(ctx, &packet, &key, &result);
	if (flow && fast_admit(ctx, &packet, flow)) {
		verdict_fast(ctx, &packet, flow);
		return PASS_ON;
	}
	slow_begin(&packet);
	return slow(ctx, &packet, flow, &key, result);
}
