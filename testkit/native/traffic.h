/* SPDX-License-Identifier: Apache-2.0 */
/* naru-traffic: numbered traffic of tests, of which can be said afterwards what became of each part. */
#ifndef NARU_TRAFFIC_H
#define NARU_TRAFFIC_H

#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

enum { SECOND = 1000000000 };

/* One datagram; numbers in network order. */
struct datagram {
	uint64_t number;
	uint8_t rest[24];
};

_Noreturn void fail(const char *what, const char *about);
void check(long result, const char *what, const char *about);
void enter_netns(const char *path);
uint64_t now_nanos(void);
unsigned long number_of(const char *text, unsigned long most);
struct sockaddr_in address_of(const char *address, const char *port);
int tcp_socket(void);

/* Tells the test that the work has begun. */
void ready(void);

/* Waits for an order or one of these files; the first place is kept for the orders. */
void await(struct pollfd *files, nfds_t count, uint64_t nanos);

/* The order that has come, without its line's end; NULL if none has. At the end of the orders all ends. */
const char *next_order(const struct pollfd *orders);
_Noreturn void refuse(const char *order);

_Noreturn void flood(const struct sockaddr_in *to, uint64_t rate);
_Noreturn void take(const char *port);
_Noreturn void talk(const struct sockaddr_in *to, int connections, uint64_t pause_nanos);
_Noreturn void serve(const char *port);

#endif
