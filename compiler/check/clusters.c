/*
 * Rows of sums that no word tells: "Cụm 1" above the rows of its communes, or
 * below them.  Every number in them that can be added is the sum of those rows.
 * Room: check.
 */
#include "base/arena.h"
#include "check/check_parts.h"

enum {
	ROWS_LEAST = 2, SUMS_LEAST = 2,
	ROWS_MOST = 2000,	/* of a submission where sums are looked for, */
	TRIES_MOST = 50,	/* in so many of them */
};

/* The rows FIRST to LAST - 1 of the submission. */
struct block {
	size_t		 first, last;
};

/* Whether a row is about a unit of the form's rows. */
static bool
has_unit(const struct checking *c, const struct row *row)
{
	const char *text = row->unit_text;
	const struct unit *u;

	if (row->total || text == NULL || *text == '\0')
		return false;
	u = units_read(c->catalog->units, text, check_scope(c));
	return u != NULL && u->level == c->sub->form->row_level;
}

/* A cell's number; false when it has none that can be read. */
static bool
number_at(struct checking *c, const struct row *row, const struct field *f,
    struct decimal *out)
{
	struct cell cell = row_cell(c->sub, row, f->index);

	return cell.text != NULL && *cell.text != '\0' &&
	    value_quietly(c, cell.text, f, out);
}

/* Whether all numbers of a row, some of them not 0, are the sums of the rows of a
 * block that are about units. */
static bool
is_sum(struct checking *c, const struct row *row, struct block b)
{
	const struct form *form = c->sub->form;
	size_t i, j, sums = 0, rows = 0;

	for (i = b.first; i < b.last; i++)
		rows += has_unit(c, &c->sub->rows[i]);
	if (rows < ROWS_LEAST)
		return false;
	for (j = 0; j < form->field_count; j++) {
		const struct field *f = form->fields[j];
		struct decimal said, x, sum = { 0, f->digits };

		if (!field_is_number(f) || f->space != SPACE_SUM ||
		    !number_at(c, row, f, &said))
			continue;
		for (i = b.first; i < b.last; i++)
			if (has_unit(c, &c->sub->rows[i]) &&
			    number_at(c, &c->sub->rows[i], f, &x))
				sum.coef += x.coef;
		if (decimal_cmp(said, sum) != 0)
			return false;
		sums += said.coef != 0;
	}
	return sums >= SUMS_LEAST;
}

bool
check_is_cluster(struct checking *c, const struct row *row)
{
	size_t at = (size_t)(row - c->sub->rows), n = c->sub->row_count;
	struct block below = { at + 1, at + 1 }, above = { at, at };

	if (c->sub->numbers == NUMBERS_XML || c->sub->form->key != NULL ||
	    n > ROWS_MOST || c->tries++ >= TRIES_MOST)
		return false;
	while (below.last < n && has_unit(c, &c->sub->rows[below.last]))
		below.last++;
	while (above.first > 0 && has_unit(c, &c->sub->rows[above.first - 1]))
		above.first--;
	return is_sum(c, row, below) || is_sum(c, row, above) ||
	    is_sum(c, row, (struct block){ 0, n });
}
