// SPDX-License-Identifier: Apache-2.0
/* Runs a command somewhere else: in a cgroup, in a node's namespaces, in a pod's network namespace. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab_ns.h"

struct run {
	const char *group;
	const char *netns;
	const char *log;
	pid_t node;
	bool started; /* print the command's PID once it runs */
	bool follow;  /* end with who called us */
	char **command;
};

static pid_t followed;

static void pass_on(int signal)
{
	if (followed > 0)
		kill(followed, signal);
}

static struct run parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "group", required_argument, NULL, 'g' },
		{ "netns", required_argument, NULL, 's' },
		{ "log", required_argument, NULL, 'l' },
		{ "node", required_argument, NULL, 'n' },
		{ "started", no_argument, NULL, 'p' },
		{ "follow", no_argument, NULL, 'f' },
		{ 0 },
	};
	struct run run = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (option) {
		case 'g': run.group = optarg; break;
		case 's': run.netns = optarg; break;
		case 'l': run.log = optarg; break;
		case 'n': run.node = (pid_t)atol(optarg); break;
		case 'p': run.started = true; break;
		case 'f': run.follow = true; break;
		default: exit(2);
		}
	}
	run.command = argv + optind;
	if (!run.command[0]) {
		fprintf(stderr, "naru-lab-ns run: which command?\n");
		exit(2);
	}
	return run;
}

static int open_or_fail(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	check(fd, "opening", path);
	return fd;
}

static void enter_node(pid_t pid)
{
	char name[32];
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	snprintf(name, sizeof(name), "%d", pid);
	check(fd, "finding the node with PID", name);
	check(setns(fd, CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP),
	      "entering the node with PID", name);
	close(fd);
}

static void enter(const struct run *run)
{
	int netns = run->netns ? open_or_fail(run->netns, O_RDONLY) : -1;
	char here[PATH_LIMIT];
	bool somewhere = getcwd(here, sizeof(here)) != NULL;

	if (run->node)
		enter_node(run->node);
	if (netns >= 0) {
		check(setns(netns, CLONE_NEWNET), "entering", run->netns);
		close(netns);
	}
	/* A node has the machine's folders at their paths, but for a few. */
	if (run->node && (!somewhere || chdir(here) < 0))
		check(chdir("/"), "entering", "/");
}

static void pass_signals_to(pid_t pid)
{
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2 };
	struct sigaction action = { .sa_handler = pass_on };

	followed = pid;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

int run_main(int argc, char **argv)
{
	struct run run = parse(argc, argv);
	struct cgroup_doors doors = { 0 };
	struct child child;
	int log, status;

	if (run.follow)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	log = run.log ? open_or_fail(run.log, O_WRONLY | O_CREAT | O_APPEND) : -1;
	/* Only the command joins: who waits for it stays outside, and learns how it ended. */
	if (run.group)
		cgroup_open(&doors, run.group);
	enter(&run);
	int report = run.log ? fcntl(1, F_DUPFD_CLOEXEC, 3) : -1;
	if (log >= 0) {
		check(dup2(log, 1), "redirecting to", run.log);
		check(dup2(log, 2), "redirecting to", run.log);
	}
	child = spawn(run.command, &doors, run.follow);
	cgroup_close(&doors);
	if (child.error) {
		dprintf(report >= 0 ? report : 2, "%s: %s\n", run.command[0], strerror(child.error));
	} else {
		pass_signals_to(child.pid);
		if (run.started)
			dprintf(report >= 0 ? report : 1, "%d\n", child.pid);
	}
	if (report >= 0)
		close(report);
	if (run.log)
		redirect_stdio("/dev/null");
	while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
		;
	return exit_code(status);
}
