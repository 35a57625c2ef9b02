/* SPDX-License-Identifier: Apache-2.0 */
/* naru-lab-ns: what the lab needs of namespaces, mounts and cgroups, as one small static program. */
#ifndef NARU_LAB_NS_H
#define NARU_LAB_NS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Exit codes besides the command's own, as env(1) and others have them. */
enum { EXIT_EXISTS = 3, EXIT_TOOL = 125, EXIT_NOT_RUNNABLE = 126, EXIT_NOT_FOUND = 127 };

#define PATH_LIMIT 4096

/* fail.c: prints "naru-lab-ns: WHAT WHERE: errno's text" and exits with EXIT_TOOL. */
void fail(const char *what, const char *where) __attribute__((noreturn));
void check(int result, const char *what, const char *where);

/* file.c */
void write_file(const char *path, const char *text);
/* Like write_file, for what not every kernel has; errors are passed over. */
void write_file_if_there(const char *path, const char *text);
void make_dirs(const char *path, mode_t mode);
/* DIR/NAME, which must fit. */
void join_path(char out[PATH_LIMIT], const char *dir, const char *name);
/* Connects descriptors 0 to 2 with FILE ("/dev/null" for none), and closes all others. */
void redirect_stdio(const char *output);

/* mountinfo.c: one line of /proc/self/mountinfo. */
struct mount_line {
	char point[PATH_LIMIT];
	char type[64];
	char options[1024]; /* of the superblock */
};
typedef void (*mount_visitor)(const struct mount_line *line, void *arg);
void each_mount(mount_visitor visit, void *arg);
/* Detaches what is mounted at DIR and below. */
void unmount_below(const char *dir);

/*
 * cgroup.c: GROUP is "naru-L/NODE[/LEAF]", relative to the mount points; only cgroup v2 knows the leaf. What
 * was opened can be entered later, where the mount points are out of sight.
 */
enum { MOST_HIERARCHIES = 32 };

struct cgroup_doors {
	const char *group;
	int fds[MOST_HIERARCHIES];
	int count;
};
void cgroup_open(struct cgroup_doors *doors, const char *group);
void cgroup_enter(const struct cgroup_doors *doors);
void cgroup_close(struct cgroup_doors *doors);
void cgroup_join(const char *group);
void cgroup_kill_tree(const char *top);
void cgroup_remove_tree(const char *top);

/* netns.c */
void pin_namespace(pid_t pid, const char *file);
void link_loopback_up(void);

/* node_mounts.c: turns the copied mounts of this process into those of a small machine. */
void mount_node(const char *lab_dir);

/* spawn.c: runs ARGV in a child in the opened cgroups; its start is confirmed or denied when this returns. */
struct child {
	pid_t pid;
	int error; /* errno of execve, or 0 */
};
struct child spawn(char *const argv[], const struct cgroup_doors *doors, bool die_with_parent);
int exit_code(int status);

int node_main(int argc, char **argv);
int run_main(int argc, char **argv);
int daemon_main(int argc, char **argv);
int clean_main(int argc, char **argv);

#endif
