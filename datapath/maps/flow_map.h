/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * flow_map4: the connections of this node's pods: conntrack, and what the slow path decided for them.
 *
 * The key has the lower of the two ends first, so that both directions of a connection find the same entry by one
 * look-up; flag FLOW_FROM_LOW says which end began. "Source" is the end that began, whichever way a packet goes.
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
	FLOW_BY_STACK = 64,	    /* went through the stack, so its replies do too */
	FLOW_EGRESS_CHECKED = 128,  /* the egress policy of a local source was asked */
	FLOW_INGRESS_CHECKED = 256, /* the ingress policy of a local destination was asked */
};

/* No epochs are ever these: there is no decision that stands. */
#define EPOCHS_NONE (~0ULL)

struct flow {
	/* What each packet needs. */
	__u64 expires; /* ns, CLOCK_MONOTONIC */
	struct traffic forward;
	struct traffic reply;
	__u64 egress_epochs;  /* under which the source's policy said yes: epoch_pair() */
	__u64 ingress_epochs; /* under which the destination's policy said yes */
	__u32 source_place;   /* of its epoch in epoch_map; below EPOCH_SLOTS: the slot of a pod of this node */
	__u32 destination_place;
	__u32 flags;	      /* enum flow_flags */
	__u32 source_ifindex; /* host-side veth of a pod of this node, else 0 */
	__u32 destination_ifindex;
	__u32 ingress_ifindex; /* where the stack's forward packets come from; 0: made by this node */
	__u16 source_mtu;
	__u16 destination_mtu;
	__u8 source_mac[6];
	__u8 destination_mac[6];
	/* What its beginning, its end and people need. */
	__u64 created;
	struct traffic folded; /* of forward, what policy_stats_map has already */
	struct policy_stats_key egress_entry;
	struct policy_stats_key ingress_entry;
	__u32 source_identity;
	__u32 destination_identity;
	__u32 egress_rule; /* deciding policy entries; 0: not asked */
	__u32 ingress_rule;
	__u32 owner;		   /* whose quota it takes: place in flow_count_map */
	__be32 tunnel_endpoint;	   /* 0: native routing */
	__be32 translated_address; /* 0: no translation */
	__be16 translated_port;
	__u8 pad[2];
};
_Static_assert(sizeof(struct flow) == 184, "struct flow");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, FLOW_MAP_MAX);
	__type(key, struct flow4_key);
	__type(value, struct flow);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flow_map4 SEC(".maps");

#endif
