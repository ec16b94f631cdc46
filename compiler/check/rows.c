/* The unit that each row speaks of.  Room: check. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "check/check_parts.h"

const char *
unit_caption(struct arena *a, const struct unit *u)
{
	return arena_join(a, u->code, ' ', u->full_name);
}

struct unit_scope
check_scope(const struct checking *c)
{
	return (struct unit_scope){ c->sub->unit, c->sub->form->row_level,
	    c->day };
}

static struct place
place_of(const struct checking *c, const struct row *row)
{
	return (struct place){ c->sub->path, row->unit_cell.line > 0 ?
	    row->unit_cell.line : row->line, row->unit_cell.column };
}

static const char *
level_label(const struct checking *c, int level)
{
	return c->catalog->site->levels[level].label;
}

static bool
is_all_digits(const char *s)
{
	return *s != '\0' && s[strspn(s, "0123456789")] == '\0';
}

/* Digits, but fewer than numbers of persons or of loans have. */
static bool
is_code_like(const char *s)
{
	return is_all_digits(s) && strlen(s) <= 6;
}

static const char *
skip_zeros(const char *s)
{
	return s + strspn(s, "0");
}

/*
 * The one valid unit of the form's rows below the sender whose code is TEXT but
 * for zeros in front, which spreadsheets drop; NULL when none or several.
 */
static const struct unit *
find_by_zeros(const struct checking *c, const char *text)
{
	const struct units *all = c->catalog->units;
	const struct unit *found = NULL;
	size_t i;

	if (!is_all_digits(text))
		return NULL;
	for (i = 0; i < all->count; i++) {
		const struct unit *u = all->list[i];

		if (u->level != c->sub->form->row_level ||
		    strlen(u->code) <= strlen(text) ||
		    strcmp(skip_zeros(u->code), skip_zeros(text)) != 0 ||
		    !unit_is_valid(u, c->day) ||
		    !unit_is_within(u, c->sub->unit))
			continue;
		if (found != NULL)
			return NULL;
		found = u;
	}
	return found;
}

/* A unit of that code or name below the sender, valid on another day. */
static const struct unit *
find_any_day(const struct checking *c, const char *text)
{
	const struct units *all = c->catalog->units;
	const struct unit_chain *chain = units_coded(all, text);
	const struct unit *last = NULL;

	if (chain == NULL)
		chain = units_called(all, unicode_fold(c->arena, text));
	for (; chain != NULL; chain = chain->next)
		if (unit_is_within(chain->unit, c->sub->unit) &&
		    chain->unit->level == c->sub->form->row_level &&
		    (last == NULL || chain->unit->from > last->from))
			last = chain->unit;
	return last;
}

/* "; since 2020-03-01 its area is in 22345 phường ...", or "". */
static const char *
whereabouts(const struct checking *c, const struct unit *gone)
{
	const struct units *all = c->catalog->units;
	char buf[DATE_TEXT];
	size_t i, j;

	for (i = 0; i < all->count; i++) {
		const struct unit *u = all->list[i];

		for (j = 0; j < u->predecessor_count; j++)
			if (u->predecessors[j].unit == gone &&
			    unit_is_valid(u, c->day))
				return arena_printf(c->arena,
				    _("; since %s it belongs to %s"),
				    language_date(u->from, buf),
				    unit_caption(c->arena, u));
	}
	if (gone->from != DATE_NONE && gone->from > c->day)
		return arena_printf(c->arena, _("; it is valid from %s"),
		    language_date(gone->from, buf));
	return "";
}

/* Units that are like TEXT; else what a row without a unit may be.  The only one
 * like it is hardly missing. */
static const char *
suggestion(struct checking *c, const char *text)
{
	const struct unit *like[UNITS_LIKE];
	size_t n = units_like(c->catalog->units, text, check_scope(c), like);

	if (n == 1)
		c->mentioned[like[0]->index] = true;
	if (n > 0)
		return units_question(c->arena, like, n);
	return is_code_like(text) || c->sub->numbers == NUMBERS_XML ||
	    c->sub->form->key != NULL ? "" :
	    _("; if it is a sum of other rows, let it begin with \"Cộng\", "
	    "and look whether it is right");
}

/* Say why no unit was found. */
static void
report_unknown(struct checking *c, const struct row *row)
{
	const struct unit *other = find_any_day(c, row->unit_text);
	const char *quoted = is_code_like(row->unit_text) ?
	    diag_quote(c->diag, row->unit_text, CHECK_QUOTE) :
	    quote_cell(c, row->unit_text);
	const struct unit *now = other == NULL ? NULL :
	    units_find(c->catalog->units, other->code, c->day);
	char buf[DATE_TEXT];

	if (now != NULL)
		c->mentioned[now->index] = true;
	if (other != NULL)
		diag_report(c->diag, D_UNIT_NOT_VALID, place_of(c, row),
		    other->code, other->full_name, language_date(c->day, buf),
		    whereabouts(c, other));
	else
		diag_report(c->diag, D_UNKNOWN_ROW_UNIT, place_of(c, row),
		    quoted, c->unknown++ >= CHECK_SUGGESTED ? "" :
		    suggestion(c, row->unit_text));
}

