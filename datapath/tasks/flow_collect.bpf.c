// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * The agent runs this when it starts, to set the sweeper going; and when a pod has gone: takes the pod's flows and counters
 * away, so that who has its address or its slot next begins anew. It sees no packets; what is meant stands in cb.
 */
#include "../hooks/program.h"
#include "sweep.h"

struct collect {
	__be32 address; /* 0: all whose pods are gone */
	__u32 removed;
};

static __always_inline int pod_is_gone(__u32 place, __be32 address)
{
	struct endpoint *endpoint;

	if (place >= EPOCH_SLOTS)
		return 0;
	endpoint = endpoint_lookup4(address);
	return !endpoint || endpoint->slot != place;
}

static long collect_one(void *map, struct flow4_key *key, struct flow *flow, struct collect *collect)
{
	int from_low = (flow->flags & FLOW_FROM_LOW) != 0;
	__be32 source = from_low ? key->low_address : key->high_address;
	__be32 destination = from_low ? key->high_address : key->low_address;

	if (collect->address && source != collect->address && destination != collect->address)
		return 0;
	if (!collect->address && !pod_is_gone(flow->source_place, source) &&
	    !pod_is_gone(flow->destination_place, destination))
		return 0;
	flow_remove(map, key, flow);
	collect->removed++;
	return 0;
}

static long forget_one(void *map, struct policy_stats_key *key, void *traffic, __u32 *endpoint)
{
	(void)traffic;
	if (key->endpoint == *endpoint)
		bpf_map_delete_elem(map, key);
	return 0;
}

SEC("tc")
int flow_collect(struct __sk_buff *ctx)
{
	struct collect collect = { .address = ctx->cb[COLLECT_ADDRESS] };
	__u32 endpoint = ctx->cb[COLLECT_ENDPOINT];

	if (ctx->cb[COLLECT_BEGIN_SWEEP]) {
		ctx->cb[COLLECT_ERROR] = -sweep_begin();
		return PASS_ON;
	}
	bpf_for_each_map_elem(&flow_map4, collect_one, &collect, 0);
	if (endpoint)
		bpf_for_each_map_elem(&policy_stats_map, forget_one, &endpoint, 0);
	ctx->cb[COLLECT_REMOVED] = collect.removed;
	return PASS_ON;
}
