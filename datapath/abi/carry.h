/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What the agent hands to flow_carry: a frame that is a header of CARRY_HEADER zeros and then records; the rest in cb. */
#ifndef NARU_ABI_CARRY_H
#define NARU_ABI_CARRY_H

#include "../maps/policy_stats_map.h"

#define CARRY_HEADER 16
#define CARRY_MOST 16 /* records of a frame: the kernel takes frames of up to 3.5 kB */

enum carry_word {
	CARRY_WHAT = 0,	 /* enum carry_what */
	CARRY_COUNT = 1, /* of records */
	CARRY_TAKEN = 2, /* how many are in now */
	CARRY_FROM = 3,	 /* counters: the kernel's number of the map that they are of */
	CARRY_TO = 4,	 /* and of the map that they are added to */
};

enum carry_what {
	CARRY_FLOWS = 0,    /* struct flow4_key, then struct flow */
	CARRY_COUNTERS = 1, /* struct carried_counter, of metrics_map */
};

struct carried_counter {
	struct traffic traffic;
	__u32 place;
	__u32 pad;
};
_Static_assert(sizeof(struct carried_counter) == 24, "struct carried_counter");

#endif
