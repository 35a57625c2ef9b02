/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Sweep: takes away flows that have expired. A timer looks at a few at a time, often enough that each is looked at every
 * SWEEP_ROUND; it goes on by itself as long as the maps are pinned. Keys whose flows went with their pod take places of
 * the queue that new connections need: where most are such, it hurries.
 *
 * One timer for all and not one for each flow: bpf_timer_init has to find memory without waiting, and was measured (6.18)
 * to fail once in 1,500 times for no fault of ours.
 */
#ifndef NARU_TASKS_SWEEP_H
#define NARU_TASKS_SWEEP_H

#define SWEEP_STEP 128
#define SWEEP_ROUND (10 * NSEC_PER_SEC)
#define SWEEP_LONGEST NSEC_PER_SEC
#define SWEEP_SOON (NSEC_PER_SEC / 1000)

enum swept {
	SWEPT_NOTHING = 0, /* the queue is empty */
	SWEPT_FLOW = 1,
	SWEPT_STALE = 2, /* a key that no flow has any more */
};

/* Looks at the flow whose turn it is: enum swept. */
__noinline int sweep_one(__u64 now)
{
	struct flow4_key key;
	struct flow *flow;

	if (bpf_map_pop_elem(&flow_queue_map, &key))
		return SWEPT_NOTHING;
	flow = bpf_map_lookup_elem(&flow_map4, &key);
	if (!flow)
		return SWEPT_STALE;
	if (flow->expires < now || bpf_map_push_elem(&flow_queue_map, &key, BPF_ANY))
		flow_remove(&flow_map4, &key, flow); /* what nobody looks at any more must not stay */
	return SWEPT_FLOW;
}

static __always_inline __u64 sweep_pause(void)
{
	__s32 flows = flow_count(FLOW_COUNT_ALL);
	__u64 pause = SWEEP_ROUND * SWEEP_STEP / (flows > 0 ? flows : 1);

	return pause < SWEEP_LONGEST ? pause : SWEEP_LONGEST;
}

static int sweep(void *map, __u32 *key, struct flow_sweep *state)
{
	__u64 now = bpf_ktime_get_ns();
	int i, found, stale = 0;

	(void)map;
	(void)key;
	state->last_step = now;
	for (i = 0; i < SWEEP_STEP; i++) {
		found = sweep_one(now);
		if (found == SWEPT_NOTHING)
			break;
		stale += found - SWEPT_FLOW; /* no branch: the verifier would follow all ways through all rounds */
	}
	bpf_timer_start(&state->timer, stale > SWEEP_STEP / 2 ? SWEEP_SOON : sweep_pause(), 0);
	return 0;
}

/* 0: it runs from now on, with this version of the code; again is fine. */
static __always_inline int sweep_begin(void)
{
	struct flow_sweep *state;
	__u32 zero = 0;
	long result;

	state = bpf_map_lookup_elem(&flow_sweep_map, &zero);
	if (!state)
		return -ENOENT;
	result = bpf_timer_init(&state->timer, &flow_sweep_map, CLOCK_MONOTONIC);
	if (result && result != -EBUSY) /* busy: an earlier agent made it */
		return result;
	result = bpf_timer_set_callback(&state->timer, sweep);
	if (result)
		return result;
	state->last_step = bpf_ktime_get_ns();
	return bpf_timer_start(&state->timer, sweep_pause(), 0);
}

#endif
