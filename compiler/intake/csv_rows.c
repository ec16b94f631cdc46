/* The rows of a CSV submission, and what is not one of them.  Room: intake. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

/* Labels of total rows, compared folded, a final colon apart. */
static const char *const totals[] = {
	"tổng", "tổng cộng", "tổng số", "cộng", "total", "toàn tỉnh",
	"toàn thành phố", "toàn quận", "toàn huyện", "toàn thị xã", "toàn xã",
	"toàn phường", "toàn thị trấn", "cộng toàn tỉnh",
	"cộng toàn thành phố", "cộng toàn quận", "cộng toàn huyện",
	"cộng toàn thị xã",
};

/* "Tổng cộng toàn thành phố": these begin a total's label. */
static const char *const total_starts[] = { "tổng cộng ", "tổng số " };

static bool
is_total_label(struct arena *a, const char *s)
{
	char *key;
	size_t i, n;

	if (isdigit((unsigned char)*s))		/* as codes of units do */
		return false;
	key = unicode_fold(a, s);
	n = strlen(key);
	while (n > 0 && strchr(": .", key[n - 1]) != NULL)
		key[--n] = '\0';
	for (i = 0; i < sizeof(totals) / sizeof(totals[0]); i++)
		if (strcmp(key, totals[i]) == 0)
			return true;
	for (i = 0; i < sizeof(total_starts) / sizeof(total_starts[0]); i++)
		if (strncmp(key, total_starts[i],
		    strlen(total_starts[i])) == 0)
			return true;
	return false;
}

/* Whether S is the code or the name of a unit of any time. */
static bool
is_unit(struct reading *r, const char *s)
{
	const struct units *units = r->catalog->units;

	return *s != '\0' && (units_coded(units, s) != NULL ||
	    units_named(units, unicode_fold(r->arena, s)) != NULL);
}

static bool
is_code_like(const char *s)
{
	size_t n = strlen(s);

	return n >= 2 && strspn(s, "0123456789") == n;
}

/* Whether a cell is filled the way numbers are, rightly or wrongly. */
static bool
looks_like_number(const char *s)
{
	bool digit = false;

	if (*s == '#')		/* an error of the spreadsheet */
		return true;
	for (; *s != '\0'; s++) {
		if (isalpha((unsigned char)*s) || *s == '/')
			return false;
		digit |= isdigit((unsigned char)*s) != 0;
	}
	return digit;
}

/* The first text of a row in columns of a role; the column in *AT. */
static const char *
text_of_role(struct sheet *s, const struct csv_row *row,
    enum column_role role, size_t *at)
{
	size_t i;

	for (i = 0; i < s->column_count; i++) {
		const char *text;

		if (s->columns[i].role != role)
			continue;
		text = sheet_cell(s, row, i);
		*at = i;
		if (*text != '\0')
			return text;
	}
	return "";
}

/* How a row names its unit: by its code, else by its name. */
static const char *
unit_text(struct sheet *s, const struct csv_row *row, size_t *at)
{
	const char *text;

	*at = 0;
	text = text_of_role(s, row, COLUMN_CODE, at);
	return *text != '\0' ? text :
	    text_of_role(s, row, COLUMN_NAME, at);
}

/* The folded whole name of a sender whose rows are of another level: "Huyện
 * Khánh Sơn" may stand at the head or the foot of its communes.  Else NULL. */
static const char *
sender_label(struct reading *r)
{
	return r->sub->unit != NULL &&
	    r->form->row_level != r->form->sender_level ?
	    unicode_fold(r->arena, r->sub->unit->full_name) : NULL;
}

static bool
names_sender(struct sheet *s, const char *text)
{
	return s->sender_label != NULL &&
	    !isdigit((unsigned char)*text) &&	/* as codes do */
	    strcmp(unicode_fold(s->reading->arena, text),
	    s->sender_label) == 0;
}

/* The label of a total row, NULL when it is none. */
static const char *
total_label(struct sheet *s, const struct csv_row *row)
{
	static const enum column_role roles[] = { COLUMN_CODE, COLUMN_NAME,
	    COLUMN_SERIAL };
	struct arena *a = s->reading->arena;
	size_t i, at;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *text = text_of_role(s, row, roles[i], &at);

		if (*text == '\0')
			continue;
		if ((is_total_label(a, text) && !is_unit(s->reading, text)) ||
		    names_sender(s, text))
			return text;
		if (roles[i] == COLUMN_CODE)
			return NULL;
	}
	return NULL;
}

/* How many cells of fields are filled; of those, how many with numbers. */
static int
filled_cells(struct sheet *s, const struct csv_row *row, int *numbers)
{
	int filled = 0;
	size_t i;

	*numbers = 0;
	for (i = 0; i < s->column_count && i < row->count; i++) {
		const struct column *c = &s->columns[i];

		if (c->role != COLUMN_FIELD || row->cells[i].text[0] == '\0')
			continue;
		filled++;
		*numbers += field_is_number(c->field) &&
		    looks_like_number(sheet_cell(s, row, i));
	}
	return filled;
}