/* The unit of a code: often that of the row before, or the one behind it. */
static const struct unit *
find_coded(struct checking *c, const char *code)
{
	const struct units *all = c->catalog->units;
	const struct unit *u;
	size_t i;

	for (i = c->unit_at; i < all->count && i < c->unit_at + 2; i++)
		if (strcmp(all->list[i]->code, code) == 0 &&
		    unit_is_valid(all->list[i], c->day)) {
			c->unit_at = i;
			return all->list[i];
		}
	if ((u = units_find(all, code, c->day)) != NULL)
		c->unit_at = u->index;
	return u;
}

/* Whether a text, by which U was found, is the sender's name as well: a code is no
 * name. */
static bool
names_sender(const struct checking *c, const char *text, const struct unit *u)
{
	const struct unit_chain *chain;

	if (strcmp(text, u->code) == 0)
		return false;
	chain = units_called(c->catalog->units, unicode_fold(c->arena, text));
	while (chain != NULL && chain->unit != c->sub->unit)
		chain = chain->next;
	return chain != NULL;
}

/*
 * Whether a row of a table that is about U, or about no unit, is a total: the
 * sender's own above its base units, also where one of them has its name, or the
 * sums of rows beside it.  It is marked as one.  A code of no unit is a mistake, no
 * name of a sum.
 */
static bool
is_total(struct checking *c, const struct row *row, const struct unit *u)
{
	const struct submission *sub = c->sub;

	if ((u != NULL && (sub->unit->level == sub->form->row_level ||
	    (u != sub->unit && !names_sender(c, row->unit_text, u)))) ||
	    (u == NULL && is_all_digits(row->unit_text)) ||
	    !check_is_cluster(c, row))
		return false;
	sub->rows[row - sub->rows].total = true;
	return true;
}

/* The unit a row names, whoever it belongs to; NULL after a finding, or when it
 * is a total. */
static const struct unit *
find_unit(struct checking *c, const struct row *row)
{
	const char *text = row->unit_text;
	const struct unit *u;

	if (text == NULL || *text == '\0') {
		diag_report(c->diag, D_UNKNOWN_ROW_UNIT, place_of(c, row), "",
		    _("; write the unit's code"));
		return NULL;
	}
	if ((u = find_coded(c, text)) != NULL)
		return is_total(c, row, u) ? NULL : u;
	if ((u = find_by_zeros(c, text)) != NULL) {
		diag_report(c->diag, D_ZERO_RESTORED, place_of(c, row),
		    diag_quote(c->diag, text, CHECK_QUOTE), u->code);
		return u;
	}
	u = units_read(c->catalog->units, text, check_scope(c));
	if (is_total(c, row, u))
		return NULL;
	if (u == NULL) {
		report_unknown(c, row);
		return NULL;
	}
	/* the name with its type leaves no doubt and needs no word */
	if (strcmp(unicode_fold(c->arena, text),
	    unicode_fold(c->arena, u->full_name)) != 0)
		diag_report(c->diag, D_UNIT_BY_NAME, place_of(c, row),
		    diag_quote(c->diag, text, CHECK_QUOTE),
		    unit_caption(c->arena, u));
	return u;
}

/* Whether a row about this unit may stand here. */
static bool
may_report(struct checking *c, const struct row *row, const struct unit *u)
{
	const struct submission *sub = c->sub;

	if (!unit_is_within(u, sub->unit)) {
		c->foreign++;
		diag_report(c->diag, D_FOREIGN_ROW_UNIT, place_of(c, row),
		    u->code, u->full_name,
		    unit_caption(c->arena, sub->unit));
		return false;
	}
	if (u->level != sub->form->row_level) {
		diag_report(c->diag, D_ROW_LEVEL, place_of(c, row), u->code,
		    u->full_name, level_label(c, u->level),
		    level_label(c, sub->form->row_level), u != sub->unit ||
		    sub->numbers == NUMBERS_XML ? "" :
		    _(" (as a total it would be the sum of the other rows)"));
		return false;
	}
	if (!u->reports) {
		diag_report(c->diag, D_ROW_NOT_REPORTING, place_of(c, row),
		    u->code, u->full_name);
		return false;
	}
	return true;
}

/* Whether two units are one under an old and a new name: nothing was merged
 * with it. */
static bool
is_renamed(const struct unit *old, const struct unit *new)
{
	return new->predecessor_count == 1 && new->predecessors[0].unit == old;
}

/*
 * A unit of another day that is called like this: codes are used again, so that
 * the figures beside 22696 may be those of the commune that was merged into the
 * one that has this code now.
 */
static const struct unit *
named_once(const struct checking *c, const char *name, const struct unit *u)
{
	const struct unit *other = find_any_day(c, name);

	return other == NULL || other == u || unit_is_valid(other, c->day) ||
	    is_renamed(other, u) || is_renamed(u, other) ? NULL : other;
}

