/*
 * What people and spreadsheets put around a number in a table, where it can mean
 * nothing else.  Room: check.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "check/check_parts.h"

/* How đồng is written behind an amount, folded. */
static const char *const dong[] = { "đ", "đồng", "dong", "vnđ", "vnd", "₫" };

/*
 * Digits and signs of full width as those of the keyboard, the minus of books as
 * its hyphen.
 */
static char *
narrow(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;
	uint32_t c;
	size_t n;

	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c >= 0xff01 && c <= 0xff5e)
			*p++ = (char)(c - 0xfee0);
		else if (c == 0x2212 && p == out)
			*p++ = '-';
		else {
			memcpy(p, s, n);
			p += n;
		}
	*p = '\0';
	return out;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Without the apostrophe, the plus or the formula that makes a text of it. */
static char *
without_lead(char *s)
{
	size_t n = strlen(s);

	if (n > 3 && strncmp(s, "=\"", 2) == 0 && s[n - 1] == '"' &&
	    is_digit(s[2])) {
		s[n - 1] = '\0';
		return s + 2;
	}
	if ((*s == '\'' || *s == '+') && (is_digit(s[1]) ||
	    (*s == '\'' && s[1] == '-')))
		return s + 1;
	if ((strncmp(s, "\xe2\x80\x98", 3) == 0 ||
	    strncmp(s, "\xe2\x80\x99", 3) == 0) && is_digit(s[3]))
		return s + 3;
	return s;
}

/* Whether the words behind a number are the measure that its field has. */
static bool
is_measure(const struct checking *c, const struct field *f, const char *words)
{
	const char *key = unicode_fold(c->arena, words);
	size_t i;

	if (f->type == FIELD_PERCENT)
		return strcmp(key, "%") == 0;
	if (f->type != FIELD_MONEY)
		return *f->unit != '\0' &&
		    strcmp(key, unicode_fold(c->arena, f->unit)) == 0;
	for (i = 0; c->sub->money_scale == 0 &&
	    i < sizeof(dong) / sizeof(dong[0]); i++)
		if (strcmp(key, dong[i]) == 0)
			return true;
	return false;
}

const char *
number_bare(const struct checking *c, const struct field *f, const char *text)
{
	char *s;
	size_t n, digits;

	if (c->sub->numbers != NUMBERS_VIETNAMESE)
		return text;
	s = without_lead(narrow(c->arena, text));
	n = strlen(s);
	for (digits = n; digits > 0 && !is_digit(s[digits - 1]); digits--)
		;
	if (digits > 0 && digits < n && is_measure(c, f, s + digits))
		s[digits] = '\0';
	return s;
}
