/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * carried_map: what was added to which counter out of which map of another version, so that nothing is added twice, whenever
 * the agent that does it is killed (tasks/flow_carry.bpf.c).
 */
#ifndef NARU_MAPS_CARRIED_MAP_H
#define NARU_MAPS_CARRIED_MAP_H

#include "policy_stats_map.h"

#define CARRIED_MAP_MAX 4096

struct carried_key {
	__u32 from; /* the kernel's numbers of both maps */
	__u32 to;
	__u32 place;
};
_Static_assert(sizeof(struct carried_key) == 12, "struct carried_key");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, CARRIED_MAP_MAX);
	__type(key, struct carried_key);
	__type(value, struct traffic);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} carried_map SEC(".maps");

#endif
