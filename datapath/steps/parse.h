/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Parse: headers to struct packet.
 * Reads: the packet. Writes: addresses, protocol, ports, flags, fragment fields.
 * Can drop because: VLAN, IPv6, another layer 3, truncated or malformed headers, unknown layer 4.
 */
#ifndef NARU_STEPS_PARSE_H
#define NARU_STEPS_PARSE_H

#define IP_MORE_FRAGMENTS 0x2000
#define IP_FRAGMENT_OFFSET 0x1fff

enum icmp_type {
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACHABLE = 3,
	ICMP_ECHO_REQUEST = 8,
	ICMP_TIME_EXCEEDED = 11,
	ICMP_PARAMETER_PROBLEM = 12,
};

struct ipv4_header {
	__u8 version_length;
	__u8 tos;
	__be16 total_length;
	__be16 id;
	__be16 fragment;
	__u8 ttl;
	__u8 protocol;
	__be16 checksum;
	__be32 source;
	__be32 destination;
};
_Static_assert(sizeof(struct ipv4_header) == 20, "struct ipv4_header");

struct icmp_header {
	__u8 type;
	__u8 code;
	__be16 checksum;
	__be16 id;
	__be16 sequence;
};

struct tcp_header_begin {
	__be16 source_port;
	__be16 destination_port;
	__be16 sequence[2];
	__be16 acknowledgement[2];
	__u8 length; /* upper half: words */
	__u8 flags;
};
_Static_assert(sizeof(struct tcp_header_begin) == 14, "struct tcp_header_begin");

/* 0 for IPv4 and ARP, else why not. */
static __always_inline int parse_l2(struct __sk_buff *ctx, struct packet *packet)
{
	packet->ether_type = bpf_ntohs((__be16)ctx->protocol);
	if (ctx->vlan_present)
		return -DROP_VLAN;
	switch (packet->ether_type) {
	case ETH_P_IP:
	case ETH_P_ARP: return 0;
	case ETH_P_8021Q:
	case ETH_P_8021AD: return -DROP_VLAN;
	case ETH_P_IPV6: return -DROP_IPV6;
	default: return -DROP_UNSUPPORTED_L3;
	}
}

/* The IPv4 header; layer 4 is left to parse_l4, after the fragment step. */
static __always_inline int parse_ipv4(struct __sk_buff *ctx, struct packet *packet)
{
	const struct ipv4_header *ip;
	struct ipv4_header room;
	__u32 length, total;

	ip = packet_at(ctx, ETH_HLEN, &room, sizeof(room));
	if (!ip)
		return -DROP_TRUNCATED;
	length = (ip->version_length & 15) * 4;
	total = bpf_ntohs(ip->total_length);
	if (ip->version_length >> 4 != 4 || length < sizeof(*ip))
		return -DROP_INVALID_PACKET;
	/* Only a segment of more than 64 KiB that is cut up later (BIG TCP) has a total length of 0. */
	if (total ? total < length || ETH_HLEN + total > ctx->len : !ctx->gso_size)
		return -DROP_INVALID_PACKET;
	packet->source = ip->source;
	packet->destination = ip->destination;
	packet->protocol = ip->protocol;
	packet->ttl = ip->ttl;
	packet->l4_offset = ETH_HLEN + length;
	packet->fragment_id = ip->id;
	packet->later_fragment = (ip->fragment & bpf_htons(IP_FRAGMENT_OFFSET)) != 0;
	packet->more_fragments = (ip->fragment & bpf_htons(IP_MORE_FRAGMENTS)) != 0;
	packet->tuple.source = ip->source;
	packet->tuple.destination = ip->destination;
	packet->tuple.protocol = ip->protocol;
	return 0;
}

/* Ports of TCP, UDP and SCTP lie at the same place. */
static __always_inline int parse_ports(struct __sk_buff *ctx, __u32 offset, struct packet *packet)
{
	const __be16 *ports;
	__be16 room[2];

	ports = packet_at(ctx, offset, room, sizeof(room));
	if (!ports)
		return -DROP_TRUNCATED;
	packet->tuple.source_port = ports[0];
	packet->tuple.destination_port = ports[1];
	return 0;
}

