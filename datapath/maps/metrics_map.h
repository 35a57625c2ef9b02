/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* metrics_map: packets and bytes by what became of them and direction. */
#ifndef NARU_MAPS_METRICS_MAP_H
#define NARU_MAPS_METRICS_MAP_H

#define METRICS_REASONS 256

/* Numbers that are no enum drop_reason. */
enum forward_reason {
	FORWARDED = 0,
	FORWARDED_FAST = 1, /* by its flow's entry alone */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, METRICS_REASONS * 2); /* reason * 2 + direction */
	__type(key, __u32);
	__type(value, struct traffic);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} metrics_map SEC(".maps");

#endif
