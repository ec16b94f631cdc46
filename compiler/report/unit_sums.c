/*
 * What the numbers of a table of units add up to: whether the parts that are
 * printed make the whole that is printed, by which rule a number follows from
 * others, and what is carried from page to page.
 * A column is added up only where the exact numbers of its rows do make the
 * exact number of the whole, so that no share and no mean is ever added.
 * Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "report/report_figure.h"
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
	const struct figure_ref *ref = &t->refs[column];
	bool counts = ref->show == SHOW_VALUE && ref->indicator != NULL &&
	    figure_count(j, view_row(j->view, s->unit, ref->indicator),
	    ref->show, &n->exact);

	n->partial = p->partial;
	n->known = p->known && p->number && (counts || figure_number(j, s, ref,
	    &n->exact)) && ratio_round(&n->printed, n->exact,
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

bool
unit_sums_next_part(const struct unit_table *t, size_t whole, size_t *i)
{
	bool total = t->rows[whole].kind == ROW_TOTAL;
	int depth = total ? 0 : t->rows[whole].depth + 1;

	for (++*i; *i < (total ? whole : t->row_count); ++*i) {
		if (t->rows[*i].kind == ROW_TOTAL || t->rows[*i].depth < depth)
			return false;
		if (t->rows[*i].depth == depth)
			return true;
	}
	return false;
}

size_t
unit_sums_before_parts(const struct unit_table *t, size_t whole)
{
	return t->rows[whole].kind == ROW_TOTAL ? (size_t)-1 : whole;
}

/* The parts of a row, added up. */
static struct sum
add_parts(const struct unit_table *t, size_t column, size_t whole)
{
	struct sum s = sum_none();
	size_t i = unit_sums_before_parts(t, whole);

	while (unit_sums_next_part(t, whole, &i))
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
	size_t i;
	struct sum s;

	for (i = 0; i < t->row_count; i++) {
		if (t->rows[i].kind == ROW_PLAIN)
			continue;
		s = add_parts(t, column, i);
		if (looks_wrong(&s, &t->rows[i].numbers[column]))
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

/* ---- rules: what follows from what ---- */

bool
unit_sums_is_amount(const struct figure_ref *r)
{
	if (r->show == SHOW_REPORTED || r->show == SHOW_EXPECTED ||
	    r->show == SHOW_MISSING)
		return true;
	if (r->field != NULL)
		return r->field->space == SPACE_SUM &&
		    r->field->type != FIELD_PERCENT;
	if (r->indicator == NULL)
		return false;
	return r->show == SHOW_NUMERATOR || r->show == SHOW_DENOMINATOR ||
	    (r->indicator->kind == INDICATOR_VALUE && (r->show == SHOW_VALUE ||
	    r->show == SHOW_YEAR_AGO || r->show == SHOW_CHANGE));
}

struct grid_cell *
unit_sums_cell(const struct unit_table *t, size_t row, size_t column)
{
	return &t->table->rows[row].cells[column + UNIT_LEADING];
}

static bool
is_sum(const struct unit_table *t, size_t row, size_t column)
{
	struct sum s;

	if (t->rows[row].kind == ROW_PLAIN || !unit_sums_is_amount(&t->refs[column]))
		return false;
	s = add_parts(t, column, row);
	return s.fits && ratio_cmp(s.exact, t->rows[row].numbers[column].exact)
	    == 0;
}

static void
rule_sum(struct job *j, struct unit_table *t, size_t row, size_t column)
{
	size_t i = unit_sums_before_parts(t, row);

	while (unit_sums_next_part(t, row, &i))
		grid_part(j, unit_sums_cell(t, row, column), DATA_SUM, i,
		    column + UNIT_LEADING);
}

/* Whether a column shows half of a ratio: as such, as a form's field, or as an
 * indicator that is nothing else. */
static bool
shows_half(struct job *j, const struct figure_ref *r,
    const struct indicator *ratio, enum show half)
{
	const char *text = expr_text(half == SHOW_NUMERATOR ? ratio->of :
	    ratio->to);

	if (r->indicator == ratio)
		return r->show == half;
	if (r->show != SHOW_VALUE || r->word >= 0)
		return false;
	if (r->field != NULL)
		return strcmp(text, arena_printf(j->arena, "%s.%s",
		    r->field->form->id, r->field->name)) == 0;
	return r->indicator != NULL && r->indicator->kind == INDICATOR_VALUE &&
	    strcmp(text, expr_text(r->indicator->of)) == 0;
}

/* The column that shows a column's figure in another way, or half of its ratio;
 * false when there is none. */
static bool
other_column(struct job *j, const struct unit_table *t, size_t column,
    enum show show, size_t *out)
{
	const struct figure_ref *r = &t->refs[column], *x;

	for (*out = 0; *out < t->ref_count; ++*out) {
		x = &t->refs[*out];
		if (show == SHOW_NUMERATOR || show == SHOW_DENOMINATOR ?
		    shows_half(j, x, r->indicator, show) : x->show == show &&
		    x->indicator == r->indicator && x->scale == r->scale)
			return true;
	}
	return false;
}

/* Which rule a column's numbers may follow, from which other two. */
static enum data_rule
rule_of(struct job *j, const struct unit_table *t, size_t column, size_t *first,
    size_t *second)
{
	const struct figure_ref *r = &t->refs[column];

	if (r->indicator == NULL)
		return DATA_GIVEN;
	if (r->show == SHOW_VALUE && r->indicator->kind == INDICATOR_RATIO &&
	    other_column(j, t, column, SHOW_NUMERATOR, first) &&
	    other_column(j, t, column, SHOW_DENOMINATOR, second))
		return DATA_QUOTIENT;
	if (r->show == SHOW_CHANGE &&
	    other_column(j, t, column, SHOW_VALUE, first) &&
	    other_column(j, t, column, SHOW_YEAR_AGO, second))
		return DATA_DIFFERENCE;
	return DATA_GIVEN;
}

void
unit_sums_rules(struct job *j, struct unit_table *t)
{
	enum data_rule rule;
	size_t i, k, first, second;

	for (k = 0; k < t->row_count; k++)
		for (i = 0; i < t->ref_count; i++)
			if (t->rows[k].numbers[i].known)
				grid_number(j, unit_sums_cell(t, k, i),
				    t->rows[k].numbers[i].exact);
	for (i = 0; i < t->ref_count; i++) {
		rule = rule_of(j, t, i, &first, &second);
		for (k = 0; k < t->row_count; k++) {
			const struct unit_number *n = t->rows[k].numbers;

			if (n[i].known && is_sum(t, k, i))
				rule_sum(j, t, k, i);
			else if (n[i].known && rule != DATA_GIVEN && n[first].known &&
			    n[second].known)
				grid_rule(j, t->table, k, i + UNIT_LEADING,
				    rule, first + UNIT_LEADING,
				    second + UNIT_LEADING,
				    t->refs[i].indicator->times);
		}
	}
}

/* ---- carrying ---- */

/* The rows that are no group and no total, added up. */
static struct sum
add_plain(const struct unit_table *t, size_t column)
{
	struct sum s = sum_none();
	size_t i;

	for (i = 0; i < t->row_count; i++)
		if (t->rows[i].kind == ROW_PLAIN)
			sum_add(&s, &t->rows[i].numbers[column]);
	return s;
}

/* What is added up before each row and with it, in one column; false when its
 * rows are not the total's parts. */
static bool
carry_column(struct job *j, struct unit_table *t, size_t column)
{
	const struct unit_number *total =
	    &t->rows[t->row_count - 1].numbers[column];
	struct sum s = add_plain(t, column);
	size_t i, at = column + UNIT_LEADING;
	bool partial = false;
	const char *text = "";		/* nothing yet, which is no zero */
	struct decimal d;

	if (!total->known || !s.fits || ratio_cmp(s.exact, total->exact) != 0)
		return false;
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
			return true;
		text = arena_printf(j->arena, "%s%s", format_decimal(j->arena,
		    d), partial && total->partial ? "*" : "");
		r->after[at] = text;
	}
	return true;
}

void
unit_sums_carry(struct job *j, struct unit_table *t)
{
	size_t i, last = t->row_count == 0 ? 0 : t->row_count - 1, begun = 0;
	size_t columns = t->table->column_count;
	struct grid_row *rows = t->table->rows;

	if (t->row_count < CARRY_LEAST || t->rows[last].kind != ROW_TOTAL)
		return;
	for (i = 0; i < last; i++) {
		rows[i].before = arena_alloc(j->arena, columns *
		    sizeof(*rows[i].before));
		rows[i].after = arena_alloc(j->arena, columns *
		    sizeof(*rows[i].after));
	}
	for (i = 0; i < t->ref_count; i++)
		t->table->carries |= carry_column(j, t, i);
	/* Before the first row that counts there is nothing to bring. */
	while (begun < last && t->rows[begun].kind != ROW_PLAIN)
		begun++;
	for (i = 0; i <= begun && i < last; i++)
		rows[i].before = NULL;
	rows[last].before = rows[last - 1].after;
}
