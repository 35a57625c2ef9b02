/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* endpoint_map4: address of a local pod -> its endpoint. */
#ifndef NARU_MAPS_ENDPOINT_MAP_H
#define NARU_MAPS_ENDPOINT_MAP_H

#define ENDPOINT_MAP_MAX 4096

struct endpoint {
	__u32 ifindex; /* host-side veth, in the node's namespace */
	__u32 identity;
	__u32 policy_set; /* leads the keys of its policy entries */
	__u32 mtu;	  /* larger packets go to the stack, which answers with ICMP */
	__u16 slot;	  /* the endpoint id; its place in epochs */
	__u8 mac[6];	  /* of the pod's interface */
	__u8 host_mac[6]; /* of the host-side veth; for the next agent, no program reads it */
	__u16 pad;
};
_Static_assert(sizeof(struct endpoint) == 32, "struct endpoint");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, ENDPOINT_MAP_MAX);
	__type(key, __be32);
	__type(value, struct endpoint);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} endpoint_map4 SEC(".maps");

static __always_inline struct endpoint *endpoint_lookup4(__be32 address)
{
	return bpf_map_lookup_elem(&endpoint_map4, &address);
}

#endif
