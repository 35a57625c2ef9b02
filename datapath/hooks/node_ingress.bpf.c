// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * A packet arrives on an uplink. Nobody out there may speak with an address of this node or of its pods; the rest is the
 * stack's.
 */
#include "program.h"

static __always_inline int check_source(struct __sk_buff *ctx, struct packet *packet)
{
	/* What is not IPv4, or malformed, is not for pods: the stack knows better what to do with it. */
	if (ctx->vlan_present || ctx->protocol != bpf_htons(ETH_P_IP) || parse_ipv4(ctx, packet))
		return 0;
	packet->ether_type = ETH_P_IP;
	packet->source_identity = ipcache_identity4(packet->source);
	if (packet->source_identity == IDENTITY_HOST || endpoint_lookup4(packet->source))
		return -DROP_INVALID_SOURCE;
	return 0;
}

SEC("tc")
int node_ingress(struct __sk_buff *ctx)
{
	struct packet packet = { .hook = HOOK_NODE_INGRESS };
	int result = check_source(ctx, &packet);

	return result ? verdict_finish(ctx, &packet, result) : PASS_ON;
}
