/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Conntrack: which connection is it, and which way does the packet go in it?
 * Reads: flow_map4. Writes: flow_state; after the verdict the flow's entry.
 * Can drop because: the flow table is full.
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

static __always_inline void flow_key_fill(struct flow4_key *key, const struct tuple4 *tuple)
{
	int low = tuple_source_is_low(tuple);

	__builtin_memset(key, 0, sizeof(*key));
	key->low_address = low ? tuple->source : tuple->destination;
	key->high_address = low ? tuple->destination : tuple->source;
	key->low_port = low ? tuple->source_port : tuple->destination_port;
	key->high_port = low ? tuple->destination_port : tuple->source_port;
	key->protocol = tuple->protocol;
}

static __always_inline int tcp_begins(const struct packet *packet)
{
	return packet->protocol == IPPROTO_TCP && !packet->later_fragment &&
	       (packet->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

/* The live flow of this packet, or 0; sets flow_state. */
static __always_inline struct flow *flow_find(struct packet *packet, struct flow4_key *key)
{
	struct flow *flow;
	int from_low;

	flow_key_fill(key, &packet->tuple);
	packet->flow_state = FLOW_NEW;
	flow = bpf_map_lookup_elem(&flow_map4, key);
	if (!flow || flow->expires < bpf_ktime_get_ns())
		return 0;
	if (packet->icmp_error) {
		packet->flow_state = FLOW_RELATED;
		return flow;
	}
	from_low = (flow->flags & FLOW_FROM_LOW) != 0;
	if (from_low == tuple_source_is_low(&packet->tuple)) {
		packet->flow_state = FLOW_ESTABLISHED;
		if (tcp_begins(packet) && flow->flags & FLOW_CLOSED)
			packet->flow_state = FLOW_REOPENED;
		return flow;
	}
	/* A SYN from the other end, or an echo request with the same identifier, begins a connection of its own. */
	if (tcp_begins(packet) || (packet->protocol == IPPROTO_ICMP && packet->icmp_type == ICMP_ECHO_REQUEST))
		return 0;
	packet->flow_state = FLOW_REPLY;
	return flow;
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
		flags |= packet->flow_state == FLOW_REPLY ? FLOW_REPLY_FIN : FLOW_FORWARD_FIN;
	if (packet->tcp_flags & TCP_RST || (flags & FLOW_FORWARD_FIN && flags & FLOW_REPLY_FIN))
		flags |= FLOW_CLOSED;
	return flags;
}

/* Were the decisions of this flow made under the epochs that stand now? */
static __always_inline int flow_is_current(const struct flow *flow, const struct packet *packet)
{
	__u32 remote = packet->from.slot ? packet->to.epoch : packet->from.epoch;

	return flow->source_slot == packet->from.slot && flow->destination_slot == packet->to.slot &&
	       (!packet->from.slot || flow->source_epoch == packet->from.epoch) &&
	       (!packet->to.slot || flow->destination_epoch == packet->to.epoch) &&
	       ((packet->from.slot && packet->to.slot) || flow->remote_epoch == remote);
}

/* What was decided, and under which epochs. */
static __always_inline void flow_stamp(struct flow *flow, const struct packet *packet)
{
	flow->source_identity = packet->from.identity;
	flow->destination_identity = packet->to.identity;
	flow->source_slot = packet->from.slot;
	flow->destination_slot = packet->to.slot;
	flow->source_epoch = packet->from.slot ? packet->from.epoch : 0;
	flow->destination_epoch = packet->to.slot ? packet->to.epoch : 0;
	flow->remote_epoch = packet->from.slot ? packet->to.epoch : packet->from.epoch;
	if (packet->egress.slot)
		flow->egress_rule = packet->egress.rule;
	if (packet->ingress.slot)
		flow->ingress_rule = packet->ingress.rule;
}

/* One more packet of a live flow. CPUs may race: the worst result is a time-out that is one packet old. */
static __always_inline void flow_update(struct __sk_buff *ctx, struct flow *flow, struct packet *packet)
{
	int reply = packet->flow_state == FLOW_REPLY;
	struct traffic *traffic = reply ? &flow->reply : &flow->forward;
	__u32 flags = flow->flags;

	if (packet->flow_state == FLOW_RELATED)
		return;
	packet->first_reply = reply && !(flags & FLOW_SEEN_REPLY);
	if (packet->flow_state == FLOW_REOPENED)
		flags &= ~(FLOW_CLOSED | FLOW_FORWARD_FIN | FLOW_REPLY_FIN | FLOW_SEEN_REPLY);
	if (reply)
		flags |= FLOW_SEEN_REPLY;
	if (packet->egress.slot)
		flags |= FLOW_EGRESS_CHECKED;
	if (packet->ingress.slot)
		flags |= FLOW_INGRESS_CHECKED;
	flags = flow_tcp_flags(flags, packet);
	if (flow->flags != flags)
		flow->flags = flags;
	flow->expires = bpf_ktime_get_ns() + flow_timeout(packet->protocol, flags);
	__sync_fetch_and_add(&traffic->packets, 1);
	__sync_fetch_and_add(&traffic->bytes, ctx->len);
}

static __always_inline int flow_create(struct __sk_buff *ctx, const struct packet *packet, const struct flow4_key *key)
{
	struct flow flow = {
		.created = bpf_ktime_get_ns(),
		.forward = { .packets = 1, .bytes = ctx->len },
		.ingress_ifindex = ctx->ingress_ifindex,
		.next_ifindex = packet->next_ifindex,
	};

	flow.flags = tuple_source_is_low(&packet->tuple) ? FLOW_FROM_LOW : 0;
	if (packet->by_host)
		flow.flags |= FLOW_FROM_HOST;
	if (!packet->next_ifindex)
		flow.flags |= FLOW_BY_STACK;
	if (packet->egress.slot)
		flow.flags |= FLOW_EGRESS_CHECKED;
	if (packet->ingress.slot)
		flow.flags |= FLOW_INGRESS_CHECKED;
	flow.flags = flow_tcp_flags(flow.flags, packet);
	flow.expires = flow.created + flow_timeout(packet->protocol, flow.flags);
	flow_stamp(&flow, packet);
	return bpf_map_update_elem(&flow_map4, key, &flow, BPF_ANY) ? -DROP_FLOW_TABLE_FULL : 0;
}

#endif
