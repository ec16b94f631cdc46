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

enum { SPOKEN = 16 };		/* periods of one row that are looked at */

/* Whether a text begins with a year: "Năm 2020". */
static bool
begins_with_year(struct arena *a, const char *text)
{
	const char *s = unicode_ascii(a, unicode_fold(a, text));

	s += strncmp(s, "nam ", 4) == 0 ? 4 : strncmp(s, "nam: ", 5) == 0 ? 5 : 0;
	return strspn(s, "0123456789") == 4;
}

static const char *
row_text(struct reading *r, const struct csv_row *row)
{
	const char *all = "";
	size_t i;

	for (i = 0; i < row->count; i++)
		if (*row->cells[i].text != '\0' &&
		    !csv_is_remark(row->cells[i].text))
			all = arena_printf(r->arena, "%s%s ", all,
			    row->cells[i].text);
	return all;
}

/* Whether a row tells the period by a key: then it is no title. */
static bool
tells_period(struct reading *r, const struct csv_row *row)
{
	struct preamble_at at = { 0, NULL };
	enum envelope_key key;
	const char *value;
	int column;

	while (csv_preamble(r->arena, row, &at, &key, &value, &column))
		if (key == ENVELOPE_PERIOD)
			return true;
	return false;
}

/* The periods that row I above the table speaks of; the year may stand at the
 * begin of the row below.  None in reasons that a sender gives. */
static size_t
periods_of_row(struct sheet *s, size_t i, struct period *list)
{
	struct reading *r = s->reading;
	const struct csv_row *rows = s->table.rows;
	const char *text, *rest;
	size_t first;

	if (csv_is_explanation(s, &rows[i], &first, &rest) ||
	    tells_period(r, &rows[i]))
		return 0;
	text = row_text(r, &rows[i]);
	if (*text != '\0' && i + 1 < s->header) {
		rest = row_text(r, &rows[i + 1]);
		if (begins_with_year(r->arena, rest))
			text = arena_printf(r->arena, "%s %s", text, rest);
	}
	return periods_spoken_of(r->arena, text, list, SPOKEN);
}

/* The cell of a row that speaks of a period; the first that is filled when it takes
 * several. */
static size_t
cell_of_period(struct reading *r, const struct csv_row *row)
{
	struct period p;
	size_t i, first = row->count;

	for (i = 0; i < row->count; i++) {
		if (*row->cells[i].text == '\0')
			continue;
		if (periods_spoken_of(r->arena, row->cells[i].text, &p, 1) > 0)
			return i;
		if (first == row->count)
			first = i;
	}
	return first == row->count ? 0 : first;
}

/* Whether what a title says is not the period of the file.  Of months it says too
 * much: days of decisions; of years, too: plans, comparisons. */
static bool
is_other(struct period said, struct period own)
{
	if (said.kind == PERIOD_YEAR ||
	    (said.kind == PERIOD_MONTH && own.kind != PERIOD_MONTH))
		return false;
	return !period_equal(said, own);
}

static void
report_other(struct reading *r, struct period other, int line, int column)
{
	const struct said *said = &r->envelope.said[ENVELOPE_PERIOD];
	const char *label = period_label(r->arena, other);

	if (said->text == NULL)
		reading_report(r, D_ENVELOPE_CONFLICT, line, column,
		    envelope_words(ENVELOPE_PERIOD), label,
		    reading_quote_cell(r, r->envelope.named[ENVELOPE_PERIOD]));
	else
		envelope_say(r, ENVELOPE_PERIOD, label, line, column);
}

void
title_judge(struct sheet *s)
{
	struct reading *r = s->reading;
	struct period own = r->sub->period, list[SPOKEN], other = own;
	const struct csv_row *first = NULL;
	size_t i, k, n;

	if (own.kind == PERIOD_YEAR)
		return;
	for (i = 0; i < s->header; i++) {
		const struct csv_row *row = &s->table.rows[i];

		n = periods_of_row(s, i, list);
		for (k = 0; k < n; k++) {
			if (list[k].year == 0)
				list[k].year = own.year;
			if (period_equal(list[k], own))
				return;
			if (first == NULL && is_other(list[k], own)) {
				first = row;
				other = list[k];
			}
		}
	}
	if (first != NULL) {
		k = cell_of_period(r, first);
		report_other(r, other, csv_line(first, k), (int)k + 1);
	}
}

