// SPDX-License-Identifier: Apache-2.0
/*
 * naru-load: reads orders line by line and answers each with one line. Ends, with all that it started, at the end of
 * its input.
 *
 *	flow NAME WORK CLIENT-NETNS SERVER-NETNS ADDRESS PORT	flow NAME
 *	place CLIENT-CPU SERVER-CPU				place
 *	slice NAME MICROSECONDS					slice NAME DONE LOST NANOS CLIENT SERVER SOFTIRQ [WHY]
 *	times NAME TIMES					as slice
 *	close NAME						close NAME
 *
 * CLIENT, SERVER and SOFTIRQ are nanoseconds of CPU time: of the two processes, and of the kernel's own threads on
 * their CPUs. What can't be done is answered with "error WHY".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "load.h"

static struct flow flows[MOST_FLOWS];
static int count;
static int client_cpu, server_cpu;

void fail(const char *what, const char *about)
{
	fprintf(stderr, "naru-load: %s %s: %s\n", what, about, strerror(errno));
	_exit(1);
}

void check(long result, const char *what, const char *about)
{
	if (result < 0)
		fail(what, about);
}

bool work_of(const char *name, enum work *work)
{
	static const char *const names[WORKS] = { "tcp-rr", "tcp-crr", "udp", "udp-rr", "tcp-bulk" };

	for (int i = 0; i < WORKS; i++) {
		if (!strcmp(name, names[i])) {
			*work = (enum work)i;
			return true;
		}
	}
	return false;
}

static struct flow *find(const char *name)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(flows[i].name, name))
			return &flows[i];
	return NULL;
}

static const char *open_flow(const char *line)
{
	struct flow *flow = &flows[count];
	char work[16], address[64];
	unsigned port;
	const char *why;

	if (count == MOST_FLOWS)
		return "too many flows";
	memset(flow, 0, sizeof(*flow));
	if (sscanf(line, "flow %63s %15s %255s %255s %63s %u", flow->name, work, flow->client_netns, flow->server_netns,
		   address, &port) != 6)
		return "flow needs six words";
	if (!work_of(work, &flow->work))
		return "no such work";
	flow->server.sin_family = AF_INET;
	flow->server.sin_port = htons((uint16_t)port);
	if (inet_pton(AF_INET, address, &flow->server.sin_addr) != 1)
		return "no such address";
	why = flow_open(flow);
	if (why)
		return why;
	flow_place(flow, client_cpu, server_cpu);
	printf("flow %s\n", flow->name);
	count++;
	return NULL;
}

static const char *place(const char *line)
{
	if (sscanf(line, "place %d %d", &client_cpu, &server_cpu) != 2)
		return "place needs two CPUs";
	for (int i = 0; i < count; i++)
		flow_place(&flows[i], client_cpu, server_cpu);
	puts("place");
	return NULL;
}

struct usage {
	uint64_t client, server, softirq;
};

static struct usage usage_of(const struct flow *flow)
{
	return (struct usage){
		.client = cpu_nanos(flow->client_pid),
		.server = cpu_nanos(flow->server_pid),
		.softirq = softirq_nanos(client_cpu) + (server_cpu == client_cpu ? 0 : softirq_nanos(server_cpu)),
	};
}

static const char *run(const char *line, bool counted)
{
	struct order order = { 0 };
	struct usage before, after;
	struct result result;
	unsigned long long amount;
	struct flow *flow;
	char name[64];

	if (sscanf(line, "%*s %63s %llu", name, &amount) != 2 || !(flow = find(name)))
		return "no such flow";
	if (counted)
		order.times = amount;
	else
		order.nanos = amount * 1000;
	before = usage_of(flow);
	if (write(flow->orders, &order, sizeof(order)) != sizeof(order) ||
	    read(flow->results, &result, sizeof(result)) != sizeof(result))
		return "the client is gone";
	after = usage_of(flow);
	printf("slice %s %llu %llu %llu %llu %llu %llu %s\n", name, (unsigned long long)result.done,
	       (unsigned long long)result.lost, (unsigned long long)result.nanos,
	       (unsigned long long)(after.client - before.client), (unsigned long long)(after.server - before.server),
	       (unsigned long long)(after.softirq - before.softirq), result.error);
	return NULL;
}

static const char *close_flow(const char *line)
{
	struct flow *flow;
	char name[64];

	if (sscanf(line, "close %63s", name) != 1 || !(flow = find(name)))
		return "no such flow";
	flow_close(flow);
	*flow = flows[--count];
	printf("close %s\n", name);
	return NULL;
}

static const char *obey(const char *line)
{
	if (!strncmp(line, "flow ", 5))
		return open_flow(line);
	if (!strncmp(line, "place ", 6))
		return place(line);
	if (!strncmp(line, "slice ", 6))
		return run(line, false);
	if (!strncmp(line, "times ", 6))
		return run(line, true);
	if (!strncmp(line, "close ", 6))
		return close_flow(line);
	return "no such order";
}

void read_orders(const char *(*obey)(const char *line))
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		const char *why = obey(line);

		if (why)
			printf("error %s\n", why);
	}
	free(line);
}

int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	/* An interrupt is for the program that reads our answers; it closes our input. */
	signal(SIGINT, SIG_IGN);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3 && !strcmp(argv[1], "calls")) {
		be_caller(argv[2]);
		return 0;
	}
	if (argc == 4 && !strcmp(argv[1], "enforcement")) {
		be_prober(argv[2], argv[3]);
		return 0;
	}
	read_orders(obey);
	for (int i = 0; i < count; i++)
		flow_close(&flows[i]);
	return 0;
}
