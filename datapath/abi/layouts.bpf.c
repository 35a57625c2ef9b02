// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
/*
 * Mentions each struct and enum of abi and maps once, so that this object's type information holds them all: Java's side
 * of them is generated from it. Structs that a map has as key or value are mentioned by the map. The agent makes all
 * pinned maps from this object, so that the kernel keeps these types with them: another version reads there what they are.
 */
#include "bpf_compat.h"

#include "carry.h"
#include "config.h"
#include "drop_reason.h"
#include "event.h"
#include "reserved.h"

#include "../maps/policy_stats_map.h"
#include "../maps/endpoint_map.h"
#include "../maps/ipcache_map.h"
#include "../maps/block_map.h"
#include "../maps/policy_map.h"
#include "../maps/flow_map.h"
#include "../maps/epoch_map.h"
#include "../maps/flow_count_map.h"
#include "../maps/flow_queue_map.h"
#include "../maps/fragment_map.h"
#include "../maps/metrics_map.h"
#include "../maps/events_map.h"
#include "../maps/event_budget_map.h"
#include "../maps/carried_map.h"

struct datapath_config datapath_config;
struct event event;
struct carried_counter carried_counter;

enum host_identity_mode host_identity_mode;
enum dry_run_word dry_run_word;
enum collect_word collect_word;
enum carry_word carry_word;
enum carry_what carry_what;
enum drop_reason drop_reason;
enum event_type event_type;
enum policy_direction policy_direction;
enum policy_verdict policy_verdict;
enum match_type match_type;
enum flow_state flow_state;
enum flow_flags flow_flags;
enum trace_point trace_point;
enum events_lost events_lost;
enum forward_reason forward_reason;
enum reserved_identity reserved_identity;
enum reserved_policy_set reserved_policy_set;