/* The one thing that titles speak of. */
struct told {
	const char	*text;		/* as the envelope has it; NULL: none */
	const char	*words;		/* for people */
	int		 line, column;
	bool		 several;
	struct period	 period;
};

/* Note what a cell speaks of. */
static void
note(struct told *t, const char *text, const char *words,
    const struct csv_row *row, size_t cell)
{
	if (t->text == NULL)
		*t = (struct told){ .text = text, .words = words,
		    .line = csv_line(row, cell), .column = (int)cell + 1,
		    .several = t->several };
	else
		t->several |= strcmp(t->text, text) != 0;
}

/* Whether two periods are the same part of a year that one of them does not tell. */
static bool
is_same_part(struct period p, struct period q)
{
	return p.kind == q.kind && p.index == q.index &&
	    (p.year == 0 || q.year == 0);
}

/* The periods that a row speaks of; those of the form's kinds, when there are
 * any (TOLD), else one that the form is not for (OTHERS). */
static void
hear_periods(struct sheet *s, size_t i, struct told *told, struct told *others)
{
	struct reading *r = s->reading;
	const struct csv_row *row = &s->table.rows[i];
	struct period list[SPOKEN];
	char buf[PERIOD_TEXT];
	size_t k, n = periods_of_row(s, i, list);

	for (k = 0; k < n; k++) {
		struct told *t = r->form->periods[list[k].kind] ? told : others;

		/* a month may be that of a day */
		if (t == others && list[k].kind == PERIOD_MONTH)
			continue;
		if (t->text != NULL && is_same_part(t->period, list[k])) {
			if (list[k].year == 0)
				continue;
			t->text = NULL;		/* the year is told now */
		}
		note(t, arena_strdup(r->arena, period_format(list[k], buf)),
		    period_label(r->arena, list[k]), row,
		    cell_of_period(r, row));
		t->period = list[k];
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

/* Whether neither a line nor the name of the file tells. */
static bool
is_untold(const struct reading *r, enum envelope_key key)
{
	return r->envelope.said[key].text == NULL &&
	    r->envelope.named[key] == NULL;
}

static void
tell(struct reading *r, enum envelope_key key, const struct told *told)
{
	if (told->text == NULL || told->several)
		return;
	envelope_say(r, key, told->text, told->line, told->column);
	reading_report(r, D_TITLE_SAYS, told->line, told->column,
	    envelope_words(key), told->words);
}

static void
tell_period(struct sheet *s)
{
	struct told told = { .text = NULL }, others = { .text = NULL };
	size_t i;

	for (i = 0; i < s->header; i++)
		hear_periods(s, i, &told, &others);
	if (told.text == NULL)
		told = others;
	if (told.text != NULL && told.period.year == 0)
		told.several = true;	/* of which year is not said */
	tell(s->reading, ENVELOPE_PERIOD, &told);
}

static void
tell_unit(struct sheet *s)
{
	struct told told = { .text = NULL };
	size_t i, k;

	for (i = 0; i < s->header; i++)
		for (k = 0; k < s->table.rows[i].count; k++)
			if (!csv_is_remark(s->table.rows[i].cells[k].text))
				hear_unit(s->reading, &s->table.rows[i], k, &told);
	tell(s->reading, ENVELOPE_UNIT, &told);
}

void
title_tell(struct sheet *s)
{
	if (s->reading->form == NULL)
		return;
	if (is_untold(s->reading, ENVELOPE_PERIOD))
		tell_period(s);
	if (is_untold(s->reading, ENVELOPE_UNIT))
		tell_unit(s);
}
