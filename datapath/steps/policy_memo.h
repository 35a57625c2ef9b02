/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What policy said before to the same question: connections come in rows that ask the same, and with ten thousand entries
 * an answer costs more than all else about a new connection. Each CPU has a table of its own, so nobody else writes what
 * is read here; of two questions with one place the later one stays. An answer is good as long as no policy entry changes.
 * Reads: policy_memo_map, epoch_map. Writes: policy_memo_map.
 */
#ifndef NARU_STEPS_POLICY_MEMO_H
#define NARU_STEPS_POLICY_MEMO_H

#define POLICY_MEMO_PLACES 1024

struct policy_question {
	__u32 policy_set;
	__u32 identity;
	__u32 block_set;
	__u8 direction;
	__u8 protocol;
	__be16 port;
};
_Static_assert(sizeof(struct policy_question) == 16, "struct policy_question");

struct policy_memo {
	struct policy_question question;
	__u32 epoch; /* of all policy entries, read before they were asked */
	__u32 rule;
	struct policy_stats_key entry; /* that decided; endpoint: left open */
	__u8 verdict;
	__u8 match;
	__u8 pad[6];
};
_Static_assert(sizeof(struct policy_memo) == 48, "struct policy_memo");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, POLICY_MEMO_PLACES);
	__type(key, __u32);
	__type(value, struct policy_memo);
} policy_memo_map SEC(".maps");

static __always_inline int policy_question_equals(const struct policy_question *a, const struct policy_question *b)
{
	return a->policy_set == b->policy_set && a->identity == b->identity && a->block_set == b->block_set &&
	       a->direction == b->direction && a->protocol == b->protocol && a->port == b->port;
}

/* Where the answer stands, or may be put. */
static __always_inline struct policy_memo *policy_memo_at(const struct policy_question *question)
{
	__u32 place = question->policy_set * 0x9e3779b1 ^ question->identity * 0x85ebca6b ^
		      question->block_set * 0xc2b2ae35 ^
		      (question->port << 16 | question->protocol << 8 | question->direction) * 0x27d4eb2f;

	place ^= place >> 15;
	place %= POLICY_MEMO_PLACES;
	return bpf_map_lookup_elem(&policy_memo_map, &place);
}

#endif
