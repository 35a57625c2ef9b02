/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* fragment_map4: what the first fragment of a datagram said, for those that follow and carry no ports. */
#ifndef NARU_MAPS_FRAGMENT_MAP_H
#define NARU_MAPS_FRAGMENT_MAP_H

#define FRAGMENT_MAP_MAX 8192

struct fragment4_key {
	__be32 source_address;
	__be32 destination_address;
	__be16 id;
	__u8 protocol;
	__u8 hook; /* a datagram may pass several hooks of a node */
};
_Static_assert(sizeof(struct fragment4_key) == 12, "struct fragment4_key");

struct fragment {
	__u64 expires; /* ns, CLOCK_MONOTONIC */
	__be16 source_port;
	__be16 destination_port;
	__u8 icmp_type;
	__u8 icmp_code;
	__u8 pad[2];
};
_Static_assert(sizeof(struct fragment) == 16, "struct fragment");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, FRAGMENT_MAP_MAX);
	__type(key, struct fragment4_key);
	__type(value, struct fragment);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} fragment_map4 SEC(".maps");

#endif
