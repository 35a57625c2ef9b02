// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab_ns.h"

static int try_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, text, strlen(text));
	close(fd);
	return written < 0 ? -1 : 0;
}

void write_file(const char *path, const char *text)
{
	check(try_write(path, text), "writing", path);
}

void write_file_if_there(const char *path, const char *text)
{
	(void)try_write(path, text);
}

void join_path(char out[PATH_LIMIT], const char *dir, const char *name)
{
	int length = snprintf(out, PATH_LIMIT, "%s/%s", dir, name);

	if (length >= PATH_LIMIT) {
		errno = ENAMETOOLONG;
		fail("the path of", name);
	}
}

void make_dirs(const char *path, mode_t mode)
{
	char part[PATH_LIMIT];
	size_t length = strnlen(path, PATH_LIMIT - 1);

	memcpy(part, path, length);
	part[length] = '\0';
	for (char *c = part + 1;; c++) {
		if (*c != '/' && *c != '\0')
			continue;
		bool last = *c == '\0';
		*c = '\0';
		if (mkdir(part, mode) < 0 && errno != EEXIST)
			fail("making the folder", part);
		if (last)
			return;
		*c = '/';
	}
}

void redirect_stdio(const char *output)
{
	int in = open("/dev/null", O_RDONLY);
	int out = open(output, O_WRONLY | O_CREAT | O_APPEND, 0600);

	check(in, "opening", "/dev/null");
	check(out, "opening", output);
	check(dup2(in, 0), "redirecting", "standard input");
	check(dup2(out, 1), "redirecting", "standard output");
	check(dup2(out, 2), "redirecting", "standard error");
	check(close_range(3, ~0U, 0), "closing", "inherited descriptors");
}
