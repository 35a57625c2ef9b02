// SPDX-License-Identifier: Apache-2.0
/* What happens on the machine itself: a lab's folder and daemon come, and go without a trace. */
#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab_ns.h"

struct host {
	const char *lab_dir;
	const char *group;
	char **command;
};

static struct host parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "lab", required_argument, NULL, 'l' },
		{ "group", required_argument, NULL, 'g' },
		{ 0 },
	};
	struct host host = { 0 };
	int option;

	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		switch (option) {
		case 'l': host.lab_dir = optarg; break;
		case 'g': host.group = optarg; break;
		default: exit(2);
		}
	}
	host.command = argv + optind;
	if (!host.group) {
		fprintf(stderr, "naru-lab-ns %s: --group is needed\n", argv[0]);
		exit(2);
	}
	return host;
}

/* Cuts the last name off; a path without a parent stays. */
static void to_parent(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash && slash != path)
		*slash = '\0';
}

static void claim_folder(const char *lab_dir)
{
	char parent[PATH_LIMIT];

	snprintf(parent, sizeof(parent), "%s", lab_dir);
	to_parent(parent);
	make_dirs(parent, 0755);
	if (mkdir(lab_dir, 0700) < 0) {
		if (errno != EEXIST)
			fail("making", lab_dir);
		exit(EXIT_EXISTS);
	}
	check(mount("naru-lab", lab_dir, "tmpfs", MS_NOSUID | MS_NODEV, "mode=700"), "mounting", lab_dir);
	check(mount(NULL, lab_dir, NULL, MS_SHARED, NULL), "sharing", lab_dir);
}

/* Exits with EXIT_EXISTS if somebody has the folder already. */
int daemon_main(int argc, char **argv)
{
	struct host host = parse(argc, argv);
	char log[PATH_LIMIT];
	pid_t pid;

	if (!host.lab_dir || !host.command[0]) {
		fprintf(stderr, "naru-lab-ns daemon: --lab and a command are needed\n");
		return 2;
	}
	claim_folder(host.lab_dir);
	pid = fork();
	check(pid, "starting", "the daemon");
	if (pid > 0)
		return 0;
	check(setsid(), "leaving", "the session");
	cgroup_join(host.group);
	join_path(log, host.lab_dir, "daemon.log");
	redirect_stdio(log);
	check(chdir("/"), "entering", "/");
	signal(SIGHUP, SIG_DFL);
	execvp(host.command[0], host.command);
	fail("starting", host.command[0]);
}

/* Only what was made there before the tmpfs was mounted, that is nothing. */
static void remove_folders(const char *lab_dir)
{
	char parent[PATH_LIMIT];

	if (rmdir(lab_dir) < 0 && errno != ENOENT)
		fail("removing", lab_dir);
	snprintf(parent, sizeof(parent), "%s", lab_dir);
	for (int up = 0; up < 2; up++) {
		to_parent(parent);
		if (rmdir(parent) < 0 && errno != ENOENT && errno != ENOTEMPTY && errno != EBUSY)
			fail("removing", parent);
	}
}

/* Ends all processes of a cgroup and removes it; with --lab, the lab's folder too. */
int clean_main(int argc, char **argv)
{
	struct host host = parse(argc, argv);

	cgroup_kill_tree(host.group);
	cgroup_remove_tree(host.group);
	if (host.lab_dir) {
		unmount_below(host.lab_dir);
		remove_folders(host.lab_dir);
	}
	return 0;
}
