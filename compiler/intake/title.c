/*
 * Periods that the lines above a table speak of: a file whose title says
 * another quarter than its name is last year's file renamed.  Room: intake.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

/* How titles write a period, between its year and its number. */
static const struct {
	enum period_kind kind;
	const char	*before, *after;
	bool		 roman;
} shapes[] = {
	{ PERIOD_QUARTER, "quý ", " năm ", true },
	{ PERIOD_QUARTER, "quý ", " năm ", false },
	{ PERIOD_QUARTER, "quý ", "/", true },
	{ PERIOD_QUARTER, "quý ", "/", false },
	{ PERIOD_MONTH, "tháng ", " năm ", false },
	{ PERIOD_MONTH, "tháng 0", " năm ", false },
	{ PERIOD_MONTH, "tháng ", "/", false },
	{ PERIOD_MONTH, "tháng 0", "/", false },
};

static bool
is_word(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* "ngày 05 tháng 3 năm 2019" is a day, no period. */
static bool
is_of_a_day(const char *text, const char *at)
{
	while (at > text && (at[-1] == ' ' || isdigit((unsigned char)at[-1])))
		at--;
	return at - text >= (long)strlen("ngày") &&
	    memcmp(at - strlen("ngày"), "ngày", strlen("ngày")) == 0;
}

/* Whether the folded TEXT has WORDS as words of their own. */
static bool
says(const char *text, const char *words)
{
	size_t n = strlen(words);
	const char *at;

	for (at = text; (at = strstr(at, words)) != NULL; at++)
		if ((at == text || !is_word(at[-1])) && !is_word(at[n]) &&
		    !is_of_a_day(text, at))
			return true;
	return false;
}

enum { SHAPES = sizeof(shapes) / sizeof(shapes[0]) };

/* How the I-th shape writes a period; NULL when it does not. */
static const char *
shape_of(struct arena *a, size_t i, struct period p)
{
	static const char *const roman[] = { "", "i", "ii", "iii", "iv" };
	const char *before = shapes[i].before;

	if (shapes[i].kind != p.kind ||
	    (before[strlen(before) - 1] == '0' && p.index > 9))
		return NULL;
	return shapes[i].roman ? arena_printf(a, "%s%s%s%d", before,
	    roman[p.index], shapes[i].after, p.year) :
	    arena_printf(a, "%s%d%s%d", before, p.index, shapes[i].after,
	    p.year);
}

static bool
says_period(struct arena *a, const char *text, struct period p)
{
	size_t i;

	if (says(text, unicode_fold(a, period_label(a, p))))
		return true;
	for (i = 0; i < SHAPES; i++) {
		const char *words = shape_of(a, i, p);

		if (words != NULL && says(text, words))
			return true;
	}
	return false;
}

/* The years that TEXT has, each as four digits; how many. */
static size_t
years_of(const char *text, int *years, size_t max)
{
	size_t n = 0;

	while (*text != '\0' && n < max) {
		size_t digits = strspn(text, "0123456789");

		if (digits == 4 && (*text == '1' || *text == '2'))
			years[n++] = (int)strtol(text, NULL, 10);
		text += digits > 0 ? digits : 1;
	}
	return n;
}

/* The first period that a text speaks of, of a kind; false when none. */
static bool
period_in(struct arena *a, const char *text, enum period_kind kind,
    struct period *p)
{
	enum { YEARS = 8 };
	int years[YEARS];
	size_t i, n = years_of(text, years, YEARS);

	for (i = 0; i < n; i++)
		for (*p = (struct period){ years[i], kind, 1 };
		    p->index <= period_count(kind); p->index++)
			if (says_period(a, text, *p))
				return true;
	return false;
}

void
title_judge(struct sheet *s)
{
	struct reading *r = s->reading;
	const char *named = r->envelope.named[ENVELOPE_PERIOD];
	struct period period = r->sub->period, p, other = period;
	struct said first = { NULL, 0, 0 };
	size_t i, k;

	/* of years, titles name too many: plans, decisions, comparisons */
	if (r->envelope.said[ENVELOPE_PERIOD].text != NULL || named == NULL ||
	    period.kind == PERIOD_YEAR)
		return;
	for (i = 0; i < s->header; i++)
		for (k = 0; k < s->table.rows[i].count; k++) {
			const struct csv_cell *c = &s->table.rows[i].cells[k];
			const char *text = csv_is_remark(c->text) ? "" :
			    unicode_fold(r->arena, c->text);

			if (says_period(r->arena, text, period))
				return;
			if (first.text == NULL && period_in(r->arena, text,
			    period.kind, &p)) {
				first = (struct said){ c->text, csv_line(&s->table.rows[i], k),
				    (int)k + 1 };
				other = p;
			}
		}
	if (first.text != NULL)
		reading_report(r, D_ENVELOPE_CONFLICT, first.line,
		    first.column, envelope_words(ENVELOPE_PERIOD),
		    period_label(r->arena, other),
		    reading_quote_cell(r, named));
}
