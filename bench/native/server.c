// SPDX-License-Identifier: Apache-2.0
/* The side that answers. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

static int listen_at(const struct sockaddr_in *address, int type)
{
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	check(fd, "making", "a socket");
	check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), "setting", "SO_REUSEADDR");
	check(bind(fd, (const struct sockaddr *)address, sizeof(*address)), "binding", "the server's address");
	if (type == SOCK_STREAM)
		check(listen(fd, 1024), "listening", "there");
	return fd;
}

/* Answers each byte until the other end closes. */
static void answer_requests(int fd)
{
	int on = 1;
	char byte;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	while (recv(fd, &byte, 1, 0) == 1 && send(fd, &byte, 1, MSG_NOSIGNAL) == 1)
		;
}

static void answer_one(int fd)
{
	char byte;

	if (recv(fd, &byte, 1, 0) == 1)
		(void)!send(fd, &byte, 1, MSG_NOSIGNAL);
}

static void swallow(int fd, struct shared *shared)
{
	static char bytes[4 * BULK_BYTES];
	ssize_t size;

	while ((size = recv(fd, bytes, sizeof(bytes), 0)) > 0)
		shared->received += (uint64_t)size;
}

static void serve_stream(const struct flow *flow, int listener)
{
	for (;;) {
		int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		switch (flow->work) {
		case TCP_RR: answer_requests(fd); break;
		case TCP_CRR: answer_one(fd); break;
		default: swallow(fd, flow->shared); break;
		}
		close(fd);
	}
}

static void serve_datagrams(const struct flow *flow, int fd)
{
	struct datagram datagram;
	struct sockaddr_in from;

	for (;;) {
		socklen_t size = sizeof(from);

		if (recvfrom(fd, &datagram, sizeof(datagram), 0, (struct sockaddr *)&from, &size) < 0)
			continue;
		flow->shared->received++;
		if (datagram.wants_answer)
			sendto(fd, &datagram, sizeof(datagram), 0, (struct sockaddr *)&from, size);
	}
}

void serve(const struct flow *flow, int ready)
{
	bool datagrams = flow->work == UDP_BURST || flow->work == UDP_RR;
	int fd;

	enter_netns(flow->server_netns);
	fd = listen_at(&flow->server, datagrams ? SOCK_DGRAM : SOCK_STREAM);
	check(write(ready, "", 1), "reporting", "readiness");
	close(ready);
	if (datagrams)
		serve_datagrams(flow, fd);
	else
		serve_stream(flow, fd);
	_exit(0);
}
