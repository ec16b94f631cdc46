/*
 * Columns of a table of units whose printed numbers are to add up, as the template
 * says: down the rows to the total, or across to their whole.  In them the numbers
 * of the table are the printed ones.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_format.h"
#include "report/report_units.h"

/* Why a column's numbers cannot be asked to add up; NULL when they can. */
static const char *
unfit(const struct unit_table *t, size_t column)
{
	const struct figure_ref *r = &t->refs[column];

	if (r->indicator != NULL && r->indicator->target != NULL &&
	    r->show == SHOW_VALUE)
		return _("the indicator has a target, by which its printed number "
		    "is judged");
	if (t->adds[column] == ADDS_ROWS)
		return unit_sums_is_amount(r) && r->show != SHOW_YEAR_AGO &&
		    r->show != SHOW_CHANGE ? NULL :
		    _("its numbers are no amounts that rows add up to a total");
	if (r->show != SHOW_VALUE || r->word >= 0)
		return _("only values add up across columns");
	return NULL;
}

/* The first of the columns that add up across. */
static size_t
first_across(const struct unit_table *t)
{
	size_t i;

	for (i = 0; i < t->ref_count && t->adds[i] != ADDS_COLUMNS; i++)
		;
	return i;
}

static bool
is_share(const struct figure_ref *r)
{
	return r->indicator != NULL && r->indicator->kind == INDICATOR_RATIO;
}

/* Whether two columns show parts of one whole: shares of the same, or amounts in
 * the same measure. */
static bool
belongs(const struct figure_ref *a, const struct figure_ref *b)
{
	if (is_share(a) != is_share(b) || a->scale != b->scale ||
	    a->digits != b->digits)
		return false;
	if (is_share(a))
		return strcmp(expr_text(a->indicator->to),
		    expr_text(b->indicator->to)) == 0 &&
		    decimal_cmp(a->indicator->times, b->indicator->times) == 0;
	return unit_sums_is_amount(a) && unit_sums_is_amount(b);
}

/* Report what makes no sense; columns of which that is said are printed as others. */
static void
check_columns(struct job *j, struct unit_table *t)
{
	size_t i, first = first_across(t), across = 0;

	for (i = 0; i < t->ref_count; i++)
		across += t->adds[i] == ADDS_COLUMNS;
	for (i = 0; i < t->ref_count; i++) {
		const char *why = t->adds[i] == ADDS_NOT ? NULL : unfit(t, i);

		if (why == NULL && t->adds[i] == ADDS_COLUMNS && (across < 2 ||
		    !belongs(&t->refs[first], &t->refs[i])))
			why = _("columns that add up across are two or more, all "
			    "shares of the same or all amounts, with the same "
			    "places");
		if (why == NULL && t->adds[i] == ADDS_ROWS && t->row_count > 0 &&
		    t->rows[t->row_count - 1].kind != ROW_TOTAL)
			why = _("the table has no row of the total");
		if (why == NULL)
			continue;
		job_figure_error(j, t->lines[i], "adds-up", why);
		t->adds[i] = ADDS_NOT;
	}
}

/* Say, once for a table, where parts are not their whole. */
static void
warn(struct job *j, struct unit_table *t, size_t column, const char *row)
{
	if (t->parts_warned)
		return;
	t->parts_warned = true;
	job_parts_warning(j, t->lines[column], t->table->columns[column +
	    UNIT_LEADING].head, row);
}

/* Give a number other digits, if they are others. */
static void
reprint(struct job *j, struct unit_table *t, size_t row, size_t column,
    struct decimal to)
{
	struct unit_number *n = &t->rows[row].numbers[column];
	struct grid_cell *c = unit_sums_cell(t, row, column);
	const char *old = format_decimal(j->arena, n->printed);

	if (strncmp(c->text, old, strlen(old)) == 0 &&
	    decimal_cmp(to, n->printed) != 0) {
		c->text = arena_printf(j->arena, "%s%s", format_decimal(
		    j->arena, to), c->text + strlen(old));
		n->printed = to;
		t->adjusted[column] = true;
	}
	n->exact = ratio_of(n->printed);
}

/* Cells whose numbers are the parts of a whole. */
struct parts {
	size_t		 count;
	struct data_place *cells;	/* row and column behind the leading ones */
	struct ratio	*exact;
};

static struct parts
parts_new(struct job *j, size_t most)
{
	return (struct parts){ 0, arena_alloc(j->arena, (most + 1) *
	    sizeof(struct data_place)), arena_alloc(j->arena, (most + 1) *
	    sizeof(struct ratio)) };
}

static void
parts_add(struct parts *p, const struct unit_table *t, size_t row,
    size_t column)
{
	if (!t->rows[row].numbers[column].known)
		return;
	p->cells[p->count] = (struct data_place){ row, column };
	p->exact[p->count++] = t->rows[row].numbers[column].exact;
}

