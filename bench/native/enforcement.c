// SPDX-License-Identifier: Apache-2.0
/*
 * naru-load enforcement CLIENT-NETNS PORT: finds out with packets how long a change takes until it is in force
 * everywhere.
 *
 *	pod NETNS ADDRESS		one more pod to send to				pod
 *	change FROM TO COUNT MILLIS	renames a file, then sends a packet to each pod
 *					again and again until it arrives at COUNT of
 *					them (all, or none)				changed NANOS PASSES
 *	probe				sends once to each				arrived COUNT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

enum { MOST_PODS = 1024 };

static struct pod {
	struct sockaddr_in address;
	int fd;
	uint32_t heard; /* the number of the last pass that arrived */
} pods[MOST_PODS];

static int count, sender;
static uint16_t port;
static uint32_t pass;

static const struct timespec PAUSE = { .tv_nsec = 200000 };

static int socket_in(const char *netns, const struct sockaddr_in *address)
{
	int fd;

	enter_netns(netns);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	check(fd, "making", "a socket");
	if (address)
		check(bind(fd, (const struct sockaddr *)address, sizeof(*address)), "binding in", netns);
	return fd;
}

static const char *add_pod(const char *line)
{
	struct pod *pod = &pods[count];
	char netns[256], address[64];

	if (count == MOST_PODS)
		return "too many pods";
	memset(pod, 0, sizeof(*pod));
	pod->address.sin_family = AF_INET;
	pod->address.sin_port = htons(port);
	if (sscanf(line, "pod %255s %63s", netns, address) != 2 ||
	    inet_pton(AF_INET, address, &pod->address.sin_addr) != 1)
		return "pod needs a namespace and an address";
	pod->fd = socket_in(netns, &pod->address);
	count++;
	puts("pod");
	return NULL;
}

/* Sends to all pods; returns to how many it came. */
static int send_to_all(void)
{
	int arrived = 0;
	uint32_t heard;

	pass++;
	for (int i = 0; i < count; i++)
		sendto(sender, &pass, sizeof(pass), 0, (struct sockaddr *)&pods[i].address, sizeof(pods[i].address));
	/* What the kernel put off has its time now. */
	nanosleep(&PAUSE, NULL);
	for (int i = 0; i < count; i++) {
		while (recv(pods[i].fd, &heard, sizeof(heard), 0) == sizeof(heard))
			pods[i].heard = heard;
		arrived += pods[i].heard == pass;
	}
	return arrived;
}

static const char *change(const char *line)
{
	char from[512], to[512];
	uint64_t begin, end, limit, now;
	unsigned passes = 0;
	int wanted, millis;

	if (sscanf(line, "change %511s %511s %d %d", from, to, &wanted, &millis) != 4)
		return "change needs two files, a count and a time";
	begin = now_nanos();
	limit = begin + (uint64_t)millis * 1000000;
	if (rename(from, to) < 0)
		return strerror(errno);
	do {
		now = now_nanos();
		if (now > limit)
			return "not in force in time";
		passes++;
		if (send_to_all() != wanted)
			continue;
		end = now_nanos();
		/* Once more: a packet may be late, but not twice. */
		if (send_to_all() == wanted)
			break;
	} while (true);
	printf("changed %llu %u\n", (unsigned long long)(end - begin), passes);
	return NULL;
}

static const char *obey(const char *line)
{
	if (!strncmp(line, "pod ", 4))
		return add_pod(line);
	if (!strncmp(line, "change ", 7))
		return change(line);
	if (!strcmp(line, "probe\n")) {
		printf("arrived %d\n", send_to_all());
		return NULL;
	}
	return "no such order";
}

void be_prober(const char *netns, const char *port_text)
{
	port = (uint16_t)atoi(port_text);
	sender = socket_in(netns, NULL);
	read_orders(obey);
}
