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
unit_chain_add(struct arena *a, struct unit_chain **place,
    const struct unit *u)
{
	struct unit_chain *link = arena_alloc(a, sizeof(*link));

	link->unit = u;
	while (*place != NULL)
		place = &(*place)->next;
	*place = link;
}

/* "tp nha trang": a folded name behind the initials of its type. */
static const char *
short_name(struct arena *a, const char *type, const char *name)
{
	char *s = arena_alloc(a, strlen(type) + strlen(name) + 2), *p = s;
	uint32_t letter;

	for (type += strspn(type, " "); *type != '\0';
	    type += strspn(type, " ")) {
		size_t n = unicode_next(type, &letter);

		memcpy(p, type, n);
		p += n;
		type += strcspn(type, " ");
	}
	*p++ = ' ';
	memcpy(p, name, strlen(name));
	return s;
}

static void
index_name(struct unit_names *names, const char *key, const struct unit *u)
{
	struct arena *a = names->arena;

	unit_chain_add(a, (struct unit_chain **)map_place(names->chains, key),
	    u);
	unit_chain_add(a, (struct unit_chain **)map_place(names->unmarked,
	    unicode_ascii(a, key)), u);
}

static void
index_names(const struct units *units, struct unit_names *names)
{
	struct arena *a = names->arena;
	size_t i;

	names->chains = map_new(a);
	names->unmarked = map_new(a);
	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		const char *name = unicode_fold(a, u->name);
		const char *full = unicode_fold(a, u->full_name);

		index_name(names, name, u);
		if (strcmp(name, full) == 0)
			continue;
		index_name(names, full, u);
		index_name(names,
		    short_name(a, unicode_fold(a, u->type), name), u);
	}
}

static void
add_office(struct unit_names *names, const char *s, size_t len)
{
	const char *folded = unicode_fold(names->arena,
	    arena_strndup(names->arena, s, len));
	const char *office = arena_printf(names->arena, "%s ", folded);

	if (*folded != '\0')
		*ARENA_PUSH(names->arena, names->offices, names->office_count,
		    names->office_cap) = (struct office){ office,
		    unicode_ascii(names->arena, office) };
}

void
units_name_offices(struct units *units, const char *organisation,
    const char *also)
{
	const char *root = units->root->full_name;
	size_t len = strlen(organisation), tail = strlen(root);

	if (len > tail && strcmp(organisation + len - tail, root) == 0)
		add_office(units->names, organisation, len - tail);
	for (; *also != '\0'; also += strspn(also, "|")) {
		len = strcspn(also, "|");
		add_office(units->names, also, len);
		also += len;
	}
}

/* "tp.nha trang" and "tp. nha trang" as "tp nha trang". */
static const char *
without_dot(struct arena *a, const char *folded)
{
	size_t n = strcspn(folded, ". ");

	return folded[n] != '.' ? folded : arena_printf(a, "%.*s %s", (int)n,
	    folded, folded + n + 1 + strspn(folded + n + 1, " "));
}

const struct unit_chain *
units_named(const struct units *units, const char *folded)
{
	if (units->names->chains == NULL)
		index_names(units, units->names);
	return map_find(units->names->chains, folded);
}

/* A name with or without a dot behind the initials of the type. */
static const struct unit_chain *
dotted_name(const struct units *units, const char *folded)
{
	const struct unit_chain *found = units_named(units, folded);

	return found != NULL ? found : units_named(units,
	    without_dot(units->names->arena, folded));
}

const struct unit_chain *
units_called(const struct units *units, const char *folded)
{
	const struct unit_names *names = units->names;
	const struct unit_chain *found = dotted_name(units, folded);
	size_t i;

	for (i = 0; found == NULL && i < names->office_count; i++) {
		const char *office = names->offices[i].marked;
		size_t len = strlen(office);

		if (strncmp(folded, office, len) == 0)
			found = dotted_name(units, folded + len);
	}
	return found;
}

/* A name without marks, with or without a dot behind the initials. */
static const struct unit_chain *
unmarked_name(const struct units *units, const char *folded)
{
	const struct unit_names *names = units->names;
	const struct unit_chain *found = map_find(names->unmarked, folded);

	return found != NULL ? found : map_find(names->unmarked,
	    without_dot(names->arena, folded));
}

const struct unit_chain *
units_unmarked(const struct units *units, const char *folded)
{
	struct unit_names *names = units->names;
	const struct unit_chain *found;
	size_t i;

	if (folded[unicode_skip_ascii(folded, strlen(folded))] != '\0')
		return NULL;
	if (names->chains == NULL)
		index_names(units, names);
	found = unmarked_name(units, folded);
	for (i = 0; found == NULL && i < names->office_count; i++) {
		const char *office = names->offices[i].bare;
		size_t len = strlen(office);

		if (strncmp(folded, office, len) == 0)
			found = unmarked_name(units, folded + len);
	}
	return found;
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

bool
unit_is_in_scope(const struct unit *u, const struct unit_scope *scope)
{
	return unit_is_valid(u, scope->day) && u != scope->above &&
	    (scope->above == NULL || unit_is_within(u, scope->above));
}

const struct unit *
unit_chain_only(const struct unit_chain *chain, const struct unit_scope *scope)
{
	const struct unit *found[2] = { NULL, NULL };	/* there, elsewhere */
	bool several[2] = { false, false };

	for (; chain != NULL; chain = chain->next) {
		const struct unit *u = chain->unit;
		int i = u->level != scope->level;

		if (!unit_is_in_scope(u, scope) || u == found[i])
			continue;
		several[i] |= found[i] != NULL;
		found[i] = u;
	}
	if (found[0] != NULL)
		return several[0] ? NULL : found[0];
	return several[1] ? NULL : found[1];
}

const struct unit *
units_find_name(const struct units *units, const char *name,
    struct unit_scope scope)
{
	struct arena *a = arena_new();
	const struct unit *u = unit_chain_only(units_called(units,
	    unicode_fold(a, name)), &scope);

	arena_free(a);
	return u;
}
