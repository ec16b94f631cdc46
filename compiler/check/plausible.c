/*
 * Numbers that break no rule and yet were hardly counted: copied from the
 * period before, from another row or from the column beside, all round, or of
 * another magnitude than ever before.  Room: check.
 *
 * Every test wants much evidence before it speaks.  Its measure are significant
 * digits: 1.200.000 has two, 4.237 has four, and two numbers that agree in four
 * digits by chance are one of thousands.  Nothing is compared with what is not
 * known, and zeros prove nothing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check_parts.h"

enum {
	SAME_FLOWS = 5,		/* numbers of a period that are those of the one
				 * before, or, where a form has none, */
	SAME_DIGITS = 30,	/* digits of states that are */
	ROW_NUMBERS = 5,	/* of two rows that are equal, */
	ROW_DIGITS = 16,	/* with different ones of so many digits */
	ROUND_NUMBERS = 10,	/* that are all round, */
	ROUND_COUNTS = 5,	/* some of them counts */
	SHIFT_UNITS = 3,	/* that have the column beside, */
	SHIFT_DIGITS = 12,	/* in so many digits */
	PERIODS_BACK = 8,	/* of history, */
	YEARS_BACK = 2,		/* or years */
	FAR_STATE = 10,		/* times beyond all that a state was before, */
	FAR_FROM_ONE = 100,	/* where that is one period only; */
	FAR_FLOW = 100,		/* what happens varies more, */
	FLOW_PERIODS = 3,	/* and two periods tell nothing about it; */
	FAR_COLUMN = 10,	/* but so far are not half of a column, */
	COLUMN_CELLS = 4,	/* that have a history, and so many */
};

/* What nobody reported. */
#define NOTHING	INT64_MIN

/* One accepted submission among all facts. */
struct look {
	struct arena	*arena;
	const struct facts *facts;
	const struct source *source;
	const struct unit *const *units;	/* its rows */
	size_t		 count;
	struct fact_row	*rows;
	size_t		 number_count;	/* fields that are numbers, */
	size_t		*numbers;	/* by their place in a row */
	int64_t		*then, *beside;	/* [row]: columns of another period */
	uint8_t		*states;	/* [row], while a column is read */
	size_t		 known_count;	/* all periods with any facts */
	struct period	*known;
	struct diag	*diag;
};

static bool
is_told(uint8_t state)
{
	return state == FACT_REPORTED || state == FACT_ESTIMATED;
}

/* A number of a row, or NOTHING. */
static int64_t
number_at(const struct fact_row *row, size_t field)
{
	return is_told(row->states[field]) ? row->values[field] : NOTHING;
}

/* The number of a row in the submission. */
static int64_t
number_now(const struct look *k, size_t row, const struct field *f)
{
	return field_is_number(f) ? number_at(&k->rows[row], f->index) :
	    NOTHING;
}

/*
 * The numbers of a column, now or in the period WHEN tells from P on.  OUT is
 * one of the look's own columns.
 */
static const int64_t *
read_column(const struct look *k, struct period p, enum expr_time when,
    const struct field *f, int64_t *out)
{
	size_t i;

	if (field_is_number(f))
		facts_column(k->facts, k->units, k->count, p, when, f, out,
		    k->states);
	for (i = 0; i < k->count; i++)
		if (!field_is_number(f) || !is_told(k->states[i]))
			out[i] = NOTHING;
	return out;
}

static bool
is_known(const struct look *k, struct period p)
{
	size_t i;

	for (i = 0; i < k->known_count; i++)
		if (period_equal(k->known[i], p))
			return true;
	return false;
}

static int64_t
magnitude(int64_t n)
{
	return n < 0 ? -n : n;
}

/* The digits of a number up to its last one that is not zero. */
static int
significant_digits(int64_t n)
{
	int digits = 0;

	if (n == 0)
		return 0;
	while (n % 10 == 0)
		n /= 10;
	for (; n != 0; n /= 10)
		digits++;
	return digits;
}

