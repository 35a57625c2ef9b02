/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Admit: conntrack and policy together, for what the fast path does not let through.
 * Reads: flow_map4, epochs, what policy reads. Writes: the flow's entry, policy_stats_map.
 * Can drop because: policy, the owner's flow quota, the flow table is full.
 */
#ifndef NARU_STEPS_ADMIT_H
#define NARU_STEPS_ADMIT_H

/* Allowed, and of no connection yet. */
static __always_inline int admit_new(struct __sk_buff *ctx, struct packet *packet, struct flow4_key *key)
{
	if (flow_begins(packet)) {
		if (config.dry_run)
			return flow_has_room(flow_owner(packet)) ? 0 : -DROP_FLOW_QUOTA;
		return flow_create(ctx, packet, key);
	}
	if (!config.dry_run) {
		policy_count(ctx, &packet->egress);
		policy_count(ctx, &packet->ingress);
	}
	return 0;
}

/*
 * A forward packet always asks policy here. A reply passes while its flow's decision stands; if an epoch has moved since,
 * the forward direction is judged anew, so an allow that is taken away also ends what only the server still sends. The
 * same goes for an ICMP error about the flow.
 *
 * The entry of a flow that was cut stays until its time is over, because it says who began: without it the next packet of
 * the server would be a connection of the server's own, and its policy may allow that one.
 */
__noinline int admit(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key)
{
	int result = 0;

	if (!packet || !key)
		return -DROP_INVALID_PACKET;
	if (!flow || !is_answer(packet) || !flow_is_current(flow))
		result = policy_check(packet);
	if (result) {
		if (!config.dry_run && !is_answer(packet))
			policy_count(ctx, packet->ingress.slot ? &packet->ingress : &packet->egress);
		return result;
	}
	if (!flow)
		return admit_new(ctx, packet, key);
	if (config.dry_run || packet->flow_state == FLOW_RELATED)
		return 0;
	if (!flow_has_ends(flow, packet))
		return flow_replace(ctx, packet, flow, key);
	flow_restamp(ctx, flow, packet);
	flow_update(ctx, flow, packet);
	return 0;
}

#endif