static __always_inline void parse_icmp_id(const struct icmp_header *icmp, struct packet *packet)
{
	packet->tuple.source_port = icmp->id;
	packet->tuple.destination_port = icmp->id;
}

/*
 * An ICMP error is about a packet that went the other way: the flow step looks for that packet's connection. An error
 * that does not go back to that packet's sender is about nothing; it stays an ICMP packet of its own.
 */
static __always_inline int parse_icmp_error(struct __sk_buff *ctx, struct packet *packet)
{
	__u32 offset = packet->l4_offset + sizeof(struct icmp_header);
	struct ipv4_header inner;
	struct icmp_header icmp;

	if (bpf_skb_load_bytes(ctx, offset, &inner, sizeof(inner)) < 0)
		return -DROP_TRUNCATED;
	if (inner.version_length >> 4 != 4 || (inner.version_length & 15) < 5)
		return -DROP_TRUNCATED;
	if (inner.source != packet->destination || inner.fragment & bpf_htons(IP_FRAGMENT_OFFSET))
		return 0;
	packet->icmp_error = 1;
	packet->tuple.protocol = inner.protocol;
	packet->tuple.source = inner.destination;
	packet->tuple.destination = inner.source;
	offset += (inner.version_length & 15) * 4;
	if (inner.protocol == IPPROTO_ICMP) {
		if (bpf_skb_load_bytes(ctx, offset, &icmp, sizeof(icmp)) < 0)
			return -DROP_TRUNCATED;
		parse_icmp_id(&icmp, packet);
		return 0;
	}
	if (parse_ports(ctx, offset, packet))
		return -DROP_TRUNCATED;
	offset = packet->tuple.source_port;
	packet->tuple.source_port = packet->tuple.destination_port;
	packet->tuple.destination_port = offset;
	return 0;
}

static __noinline int parse_icmp(struct __sk_buff *ctx, struct packet *packet)
{
	struct icmp_header icmp;

	if (bpf_skb_load_bytes(ctx, packet->l4_offset, &icmp, sizeof(icmp)) < 0)
		return -DROP_TRUNCATED;
	packet->icmp_type = icmp.type;
	packet->icmp_code = icmp.code;
	switch (icmp.type) {
	case ICMP_UNREACHABLE:
	case ICMP_TIME_EXCEEDED:
	case ICMP_PARAMETER_PROBLEM: return parse_icmp_error(ctx, packet);
	case ICMP_ECHO_REQUEST:
	case ICMP_ECHO_REPLY: parse_icmp_id(&icmp, packet); return 0;
	default: return 0;
	}
}

static __always_inline int parse_tcp(struct __sk_buff *ctx, struct packet *packet)
{
	const struct tcp_header_begin *tcp;
	struct tcp_header_begin room;

	tcp = packet_at(ctx, packet->l4_offset, &room, sizeof(room));
	if (!tcp || tcp->length >> 4 < 5)
		return -DROP_TRUNCATED;
	packet->l4_length = (tcp->length >> 4) * 4;
	packet->tcp_flags = tcp->flags;
	packet->tuple.source_port = tcp->source_port;
	packet->tuple.destination_port = tcp->destination_port;
	return 0;
}

static __always_inline int is_fragment(const struct packet *packet)
{
	return packet->later_fragment || packet->more_fragments;
}

/* Layer 4 of a packet that is no later fragment. */
static __always_inline int parse_l4(struct __sk_buff *ctx, struct packet *packet)
{
	switch (packet->protocol) {
	case IPPROTO_TCP: return parse_tcp(ctx, packet);
	case IPPROTO_UDP:
	case IPPROTO_SCTP: return parse_ports(ctx, packet->l4_offset, packet);
	case IPPROTO_ICMP: return parse_icmp(ctx, packet);
	default: return -DROP_UNKNOWN_L4;
	}
}

#endif
