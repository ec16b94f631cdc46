/*
 * Many rows at once against one by one: random expressions over random numbers.
 * Where expr_many() tells anything, expr_eval() tells the same.
 */
#include "model/expr_many.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "check.h"

enum { NUMBERS = 4, TEXT = 4, NAMES = 7, TRIALS = 3000, ROWS = 600 };

#define DAY	"2020-06-30"

static struct arena *a;

/* The columns a, b, c, d: numbers of so many places; e: texts; f, g: dates; some
 * of them missing. */
static const int digits[NAMES] = { 0, 0, 2, 1 };
static const char *const words[] = { "x", "y", "xy" };
static int64_t numbers[NAMES][ROWS];
static bool known[NAMES][ROWS];
static unsigned long long seed = 7;

static unsigned
random_below(unsigned n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(seed >> 33) % n;
}

static const char *
resolve(void *context, struct expr_name *n)
{
	(void)context;
	n->target = &digits[n->name[0] - 'a'];
	return NULL;
}

static const char	*condition(int depth);

/* A random number or condition as text. */
static const char *
number(int depth)
{
	static const char *const ops[] = { "+", "-", "*" };
	const char *x, *y;

	if (depth == 0)
		return random_below(4) == 0 ? arena_printf(a, "%u%s",
		    random_below(9), random_below(2) == 0 ? "" : ".5") :
		    arena_printf(a, "%c", 'a' + (char)random_below(NUMBERS));
	x = number(depth - 1);
	y = number(depth - 1);
	switch (random_below(10)) {
	case 8:
		return arena_printf(a, "if(%s, %s, %s)", condition(0), x, y);
	case 9:
		return arena_printf(a, "%s(%s)", random_below(2) == 0 ? "year" :
		    "month", random_below(3) == 0 ? "" :
		    random_below(2) == 0 ? "f" : "g");
	case 0:
		return arena_printf(a, "min(%s, %s)", x, y);
	case 1:
		return arena_printf(a, "max(%s, %s)", x, y);
	case 2:
		return arena_printf(a, "default(%s, %s)", x, y);
	case 3:
		return arena_printf(a, "(%s / 100)", x);
	case 4:
		return arena_printf(a, "(-(%s))", x);
	default:
		return arena_printf(a, "(%s %s %s)", x, ops[random_below(3)],
		    y);
	}
}

static const char *
condition(int depth)
{
	static const char *const ops[] = { "=", "!=", "<", "<=", ">", ">=" };

	switch (random_below(8)) {
	case 0:
		return arena_printf(a, "e %s '%s'", ops[random_below(6)],
		    words[random_below(3)]);
	case 1:
		return arena_printf(a, "f %s %s", ops[random_below(6)],
		    random_below(4) == 0 ? "'1970-01-03'" : "g");
	}
	if (depth == 0 || random_below(3) == 0)
		return random_below(6) == 0 ?
		    arena_printf(a, "present(%s)", number(1)) :
		    arena_printf(a, "%s %s %s", number((int)random_below(3)),
		    ops[random_below(6)], number((int)random_below(3)));
	if (random_below(4) == 0)
		return arena_printf(a, "not (%s)", condition(depth - 1));
	return arena_printf(a, "(%s) %s (%s)", condition(depth - 1),
	    random_below(2) == 0 ? "and" : "or", condition(depth - 1));
}

static bool
rows_column(void *context, const struct expr_name *name, size_t first,
    size_t count, struct expr_lanes *out)
{
	int n = name->name[0] - 'a';
	size_t i;

	(void)context;
	out->type = n < NUMBERS ? EXPR_NUMBER : EXPR_TEXT;
	out->dates = n > TEXT;
	out->digits = digits[n];
	for (i = 0; i < count; i++) {
		if (n == TEXT)
			out->text[i] = words[numbers[n][first + i]];
		else
			out->n[i] = numbers[n][first + i];
		out->state[i] = known[n][first + i] ? LANE_KNOWN : LANE_MISSING;
	}
	return true;
}

static bool
column(void *context, const struct expr_name *name, enum expr_time when,
    size_t count, struct expr_lanes *out)
{
	(void)when;
	return rows_column(context, name, 0, count, out);
}

