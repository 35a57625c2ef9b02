/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Verdict: the one way out of every hook. Counts, reports, and answers the kernel.
 * Reads: struct packet. Writes: metrics_map, events_map, event_budget_map, events_lost_map; of a dry run only cb.
 */
#ifndef NARU_STEPS_VERDICT_H
#define NARU_STEPS_VERDICT_H

#define EVENTS_WAKE_INTERVAL (NSEC_PER_SEC / 20)

static __u64 events_woken; /* ns, CLOCK_MONOTONIC: when this program last woke the reader */

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

	if (!event) {
		events_lost_count(EVENTS_NO_ROOM);
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

/*
 * To wake the reader costs more than all else here, so it is woken by the first event in a while. It looks again on its own
 * after that time (naru.datapath.EventsReader), so the others wait for it at most as long.
 */
static __always_inline void event_submit(struct event *event)
{
	__u64 now = bpf_ktime_get_coarse_ns();
	__u64 flags = BPF_RB_NO_WAKEUP;

	if (now - events_woken >= EVENTS_WAKE_INTERVAL ||
	    bpf_ringbuf_query(&events_map, BPF_RB_AVAIL_DATA) > EVENTS_RING_BYTES / 4) {
		events_woken = now;
		flags = BPF_RB_FORCE_WAKEUP;
	}
	bpf_ringbuf_submit(event, flags);
}

/* May this packet be reported? Each endpoint has a share for each reason, which fills up again as time goes by. */
__noinline int event_allowed(__u32 endpoint, __u32 reason)
{
	struct event_budget_key key = { .endpoint = endpoint, .reason = reason };
	struct event_budget full = { .left = EVENT_BUDGET_BURST - 1 };
	struct event_budget *budget = bpf_map_lookup_elem(&event_budget_map, &key);
	__u64 now = bpf_ktime_get_coarse_ns(), more;

	if (!budget) {
		full.refilled = now;
		bpf_map_update_elem(&event_budget_map, &key, &full, BPF_ANY);
		return 1;
	}
	more = (now - budget->refilled) * EVENT_BUDGET_PER_SECOND / NSEC_PER_SEC;
	if (more) {
		budget->refilled = now;
		budget->left = more + budget->left > EVENT_BUDGET_BURST ? EVENT_BUDGET_BURST : more + budget->left;
	}
	if (!budget->left) {
		events_lost_count(EVENTS_OVER_LIMIT);
		return 0;
	}
	budget->left--;
	return 1;
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
	event_submit(event);
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
	event_submit(event);
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
	to_pod = packet->hook == HOOK_POD_INGRESS || (packet->next_ifindex && !packet->next_hop);
	receiver = packet->reply ? packet->from.slot : packet->to.slot;
	event->trace_point = to_pod ? TRACE_TO_ENDPOINT : packet->next_ifindex ? TRACE_TO_NETWORK : TRACE_TO_STACK;
	if (to_pod)
		event->endpoint = receiver;
	event_submit(event);
	return 0;
}

__noinline int verdict_report(struct __sk_buff *ctx, const struct packet *packet, __u32 reason)
{
	int begins;

	if (!packet)
		return 0;
	begins = packet->flow_state == FLOW_NEW || packet->flow_state == FLOW_REOPENED;
	metrics_count(ctx, reason & 255, packet->ingress.slot && reason ? POLICY_INGRESS : hook_direction(packet));
	if (!(begins || reason || packet->first_reply) || !event_allowed(packet->endpoint, reason))
		return 0;
	if (packet->egress.slot && (begins || reason))
		event_verdict(ctx, packet, POLICY_EGRESS);
	if (packet->ingress.slot && (begins || reason))
		event_verdict(ctx, packet, POLICY_INGRESS);
	if (reason)
		event_drop(ctx, packet, reason);
	else
		event_trace(ctx, packet);
	return 0;
}

/* Of a packet that its flow's entry alone let through. */
static __always_inline void verdict_fast(struct __sk_buff *ctx, struct packet *packet, const struct flow *flow)
{
	metrics_count(ctx, FORWARDED_FAST, hook_direction(packet));
	if (!packet->first_reply)
		return;
	fast_show(packet, flow);
	if (event_allowed(packet->endpoint, 0))
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