/* What parts add up to, exactly; false: out of the exact range. */
static bool
add_up(const struct parts *p, struct ratio *out)
{
	size_t i;
	bool fits = true;

	*out = ratio_of(decimal_int(0));
	for (i = 0; i < p->count; i++)
		fits = fits && ratio_add(out, *out, p->exact[i]);
	return fits;
}

/* Print the parts so that they add up to WHOLE. */
static void
adjust(struct job *j, struct unit_table *t, const struct parts *p,
    struct decimal whole)
{
	struct decimal *out = arena_alloc(j->arena, (p->count + 1) *
	    sizeof(*out));
	size_t i;

	if (apportion(j->arena, p->exact, p->count, whole.scale, whole, out))
		for (i = 0; i < p->count; i++)
			reprint(j, t, p->cells[i].row, p->cells[i].column,
			    out[i]);
}

/* The parts of a row in a column, exact, before any of them is another. */
static struct parts
parts_below(struct job *j, const struct unit_table *t, size_t row,
    size_t column)
{
	struct parts p = parts_new(j, t->row_count);
	size_t i = unit_sums_before_parts(t, row);

	while (unit_sums_next_part(t, row, &i))
		parts_add(&p, t, i, column);
	return p;
}

/*
 * From the total down: each whole is printed, then its parts so that they add up to
 * that.  The exact numbers are collected first, since printing replaces them.
 */
static void
adjust_rows(struct job *j, struct unit_table *t, size_t column)
{
	struct parts *below = arena_alloc(j->arena, (t->row_count + 1) *
	    sizeof(*below));
	struct ratio sum;
	size_t i, k;

	for (i = 0; i < t->row_count; i++) {
		const struct unit_number *n = &t->rows[i].numbers[column];

		if (t->rows[i].kind == ROW_PLAIN || !n->known)
			continue;
		below[i] = parts_below(j, t, i, column);
		if (below[i].count > 0 && (!add_up(&below[i], &sum) ||
		    ratio_cmp(sum, n->exact) != 0)) {
			warn(j, t, column, t->table->rows[i].cells[1].text);
			return;
		}
	}
	for (k = 0; k < t->row_count; k++) {	/* the total, the last, first */
		const struct unit_number *n;

		i = k == 0 ? t->row_count - 1 : k - 1;
		n = &t->rows[i].numbers[column];
		if (t->rows[i].kind == ROW_PLAIN || !n->known)
			continue;
		reprint(j, t, i, column, n->printed);
		adjust(j, t, &below[i], n->printed);
	}
}

/* Each row for itself, where all parts of it are known. */
static void
adjust_across(struct job *j, struct unit_table *t, size_t first)
{
	const struct figure_ref *r = &t->refs[first];
	struct ratio sum;
	struct decimal whole;
	size_t i, k, wanted;

	for (i = 0; i < t->row_count; i++) {
		struct parts p = parts_new(j, t->ref_count);

		for (k = wanted = 0; k < t->ref_count; k++)
			if (t->adds[k] == ADDS_COLUMNS) {
				wanted++;
				parts_add(&p, t, i, k);
			}
		if (p.count < wanted)
			continue;
		if (!add_up(&p, &sum) || (is_share(r) && ratio_cmp(sum,
		    ratio_of(r->indicator->times)) != 0))
			warn(j, t, first, t->table->rows[i].cells[1].text);
		else if (ratio_round(&whole, sum,
		    t->rows[i].numbers[first].printed.scale))
			adjust(j, t, &p, whole);
	}
}

/* Note what these columns print. */
static void
log_column(struct job *j, const struct unit_table *t, size_t column)
{
	size_t i;

	for (i = 0; i < t->row_count; i++)
		if (t->rows[i].numbers[column].known)
			printed_adjusted(j, t->rows[i].unit, &t->refs[column],
			    format_decimal(j->arena,
			    t->rows[i].numbers[column].printed));
}

void
unit_round(struct job *j, struct unit_table *t)
{
	size_t i, first;

	check_columns(j, t);
	for (i = 0; i < t->ref_count && t->row_count > 0; i++)
		if (t->adds[i] == ADDS_ROWS)
			adjust_rows(j, t, i);
	if ((first = first_across(t)) < t->ref_count)
		adjust_across(j, t, first);
	for (i = 0; i < t->ref_count; i++)
		if (t->adds[i] != ADDS_NOT)
			log_column(j, t, i);
}

const char *
unit_round_columns(struct job *j, const struct unit_table *t)
{
	const char *list = "";
	size_t i;

	for (i = 0; i < t->ref_count; i++)
		if (t->adjusted[i])
			list = arena_printf(j->arena, "%s%s%zu", list,
			    list[0] == '\0' ? "" : ", ", i + UNIT_LEADING + 1);
	return list;
}
