// SPDX-License-Identifier: Apache-2.0
#include <stdio.h>
#include <string.h>

#include "lab_ns.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *usage;
} commands[] = {
	{ "node", node_main, "node --lab DIR --name NAME --netns FILE --group GROUP" },
	{ "run", run_main,
	  "run [--group GROUP] [--node PID] [--netns FILE] [--log FILE] [--started] [--follow] -- CMD..." },
	{ "daemon", daemon_main, "daemon --lab DIR --group GROUP -- CMD..." },
	{ "clean", clean_main, "clean --group GROUP [--lab DIR]" },
};

int main(int argc, char **argv)
{
	size_t count = sizeof(commands) / sizeof(commands[0]);

	for (size_t i = 0; argc > 1 && i < count; i++)
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "%s naru-lab-ns %s\n", i ? "      " : "usage:", commands[i].usage);
	return 2;
}
