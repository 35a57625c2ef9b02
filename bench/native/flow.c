// SPDX-License-Identifier: Apache-2.0
/* A client and a server, each a process in its own namespace. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

void enter_netns(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	check(fd, "opening", path);
	check(setns(fd, CLONE_NEWNET), "entering", path);
	close(fd);
}

/* Who is not told otherwise ends with the driver, whatever ends that. */
static pid_t fork_follower(void)
{
	pid_t parent = getpid(), pid = fork();

	check(pid, "starting", "a process");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(0);
		/* What only the driver reads and writes. */
		close(0);
		close(1);
	}
	return pid;
}

static bool start_server(struct flow *flow)
{
	int ready[2];
	bool good;
	char byte;

	check(pipe2(ready, O_CLOEXEC), "making", "a pipe");
	flow->server_pid = fork_follower();
	if (flow->server_pid == 0) {
		close(ready[0]);
		serve(flow, ready[1]);
	}
	close(ready[1]);
	good = read(ready[0], &byte, 1) == 1;
	close(ready[0]);
	return good;
}

static void start_client(struct flow *flow)
{
	int orders[2], results[2];

	check(pipe2(orders, O_CLOEXEC), "making", "a pipe");
	check(pipe2(results, O_CLOEXEC), "making", "a pipe");
	flow->client_pid = fork_follower();
	if (flow->client_pid == 0) {
		close(orders[1]);
		close(results[0]);
		be_client(flow, orders[0], results[1]);
	}
	close(orders[0]);
	close(results[1]);
	flow->orders = orders[1];
	flow->results = results[0];
}

const char *flow_open(struct flow *flow)
{
	flow->shared = mmap(NULL, sizeof(*flow->shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (flow->shared == MAP_FAILED)
		return "no memory";
	if (!start_server(flow)) {
		waitpid(flow->server_pid, NULL, 0);
		munmap(flow->shared, sizeof(*flow->shared));
		return "the server does not start";
	}
	start_client(flow);
	return NULL;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

void flow_close(struct flow *flow)
{
	close(flow->orders);
	close(flow->results);
	end(flow->client_pid);
	end(flow->server_pid);
	munmap(flow->shared, sizeof(*flow->shared));
}

static void pin(pid_t pid, int cpu)
{
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(cpu, &cpus);
	check(sched_setaffinity(pid, sizeof(cpus), &cpus), "pinning", "a process to a CPU");
}

void flow_place(const struct flow *flow, int client_cpu, int server_cpu)
{
	pin(flow->client_pid, client_cpu);
	pin(flow->server_pid, server_cpu);
}
