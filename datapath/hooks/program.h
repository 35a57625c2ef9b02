/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Everything a hook needs, in the order in which it builds on each other. */
#ifndef NARU_HOOKS_PROGRAM_H
#define NARU_HOOKS_PROGRAM_H

#include "bpf_compat.h"

#include "../abi/config.h"
#include "../abi/drop_reason.h"
#include "../abi/event.h"
#include "../abi/reserved.h"

#include "../maps/endpoint_map.h"
#include "../maps/ipcache_map.h"
#include "../maps/block_map.h"
#include "../maps/policy_map.h"
#include "../maps/policy_stats_map.h"
#include "../maps/flow_map.h"
#include "../maps/epoch_map.h"
#include "../maps/flow_count_map.h"
#include "../maps/flow_queue_map.h"
#include "../maps/fragment_map.h"
#include "../maps/metrics_map.h"
#include "../maps/events_map.h"
#include "../maps/event_budget_map.h"

#include "../steps/packet.h"
#include "../steps/parse.h"
#include "../steps/arp.h"
#include "../steps/fragment.h"
#include "../steps/identity.h"
#include "../steps/conntrack.h"
#include "../steps/fast.h"
#include "../steps/policy_memo.h"
#include "../steps/policy.h"
#include "../steps/flow_life.h"
#include "../steps/admit.h"
#include "../steps/deliver.h"
#include "../steps/verdict.h"
#include "../steps/send.h"

char _license[] SEC("license") = "Dual BSD/GPL";

#endif
