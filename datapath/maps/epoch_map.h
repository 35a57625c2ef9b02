/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * epoch_map: numbers that change whenever what was allowed may not be any more. A decision is stamped with the epochs
 * read before anything was looked up; the agent changes maps first and moves the epoch after. Slot 0 is no endpoint's:
 * there the agent notes that it has changed maps whose epochs have yet to move, should it be killed between.
 *
 * All new values come from one counter that only grows, also when a slot is used again or the agent restarts, so two
 * places never have the same epoch but the first one, 0.
 */
#ifndef NARU_MAPS_EPOCH_MAP_H
#define NARU_MAPS_EPOCH_MAP_H

#define EPOCH_SLOTS 65536   /* one for each endpoint slot */
#define EPOCH_BUCKETS 65536 /* then one for each bucket of remote addresses */
#define EPOCH_LAST 131072   /* then the last value given */
#define EPOCH_POLICY 131073 /* moves with any policy entry that comes, changes or goes */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, EPOCH_POLICY + 1);
	__type(key, __u32);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} epoch_map SEC(".maps");

static __always_inline __u32 epoch_read(__u32 place)
{
	__u32 *epoch = bpf_map_lookup_elem(&epoch_map, &place);

	return epoch ? *(volatile __u32 *)epoch : 0;
}

/* The place of an address; the agent computes the same (naru.datapath.EpochMap). */
static __always_inline __u32 epoch_bucket4(__be32 address)
{
	return EPOCH_SLOTS + ((bpf_ntohl(address) * 2654435761U) >> 16);
}

/* Whose epoch it is: an endpoint's slot; 0: a bucket's. */
static __always_inline __u32 epoch_slot(__u32 place)
{
	return place < EPOCH_SLOTS ? place : 0;
}

/* Both epochs of a decision in one word, so that they are written and read together. */
static __always_inline __u64 epoch_pair(__u32 source, __u32 destination)
{
	return (__u64)destination << 32 | source;
}

#endif
