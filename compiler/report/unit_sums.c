/*
 * What the numbers of a table of units add up to: whether the parts that are
 * printed make the whole that is printed, and what is carried from page to page.
 * A column is added up only where the exact numbers of its rows do make the
 * exact number of the whole, so that no share and no mean is ever added.
 * Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_units.h"

enum { CARRY_LEAST = 20 };	/* rows: a table of fewer is on one page */

/* The decimal places of a number as it is printed. */
static int
places_of(const char *text)
{
	const char *comma = strchr(text, ',');

	return comma == NULL ? 0 : (int)strspn(comma + 1, "0123456789");
}

void
unit_sums_note(struct job *j, struct unit_table *t, const struct scope *s,
    size_t column, const char *text, const struct printed *p)
{
	struct unit_number *n =
	    &t->rows[t->row_count - 1].numbers[column];

	n->partial = p->partial;
	n->known = p->known && p->number && figure_number(j, s,
	    &t->refs[column], &n->exact) && ratio_round(&n->printed, n->exact,
	    places_of(text));
}

/* A sum under way; false once a number was too large. */
struct sum {
	bool		 fits;
	struct ratio	 exact;
	struct decimal	 printed;
};

static struct sum
sum_none(void)
{
	return (struct sum){ true, ratio_of(decimal_int(0)), { 0, 0 } };
}

static void
sum_add(struct sum *s, const struct unit_number *n)
{
	if (n->known)
		s->fits = s->fits && ratio_add(&s->exact, s->exact,
		    n->exact) && decimal_add(&s->printed, s->printed,
		    n->printed);
}

static bool
has_groups(const struct unit_table *t)
{
	size_t i;

	for (i = 0; i < t->row_count; i++)
		if (t->rows[i].kind == ROW_GROUP)
			return true;
	return false;
}

/* The rows of a kind between two places, added up. */
static struct sum
add_up(const struct unit_table *t, size_t column, enum row_kind kind,
    size_t from, size_t to)
{
	struct sum s = sum_none();
	size_t i;

	for (i = from; i < to; i++)
		if (t->rows[i].kind == kind)
			sum_add(&s, &t->rows[i].numbers[column]);
	return s;
}

/* Whether parts are the whole, and yet do not look like it. */
static bool
looks_wrong(const struct sum *s, const struct unit_number *whole)
{
	return s->fits && whole->known && ratio_cmp(s->exact, whole->exact) ==
	    0 && decimal_cmp(s->printed, whole->printed) != 0;
}

static bool
is_rounded(const struct unit_table *t, size_t column)
{
	bool groups = has_groups(t);
	size_t i, end;
	struct sum s;

	for (i = 0; i < t->row_count; i++) {
		const struct unit_row *r = &t->rows[i];

		for (end = i + 1; r->kind == ROW_GROUP && end < t->row_count &&
		    t->rows[end].kind == ROW_PLAIN; end++)
			;
		if (r->kind == ROW_GROUP)
			s = add_up(t, column, ROW_PLAIN, i + 1, end);
		else if (r->kind == ROW_TOTAL)
			s = add_up(t, column, groups ? ROW_GROUP : ROW_PLAIN, 0,
			    i);
		if (r->kind != ROW_PLAIN && looks_wrong(&s,
		    &r->numbers[column]))
			return true;
	}
	return false;
}

const char *
unit_sums_rounded(struct job *j, const struct unit_table *t)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < t->ref_count; i++)
		if (is_rounded(t, i))
			list = arena_printf(j->arena, "%s%s%zu", list,
			    list[0] == '\0' ? "" : ", ", i + UNIT_LEADING + 1);
	return list;
}

/* What is added up before each row and with it, in one column. */
static void
carry_column(struct job *j, struct unit_table *t, size_t column)
{
	const struct unit_number *total =
	    &t->rows[t->row_count - 1].numbers[column];
	struct sum s = add_up(t, column, ROW_PLAIN, 0, t->row_count);
	size_t i, at = column + UNIT_LEADING;
	bool partial = false;
	const char *text = "";		/* nothing yet, which is no zero */
	struct decimal d;

	if (!total->known || !s.fits || ratio_cmp(s.exact, total->exact) != 0)
		return;
	s = sum_none();
	for (i = 0; i + 1 < t->row_count; i++) {
		struct grid_row *r = &t->table->rows[i];
		const struct unit_number *n = &t->rows[i].numbers[column];

		r->before[at] = r->after[at] = text;
		if (t->rows[i].kind != ROW_PLAIN)
			continue;
		sum_add(&s, n);
		partial |= !n->known || n->partial;
		if (!ratio_round(&d, s.exact, total->printed.scale))
			return;
		text = arena_printf(j->arena, "%s%s", format_decimal(j->arena,
		    d), partial && total->partial ? "*" : "");
		r->after[at] = text;
	}
}

void
unit_sums_carry(struct job *j, struct unit_table *t)
{
	size_t i, k, last = t->row_count == 0 ? 0 : t->row_count - 1;
	size_t columns = t->table->column_count;
	struct grid_row *rows = t->table->rows;

	if (t->row_count < CARRY_LEAST || t->rows[last].kind != ROW_TOTAL)
		return;
	t->table->carries = true;
	rows[last].is_foot = true;
	for (i = 0; i <= last; i++) {
		rows[i].before = arena_alloc(j->arena, columns *
		    sizeof(*rows[i].before));
		rows[i].after = arena_alloc(j->arena, columns *
		    sizeof(*rows[i].after));
		rows[i].after[UNIT_LEADING - 1] = word(W_CARRY_FORWARD);
	}
	for (i = 0; i < t->ref_count; i++)
		carry_column(j, t, i);
	for (k = 0; k < columns; k++)	/* the last page ends with the total */
		rows[last - 1].after[k] = rows[last].cells[k].text;
}
