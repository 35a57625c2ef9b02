// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lab_ns.h"

/* How long killed processes may take to leave their cgroup, and an empty one to let itself be removed. */
static const int patience_ms = 30000;

static bool is_cgroup(const struct mount_line *line)
{
	return !strncmp(line->type, "cgroup", 6);
}

static bool is_v2(const struct mount_line *line)
{
	return !strcmp(line->type, "cgroup2");
}

static size_t read_file(char text[4096], const char *dir, const char *name)
{
	char path[PATH_LIMIT];
	size_t length;
	FILE *file;

	join_path(path, dir, name);
	file = fopen(path, "re");
	if (!file)
		return 0;
	length = fread(text, 1, 4095, file);
	text[length] = '\0';
	fclose(file);
	return length;
}

/*
 * A new v1 cpuset is empty, and then no process can join it (ENOSPC). Filled also if somebody else just made
 * it, who may not have come so far yet.
 */
static void fill_cpuset(const char *parent, const char *dir)
{
	static const char *const names[] = { "cpuset.cpus", "cpuset.mems" };

	for (int i = 0; i < 2; i++) {
		char text[4096], path[PATH_LIMIT];

		if (read_file(text, dir, names[i]) > 1 || !read_file(text, parent, names[i]))
			continue;
		join_path(path, dir, names[i]);
		write_file_if_there(path, text);
	}
}

static void make_group(const struct mount_line *line, const char *group)
{
	char parent[PATH_LIMIT], path[PATH_LIMIT], part[PATH_LIMIT];
	bool cpuset = !is_v2(line) && strstr(line->options, "cpuset");

	snprintf(part, sizeof(part), "%s", group);
	snprintf(parent, sizeof(parent), "%s", line->point);
	for (char *name = strtok(part, "/"); name; name = strtok(NULL, "/")) {
		join_path(path, parent, name);
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			fail("making the cgroup", path);
		if (cpuset)
			fill_cpuset(parent, path);
		snprintf(parent, sizeof(parent), "%s", path);
	}
}

/* Cuts what follows the second name: v1 hierarchies hold one group a node. */
static void without_leaf(char *group)
{
	char *slash = strchr(group, '/');

	slash = slash ? strchr(slash + 1, '/') : NULL;
	if (slash)
		*slash = '\0';
}

static void open_one(const struct mount_line *line, void *arg)
{
	struct cgroup_doors *doors = arg;
	char group[PATH_LIMIT], dir[PATH_LIMIT], procs[PATH_LIMIT];
	int fd;

	if (!is_cgroup(line) || doors->count == MOST_HIERARCHIES)
		return;
	snprintf(group, sizeof(group), "%s", doors->group);
	if (!is_v2(line))
		without_leaf(group);
	make_group(line, group);
	join_path(dir, line->point, group);
	join_path(procs, dir, "cgroup.procs");
	fd = open(procs, O_WRONLY | O_CLOEXEC);
	check(fd, "opening", procs);
	doors->fds[doors->count++] = fd;
}

void cgroup_open(struct cgroup_doors *doors, const char *group)
{
	*doors = (struct cgroup_doors){ .group = group };
	each_mount(open_one, doors);
}

void cgroup_enter(const struct cgroup_doors *doors)
{
	for (int i = 0; i < doors->count; i++)
		check(write(doors->fds[i], "0", 1) == 1 ? 0 : -1, "joining the cgroup", doors->group);
}

void cgroup_close(struct cgroup_doors *doors)
{
	for (int i = 0; i < doors->count; i++)
		close(doors->fds[i]);
	doors->count = 0;
}

void cgroup_join(const char *group)
{
	struct cgroup_doors doors;

	cgroup_open(&doors, group);
	cgroup_enter(&doors);
	cgroup_close(&doors);
}

static void pause_ms(long ms)
{
	struct timespec time = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&time, NULL);
}

/* Depth first; returns whether everything could be removed. */
static bool remove_groups(const char *dir)
{
	bool gone = true;
	DIR *entries = opendir(dir);

	if (!entries)
		return errno == ENOENT;
	for (struct dirent *entry; (entry = readdir(entries));) {
		char path[PATH_LIMIT];

		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		join_path(path, dir, entry->d_name);
		gone &= remove_groups(path);
	}
	closedir(entries);
	return rmdir(dir) == 0 || errno == ENOENT ? gone : false;
}

/* v1 has no cgroup.kill, and a process may have been moved out of its v2 group by hand. */
static void kill_listed(const char *dir)
{
	char path[PATH_LIMIT];
	FILE *file;
	int pid;

	join_path(path, dir, "cgroup.procs");
	file = fopen(path, "re");
	if (!file)
		return;
	while (fscanf(file, "%d", &pid) == 1)
		if (pid > 0)
			kill(pid, SIGKILL);
	fclose(file);
}

static void kill_groups(const char *dir)
{
	DIR *entries = opendir(dir);

	if (!entries)
		return;
	kill_listed(dir);
	for (struct dirent *entry; (entry = readdir(entries));) {
		char path[PATH_LIMIT];

		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		join_path(path, dir, entry->d_name);
		kill_groups(path);
	}
	closedir(entries);
}

static void kill_one(const struct mount_line *line, void *arg)
{
	char dir[PATH_LIMIT], path[PATH_LIMIT];

	if (!is_cgroup(line))
		return;
	join_path(dir, line->point, arg);
	join_path(path, dir, "cgroup.kill");
	if (is_v2(line))
		write_file_if_there(path, "1");
	else
		kill_groups(dir);
}

void cgroup_kill_tree(const char *top)
{
	each_mount(kill_one, (void *)(uintptr_t)top);
}

static void remove_one(const struct mount_line *line, void *arg)
{
	char dir[PATH_LIMIT];

	if (!is_cgroup(line))
		return;
	join_path(dir, line->point, arg);
	for (int waited = 0; !remove_groups(dir); waited += 5) {
		if (waited >= patience_ms)
			fail("removing the cgroup", dir);
		kill_groups(dir);
		pause_ms(5);
	}
}

void cgroup_remove_tree(const char *top)
{
	each_mount(remove_one, (void *)(uintptr_t)top);
}
