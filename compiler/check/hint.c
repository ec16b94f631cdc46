/*
 * What to say about a cell that should hold a number and does not: the usual
 * accidents of typing and of spreadsheets, told by their look.  Room: check.
 */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "check/check_parts.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_digit(const char *s)
{
	return strpbrk(s, "0123456789") != NULL;
}

/* Whether S has digits and number marks only. */
static bool
is_numeric(const char *s)
{
	return has_digit(s) && s[strspn(s, "0123456789., ")] == '\0';
}

bool
number_is_spreadsheet_error(const char *s)
{
	static const char *const errors[] = {
		"#VALUE!", "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NUM!",
		"#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA",
	};
	size_t i;

	if (*s != '#')
		return false;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcasecmp(s, errors[i]) == 0)
			return true;
	return s[1] == '#' && s[strspn(s, "#")] == '\0';
}

/* "PROPOSAL (REASON)" */
static const char *
because(struct arena *a, const char *proposal, const char *reason)
{
	return arena_printf(a, "%s (%s)", proposal, reason);
}

/* The character at S is one of the dashes that are not the minus of ASCII. */
static size_t
dash(const char *s)
{
	uint32_t c;
	size_t n = unicode_next(s, &c);

	return n > 0 && ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) ? n : 0;
}

/* "-", "---", "...": there is nothing to write. */
static bool
is_all_dashes(const char *s)
{
	size_t n;

	if (*s == '\0')
		return false;
	if (s[strspn(s, ".")] == '\0' || strcmp(s, "\xe2\x80\xa6") == 0)
		return true;
	while (*s != '\0') {
		n = *s == '-' ? 1 : dash(s);
		if (n == 0)
			return false;
		s += n;
	}
	return true;
}

/* "không có" */
static bool
says_nothing(struct arena *a, const char *s)
{
	static const char *const words[] = { "không", "không có", "khong",
		"khong co", "ko", "ko có", "nil", "none" };
	const char *key = unicode_fold(a, s);
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(key, words[i]) == 0)
			return true;
	return false;
}

