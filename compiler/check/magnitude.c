/*
 * Numbers of another magnitude than ever before, as a wrong unit of money or a slipped
 * key makes them.  Room: check.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check_look.h"

enum {
	PERIODS_BACK = 8,	/* of history, */
	YEARS_BACK = 2,		/* or years */
	FAR_STATE = 10,		/* times beyond all that a state was before, */
	FAR_FROM_ONE = 100,	/* where that is one period only; */
	FAR_FLOW = 100,		/* what happens varies more, */
	FLOW_PERIODS = 3,	/* and two periods tell nothing about it; */
	FAR_COLUMN = 10,	/* but so far are not half of a column, */
	COLUMN_CELLS = 4,	/* that have a history, and so many */
};

/* What a unit reported in a field before: not zero, without signs. */
struct history {
	size_t	count;
	int64_t	low, high;
};

static void
remember(struct history *h, int64_t n)
{
	if (n == NOTHING || n == 0)
		return;
	n = look_size(n);
	if (h->count == 0 || n < h->low)
		h->low = n;
	if (h->count == 0 || n > h->high)
		h->high = n;
	h->count++;
}

/*
 * For each row the periods before; NULL when there are none.  What adds up from
 * January is compared with the same period of other years only.
 */
static struct history *
histories(const struct look *k, const struct field *f)
{
	struct history *list = NULL;
	bool years = f->time == TIME_CUMULATIVE;
	struct period p = k->source->period;
	size_t row;
	int i;

	for (i = 0; i < (years ? YEARS_BACK : PERIODS_BACK); i++) {
		enum expr_time back = years ? EXPR_YEAR_AGO : EXPR_PREVIOUS;
		struct period from = p;

		p = years ? period_year_ago(p) : period_previous(p);
		if (!look_knows(k, p))
			continue;
		if (list == NULL)
			list = arena_alloc(k->arena,
			    (k->count + 1) * sizeof(*list));
		look_column(k, from, back, f, k->then);
		for (row = 0; row < k->count; row++)
			remember(&list[row], k->then[row]);
	}
	return list;
}

/* Whether N is TIMES beyond all that was before, and by more than LEAST. */
static bool
is_far(const struct history *h, int64_t n, int times, int64_t least)
{
	n = look_size(n);
	if (n == 0 || h->count == 0)
		return false;
	return (n / times >= h->high && n - h->high >= least) ||
	    (n <= h->low / times && h->low - n >= least);
}

/* How many times a single number must be beyond its history; 0: it tells
 * nothing. */
static int
far_for_one(const struct field *f, const struct history *h)
{
	if (f->time != TIME_FLOW && f->time != TIME_CUMULATIVE)
		return h->count > 1 ? FAR_STATE : FAR_FROM_ONE;
	return h->count < FLOW_PERIODS ? 0 : FAR_FLOW;
}

static int
by_size(const void *a, const void *b)
{
	int64_t m = *(const int64_t *)a, n = *(const int64_t *)b;

	return m < n ? -1 : m > n;
}

/* Half of the column's middle number before this, zeros apart: what is less
 * than that is no great difference. */
static int64_t
least_difference(const struct look *k, const struct history *histories)
{
	int64_t *list = arena_alloc(k->arena, (k->count + 1) * sizeof(*list));
	size_t n = 0, i;

	for (i = 0; i < k->count; i++)
		if (histories[i].count > 0)
			list[n++] = histories[i].high;
	if (n == 0)
		return 0;
	qsort(list, n, sizeof(*list), by_size);
	return list[n / 2] / 2;
}

static void
report_far(const struct look *k, const struct field *f, size_t row,
    const struct history *h)
{
	const struct unit *u = k->units[row];

	diag_report_field(k->diag, D_FAR_FROM_BEFORE, look_place(k, u, f),
	    f->name, look_caption(k, f), unit_caption(k->arena, u),
	    look_shown(k, f, look_number(k, row, f)), h->low == h->high ?
	    look_shown(k, f, h->low) : arena_printf(k->arena, _("%s to %s"),
	    look_shown(k, f, h->low), look_shown(k, f, h->high)));
	diag_about(k->diag, u->code);
}

void
look_judge_magnitudes(const struct look *k, const struct field *f)
{
	const struct history *all = histories(k, f);
	size_t known = 0, count = 0, i;
	int64_t least;
	bool *far;

	if (all == NULL)
		return;
	least = least_difference(k, all);
	far = arena_alloc(k->arena, (k->count + 1) * sizeof(*far));
	for (i = 0; i < k->count; i++) {
		const struct history *h = &all[i];
		int64_t n = look_number(k, i, f);
		int times = far_for_one(f, h);

		if (h->count == 0 || n == NOTHING || n == 0)
			continue;
		known++;
		count += is_far(h, n, h->count > 1 ? FAR_COLUMN :
		    FAR_FROM_ONE, least);
		far[i] = times > 0 && is_far(h, n, times, least);
	}
	if (count >= COLUMN_CELLS && 2 * count >= known) {
		diag_report_field(k->diag, D_FAR_COLUMN,
		    look_place(k, NULL, f), f->name, look_caption(k, f),
		    look_count(k, count), look_count(k, known));
		return;
	}
	for (i = 0; i < k->count; i++)
		if (far[i])
			report_far(k, f, i, &all[i]);
}
