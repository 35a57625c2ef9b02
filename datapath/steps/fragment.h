/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Fragments: only the first one of a datagram has ports; later ones get them from fragment_map4.
 * Reads: fragment_map4, the packet. Writes: ports of a later fragment, fragment_map4.
 * Can drop because: no first fragment was seen, and what parse_l4 drops.
 */
#ifndef NARU_STEPS_FRAGMENT_H
#define NARU_STEPS_FRAGMENT_H

#define FRAGMENT_TIMEOUT (30 * NSEC_PER_SEC) /* as net.ipv4.ipfrag_time */

static __always_inline int fragment_recall(struct packet *packet, const struct fragment4_key *key)
{
	struct fragment *first = bpf_map_lookup_elem(&fragment_map4, key);

	if (!first || first->expires < bpf_ktime_get_ns())
		return -DROP_NO_FIRST_FRAGMENT;
	packet->tuple.source_port = first->source_port;
	packet->tuple.destination_port = first->destination_port;
	packet->icmp_type = first->icmp_type;
	packet->icmp_code = first->icmp_code;
	return 0;
}

static __always_inline void fragment_remember(const struct packet *packet, const struct fragment4_key *key)
{
	struct fragment first = {
		.expires = bpf_ktime_get_ns() + FRAGMENT_TIMEOUT,
		.source_port = packet->tuple.source_port,
		.destination_port = packet->tuple.destination_port,
		.icmp_type = packet->icmp_type,
		.icmp_code = packet->icmp_code,
	};

	bpf_map_update_elem(&fragment_map4, key, &first, BPF_ANY);
}

/* Layer 4 of any packet. */
static __always_inline int fragment_l4(struct __sk_buff *ctx, struct packet *packet)
{
	struct fragment4_key key = {
		.source_address = packet->source,
		.destination_address = packet->destination,
		.id = packet->fragment_id,
		.protocol = packet->protocol,
		.hook = packet->hook,
	};
	int result;

	if (packet->later_fragment)
		return fragment_recall(packet, &key);
	result = parse_l4(ctx, packet);
	if (!result && packet->more_fragments && !config.dry_run)
		fragment_remember(packet, &key);
	return result;
}

#endif
