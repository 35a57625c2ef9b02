// SPDX-License-Identifier: Apache-2.0
/* Numbered datagrams at a steady rate, and which of them arrive. */
#define _GNU_SOURCE
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "traffic.h"

enum {
	PACE_NANOS = 1000000,
	MOST_AT_ONCE = 256, /* fewer than a CPU's backlog holds, so that the kernel loses none */
	LATEST_PART = 4,    /* who was kept from sending makes good for this part of a second */
	MOST_NUMBERS = 1 << 28,
	RECEIVE_BYTES = 16 << 20
};

/* Sends what is due; what the kernel refuses keeps its number and is tried again. */
static uint64_t send_due(int fd, const struct sockaddr_in *to, uint64_t sent, uint64_t due)
{
	struct datagram datagram = { 0 };

	for (int i = 0; i < MOST_AT_ONCE && sent < due; i++) {
		datagram.number = htobe64(sent);
		if (sendto(fd, &datagram, sizeof(datagram), 0, (const struct sockaddr *)to, sizeof(*to)) < 0)
			break;
		sent++;
	}
	return sent;
}

void flood(const struct sockaddr_in *to, uint64_t rate)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	uint64_t begin, origin, end = 0, sent = 0;
	struct pollfd orders;

	check(fd, "making", "a socket");
	ready();
	for (begin = origin = now_nanos();;) {
		uint64_t now = now_nanos(), due = (now - origin) * rate / SECOND;
		const char *order;

		if (!end)
			sent = send_due(fd, to, sent, due);
		if (sent + rate / LATEST_PART < due)
			origin += (due - sent - rate / LATEST_PART) * SECOND / rate;
		await(&orders, 1, end ? SECOND : PACE_NANOS);
		order = next_order(&orders);
		if (!order)
			continue;
		if (!strcmp(order, "stop"))
			end = end ? end : now_nanos();
		else if (strcmp(order, "sent"))
			refuse(order);
		printf("sent %llu %llu\n", (unsigned long long)sent,
		       (unsigned long long)((end ? end : now_nanos()) - begin));
	}
}

static uint8_t *seen; /* how often each number arrived, up to 255 times */
static uint64_t room, arrived, again;

static void note(uint64_t number)
{
	if (number >= MOST_NUMBERS)
		return; /* not one of ours */
	if (number >= room) {
		uint64_t more = (number + 1) * 2;

		seen = realloc(seen, more);
		if (!seen)
			fail("making room for", "numbers");
		memset(seen + room, 0, more - room);
		room = more;
	}
	if (seen[number]) {
		again++;
		return;
	}
	seen[number] = 1;
	arrived++;
}

static void take_all(int fd)
{
	struct datagram datagram;

	while (recv(fd, &datagram, sizeof(datagram), MSG_DONTWAIT) == sizeof(datagram))
		note(be64toh(datagram.number));
}

static void print_arrived(void)
{
	printf("arrived %llu %llu", (unsigned long long)arrived, (unsigned long long)again);
	for (uint64_t i = 0; i < room; i++) {
		uint64_t first = i;

		if (!seen[i])
			continue;
		while (i + 1 < room && seen[i + 1])
			i++;
		printf(" %llu-%llu", (unsigned long long)first, (unsigned long long)i);
	}
	putchar('\n');
}

void take(const char *port)
{
	struct sockaddr_in address = address_of("0.0.0.0", port);
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), bytes = RECEIVE_BYTES;
	struct pollfd files[2];

	check(fd, "making", "a socket");
	check(setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes)), "sizing", "a socket");
	check(bind(fd, (struct sockaddr *)&address, sizeof(address)), "taking port", port);
	ready();
	for (;;) {
		const char *order;

		files[1] = (struct pollfd){ .fd = fd, .events = POLLIN };
		await(files, 2, SECOND);
		take_all(fd);
		order = next_order(&files[0]);
		if (!order)
			continue;
		if (strcmp(order, "arrived"))
			refuse(order);
		print_arrived();
	}
}
