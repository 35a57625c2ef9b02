/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* events_map: the one ring buffer of events; events_lost_map counts what is not in it. */
#ifndef NARU_MAPS_EVENTS_MAP_H
#define NARU_MAPS_EVENTS_MAP_H

#define EVENTS_RING_BYTES (1 << 20)

enum events_lost {
	EVENTS_NO_ROOM = 0,    /* events that found the ring full */
	EVENTS_OVER_LIMIT = 1, /* packets not reported, because their endpoint had used up its share for that reason */
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, EVENTS_RING_BYTES);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} events_map SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2); /* enum events_lost */
	__type(key, __u32);
	__type(value, __u64);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} events_lost_map SEC(".maps");

static __always_inline void events_lost_count(__u32 why)
{
	__u64 *lost = bpf_map_lookup_elem(&events_lost_map, &why);

	if (lost)
		*lost += 1;
}

#endif
