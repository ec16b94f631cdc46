/*
 * The values of the envelope as people write them: "Biểu số 12 - TK", "Lần 2",
 * "Khánh Sơn, ngày 05 tháng 4 năm 2020".  Room: intake.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_parts.h"

enum { SEQUENCE_MAX = 999 };

/* S behind the first of the words that it begins with, NULL in the end. */
static const char *
behind(const char *s, const char *const words[])
{
	size_t i, n;

	for (i = 0; words[i] != NULL; i++) {
		n = strlen(words[i]);
		if (strncmp(s, words[i], n) == 0 && (s[n] == ' ' || s[n] == ':'))
			return s + n + strspn(s + n, " :");
	}
	return s;
}

/* The letters and digits of a code; words before it and a title in brackets behind
 * it are no part of it, and with any other sign it is none: "". */
static const char *
bare_code(struct arena *a, const char *text)
{
	static const char *const words[] = { "biểu số", "biểu mẫu", "biểu",
	    "mẫu biểu", "mẫu số", "mẫu", "bieu so", "bieu mau", "bieu",
	    "mau bieu", "mau so", "mau", NULL };
	char *out = arena_strdup(a, behind(unicode_fold(a, text), words));
	const char *s = out;
	char *p = out;

	for (; *s != '\0' && *s != '('; s++)
		if (isalnum((unsigned char)*s))
			*p++ = *s;
		else if (strncmp(s, "\xe2\x80\x93", 3) == 0)
			s += 2;
		else if (strchr(" -_.", *s) == NULL)
			return "";
	*p = '\0';
	return out;
}

const struct form *
envelope_form_named(const struct reading *r, const char *text)
{
	const struct form *found = catalog_form(r->catalog, text);
	const char *code;
	size_t i;

	if (found != NULL)
		return found;
	code = bare_code(r->arena, text);
	for (i = 0; i < r->catalog->form_count; i++) {
		const struct form *form = r->catalog->forms[i];

		if (strcmp(code, bare_code(r->arena, form->short_code)) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = form;
	}
	return *code == '\0' ? NULL : found;
}

int
envelope_sequence(struct arena *a, const char *text)
{
	static const char *const words[] = { "lần thứ", "lần", "lan thu",
	    "lan", "thứ", NULL };
	const char *s = behind(unicode_fold(a, text), words);
	size_t n = strspn(s, "0123456789");
	long v;

	if (n == 0 || n > 3 || s[n] != '\0')
		return 0;
	v = strtol(s, NULL, 10);
	return v >= 1 && v <= SEQUENCE_MAX ? (int)v : 0;
}

/* The number at *S with at most DIGITS of them, behind one of the signs or words
 * BEFORE it; -1: there is none.  *S is moved behind it. */
static int
take_number(const char **s, const char *before, const char *word, size_t digits)
{
	const char *at = *s + strspn(*s, " ");
	size_t n;

	if (*word != '\0' && strncmp(at, word, strlen(word)) == 0)
		at += strlen(word) + strspn(at + strlen(word), " ");
	else if (*before != '\0' && *at != '\0' && strchr(before, *at) != NULL)
		at++;
	else if (*before != '\0')
		return -1;
	n = strspn(at, "0123456789");
	if (n == 0 || n > digits)
		return -1;
	*s = at + n;
	return (int)strtol(at, NULL, 10);
}

date
envelope_day(struct arena *a, const char *text)
{
	const char *s = unicode_fold(a, text), *at;
	int day, month, year;

	if ((at = strstr(s, "ngày ")) != NULL || (at = strstr(s, "ngay ")) != NULL)
		s = at + strlen(at) - strlen(strchr(at, ' '));
	day = take_number(&s, "", "", 2);
	month = take_number(&s, "/.-", "tháng", 2);
	if (month < 0)
		month = take_number(&s, "/.-", "thang", 2);
	year = take_number(&s, "/.-", "năm", 4);
	if (year < 0)
		year = take_number(&s, "/.-", "nam", 4);
	/* spreadsheets write the time as well */
	if (day < 0 || month < 0 || year < 1000 ||
	    s[strspn(s, " 0:")] != '\0')
		return DATE_NONE;
	return date_of(year, month, day);
}
