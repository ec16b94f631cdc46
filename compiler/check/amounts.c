/*
 * What all amounts of a table show together: that they are in another unit of money
 * than the one in which they are read.  Room: check.
 */
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "check/check_parts.h"

/* No amount of a single unit is of a thousand billions. */
#define HUGE_AMOUNT	INT64_C(1000000000000)

enum { LEAST = 3 };		/* a few may be slips */

/* How many amounts there are, not counting zeros, how many of these are odd in
 * some way, and the first that is. */
struct tally {
	size_t		 all, odd;
	struct cell	 first;
};

static void
count(struct tally *t, const struct checking *c, size_t row, size_t field,
    bool odd)
{
	t->all++;
	if (odd && t->odd++ == 0)
		t->first = row_cell(c->sub, c->rows[row].row, field);
}

static bool
is_most(const struct tally *t)
{
	return t->odd >= LEAST && 2 * t->odd > t->all;
}

static void
report(struct checking *c, enum diag_code code, const char *unit,
    const struct tally *t)
{
	diag_report(c->diag, code, ((struct place){ c->sub->path,
	    t->first.line, t->first.column }),
	    arena_printf(c->arena, "%zu", t->odd),
	    arena_printf(c->arena, "%zu", t->all),
	    quote_cell(c, t->first.text), unit);
}

void
check_places(struct checking *c)
{
	const struct form *form = c->sub->form;
	struct tally t = { .all = 0 };
	size_t i, k;

	if (c->sub->money_scale > 0 || c->money_unclear ||
	    c->sub->numbers != NUMBERS_VIETNAMESE)
		return;
	for (i = 0; i < c->row_count; i++)
		for (k = 0; k < form->field_count; k++) {
			const char *text = c->rows[i].row->texts[k];
			struct decimal d;

			if (form->fields[k]->type != FIELD_MONEY ||
			    text == NULL || *text == '\0' ||
			    strcmp(text, "0") == 0)
				continue;
			/* ",00" behind is no place */
			count(&t, c, i, k, strchr(text, ',') != NULL &&
			    value_quietly(c, text, form->fields[k], &d) &&
			    !decimal_rescale(&d, 0));
		}
	if (!is_most(&t))
		return;
	c->money_unclear = true;
	report(c, D_MONEY_PLACES, NULL, &t);
}

void
check_amounts(struct checking *c, const char *unit)
{
	const struct form *form = c->sub->form;
	struct tally t = { .all = 0 };
	size_t i, k;

	if (c->sub->money_scale == 0 || c->money_unclear)
		return;
	for (i = 0; i < c->row_count; i++)
		for (k = 0; k < form->field_count; k++) {
			int64_t n = c->rows[i].facts.values[k];

			if (form->fields[k]->type == FIELD_MONEY &&
			    form->fields[k]->digits == 0 && n != 0 &&
			    c->rows[i].facts.states[k] != FACT_MISSING)
				count(&t, c, i, k, n > HUGE_AMOUNT);
		}
	if (is_most(&t))
		report(c, D_MONEY_HUGE, unit, &t);
}