/* A number of the field as people read it. */
static const char *
shown(const struct look *k, const struct field *f, int64_t n)
{
	return decimal_localise(k->arena, (struct decimal){ n, f->digits },
	    ".", ",");
}

static const char *
field_caption(const struct look *k, const struct field *f)
{
	return arena_printf(k->arena, "\"%s\"", f->label);
}

static const char *
count_text(const struct look *k, size_t n)
{
	return arena_printf(k->arena, "%zu", n);
}

/* Where a row stands, or a cell of it. */
static struct place
place_of(const struct look *k, const struct unit *u, const struct field *f)
{
	const struct source *s = k->source;
	struct place place = { s->path, 0, 0 };

	if (u != NULL)
		place.line = facts_origin(k->facts, u, s->period,
		    s->form).line;
	if (f != NULL && s->columns != NULL)
		place.column = s->columns[f->index];
	return place;
}

/* ---- the period before, once more ---- */

static bool
changes_by_itself(const struct field *f)
{
	return field_is_number(f) && f->time != TIME_NONE &&
	    f->time != TIME_CONSTANT;
}

/*
 * Whether all numbers are those of a period.  What happened within a period is
 * not the same twice; a state may be, but not many at once.
 */
static bool
repeats(const struct look *k, size_t *equal)
{
	const struct form *form = k->source->form;
	size_t flows = 0, digits = 0, i, j;
	bool has_flows = false;

	*equal = 0;
	for (j = 0; j < form->fact_count; j++) {
		const struct field *f = form->facts[j];
		bool flow = f->time == TIME_FLOW || f->time == TIME_CUMULATIVE;
		const int64_t *then;

		if (!changes_by_itself(f))
			continue;
		has_flows |= flow;
		then = read_column(k, k->source->period, EXPR_PREVIOUS, f,
		    k->then);
		for (i = 0; i < k->count; i++) {
			int64_t now = number_now(k, i, f);

			if (now != then[i])
				return false;
			if (now == NOTHING || now == 0)
				continue;
			++*equal;
			flows += flow;
			digits += (size_t)significant_digits(now);
		}
	}
	return has_flows ? flows >= SAME_FLOWS : digits >= SAME_DIGITS;
}

static void
judge_repeat(const struct look *k)
{
	struct period then = period_previous(k->source->period);
	char period[PERIOD_TEXT];
	size_t equal;

	if (is_known(k, then) && repeats(k, &equal))
		diag_report(k->diag, D_SAME_AS_BEFORE, place_of(k, NULL, NULL),
		    count_text(k, equal), period_format(then, period));
}

/* ---- two rows with the same numbers ---- */

/* Whether a row's numbers would not agree with others by chance; how many are
 * not zero. */
static bool
is_telling(const struct look *k, size_t row, size_t *numbers)
{
	const struct fact_row *r = &k->rows[row];
	size_t digits = 0, i, j;

	*numbers = 0;
	for (j = 0; j < k->number_count; j++) {
		int64_t n = number_at(r, k->numbers[j]);

		if (n == NOTHING || n == 0)
			continue;
		++*numbers;
		for (i = 0; i < j && number_at(r, k->numbers[i]) != n; i++)
			;
		if (i == j)
			digits += (size_t)significant_digits(n);
	}
	return *numbers >= ROW_NUMBERS && digits >= ROW_DIGITS;
}

/* A place for a row's numbers in a table, by multiplying and mixing. */
static size_t
hash_of(const struct look *k, const struct fact_row *row)
{
	uint64_t h = k->number_count;
	size_t i;

	for (i = 0; i < k->number_count; i++)
		h = (h ^ (uint64_t)number_at(row, k->numbers[i])) *
		    UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h ^ h >> 32);
}

static bool
same_numbers(const struct look *k, const struct fact_row *a,
    const struct fact_row *b)
{
	size_t i;

	for (i = 0; i < k->number_count; i++)
		if (number_at(a, k->numbers[i]) != number_at(b, k->numbers[i]))
			return false;
	return true;
}

