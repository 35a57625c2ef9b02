/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The CNI executable: hands a runtime's request to the node's agent and prints the answer. All work is the agent's;
 * this is C, and static, so that a host needs no Java and a call costs about a millisecond.
 *
 * Socket: NARU_SOCKET, else key "socket" of the network configuration, else DEFAULT_SOCKET.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "json_text.h"

#define DEFAULT_SOCKET "/run/naru/agent.sock"
#define CONFIG_MAX (1024 * 1024)
#define ANSWER_MAX (1024 * 1024)
#define ENVIRONMENT_MAX (512 * 1024)
#define SUPPORTED "\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\""
#define ANSWER_SECONDS 60 /* longer than the agent itself waits for anything */

enum cni_error { ERROR_ENVIRONMENT = 4, ERROR_IO = 5, ERROR_DECODE = 6, ERROR_TRY_AGAIN = 11, ERROR_UNAVAILABLE = 50 };

static char config[CONFIG_MAX + 1], answer[ANSWER_MAX + 1];
static struct text version = { "1.0.0", 5 };

/* What to say while no agent answers; to STATUS the specification has its own word for it. */
static enum cni_error no_agent = ERROR_TRY_AGAIN;

extern char **environ;

/* Prints an error result of the specification and ends the process. */
static void fail(enum cni_error code, const char *message, const char *details)
{
	printf("{\"cniVersion\":\"%.*s\",\"code\":%d,\"msg\":", (int)version.length, version.start, code);
	put_string(stdout, message, strlen(message));
	fputs(",\"details\":", stdout);
	put_string(stdout, details, strlen(details));
	puts("}");
	exit(1);
}

/* Reads until the other end closes, or until a newline if `line`; fails if there is more than `max`. */
static size_t read_all(int fd, char *buffer, size_t max, int line, const char *what)
{
	size_t length = 0;

	for (;;) {
		ssize_t n = read(fd, buffer + length, max + 1 - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			fail(line ? no_agent : ERROR_IO, what, strerror(errno));
		length += (size_t)n;
		if (length > max)
			fail(ERROR_DECODE, what, "it is larger than a CNI plugin has to expect");
		if (n == 0 || (line && memchr(buffer + length - n, '\n', (size_t)n)))
			return length;
	}
}

static int connect_agent(struct text configured)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval bound = { .tv_sec = ANSWER_SECONDS };
	const char *wished = getenv("NARU_SOCKET");
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), length;

	if (wished && *wished)
		configured = (struct text){ wished, strlen(wished) };
	else if (configured.length == 0)
		configured = (struct text){ DEFAULT_SOCKET, sizeof(DEFAULT_SOCKET) - 1 };
	length = snprintf(address.sun_path, sizeof(address.sun_path), "%.*s", (int)configured.length, configured.start);
	if (fd < 0 || length >= (int)sizeof(address.sun_path))
		fail(ERROR_IO, "cannot make a socket to the naru agent", fd < 0 ? strerror(errno) : "path too long");
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof(bound));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		char details[256];

		snprintf(details, sizeof(details), "connect %s: %s", address.sun_path, strerror(errno));
		fail(no_agent, "the naru agent does not answer on this node", details);
	}
	return fd;
}

/* An agent would hang up on what is larger, and nobody would know why. */
static void check_environment(void)
{
	size_t length = 0;

	for (char **variable = environ; *variable; variable++)
		if (!strncmp(*variable, "CNI_", 4))
			length += strlen(*variable);
	if (length > ENVIRONMENT_MAX)
		fail(ERROR_ENVIRONMENT, "the variables CNI_* are larger than a CNI plugin has to expect",
		     "together they may have 512 KiB");
}

/* The request as one line. The namespace's path goes without symbolic links: an absolute one would lead the agent,
 * who walks from /proc/PID/root, back into its own mount namespace. */
static void send_request(FILE *out, struct text conf)
{
	char resolved[PATH_MAX];
	const char *separator = "";

	fprintf(out, "{\"version\":1,\"op\":\"cni\",\"args\":{\"root\":\"/proc/%d/root\",\"env\":{", getpid());
	for (char **variable = environ; *variable; variable++) {
		const char *equals = strchr(*variable, '=');

		if (strncmp(*variable, "CNI_", 4) || !equals)
			continue;
		const char *value = equals + 1;
		if (!strncmp(*variable, "CNI_NETNS=", 10) && *value && realpath(value, resolved))
			value = resolved;
		fputs(separator, out);
		put_string(out, *variable, (size_t)(equals - *variable));
		fputc(':', out);
		put_string(out, value, strlen(value));
		separator = ",";
	}
	fputs("},\"config\":", out);
	put_string(out, conf.start, conf.length);
	fputs("}}\n", out);
}

/* Prints the agent's result, or its error in the shape of the specification. Half an answer is none. */
static int print_answer(struct text line)
{
	struct text result = find(line, "result"), error = find(line, "error");
	struct text code = find(error, "code"), message = string_or_empty(find(error, "message")),
		    hint = string_or_empty(find(error, "hint"));
	int refused = is_of(code, "0123456789") && code.length < 10, given = result.length && *result.start == '{',
	    done = result.length == 4 && !memcmp(result.start, "null", 4);

	if (!line.length || line.start[line.length - 1] != '\n' || !(refused || given || done))
		fail(no_agent, "the naru agent did not finish its answer", "it may have been stopped: try again");
	if (!refused) {
		if (given)
			printf("%.*s\n", (int)result.length, result.start);
		return 0;
	}
	printf("{\"cniVersion\":\"%.*s\",\"code\":%.*s,\"msg\":%.*s,\"details\":%.*s}\n", (int)version.length,
	       version.start, (int)code.length, code.start, (int)message.length, message.start, (int)hint.length,
	       hint.start);
	return 1;
}

int main(void)
{
	const char *command = getenv("CNI_COMMAND");
	struct text conf = { config, 0 }, given;

	if (!command || !*command)
		fail(ERROR_ENVIRONMENT, "CNI_COMMAND is not set", "this is a CNI plugin: a container runtime calls it");
	if (!strcmp(command, "STATUS"))
		no_agent = ERROR_UNAVAILABLE;
	conf.length = read_all(STDIN_FILENO, config, CONFIG_MAX, 0, "cannot read the network configuration from stdin");
	given = plain_string(find(conf, "cniVersion"));
	if (given.length < 16 && is_of(given, "0123456789."))
		version = given;
	if (!strcmp(command, "VERSION")) {
		printf("{\"cniVersion\":\"%.*s\",\"supportedVersions\":[" SUPPORTED "]}\n", (int)version.length,
		       version.start);
		return 0;
	}
	if (*skip_blank(config, config + conf.length) != '{')
		fail(ERROR_DECODE, "the network configuration on stdin is not a JSON object",
		     conf.length ? "it does not begin with {" : "stdin is empty");
	check_environment();
	int fd = connect_agent(plain_string(find(conf, "socket")));
	FILE *out = fdopen(dup(fd), "w");
	if (!out)
		fail(ERROR_IO, "cannot write to the naru agent", strerror(errno));
	signal(SIGPIPE, SIG_IGN);
	send_request(out, conf);
	fclose(out); /* an agent that hangs up before it has read all may have said why */
	return print_answer(
		(struct text){ answer, read_all(fd, answer, ANSWER_MAX, 1, "the naru agent gave no answer") });
}
