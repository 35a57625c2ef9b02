// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The agent runs this when maps of another version are replaced by ours, while packets pass: connections and counters that
 * stand in the other maps come into ours. In the kernel, so that a connection, its count and its place in the sweeper's
 * queue come together, also if the agent is killed; and that no packet which is counted meanwhile gets lost.
 */
#include "../hooks/program.h"

#include "../abi/carry.h"
#include "../maps/carried_map.h"

/* Both saw it begin the same way; what only the other saw since belongs to it too. */
static __always_inline void flow_join(struct flow *flow, const struct flow *carried)
{
	__u32 seen = FLOW_SEEN_REPLY | FLOW_FORWARD_FIN | FLOW_REPLY_FIN | FLOW_CLOSED;
	__u32 flags = flow->flags | (carried->flags & seen);

	if (flags == flow->flags)
		return;
	flow->flags = flags;
	if (flags & FLOW_CLOSED || carried->expires > flow->expires)
		flow->expires = carried->expires;
}

/*
 * Of two entries of one connection the later one may have taken an answer for a beginning, because it did not know the
 * earlier one. The clock ticks every 4 ms or so; what did not begin before our eyes is left to the stack.
 */
static __always_inline int flow_is_older(const struct flow *carried, const struct flow *known)
{
	if (!((carried->flags ^ known->flags) & FLOW_FROM_LOW))
		return 0;
	if (carried->created != known->created)
		return carried->created < known->created;
	return !(carried->flags & FLOW_BY_STACK) && known->flags & FLOW_BY_STACK;
}

__noinline int carry_flow(struct __sk_buff *ctx, __u32 at)
{
	struct flow *carried = flow_draft(), *known;
	struct flow4_key key;

	if (!carried || bpf_skb_load_bytes(ctx, at, &key, sizeof(key)) ||
	    bpf_skb_load_bytes(ctx, at + sizeof(key), carried, sizeof(*carried)))
		return 0;
	carried->egress_epochs = EPOCHS_NONE; /* judged anew, whatever they mean over there */
	carried->ingress_epochs = EPOCHS_NONE;
	known = bpf_map_lookup_elem(&flow_map4, &key);
	if (known && known->expires >= bpf_ktime_get_ns() && !flow_is_older(carried, known)) {
		if (!((carried->flags ^ known->flags) & FLOW_FROM_LOW))
			flow_join(known, carried);
		return 1;
	}
	if (known)
		flow_fold(known);
	return !flow_store(&key, carried, known);
}

__noinline int carry_counter(struct __sk_buff *ctx, __u32 at)
{
	struct carried_counter counter;
	struct carried_key key = {};
	struct traffic *traffic;

	if (bpf_skb_load_bytes(ctx, at, &counter, sizeof(counter)))
		return 0;
	key.from = ctx->cb[CARRY_FROM];
	key.to = ctx->cb[CARRY_TO];
	key.place = counter.place;
	traffic = bpf_map_lookup_elem(&metrics_map, &counter.place);
	if (!traffic || bpf_map_update_elem(&carried_map, &key, &counter.traffic, BPF_NOEXIST))
		return 0; /* no such place, or added before */
	__sync_fetch_and_add(&traffic->packets, counter.traffic.packets);
	__sync_fetch_and_add(&traffic->bytes, counter.traffic.bytes);
	return 1;
}

SEC("tc")
int flow_carry(struct __sk_buff *ctx)
{
	__u32 what = ctx->cb[CARRY_WHAT], count = ctx->cb[CARRY_COUNT], at = CARRY_HEADER, taken = 0, i;

	for (i = 0; i < CARRY_MOST; i++) {
		if (i >= count)
			break;
		if (what == CARRY_FLOWS) {
			taken += carry_flow(ctx, at);
			at += sizeof(struct flow4_key) + sizeof(struct flow);
		} else {
			taken += carry_counter(ctx, at);
			at += sizeof(struct carried_counter);
		}
	}
	ctx->cb[CARRY_TAKEN] = taken;
	return PASS_ON;
}
