/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* ipcache_map4: address or prefix -> identity, for the whole cluster. */
#ifndef NARU_MAPS_IPCACHE_MAP_H
#define NARU_MAPS_IPCACHE_MAP_H

#define IPCACHE_MAP_MAX 524288

struct prefix4_key {
	__u32 prefix_length;
	__be32 address;
};
_Static_assert(sizeof(struct prefix4_key) == 8, "struct prefix4_key");

struct ipcache_entry {
	__u32 identity;
	__be32 tunnel_endpoint; /* 0: native routing */
	__u32 flags;
};
_Static_assert(sizeof(struct ipcache_entry) == 12, "struct ipcache_entry");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, IPCACHE_MAP_MAX);
	__type(key, struct prefix4_key);
	__type(value, struct ipcache_entry);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} ipcache_map4 SEC(".maps");

/* The identity of an address; what the cluster does not know is the world. */
static __always_inline __u32 ipcache_identity4(__be32 address)
{
	struct prefix4_key key = { .prefix_length = 32, .address = address };
	struct ipcache_entry *entry = bpf_map_lookup_elem(&ipcache_map4, &key);

	return entry ? entry->identity : IDENTITY_WORLD;
}

#endif
