/* The rows of a CSV submission, and what is not one of them.  Room: intake. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

/* Words of a label, folded, with their marks and without any. */
struct label {
	const char	*marked, *bare;
};

/* Labels of total rows, a final colon apart. */
static const struct label totals[] = {
	{ "tổng", "tong" }, { "tổng cộng", "tong cong" },
	{ "tổng số", "tong so" }, { "cộng", "cong" }, { "total", "total" },
	{ "toàn tỉnh", "toan tinh" }, { "toàn thành phố", "toan thanh pho" },
	{ "toàn quận", "toan quan" }, { "toàn huyện", "toan huyen" },
	{ "toàn thị xã", "toan thi xa" }, { "toàn xã", "toan xa" },
	{ "toàn phường", "toan phuong" }, { "toàn thị trấn", "toan thi tran" },
	{ "cộng toàn tỉnh", "cong toan tinh" },
	{ "cộng toàn thành phố", "cong toan thanh pho" },
	{ "cộng toàn quận", "cong toan quan" },
	{ "cộng toàn huyện", "cong toan huyen" },
	{ "cộng toàn thị xã", "cong toan thi xa" },
	{ "cộng chung", "cong chung" }, { "tổng chung", "tong chung" },
	{ "t.cộng", "t.cong" }, { "tc", "tc" }, { "t.c", "t.c" },
};

/* "Tổng cộng toàn thành phố": these begin a total's label. */
static const struct label total_starts[] = {
	{ "tổng cộng ", "tong cong " }, { "tổng số ", "tong so " },
	{ "tổng toàn ", "tong toan " }, { "cộng toàn ", "cong toan " },
	{ "cộng cụm ", "cong cum " }, { "tổng cụm ", "tong cum " },
};

/* Whether a folded label is these words, or begins with them. */
static bool
begins(const char *key, const struct label *words, bool whole)
{
	const char *const ways[] = { words->marked, words->bare };
	size_t i, n;

	for (i = 0; i < 2; i++) {
		n = strlen(ways[i]);
		if (strncmp(key, ways[i], n) == 0 &&
		    (!whole || key[n] == '\0'))
			return true;
	}
	return false;
}

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
		if (begins(key, &totals[i], true))
			return true;
	for (i = 0; i < sizeof(total_starts) / sizeof(total_starts[0]); i++)
		if (begins(key, &total_starts[i], false))
			return true;
	return false;
}

/* Whether S is the code or the name of a unit of any time. */
static bool
is_unit(struct reading *r, const char *s)
{
	const struct units *units = r->catalog->units;
	const char *key = unicode_fold(r->arena, s);

	return *s != '\0' && (units_coded(units, s) != NULL ||
	    units_called(units, key) != NULL ||
	    units_unmarked(units, key) != NULL);
}