/* "22696 xã Diên Bình (until 29/02/2020)" of a unit that is not valid. */
static const char *
dated_caption(const struct checking *c, const struct unit *u)
{
	const char *caption = unit_caption(c->arena, u);
	char day[DATE_TEXT];

	if (unit_is_valid(u, c->day))
		return caption;
	if (u->to != DATE_NONE && u->to < c->day)
		return arena_printf(c->arena, _("%s (until %s)"), caption,
		    language_date(u->to, day));
	return arena_printf(c->arena, _("%s (from %s on)"), caption,
	    language_date(u->from, day));
}

/* Whether the name beside a code is another unit's; reported. */
static bool
names_another(struct checking *c, const struct row *row, const struct unit *u)
{
	const struct unit *named;
	const char *name;

	if (row->name_text == NULL || *row->name_text == '\0')
		return false;
	name = unicode_fold(c->arena, row->name_text);
	if (strcmp(name, unicode_fold(c->arena, u->full_name)) == 0 ||
	    strcmp(name, unicode_fold(c->arena, u->name)) == 0)
		return false;
	named = units_find_name(c->catalog->units, row->name_text,
	    check_scope(c));
	if (named == NULL)
		named = named_once(c, row->name_text, u);
	if (named == NULL || named == u)
		return false;
	c->mentioned[named->index] = true;
	diag_report(c->diag, D_NAME_CONFLICT, place_of(c, row), u->code,
	    u->full_name, dated_caption(c, named));
	return true;
}

static bool
is_same_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* Whether two rows say the same in every cell, letter by letter. */
static bool
repeats(const struct checking *c, const struct row *a, const struct row *b)
{
	size_t i;

	for (i = 0; i < c->sub->form->field_count; i++)
		if (!is_same_text(a->texts[i], b->texts[i]))
			return false;
	return true;
}

/* A second row of a unit: false when it only repeats the first and is to be
 * left out. */
static bool
report_duplicate(struct checking *c, struct checked_row *r,
    const struct row *first)
{
	const char *line = arena_printf(c->arena, "%d", first->line);

	if (repeats(c, r->row, first)) {
		diag_put(c->diag, D_ROW_REPEATED, SEVERITY_WARNING,
		    place_of(c, r->row), (struct about){ NULL },
		    (const char *const []){ line, NULL });
		return false;
	}
	r->duplicate = true;
	diag_report(c->diag, D_DUPLICATE_ROW, place_of(c, r->row),
	    r->unit->code, r->unit->full_name, line);
	return true;
}

void
check_units(struct checking *c)
{
	size_t n = c->catalog->units->count, i, kept = 0;
	const struct row **first = arena_alloc(c->arena, n * sizeof(*first));

	c->mentioned = arena_alloc(c->arena, n * sizeof(*c->mentioned));
	for (i = 0; i < c->row_count && !check_is_full(c); i++) {
		struct checked_row *r = &c->rows[kept++];
		const struct unit *u;

		*r = c->rows[i];
		u = find_unit(c, r->row);
		if (r->row->total) {
			kept--;
			continue;
		}
		if (u != NULL)
			c->mentioned[u->index] = true;
		if (u == NULL || !may_report(c, r->row, u) ||
		    names_another(c, r->row, u))
			continue;
		if (r->row->unit_cell.refused != NULL) {
			diag_report(c->diag, D_XML_STRUCTURE,
			    place_of(c, r->row), r->row->unit_cell.refused);
			continue;
		}
		r->unit = u;
		if (c->sub->form->key != NULL)
			continue;
		if (first[u->index] == NULL)
			first[u->index] = r->row;
		else if (!report_duplicate(c, r, first[u->index]))
			kept--;
	}
	c->row_count = kept;
}

/* A unit without a row: it has nothing, when the form says so. */
static void
report_missing(struct checking *c, const struct unit *u)
{
	struct place place = { c->sub->path, 0, 0 };

	if (!c->sub->form->empty_is_zero) {
		diag_report(c->diag, D_ROW_MISSING, place, u->code,
		    u->full_name);
		diag_about(c->diag, u->code);
		return;
	}
	diag_report(c->diag, D_NOTHING_TO_REPORT, place, u->code,
	    u->full_name);
	ARENA_PUSH(c->arena, c->units, c->unit_count, c->unit_cap)->unit = u;
}

void
check_missing_rows(struct checking *c)
{
	const struct units *all = c->catalog->units;
	size_t i;

	if (c->row_count == 0 && !c->sub->form->empty_is_zero)
		return;		/* that was said of all of them */
	if (c->row_count > 0 && c->foreign == c->row_count)
		return;		/* it is another sender's table */
	for (i = 0; i < all->count; i++) {
		const struct unit *u = all->list[i];

		if (!c->mentioned[i] && unit_is_within(u, c->sub->unit) &&
		    form_expects(c->sub->form, u, c->sub->period))
			report_missing(c, u);
	}
}