static bool
has_number_columns(const struct sheet *s)
{
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (s->columns[i].role == COLUMN_FIELD &&
		    field_is_number(s->columns[i].field))
			return true;
	return false;
}

/* Whether a row says which unit it is about, or tries to. */
static bool
has_unit(struct sheet *s, const struct csv_row *row)
{
	size_t at;
	const char *text = unit_text(s, row, &at);

	return is_code_like(text) || is_unit(s->reading, text) ||
	    is_unit(s->reading, text_of_role(s, row, COLUMN_NAME, &at));
}

/* Signatures, places and dates, remarks: no unit and no number. */
static bool
is_below_table(struct sheet *s, const struct csv_row *row)
{
	int numbers, filled;

	if (has_unit(s, row))
		return false;
	filled = filled_cells(s, row, &numbers);
	if (has_number_columns(s) ? numbers > 0 : filled > 0)
		return false;
	return total_label(s, row) == NULL;
}

/* A heading between the rows: neither a unit nor a value. */
static bool
is_between_rows(struct sheet *s, const struct csv_row *row)
{
	int numbers;

	return !has_unit(s, row) && filled_cells(s, row, &numbers) == 0 &&
	    total_label(s, row) == NULL;
}

/* The header once more, as at the top of a printed page. */
static bool
repeats_header(struct sheet *s, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (s->columns[i].role != COLUMN_SERIAL &&
		    strcmp(sheet_cell(s, row, i), s->columns[i].header) != 0)
			return false;
	return true;
}

/*
 * The numbering of columns under the header: "(1)" "(2)" ..., or "A" "B" "1"
 * "2" ..., or plain numbers from 1 on when the first is no unit.
 */
static bool
numbers_columns(struct sheet *s, const struct csv_row *row)
{
	int plain = 0, marked = 0, next = 1;
	size_t i;

	for (i = 0; i < row->count; i++) {
		const char *t = sheet_cell(s, row, i);
		size_t n = strlen(t), digits;

		if (n == 0)
			continue;
		digits = strspn(t, "0123456789");
		if ((t[0] == '(' && t[n - 1] == ')' && n <= 12) ||
		    (n == 1 && t[0] >= 'A' && t[0] <= 'E'))
			marked++;
		else if (digits == n && n <= 2 &&
		    (t[0] - '0') * (n == 2 ? 10 : 1) +
		    (n == 2 ? t[1] - '0' : 0) == next) {
			plain++;
			next++;
		} else
			return false;
	}
	return marked + plain > 1 && (plain == 0 || marked > 0 ||
	    !is_unit(s->reading, sheet_cell(s, row, 0)));
}

/* Report text in columns that have no header. */
static void
report_extra(struct sheet *s, const struct csv_row *row)
{
	struct reading *r = s->reading;
	char letters[8];
	size_t i;

	for (i = 0; i < row->count; i++) {
		const char *text;

		if (i < s->column_count && s->columns[i].role != COLUMN_BLANK)
			continue;
		text = sheet_cell(s, row, i);
		if (*text != '\0')
			reading_report(r, D_EXTRA_CELL, csv_line(row, i),
			    (int)i + 1, reading_quote_cell(r, text),
			    column_letters((int)i + 1, letters),
			    arena_printf(r->arena, "%zu", s->column_count));
	}
}

/*
 * Report a row that ends before others do: a cell may have been lost, and those
 * behind it have moved.  Excel itself leaves out the empty cells at the end of
 * whole blocks of sixteen rows.
 */
static void
report_short(struct sheet *s, const struct csv_row *row)
{
	enum { BLOCK = 16 };
	size_t at = (size_t)(row - s->table.rows), from = at / BLOCK * BLOCK;
	size_t i, most = row->count, last = s->column_count;

	while (last > 0 && s->columns[last - 1].role != COLUMN_FIELD)
		last--;
	if (row->count >= last)
		return;
	for (i = from > s->header ? from : s->header + 1;
	    i < s->table.count && i < from + BLOCK; i++)
		if (s->table.rows[i].count > most)
			most = s->table.rows[i].count;
	if (most > row->count)
		reading_report(s->reading, D_SHORT_ROW, row->line, 0,
		    arena_printf(s->reading->arena, "%zu", row->count),
		    arena_printf(s->reading->arena, "%zu", s->column_count));
}

/*
 * Report a row of cells divided by commas that goes on behind the headers, if
 * only with empty cells: commas of its numbers may have divided it, too.
 */
