/* What the ledger says of files and reports that came before. */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/map.h"
#include "compile.h"
#include "receive.h"

bool
recorded_same_report(const struct ledger_entry *a, const struct ledger_entry *b)
{
	return strcmp(a->form, b->form) == 0 && strcmp(a->unit, b->unit) == 0 &&
	    strcmp(a->period, b->period) == 0;
}

/*
 * The key of the report that an entry is about: one form of one unit for one
 * period.
 */
static const char *
report_key(struct run *r, const struct ledger_entry *e)
{
	return arena_printf(r->arena, "%s %s %s", e->form, e->unit, e->period);
}

size_t
receive_current(struct run *r, const struct ledger_entry ***out)
{
	struct map *latest;
	size_t i;

	*out = r->current;
	if (r->current != NULL && r->current_at == r->ledger->count)
		return r->current_count;
	latest = map_new(r->arena);
	for (i = 0; i < r->ledger->count; i++) {
		struct ledger_entry *e = &r->ledger->entries[i];

		if (e->event == LEDGER_ACCEPTED)
			map_put(latest, report_key(r, e), e);
	}
	*out = arena_alloc(r->arena, (map_count(latest) + 1) * sizeof(**out));
	for (i = 0; i < map_count(latest); i++)
		(*out)[i] = map_value(latest, i);
	r->current = *out;
	r->current_at = r->ledger->count;
	return r->current_count = map_count(latest);
}

const struct ledger_entry *
recorded_current(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event == LEDGER_ACCEPTED && recorded_same_report(x, e))
			return x;
	}
	return NULL;
}

const struct ledger_entry *
recorded_decision(struct run *r, const char *sha256)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event != LEDGER_REPORT && x->event != LEDGER_SENT &&
		    x->event != LEDGER_FAILED &&
		    strcmp(x->sha256, sha256) == 0)
			return x;
	}
	return NULL;
}

const struct ledger_entry *
recorded_elsewhere(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event == LEDGER_ACCEPTED &&
		    !recorded_same_report(x, e) &&
		    strcmp(x->sha256, e->sha256) == 0)
			return x;
	}
	return NULL;
}

size_t
recorded_deaths(struct run *r, const char *sha256)
{
	size_t i, n = 0;

	for (i = 0; i < r->ledger->count; i++)
		n += r->ledger->entries[i].event == LEDGER_FAILED &&
		    strcmp(r->ledger->entries[i].sha256, sha256) == 0;
	return n;
}

/* The entry that says that a file was replaced; NULL when there is none. */
static const struct ledger_entry *
superseding(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = 0; i < r->ledger->count; i++)
		if (r->ledger->entries[i].event == LEDGER_SUPERSEDED &&
		    strcmp(r->ledger->entries[i].sha256, e->sha256) == 0 &&
		    recorded_same_report(&r->ledger->entries[i], e))
			return &r->ledger->entries[i];
	return NULL;
}

bool
recorded_superseded(struct run *r, const struct ledger_entry *e)
{
	return superseding(r, e) != NULL;
}

const char *
receive_place(struct run *r, const struct ledger_entry *e)
{
	const struct ledger_entry *x = superseding(r, e);

	/* a run that was interrupted has not moved it yet */
	return x == NULL || file_exists(file_join(r->arena, r->site,
	    e->path)) ? e->path : x->path;
}

static bool
is_receipt(const struct ledger_entry *e)
{
	return e->event == LEDGER_ACCEPTED || e->event == LEDGER_REJECTED;
}

int
receive_receipts(struct run *r)
{
	size_t i;
	int n = 0;

	for (i = 0; i < r->ledger->count; i++)
		n += is_receipt(&r->ledger->entries[i]);
	return n;
}

struct ledger *
receive_ledger_then(struct run *r, int count)
{
	struct ledger *then = arena_alloc(r->arena, sizeof(*then));
	size_t i;

	for (i = 0; i < r->ledger->count && then->count < (size_t)count; i++)
		if (is_receipt(&r->ledger->entries[i]))
			*ARENA_PUSH(r->arena, then->entries, then->count,
			    then->cap) = r->ledger->entries[i];
	return then->count == (size_t)count ? then : NULL;
}

const struct ledger_entry *
recorded_before(struct run *r, size_t index)
{
	const struct ledger_entry *e = &r->ledger->entries[index];
	size_t i;

	for (i = index; i > 0; i--)
		if (r->ledger->entries[i - 1].event == LEDGER_ACCEPTED &&
		    recorded_same_report(&r->ledger->entries[i - 1], e))
			return &r->ledger->entries[i - 1];
	return NULL;
}
