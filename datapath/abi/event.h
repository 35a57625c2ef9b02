/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What the programs report through the events ring buffer. */
#ifndef NARU_ABI_EVENT_H
#define NARU_ABI_EVENT_H

enum event_type {
	EVENT_DROP = 1,
	EVENT_TRACE = 4,
	EVENT_POLICY_VERDICT = 5,
};

/* Seen from the endpoint whose policy was asked. */
enum policy_direction {
	POLICY_INGRESS = 0,
	POLICY_EGRESS = 1,
};

enum policy_verdict {
	POLICY_DENY = 0,
	POLICY_ALLOW = 1,
	POLICY_PASS = 2,
};

/* Which parts of the policy entry were not wildcards. */
enum match_type {
	MATCH_NONE = 0,
	MATCH_L3_ONLY = 1,
	MATCH_L3_L4 = 2,
	MATCH_L4_ONLY = 3,
	MATCH_ALL = 4,
	MATCH_L3_PROTO = 5,
	MATCH_PROTO_ONLY = 6,
};

enum flow_state {
	FLOW_NEW = 0,
	FLOW_ESTABLISHED = 1,
	FLOW_REPLY = 2,
	FLOW_RELATED = 3,
	FLOW_REOPENED = 4,
};

enum trace_point {
	TRACE_NONE = 0,
	TRACE_TO_ENDPOINT = 1,
	TRACE_TO_STACK = 2,
	TRACE_FROM_NETWORK = 3,
	TRACE_TO_NETWORK = 4,
};

struct event {
	__u64 time; /* ns since boot without suspend, CLOCK_MONOTONIC */
	__u32 type; /* enum event_type */
	__u32 hash; /* skb hash: same for all packets of a flow */
	__u32 source_identity;
	__u32 destination_identity;
	__u32 rule;	       /* policy entry's rule; 0: no entry matched */
	__u32 policy_set;      /* whose entries were asked */
	__u32 ifindex;	       /* where the packet was seen or goes to */
	__u32 ingress_ifindex; /* 0: made by this node's own stack */
	__u32 mark;
	__u32 length;		  /* bytes with layer 2 */
	__be32 source_address[4]; /* IPv4 in word 0 */
	__be32 destination_address[4];
	__be16 source_port; /* ICMP: identifier */
	__be16 destination_port;
	__u16 endpoint;	  /* whose policy; trace: which endpoint */
	__u16 ether_type; /* host order */
	__u8 reason;	  /* enum drop_reason */
	__u8 direction;	  /* enum policy_direction */
	__u8 verdict;	  /* enum policy_verdict */
	__u8 match;	  /* enum match_type */
	__u8 state;	  /* enum flow_state */
	__u8 trace_point; /* enum trace_point */
	__u8 protocol;
	__u8 tcp_flags; /* as in the header: FIN 1, SYN 2, RST 4, PSH 8, ACK 16 */
	__u8 icmp_type;
	__u8 icmp_code;
	__u8 pad[6];
};
_Static_assert(sizeof(struct event) == 104, "struct event");

#endif
