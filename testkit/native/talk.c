// SPDX-License-Identifier: Apache-2.0
/* Connections that stay open, on which a number goes there and comes back again and again. */
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <linux/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "traffic.h"

enum { MOST = 1000, CONNECT_SECONDS = 20 };

static struct connection {
	uint64_t number;      /* of the exchange under way, or the next one */
	uint64_t asked_nanos; /* when it was sent; 0 if it was not */
	uint64_t next_nanos;  /* when the next one is due */
	uint8_t answer[sizeof(uint64_t)];
	size_t have;
} connections[MOST];

static struct pollfd files[1 + MOST];
static int count, alive;
static uint64_t exchanged, worst, pause_nanos, resent_by_dead;
static char why[96];

int tcp_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	check(fd, "making", "a socket");
	check(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), "setting up", "a socket");
	return fd;
}

/* Without those of which the other end says that it had them: a busy machine answers too late for TCP. */
static uint64_t resent(int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) || info.tcpi_total_retrans < info.tcpi_dsack_dups)
		return 0;
	return info.tcpi_total_retrans - info.tcpi_dsack_dups;
}

static void end(int i, const char *text)
{
	if (!why[0])
		snprintf(why, sizeof(why), "%s", text);
	resent_by_dead += resent(files[i + 1].fd);
	close(files[i + 1].fd);
	files[i + 1] = (struct pollfd){ .fd = -1 };
	alive--;
}

static void ask(int i, uint64_t now)
{
	uint64_t number = htobe64(connections[i].number);

	if (send(files[i + 1].fd, &number, sizeof(number), MSG_NOSIGNAL | MSG_DONTWAIT) != sizeof(number)) {
		end(i, strerror(errno));
		return;
	}
	connections[i].asked_nanos = now;
	connections[i].have = 0;
}

static void hear(int i, uint64_t now)
{
	struct connection *c = &connections[i];
	ssize_t length = recv(files[i + 1].fd, c->answer + c->have, sizeof(c->answer) - c->have, MSG_DONTWAIT);
	uint64_t number;

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (length <= 0) {
		end(i, length ? strerror(errno) : "the other end hung up");
		return;
	}
	c->have += (size_t)length;
	if (c->have < sizeof(number))
		return;
	memcpy(&number, c->answer, sizeof(number));
	if (be64toh(number) != c->number || !c->asked_nanos) {
		end(i, "another number came back");
		return;
	}
	if (now - c->asked_nanos > worst)
		worst = now - c->asked_nanos;
	exchanged++;
	c->number++;
	c->asked_nanos = 0;
	c->next_nanos = now + pause_nanos;
}

static void report(void)
{
	uint64_t longest = worst, again = resent_by_dead, now = now_nanos();

	for (int i = 0; i < count; i++) {
		if (files[i + 1].fd < 0)
			continue;
		again += resent(files[i + 1].fd);
		if (connections[i].asked_nanos && now - connections[i].asked_nanos > longest)
			longest = now - connections[i].asked_nanos;
	}
	printf("talk %d %llu %llu %llu %s\n", alive, (unsigned long long)exchanged, (unsigned long long)longest,
	       (unsigned long long)again, why);
}

static void open_all(const struct sockaddr_in *to, int wanted)
{
	struct timeval patience = { .tv_sec = CONNECT_SECONDS };

	for (count = 0; count < wanted; count++) {
		int fd = tcp_socket();

		check(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)), "setting up", "a socket");
		check(connect(fd, (const struct sockaddr *)to, sizeof(*to)), "connecting to", "the server");
		files[count + 1] = (struct pollfd){ .fd = fd, .events = POLLIN };
	}
	alive = count;
}

/* Sends what is due; returns when the next one is. */
static uint64_t ask_all(uint64_t now)
{
	uint64_t soonest = now + SECOND;

	for (int i = 0; i < count; i++) {
		struct connection *c = &connections[i];

		if (files[i + 1].fd < 0 || c->asked_nanos)
			continue;
		if (c->next_nanos <= now)
			ask(i, now);
		else if (c->next_nanos < soonest)
			soonest = c->next_nanos;
	}
	return soonest;
}

void talk(const struct sockaddr_in *to, int wanted, uint64_t pause)
{
	pause_nanos = pause;
	open_all(to, wanted);
	ready();
	for (;;) {
		uint64_t now = now_nanos(), soonest = ask_all(now);
		const char *order;

		await(files, (nfds_t)count + 1, soonest - now);
		for (int i = 0; i < count; i++)
			if (files[i + 1].fd >= 0 && files[i + 1].revents)
				hear(i, now_nanos());
		order = next_order(&files[0]);
		if (!order)
			continue;
		if (strcmp(order, "report"))
			refuse(order);
		report();
	}
}
