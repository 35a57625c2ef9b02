// SPDX-License-Identifier: Apache-2.0
/*
 * naru-listener NAME PORT...: a small real server for demos and incidents. Answers HTTP with status 200, and
 * anything else with its name.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_PORTS = 16, MOST = 256 };

static struct pollfd sockets[MOST];
static int listeners, count;

static void listen_on(const char *text)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = INADDR_ANY };
	int port = atoi(text), on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	address.sin_port = htons((uint16_t)port);
	if (port < 1 || port > 65535 || fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0) {
		fprintf(stderr, "naru-listener: port %s: %m\n", text);
		exit(1);
	}
	sockets[listeners++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static void welcome(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return;
	if (count == MOST)
		close(fd);
	else
		sockets[count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
}

static void answer(int fd, const char *name)
{
	char request[4096], reply[1024];
	ssize_t length = recv(fd, request, sizeof(request), 0);
	int size;

	if (length <= 0)
		return;
	if (length >= 4 && !memcmp(request, "GET ", 4))
		size = snprintf(reply, sizeof(reply),
				"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n"
				"Connection: close\r\n\r\n%s\n",
				strlen(name) + 1, name);
	else
		size = snprintf(reply, sizeof(reply), "%s\n", name);
	/* To a peer that has gone there is nothing to say. */
	(void)!send(fd, reply, (size_t)size, MSG_NOSIGNAL);
}

int main(int argc, char **argv)
{
	if (argc < 3 || argc > 2 + MOST_PORTS || strlen(argv[1]) > 512) {
		fprintf(stderr, "usage: naru-listener NAME PORT...\n");
		return 2;
	}
	for (int i = 2; i < argc; i++)
		listen_on(argv[i]);
	for (count = listeners;;) {
		if (poll(sockets, (nfds_t)count, -1) < 0)
			continue;
		for (int i = count - 1; i >= 0; i--) {
			if (!sockets[i].revents)
				continue;
			if (i < listeners) {
				welcome(sockets[i].fd);
				continue;
			}
			answer(sockets[i].fd, argv[1]);
			close(sockets[i].fd);
			sockets[i] = sockets[--count];
		}
	}
}
