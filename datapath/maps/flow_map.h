/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * flow_map4: the connections of this node's pods: conntrack, and what the slow path decided for them.
 *
 * The key has the lower of the two ends first, so that both directions of a connection find the same entry by one
 * look-up; flag FLOW_FROM_LOW says which end began.
 */
#ifndef NARU_MAPS_FLOW_MAP_H
#define NARU_MAPS_FLOW_MAP_H

#define FLOW_MAP_MAX 262144

struct flow4_key {
	__be32 low_address;
	__be32 high_address;
	__be16 low_port; /* ICMP: the identifier, in both */
	__be16 high_port;
	__u8 protocol;
	__u8 pad[3];
};
_Static_assert(sizeof(struct flow4_key) == 16, "struct flow4_key");

enum flow_flags {
	FLOW_FROM_LOW = 1, /* the low end sent the first packet */
	FLOW_SEEN_REPLY = 2,
	FLOW_FORWARD_FIN = 4,
	FLOW_REPLY_FIN = 8,
	FLOW_CLOSED = 16,	    /* RST, or FIN from both ends */
	FLOW_FROM_HOST = 32,	    /* begun by this node's own stack */
	FLOW_BY_STACK = 64,	    /* a side of it went through the stack, so its replies do too */
	FLOW_EGRESS_CHECKED = 128,  /* the egress policy of a local source was asked */
	FLOW_INGRESS_CHECKED = 256, /* the ingress policy of a local destination was asked */
};

struct flow {
	__u64 expires; /* ns, CLOCK_MONOTONIC */
	__u64 created;
	struct traffic forward;
	struct traffic reply;
	__u32 flags; /* enum flow_flags */
	__u32 source_identity;
	__u32 destination_identity;
	__u32 egress_rule; /* deciding policy entries; 0: not asked */
	__u32 ingress_rule;
	__u32 source_epoch; /* epochs that the decision was made under */
	__u32 destination_epoch;
	__u32 remote_epoch;
	__u32 ingress_ifindex;	   /* where its forward packets come from */
	__u32 next_ifindex;	   /* 0: the stack */
	__be32 tunnel_endpoint;	   /* 0: native routing */
	__be32 translated_address; /* 0: no translation */
	__be16 translated_port;
	__u16 source_slot; /* 0: not a pod of this node */
	__u16 destination_slot;
	__u8 next_mac[6];
	__u8 pad[4];
};
_Static_assert(sizeof(struct flow) == 112, "struct flow");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FLOW_MAP_MAX);
	__type(key, struct flow4_key);
	__type(value, struct flow);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flow_map4 SEC(".maps");

#endif
