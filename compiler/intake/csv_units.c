/*
 * The columns that tell the units, where no header does: those whose cells are
 * their codes or names.  Room: intake.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

enum { LOOK_ROWS = 2000 };

/* Whether a row has a value that begins with a digit under the header of anything
 * but texts. */
static bool
has_number(struct sheet *s, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count && i < s->column_count; i++) {
		const struct column *c = &s->columns[i];
		const char *text = c->role == COLUMN_FIELD &&
		    c->field->type != FIELD_TEXT ? sheet_cell(s, row, i) : "";

		if (*text >= '0' && *text <= '9')
			return true;
	}
	return false;
}

/* Whether a text names a unit of the form's rows, of any sender. */
static bool
names_row(const struct reading *r, const char *text)
{
	const struct unit *u = units_read(r->catalog->units, text,
	    (struct unit_scope){ NULL, r->form->row_level, r->today });

	/* of several units of one name the sender has one, perhaps */
	return u != NULL ? u->level == r->form->row_level :
	    units_called(r->catalog->units, unicode_fold(r->arena, text)) !=
	    NULL;
}

/* Whether more of the rows with numbers name a unit in this column than say
 * anything else there. */
static bool
names_units(struct sheet *s, size_t column)
{
	size_t i, units = 0, others = 0;

	for (i = s->header + 1; i < s->table.count &&
	    i < s->header + LOOK_ROWS; i++) {
		const struct csv_row *row = &s->table.rows[i];
		const char *text = sheet_cell(s, row, column);

		if (*text == '\0' || !has_number(s, row))
			continue;
		if (names_row(s->reading, text))
			units++;
		else
			others++;
	}
	return units > others;
}

/* Whether the rows are numbered in this column: 1, 2, 3 and so on. */
static bool
numbers_rows(struct sheet *s, size_t column)
{
	size_t i;
	int next = 1;

	for (i = s->header + 1; i < s->table.count; i++) {
		const struct csv_row *row = &s->table.rows[i];
		const char *text = sheet_cell(s, row, column);

		if (*text == '\0')
			continue;
		if (strcmp(text, arena_printf(s->reading->arena, "%d",
		    next)) != 0)
			return false;
		next++;
	}
	return next > 2;
}

/* Whether a column's cells are codes: the first that is filled is one. */
static bool
has_codes(struct sheet *s, size_t column)
{
	size_t i = s->header + 1;

	while (i < s->table.count && (!has_number(s, &s->table.rows[i]) ||
	    *sheet_cell(s, &s->table.rows[i], column) == '\0'))
		i++;
	return i < s->table.count && units_coded(s->reading->catalog->units,
	    sheet_cell(s, &s->table.rows[i], column)) != NULL;
}

bool
csv_find_units(struct sheet *s)
{
	size_t found[2] = { 0, 0 }, i, first;	/* of codes, names; from 1 */

	for (i = 0; i < s->column_count; i++) {
		struct column *c = &s->columns[i];
		size_t *place;

		if ((c->role != COLUMN_UNKNOWN && c->role != COLUMN_BLANK) ||
		    !names_units(s, i))
			continue;
		place = &found[has_codes(s, i) ? 0 : 1];
		if (*place != 0)
			return false;
		*place = i + 1;
	}
	if (found[0] > 0)
		s->columns[found[0] - 1].role = COLUMN_CODE;
	if (found[1] > 0)
		s->columns[found[1] - 1].role = COLUMN_NAME;
	first = found[0] > 0 && (found[1] == 0 || found[0] < found[1]) ?
	    found[0] : found[1];
	if (first > 1 && s->columns[first - 2].role == COLUMN_BLANK &&
	    numbers_rows(s, first - 2))
		s->columns[first - 2].role = COLUMN_SERIAL;
	return first > 0;
}
