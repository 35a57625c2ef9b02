// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/* A packet leaves a pod: ingress of its host-side veth. */
#include "program.h"

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

static __always_inline int headers(struct __sk_buff *ctx, struct packet *packet)
{
	int result = parse_l2(ctx, packet);

	if (result)
		return result;
	result = parse_ipv4(ctx, packet);
	if (result)
		return result;
	result = check_source(ctx, packet);
	if (result)
		return result;
	return fragment_l4(ctx, packet);
}

/* Who began the connection: of a reply, the packet's destination. */
static __always_inline struct endpoint *sides(struct packet *packet, const struct flow *flow)
{
	struct endpoint *destination;

	if (packet->flow_state == FLOW_REPLY) {
		destination = side_fill(&packet->from, packet->destination);
		packet->destination_identity = packet->from.identity;
		side_from_stack(&packet->from, flow && flow->flags & FLOW_FROM_HOST);
		if (flow && !(flow->flags & FLOW_EGRESS_CHECKED))
			packet->from.slot = 0; /* its policy was asked about another tuple: the stack translated */
		side_fill(&packet->to, packet->source);
		return destination;
	}
	side_fill(&packet->from, packet->source);
	destination = side_fill(&packet->to, packet->destination);
	packet->destination_identity = packet->to.identity;
	return destination;
}

SEC("tc")
int pod_egress(struct __sk_buff *ctx)
{
	struct packet packet = { .hook = HOOK_POD_EGRESS };
	struct endpoint *destination;
	struct flow4_key key;
	struct flow *flow;
	int result;

	if (ctx->protocol == bpf_htons(ETH_P_ARP) && !ctx->vlan_present)
		return verdict_finish(ctx, &packet, arp_check(ctx, &packet, 1));
	result = headers(ctx, &packet);
	if (result)
		return verdict_finish(ctx, &packet, result);
	flow = flow_find(&packet, &key);
	destination = sides(&packet, flow);
	deliver_choose(ctx, &packet, destination, flow);
	result = admit(ctx, &packet, flow, &key);
	if (!result && packet.next_ifindex && destination && !config.dry_run)
		result = deliver_rewrite(ctx, &packet, destination);
	if (verdict_finish(ctx, &packet, result) == STOP)
		return STOP;
	if (!packet.next_ifindex || config.dry_run)
		return PASS_ON;
	return bpf_redirect_peer(packet.next_ifindex, 0);
}
