/* Reading merges, splits and renames of units.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "model/model_load.h"
#include "model/table.h"
#include "model/unit_load.h"

enum column {
	VALID_FROM, EVENT, OLD_CODE, OLD_NAME, NEW_CODE, NEW_NAME, WEIGHT,
	SOURCE, COLUMN_MAX
};

static const struct table_column columns[COLUMN_MAX] = {
	[VALID_FROM] = { "valid_from", true },
	[EVENT] = { "event", true },
	[OLD_CODE] = { "old_code", true },
	[OLD_NAME] = { "old_name", false },
	[NEW_CODE] = { "new_code", true },
	[NEW_NAME] = { "new_name", false },
	[WEIGHT] = { "weight", false },
	[SOURCE] = { "source", false },
};

enum { WEIGHT_PLACES = 6 };	/* a unit split three times stays exact */

static const char *const kinds[] = { "merge", "split", "rename", "retype",
	"move" };

static const char *
check_kind(const struct table *t, size_t row)
{
	const char *kind = table_value(t, row, EVENT);
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i], kind) == 0)
			return kind;
	diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row), kind, "event",
	    "merge split rename retype move");
	return kind;
}

/* The unit of an event on a day; NULL after a finding. */
static struct unit *
find_unit(const struct unit_loader *l, const struct table *t, size_t row,
    int code_column, int name_column, date day)
{
	const char *code = table_value(t, row, code_column);
	const char *name = table_value(t, row, name_column);
	const struct unit *u = units_find(l->units, code, day);
	char buf[DATE_TEXT];

	if (u == NULL) {
		diag_report(l->diag, D_CONFIG_RULE, table_place(t, row),
		    arena_printf(l->arena, _("no unit with %s \"%s\" is valid "
		    "on %s"), columns[code_column].name, code,
		    date_format(day, buf)));
		return NULL;
	}
	if (*name != '\0' && strcmp(unicode_fold(l->arena, name),
	    unicode_fold(l->arena, u->name)) != 0 &&
	    strcmp(unicode_fold(l->arena, name),
	    unicode_fold(l->arena, u->full_name)) != 0)
		unit_complain(l, t->rows[row]->line, u,
		    arena_printf(l->arena, _("the event calls it \"%s\""),
		    name));
	return (struct unit *)u;
}

static struct decimal
read_weight(const struct unit_loader *l, const struct table *t, size_t row,
    const char *kind)
{
	const char *s = table_value(t, row, WEIGHT);
	struct decimal w = decimal_int(1);

	if (*s == '\0' && strcmp(kind, "split") == 0)
		diag_report(l->diag, D_CONFIG_RULE, table_place(t, row),
		    _("a split needs a weight: the share of the old unit that "
		    "came to the new one, from 0 to 1"));
	if (*s != '\0' && (!decimal_parse(&w, s, strlen(s)) ||
	    decimal_cmp(w, decimal_int(0)) <= 0 ||
	    decimal_cmp(w, decimal_int(1)) > 0)) {
		diag_report(l->diag, D_CONFIG_VALUE, table_place(t, row), s,
		    "weight", _("a number above 0 and up to 1, such as 0.35"));
		return decimal_int(1);
	}
	if (w.scale > WEIGHT_PLACES)
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row), s,
		    "weight", _("at most 6 decimal places"));
	return w;
}

/* A unit replaces another for good: their lines must meet at the event. */
static void
check_days(const struct unit_loader *l, int line, const struct unit *old,
    const struct unit *new, date day)
{
	char buf[DATE_TEXT];

	if (old->to != day - 1)
		unit_complain(l, line, old, arena_printf(l->arena,
		    _("it must end on %s, the day before the event; see line "
		    "%d of the table of units"), date_format(day - 1, buf),
		    old->line));
	if (new->from != day)
		unit_complain(l, line, new, arena_printf(l->arena,
		    _("it must begin on %s, the day of the event; see line %d "
		    "of the table of units"), date_format(day, buf),
		    new->line));
}

/* Count the share of a unit that was given away; more than all is too much. */
static void
check_share(const struct unit_loader *l, int line, const struct unit *old,
    struct decimal *shares, struct decimal weight)
{
	struct decimal *sum = &shares[old->index];

	if (decimal_add(sum, *sum, weight) &&
	    decimal_cmp(*sum, decimal_int(1)) > 0)
		unit_complain(l, line, old,
		    _("the weights of its events add up to more than 1"));
}

void
unit_events_load(struct unit_loader *l, const char *path)
{
	size_t *caps = arena_alloc(l->arena, l->units->count * sizeof(*caps));
	struct decimal *shares = arena_alloc(l->arena,
	    l->units->count * sizeof(*shares));
	struct table t;
	size_t i;

	l->path = path;
	if (!table_read(&t, l->arena, path, columns, COLUMN_MAX, l->diag))
		return;
	l->units->events_sha256 = t.sha256;
	for (i = 0; i < t.row_count; i++) {
		int line = t.rows[i]->line;
		const char *kind = check_kind(&t, i);
		struct decimal weight = read_weight(l, &t, i, kind);
		date day = table_date(&t, i, VALID_FROM);
		struct unit *old, *new;

		if (*table_value(&t, i, VALID_FROM) == '\0')
			diag_report(l->diag, D_CONFIG_RULE, table_place(&t, i),
			    _("an event needs a day in valid_from"));
		if (day == DATE_NONE)
			continue;
		old = find_unit(l, &t, i, OLD_CODE, OLD_NAME, day - 1);
		new = find_unit(l, &t, i, NEW_CODE, NEW_NAME, day);
		if (old == NULL || new == NULL)
			continue;
		check_days(l, line, old, new, day);
		check_share(l, line, old, shares, weight);
		*ARENA_PUSH(l->arena, new->predecessors,
		    new->predecessor_count, caps[new->index]) =
		    (struct predecessor){ old, weight };
	}
}
