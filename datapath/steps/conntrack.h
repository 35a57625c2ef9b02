/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Conntrack: which connection is it, which way does the packet go in it, and does what was decided for it still stand?
 * Reads: flow_map4, epoch_map. Writes: flow_state and reply; after the verdict the flow's entry.
 * Can drop because: nothing.
 */
#ifndef NARU_STEPS_CONNTRACK_H
#define NARU_STEPS_CONNTRACK_H

/* Time-outs as netfilter's, shorter where a connection is over. */
#define TIMEOUT_TCP_OPENING (60 * NSEC_PER_SEC)
#define TIMEOUT_TCP_ESTABLISHED (21600 * NSEC_PER_SEC)
#define TIMEOUT_TCP_HALF_CLOSED (300 * NSEC_PER_SEC)
#define TIMEOUT_TCP_CLOSED (10 * NSEC_PER_SEC)
#define TIMEOUT_SCTP (3600 * NSEC_PER_SEC)
#define TIMEOUT_UNREPLIED (30 * NSEC_PER_SEC)
#define TIMEOUT_REPLIED (180 * NSEC_PER_SEC)

static __always_inline int tuple_source_is_low(const struct tuple4 *tuple)
{
	__u32 source = bpf_ntohl(tuple->source), destination = bpf_ntohl(tuple->destination);

	if (source != destination)
		return source < destination;
	return bpf_ntohs(tuple->source_port) < bpf_ntohs(tuple->destination_port);
}

/* Returns tuple_source_is_low(). */
static __always_inline int flow_key_fill(struct flow4_key *key, const struct tuple4 *tuple)
{
	int low = tuple_source_is_low(tuple);

	__builtin_memset(key, 0, sizeof(*key));
	key->low_address = low ? tuple->source : tuple->destination;
	key->high_address = low ? tuple->destination : tuple->source;
	key->low_port = low ? tuple->source_port : tuple->destination_port;
	key->high_port = low ? tuple->destination_port : tuple->source_port;
	key->protocol = tuple->protocol;
	return low;
}

