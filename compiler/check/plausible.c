/*
 * Numbers that break no rule and yet were hardly counted: copied from the
 * period before, from another row or from the column beside, or all round.  Room:
 * check.
 *
 * Every test wants much evidence before it speaks.  Its measure are significant
 * digits: 1.200.000 has two, 4.237 has four, and two numbers that agree in four
 * digits by chance are one of thousands.  Nothing is compared with what is not
 * known, and zeros prove nothing.
 */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check_look.h"

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

int64_t
look_number(const struct look *k, size_t row, const struct field *f)
{
	return field_is_number(f) ? number_at(&k->rows[row], f->index) :
	    NOTHING;
}

const int64_t *
look_column(const struct look *k, struct period p, enum expr_time when,
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

bool
look_knows(const struct look *k, struct period p)
{
	size_t i;

	for (i = 0; i < k->known_count; i++)
		if (period_equal(k->known[i], p))
			return true;
	return false;
}

int64_t
look_size(int64_t n)
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

const char *
look_shown(const struct look *k, const struct field *f, int64_t n)
{
	return decimal_localise(k->arena, (struct decimal){ n, f->digits },
	    ".", ",");
}

const char *
look_caption(const struct look *k, const struct field *f)
{
	return arena_printf(k->arena, "\"%s\"", f->label);
}

const char *
look_count(const struct look *k, size_t n)
{
	return arena_printf(k->arena, "%zu", n);
}

struct place
look_place(const struct look *k, const struct unit *u, const struct field *f)
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
		then = look_column(k, k->source->period, EXPR_PREVIOUS, f,
		    k->then);
		for (i = 0; i < k->count; i++) {
			int64_t now = look_number(k, i, f);

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

	if (look_knows(k, then) && repeats(k, &equal))
		diag_report(k->diag, D_SAME_AS_BEFORE, look_place(k, NULL, NULL),
		    look_count(k, equal), period_format(then, period));
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
		diag_report(k->diag, D_SAME_AS_OTHER, look_place(k, u, NULL),
		    unit_caption(k->arena, u), look_count(k, numbers),
		    unit_caption(k->arena, v), arena_printf(k->arena, "%d",
		    look_place(k, v, NULL).line)),
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
			int64_t n = look_number(k, i, f);

			if (f->type != FIELD_COUNT && f->type != FIELD_MONEY)
				break;
			if (n == NOTHING || look_size(n) < 10)
				continue;
			if (!is_round(f, n))
				return;
			numbers++;
			counts += f->type == FIELD_COUNT;
		}
	if (numbers >= ROUND_NUMBERS && counts >= ROUND_COUNTS)
		diag_report(k->diag, D_ALL_ROUND, look_place(k, NULL, NULL),
		    look_count(k, numbers));
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
	const int64_t *before = look_column(k, p, EXPR_PREVIOUS, f, k->then);
	const int64_t *other = look_column(k, p, EXPR_PREVIOUS, g, k->beside);
	size_t units = 0, digits = 0, i;
	char period[PERIOD_TEXT];

	for (i = 0; i < k->count; i++) {
		int64_t is = look_number(k, i, f);
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
	diag_report_field(k->diag, D_COLUMN_SHIFTED, look_place(k, NULL, f),
	    f->name, look_caption(k, f), look_caption(k, g),
	    period_format(period_previous(p), period), look_count(k, units));
	return true;
}

static void
judge_shifts(const struct look *k)
{
	const struct form *form = k->source->form;
	size_t j;

	if (!look_knows(k, period_previous(k->source->period)))
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
			look_judge_magnitudes(&k, form->facts[j]);
}
