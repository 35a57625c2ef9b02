// SPDX-License-Identifier: Apache-2.0
/* What time it is, and how much of it a process or the kernel's own work has used. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "load.h"

static uint64_t nanos_of(clockid_t clock)
{
	struct timespec time = { 0 };

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

uint64_t now_nanos(void)
{
	return nanos_of(CLOCK_MONOTONIC);
}

uint64_t cpu_nanos(pid_t pid)
{
	clockid_t clock;

	return clock_getcpuclockid(pid, &clock) ? 0 : nanos_of(clock);
}

/* Reads a small file of /proc whole. Returns how much there was. */
static size_t slurp(const char *path, char *text, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? 0 : read(fd, text, room - 1);

	if (fd >= 0)
		close(fd);
	text[size > 0 ? size : 0] = '\0';
	return size > 0 ? (size_t)size : 0;
}

static int find_softirq_thread(int cpu)
{
	char wanted[32], path[300], comm[64];
	struct dirent *entry;
	int found = 0;
	DIR *proc = opendir("/proc");

	snprintf(wanted, sizeof(wanted), "ksoftirqd/%d\n", cpu);
	while (proc && !found && (entry = readdir(proc))) {
		int pid = atoi(entry->d_name);

		if (pid <= 0)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/comm", pid);
		slurp(path, comm, sizeof(comm));
		if (!strcmp(comm, wanted))
			found = pid;
	}
	if (proc)
		closedir(proc);
	return found;
}

/*
 * Packets are handled on account of whoever sends them, unless there are too many: then the CPU's own thread does it.
 * 0 where it can't be seen (a PID namespace of our own).
 */
uint64_t softirq_nanos(int cpu)
{
	static int pids[MOST_CPUS];
	char path[64], text[128];

	if (cpu < 0 || cpu >= MOST_CPUS)
		return 0;
	if (!pids[cpu])
		pids[cpu] = find_softirq_thread(cpu);
	snprintf(path, sizeof(path), "/proc/%d/schedstat", pids[cpu]);
	return slurp(path, text, sizeof(text)) ? strtoull(text, NULL, 10) : 0;
}
