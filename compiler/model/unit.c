/* The dated tree of units: finding units in it.  Room: model. */
#include "model/unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"

bool
unit_is_valid(const struct unit *u, date day)
{
	return (u->from == DATE_NONE || day >= u->from) &&
	    (u->to == DATE_NONE || day <= u->to);
}

bool
unit_is_within(const struct unit *u, const struct unit *ancestor)
{
	while (u != NULL && u != ancestor)
		u = u->parent;
	return u != NULL;
}

const struct unit *
unit_at_level(const struct unit *u, int level)
{
	while (u != NULL && u->level > level)
		u = u->parent;
	return u != NULL && u->level == level ? u : NULL;
}

const struct unit *
units_find(const struct units *units, const char *code, date day)
{
	const struct unit_chain *c;

	for (c = map_find(units->by_code, code); c != NULL; c = c->next)
		if (unit_is_valid(c->unit, day))
			return c->unit;
	return NULL;
}

const struct unit *
units_find_name(const struct units *units, const char *name,
    const struct unit *parent, date day)
{
	struct arena *a = arena_new();
	const struct unit_chain *c;
	const struct unit *found = NULL;

	for (c = map_find(units->by_name, unicode_fold(a, name)); c != NULL;
	    c = c->next) {
		if (!unit_is_valid(c->unit, day) || c->unit == parent ||
		    (parent != NULL && !unit_is_within(c->unit, parent)))
			continue;
		if (found != NULL) {
			found = NULL;
			break;
		}
		found = c->unit;
	}
	arena_free(a);
	return found;
}