static struct expr_value
value(void *context, const struct expr_name *name, enum expr_time when,
    int row)
{
	size_t i = row == EXPR_THIS_ROW ? *(const size_t *)context :
	    (size_t)row;
	int n = name->name[0] - 'a';
	struct expr_value text = { .type = EXPR_TEXT };
	char day[DATE_TEXT];

	(void)when;
	if (!known[n][i])
		return expr_missing();
	if (n < NUMBERS)
		return expr_number((struct decimal){ numbers[n][i],
		    digits[n] });
	text.text = n == TEXT ? words[numbers[n][i]] :
	    arena_strdup(a, date_format((date)numbers[n][i], day));
	return text;
}

static size_t
rows(void *context)
{
	(void)context;
	return ROWS;
}

static enum expr_outcome
one(const struct expr *e, size_t i)
{
	struct expr_row row = { .context = &i, .value = value, .day = DAY };
	struct expr_value v = expr_eval(e, &row);

	return v.type == EXPR_MISSING ? OUTCOME_MISSING :
	    v.type != EXPR_TRUTH ? OUTCOME_UNSETTLED :
	    v.truth ? OUTCOME_TRUE : OUTCOME_FALSE;
}

/* Whether a sum or a count over rows is the same one by one and together. */
static bool
totals_agree(const char *text, const struct expr_scope *scope)
{
	struct expr_row row = { .value = value, .rows = rows, .day = DAY };
	const char *error;
	size_t offset, none = 0;
	struct expr *e = expr_parse(a, text, scope, &error, &offset);
	struct expr_value one_by_one, together;

	if (e == NULL)
		abort();
	row.context = &none;
	one_by_one = expr_eval(e, &row);
	row.column = rows_column;
	together = expr_eval(e, &row);
	return one_by_one.type == together.type &&
	    (one_by_one.type != EXPR_NUMBER ||
	    ratio_cmp(one_by_one.number, together.number) == 0);
}

static void
fill(unsigned missing, int64_t huge)
{
	size_t i;
	int n;

	for (n = 0; n < NAMES; n++)
		for (i = 0; i < ROWS; i++) {
			known[n][i] = random_below(100) >= missing;
			if (n >= NUMBERS) {
				numbers[n][i] = n == TEXT ? random_below(3) :
				    random_below(900);
				continue;
			}
			numbers[n][i] = (int64_t)random_below(7) - 3;
			if (random_below(12) == 0)
				numbers[n][i] *= huge;
			if (!known[n][i])
				numbers[n][i] = 0;
		}
}

int
main(void)
{
	struct expr_columns from = { .column = column, .day = DAY };
	struct expr_scope scope = { NULL, resolve };
	size_t told = 0, open = 0, wrong = 0, other = 0, i, t;
	const char *first = "", *odd = "", *error;
	uint8_t outcomes[EXPR_LANES];

	for (t = 0; t < TRIALS; t++) {
		const char *text;
		struct expr *e;
		size_t offset;

		a = arena_new();
		text = condition(3);
		fill(20, INT64_C(900000000000000000));
		e = expr_parse(a, text, &scope, &error, &offset);
		if (e == NULL)
			abort();
		expr_many(e, &from, EXPR_LANES, outcomes);
		for (i = 0; i < EXPR_LANES; i++) {
			if (outcomes[i] == OUTCOME_UNSETTLED) {
				open++;
				continue;
			}
			told++;
			if (outcomes[i] != one(e, i) && wrong++ == 0)
				first = strdup(text);
		}
		/* a sum is missing where one of them is: some have none; and
		 * it is to stay in the exact range in whatever order */
		fill(t % 2 == 0 ? 0 : 5, INT64_C(9000000000000000));
		text = arena_printf(a, "%s(%s)", t % 3 == 0 ? "count" : "sum",
		    t % 3 == 0 ? text : number(2));
		if (t % 10 == 0 && !totals_agree(text, &scope) && other++ == 0)
			odd = strdup(text);
		arena_free(a);
	}
	check(wrong == 0, "many rows as one by one", "%zu of %zu differ, first "
	    "in %s", wrong, told, first);
	check(other == 0, "sums and counts of many rows as one by one",
	    "%zu differ, first %s", other, odd);
	check(told > 4 * open, "most rows are settled together",
	    "%zu are, %zu are not", told, open);
	return check_result();
}
