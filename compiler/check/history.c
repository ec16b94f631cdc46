/*
 * Numbers that leave their own history, for histories of four to eight periods.
 * Room: check.
 *
 * So few points say nothing about a distribution; what can be learnt from them
 * is how far one of them lay from the median of the others (leave one out).  A
 * number is told when it is five times above or below the median of all (ten
 * times, of what happens in a period), twice as many times as any of them was
 * from the others, three times as different from it, more different than half
 * of what is usual in its column, and far from the same period of the year
 * before too, since what comes every spring is no surprise.  A series that never
 * changed needs five or ten times as well.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check_parts.h"

enum {
	BACK = 8,		/* periods that are looked at */
	POINTS = 4,		/* that must be there */
	TIMES = 5,		/* the median, at least; */
	FLOW_TIMES = 10,	/* what happens varies more */
	BEYOND = 2,		/* times what one of them was from the others, */
	APART = 3,		/* and times the difference that it had */
	YEAR_TIMES = 2,		/* the same period of the year before */
};

/* How many times one number is another, as a pair; both are above zero. */
struct times {
	int64_t	large, small;
};

/* What a unit reported in a field before; zeros and gaps are left out. */
struct series {
	size_t	count;
	int64_t	n[BACK];
};

/* One column of the submission. */
struct column {
	struct arena	*arena;
	const struct facts *facts;
	const struct source *source;
	const struct unit *const *units;
	size_t		 count;
	const struct field *field;
	bool		 known[BACK];	/* the period before, and so on back:
					 * whether there is anything */
	int64_t		*now, *year_ago, *then;	/* 0: nothing, or no number */
	struct series	*before;
	struct diag	*diag;
};

static struct times
times_of(int64_t a, int64_t b)
{
	return a > b ? (struct times){ a, b } : (struct times){ b, a };
}

/* Whether A is more than BY times B. */
static bool
is_beyond(struct times a, struct times b, int by)
{
	return (int128)a.large * b.small > (int128)b.large * a.small * by;
}

static int
by_size(const void *a, const void *b)
{
	int64_t m = *(const int64_t *)a, n = *(const int64_t *)b;

	return m < n ? -1 : m > n;
}

/* The middle of the numbers without the one of index LEFT_OUT. */
static int64_t
median(const int64_t *n, size_t count, size_t left_out)
{
	int64_t list[BACK];
	size_t used = 0, i;

	for (i = 0; i < count; i++)
		if (i != left_out)
			list[used++] = n[i];
	qsort(list, used, sizeof(*list), by_size);
	return used % 2 == 1 ? list[used / 2] :
	    list[used / 2 - 1] + (list[used / 2] - list[used / 2 - 1]) / 2;
}

/* How far any point was from the median of the others: how many times it, and
 * by how much. */
static struct times
own_range(const struct series *s, int64_t *difference)
{
	struct times most = { 1, 1 };
	size_t i;

	*difference = 0;
	for (i = 0; i < s->count; i++) {
		struct times t = times_of(s->n[i],
		    median(s->n, s->count, i));

		if (is_beyond(t, most, 1))
			most = t;
		if (t.large - t.small > *difference)
			*difference = t.large - t.small;
	}
	return most;
}

/* The numbers of a column in the period that WHEN tells from P on; without
 * signs, 0 where there is none. */
static void
read_column(const struct column *c, struct period p, enum expr_time when,
    int64_t *out)
{
	uint8_t *states = arena_alloc(c->arena, c->count + 1);
	size_t i;

	facts_column(c->facts, c->units, c->count, p, when, c->field, out,
	    states);
	for (i = 0; i < c->count; i++)
		if (states[i] != FACT_REPORTED && states[i] != FACT_ESTIMATED)
			out[i] = 0;
		else if (out[i] < 0)
			out[i] = -out[i];
}

static void
read_histories(struct column *c)
{
	struct period p = c->source->period;
	size_t i, row;

	read_column(c, p, EXPR_NOW, c->now);
	read_column(c, p, EXPR_YEAR_AGO, c->year_ago);
	memset(c->before, 0, c->count * sizeof(*c->before));
	for (i = 0; i < BACK; i++, p = period_previous(p)) {
		if (!c->known[i])
			continue;
		read_column(c, p, EXPR_PREVIOUS, c->then);
		for (row = 0; row < c->count; row++) {
			struct series *s = &c->before[row];

			if (c->then[row] != 0)
				s->n[s->count++] = c->then[row];
		}
	}
}

