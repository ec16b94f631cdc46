/*
 * The figures of earlier periods, which charts show beside those of a report's
 * own: computed when a chart asks, once for each period.
 */
#include <string.h>

#include "base/arena.h"
#include "compile.h"

/* What was asked for so far. */
struct past_period {
	struct period	 period;
	size_t		 count;
	struct data_row	*rows;
};

struct past {
	struct run	*run;
	const struct dataset *data;
	size_t		 known_count;	/* periods of which anything is known */
	struct period	*known;
	size_t		 count, cap;
	struct past_period *list;
};

/* Whether anything is known of a period's year up to its end. */
static bool
is_known(const struct past *past, struct period p)
{
	size_t i;

	for (i = 0; i < past->known_count; i++)
		if (past->known[i].year == p.year &&
		    period_start(past->known[i]) <= period_end(p))
			return true;
	return false;
}

/* Base units are left out: no chart shows them, and they are many. */
static void
compute(const struct past *past, struct past_period *p)
{
	const struct dataset *d = past->data;
	size_t i, count = 0;
	int base = 0;
	const struct unit **units = arena_alloc(past->run->arena,
	    (d->unit_count + 1) * sizeof(*units));

	for (i = 0; i < d->unit_count; i++)
		if (d->units[i]->level > base)
			base = d->units[i]->level;
	for (i = 0; i < d->unit_count; i++)
		if (d->units[i]->level < base)
			units[count++] = d->units[i];
	p->rows = publish_rows_on(past->run, d->plan, p->period,
	    period_end(d->period), units, count, &p->count);
}

static const struct data_row *
rows_of(void *context, struct period period, size_t *count)
{
	struct past *past = context;
	struct past_period *p;
	size_t i;

	for (i = 0; i < past->count; i++)
		if (period_equal(past->list[i].period, period)) {
			*count = past->list[i].count;
			return past->list[i].rows;
		}
	p = ARENA_PUSH(past->run->arena, past->list, past->count, past->cap);
	p->period = period;
	if (is_known(past, period))
		compute(past, p);
	*count = p->count;
	return p->rows;
}

void
past_attach(struct run *r, struct dataset *d)
{
	struct past *past = arena_alloc(r->arena, sizeof(*past));

	past->run = r;
	past->data = d;
	past->known_count = facts_periods(r->arena, r->facts, &past->known);
	d->past = rows_of;
	d->past_context = past;
}
