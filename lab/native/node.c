// SPDX-License-Identifier: Apache-2.0
/* A node: PID 1 of namespaces of its own, which only reaps. */
#define _GNU_SOURCE
#include <errno.h>
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

struct node {
	const char *lab_dir;
	const char *name;
	const char *netns;
	const char *group;
};

static void reap_for_ever(void)
{
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		sigwaitinfo(&child, NULL);
	}
}

/*
 * A new network namespace takes its IPv4 settings from the machine's; a node must not depend on them.
 * ip_forward comes first, because writing it resets others.
 */
static void reset_sysctls(void)
{
	static const char *const settings[] = {
		"ip_forward=0",
		"conf/all/rp_filter=0",
		"conf/default/rp_filter=0",
		"conf/all/accept_redirects=0",
		"conf/default/accept_redirects=0",
		"conf/all/send_redirects=1",
		"conf/default/send_redirects=1",
		"conf/all/accept_local=0",
		"conf/default/accept_local=0",
		"conf/all/arp_ignore=0",
		"conf/default/arp_ignore=0",
		"conf/all/arp_announce=0",
		"conf/default/arp_announce=0",
		"conf/all/arp_filter=0",
		"conf/default/arp_filter=0",
		"conf/all/proxy_arp=0",
		"conf/default/proxy_arp=0",
		"conf/all/route_localnet=0",
		"conf/default/route_localnet=0",
	};

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		char path[PATH_LIMIT];
		char *value;

		join_path(path, "/proc/sys/net/ipv4", settings[i]);
		value = strchr(path, '=');
		*value++ = '\0';
		write_file_if_there(path, value);
	}
}

static void be_node(const struct node *node, int go, int done)
{
	char byte, init_group[PATH_LIMIT];

	if (read(go, &byte, 1) != 1)
		_exit(EXIT_TOOL);
	cgroup_join(node->group);
	check(unshare(CLONE_NEWCGROUP), "making", "a cgroup namespace");
	/* The root of the node's cgroups stays empty, as a kubelet wants it. */
	join_path(init_group, node->group, "init");
	cgroup_join(init_group);
	check(sethostname(node->name, strlen(node->name)), "naming", node->name);
	mount_node(node->lab_dir);
	link_loopback_up();
	reset_sysctls();
	check(chdir("/"), "entering", "/");
	if (write(done, "", 1) != 1)
		_exit(EXIT_TOOL);
	redirect_stdio("/dev/null");
	prctl(PR_SET_NAME, "node_init");
	reap_for_ever();
}

static struct node parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "lab", required_argument, NULL, 'l' },
		{ "name", required_argument, NULL, 'n' },
		{ "netns", required_argument, NULL, 's' },
		{ "group", required_argument, NULL, 'g' },
		{ 0 },
	};
	struct node node = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'l': node.lab_dir = optarg; break;
		case 'n': node.name = optarg; break;
		case 's': node.netns = optarg; break;
		case 'g': node.group = optarg; break;
		default: exit(2);
		}
	}
	if (!node.lab_dir || !node.name || !node.netns || !node.group) {
		fprintf(stderr, "naru-lab-ns node: --lab, --name, --netns and --group are needed\n");
		exit(2);
	}
	return node;
}

/* Prints the node's PID once the node is ready, and stays as its parent, so that nobody else need reap it. */
int node_main(int argc, char **argv)
{
	struct node node = parse(argc, argv);
	int go[2], done[2], status;
	char byte;
	pid_t pid;

	check(pipe(go), "making", "a pipe");
	check(pipe(done), "making", "a pipe");
	pid = (pid_t)syscall(SYS_clone,
			     CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | SIGCHLD, NULL,
			     NULL, NULL, NULL);
	check(pid, "making the namespaces of", node.name);
	if (pid == 0) {
		close(go[1]);
		close(done[0]);
		be_node(&node, go[0], done[1]);
	}
	close(go[0]);
	close(done[1]);
	pin_namespace(pid, node.netns);
	if (write(go[1], "", 1) == 1 && read(done[0], &byte, 1) == 1) {
		printf("%d\n", pid);
		fflush(stdout);
	}
	redirect_stdio("/dev/null");
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return exit_code(status);
}
