/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * policy_map: (policy set, direction, peer, protocol, port) -> verdict.
 *
 * A peer is a pair of an identity and a block set, each 0 if it does not matter, so one look-up asks about an identity,
 * another about a block, and the few rules that need both (an egress rule with a named port and an ipBlock) have a key of
 * their own. Protocol and port come last: a prefix that ends before them is "any protocol", one that ends within the port
 * is a range of ports. A wildcarded protocol therefore has a wildcarded port.
 *
 * Of the entries found for one packet the highest precedence wins. The compiler sees to it that within one peer the
 * longest prefix is also the highest precedence.
 */
#ifndef NARU_MAPS_POLICY_MAP_H
#define NARU_MAPS_POLICY_MAP_H

#define POLICY_MAP_MAX 262144

struct policy_key {
	__u32 prefix_length; /* bits of what follows */
	__u32 policy_set;
	__u32 identity;
	__u32 block_set;
	__u8 direction; /* enum policy_direction */
	__u8 protocol;
	__be16 port; /* destination port; ICMP: 0 */
};
_Static_assert(sizeof(struct policy_key) == 20, "struct policy_key");

#define POLICY_PREFIX_PEER 104	   /* any protocol */
#define POLICY_PREFIX_PROTOCOL 112 /* any port of a protocol */
#define POLICY_PREFIX_FULL 128

struct policy_entry {
	__u32 precedence;   /* higher wins; 24 bits of inverted priority, then the class: 255 deny, 1 allow, 0 pass */
	__u32 rule;	    /* the agent's number of the rules that made this entry */
	__u16 proxy_port;   /* 0: none */
	__u8 verdict;	    /* enum policy_verdict */
	__u8 prefix_length; /* that of its key, for counting */
};
_Static_assert(sizeof(struct policy_entry) == 12, "struct policy_entry");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, POLICY_MAP_MAX);
	__type(key, struct policy_key);
	__type(value, struct policy_entry);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} policy_map SEC(".maps");

#endif
