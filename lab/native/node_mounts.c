// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab_ns.h"

/* Where the changes of the overlays lie, on the node's own /run. */
#define CHANGES "/run/.changes"

/* What a node may write to without the machine seeing it; all else is shared. */
static const char *const own_folders[] = { "/etc", "/opt", "/var/lib" };

struct hierarchies {
	struct mount_line lines[MOST_HIERARCHIES];
	int count;
};

static void note_hierarchy(const struct mount_line *line, void *arg)
{
	struct hierarchies *all = arg;

	if (!strncmp(line->type, "cgroup", 6) && all->count < MOST_HIERARCHIES)
		all->lines[all->count++] = *line;
}

/* A /run of the node's own, in which only this lab's folder is the machine's. */
static void mount_run(const char *lab_dir)
{
	int lab = open_tree(AT_FDCWD, lab_dir, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);

	check(lab, "taking along", lab_dir);
	/* Else the node would keep what others mounted there, namespaces of other labs too. */
	unmount_below("/run");
	check(mount("run", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755"), "mounting", "/run");
	make_dirs("/run/lock", 0755);
	make_dirs("/run/netns", 0755);
	make_dirs(lab_dir, 0755);
	check(move_mount(lab, "", AT_FDCWD, lab_dir, MOVE_MOUNT_F_EMPTY_PATH), "mounting", lab_dir);
	close(lab);
}

static void mount_overlay(const char *folder)
{
	char upper[PATH_LIMIT], work[PATH_LIMIT], options[3 * PATH_LIMIT];

	if (access(folder, F_OK) < 0)
		return;
	snprintf(upper, sizeof(upper), CHANGES "%s/upper", folder);
	snprintf(work, sizeof(work), CHANGES "%s/work", folder);
	make_dirs(upper, 0755);
	make_dirs(work, 0755);
	snprintf(options, sizeof(options), "lowerdir=%s,upperdir=%s,workdir=%s", folder, upper, work);
	check(mount("overlay", folder, "overlay", 0, options), "mounting an overlay on", folder);
}

/* The options that choose a v1 hierarchy; "none" if it is a named one without controllers. */
static void hierarchy_options(const char *super, char out[1024])
{
	char text[1024];
	bool named_only = true;
	size_t length = 0;

	snprintf(text, sizeof(text), "%s", super);
	out[0] = '\0';
	for (char *word = strtok(text, ","); word; word = strtok(NULL, ",")) {
		if (!strcmp(word, "rw") || !strcmp(word, "ro") || !strcmp(word, "xattr") ||
		    !strcmp(word, "clone_children") || !strncmp(word, "release_agent=", 14))
			continue;
		named_only &= !strncmp(word, "name=", 5);
		length += (size_t)snprintf(out + length, 1024 - length, "%s%s", length ? "," : "", word);
		if (length >= 1000)
			break;
	}
	if (named_only && length)
		snprintf(text, sizeof(text), "none,%.1000s", out);
	else
		snprintf(text, sizeof(text), "%.1000s", out);
	memcpy(out, text, sizeof(text));
}

/* Mounted anew inside the cgroup namespace, so that the node's own group is the root of what is seen. */
static void mount_hierarchies(const struct hierarchies *all)
{
	char options[1024];

	if (!(all->count == 1 && !strcmp(all->lines[0].point, "/sys/fs/cgroup")))
		check(mount("cgroup", "/sys/fs/cgroup", "tmpfs", 0, "mode=755"), "mounting", "/sys/fs/cgroup");
	for (int i = 0; i < all->count; i++) {
		const struct mount_line *line = &all->lines[i];

		make_dirs(line->point, 0755);
		hierarchy_options(line->options, options);
		check(mount(line->type, line->point, line->type, 0, strcmp(line->type, "cgroup2") ? options : NULL),
		      "mounting", line->point);
	}
}

void mount_node(const char *lab_dir)
{
	static struct hierarchies hierarchies;

	each_mount(note_hierarchy, &hierarchies);
	/* Later mounts of the machine under the lab's folder still arrive; none goes back. */
	check(mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL), "separating", "the mounts");
	mount_run(lab_dir);
	for (size_t i = 0; i < sizeof(own_folders) / sizeof(own_folders[0]); i++)
		mount_overlay(own_folders[i]);
	/* The old ones must go: else the machine's cgroups show in mountinfo, with roots of "/..". */
	check(umount2("/sys", MNT_DETACH), "unmounting", "/sys");
	check(umount2("/proc", MNT_DETACH), "unmounting", "/proc");
	check(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "mounting", "/proc");
	check(mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "mounting", "/sys");
	mount_hierarchies(&hierarchies);
	check(mount("bpf", "/sys/fs/bpf", "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=700"), "mounting",
	      "/sys/fs/bpf");
}
