/*
 * What the titles above a table speak of: period and sender where nothing else
 * tells them; and a file whose title says another quarter than its name is last
 * year's file renamed.  Room: intake.
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

/* Whether a word stands right before AT. */
static bool
ends_with(const char *text, const char *at, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(at - text) >= n && memcmp(at - n, word, n) == 0;
}

/* "ngày 05 tháng 3 năm 2019" is a day, no period. */
static bool
is_of_a_day(const char *text, const char *at)
{
	while (at > text && (at[-1] == ' ' || isdigit((unsigned char)at[-1])))
		at--;
	return ends_with(text, at, "ngày") || ends_with(text, at, "ngay");
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

/* Whether a text has no marks of Vietnamese, as keyboards without Unikey write. */
static bool
is_unmarked(const char *text)
{
	return text[unicode_skip_ascii(text, strlen(text))] == '\0';
}

static bool
says_period(struct arena *a, const char *text, struct period p)
{
	const char *words = unicode_fold(a, period_label(a, p));
	bool bare = is_unmarked(text);
	size_t i;

	for (i = 0; i <= SHAPES; i++) {
		if (words != NULL && says(text, bare ?
		    unicode_ascii(a, words) : words))
			return true;
		words = i == SHAPES ? NULL : shape_of(a, i, p);
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

/* The first MAX periods of a kind that a text speaks of; how many. */
static size_t
periods_in(struct arena *a, const char *text, enum period_kind kind,
    struct period *list, size_t max)
{
	enum { YEARS = 8 };
	int years[YEARS];
	size_t i, count = years_of(text, years, YEARS), n = 0;

	for (i = 0; i < count; i++) {
		struct period p = { years[i], kind, 1 };

		for (; n < max && p.index <= period_count(kind); p.index++)
			if (says_period(a, text, p))
				list[n++] = p;
	}
	return n;
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
			if (first.text == NULL && periods_in(r->arena, text,
			    period.kind, &p, 1) > 0) {
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

/* The one thing that titles speak of. */
struct told {
	const char	*text;		/* as the envelope has it; NULL: none */
	const char	*words;		/* for people */
	int		 line, column;
	bool		 several;
};

/* Note what a cell speaks of. */
static void
note(struct told *t, const char *text, const char *words,
    const struct csv_row *row, size_t cell)
{
	if (t->text == NULL)
		*t = (struct told){ text, words, row->line, (int)cell + 1,
		    false };
	else
		t->several |= strcmp(t->text, text) != 0;
}

/* The periods of the form's kinds that a cell speaks of.  A year may be that of
 * months or of a decision, so it counts for none. */
static void
hear_period(struct reading *r, const struct csv_row *row, size_t cell,
    struct told *told)
{
	enum { SEVERAL = 2 };
	const char *text = unicode_fold(r->arena, row->cells[cell].text);
	struct period list[SEVERAL];
	char buf[PERIOD_TEXT];
	int kind;
	size_t i, n;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
		n = r->form->periods[kind] && kind != PERIOD_YEAR ?
		    periods_in(r->arena, text, (enum period_kind)kind, list,
		    SEVERAL) : 0;
		for (i = 0; i < n; i++)
			note(told, arena_strdup(r->arena,
			    period_format(list[i], buf)),
			    period_label(r->arena, list[i]), row, cell);
	}
}

/* Whether words are nothing but the name of a unit: behind others they may be
 * that of a place. */
static bool
is_bare_name(struct arena *a, const struct unit *u, const char *words)
{
	const char *name = unicode_fold(a, u->name);

	return strcmp(words, name) == 0 ||
	    strcmp(words, unicode_ascii(a, name)) == 0;
}

/* The sender of the form whose name is at the end of a folded title: alone, or
 * with its type or how offices are called behind other words. */
static const struct unit *
sender_of(const struct reading *r, const char *text)
{
	struct unit_scope scope = { NULL, r->form->sender_level, r->today };
	const char *at = text;

	for (; *at != '\0'; at += strcspn(at, " "), at += strspn(at, " ")) {
		/* a number is that of a document */
		const struct unit *u = isdigit((unsigned char)*at) ? NULL :
		    units_read(r->catalog->units, at, scope);

		if (u != NULL && u->level == scope.level &&
		    (at == text || !is_bare_name(r->arena, u, at)))
			return u;
	}
	return NULL;
}

static void
hear_unit(struct reading *r, const struct csv_row *row, size_t cell,
    struct told *told)
{
	const struct unit *u = NULL;

	/* behind a colon stands whom it is sent to */
	if (strchr(row->cells[cell].text, ':') == NULL)
		u = sender_of(r, unicode_fold(r->arena,
		    row->cells[cell].text));
	if (u != NULL)
		note(told, u->code, arena_printf(r->arena, "%s %s", u->code,
		    u->full_name), row, cell);
}

static void
tell(struct sheet *s, enum envelope_key key, void (*hear)(struct reading *,
    const struct csv_row *, size_t cell, struct told *))
{
	struct reading *r = s->reading;
	struct told told = { .text = NULL };
	size_t i, k;

	if (r->envelope.said[key].text != NULL ||
	    r->envelope.named[key] != NULL)
		return;
	for (i = 0; i < s->header; i++)
		for (k = 0; k < s->table.rows[i].count; k++)
			if (!csv_is_remark(s->table.rows[i].cells[k].text))
				hear(r, &s->table.rows[i], k, &told);
	if (told.text == NULL || told.several)
		return;
	envelope_say(r, key, told.text, told.line, told.column);
	reading_report(r, D_TITLE_SAYS, told.line, told.column,
	    envelope_words(key), told.words);
}

void
title_tell(struct sheet *s)
{
	if (s->reading->form == NULL)
		return;
	tell(s, ENVELOPE_PERIOD, hear_period);
	tell(s, ENVELOPE_UNIT, hear_unit);
}