/* Codes have few digits: more are those of a telephone. */
static bool
is_code_like(const char *s)
{
	enum { DIGITS = 8 };
	size_t n = strlen(s);

	return n >= 2 && n <= DIGITS && strspn(s, "0123456789") == n;
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

/* Whether a cell is one of the values of a list, or several with marks between. */
static bool
looks_like_choice(struct arena *a, const struct field *f, const char *s)
{
	const char *first = unicode_fold(a, arena_strndup(a, s,
	    strcspn(s, ";,")));
	size_t i;

	for (i = 0; i < f->value_count; i++)
		if (strcmp(first, f->values[i].code) == 0 ||
		    strcmp(first, unicode_fold(a, f->values[i].label)) == 0)
			return true;
	return false;
}

/*
 * Whether a cell is filled the way its field is, rightly or wrongly.  Words
 * beside signatures stand in any column and are no value of these.
 */
static bool
looks_like_value(struct arena *a, const struct field *f, const char *s)
{
	switch (f->type) {
	case FIELD_ENUM:
		return looks_like_choice(a, f, s);
	case FIELD_DATE:
	case FIELD_BOOLEAN:
		return isdigit((unsigned char)*s) &&
		    s[strspn(s, "0123456789/.-")] == '\0';
	case FIELD_CODE:
		return strpbrk(s, "0123456789") != NULL &&
		    strchr(s, ' ') == NULL;
	default:
		return field_is_number(f) && looks_like_number(s);
	}
}

/* The first text of a row in columns of a role; the column in *AT. */
static const char *
text_of_role(struct sheet *s, const struct csv_row *row,
    enum column_role role, size_t *at)
{
	size_t i;

	for (i = 0; i < s->named_count; i++) {
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

/*
 * Whether TEXT names a sender whose rows are of another level: "Huyện Khánh
 * Sơn" or "Hội LHPN huyện Khánh Sơn" may stand at the head or the foot of its
 * communes.  Of units of one name, the commune is meant unless the type is there.
 */
static bool
names_sender(struct sheet *s, const char *text)
{
	struct reading *r = s->reading;
	const struct unit_chain *c;

	if (r->sub->unit == NULL || isdigit((unsigned char)*text) ||
	    r->form->row_level == r->form->sender_level)
		return false;
	c = units_called(r->catalog->units, unicode_fold(r->arena, text));
	return c != NULL && c->unit == r->sub->unit && c->next == NULL;
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

/* How many cells of fields are filled; of those, how many with values. */
static int
filled_cells(struct sheet *s, const struct csv_row *row, int *values)
{
	int filled = 0;
	size_t i;

	*values = 0;
	for (i = 0; i < s->column_count && i < row->count; i++) {
		const struct column *c = &s->columns[i];

		if (c->role != COLUMN_FIELD || row->cells[i].text[0] == '\0')
			continue;
		filled++;
		*values += looks_like_value(s->reading->arena, c->field,
		    sheet_cell(s, row, i));
	}
	return filled;
}

/* Whether there are columns whose values are told from other words. */
static bool
has_value_columns(const struct sheet *s)
{
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (s->columns[i].role == COLUMN_FIELD &&
		    s->columns[i].field->type != FIELD_TEXT)
			return true;
	return false;
}

/* Whether a row says which unit it is about, or tries to; the sender's own name
 * may head a letter. */
static bool
has_unit(struct sheet *s, const struct csv_row *row)
{
	size_t at;
	const char *text = unit_text(s, row, &at);

	if (names_sender(s, text))
		return false;
	return is_code_like(text) || is_unit(s->reading, text) ||
	    is_unit(s->reading, text_of_role(s, row, COLUMN_NAME, &at));
}

/* Whether an empty row is a total's: the sender's name alone is none. */
static bool
is_total(struct sheet *s, const struct csv_row *row)
{
	const char *label = total_label(s, row);

	return label != NULL && !names_sender(s, label);
}

/* Signatures, places and dates, remarks: no unit and no value. */
static bool
is_below_table(struct sheet *s, const struct csv_row *row)
{
	int values, filled;

	if (has_unit(s, row))
		return false;
	filled = filled_cells(s, row, &values);
	if (has_value_columns(s) ? values > 0 : filled > 0)
		return false;
	return !is_total(s, row);
}

/* Whether the one filled cell of the fields has words: "Khu vực miền núi". */
static bool
is_one_phrase(struct sheet *s, const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < s->column_count && i < row->count; i++)
		if (s->columns[i].role == COLUMN_FIELD &&
		    row->cells[i].text[0] != '\0')
			return strchr(row->cells[i].text, ' ') != NULL;
	return false;
}

/* A heading between the rows, which names no unit: it has no value either. */
static bool
is_between_rows(struct sheet *s, const struct csv_row *row)
{
	int values, filled = filled_cells(s, row, &values);

	return (filled == 0 || (filled == 1 && values == 0 &&
	    has_value_columns(s) && is_one_phrase(s, row))) &&
	    !is_total(s, row);
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
	size_t i = s->has_blanks ? 0 : s->column_count;

	for (; i < row->count; i++) {
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
 * Report a row that ends before others do, and whether it does: a cell may have
 * been lost, and those behind it have moved.  Excel itself leaves out the empty cells at the end of
 * whole blocks of sixteen rows.
 */
static bool
report_short(struct sheet *s, const struct csv_row *row)
{
	enum { BLOCK = 16 };
	size_t at = (size_t)(row - s->table.rows), from = at / BLOCK * BLOCK;
	size_t i, most = row->count, last = s->column_count;

	while (last > 0 && s->columns[last - 1].role != COLUMN_FIELD)
		last--;
	if (row->count >= last)
		return false;
	for (i = from > s->header ? from : s->header + 1;
	    i < s->table.count && i < from + BLOCK; i++)
		if (s->table.rows[i].count > most)
			most = s->table.rows[i].count;
	if (most <= row->count)
		return false;
	reading_report(s->reading, D_SHORT_ROW, row->line, 0,
	    arena_printf(s->reading->arena, "%d", row->count),
	    arena_printf(s->reading->arena, "%zu", s->column_count));
	return true;
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
		    arena_printf(s->reading->arena, "%d", row->count),
		    arena_printf(s->reading->arena, "%zu", headers));
}

/* The texts of a row by field; those behind the end of a SHORT one, which was
 * reported, are not even empty. */
static const char **
texts_of(struct sheet *s, const struct csv_row *from, bool is_short)
{
	size_t count = s->reading->form->field_count, i;
	const char **texts;

	/* most tables have the form's own order */
	_Static_assert(sizeof(struct csv_cell) == sizeof(const char *),
	    "a cell of a table is its text");
	if (s->in_order != SIZE_MAX && from->count >= s->in_order + count) {
		for (i = 0; i < count && !sheet_row_is_tidy(s, from); i++)
			from->cells[s->in_order + i].text = sheet_cell(s, from,
			    s->in_order + i);
		return &from->cells[s->in_order].text;
	}
	texts = arena_alloc(s->reading->arena, count * sizeof(*texts));

	for (i = 0; i < s->column_count; i++) {
		const struct column *c = &s->columns[i];

		if (c->role == COLUMN_FIELD && (!is_short || i < from->count))
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
	bool is_short = false;

	report_extra(s, from);
	if (from->count < s->column_count)
		is_short = report_short(s, from);
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
	row->texts = texts_of(s, from, is_short);
}

/* Whether a row is a line of the envelope once more, as on each printed page. */
static bool
repeats_envelope(struct sheet *s, const struct csv_row *row, bool *others)
{
	enum { CELLS = 6 };
	struct reading *r = s->reading;
	struct preamble_at at = { 0, NULL };
	enum envelope_key key;
	const char *value;
	bool any = false;
	int column;
	size_t i, filled = 0;

	*others = false;
	for (i = 0; i < row->count; i++)
		filled += row->cells[i].text[0] != '\0';
	if (filled > CELLS)
		return false;	/* of a table, likely */
	while (csv_preamble(r->arena, row, &at, &key, &value, &column)) {
		const char *said = r->envelope.said[key].text;

		any = true;
		*others |= (key == ENVELOPE_FORM || key == ENVELOPE_PERIOD ||
		    key == ENVELOPE_UNIT) && said != NULL &&
		    !envelope_same(r, key, said, value);
	}
	return any && !*others;
}

/*
 * Whether another table begins: its headers stand where these do and are others,
 * or a line tells another form, unit or period than those above the table.
 */
static bool
begins_table(struct sheet *s, const struct csv_row *row)
{
	bool others;
	size_t i;

	for (i = 0; i < s->column_count && i < row->count; i++)
		if ((s->columns[i].role == COLUMN_CODE ||
		    s->columns[i].role == COLUMN_NAME) &&
		    *s->columns[i].header != '\0' && strcmp(sheet_cell(s, row, i),
		    s->columns[i].header) == 0)
			return true;
	(void)repeats_envelope(s, row, &others);
	return others;
}

/* What is to be known of the columns for every row. */
static void
survey_columns(struct sheet *s)
{
	size_t i;

	for (i = 0; i < s->column_count; i++) {
		s->has_blanks |= s->columns[i].role == COLUMN_BLANK;
		if (s->columns[i].role != COLUMN_FIELD)
			s->named_count = i + 1;
	}
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
	const char *rest;
	size_t at;
	bool others, unit;

	/* room for all at once: growing would copy them again and again */
	r->sub->rows = arena_alloc(r->arena, cap * sizeof(*r->sub->rows));
	s->in_order = find_order(s);
	survey_columns(s);
	while (end > s->header + 1 && (sheet_row_is_blank(&rows[end - 1]) ||
	    csv_is_explanation(s, &rows[end - 1], &at, &rest) ||
	    is_below_table(s, &rows[end - 1])))
		end--;
	for (i = s->header + 1; i < s->table.count && !r->stop; i++) {
		const struct csv_row *row = &rows[i];

		if (sheet_row_is_blank(row) || csv_explain(s, row))
			continue;
		if (head && csv_is_measures(s, row))
			continue;	/* read with the headers */
		unit = i < end && has_unit(s, row);
		if (i >= end || (!unit && is_between_rows(s, row)) ||
		    repeats_header(s, row) ||
		    (head && numbers_columns(s, row)) ||
		    (!unit && repeats_envelope(s, row, &others))) {
			(void)money_hear(r, row, false);
			reading_report(r, D_PREAMBLE_IGNORED, row->line, 0,
			    sheet_row_text(r, row));
		} else if (!unit && begins_table(s, row)) {
			reading_report(r, D_CSV_BROKEN, row->line, 0,
			    _("another table begins here; send each table as "
			    "a file of its own"));
			break;
		} else {
			read_row(s, row, &cap);
			head = false;
		}
	}
}
