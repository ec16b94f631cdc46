/* Total rows are not added, but they must agree with the rows.  Room: check. */
#include "base/arena.h"
#include "check/check_parts.h"

/* The sum of a field over the rows of the lines FROM < line < TO. */
struct sum {
	struct decimal	 value;
	bool		 usable;	/* nothing refused, no overflow */
	size_t		 count;		/* cells that were added */
};

static struct sum
add_up(const struct checking *c, const struct field *f, int from, int to)
{
	struct sum sum = { { 0, f->digits }, true, 0 };
	size_t i;

	for (i = 0; i < c->row_count && sum.usable; i++) {
		const struct checked_row *r = &c->rows[i];

		if (r->row->line <= from || (to > 0 && r->row->line >= to))
			continue;
		if (r->refused[f->index])
			sum.usable = false;
		if (r->facts.states[f->index] == FACT_MISSING ||
		    r->facts.states[f->index] == FACT_NOT_APPLICABLE)
			continue;
		sum.count++;
		/* 2^63 rows of 64 bits fit 128 */
		sum.value.coef += r->facts.values[f->index];
	}
	return sum;
}

/* Whether a number is the sum of the rows between two lines. */
static bool
is_sum(const struct checking *c, const struct field *f, struct decimal said,
    int from, int to)
{
	struct sum part = add_up(c, f, from, to);

	return part.count > 0 && part.usable &&
	    decimal_cmp(said, part.value) == 0;
}

/* What a total cell says, compared with all rows, else with the rows between it
 * and the total row before it, or behind it (a subtotal). */
static void
reconcile(struct checking *c, const struct row *total, int before, int behind,
    const struct field *f)
{
	struct cell cell = row_cell(c->sub, total, f->index);
	struct sum all = add_up(c, f, 0, 0);
	struct place place = { c->sub->path, cell.line > 0 ? cell.line :
	    total->line, cell.column };
	struct decimal said;
	bool read;

	if (!all.usable || (cell.text == NULL || *cell.text == '\0'))
		return;
	if (all.count == 0 && value_says_not_applicable(c, cell.text))
		return;
	read = value_quietly(c, cell.text, f, &said);
	if (read && (decimal_cmp(said, all.value) == 0 ||
	    is_sum(c, f, said, before, total->line) ||
	    is_sum(c, f, said, total->line, behind)))
		return;
	diag_report_field(c->diag, D_TOTAL_DIFFERS, place, f->name,
	    quote_cell(c, total->unit_text),
	    cell_name(c->arena, c->sub, f),
	    read ? decimal_localise(c->arena, said, ".", ",") :
	    quote_cell(c, cell.text),
	    decimal_localise(c->arena, all.value, ".", ","));
}

/* The line of the next total row from I on, 0 when there is none. */
static int
next_total(const struct submission *sub, size_t i)
{
	for (; i < sub->row_count; i++)
		if (sub->rows[i].total)
			return sub->rows[i].line;
	return 0;
}

void
check_totals(struct checking *c)
{
	const struct submission *sub = c->sub;
	int before = 0, behind;
	size_t i, j;

	for (i = 0; i < sub->row_count; i++) {
		const struct row *row = &sub->rows[i];
		struct place place = { sub->path, row->line,
		    row->unit_cell.column };

		if (!row->total)
			continue;
		diag_report(c->diag, D_TOTAL_ROW, place,
		    quote_cell(c, row->unit_text == NULL ? "" :
		    row->unit_text));
		behind = next_total(sub, i + 1);
		for (j = 0; j < sub->form->field_count; j++) {
			const struct field *f = sub->form->fields[j];

			if (field_is_number(f) && f->space == SPACE_SUM)
				reconcile(c, row, before, behind, f);
		}
		before = row->line;
	}
}
