/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What the steps know of the packet at hand; each hook fills one and hands it from step to step. */
#ifndef NARU_STEPS_PACKET_H
#define NARU_STEPS_PACKET_H

const volatile struct datapath_config config = {};

enum hook {
	HOOK_POD_EGRESS = 1,
	HOOK_POD_INGRESS = 2,
	HOOK_NODE_INGRESS = 3,
};

#define PACKET_OFFSET_MAX 1023 /* so that the verifier sees a bound */

/* The connection that a packet belongs to, seen in the packet's direction. */
struct tuple4 {
	__be32 source;
	__be32 destination;
	__be16 source_port; /* ICMP echo: the identifier, in both ports */
	__be16 destination_port;
	__u8 protocol;
	__u8 pad[3];
};

/* One end of a connection, as policy sees it. */
struct side {
	__be32 address;
	__u32 identity;
	__u32 policy_set; /* only if slot */
	__u32 epoch;
	__u32 place;   /* of its epoch in epoch_map */
	__u32 ifindex; /* only if slot, as all below */
	__u16 slot;    /* 0: not a pod of this node */
	__u16 mtu;
	__u8 mac[6];
	__u8 asked; /* 1: its policy is asked by this hook */
	__u8 pad;
};

/* One side's question to policy, and its answer. */
struct decision {
	__u32 rule;
	__u32 policy_set;
	__u16 slot;   /* whose policy; 0: not asked */
	__u8 verdict; /* enum policy_verdict */
	__u8 match;   /* enum match_type */
	__u8 denied_by_entry;
	__u8 pad[3];
	struct policy_stats_key entry; /* that decided; prefix_length 0: none */
};

struct packet {
	__u64 now; /* ns, CLOCK_MONOTONIC_COARSE */
	__be32 source;
	__be32 destination;
	struct tuple4 tuple;   /* of an ICMP error: that of the packet it is about, turned round */
	__u16 ether_type;      /* host order */
	__u16 l4_offset;       /* bytes from the beginning of the frame */
	__u32 source_identity; /* of this packet, for people */
	__u32 destination_identity;
	__u32 next_ifindex; /* 0: the stack */
	__be32 next_hop;    /* on an uplink; 0: next_ifindex is a pod's */
	__u16 endpoint;	    /* whose hook this is */
	__be16 fragment_id;
	__u8 hook;	 /* enum hook */
	__u8 flow_state; /* enum flow_state */
	__u8 reply;	 /* goes to the end that began the connection */
	__u8 protocol;
	__u8 tcp_flags;
	__u8 icmp_type;
	__u8 icmp_code;
	__u8 ttl;
	__u8 l4_length; /* TCP: bytes of its header */
	__u8 later_fragment;
	__u8 more_fragments;
	__u8 icmp_error;
	__u8 by_host;  /* this node's own stack made it */
	__u8 by_stack; /* goes through the stack, or came by it */
	__u8 first_reply;
	/* From here on only the slow path looks, and what reports; slow_begin() clears it. */
	struct side from; /* began the connection */
	struct side to;
	struct decision egress;	 /* of from's policy */
	struct decision ingress; /* of to's policy */
};

/* Clears what every packet needs. Most packets need no more, and the rest is large. */
static __always_inline void packet_begin(struct packet *packet, __u8 hook)
{
	__builtin_memset(packet, 0, offsetof(struct packet, from));
	packet->hook = hook;
}

static __always_inline void slow_begin(struct packet *packet)
{
	__builtin_memset(&packet->from, 0, sizeof(*packet) - offsetof(struct packet, from));
}

/*
 * Bytes of a header of layer 3 or 4: where they are, if that is the packet's first part, as it is but for odd packets; else
 * a copy in the room given. 0: the packet ends before. Such headers begin at addresses that 4 divides, so a struct of them
 * is read word by word; from a pointer that may be anything the compiler would fetch each byte by itself.
 */
static __always_inline const void *packet_at(struct __sk_buff *ctx, __u32 offset, void *room, const __u32 length)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (offset <= PACKET_OFFSET_MAX && data + offset + length <= end)
		return data + offset;
	return bpf_skb_load_bytes(ctx, offset, room, length) < 0 ? 0 : room;
}

/*
 * node_ingress says so to pod_ingress, in a field of the packet that the stack keeps: it was sent to the pod's own address,
 * so nothing was translated on the way.
 */
#define TC_INDEX_UNTRANSLATED 0x4e52

#define TCP_FIN 1
#define TCP_SYN 2
#define TCP_RST 4
#define TCP_ACK 16

#endif
