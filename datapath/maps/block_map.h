/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * block_map4: prefix -> the number of the set of ipBlocks that cover it. Its prefixes are the policies' blocks and
 * exceptions, so one block that changes touches this table and not the ipcache.
 */
#ifndef NARU_MAPS_BLOCK_MAP_H
#define NARU_MAPS_BLOCK_MAP_H

#include "ipcache_map.h"

#define BLOCK_MAP_MAX 65536

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, BLOCK_MAP_MAX);
	__type(key, struct prefix4_key);
	__type(value, __u32);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} block_map4 SEC(".maps");

/* 0: no block covers this address. */
static __always_inline __u32 block_set4(__be32 address)
{
	struct prefix4_key key = { .prefix_length = 32, .address = address };
	__u32 *set = bpf_map_lookup_elem(&block_map4, &key);

	return set ? *set : 0;
}

#endif
