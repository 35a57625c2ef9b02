/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* event_budget_map: how many more packets of an endpoint and reason may be reported, so that no flood drowns the rest. */
#ifndef NARU_MAPS_EVENT_BUDGET_MAP_H
#define NARU_MAPS_EVENT_BUDGET_MAP_H

#define EVENT_BUDGET_MAP_MAX 16384
#define EVENT_BUDGET_PER_SECOND 500
#define EVENT_BUDGET_BURST 1000

struct event_budget_key {
	__u16 endpoint; /* 0: of none */
	__u8 reason;	/* enum drop_reason; 0: let through */
	__u8 pad;
};
_Static_assert(sizeof(struct event_budget_key) == 4, "struct event_budget_key");

struct event_budget {
	__u64 refilled; /* ns, CLOCK_MONOTONIC */
	__u64 left;	/* packets */
};
_Static_assert(sizeof(struct event_budget) == 16, "struct event_budget");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, EVENT_BUDGET_MAP_MAX);
	__type(key, struct event_budget_key);
	__type(value, struct event_budget);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} event_budget_map SEC(".maps");

#endif
