// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

#include "lab_ns.h"

/* mountinfo writes space, tab, newline and backslash as \ooo. */
static void unescape(char *text)
{
	char *out = text;

	for (char *in = text; *in;) {
		if (in[0] == '\\' && in[1] && in[2] && in[3]) {
			*out++ = (char)((in[1] - '0') << 6 | (in[2] - '0') << 3 | (in[3] - '0'));
			in += 4;
		} else {
			*out++ = *in++;
		}
	}
	*out = '\0';
}

void each_mount(mount_visitor visit, void *arg)
{
	static struct mount_line found;
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		fail("opening", "/proc/self/mountinfo");
	while (getline(&text, &size, file) > 0) {
		/* ID PARENT DEV ROOT POINT OPTIONS [TAG...] - TYPE SOURCE SUPER */
		const char *rest = strstr(text, " - ");

		if (sscanf(text, "%*s %*s %*s %*s %4095s", found.point) != 1 || !rest)
			continue;
		if (sscanf(rest, " - %63s %*s %1023s", found.type, found.options) != 2)
			continue;
		unescape(found.point);
		visit(&found, arg);
	}
	free(text);
	fclose(file);
}

struct search {
	const char *prefix;
	bool found;
	char point[PATH_LIMIT];
};

static void note_first_below(const struct mount_line *line, void *arg)
{
	struct search *search = arg;
	size_t length = strlen(search->prefix);

	if (search->found || strncmp(line->point, search->prefix, length))
		return;
	if (line->point[length] != '/' && line->point[length] != '\0')
		return;
	search->found = true;
	memcpy(search->point, line->point, sizeof(search->point));
}

/* The first one is an outermost one: all that is mounted inside goes with it. */
void unmount_below(const char *dir)
{
	for (;;) {
		struct search search = { .prefix = dir };

		each_mount(note_first_below, &search);
		if (!search.found)
			return;
		check(umount2(search.point, MNT_DETACH), "unmounting", search.point);
	}
}
