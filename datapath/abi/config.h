/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Load-time constants: set in .rodata before the object is loaded, so that the verifier prunes by them. */
#ifndef NARU_ABI_CONFIG_H
#define NARU_ABI_CONFIG_H

enum host_identity_mode {
	HOST_IDENTITY_KERNEL = 0, /* no ingress device and an address of this node */
	HOST_IDENTITY_MARK = 1,	  /* packet mark 0xc00/0xf00, set by an iptables rule */
};

#define HOST_MARK 0xc00
#define HOST_MARK_MASK 0xf00

struct datapath_config {
	__u32 host_identity; /* enum host_identity_mode */
	__u32 dry_run;	     /* 1: read the maps, change and emit nothing, answer in cb */
};

/* Where a dry run leaves its answer in __sk_buff.cb. */
enum dry_run_word {
	DRY_RUN_REASON = 0,	  /* 0 forwarded, else enum drop_reason */
	DRY_RUN_NEXT_IFINDEX = 1, /* 0: on to the stack */
	DRY_RUN_EGRESS_RULE = 2,
	DRY_RUN_INGRESS_RULE = 3,
	DRY_RUN_FLOW_STATE = 4, /* enum flow_state */
};

/* What the agent asks of flow_collect in __sk_buff.cb, and its answer. */
enum collect_word {
	COLLECT_ADDRESS = 0,	 /* of the pod that has gone, network order; 0: whoever has gone */
	COLLECT_REMOVED = 1,	 /* flows */
	COLLECT_ENDPOINT = 2,	 /* whose counters of policy entries go too; 0: nobody's */
	COLLECT_BEGIN_SWEEP = 3, /* 1: nothing of the above, but the timer that takes expired flows away is to run */
	COLLECT_ERROR = 4,	 /* errno of that */
};

#endif