/* Half of the column's middle median: what is less is no great difference. */
static int64_t
least_difference(const struct column *c)
{
	int64_t *list = arena_alloc(c->arena, (c->count + 1) * sizeof(*list));
	size_t n = 0, i;

	for (i = 0; i < c->count; i++)
		if (c->before[i].count > 0)
			list[n++] = median(c->before[i].n, c->before[i].count,
			    BACK);
	qsort(list, n, sizeof(*list), by_size);
	return n == 0 ? 0 : list[n / 2] / 2;
}

static bool
leaves_history(const struct column *c, size_t row, int64_t least)
{
	const struct times one = { 1, 1 };
	const struct series *s = &c->before[row];
	int64_t now = c->now[row], difference;
	struct times t, own;

	if (now == 0 || s->count < POINTS)
		return false;
	own = own_range(s, &difference);
	t = times_of(now, median(s->n, s->count, BACK));
	return is_beyond(t, one, c->field->time == TIME_FLOW ? FLOW_TIMES :
	    TIMES) && is_beyond(t, own, BEYOND) &&
	    t.large - t.small >= least &&
	    (t.large - t.small) / APART >= difference &&
	    (c->year_ago[row] == 0 ||
	    is_beyond(times_of(now, c->year_ago[row]), one, YEAR_TIMES));
}

/* Whether the cell, or its column, was told to be far off already. */
static bool
is_told(const struct diag *diag, size_t from, struct place place,
    const struct field *f)
{
	size_t i;

	for (i = from; i < diag_count(diag); i++) {
		const struct finding *x = diag_finding(diag, i);

		if (x->field != NULL && strcmp(x->field, f->name) == 0 &&
		    (x->code == D_FAR_COLUMN || (x->code == D_FAR_FROM_BEFORE
		    && x->place.line == place.line)))
			return true;
	}
	return false;
}

static const char *
shown(const struct column *c, int64_t n)
{
	return decimal_localise(c->arena, (struct decimal){ n,
	    c->field->digits }, ".", ",");
}

static void
report(const struct column *c, size_t row, size_t told_from)
{
	const struct source *source = c->source;
	const struct field *f = c->field;
	struct series s = c->before[row];
	struct place place = { source->path, facts_origin(c->facts,
	    c->units[row], source->period, source->form).line,
	    source->columns == NULL ? 0 : source->columns[f->index] };

	if (is_told(c->diag, told_from, place, f))
		return;
	qsort(s.n, s.count, sizeof(*s.n), by_size);
	diag_report_field(c->diag, D_LEAVES_HISTORY, place, f->name,
	    arena_printf(c->arena, "\"%s\"", f->label),
	    unit_caption(c->arena, c->units[row]), shown(c, c->now[row]),
	    arena_printf(c->arena, "%zu", s.count), shown(c, s.n[0]),
	    shown(c, s.n[s.count - 1]), c->year_ago[row] == 0 ? "" :
	    arena_printf(c->arena, _(", a year ago %s"),
	    shown(c, c->year_ago[row])));
	diag_about(c->diag, c->units[row]->code);
}

/* Which periods before this one are known; how many. */
static size_t
find_known(struct column *c)
{
	struct period p = c->source->period, *known;
	size_t count = facts_periods(c->arena, c->facts, &known), n = 0, i, j;

	for (i = 0; i < BACK; i++) {
		p = period_previous(p);
		for (j = 0; j < count && !c->known[i]; j++)
			c->known[i] = period_equal(known[j], p);
		n += c->known[i];
	}
	return n;
}

void
check_history(struct arena *a, const struct facts *facts,
    const struct source *source, const struct unit *const *units,
    size_t count, struct diag *diag, size_t told_from)
{
	struct column c = { .arena = a, .facts = facts, .source = source,
	    .units = units, .count = count, .diag = diag };
	size_t j, row;

	if (find_known(&c) < POINTS)
		return;
	c.now = arena_alloc(a, (count + 1) * sizeof(*c.now));
	c.year_ago = arena_alloc(a, (count + 1) * sizeof(*c.year_ago));
	c.then = arena_alloc(a, (count + 1) * sizeof(*c.then));
	c.before = arena_alloc(a, (count + 1) * sizeof(*c.before));
	for (j = 0; j < source->form->fact_count; j++) {
		int64_t least;

		c.field = source->form->facts[j];
		/* what adds up from January has no periods before it */
		if (!field_is_number(c.field) ||
		    (c.field->time != TIME_STOCK &&
		    c.field->time != TIME_FLOW &&
		    c.field->time != TIME_DISTINCT))
			continue;
		read_histories(&c);
		least = least_difference(&c);
		for (row = 0; row < count; row++)
			if (leaves_history(&c, row, least))
				report(&c, row, told_from);
	}
}
