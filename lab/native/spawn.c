// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab_ns.h"

struct child spawn(char *const argv[], const struct cgroup_doors *doors, bool die_with_parent)
{
	struct child child = { 0 };
	int report[2];

	check(pipe2(report, O_CLOEXEC), "making", "a pipe");
	child.pid = fork();
	check(child.pid, "starting", argv[0]);
	if (child.pid == 0) {
		cgroup_enter(doors);
		if (die_with_parent)
			prctl(PR_SET_PDEATHSIG, SIGKILL);
		execvp(argv[0], argv);
		int error = errno;
		if (write(report[1], &error, sizeof(error)) != sizeof(error))
			_exit(EXIT_TOOL);
		_exit(error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_RUNNABLE);
	}
	close(report[1]);
	/* Ends at once without data when execve closed the other end. */
	if (read(report[0], &child.error, sizeof(child.error)) <= 0)
		child.error = 0;
	close(report[0]);
	return child;
}

int exit_code(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
