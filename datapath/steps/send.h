/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * Send: the last of a packet that deliver found a way for: written, reported, and on that way.
 * Reads: struct packet, the flow's entry. Writes: the packet; what verdict writes.
 * Can drop because: the packet can't be written.
 */
#ifndef NARU_STEPS_SEND_H
#define NARU_STEPS_SEND_H

/* As deliver_rewrite(), but not on the stack of the slow path, which calls deeper before. */
static __noinline __attribute__((unused)) int slow_rewrite(struct __sk_buff *ctx, const struct packet *packet,
							   const __u8 *mac)
{
	return deliver_rewrite(ctx, packet, mac);
}

/* result: of all steps before; negative is a drop reason. */
static __always_inline int slow_send(struct __sk_buff *ctx, struct packet *packet, int result)
{
	if (verdict_finish(ctx, packet, result) == STOP)
		return STOP;
	return deliver_send(packet);
}

/* Of a packet that its flow's entry alone let through. */
static __always_inline int fast_send(struct __sk_buff *ctx, struct packet *packet, const struct flow *flow)
{
	if (deliver_rewrite(ctx, packet, packet->reply ? flow->source_mac : flow->destination_mac)) {
		slow_begin(packet);
		return verdict_finish(ctx, packet, -DROP_WRITE_ERROR);
	}
	verdict_fast(ctx, packet, flow);
	return deliver_send(packet);
}

#endif
