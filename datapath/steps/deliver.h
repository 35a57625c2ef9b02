/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Deliver: straight to a pod of this node, straight to the uplink that leads to another node's pod, or on to the stack.
 * Reads: the flow or the sides; the kernel's routes. Writes: next_ifindex; then TTL and MAC addresses of the packet.
 * Can drop because: the packet can't be written.
 */
#ifndef NARU_STEPS_DELIVER_H
#define NARU_STEPS_DELIVER_H

#define ADDRESS_FAMILY_IPV4 2 /* AF_INET */

/* Bytes of layer 3 in the longest packet that this one becomes on the wire. */
static __always_inline __u32 segment_length(const struct __sk_buff *ctx, const struct packet *packet)
{
	if (!ctx->gso_size)
		return ctx->len - ETH_HLEN;
	return packet->l4_offset - ETH_HLEN + (packet->protocol == IPPROTO_TCP ? packet->l4_length : 8) + ctx->gso_size;
}

/*
 * The stack answers for what can't be delivered straight: a TTL that runs out and a packet that is too big get their
 * ICMP errors there. What it answers nothing for is dropped there.
 */
static __always_inline void deliver_to_pod(const struct __sk_buff *ctx, struct packet *packet, __u32 ifindex, __u32 mtu)
{
	if (packet->ttl > 1 && segment_length(ctx, packet) <= mtu)
		packet->next_ifindex = ifindex;
}

/* Routes and neighbours are the kernel's and are asked each time, so none of their changes can be missed. */
__noinline int deliver_to_uplink(struct __sk_buff *ctx, struct packet *packet)
{
	struct bpf_fib_lookup fib = { .family = ADDRESS_FAMILY_IPV4, .ifindex = ctx->ifindex };
	long result;

	if (!packet || packet->ttl <= 1)
		return 0;
	fib.l4_protocol = packet->protocol;
	fib.sport = packet->tuple.source_port;
	fib.dport = packet->tuple.destination_port;
	fib.ipv4_src = packet->source;
	fib.ipv4_dst = packet->destination;
	fib.tot_len = segment_length(ctx, packet);
	result = bpf_fib_lookup(ctx, &fib, sizeof(fib), 0);
	if (result != BPF_FIB_LKUP_RET_SUCCESS && result != BPF_FIB_LKUP_RET_NO_NEIGH)
		return 0;
	packet->next_ifindex = fib.ifindex;
	packet->next_hop = fib.ipv4_dst;
	return 0;
}

struct frame_head {
	__u8 pad[2]; /* layer 3 begins at an address that 4 divides, so the frame 2 bytes beside one */
	__u8 destination_mac[6];
	__u8 source_mac[6];
	__be16 ether_type;
	__u8 version_to_fragment[8];
	__u8 ttl;
	__u8 protocol;
	__u16 checksum;
} __attribute__((aligned(4)));
_Static_assert(sizeof(struct frame_head) == 28, "struct frame_head");

#define FRAME_HEAD_BYTES (sizeof(struct frame_head) - 2)

/* The frame's beginning, in words (see packet_at). */
static __always_inline long frame_head_read(struct __sk_buff *ctx, struct frame_head *head)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + FRAME_HEAD_BYTES > end)
		return bpf_skb_load_bytes(ctx, 0, head->destination_mac, FRAME_HEAD_BYTES);
	__builtin_memcpy(head->destination_mac, __builtin_assume_aligned(data, 2), 2);
	__builtin_memcpy(head->destination_mac + 2, __builtin_assume_aligned(data + 2, 4), FRAME_HEAD_BYTES - 2);
	return 0;
}

/* One hop less, and for a pod the addresses of layer 2: from the gateway that it was sent to. Checksum as RFC 1624. */
static __always_inline int deliver_rewrite(struct __sk_buff *ctx, const struct packet *packet, const __u8 *mac)
{
	struct frame_head head;
	__u32 checksum;

	if (!packet->next_ifindex || config.dry_run)
		return 0;
	if (frame_head_read(ctx, &head))
		return -DROP_WRITE_ERROR;
	if (!packet->next_hop) {
		__builtin_memcpy(head.source_mac, head.destination_mac, sizeof(head.source_mac));
		__builtin_memcpy(head.destination_mac, mac, sizeof(head.destination_mac));
	}
	checksum = head.checksum + bpf_htons(0x0100);
	head.checksum = checksum + (checksum >= 0xffff);
	head.ttl--;
	return bpf_skb_store_bytes(ctx, 0, head.destination_mac, FRAME_HEAD_BYTES, 0) ? -DROP_WRITE_ERROR : 0;
}

/* The kernel's answer for a packet that goes on. */
static __always_inline int deliver_send(const struct packet *packet)
{
	struct bpf_redir_neigh next_hop = { .nh_family = ADDRESS_FAMILY_IPV4, .ipv4_nh = packet->next_hop };

	if (!packet->next_ifindex || config.dry_run)
		return PASS_ON;
	if (packet->next_hop)
		return bpf_redirect_neigh(packet->next_ifindex, &next_hop, sizeof(next_hop), 0);
	return bpf_redirect_peer(packet->next_ifindex, 0);
}

#endif
