/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Policy: may this connection be? Always asked about the connection's first direction, whichever way the packet goes.
 * Reads: policy_map, block_map4. Writes: decisions; policy_stats_map, of packets that no flow's entry counts.
 * Can drop because: no entry allows it, or one denies it.
 */
#ifndef NARU_STEPS_POLICY_H
#define NARU_STEPS_POLICY_H

struct policy_search {
	struct policy_key key;
	struct policy_stats_key counted; /* the best entry's key, as counters have it */
	__u32 precedence;
	__u32 rule;
	__u8 verdict;
	__u8 found;
	__u8 pad[2];
};

static __always_inline void policy_consider(struct policy_search *search, __u32 identity, __u32 block_set)
{
	struct policy_entry *entry;

	search->key.identity = identity;
	search->key.block_set = block_set;
	entry = bpf_map_lookup_elem(&policy_map, &search->key);
	if (!entry || (search->found && entry->precedence <= search->precedence))
		return;
	search->found = 1;
	search->precedence = entry->precedence;
	search->rule = entry->rule;
	search->verdict = entry->verdict;
	search->counted.identity = identity;
	search->counted.block_set = block_set;
	search->counted.prefix_length = entry->prefix_length;
}

static __always_inline __u8 policy_match(const struct policy_search *search)
{
	int l3 = search->counted.identity || search->counted.block_set;

	if (!search->found)
		return MATCH_NONE;
	if (search->counted.prefix_length > POLICY_PREFIX_PROTOCOL)
		return l3 ? MATCH_L3_L4 : MATCH_L4_ONLY;
	if (search->counted.prefix_length > POLICY_PREFIX_PEER)
		return l3 ? MATCH_L3_PROTO : MATCH_PROTO_ONLY;
	return l3 ? MATCH_L3_ONLY : MATCH_ALL;
}

/* The best entry's key as counters have it: what the entry left open is 0. */
static __always_inline void policy_entry_key(const struct policy_search *search, struct policy_stats_key *entry)
{
	__u8 length = search->counted.prefix_length;

	*entry = search->counted;
	if (length > POLICY_PREFIX_PEER)
		entry->protocol = search->key.protocol;
	if (length > POLICY_PREFIX_PROTOCOL && length <= POLICY_PREFIX_FULL)
		entry->port = search->key.port & bpf_htons(0xffff << (POLICY_PREFIX_FULL - length));
}

/* One more packet that no flow's entry counts. */
static __always_inline void policy_count(struct __sk_buff *ctx, const struct decision *decision)
{
	struct traffic one = { .packets = 1, .bytes = ctx->len };

	if (decision->slot && decision->entry.prefix_length)
		policy_stats_add(&decision->entry, &one);
}

/* All entries that may decide, and the one that does. */
static __always_inline void policy_look(const struct policy_question *question, struct policy_memo *answer)
{
	struct policy_search search = {};

	search.key.prefix_length = POLICY_PREFIX_FULL;
	search.key.policy_set = question->policy_set;
	search.key.direction = question->direction;
	search.key.protocol = question->protocol;
	search.key.port = question->port;
	search.counted.direction = question->direction;
	policy_consider(&search, question->identity, 0);
	if (identity_is_pod(question->identity))
		policy_consider(&search, IDENTITY_ALL_PODS, 0);
	policy_consider(&search, 0, 0);
	if (question->block_set) {
		policy_consider(&search, 0, question->block_set);
		policy_consider(&search, question->identity, question->block_set);
	}
	answer->rule = search.rule;
	answer->verdict = search.found ? search.verdict : POLICY_DENY;
	answer->match = policy_match(&search);
	__builtin_memset(&answer->entry, 0, sizeof(answer->entry));
	if (search.found)
		policy_entry_key(&search, &answer->entry);
}

/* The epoch is read before the entries: the agent writes them first and moves it after. A dry run always looks. */
static __always_inline const struct policy_memo *policy_answer(const struct policy_question *question)
{
	struct policy_memo *memo = policy_memo_at(question);
	__u32 epoch = epoch_read(EPOCH_POLICY);

	if (!memo || (!config.dry_run && memo->epoch == epoch && policy_question_equals(&memo->question, question)))
		return memo;
	read_barrier();
	policy_look(question, memo);
	memo->question = *question;
	memo->epoch = epoch;
	return memo;
}

/*
 * Asks the policy of one side (owner) about the other (peer). Not static: the verifier then looks at it once, instead of
 * once for each way that leads here, and wants pointers checked.
 */
__noinline int policy_ask(const struct packet *packet, __u32 direction, struct decision *decision)
{
	struct policy_question question = {};
	const struct side *owner, *peer;
	const struct policy_memo *answer;

	if (!packet || !decision)
		return 0;
	owner = direction == POLICY_EGRESS ? &packet->from : &packet->to;
	peer = direction == POLICY_EGRESS ? &packet->to : &packet->from;
	question.policy_set = owner->policy_set;
	question.identity = peer->identity;
	question.block_set = block_set4(peer->address);
	question.direction = direction;
	question.protocol = packet->tuple.protocol;
	if (packet->tuple.protocol != IPPROTO_ICMP)
		question.port = packet->reply ? packet->tuple.source_port : packet->tuple.destination_port;
	decision->slot = owner->slot;
	decision->policy_set = owner->policy_set;
	answer = policy_answer(&question);
	if (!answer)
		return 0; /* there is one for each place */
	decision->rule = answer->rule;
	decision->verdict = answer->verdict;
	decision->match = answer->match;
	decision->entry = answer->entry;
	decision->entry.endpoint = owner->slot;
	decision->denied_by_entry = answer->entry.prefix_length && answer->verdict == POLICY_DENY;
	return decision->verdict == POLICY_ALLOW;
}

static __always_inline int policy_drop_reason(const struct decision *decision)
{
	return decision->denied_by_entry ? -DROP_POLICY_DENY : -DROP_POLICY_DENIED;
}

/* The policies of those sides that this hook asks. */
static __always_inline int policy_check(struct packet *packet)
{
	if (packet->from.address == packet->to.address)
		return 0; /* a pod always reaches itself */
	if (packet->from.asked && !policy_ask(packet, POLICY_EGRESS, &packet->egress))
		return policy_drop_reason(&packet->egress);
	if (packet->to.asked && !policy_ask(packet, POLICY_INGRESS, &packet->ingress))
		return policy_drop_reason(&packet->ingress);
	return 0;
}

#endif
