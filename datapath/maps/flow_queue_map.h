/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * flow_queue_map: the keys of all flows, in the order in which they are looked at next to see whether they have expired;
 * flow_sweep_map: the timer that looks, and when it last did. No agent is needed for either. Who writes to its element
 * ends the timer, as the kernel does with any: the time that stands there then tells an agent to set it going again.
 *
 * Keys of flows that went with their pod stay until it is their turn. The queue has room for as many of them as there may
 * be flows, so that they take nothing from new connections.
 */
#ifndef NARU_MAPS_FLOW_QUEUE_MAP_H
#define NARU_MAPS_FLOW_QUEUE_MAP_H

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, FLOW_MAP_MAX * 2);
	__type(value, struct flow4_key);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flow_queue_map SEC(".maps");

struct flow_sweep {
	struct bpf_timer timer; /* nobody reads or writes it but the kernel */
	__u64 last_step;	/* ns of CLOCK_MONOTONIC */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct flow_sweep);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} flow_sweep_map SEC(".maps");

#endif
