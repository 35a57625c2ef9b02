// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* A packet comes from the stack to a pod: egress of its host-side veth. */
#include "program.h"

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
	sides_fill(packet);
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

SEC("tc")
int pod_ingress(struct __sk_buff *ctx)
{
	struct packet packet = { .hook = HOOK_POD_INGRESS };
	struct flow4_key key;
	struct flow *flow = 0;
	int l4 = 0, result;

	if (ctx->protocol == bpf_htons(ETH_P_ARP) && !ctx->vlan_present)
		return verdict_finish(ctx, &packet, arp_check(ctx, &packet, 0));
	result = parse_l2(ctx, &packet);
	if (!result)
		result = parse_ipv4(ctx, &packet);
	if (result)
		return verdict_finish(ctx, &packet, result);
	if (!is_fragment(&packet)) {
		l4 = parse_l4(ctx, &packet);
		if (!l4)
			flow = flow_find(&packet, &key);
		if (flow && fast_admit(ctx, &packet, flow)) {
			verdict_fast(ctx, &packet, flow);
			return PASS_ON;
		}
	}
	result = check_destination(ctx, &packet);
	if (!result)
		result = is_fragment(&packet) ? fragment_l4(ctx, &packet) : l4;
	if (result)
		return verdict_finish(ctx, &packet, result);
	if (is_fragment(&packet))
		flow = flow_find(&packet, &key);
	sides(ctx, &packet, flow);
	return verdict_finish(ctx, &packet, admit(ctx, &packet, flow, &key));
}
