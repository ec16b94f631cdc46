/* Reading the tree of units from units.csv.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "model/model_load.h"
#include "model/table.h"
#include "model/unit_load.h"

enum column {
	CODE, NAME, TYPE, PARENT, CLASS, VALID_FROM, VALID_TO, REPORTS,
	COLUMN_MAX
};

static const struct table_column columns[COLUMN_MAX] = {
	[CODE] = { "code", true },
	[NAME] = { "name", true },
	[TYPE] = { "type", false },
	[PARENT] = { "parent", true },
	[CLASS] = { "class", false },
	[VALID_FROM] = { "valid_from", false },
	[VALID_TO] = { "valid_to", false },
	[REPORTS] = { "reports", false },
};

void
unit_complain(const struct unit_loader *l, int line, const struct unit *u,
    const char *text)
{
	diag_report(l->diag, D_UNIT_TREE, ((struct place){ l->path, line, 0 }),
	    u->code, u->full_name, text);
}

/* A day as people read it, or a word where the validity is open. */
static const char *
day_text(struct arena *a, date day, const char *open)
{
	char buf[DATE_TEXT];

	return day == DATE_NONE ? open : arena_strdup(a, date_format(day, buf));
}

static const char *
validity(struct arena *a, const struct unit *u)
{
	return arena_printf(a, _("from %s to %s"),
	    day_text(a, u->from, _("the beginning")),
	    day_text(a, u->to, _("now on")));
}

/* Whether A's days of validity enclose B's. */
static bool
encloses(const struct unit *a, const struct unit *b)
{
	return (a->from == DATE_NONE ||
	    (b->from != DATE_NONE && b->from >= a->from)) &&
	    (a->to == DATE_NONE || (b->to != DATE_NONE && b->to <= a->to));
}

static bool
overlaps(const struct unit *a, const struct unit *b)
{
	return (a->to == DATE_NONE || b->from == DATE_NONE ||
	    b->from <= a->to) &&
	    (b->to == DATE_NONE || a->from == DATE_NONE || a->from <= b->to);
}

/* The parent that a code names for this unit; NULL after a finding. */
static const struct unit *
find_parent(const struct unit_loader *l, const struct unit *before,
    const struct unit *u, const char *code)
{
	const struct unit_chain *chain, *c;

	/* most often that of the line before, and no other of that code is
	 * valid then */
	if (before != NULL && before->parent != NULL &&
	    strcmp(before->parent->code, code) == 0 &&
	    encloses(before->parent, u))
		return before->parent;
	chain = units_coded(l->units, code);
	for (c = chain; c != NULL; c = c->next)
		if (encloses(c->unit, u))
			return c->unit;
	unit_complain(l, u->line, u, arena_printf(l->arena, chain == NULL ?
	    _("parent \"%s\" is not known; parents stand above their "
	    "children") : _("parent \"%s\" is not valid on all of its days "
	    "(%s)"), code, validity(l->arena, u)));
	return NULL;
}

/* C are the units above that have the code, too. */
static void
check_code(const struct unit_loader *l, const struct unit *u,
    const struct unit_chain *c)
{
	for (; c != NULL; c = c->next)
		if (overlaps(c->unit, u))
			unit_complain(l, u->line, u, arena_printf(l->arena,
			    _("line %d uses the code %s already, for %s; "
			    "periods of validity must not overlap"),
			    c->unit->line, validity(l->arena, c->unit),
			    c->unit->full_name));
	if (u->from != DATE_NONE && u->to != DATE_NONE && u->from > u->to)
		unit_complain(l, u->line, u,
		    _("valid_from is after valid_to"));
}

static bool
read_reports(const struct table *t, size_t row, const struct unit *parent)
{
	const char *s = table_value(t, row, REPORTS);

	if (*s != '\0' && strcmp(s, "yes") != 0 && strcmp(s, "no") != 0)
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row), s,
		    "reports", _("yes or no, or leave it empty"));
	if (*s == '\0')
		return parent == NULL || parent->reports;
	return strcmp(s, "no") != 0;
}

