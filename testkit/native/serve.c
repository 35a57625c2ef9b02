// SPDX-License-Identifier: Apache-2.0
/* A TCP server that sends back whatever it gets. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "traffic.h"

enum { MOST = 1000, FIRST = 2 };

/* Orders, the listener, and the connections behind them. */
static struct pollfd files[FIRST + MOST];
static nfds_t count = FIRST;
static unsigned reset;

static void welcome(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	if (count == FIRST + MOST)
		close(fd);
	else
		files[count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

/* False if the connection has ended. */
static bool answer(int fd)
{
	char bytes[4096];
	ssize_t length = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (length < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (length > 0 && send(fd, bytes, (size_t)length, MSG_NOSIGNAL) == length)
		return true;
	reset += length != 0;
	return false;
}

static int listener_on(const char *port)
{
	struct sockaddr_in address = address_of("0.0.0.0", port);
	int fd = tcp_socket(), on = 1;

	check(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)), "setting up", "a socket");
	check(bind(fd, (struct sockaddr *)&address, sizeof(address)), "taking port", port);
	check(listen(fd, MOST), "listening at", port);
	return fd;
}

void serve(const char *port)
{
	files[1] = (struct pollfd){ .fd = listener_on(port), .events = POLLIN };
	ready();
	for (;;) {
		const char *order;

		await(files, count, SECOND);
		for (nfds_t i = count - 1; i >= FIRST; i--) {
			if (!files[i].revents || answer(files[i].fd))
				continue;
			close(files[i].fd);
			files[i] = files[--count];
		}
		if (files[1].revents)
			welcome(files[1].fd);
		order = next_order(&files[0]);
		if (!order)
			continue;
		if (strcmp(order, "report"))
			refuse(order);
		printf("serve %u %u\n", (unsigned)(count - FIRST), reset);
	}
}
