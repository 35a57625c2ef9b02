/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Why a packet was dropped. Numbers that the field already knows keep their number and text. */
#ifndef NARU_ABI_DROP_REASON_H
#define NARU_ABI_DROP_REASON_H

enum drop_reason {
	DROP_INVALID_SOURCE = 132,    /* Invalid source ip */
	DROP_POLICY_DENIED = 133,     /* Policy denied */
	DROP_INVALID_PACKET = 134,    /* Invalid packet */
	DROP_TRUNCATED = 135,	      /* CT: Truncated or invalid header */
	DROP_UNKNOWN_L4 = 137,	      /* CT: Unknown L4 protocol */
	DROP_UNSUPPORTED_L3 = 139,    /* Unsupported L3 protocol */
	DROP_WRITE_ERROR = 141,	      /* Error while writing to packet */
	DROP_UNROUTABLE = 151,	      /* Stale or unroutable IP */
	DROP_FLOW_TABLE_FULL = 155,   /* CT: Map insertion failed */
	DROP_FLOW_QUOTA = 156,	      /* Flow quota of endpoint used up */
	DROP_NO_FIRST_FRAGMENT = 175, /* First logical datagram fragment not found */
	DROP_POLICY_DENY = 181,	      /* Policy denied by denylist */
	DROP_VLAN = 182,	      /* VLAN traffic disallowed by VLAN filter */
	DROP_IPV6 = 230,	      /* IPv6 not supported yet */
};

#endif
