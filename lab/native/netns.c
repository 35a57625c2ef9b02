// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab_ns.h"

void link_loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	check(fd, "making", "a socket");
	check(ioctl(fd, SIOCSIFFLAGS, &request), "setting up", "lo");
	close(fd);
}

void pin_namespace(pid_t pid, const char *file)
{
	char source[64];
	int fd = open(file, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);

	check(fd, "making", file);
	close(fd);
	snprintf(source, sizeof(source), "/proc/%d/ns/net", pid);
	check(mount(source, file, NULL, MS_BIND, NULL), "keeping the network namespace at", file);
}
