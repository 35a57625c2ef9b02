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

#define DEFAULT_SOCKET "/run/naru/agent.sock"
#define CONFIG_MAX (256 * 1024)
#define ANSWER_MAX (1024 * 1024)
#define ANSWER_SECONDS 60 /* longer than the agent itself waits for anything */

enum cni_error { ERROR_ENVIRONMENT = 4, ERROR_IO = 5, ERROR_DECODE = 6, ERROR_TRY_AGAIN = 11 };

struct text {
	const char *start;
	size_t length;
};

static char config[CONFIG_MAX + 1], answer[ANSWER_MAX + 1];
static struct text version = { "1.0.0", 5 };

extern char **environ;

/* The length of the well-formed UTF-8 sequence at p (RFC 3629 section 4), or 0. */
static size_t utf8_length(const unsigned char *p, const unsigned char *end)
{
	size_t length = *p < 0x80 ? 1 : *p < 0xc2 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : *p < 0xf5 ? 4 : 0;

	if (length > (size_t)(end - p))
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) || (*p == 0xf0 && p[1] < 0x90) ||
	    (*p == 0xf4 && p[1] > 0x8f))
		return 0;
	return length;
}

/* Writes a JSON string; bytes that are not UTF-8 become U+FFFD. */
static void put_string(FILE *out, const char *bytes, size_t length)
{
	const unsigned char *p = (const unsigned char *)bytes, *end = p + length;

	fputc('"', out);
	while (p < end) {
		size_t n = utf8_length(p, end);

		if (n == 0)
			fputs("\\ufffd", out);
		else if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if (*p < 0x20)
			fprintf(out, "\\u%04x", *p);
		else
			fwrite(p, 1, n, out);
		p += n ? n : 1;
	}
	fputc('"', out);
}

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

static const char *skip_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\')
			p++;
	return p < end ? p + 1 : end;
}

/* The end of the value at p: of a string, of a nest of brackets, or of a number or word. */
static const char *skip_value(const char *p, const char *end)
{
	int depth = 0;

	while (p < end) {
		if (*p == '"')
			p = skip_string(p, end);
		else if (depth == 0 && strchr(",}] \t\r\n", *p))
			return p;
		else
			depth += *p == '{' || *p == '[' ? 1 : *p == '}' || *p == ']' ? -1 : 0, p++;
		if (depth == 0 && strchr("\"}]", p[-1]))
			return p;
	}
	return end;
}

static const char *skip_blank(const char *p, const char *end)
{
	while (p < end && strchr(" \t\r\n:,", *p))
		p++;
	return p;
}

/* Finds the value of a key of the outermost object, as it is spelt; length 0: there is none. */
static struct text find(struct text object, const char *key)
{
	const char *end = object.start + object.length, *p = skip_blank(object.start, end);
	size_t key_length = strlen(key);

	if (p == end || *p++ != '{')
		return (struct text){ "", 0 };
	for (p = skip_blank(p, end); p < end && *p == '"'; p = skip_blank(p, end)) {
		const char *name = p + 1, *name_end = skip_string(p, end) - 1;

		p = skip_blank(name_end + 1 < end ? name_end + 1 : end, end);
		struct text value = { p, (size_t)(skip_value(p, end) - p) };
		if ((size_t)(name_end - name) == key_length && !memcmp(name, key, key_length))
			return value;
		p += value.length;
	}
	return (struct text){ "", 0 };
}

/* What stands between the quotes of a string without escapes; length 0: it is not one. */
static struct text plain_string(struct text value)
{
	if (value.length < 2 || value.start[0] != '"' || memchr(value.start, '\\', value.length))
		return (struct text){ "", 0 };
	return (struct text){ value.start + 1, value.length - 2 };
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
			fail(line ? ERROR_TRY_AGAIN : ERROR_IO, what, strerror(errno));
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
		fail(ERROR_TRY_AGAIN, "the naru agent does not answer on this node", details);
	}
	return fd;
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

/* True if the value is spelt with these characters only. */
static int is_of(struct text value, const char *characters)
{
	for (size_t i = 0; i < value.length; i++)
		if (!memchr(characters, value.start[i], strlen(characters)))
			return 0;
	return value.length > 0;
}

/* The value as it is spelt, or an empty string where there is none. */
static struct text string_or_empty(struct text value)
{
	return value.length > 1 && *value.start == '"' ? value : (struct text){ "\"\"", 2 };
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
		fail(ERROR_TRY_AGAIN, "the naru agent did not finish its answer",
		     "it may have been stopped: try again");
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
	conf.length = read_all(STDIN_FILENO, config, CONFIG_MAX, 0, "cannot read the network configuration from stdin");
	given = plain_string(find(conf, "cniVersion"));
	if (given.length < 16 && is_of(given, "0123456789."))
		version = given;
	if (!strcmp(command, "VERSION")) {
		printf("{\"cniVersion\":\"%.*s\",\"supportedVersions\":[\"0.4.0\",\"1.0.0\"]}\n", (int)version.length,
		       version.start);
		return 0;
	}
	if (*skip_blank(config, config + conf.length) != '{')
		fail(ERROR_DECODE, "the network configuration on stdin is not a JSON object",
		     conf.length ? "it does not begin with {" : "stdin is empty");
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
