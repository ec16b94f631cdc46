/* The dated tree of units: finding units in it.  Room: model. */
#include "model/unit.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "model/unit_load.h"

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

void
unit_chain_add(struct arena *a, struct map *map, const char *key,
    const struct unit *u)
{
	struct unit_chain *link = arena_alloc(a, sizeof(*link));
	struct unit_chain **c = (struct unit_chain **)map_place(map, key);

	link->unit = u;
	while (*c != NULL)
		c = &(*c)->next;
	*c = link;
}

static void
index_names(const struct units *units, struct unit_names *names)
{
	size_t i;

	names->chains = map_new(names->arena);
	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		const char *name = unicode_fold(names->arena, u->name);
		const char *full = unicode_fold(names->arena, u->full_name);

		unit_chain_add(names->arena, names->chains, name, u);
		if (strcmp(name, full) != 0)
			unit_chain_add(names->arena, names->chains, full, u);
	}
}

const struct unit_chain *
units_named(const struct units *units, const char *folded)
{
	if (units->names->chains == NULL)
		index_names(units, units->names);
	return map_find(units->names->chains, folded);
}

const struct unit_chain *
units_coded(const struct units *units, const char *code)
{
	return map_find(units->by_code, code);
}

const struct unit *
units_find(const struct units *units, const char *code, date day)
{
	const struct unit_chain *c;

	for (c = units_coded(units, code); c != NULL; c = c->next)
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

	for (c = units_named(units, unicode_fold(a, name)); c != NULL;
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
