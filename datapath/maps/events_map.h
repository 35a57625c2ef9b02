/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* events_map: the one ring buffer of events; events_lost_map counts what did not fit. */
#ifndef NARU_MAPS_EVENTS_MAP_H
#define NARU_MAPS_EVENTS_MAP_H

#define EVENTS_RING_BYTES (1 << 20)

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENTS_RING_BYTES);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} events_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} events_lost_map SEC(".maps");

#endif
