/*
 * What is suspicious in the tree of units as a whole: codes used again without a
 * word, days on which a code means nobody, units that come from or go to
 * nowhere, shares that do not make a whole.  Room: model.
 *
 * None of it keeps a site from loading; each is a comparison with the past that
 * will be missing or wrong.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "model/unit_load.h"

struct lint {
	const struct unit_loader *loader;
	struct decimal	*given;		/* per unit: the share that went on */
	bool		*went_on;	/* per unit: an event tells of its end */
	date		 first;		/* day of the oldest state, DATE_NONE open */
};

static void
warn(const struct lint *l, const struct unit *u, const char *text)
{
	diag_report(l->loader->diag, D_UNIT_LINT,
	    ((struct place){ l->loader->path, u->line, 0 }), u->code,
	    u->full_name, text);
}

static const char *
day_text(const struct lint *l, date day)
{
	char buf[DATE_TEXT];

	return arena_strdup(l->loader->arena, date_format(day, buf));
}

/* Whether anything of a unit goes back to another. */
static bool
descends(const struct unit *u, const struct unit *old)
{
	size_t i;

	for (i = 0; i < u->predecessor_count; i++)
		if (u->predecessors[i].unit == old ||
		    descends(u->predecessors[i].unit, old))
			return true;
	return false;
}

/* The last unit that had the code before this one. */
static const struct unit *
former(const struct lint *l, const struct unit *u)
{
	const struct unit_chain *c = u->from == DATE_NONE ? NULL :
	    units_coded(l->loader->units, u->code);
	const struct unit *found = NULL;

	for (; c != NULL; c = c->next)
		if (c->unit != u && c->unit->to != DATE_NONE &&
		    c->unit->to < u->from &&
		    (found == NULL || c->unit->to > found->to))
			found = c->unit;
	return found;
}

/* Whether a unit has taken over a code that was another's. */
static bool
judge_code(const struct lint *l, const struct unit *u)
{
	const struct unit *old = former(l, u);
	struct arena *a = l->loader->arena;

	if (old == NULL || descends(u, old))
		return false;
	warn(l, u, old->to + 1 < u->from ? arena_printf(a, _("the code was "
	    "that of %s (line %d) until %s and then nobody's; no event says "
	    "what became of it, so nothing of the past is compared with this "
	    "unit"), old->full_name, old->line, day_text(l, old->to)) :
	    arena_printf(a, _("the code was that of %s (line %d) until %s; no "
	    "event says that this is what became of it, so nothing of the "
	    "past is compared with this unit"), old->full_name, old->line,
	    day_text(l, old->to)));
	return true;
}

static void
judge_ends(const struct lint *l, const struct unit *u, bool taken)
{
	struct arena *a = l->loader->arena;

	if (u->to != DATE_NONE && !l->went_on[u->index])
		warn(l, u, arena_printf(a, _("it ends on %s, but no event tells "
		    "what became of it; its past is compared with nothing"),
		    day_text(l, u->to)));
	if (u->from != DATE_NONE && u->from != l->first && !taken &&
	    u->predecessor_count == 0)
		warn(l, u, arena_printf(a, _("it begins on %s, but no event "
		    "tells what it was made of; it is compared with nothing "
		    "before"), day_text(l, u->from)));
	if (l->went_on[u->index] &&
	    decimal_cmp(l->given[u->index], decimal_int(1)) < 0)
		warn(l, u, _("the weights of its events add up to less than 1; "
		    "the rest of its past belongs to nobody"));
}

/* Units of the deepest level below a parent of another level. */
static void
judge_orphan(const struct lint *l, const struct unit *u)
{
	if (u->reports && u->child_count == 0 && u->parent != NULL &&
	    u->level < l->loader->units->levels - 1)
		warn(l, u, _("it has no units below it, and no row speaks of it; "
		    "write reports=\"no\" when it has no union"));
}

void
units_lint(const struct unit_loader *loader)
{
	const struct units *units = loader->units;
	struct lint l = { .loader = loader, .first = DATE_NONE };
	size_t i, j;

	l.given = arena_alloc(loader->arena,
	    (units->count + 1) * sizeof(*l.given));
	l.went_on = arena_alloc(loader->arena,
	    (units->count + 1) * sizeof(*l.went_on));
	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];

		if (u->from != DATE_NONE && u->parent == NULL)
			l.first = u->from;
		for (j = 0; j < u->predecessor_count; j++) {
			size_t old = u->predecessors[j].unit->index;

			l.went_on[old] = true;
			decimal_add(&l.given[old], l.given[old],
			    u->predecessors[j].weight);
		}
	}
	for (i = 0; i < units->count; i++) {
		judge_ends(&l, units->list[i], judge_code(&l,
		    units->list[i]));
		judge_orphan(&l, units->list[i]);
	}
}
