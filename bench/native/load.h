/* SPDX-License-Identifier: Apache-2.0 */
/* naru-load: clients and servers that all stay open, of which one pair at a time works. */
#ifndef NARU_LOAD_H
#define NARU_LOAD_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	MOST_FLOWS = 256,
	MOST_CPUS = 1024,
	BULK_BYTES = 65536,
	BURST = 32,	  /* datagrams between two acknowledgements */
	LOST_MILLIS = 300 /* a datagram not answered until then was lost */
};

/* What a client and a server do together. */
enum work { TCP_RR, TCP_CRR, UDP_BURST, UDP_RR, TCP_BULK, WORKS };

/* Written by one process, read by another. */
struct shared {
	volatile uint64_t received; /* by the server: datagrams or bytes */
};

struct flow {
	char name[64];
	enum work work;
	char client_netns[256], server_netns[256];
	struct sockaddr_in server;
	pid_t client_pid, server_pid;
	int orders, results; /* of the client */
	struct shared *shared;
};

/* To the client: how long, or how often if that is not 0. */
struct order {
	uint64_t nanos;
	uint64_t times;
};

/* From the client. */
struct result {
	uint64_t done; /* round trips, connections, datagrams or bytes that arrived */
	uint64_t lost; /* round trips and connections that failed, datagrams that did not arrive */
	uint64_t nanos;
	char error[96]; /* empty if all went well */
};

/* One datagram. */
struct datagram {
	uint64_t number;
	uint32_t wants_answer;
	uint8_t rest[52];
};

uint64_t now_nanos(void);
uint64_t cpu_nanos(pid_t pid);
uint64_t softirq_nanos(int cpu);

_Noreturn void fail(const char *what, const char *about);
void check(long result, const char *what, const char *about);
void enter_netns(const char *path);
bool work_of(const char *name, enum work *work);

_Noreturn void serve(const struct flow *flow, int ready);
_Noreturn void be_client(const struct flow *flow, int orders, int results);

/* Answers orders line by line until there are no more; what can't be done is answered with "error WHY". */
void read_orders(const char *(*obey)(const char *line));

/* calls.c; WHERE is the path of a network namespace, or a process of a node. */
void be_caller(const char *where);

/* enforcement.c */
void be_prober(const char *netns, const char *port);

/* Starts both processes. Returns NULL, or why it can't be. */
const char *flow_open(struct flow *flow);
void flow_close(struct flow *flow);
void flow_place(const struct flow *flow, int client_cpu, int server_cpu);

#endif
