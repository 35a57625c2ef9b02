/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Verdict: the one way out of every hook. Counts, reports, and answers the kernel.
 * Reads: struct packet. Writes: metrics_map, events_map, events_lost_map; of a dry run only cb.
 */
#ifndef NARU_STEPS_VERDICT_H
#define NARU_STEPS_VERDICT_H

static __always_inline void metrics_count(struct __sk_buff *ctx, __u32 reason, __u32 direction)
{
	__u32 index = reason * 2 + direction;
	struct traffic *traffic = bpf_map_lookup_elem(&metrics_map, &index);

	if (traffic) {
		traffic->packets++;
		traffic->bytes += ctx->len;
	}
}

static __always_inline __u32 hook_direction(const struct packet *packet)
{
	return packet->hook == HOOK_POD_EGRESS ? POLICY_EGRESS : POLICY_INGRESS;
}

static __always_inline struct event *event_reserve(struct __sk_buff *ctx, const struct packet *packet, __u32 type)
{
	struct event *event = bpf_ringbuf_reserve(&events_map, sizeof(*event), 0);
	__u32 zero = 0;
	__u64 *lost;

	if (!event) {
		lost = bpf_map_lookup_elem(&events_lost_map, &zero);
		if (lost)
			*lost += 1;
		return 0;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->time = bpf_ktime_get_ns();
	event->type = type;
	event->hash = bpf_get_hash_recalc(ctx);
	event->source_identity = packet->source_identity;
	event->destination_identity = packet->destination_identity;
	event->ifindex = ctx->ifindex;
	event->ingress_ifindex = ctx->ingress_ifindex;
	event->mark = ctx->mark;
	event->length = ctx->len;
	event->source_address[0] = packet->source;
	event->destination_address[0] = packet->destination;
	if (!packet->icmp_error) {
		event->source_port = packet->tuple.source_port;
		event->destination_port = packet->tuple.destination_port;
	}
	event->endpoint = packet->endpoint;
	event->ether_type = packet->ether_type;
	event->direction = hook_direction(packet);
	event->state = packet->flow_state;
	event->protocol = packet->protocol;
	event->tcp_flags = packet->tcp_flags;
	event->icmp_type = packet->icmp_type;
	event->icmp_code = packet->icmp_code;
	return event;
}

/* The reports are not static, so that the verifier looks at each once, instead of once for each way that leads here. */
__noinline int event_verdict(struct __sk_buff *ctx, const struct packet *packet, __u32 direction)
{
	const struct decision *decision;
	struct event *event;

	if (!packet)
		return 0;
	decision = direction == POLICY_EGRESS ? &packet->egress : &packet->ingress;
	event = event_reserve(ctx, packet, EVENT_POLICY_VERDICT);
	if (!event)
		return 0;
	event->endpoint = decision->slot;
	event->direction = direction;
	event->verdict = decision->verdict;
	event->match = decision->match;
	event->rule = decision->rule;
	event->policy_set = decision->policy_set;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

__noinline int event_drop(struct __sk_buff *ctx, const struct packet *packet, __u32 reason)
{
	const struct decision *decision;
	struct event *event;

	if (!packet)
		return 0;
	decision = packet->ingress.slot ? &packet->ingress : &packet->egress;
	event = event_reserve(ctx, packet, EVENT_DROP);
	if (!event)
		return 0;
	event->reason = reason;
	if (decision->slot) {
		event->endpoint = decision->slot;
		event->direction = decision == &packet->ingress ? POLICY_INGRESS : POLICY_EGRESS;
		event->rule = decision->rule;
		event->policy_set = decision->policy_set;
	}
	bpf_ringbuf_submit(event, 0);
	return 0;
}

__noinline int event_trace(struct __sk_buff *ctx, const struct packet *packet)
{
	struct event *event;
	__u16 receiver;
	int to_pod;

	if (!packet)
		return 0;
	event = event_reserve(ctx, packet, EVENT_TRACE);
	if (!event)
		return 0;
	to_pod = packet->hook == HOOK_POD_INGRESS || packet->next_ifindex;
	receiver = packet->flow_state == FLOW_REPLY ? packet->from.slot : packet->to.slot;
	event->trace_point = to_pod ? TRACE_TO_ENDPOINT : TRACE_TO_STACK;
	if (to_pod)
		event->endpoint = receiver;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

static __always_inline void verdict_report(struct __sk_buff *ctx, const struct packet *packet, __u32 reason)
{
	int begins = packet->flow_state == FLOW_NEW || packet->flow_state == FLOW_REOPENED;

	metrics_count(ctx, reason & 255, packet->ingress.slot && reason ? POLICY_INGRESS : hook_direction(packet));
	if (packet->egress.slot && (begins || reason))
		event_verdict(ctx, packet, POLICY_EGRESS);
	if (packet->ingress.slot && (begins || reason))
		event_verdict(ctx, packet, POLICY_INGRESS);
	if (reason)
		event_drop(ctx, packet, reason);
	else if (begins || packet->first_reply)
		event_trace(ctx, packet);
}

static __always_inline void verdict_dry_run(struct __sk_buff *ctx, const struct packet *packet, __u32 reason)
{
	ctx->cb[DRY_RUN_REASON] = reason;
	ctx->cb[DRY_RUN_NEXT_IFINDEX] = packet->next_ifindex;
	ctx->cb[DRY_RUN_EGRESS_RULE] = packet->egress.rule;
	ctx->cb[DRY_RUN_INGRESS_RULE] = packet->ingress.rule;
	ctx->cb[DRY_RUN_FLOW_STATE] = packet->flow_state;
}

/* result: 0 goes on, negative is a drop reason. */
static __always_inline int verdict_finish(struct __sk_buff *ctx, const struct packet *packet, int result)
{
	__u32 reason = result < 0 ? -result : 0;

	if (config.dry_run)
		verdict_dry_run(ctx, packet, reason);
	else
		verdict_report(ctx, packet, reason);
	return reason ? STOP : PASS_ON;
}

#endif
