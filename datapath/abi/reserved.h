/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Identity numbers with a fixed meaning; numbers below 256 are never given to labels. */
#ifndef NARU_ABI_RESERVED_H
#define NARU_ABI_RESERVED_H

enum reserved_identity {
	IDENTITY_UNKNOWN = 0,	/* in a policy key: any peer */
	IDENTITY_HOST = 1,	/* this node's own stack */
	IDENTITY_WORLD = 2,	/* nothing that the cluster knows */
	IDENTITY_UNMANAGED = 3, /* a pod older than the agent */
	IDENTITY_HEALTH = 4,
	IDENTITY_INIT = 5,	  /* a pod address whose labels are not known */
	IDENTITY_REMOTE_NODE = 6, /* another node's own stack */
	IDENTITY_KUBE_APISERVER = 7,
	IDENTITY_INGRESS = 8,
	IDENTITY_ALL_PODS = 255,  /* in a policy key: each pod whose labels are known */
	IDENTITY_FIRST_POD = 256, /* from here on: numbers of label sets */
};

/* Policy sets with a fixed meaning; further numbers are given by the agent. */
enum reserved_policy_set {
	POLICY_SET_CLOSED = 0, /* only the local host gets in, nothing gets out */
	POLICY_SET_FIRST = 1,
};

#endif