static __always_inline int tcp_begins(const struct packet *packet)
{
	return packet->protocol == IPPROTO_TCP && !packet->later_fragment &&
	       (packet->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/* An echo, or an error about a connection; other ICMP packets have no identifier and belong to none. */
static __always_inline int icmp_has_flow(const struct packet *packet)
{
	return packet->protocol != IPPROTO_ICMP || packet->icmp_error || packet->icmp_type == ICMP_ECHO_REQUEST ||
	       packet->icmp_type == ICMP_ECHO_REPLY;
}

/* Routers speak of others' connections, pods only of their own, also while nobody knows their labels yet. */
static __always_inline int icmp_error_is_honest(const struct packet *packet)
{
	__u32 identity;

	if (packet->source == packet->tuple.source)
		return 1;
	identity = ipcache_identity4(packet->source);
	return !identity_is_pod(identity) && identity != IDENTITY_INIT;
}

/* An error about a live flow belongs to it; any other is an ICMP packet like all others. */
static __always_inline struct flow *flow_of_error(struct packet *packet, struct flow *flow, int forward)
{
	if (flow && icmp_error_is_honest(packet)) {
		packet->flow_state = FLOW_RELATED;
		packet->reply = !forward;
		return flow;
	}
	packet->icmp_error = 0;
	packet->tuple.source = packet->source;
	packet->tuple.destination = packet->destination;
	packet->tuple.source_port = 0;
	packet->tuple.destination_port = 0;
	packet->tuple.protocol = IPPROTO_ICMP;
	return 0;
}

/* The live flow of this packet, or 0; sets flow_state and reply. */
static __always_inline struct flow *flow_find(struct packet *packet, struct flow4_key *key)
{
	int forward, low = flow_key_fill(key, &packet->tuple);
	struct flow *flow;

	packet->flow_state = FLOW_NEW;
	if (!icmp_has_flow(packet))
		return 0;
	flow = bpf_map_lookup_elem(&flow_map4, key);
	packet->now = bpf_ktime_get_coarse_ns();
	if (flow && flow->expires < packet->now)
		flow = 0;
	forward = flow && (flow->flags & FLOW_FROM_LOW ? 1 : 0) == low;
	if (packet->icmp_error)
		return flow_of_error(packet, flow, forward);
	if (!flow)
		return 0;
	if (forward) {
		packet->flow_state = FLOW_ESTABLISHED;
		if (tcp_begins(packet) && flow->flags & FLOW_CLOSED)
			packet->flow_state = FLOW_REOPENED;
		return flow;
	}
	/* A SYN from the other end, or an echo request with the same identifier, begins a connection of its own. */
	if (tcp_begins(packet) || (packet->protocol == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHO_REQUEST))
		return 0;
	packet->flow_state = FLOW_REPLY;
	packet->reply = 1;
	return flow;
}

/* Of a connection that was let through before, and nothing that its beginner sends to go on with it. */
static __always_inline int is_answer(const struct packet *packet)
{
	return packet->flow_state == FLOW_REPLY || packet->flow_state == FLOW_RELATED;
}

/* Both sides, where the flow's entry says that they are; of a new flow from_slot and to_slot say so, as sides_fill(). */
static __always_inline void sides_find(struct packet *packet, const struct flow *flow, __u32 from_slot, __u32 to_slot)
{
	if (flow)
		sides_fill(packet, epoch_slot(flow->source_place), epoch_slot(flow->destination_place));
	else
		sides_fill(packet, from_slot, to_slot);
}

/* An answer asks only what its connection's first packet asked, and with the identity that it had. */
static __always_inline void sides_answer(struct packet *packet, const struct flow *flow)
{
	side_from_stack(&packet->from, (flow->flags & FLOW_FROM_HOST) != 0);
	if (!(flow->flags & FLOW_EGRESS_CHECKED))
		packet->from.asked = 0; /* it had another tuple there: the stack translated */
	if (!(flow->flags & FLOW_INGRESS_CHECKED))
		packet->to.asked = 0;
}

/* Were all decisions of this flow made under the epochs that stand now? */
static __always_inline int flow_is_current(const struct flow *flow)
{
	__u64 epochs = epoch_pair(epoch_read(flow->source_place), epoch_read(flow->destination_place));

	return (!(flow->flags & FLOW_EGRESS_CHECKED) || flow->egress_epochs == epochs) &&
	       (!(flow->flags & FLOW_INGRESS_CHECKED) || flow->ingress_epochs == epochs);
}

static __always_inline __u64 flow_timeout(__u8 protocol, __u32 flags)
{
	switch (protocol) {
	case IPPROTO_TCP:
		if (flags & FLOW_CLOSED)
			return TIMEOUT_TCP_CLOSED;
		if (flags & (FLOW_FORWARD_FIN | FLOW_REPLY_FIN))
			return TIMEOUT_TCP_HALF_CLOSED;
		return flags & FLOW_SEEN_REPLY ? TIMEOUT_TCP_ESTABLISHED : TIMEOUT_TCP_OPENING;
	case IPPROTO_SCTP: return flags & FLOW_SEEN_REPLY ? TIMEOUT_SCTP : TIMEOUT_TCP_OPENING;
	default: return flags & FLOW_SEEN_REPLY ? TIMEOUT_REPLIED : TIMEOUT_UNREPLIED;
	}
}

static __always_inline __u32 flow_tcp_flags(__u32 flags, const struct packet *packet)
{
	if (packet->protocol != IPPROTO_TCP || packet->later_fragment)
		return flags;
	if (packet->tcp_flags & TCP_FIN)
		flags |= packet->reply ? FLOW_REPLY_FIN : FLOW_FORWARD_FIN;
	if (packet->tcp_flags & TCP_RST || (flags & FLOW_FORWARD_FIN && flags & FLOW_REPLY_FIN))
		flags |= FLOW_CLOSED;
	return flags;
}

/* On a node both of whose pods a packet passes by the stack, only the first of two hooks counts it. */
static __always_inline int flow_counts(const struct flow *flow, const struct packet *packet)
{
	if (packet->hook != HOOK_POD_INGRESS)
		return 1;
	return !(flow->flags & (packet->reply ? FLOW_INGRESS_CHECKED : FLOW_EGRESS_CHECKED));
}

/* One more packet of a live flow. CPUs may race: the worst result is a time-out that is one packet old. */
static __always_inline void flow_update(struct __sk_buff *ctx, struct flow *flow, struct packet *packet)
{
	struct traffic *traffic = packet->reply ? &flow->reply : &flow->forward;
	__u32 before = flow->flags, flags = before;

	if (packet->reply && !(flags & FLOW_SEEN_REPLY)) {
		packet->first_reply = 1;
		flags |= FLOW_SEEN_REPLY;
	}
	flags = flow_tcp_flags(flags, packet);
	if (before != flags)
		flow->flags = flags;
	flow->expires = packet->now + flow_timeout(packet->protocol, flags);
	if (flow_counts(flow, packet)) {
		__sync_fetch_and_add(&traffic->packets, 1);
		__sync_fetch_and_add(&traffic->bytes, ctx->len);
	}
}

#endif