/* 1,2E+05: what a spreadsheet shows of a long number in a narrow column. */
static bool
is_exponent(const char *s)
{
	size_t n = strspn(s, "-0123456789.,");

	if (n == 0 || !is_digit(*s == '-' ? s[1] : s[0]) ||
	    (s[n] != 'E' && s[n] != 'e'))
		return false;
	s += n + 1;
	if (*s == '+' || *s == '-')
		s++;
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* Two or three short numbers with marks between, a year among them at most. */
static bool
is_day(const char *s)
{
	size_t parts = 0, years = 0, n;

	for (; *s != '\0'; s += n + (s[n] != '\0')) {
		n = strspn(s, "0123456789");
		if (n == 0 || n == 3 || n > 4 ||
		    (s[n] != '\0' && (strchr("/-", s[n]) == NULL ||
		    s[n + 1] == '\0')))
			return false;
		parts++;
		years += n == 4;
	}
	return (parts == 2 || parts == 3) && years < 2;
}

/* 03-Jan, 3-Thg1, Jan-20, 12/01/2020: a number that was turned into a date. */
static bool
is_date(const char *s)
{
	static const char *const months[] = {
		"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
		"oct", "nov", "dec", "thg",
	};
	const char *p;
	size_t i;

	if (!has_digit(s))
		return false;
	for (i = 0; i < sizeof(months) / sizeof(months[0]); i++) {
		p = strcasestr(s, months[i]);
		if (p != NULL && ((p > s && strchr("-/ ", p[-1]) != NULL) ||
		    (p[3] != '\0' && strchr("-/ ", p[3]) != NULL)))
			return true;
	}
	return is_day(s);
}

/* The text with letters that look like digits replaced; NULL when it has none
 * or holds more than that. */
static const char *
without_lookalikes(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *p;
	bool changed = false;

	if (!has_digit(s))
		return NULL;
	for (p = out; *p != '\0'; p++) {
		if (*p == 'O' || *p == 'o')
			*p = '0';
		else if (*p == 'l' || *p == 'I')
			*p = '1';
		else
			continue;
		changed = true;
	}
	return changed && is_numeric(out) ? out : NULL;
}

/* The signs around a number that do not belong there. */
static const char *
hint_of_signs(struct arena *a, const char *s)
{
	size_t len = strlen(s), n;
	const char *inner;

	if (*s == '\'' || strncmp(s, "\xe2\x80\x99", 3) == 0 ||
	    strncmp(s, "\xe2\x80\x98", 3) == 0) {
		s += *s == '\'' ? 1 : 3;
		return is_numeric(s) ? because(a, s,
		    _("without the apostrophe, which makes a text of it")) :
		    NULL;
	}
	if (*s == '+')
		return is_numeric(s + 1) ?
		    because(a, s + 1, _("without the plus sign")) : NULL;
	if (len > 2 && s[0] == '(' && s[len - 1] == ')') {
		inner = arena_strndup(a, s + 1, len - 2);
		return is_numeric(inner) ? because(a, arena_printf(a, "-%s",
		    inner), _("a minus sign in front, no brackets")) : NULL;
	}
	if (len > 2 && s[len - 1] == '-' && strchr(",.", s[len - 2]) != NULL) {
		inner = arena_strndup(a, s, len - 2);
		return is_numeric(inner) ? because(a, inner,
		    _("without what stands behind it")) : NULL;
	}
	if (len > 1 && s[len - 1] == '-') {
		inner = arena_strndup(a, s, len - 1);
		return is_numeric(inner) ? because(a, arena_printf(a, "-%s",
		    inner), _("the minus sign stands in front")) : NULL;
	}
	n = *s == '-' ? 1 : dash(s);
	if (n > 0 && is_numeric(s + n))
		return because(a, arena_printf(a, "-%s", s + n + strspn(s + n,
		    " ")), *s == '-' ? _("the minus sign stands in front") :
		    _("with the plain minus sign of the keyboard"));
	if (len > 1 && s[len - 1] == '%') {
		while (len > 1 && s[len - 2] == ' ')
			len--;
		inner = arena_strndup(a, s, len - 1);
		return is_numeric(inner) ? because(a, inner,
		    _("without the percent sign")) : NULL;
	}
	return NULL;
}

/* Whether words begin with one that stands for zeros: "triệu đồng", "k". */
static bool
begins_with_zeros(struct arena *a, const char *words)
{
	static const char *const scales[] = { "nghin", "ngan", "k", "trieu",
		"tr", "ty", "ti", "m" };
	char *key = unicode_ascii(a, unicode_fold(a, words));
	size_t n = strcspn(key, " ."), i;

	for (i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		if (strlen(scales[i]) == n && strncmp(key, scales[i], n) == 0)
			return true;
	return false;
}

/* "12 hộ": the number before the words; not of "1,2 triệu", which is another. */
static const char *
hint_of_words(struct arena *a, const char *s, const char *example)
{
	size_t n = strspn(s, "0123456789.,"), m = n;
	uint32_t c;

	while (s[m] == ' ')
		m++;
	/* in "0x1F" and "5 tổ 3" no number stands alone */
	if (n == 0 || has_digit(s + m) || unicode_next(s + m, &c) == 0 ||
	    !(c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
		return NULL;
	if (begins_with_zeros(a, s + m))
		return because(a, example, _("with all its digits, instead of "
		    "the word for thousands, millions or billions"));
	if (s[n - 1] == '.' || s[n - 1] == ',')
		n--;
	return because(a, arena_strndup(a, s, n),
	    _("the number alone; the unit of measure is in the form"));
}

/* "1'503", as some countries write it: with dots. */
static const char *
hint_of_apostrophes(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;
	bool any = false;

	for (; *s != '\0'; p++) {
		size_t n = strncmp(s, "\xe2\x80\x99", 3) == 0 ? 3 : 1;
		bool mark = n == 3 || *s == '\'';

		*p = mark ? '.' : *s;
		any |= mark && p > out;
		s += n;
	}
	*p = '\0';
	return any && is_digit(*out) && is_numeric(out) ? because(a, out,
	    _("with dots between the groups")) : NULL;
}

/* "khoảng 1.200", "VND 1.200": the number behind the words. */
static const char *
hint_of_lead(struct arena *a, const char *s)
{
	size_t n = strcspn(s, "0123456789");

	return n > 0 && s[n] != '\0' && strpbrk(s, "=-(") == NULL &&
	    is_numeric(s + n) && strspn(s, "0123456789., ") < n ?
	    because(a, s + n, _("the number alone")) : NULL;
}

/* The mark of a note at S: "¹", "*", "(1)", "[1]"; its length, 0: none. */
static size_t
note_mark(const char *s)
{
	uint32_t c;
	size_t n = unicode_next(s, &c);

	if (c == '(' || c == '[')
		n = 1 + strspn(s + 1, "0123456789*");
	if (c == '(' || c == '[')
		return n > 1 && s[n] == (c == '(' ? ')' : ']') ? n + 1 : 0;
	return c == '*' || c == 0xb9 || c == 0xb2 || c == 0xb3 || c == 0x2070 ||
	    (c >= 0x2074 && c <= 0x208e) ? n : 0;
}

/* "1.200¹": the number before the mark of a note. */
static const char *
hint_of_notes(struct arena *a, const char *s)
{
	size_t n = strspn(s, "0123456789.,"), m = n, len;

	while (s[m] == ' ')
		m++;
	if (n == 0 || s[m] == '\0')
		return NULL;
	for (; s[m] != '\0'; m += len)
		if ((len = note_mark(s + m)) == 0)
			return NULL;
	return because(a, arena_strndup(a, s, n), _("without the mark of the "
	    "note, which may stand below the table"));
}

static const char *
example(enum number_style style, enum number_use use)
{
	if (style == NUMBERS_XML)
		return use == NUMBER_PLACES ? "12.5" : "1234567";
	return use == NUMBER_PLACES ? "12,5" : "1.234.567";
}

const char *
number_hint(struct arena *a, const char *s, enum number_style style,
    enum number_use use)
{
	const char *hint;

	if (is_all_dashes(s) || says_nothing(a, s))
		return because(a, "0", _("when there was nothing; leave the "
		    "cell empty when it is not known"));
	if (is_exponent(s))
		return because(a, example(style, use), _("the spreadsheet has "
		    "shortened it; format the column as a number without "
		    "exponent and save again"));
	if (is_date(s))
		return because(a, example(style, use), _("the spreadsheet has "
		    "made a date of it; format the column as a number and "
		    "enter it again"));
	if ((hint = hint_of_signs(a, s)) != NULL)
		return hint;
	if ((hint = without_lookalikes(a, s)) != NULL)
		return because(a, hint, _("the letters O and l are not the "
		    "digits 0 and 1"));
	if ((hint = hint_of_notes(a, s)) != NULL ||
	    (hint = hint_of_apostrophes(a, s)) != NULL ||
	    (hint = hint_of_lead(a, s)) != NULL)
		return hint;
	if (*s == '=')
		return because(a, example(style, use),
		    _("a formula; save what it comes to"));
	if ((hint = hint_of_words(a, s, example(style, use))) != NULL)
		return hint;
	return example(style, use);
}