static void
report_row(const struct look *k, size_t row, size_t first)
{
	const struct unit *u = k->units[row], *v = k->units[first];
	size_t numbers;

	if (is_telling(k, row, &numbers))
		diag_report(k->diag, D_SAME_AS_OTHER, place_of(k, u, NULL),
		    unit_caption(k->arena, u), count_text(k, numbers),
		    unit_caption(k->arena, v), arena_printf(k->arena, "%d",
		    place_of(k, v, NULL).line)),
		    diag_about(k->diag, u->code);
}

static void
judge_rows(const struct look *k)
{
	size_t slots = 16, i, at;
	size_t *first;		/* 1 + the first row of each kind, 0: free */

	while (slots < 2 * k->count)
		slots *= 2;
	first = arena_alloc(k->arena, slots * sizeof(*first));
	for (i = 0; i < k->count; i++) {
		at = hash_of(k, &k->rows[i]) & (slots - 1);
		while (first[at] != 0 &&
		    !same_numbers(k, &k->rows[first[at] - 1], &k->rows[i]))
			at = (at + 1) & (slots - 1);
		if (first[at] == 0)
			first[at] = i + 1;
		else
			report_row(k, i, first[at] - 1);
	}
}

/* ---- all round ---- */

/* 40 and 1.230 are round counts, 1.200.000 is a round amount. */
static bool
is_round(const struct field *f, int64_t n)
{
	return f->type == FIELD_MONEY ? significant_digits(n) <= 2 :
	    n % 10 == 0;
}

static void
judge_round(const struct look *k)
{
	const struct form *form = k->source->form;
	size_t numbers = 0, counts = 0, i, j;

	for (j = 0; j < form->fact_count; j++)
		for (i = 0; i < k->count; i++) {
			const struct field *f = form->facts[j];
			int64_t n = number_now(k, i, f);

			if (f->type != FIELD_COUNT && f->type != FIELD_MONEY)
				break;
			if (n == NOTHING || magnitude(n) < 10)
				continue;
			if (!is_round(f, n))
				return;
			numbers++;
			counts += f->type == FIELD_COUNT;
		}
	if (numbers >= ROUND_NUMBERS && counts >= ROUND_COUNTS)
		diag_report(k->diag, D_ALL_ROUND, place_of(k, NULL, NULL),
		    count_text(k, numbers));
}

/* ---- a column that is the one beside it ---- */

/* Whether a rule of the form links two fields over time: they may be equal. */
static bool
are_linked(const struct form *form, const struct field *f,
    const struct field *g)
{
	size_t i, j;

	for (i = 0; i < form->rule_count; i++) {
		const struct expr *test = form->rules[i].test;
		const struct expr_name *const *names;
		/* a rule of unique fields has no test */
		size_t n = test == NULL ? 0 : expr_names(test, &names);
		bool has_f = false, has_g = false;

		for (j = 0; j < n; j++) {
			has_f |= names[j]->target == f;
			has_g |= names[j]->target == g;
		}
		if (form->rules[i].crosses && has_f && has_g)
			return true;
	}
	return false;
}

/* Whether F has, in all rows that tell, what G had in the period before. */
static bool
judge_shift(const struct look *k, const struct field *f, const struct field *g)
{
	struct period p = k->source->period;
	const int64_t *before = read_column(k, p, EXPR_PREVIOUS, f, k->then);
	const int64_t *other = read_column(k, p, EXPR_PREVIOUS, g, k->beside);
	size_t units = 0, digits = 0, i;
	char period[PERIOD_TEXT];

	for (i = 0; i < k->count; i++) {
		int64_t is = number_now(k, i, f);
		int64_t was = before[i], beside = other[i];

		if (is == NOTHING || was == NOTHING || beside == NOTHING ||
		    was == beside)
			continue;
		if (is != beside)
			return false;
		units += is != 0;
		digits += (size_t)significant_digits(is);
	}
	if (units < SHIFT_UNITS || digits < SHIFT_DIGITS ||
	    are_linked(k->source->form, f, g))
		return false;
	diag_report_field(k->diag, D_COLUMN_SHIFTED, place_of(k, NULL, f),
	    f->name, field_caption(k, f), field_caption(k, g),
	    period_format(period_previous(p), period), count_text(k, units));
	return true;
}

