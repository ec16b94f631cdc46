/*
 * Many rows at once against one by one: random expressions over random numbers.
 * Where expr_many() tells anything, expr_eval() tells the same.
 */
#include "model/expr_many.h"

#include <stdlib.h>

#include "base/arena.h"
#include "check.h"

enum { NAMES = 4, TRIALS = 3000 };

static struct arena *a;

/* The columns a, b, c, d: numbers of so many places, some of them missing. */
static const int digits[NAMES] = { 0, 0, 2, 1 };
static int64_t numbers[NAMES][EXPR_LANES];
static bool known[NAMES][EXPR_LANES];
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

/* A random number or condition as text. */
static const char *
number(int depth)
{
	static const char *const ops[] = { "+", "-", "*" };
	const char *x, *y;

	if (depth == 0)
		return random_below(4) == 0 ? arena_printf(a, "%u%s",
		    random_below(9), random_below(2) == 0 ? "" : ".5") :
		    arena_printf(a, "%c", 'a' + (char)random_below(NAMES));
	x = number(depth - 1);
	y = number(depth - 1);
	switch (random_below(8)) {
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
column(void *context, const struct expr_name *name, enum expr_time when,
    size_t count, struct expr_lanes *out)
{
	int n = name->name[0] - 'a';
	size_t i;

	(void)context;
	(void)when;
	out->type = EXPR_NUMBER;
	out->digits = digits[n];
	for (i = 0; i < count; i++) {
		out->n[i] = numbers[n][i];
		out->state[i] = known[n][i] ? LANE_KNOWN : LANE_MISSING;
	}
	return true;
}

static struct expr_value
value(void *context, const struct expr_name *name, enum expr_time when,
    int row)
{
	size_t i = *(const size_t *)context;
	int n = name->name[0] - 'a';

	(void)when;
	(void)row;
	return known[n][i] ? expr_number((struct decimal){ numbers[n][i],
	    digits[n] }) : expr_missing();
}

static enum expr_outcome
one(const struct expr *e, size_t i)
{
	struct expr_row row = { .context = &i, .value = value };
	struct expr_value v = expr_eval(e, &row);

	return v.type == EXPR_MISSING ? OUTCOME_MISSING :
	    v.type != EXPR_TRUTH ? OUTCOME_UNSETTLED :
	    v.truth ? OUTCOME_TRUE : OUTCOME_FALSE;
}

static void
fill(void)
{
	size_t i;
	int n;

	for (n = 0; n < NAMES; n++)
		for (i = 0; i < EXPR_LANES; i++) {
			known[n][i] = random_below(5) != 0;
			numbers[n][i] = (int64_t)random_below(7) - 3;
			if (random_below(12) == 0)
				numbers[n][i] *= INT64_C(900000000000000000);
			if (!known[n][i])
				numbers[n][i] = 0;
		}
}

int
main(void)
{
	struct expr_columns from = { NULL, column };
	struct expr_scope scope = { NULL, resolve };
	size_t told = 0, open = 0, wrong = 0, i, t;
	const char *first = "", *error;
	uint8_t outcomes[EXPR_LANES];

	for (t = 0; t < TRIALS; t++) {
		const char *text;
		struct expr *e;
		size_t offset;

		a = arena_new();
		text = condition(3);
		fill();
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
		arena_free(a);
	}
	check(wrong == 0, "many rows as one by one", "%zu of %zu differ, first "
	    "in %s", wrong, told, first);
	check(told > 4 * open, "most rows are settled together",
	    "%zu are, %zu are not", told, open);
	return check_result();
}
