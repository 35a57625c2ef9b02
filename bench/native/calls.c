// SPDX-License-Identifier: Apache-2.0
/*
 * naru-load calls NETNS | PID: calls programs there as a container runtime calls CNI plugins, and says how long each
 * took. PID is a process of a node, of which all namespaces are entered.
 *
 *	call PROGRAM INPUT KEY=VALUE...		adds a call; INPUT is a file			call
 *	one						runs them one after the other	ran NANOS...
 *	all						runs them all at once			ran NANOS
 *
 * A call that fails makes the answer "error WHY".
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "load.h"

enum { MOST_CALLS = 256, MOST_VARIABLES = 32 };

struct call {
	char *line; /* program and variables point into it */
	char *program, *input;
	char *variables[MOST_VARIABLES + 1];
	int output;
	pid_t pid;
	int status;
};

static struct call calls[MOST_CALLS];
static int count;

static void enter_node(const char *pid)
{
	int fd = (int)syscall(SYS_pidfd_open, atoi(pid), 0);

	check(fd, "finding the node with PID", pid);
	check(setns(fd, CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP),
	      "entering the node with PID", pid);
	close(fd);
	check(chdir("/"), "entering", "/");
}

static const char *add_call(const char *text)
{
	struct call *call = &calls[count];
	char *word, *left;
	int variables = 0;

	if (count == MOST_CALLS)
		return "too many calls";
	memset(call, 0, sizeof(*call));
	call->line = strdup(text);
	strtok_r(call->line, " \n", &left);
	call->program = strtok_r(NULL, " \n", &left);
	call->input = strtok_r(NULL, " \n", &left);
	if (!call->input)
		return "call needs a program and an input";
	while ((word = strtok_r(NULL, " \n", &left)) && variables < MOST_VARIABLES)
		call->variables[variables++] = word;
	count++;
	puts("call");
	return NULL;
}

static void start(struct call *call)
{
	char *const arguments[] = { call->program, NULL };
	posix_spawn_file_actions_t actions;

	call->output = memfd_create("output", MFD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, call->input, O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, call->output, 1);
	posix_spawn_file_actions_adddup2(&actions, call->output, 2);
	if (posix_spawn(&call->pid, call->program, &actions, NULL, arguments, call->variables))
		call->pid = -1;
	posix_spawn_file_actions_destroy(&actions);
}

static void finish(struct call *call)
{
	if (call->pid < 0 || waitpid(call->pid, &call->status, 0) < 0)
		call->status = -1;
}

/* The complaint of the first that failed, in one line; NULL if none did. Forgets the calls. */
static const char *forget(void)
{
	static char why[512];
	bool good = true;

	for (int i = 0; i < count; i++) {
		struct call *call = &calls[i];

		if (call->status && good) {
			ssize_t size = pread(call->output, why, sizeof(why) - 1, 0);

			good = false;
			why[size > 0 ? size : 0] = '\0';
			for (char *at = why; *at; at++)
				if (*at == '\n' || *at == '\t')
					*at = ' ';
		}
		close(call->output);
		free(call->line);
	}
	count = 0;
	return good ? NULL : why;
}

static const char *run(bool all)
{
	uint64_t nanos[MOST_CALLS], begin = now_nanos();
	int times = all ? 1 : count;
	const char *why;

	for (int i = 0; i < count; i++) {
		uint64_t start_of_call = now_nanos();

		start(&calls[i]);
		if (!all) {
			finish(&calls[i]);
			nanos[i] = now_nanos() - start_of_call;
		}
	}
	if (all) {
		for (int i = 0; i < count; i++)
			finish(&calls[i]);
		nanos[0] = now_nanos() - begin;
	}
	why = forget();
	if (why)
		return why;
	printf("ran");
	for (int i = 0; i < times; i++)
		printf(" %llu", (unsigned long long)nanos[i]);
	printf("\n");
	return NULL;
}

static const char *obey(const char *line)
{
	if (!strncmp(line, "call ", 5))
		return add_call(line);
	if (!strcmp(line, "one\n"))
		return run(false);
	if (!strcmp(line, "all\n"))
		return run(true);
	return "no such order";
}

void be_caller(const char *where)
{
	if (strchr(where, '/'))
		enter_netns(where);
	else
		enter_node(where);
	read_orders(obey);
}