static void
judge_shifts(const struct look *k)
{
	const struct form *form = k->source->form;
	size_t j;

	if (!is_known(k, period_previous(k->source->period)))
		return;
	for (j = 0; j < form->fact_count; j++) {
		const struct field *f = form->facts[j];
		const struct field *left = j > 0 ? form->facts[j - 1] : NULL;
		const struct field *right = j + 1 < form->fact_count ?
		    form->facts[j + 1] : NULL;

		if (!changes_by_itself(f))
			continue;
		if (left != NULL && changes_by_itself(left) &&
		    judge_shift(k, f, left))
			continue;
		if (right != NULL && changes_by_itself(right))
			judge_shift(k, f, right);
	}
}

/* ---- another magnitude ---- */

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
	n = magnitude(n);
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
		if (!is_known(k, p))
			continue;
		if (list == NULL)
			list = arena_alloc(k->arena,
			    (k->count + 1) * sizeof(*list));
		read_column(k, from, back, f, k->then);
		for (row = 0; row < k->count; row++)
			remember(&list[row], k->then[row]);
	}
	return list;
}

/* Whether N is TIMES beyond all that was before, and by more than LEAST. */
static bool
is_far(const struct history *h, int64_t n, int times, int64_t least)
{
	n = magnitude(n);
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

	diag_report_field(k->diag, D_FAR_FROM_BEFORE, place_of(k, u, f),
	    f->name, field_caption(k, f), unit_caption(k->arena, u),
	    shown(k, f, number_now(k, row, f)), h->low == h->high ?
	    shown(k, f, h->low) : arena_printf(k->arena, _("%s to %s"),
	    shown(k, f, h->low), shown(k, f, h->high)));
	diag_about(k->diag, u->code);
}

/* Numbers of a column that are far from what they were: as one when they are
 * the half of it, else one by one. */
static void
judge_magnitudes(const struct look *k, const struct field *f)
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
		int64_t n = number_now(k, i, f);
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
		    place_of(k, NULL, f), f->name, field_caption(k, f),
		    count_text(k, count), count_text(k, known));
		return;
	}
	for (i = 0; i < k->count; i++)
		if (far[i])
			report_far(k, f, i, &all[i]);
}

/* Find the submission's rows and which of their fields are numbers. */
static void
find_numbers(struct look *k)
{
	const struct form *form = k->source->form;
	size_t i;

	k->rows = arena_alloc(k->arena, (k->count + 1) * sizeof(*k->rows));
	for (i = 0; i < k->count; i++)
		k->rows[i] = facts_row(k->facts, k->units[i],
		    k->source->period, form);
	k->numbers = arena_alloc(k->arena,
	    (form->fact_count + 1) * sizeof(*k->numbers));
	for (i = 0; i < form->fact_count; i++)
		if (field_is_number(form->facts[i]))
			k->numbers[k->number_count++] = i;
}

void
check_plausible(struct arena *a, const struct facts *facts,
    const struct source *source, const struct unit *const *units,
    size_t count, struct diag *diag)
{
	struct look k = { .arena = a, .facts = facts, .source = source,
	    .units = units, .count = count, .diag = diag };
	const struct form *form = source->form;
	size_t j;

	k.known_count = facts_periods(a, facts, &k.known);
	k.then = arena_alloc(a, (count + 1) * sizeof(*k.then));
	k.beside = arena_alloc(a, (count + 1) * sizeof(*k.beside));
	k.states = arena_alloc(a, (count + 1) * sizeof(*k.states));
	find_numbers(&k);
	judge_repeat(&k);
	judge_round(&k);
	judge_shifts(&k);
	judge_rows(&k);
	for (j = 0; j < form->fact_count; j++)
		if (field_is_number(form->facts[j]) &&
		    form->facts[j]->time != TIME_NONE)
			judge_magnitudes(&k, form->facts[j]);
}
