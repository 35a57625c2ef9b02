/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Fast: a packet of a connection whose decision stands needs no more than its flow's entry. It passes if it comes from
 * where the connection's packets come from, and if no epoch has moved since policy was asked. All else takes the slow path.
 * Reads: the flow's entry, epoch_map. Writes: the flow's entry.
 * Can drop because: nothing.
 */
#ifndef NARU_STEPS_FAST_H
#define NARU_STEPS_FAST_H

/* Host-side veth of the pod that this packet comes from; 0: of no pod of this node. */
static __always_inline __u32 flow_sender(const struct flow *flow, const struct packet *packet)
{
	return packet->reply ? flow->destination_ifindex : flow->source_ifindex;
}

/* Host-side veth of the pod that this packet goes to; 0: to no pod of this node. */
static __always_inline __u32 flow_receiver(const struct flow *flow, const struct packet *packet)
{
	return packet->reply ? flow->source_ifindex : flow->destination_ifindex;
}

/* Bytes of layer 3 that this pod's device takes. */
static __always_inline __u32 flow_receiver_mtu(const struct flow *flow, const struct packet *packet)
{
	return packet->reply ? flow->source_mtu : flow->destination_mtu;
}

/* Was all that this hook asks of a forward packet asked when the flow was let through? */
static __always_inline int fast_was_asked(const struct packet *packet, const struct flow *flow)
{
	__u32 needed = FLOW_INGRESS_CHECKED;

	if (packet->reply)
		return 1;
	if (packet->hook == HOOK_POD_EGRESS)
		needed = flow->destination_ifindex ? FLOW_EGRESS_CHECKED | FLOW_INGRESS_CHECKED : FLOW_EGRESS_CHECKED;
	return (flow->flags & needed) == needed;
}

/* Does it come from where this connection's packets come from? */
static __always_inline int fast_came_right(struct __sk_buff *ctx, const struct packet *packet, const struct flow *flow)
{
	switch (packet->hook) {
	case HOOK_POD_EGRESS: return ctx->ifindex == flow_sender(flow, packet);
	case HOOK_NODE_INGRESS:
		return flow_receiver(flow, packet) && !flow_sender(flow, packet) && !(flow->flags & FLOW_BY_STACK);
	default: break;
	}
	if (ctx->ifindex != flow_receiver(flow, packet))
		return 0;
	if (packet->reply)
		return 1;
	return flow->flags & FLOW_BY_STACK && ctx->ingress_ifindex == flow->ingress_ifindex &&
	       made_by_host(ctx) == ((flow->flags & FLOW_FROM_HOST) != 0);
}

/* 1: let through. */
static __always_inline int fast_admit(struct __sk_buff *ctx, struct packet *packet, struct flow *flow)
{
	if (config.dry_run)
		return 0;
	if (packet->flow_state != FLOW_ESTABLISHED && packet->flow_state != FLOW_REPLY)
		return 0;
	if (!fast_came_right(ctx, packet, flow) || !fast_was_asked(packet, flow) || !flow_is_current(flow))
		return 0;
	flow_update(ctx, flow, packet);
	return 1;
}

/* What an event about this packet tells. */
static __always_inline void fast_show(struct packet *packet, const struct flow *flow)
{
	slow_begin(packet);
	packet->source_identity = packet->reply ? flow->destination_identity : flow->source_identity;
	packet->destination_identity = packet->reply ? flow->source_identity : flow->destination_identity;
	packet->from.slot = epoch_slot(flow->source_place);
	packet->to.slot = epoch_slot(flow->destination_place);
	packet->endpoint = (packet->hook == HOOK_POD_EGRESS) == packet->reply ? packet->to.slot : packet->from.slot;
}

#endif
