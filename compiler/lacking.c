/*
 * What is still wanted of a report that is due, in words for its sender: a file,
 * one that can be taken in, values, rows of units.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "check/check.h"
#include "compile.h"

enum { NAMES_MAX = 40 };	/* of units without a row */

/* "the file x.csv of 2020-04-08 was not taken in: cause; cause" */
static const char *
refused(struct run *r, const struct ledger_entry *e)
{
	struct map *causes = map_new(r->arena);
	const char *at = e->codes, *list = "", *cause;
	char day[DATE_TEXT];
	size_t len, i;

	for (; *at != '\0'; at += len + strspn(at + len, " ")) {
		len = strcspn(at, " ");
		cause = report_cause(arena_strndup(r->arena, at, len));
		if (*at == 'R' && cause != NULL)
			map_add(causes, cause, causes);
	}
	for (i = 0; i < map_count(causes); i++)
		list = arena_printf(r->arena, "%s%s%s", list, i > 0 ? "; " : "",
		    map_key(causes, i));
	return arena_printf(r->arena, _("the file %s, received on %s, could "
	    "not be taken in: %s; the letter about it tells the places"),
	    diag_quote(r->diag, e->name, 200), language_date(e->day, day),
	    list);
}

/* Whether its sender or the province said why a unit has no row. */
static bool
is_explained(const struct explanations *list, const struct unit *u)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(list->list[i].about,
		    diag_code_name(D_ROW_MISSING)) == 0 &&
		    (*list->list[i].unit == '\0' ||
		    strcmp(list->list[i].unit, u->code) == 0))
			return true;
	return false;
}

/* The units that a file should have rows of: how many, and which has none. */
static size_t
find_rows(struct run *r, const struct duty_status *d,
    const struct compiled *c, const struct unit **absent, size_t *expected)
{
	const struct units *all = r->catalog->units;
	bool *seen = arena_alloc(r->arena, all->count * sizeof(*seen));
	size_t i, n = 0;

	*expected = 0;
	for (i = 0; c != NULL && i < c->row_count; i++)
		seen[c->rows[i].unit->index] = true;
	for (i = 0; i < all->count; i++) {
		if (!unit_is_within(all->list[i], d->unit) ||
		    !form_expects(d->form, all->list[i], d->period))
			continue;
		(*expected)++;
		if (c != NULL && !seen[i] &&
		    !is_explained(&c->explanations, all->list[i]))
			absent[n++] = all->list[i];
	}
	return n;
}

/* What a file that was taken in lacks: rows of units. */
static const char *
rows_lacking(struct run *r, const struct duty_status *d,
    const struct ledger_entry *e)
{
	const struct unit **absent = arena_alloc(r->arena,
	    r->catalog->units->count * sizeof(*absent));
	struct compiled *c;
	size_t i, n, expected;
	const char *names = "";

	if (e == NULL || !ledger_has_code(e->codes, D_ROW_MISSING) ||
	    (c = receive_compiled(r, e)) == NULL)
		return NULL;
	n = find_rows(r, d, c, absent, &expected);
	for (i = 0; i < n && i < NAMES_MAX; i++)
		names = arena_printf(r->arena, "%s%s%s %s", names,
		    i > 0 ? "; " : "", absent[i]->code, absent[i]->full_name);
	return n == 0 ? NULL : arena_printf(r->arena, _("received, but %zu of "
	    "%zu units have no row: %s%s"), n, expected, names,
	    n > NAMES_MAX ? "; ..." : "");
}

const char *
lacking_words(struct run *r, const struct duty_status *d,
    const struct ledger_entry *accepted, const struct ledger_entry *rejected)
{
	size_t expected;

	switch (d->state) {
	case DUTY_ON_TIME:
	case DUTY_RESUBMITTED:
	case DUTY_LATE:
		return rows_lacking(r, d, accepted);
	case DUTY_UNTRACKED:
		return NULL;
	default:
		if (accepted != NULL)
			return _("the file that was received has no values");
		if (rejected != NULL)
			return refused(r, rejected);
		find_rows(r, d, NULL, NULL, &expected);
		return arena_printf(r->arena, _("no file was received; "
		    "units that it should have a row of: %zu"), expected);
	}
}
