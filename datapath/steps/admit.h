/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Admit: conntrack and policy together.
 * Reads: flow_map4, epochs, what policy reads. Writes: the flow's entry.
 * Can drop because: policy, the flow table is full.
 */
#ifndef NARU_STEPS_ADMIT_H
#define NARU_STEPS_ADMIT_H

/*
 * What the flow let through must ask again. The entry stays until its time is over, because it says who began: without it
 * the next packet of the server would be a connection of the server's own, and its policy may allow that one.
 */
static __always_inline int flow_revoke(struct flow *flow, int reason)
{
	if (!config.dry_run) {
		flow->source_slot = 0;
		flow->destination_slot = 0; /* no packet is between no pod and no pod: never current again */
	}
	return reason;
}

/*
 * A forward packet always asks policy. A reply passes while its flow's decision stands; if an epoch has moved since, the
 * forward direction is judged anew, so an allow that is taken away also ends what only the server still sends.
 */
static __always_inline int admit(struct __sk_buff *ctx, struct packet *packet, struct flow *flow, struct flow4_key *key)
{
	int answer = packet->flow_state == FLOW_REPLY || packet->flow_state == FLOW_RELATED;
	int result = 0;

	if (!answer || (packet->flow_state == FLOW_REPLY && !flow_is_current(flow, packet)))
		result = policy_check(ctx, packet);
	if (result)
		return flow ? flow_revoke(flow, result) : result;
	if (config.dry_run)
		return 0;
	if (!flow)
		return flow_begins(packet) ? flow_create(ctx, packet, key) : 0;
	if (packet->flow_state != FLOW_RELATED)
		flow_stamp(flow, packet);
	flow_update(ctx, flow, packet);
	return 0;
}

#endif