/* The unit of a row; false after a finding when it has no code or name. */
static bool
read_unit(struct unit_loader *l, const struct table *t, size_t row,
    const struct unit *before, struct unit *u)
{
	const char *parent = table_value(t, row, PARENT), *own;
	struct unit_chain **place;

	u->line = t->rows[row]->line;
	u->code = table_value(t, row, CODE);
	u->name = table_value(t, row, NAME);
	u->type = table_value(t, row, TYPE);
	if (*u->code == '\0' || *u->name == '\0') {
		diag_report(l->diag, D_CONFIG_RULE, table_place(t, row),
		    _("a unit needs a code and a name"));
		return false;
	}
	u->full_name = *u->type == '\0' ? u->name :
	    arena_join(l->arena, u->type, ' ', u->name);
	u->from = table_date(t, row, VALID_FROM);
	u->to = table_date(t, row, VALID_TO);
	place = (struct unit_chain **)map_place(l->units->by_code, u->code);
	check_code(l, u, *place);
	if (*parent != '\0')
		u->parent = find_parent(l, before, u, parent);
	else if (l->units->root == NULL)
		l->units->root = u;
	else if (l->roots++ == 0)
		l->second_root = u;
	unit_chain_add(l->arena, place, u);	/* below itself stands none */
	own = table_value(t, row, CLASS);
	if (classes_clash(own))
		unit_complain(l, u->line, u, arena_printf(l->arena,
		    _("it is in two classes of one set: %s"), own));
	u->class = classes_inherit(l->arena, own, u->parent == NULL ? "" :
	    u->parent->class);
	u->reports = read_reports(t, row, u->parent);
	u->level = u->parent == NULL ? 0 : u->parent->level + 1;
	if (u->level == LEVELS_MAX)
		unit_complain(l, u->line, u, arena_printf(l->arena,
		    _("more than %d levels of units"), LEVELS_MAX));
	if (u->level >= l->units->levels && u->level < LEVELS_MAX)
		l->units->levels = u->level + 1;
	return true;
}

/* Put a unit and, behind it, all below it into the list. */
static void
list_unit(struct units *units, struct unit *u)
{
	size_t i;

	u->index = units->count;
	units->list[units->count++] = u;
	for (i = 0; i < u->child_count; i++)
		list_unit(units, (struct unit *)u->children[i]);
}

/*
 * Give each unit its children in the order of the file, then list the tree from
 * the root down.
 */
static void
arrange(struct unit_loader *l, struct unit *read, size_t count)
{
	struct units *units = l->units;
	const struct unit **children = arena_alloc(l->arena,
	    count * sizeof(*children));
	size_t i;

	for (i = 0; i < count; i++)
		if (read[i].parent != NULL)
			((struct unit *)read[i].parent)->child_count++;
	for (i = 0; i < count; i++) {
		read[i].children = children;
		children += read[i].child_count;
		read[i].child_count = 0;
	}
	for (i = 0; i < count; i++) {
		struct unit *p = (struct unit *)read[i].parent;

		if (p != NULL)
			p->children[p->child_count++] = &read[i];
	}
	units->list = arena_alloc(l->arena, count * sizeof(struct unit *));
	list_unit(units, (struct unit *)units->root);
}

static void
read_units(struct unit_loader *l, const struct table *t)
{
	struct unit *read = arena_alloc(l->arena,
	    (t->row_count + 1) * sizeof(*read));
	size_t count = 0, i;

	l->units->by_code = map_new_large(l->arena, t->row_count);
	for (i = 0; i < t->row_count; i++)
		count += read_unit(l, t, i, count > 0 ? &read[count - 1] : NULL,
		    &read[count]);
	if (l->roots > 0)
		unit_complain(l, l->second_root->line, l->second_root,
		    arena_printf(l->arena, _("%zu units have no parent, but a "
		    "site has one root; the first is %s %s in line %d"),
		    l->roots + 1, l->units->root->code,
		    l->units->root->full_name, l->units->root->line));
	if (l->units->root == NULL)
		diag_report(l->diag, D_CONFIG_RULE,
		    ((struct place){ l->path, 0, 0 }),
		    _("no unit without a parent: the tree has no root"));
	else
		arrange(l, read, count);
}

struct units *
units_load(struct arena *a, const char *units_path, const char *events_path,
    struct diag *diag)
{
	struct unit_loader l = { .arena = a, .path = units_path,
	    .diag = diag };
	size_t from = diag_count(diag);
	struct table table;

	l.units = arena_alloc(a, sizeof(*l.units));
	l.units->names = arena_alloc(a, sizeof(*l.units->names));
	l.units->names->arena = a;
	if (!table_read(&table, a, units_path, columns, COLUMN_MAX, diag))
		return NULL;
	l.units->sha256 = table.sha256;
	read_units(&l, &table);
	if (diag_has(diag, from, SEVERITY_ERROR))
		return NULL;
	if (events_path != NULL && file_exists(events_path))
		unit_events_load(&l, events_path);
	l.path = units_path;
	if (!diag_has(diag, from, SEVERITY_ERROR))
		units_lint(&l);
	return diag_has(diag, from, SEVERITY_ERROR) ? NULL : l.units;
}