static void
report_long(struct sheet *s, const struct csv_row *row)
{
	size_t headers = s->table.rows[s->header].count;

	if (s->delimiter == ',' && row->count > headers)
		reading_report(s->reading, D_LONG_ROW, row->line, 0,
		    arena_printf(s->reading->arena, "%zu", row->count),
		    arena_printf(s->reading->arena, "%zu", headers));
}

/* The texts of a row by field. */
static const char **
texts_of(struct sheet *s, const struct csv_row *from)
{
	size_t count = s->reading->form->field_count, i;
	const char **texts;

	/* most tables have the form's own order */
	_Static_assert(sizeof(struct csv_cell) == sizeof(const char *),
	    "a cell of a table is its text");
	if (s->in_order != SIZE_MAX && from->count >= s->in_order + count) {
		for (i = 0; i < count && !from->plain; i++)
			from->cells[s->in_order + i].text = sheet_cell(s, from,
			    s->in_order + i);
		return &from->cells[s->in_order].text;
	}
	texts = arena_alloc(s->reading->arena, count * sizeof(*texts));

	for (i = 0; i < s->column_count; i++) {
		const struct column *c = &s->columns[i];

		if (c->role == COLUMN_FIELD)
			texts[c->field->index] = sheet_cell(s, from, i);
	}
	return texts;
}

/* The lines of a row's cells up to the last column. */
static const int *
lines_of(struct sheet *s, const struct csv_row *row)
{
	int *lines = arena_alloc(s->reading->arena,
	    s->column_count * sizeof(*lines));
	size_t i;

	for (i = 0; i < s->column_count; i++)
		lines[i] = csv_line(row, i);
	return lines;
}

static void
read_row(struct sheet *s, const struct csv_row *from, size_t *cap)
{
	struct reading *r = s->reading;
	struct submission *sub = r->sub;
	const char *total = total_label(s, from);
	struct row *row;
	size_t at, name_at;

	report_extra(s, from);
	if (from->count < s->column_count)
		report_short(s, from);
	else if (from->count > s->column_count)
		report_long(s, from);
	if (sub->row_count == INTAKE_ROWS_MAX) {
		reading_report(r, D_ROW_LIMIT, from->line, 0,
		    arena_printf(r->arena, "%d", INTAKE_ROWS_MAX));
		r->stop = true;
		return;
	}
	row = ARENA_PUSH(r->arena, sub->rows, sub->row_count, *cap);
	row->line = from->line;
	row->total = total != NULL;
	row->unit_text = unit_text(s, from, &at);
	if (total != NULL)
		row->unit_text = total;
	else if (*row->unit_text == '\0' && sub->unit != NULL &&
	    r->form->row_level == r->form->sender_level)
		row->unit_text = sub->unit->code;
	else if (s->columns[at].role == COLUMN_CODE)
		row->name_text = text_of_role(s, from, COLUMN_NAME, &name_at);
	row->unit_cell = (struct cell){ .text = row->unit_text,
	    .line = from->line, .column = (int)at + 1 };
	row->lines = from->lines == NULL ? NULL : lines_of(s, from);
	row->texts = texts_of(s, from);
}

/* Where the form's fields stand one behind the other in the form's order. */
static size_t
find_order(const struct sheet *s)
{
	const struct form *form = s->reading->form;
	size_t at = 0, i;

	while (at < s->column_count && s->columns[at].role != COLUMN_FIELD)
		at++;
	if (at + form->field_count > s->column_count)
		return SIZE_MAX;
	for (i = 0; i < form->field_count; i++)
		if (s->columns[at + i].role != COLUMN_FIELD ||
		    s->columns[at + i].field != form->fields[i])
			return SIZE_MAX;
	return at;
}

void
csv_read_rows(struct sheet *s)
{
	struct reading *r = s->reading;
	const struct csv_row *rows = s->table.rows;
	size_t i, end = s->table.count, cap = end - s->header;
	bool head = true;	/* no row was read yet */

	/* room for all at once: growing would copy them again and again */
	r->sub->rows = arena_alloc(r->arena, cap * sizeof(*r->sub->rows));
	s->in_order = find_order(s);
	s->sender_label = sender_label(r);
	while (end > s->header + 1 && (sheet_row_is_blank(&rows[end - 1]) ||
	    is_below_table(s, &rows[end - 1])))
		end--;
	for (i = s->header + 1; i < s->table.count && !r->stop; i++) {
		const struct csv_row *row = &rows[i];

		if (sheet_row_is_blank(row))
			continue;
		if (head && csv_is_measures(s, row))
			continue;	/* read with the headers */
		if (i >= end || is_between_rows(s, row) ||
		    repeats_header(s, row) ||
		    (head && numbers_columns(s, row))) {
			(void)money_hear(r, row, false);
			reading_report(r, D_PREAMBLE_IGNORED, row->line, 0,
			    sheet_row_text(r, row));
		} else {
			read_row(s, row, &cap);
			head = false;
		}
	}
}
