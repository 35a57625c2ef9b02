/* SPDX-License-Identifier: Apache-2.0 */
/*
 * As much of JSON as a relay needs: finding a key of an object without understanding the rest, and writing a string.
 * It must bear any bytes: what it reads is a runtime's or an agent's.
 */
#pragma once

#include <stdio.h>
#include <string.h>

struct text {
	const char *start;
	size_t length;
};

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
