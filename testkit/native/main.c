// SPDX-License-Identifier: Apache-2.0
/*
 * naru-traffic ROLE NETNS …: plays one role in a network namespace. Says "ready" when it has begun, then answers orders
 * line by line, and ends at the end of its input.
 *
 *	flood NETNS ADDRESS PORT RATE		numbered datagrams, so many a second
 *		sent	how many so far			sent COUNT NANOS
 *		stop	sends no more			sent COUNT NANOS
 *	take NETNS PORT				what arrives of them
 *		arrived	which numbers			arrived COUNT AGAIN FIRST-LAST …
 *	talk NETNS ADDRESS PORT COUNT MILLIS	connections on which numbers go there and back, with a pause
 *		report	how they are			talk ALIVE EXCHANGED WORST-NANOS RESENT [WHY ONE ENDED]
 *	serve NETNS PORT			the other end of those
 *		report	how they are			serve ALIVE RESET
 *
 * COUNT of sent is also the number after the last. AGAIN counts datagrams that had arrived before. WORST is the longest
 * time from a number to its answer, or until now if it has none; RESENT counts segments that TCP sent again.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "traffic.h"

void fail(const char *what, const char *about)
{
	printf("error %s %s: %s\n", what, about, strerror(errno));
	exit(1);
}

void check(long result, const char *what, const char *about)
{
	if (result < 0)
		fail(what, about);
}

void enter_netns(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	check(fd, "opening", path);
	check(setns(fd, CLONE_NEWNET), "entering", path);
	close(fd);
}

uint64_t now_nanos(void)
{
	struct timespec time = { 0 };

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

unsigned long number_of(const char *text, unsigned long most)
{
	char *end;
	unsigned long number = strtoul(text, &end, 10);

	if (!*text || *end || number < 1 || number > most) {
		printf("error %s is not a number from 1 to %lu\n", text, most);
		exit(2);
	}
	return number;
}

struct sockaddr_in address_of(const char *address, const char *port)
{
	struct sockaddr_in found = { .sin_family = AF_INET };

	found.sin_port = htons((uint16_t)number_of(port, 65535));
	if (inet_pton(AF_INET, address, &found.sin_addr) != 1) {
		printf("error %s is not an IPv4 address\n", address);
		exit(2);
	}
	return found;
}

void ready(void)
{
	puts("ready");
}

void await(struct pollfd *files, nfds_t count, uint64_t nanos)
{
	struct timespec time = { .tv_sec = (time_t)(nanos / SECOND), .tv_nsec = (long)(nanos % SECOND) };

	files[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	if (ppoll(files, count, &time, NULL) < 0) {
		if (errno != EINTR)
			fail("waiting for", "orders");
		for (nfds_t i = 0; i < count; i++)
			files[i].revents = 0;
	}
}

const char *next_order(const struct pollfd *orders)
{
	static char line[64];
	ssize_t length;

	if (!orders->revents)
		return NULL;
	/* The next order comes only after the answer to this one, so there is one line at most. */
	length = read(STDIN_FILENO, line, sizeof(line) - 1);
	if (length <= 0)
		exit(0);
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return line;
}

void refuse(const char *order)
{
	printf("error no such order: %s\n", order);
	exit(2);
}

static void usage(void)
{
	puts("error usage: naru-traffic flood|take|talk|serve NETNS [ADDRESS] PORT …");
	exit(2);
}

int main(int argc, char **argv)
{
	struct sockaddr_in to;

	signal(SIGPIPE, SIG_IGN);
	/* Each answer leaves at once. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 4)
		usage();
	enter_netns(argv[2]);
	if (argc == 4 && !strcmp(argv[1], "take"))
		take(argv[3]);
	if (argc == 4 && !strcmp(argv[1], "serve"))
		serve(argv[3]);
	if (argc < 6)
		usage();
	to = address_of(argv[3], argv[4]);
	if (argc == 6 && !strcmp(argv[1], "flood"))
		flood(&to, number_of(argv[5], 1000000));
	if (argc == 7 && !strcmp(argv[1], "talk"))
		talk(&to, (int)number_of(argv[5], 1000), (uint64_t)number_of(argv[6], 60000) * 1000000);
	usage();
}
