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

static __always_inline int headers(struct __sk_buff *ctx, struct packet *packet)
{
	int result = parse_l2(ctx, packet);

	if (result)
		return result;
	result = parse_ipv4(ctx, packet);
	if (result)
		return result;
	result = check_destination(ctx, packet);
	if (result)
		return result;
	return fragment_l4(ctx, packet);
}

/* Who began the connection: of a reply, the packet's destination, which is this pod. */
static __always_inline void sides(struct __sk_buff *ctx, struct packet *packet, const struct flow *flow)
{
	packet->by_host = made_by_host(ctx);
	if (packet->flow_state == FLOW_REPLY) {
		side_fill(&packet->from, packet->destination);
		side_fill(&packet->to, packet->source);
		packet->source_identity = packet->to.identity;
		if (flow && !(flow->flags & FLOW_INGRESS_CHECKED))
			packet->to.slot = 0; /* its policy was asked about another tuple: the stack translated */
		return;
	}
	side_fill(&packet->from, packet->source);
	side_from_stack(&packet->from, packet->by_host);
	packet->source_identity = packet->from.identity;
	side_fill(&packet->to, packet->destination);
	/* A pod's own policy was asked where its packet left it. */
	packet->from.slot = 0;
}

SEC("tc")
int pod_ingress(struct __sk_buff *ctx)
{
	struct packet packet = { .hook = HOOK_POD_INGRESS };
	struct flow4_key key;
	struct flow *flow;
	int result;

	if (ctx->protocol == bpf_htons(ETH_P_ARP) && !ctx->vlan_present)
		return verdict_finish(ctx, &packet, arp_check(ctx, &packet, 0));
	result = headers(ctx, &packet);
	if (result)
		return verdict_finish(ctx, &packet, result);
	flow = flow_find(&packet, &key);
	sides(ctx, &packet, flow);
	return verdict_finish(ctx, &packet, admit(ctx, &packet, flow, &key));
}
