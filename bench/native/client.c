// SPDX-License-Identifier: Apache-2.0
/* The side that asks. One order, one result. */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

static const struct timeval PATIENCE = { .tv_sec = 1 };

static void complain(struct result *result, const char *what)
{
	if (!result->error[0])
		snprintf(result->error, sizeof(result->error), "%s: %s", what, strerror(errno));
}

/* Returns -1 if nobody takes the connection in time. */
static int connect_to(const struct flow *flow, int type, struct result *result)
{
	struct timeval patience = type == SOCK_STREAM ? PATIENCE : (struct timeval){ .tv_usec = LOST_MILLIS * 1000 };
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	if (fd < 0) {
		complain(result, "socket");
		return -1;
	}
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &PATIENCE, sizeof(PATIENCE));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (type == SOCK_STREAM)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (connect(fd, (const struct sockaddr *)&flow->server, sizeof(flow->server)) < 0) {
		/* A time-out shows itself as EINPROGRESS. */
		errno = errno == EINPROGRESS ? ETIMEDOUT : errno;
		complain(result, "connect");
		close(fd);
		return -1;
	}
	return fd;
}

static bool ask_byte(int fd, struct result *result)
{
	char byte = 'n';

	if (send(fd, &byte, 1, MSG_NOSIGNAL) == 1 && recv(fd, &byte, 1, 0) == 1)
		return true;
	complain(result, "request/response");
	return false;
}

static void request(const struct flow *flow, int *fd, struct result *result)
{
	if (*fd < 0)
		*fd = connect_to(flow, SOCK_STREAM, result);
	if (*fd >= 0 && ask_byte(*fd, result)) {
		result->done++;
		return;
	}
	result->lost++;
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* The server closes first, so that the client's ports are free again at once. */
static void connect_request_close(const struct flow *flow, struct result *result)
{
	int fd = connect_to(flow, SOCK_STREAM, result);
	char byte;

	if (fd >= 0 && ask_byte(fd, result) && recv(fd, &byte, 1, 0) == 0)
		result->done++;
	else
		result->lost++;
	if (fd >= 0)
		close(fd);
}

/* Waits for the answer to one datagram, past answers that come too late. */
static bool await_answer(int fd, uint64_t number)
{
	struct datagram datagram;

	while (recv(fd, &datagram, sizeof(datagram), 0) > 0)
		if (datagram.number == number)
			return true;
	return false;
}

static void send_datagrams(const struct flow *flow, int *fd, int count, struct result *result)
{
	static struct datagram datagram;
	uint64_t before = flow->shared->received, arrived;

	if (*fd < 0)
		*fd = connect_to(flow, SOCK_DGRAM, result);
	for (int i = 1; i <= count; i++) {
		datagram.number++;
		datagram.wants_answer = i == count;
		if (send(*fd, &datagram, sizeof(datagram), 0) < 0)
			complain(result, "send");
	}
	if (!await_answer(*fd, datagram.number))
		complain(result, "no answer");
	arrived = flow->shared->received - before;
	result->done += arrived;
	result->lost += (uint64_t)count - (arrived < (uint64_t)count ? arrived : (uint64_t)count);
}

static void send_bulk(const struct flow *flow, int *fd, struct result *result)
{
	static char bytes[BULK_BYTES];
	ssize_t size;

	if (*fd < 0)
		*fd = connect_to(flow, SOCK_STREAM, result);
	size = *fd < 0 ? -1 : send(*fd, bytes, sizeof(bytes), MSG_NOSIGNAL);
	if (size > 0) {
		result->done += (uint64_t)size;
		return;
	}
	result->lost++;
	complain(result, "send");
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static uint64_t work_once(const struct flow *flow, int *fd, struct result *result)
{
	switch (flow->work) {
	case TCP_RR: request(flow, fd, result); return 1;
	case TCP_CRR: connect_request_close(flow, result); return 1;
	case UDP_BURST: send_datagrams(flow, fd, BURST, result); return BURST;
	case UDP_RR: send_datagrams(flow, fd, 1, result); return 1;
	default: send_bulk(flow, fd, result); return 1;
	}
}

/* What was sent in bulk is done when it has arrived. */
static void drain(const struct flow *flow, uint64_t before, struct result *result)
{
	const struct timespec moment = { .tv_nsec = 50000 };
	uint64_t end = now_nanos() + 1000000000;

	while (flow->shared->received - before < result->done && now_nanos() < end)
		nanosleep(&moment, NULL);
	result->done = flow->shared->received - before;
}

static struct result obey(const struct flow *flow, const struct order *order, int *fd)
{
	struct result result = { 0 };
	uint64_t start = now_nanos(), before = flow->shared->received, times = 0;

	do
		times += work_once(flow, fd, &result);
	while (order->times ? times < order->times : now_nanos() - start < order->nanos);
	if (flow->work == TCP_BULK)
		drain(flow, before, &result);
	result.nanos = now_nanos() - start;
	return result;
}

void be_client(const struct flow *flow, int orders, int results)
{
	struct order order;
	int fd = -1;

	enter_netns(flow->client_netns);
	while (read(orders, &order, sizeof(order)) == sizeof(order)) {
		struct result result = obey(flow, &order, &fd);

		if (write(results, &result, sizeof(result)) != sizeof(result))
			break;
	}
	_exit(0);
}
