// SPDX-License-Identifier: Apache-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab_ns.h"

void fail(const char *what, const char *where)
{
	int error = errno;

	fprintf(stderr, "naru-lab-ns: %s %s: %s\n", what, where, strerror(error));
	exit(EXIT_TOOL);
}

void check(int result, const char *what, const char *where)
{
	if (result < 0)
		fail(what, where);
}
