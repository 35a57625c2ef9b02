/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Identity: who is at each end.
 * Reads: endpoint_map4, ipcache_map4, epoch_map, where the packet came from, its mark. Writes: sides.
 * Can drop because: nothing.
 */
#ifndef NARU_STEPS_IDENTITY_H
#define NARU_STEPS_IDENTITY_H

#define SLOT_UNKNOWN (~0U)

/* Loads before it are done before loads after it: an atomic that gives its result back is a full barrier. */
static __always_inline void read_barrier(void)
{
	__u64 word = 0;

	__sync_fetch_and_or((volatile __u64 *)&word, 1);
}

static __always_inline __u32 endpoint_slot4(__be32 address)
{
	struct endpoint *endpoint = endpoint_lookup4(address);

	return endpoint ? endpoint->slot : 0;
}

/* The epoch under which this side's endpoint is the one in that slot; 0: it is none of this node. Then its record. */
static __always_inline struct endpoint *side_endpoint(struct side *side, __u32 slot)
{
	side->place = slot ? slot : epoch_bucket4(side->address);
	side->epoch = epoch_read(side->place);
	read_barrier();
	return endpoint_lookup4(side->address);
}

/*
 * A side and its epoch. The epoch is read before what it guards: the agent writes first and moves the epoch after, so a
 * decision on old data never carries a new epoch. Which epoch it is stands in the endpoint's record, so somebody has looked
 * there before: an earlier step, or this connection's last slow packet (slot). If things are not so any more, or nobody
 * has, the record is looked up once more when the epoch is read.
 */
static __always_inline void side_fill(struct side *side, __be32 address, __u32 slot)
{
	struct endpoint *endpoint;
	__u32 found;

	side->address = address;
	if (slot == SLOT_UNKNOWN)
		slot = endpoint_slot4(address);
	endpoint = side_endpoint(side, slot);
	found = endpoint ? endpoint->slot : 0;
	if (found != slot) {
		slot = found;
		endpoint = side_endpoint(side, slot);
	}
	if (!endpoint || endpoint->slot != slot) {
		side->identity = ipcache_identity4(address);
		return;
	}
	side->slot = slot;
	side->asked = 1;
	side->identity = endpoint->identity;
	side->policy_set = endpoint->policy_set;
	side->ifindex = endpoint->ifindex;
	side->mtu = endpoint->mtu;
	__builtin_memcpy(side->mac, endpoint->mac, sizeof(side->mac));
}

/*
 * Who began the connection and who is at its other end, whichever way this packet goes. from_slot, to_slot: where each was
 * last seen to be, 0 for elsewhere, or SLOT_UNKNOWN.
 */
__noinline int sides_fill(struct packet *packet, __u32 from_slot, __u32 to_slot)
{
	if (!packet)
		return 0;
	side_fill(&packet->from, packet->reply ? packet->tuple.destination : packet->tuple.source, from_slot);
	side_fill(&packet->to, packet->reply ? packet->tuple.source : packet->tuple.destination, to_slot);
	return 0;
}

/* What people see of both ends; of an ICMP error by a router, the router is not looked up. */
static __always_inline void sides_show(struct packet *packet)
{
	packet->source_identity = packet->reply ? packet->to.identity : packet->from.identity;
	packet->destination_identity = packet->reply ? packet->from.identity : packet->to.identity;
}

/* Is this a pod's identity? */
static __always_inline int identity_is_pod(__u32 identity)
{
	return identity >= IDENTITY_FIRST_POD;
}

/* What the node's own stack made: a fact that the kernel knows, or a mark that somebody set. */
static __always_inline int made_by_host(const struct __sk_buff *ctx)
{
	if (config.host_identity == HOST_IDENTITY_MARK)
		return (ctx->mark & HOST_MARK_MASK) == HOST_MARK;
	return ctx->ingress_ifindex == 0;
}

/*
 * The beginner of a connection that the stack brings to a pod. An address of this node is the host only if the host made
 * the packet: what was rewritten to that address on its way through is the world. A packet that the stack made with a
 * foreign source (SYNPROXY, a transparent proxy) is what its source says; in mark mode the mark alone speaks.
 */
static __always_inline void side_from_stack(struct side *side, int by_host)
{
	if (side->identity == IDENTITY_HOST)
		side->identity = by_host ? IDENTITY_HOST : IDENTITY_WORLD;
	else if (by_host && config.host_identity == HOST_IDENTITY_MARK)
		side->identity = IDENTITY_HOST;
}

#endif
