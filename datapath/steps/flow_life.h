/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The life of a flow's entry: it begins within its owner's quota, is stamped with what was decided, and stands in a queue
 * from which a timer in the kernel takes it when it has expired (tasks/sweep.h).
 * Reads: flow_count_map. Writes: flow_map4, flow_queue_map, flow_count_map, policy_stats_map.
 * Can drop because: the owner's quota is used up, the flow table is full.
 */
#ifndef NARU_STEPS_FLOW_LIFE_H
#define NARU_STEPS_FLOW_LIFE_H

/* Where a new entry is made up before it is stored: the stack has no room for it. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow);
} flow_draft_map SEC(".maps");

static __always_inline struct flow *flow_draft(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&flow_draft_map, &zero);
}

/* Moves a counter's mark up to its value; what lies between belongs to the one caller that moved it. */
static __always_inline __u64 claim(__u64 *mark, __u64 value)
{
	__u64 old = *mark;

	return __sync_val_compare_and_swap(mark, old, value) == old ? value - old : 0;
}

/* What was let through by the entry alone is counted for the policy entries that once decided. */
static __always_inline void flow_fold(struct flow *flow)
{
	struct traffic more;

	more.packets = claim(&flow->folded.packets, flow->forward.packets);
	more.bytes = claim(&flow->folded.bytes, flow->forward.bytes);
	if (!more.packets)
		return;
	if (flow->egress_entry.prefix_length)
		policy_stats_add(&flow->egress_entry, &more);
	if (flow->ingress_entry.prefix_length)
		policy_stats_add(&flow->ingress_entry, &more);
}

static __always_inline void flow_remove(void *map, struct flow4_key *key, struct flow *flow)
{
	__u32 owner = flow->owner;

	flow_fold(flow);
	if (bpf_map_delete_elem(map, key))
		return; /* somebody else did */
	flow_count_add(FLOW_COUNT_ALL, -1);
	flow_count_add(owner, -1);
}

/* Is this packet of a kind that begins something worth remembering? */
static __always_inline int flow_begins(const struct packet *packet)
{
	if (packet->icmp_error || packet->later_fragment)
		return 0;
	if (packet->protocol == IPPROTO_ICMP)
		return packet->icmp_type == ICMP_ECHO_REQUEST;
	return !(packet->protocol == IPPROTO_TCP && packet->tcp_flags & TCP_RST);
}

/* Who pays for a flow: who began it, if that is a pod of this node, else the pod that it goes to. */
static __always_inline __u32 flow_owner(const struct packet *packet)
{
	if (packet->from.slot)
		return packet->from.slot * 2;
	return packet->by_host ? FLOW_COUNT_HOST : packet->to.slot * 2 + 1;
}

/*
 * May its owner have one more? Each may have as many as there are left for all: one that floods gets half of the table, n
 * that flood get 1/(n + 1) each, and who comes later always finds as much. This node's own stack is not bounded.
 */
static __always_inline int flow_has_room(__u32 owner)
{
	return owner == FLOW_COUNT_HOST || flow_count(owner) < FLOW_MAP_MAX - flow_count(FLOW_COUNT_ALL);
}

/* What policy said to this packet, if it was asked. */
static __always_inline void flow_stamp(struct flow *flow, const struct packet *packet)
{
	__u64 epochs = epoch_pair(packet->from.epoch, packet->to.epoch);

	if (packet->egress.slot) {
		flow->egress_rule = packet->egress.rule;
		flow->egress_entry = packet->egress.entry;
		flow->flags |= FLOW_EGRESS_CHECKED;
		*(volatile __u64 *)&flow->egress_epochs = epochs;
	}
	if (packet->ingress.slot) {
		flow->ingress_rule = packet->ingress.rule;
		flow->ingress_entry = packet->ingress.entry;
		flow->flags |= FLOW_INGRESS_CHECKED;
		*(volatile __u64 *)&flow->ingress_epochs = epochs;
	}
}

/* Where a forward packet of it came from. */
static __always_inline void flow_note_origin(struct __sk_buff *ctx, struct flow *flow, const struct packet *packet)
{
	__u32 flags = (flow->flags & ~FLOW_FROM_HOST) | (packet->by_host ? FLOW_FROM_HOST : 0) |
		      (packet->by_stack ? FLOW_BY_STACK : 0);

	flow->ingress_ifindex = ctx->ingress_ifindex;
	flow->source_identity = packet->from.identity;
	flow->flags = flags;
}

/* A live entry about the same ends, after policy was asked again or need not be. */
static __always_inline void flow_restamp(struct __sk_buff *ctx, struct flow *flow, const struct packet *packet)
{
	if ((packet->egress.slot && packet->egress.rule != flow->egress_rule) ||
	    (packet->ingress.slot && packet->ingress.rule != flow->ingress_rule))
		flow_fold(flow); /* what was let through so far belongs to the old rules */
	if (!packet->reply)
		flow_note_origin(ctx, flow, packet);
	if (packet->flow_state == FLOW_REOPENED)
		flow->flags &= ~(FLOW_CLOSED | FLOW_FORWARD_FIN | FLOW_REPLY_FIN | FLOW_SEEN_REPLY);
	flow_stamp(flow, packet);
}

