/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* policy_stats_map: counters for people, per endpoint and policy entry; policy entries themselves are shared. */
#ifndef NARU_MAPS_POLICY_STATS_MAP_H
#define NARU_MAPS_POLICY_STATS_MAP_H

#define POLICY_STATS_MAP_MAX 131072

struct policy_stats_key {
	__u32 identity; /* the entry's key, wildcarded parts zero */
	__u32 block_set;
	__be16 port;
	__u16 endpoint;
	__u8 direction;
	__u8 protocol;
	__u8 prefix_length;
	__u8 pad;
};
_Static_assert(sizeof(struct policy_stats_key) == 16, "struct policy_stats_key");

struct traffic {
	__u64 packets;
	__u64 bytes;
};
_Static_assert(sizeof(struct traffic) == 16, "struct traffic");

struct {
	/* Not per CPU: to make it that takes 0.2 s. It is written when a flow begins, ends or is none; all else counts there. */
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, POLICY_STATS_MAP_MAX);
	__type(key, struct policy_stats_key);
	__type(value, struct traffic);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} policy_stats_map SEC(".maps");

static __always_inline void policy_stats_add(const struct policy_stats_key *key, const struct traffic *more)
{
	struct traffic *traffic = bpf_map_lookup_elem(&policy_stats_map, key);

	if (traffic) {
		__sync_fetch_and_add(&traffic->packets, more->packets);
		__sync_fetch_and_add(&traffic->bytes, more->bytes);
	} else {
		bpf_map_update_elem(&policy_stats_map, key, more, BPF_NOEXIST);
	}
}

#endif
