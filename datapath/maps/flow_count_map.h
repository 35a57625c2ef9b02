/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * flow_count_map: how many flows there are, and how many each endpoint has begun (slot * 2) or others have begun with it
 * (slot * 2 + 1). Slot 0 is nobody's: place 0 counts all flows, place 1 those of this node's own stack.
 */
#ifndef NARU_MAPS_FLOW_COUNT_MAP_H
#define NARU_MAPS_FLOW_COUNT_MAP_H

#define FLOW_COUNT_ALL 0
#define FLOW_COUNT_HOST 1

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, EPOCH_SLOTS * 2);
	__type(key, __u32);
	__type(value, __u32);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flow_count_map SEC(".maps");

static __always_inline void flow_count_add(__u32 place, __s32 change)
{
	__u32 *count = bpf_map_lookup_elem(&flow_count_map, &place);

	if (count)
		__sync_fetch_and_add(count, change);
}

static __always_inline __s32 flow_count(__u32 place)
{
	__u32 *count = bpf_map_lookup_elem(&flow_count_map, &place);

	return count ? *(volatile __u32 *)count : 0;
}

#endif