/* Who is at its ends, as this packet found them. */
static __always_inline void flow_fill(struct flow *flow, const struct packet *packet)
{
	flow->source_place = packet->from.place;
	flow->destination_place = packet->to.place;
	flow->source_identity = packet->from.identity;
	flow->destination_identity = packet->to.identity;
	flow->source_ifindex = packet->from.ifindex;
	flow->destination_ifindex = packet->to.ifindex;
	flow->source_mtu = packet->from.mtu;
	flow->destination_mtu = packet->to.mtu;
	__builtin_memcpy(flow->source_mac, packet->from.mac, sizeof(flow->source_mac));
	__builtin_memcpy(flow->destination_mac, packet->to.mac, sizeof(flow->destination_mac));
	flow->owner = flow_owner(packet);
}

static __always_inline int mac_equals(const __u8 *a, const __u8 *b)
{
	return a[0] == b[0] && a[1] == b[1] && a[2] == b[2] && a[3] == b[3] && a[4] == b[4] && a[5] == b[5];
}

/* Is the entry about these ends? If a pod went or came at an address, it is not. */
static __always_inline int flow_has_ends(const struct flow *flow, const struct packet *packet)
{
	return flow->source_place == packet->from.place && flow->destination_place == packet->to.place &&
	       flow->source_ifindex == packet->from.ifindex && flow->destination_ifindex == packet->to.ifindex &&
	       mac_equals(flow->source_mac, packet->from.mac) && mac_equals(flow->destination_mac, packet->to.mac) &&
	       flow->source_mtu == packet->from.mtu && flow->destination_mtu == packet->to.mtu;
}

/*
 * A fresh entry as a whole, in the place of an old one if there is one. Nobody ever sees the ends of one and the epochs of
 * the other. A key stands in the sweeper's queue once, also if its entry is replaced.
 */
static __always_inline int flow_store(struct flow4_key *key, struct flow *fresh, struct flow *old)
{
	__u32 old_owner = old ? old->owner : 0;
	long result = bpf_map_update_elem(&flow_map4, key, fresh, old ? BPF_EXIST : BPF_NOEXIST);

	if (result == -EEXIST || result == -ENOENT)
		return 0; /* another CPU was faster with the same connection; its next packet finds out */
	if (result)
		return -DROP_FLOW_TABLE_FULL;
	flow_count_add(old ? old_owner : FLOW_COUNT_ALL, old ? -1 : 1);
	flow_count_add(fresh->owner, 1);
	if (old || !bpf_map_push_elem(&flow_queue_map, key, BPF_ANY))
		return 0;
	flow_remove(&flow_map4, key, fresh); /* nobody would ever take it away */
	return -DROP_FLOW_TABLE_FULL;
}

/*
 * A connection begins; an entry of this key has expired or was about another connection. Not static: the verifier then
 * looks at it once, instead of once for each way that leads here, and wants pointers checked. Likewise others.
 */
__noinline int flow_create(struct __sk_buff *ctx, struct packet *packet, struct flow4_key *key)
{
	struct flow *fresh = flow_draft(), *old;

	if (!packet || !key || !fresh)
		return -DROP_FLOW_TABLE_FULL;
	if (!flow_has_room(flow_owner(packet)))
		return -DROP_FLOW_QUOTA;
	old = bpf_map_lookup_elem(&flow_map4, key);
	if (old)
		flow_fold(old);
	__builtin_memset(fresh, 0, sizeof(*fresh));
	fresh->created = packet->now;
	fresh->forward.packets = 1;
	fresh->forward.bytes = ctx->len;
	fresh->flags = tuple_source_is_low(&packet->tuple) ? FLOW_FROM_LOW : 0;
	flow_fill(fresh, packet);
	flow_note_origin(ctx, fresh, packet);
	flow_stamp(fresh, packet);
	fresh->flags = flow_tcp_flags(fresh->flags, packet);
	fresh->expires = fresh->created + flow_timeout(packet->protocol, fresh->flags);
	return flow_store(key, fresh, old);
}

/* A live connection with another pod at one of its ends, or the same one at another device. */
__noinline int flow_replace(struct __sk_buff *ctx, struct packet *packet, struct flow *old, struct flow4_key *key)
{
	struct flow *fresh = flow_draft();

	if (!packet || !old || !key || !fresh)
		return -DROP_FLOW_TABLE_FULL;
	flow_fold(old);
	__builtin_memcpy(fresh, old, sizeof(*fresh));
	flow_fill(fresh, packet);
	*(volatile __u64 *)&fresh->egress_epochs = EPOCHS_NONE; /* unless asked right now */
	*(volatile __u64 *)&fresh->ingress_epochs = EPOCHS_NONE;
	flow_restamp(ctx, fresh, packet);
	flow_update(ctx, fresh, packet);
	return flow_store(key, fresh, old);
}

#endif
