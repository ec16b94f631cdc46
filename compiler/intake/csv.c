/* CSV submissions: the lines above the table, broken quoting.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

enum {
	SPARE_ROWS = 1000,	/* that are not data: above and below the table */
	ROW_TEXT_MAX = 400,
};

bool
sheet_row_is_tidy(const struct sheet *s, const struct csv_row *row)
{
	return row->plain || (row->trimmed && s->reading->makeup.is_latin);
}

const char *
sheet_cell(struct sheet *s, const struct csv_row *row, size_t column)
{
	if (column >= row->count)
		return "";
	return sheet_row_is_tidy(s, row) ? row->cells[column].text :
	    reading_value(s->reading, row->cells[column].text,
	    csv_line(row, column), (int)column + 1);
}

bool
sheet_row_is_blank(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++) {
		const char *s = row->cells[i].text;

		if ((unsigned char)*s > ' ' || s[strspn(s, " \t\r\n")] != '\0')
			return false;
	}
	return true;
}

const char *
sheet_row_text(struct reading *r, const struct csv_row *row)
{
	struct text t;
	const char *s;
	size_t i;

	text_init(&t, CSV_CELL_MAX);
	for (i = 0; i < row->count && t.len < ROW_TEXT_MAX; i++)
		if (row->cells[i].text[0] != '\0')
			text_addf(&t, "%s%s", t.len > 0 ? " " : "",
			    row->cells[i].text);
	s = reading_quote_cell(r, text_string(&t));
	text_free(&t);
	return s;
}

/* "Đơn vị tính: đồng" in one cell. */
static bool
split_at_colon(struct arena *a, const char *s, enum envelope_key *key,
    const char **value)
{
	const char *colon = strchr(s, ':');

	if (colon == NULL || !envelope_key(a,
	    arena_strndup(a, s, (size_t)(colon - s)), key))
		return false;
	*value = colon + 1;
	return true;
}

bool
csv_is_remark(const char *s)
{
	return (*s == 'R' || *s == 'W') && strspn(s + 1, "0123456789") == 3 &&
	    strncmp(s + 4, ": ", 2) == 0;
}

/* The next cell from I on that is filled by the sender; the count: none. */
static size_t
next_filled(const struct csv_row *row, size_t i)
{
	while (i < row->count && (row->cells[i].text[0] == '\0' ||
	    csv_is_remark(row->cells[i].text)))
		i++;
	return i;
}

/* Whether a cell is a key, with or without a colon behind it. */
static bool
is_key(struct arena *a, const char *s, enum envelope_key *key, bool *colon)
{
	size_t n = strlen(s);

	*colon = n > 0 && s[n - 1] == ':';
	return envelope_key(a, *colon ? arena_strndup(a, s, n - 1) : s, key);
}

/* The cells from FROM on up to the next that is a key, blanks between; *AT is
 * set to where they end. */
static const char *
value_behind(struct arena *a, const struct csv_row *row, size_t from,
    size_t *at)
{
	const char *value = row->cells[from].text, *rest;
	enum envelope_key key;
	bool colon;
	size_t i = from;

	while ((i = next_filled(row, i + 1)) < row->count &&
	    !is_key(a, row->cells[i].text, &key, &colon) &&
	    !split_at_colon(a, row->cells[i].text, &key, &rest))
		value = arena_printf(a, "%s %s", value, row->cells[i].text);
	*at = i;
	return value;
}

bool
csv_preamble(struct arena *a, const struct csv_row *row, size_t *at,
    enum envelope_key *key, const char **value, int *column)
{
	size_t start = next_filled(row, *at), i, behind;
	bool colon;

	for (i = start; i < row->count; i = next_filled(row, i + 1)) {
		const char *cell = row->cells[i].text;

		*column = (int)i + 1;
		*at = i + 1;
		if (split_at_colon(a, cell, key, value) &&
		    (*value)[strspn(*value, " ")] != '\0')
			return true;
		if (!is_key(a, cell, key, &colon) || (!colon && i != start) ||
		    (behind = next_filled(row, i + 1)) == row->count)
			continue;
		*value = value_behind(a, row, behind, at);
		*column = (int)behind + 1;
		/* without a colon it may be a word of a title */
		if (colon || next_filled(row, behind + 1) == *at)
			return true;
	}
	return false;
}

void
csv_bad_quote(const char *s, size_t len, char delimiter, int *line,
    int *column)
{
	enum { START, PLAIN, QUOTED, CLOSED } state = START;
	int cell_line = 1, cell = 1;
	const char *end = s + len;

	for (*line = 1; s < end; s++) {
		bool newline = *s == '\n' || (*s == '\r' && s[1] != '\n');

		if (state == QUOTED && *s == '"')
			state = CLOSED;
		else if (*s == '"' && state == START) {
			state = QUOTED;
			cell_line = *line;
		} else if (*s == '"' && state == CLOSED && s[-1] == '"')
			state = QUOTED;
		else if (*s == '"')
			break;
		else if (state != QUOTED && *s == delimiter) {
			state = START;
			cell++;
		} else if (state != QUOTED && newline) {
			state = START;
			cell = 1;
		} else if (state == CLOSED && strchr(" \t\r", *s) == NULL)
			break;
		else if (state == START && strchr(" \t\r", *s) == NULL)
			state = PLAIN;
		*line += newline;
	}
	if (s == end && state == QUOTED)
		*line = cell_line;
	*column = cell;
}

static bool
split(struct sheet *s, char delimiter)
{
	struct reading *r = s->reading;
	int line, column = 0;
	const char *why;

	switch (csv_read(r->arena, r->data, r->len, delimiter,
	    INTAKE_ROWS_MAX + SPARE_ROWS, &s->table, &line)) {
	case CSV_FILE_OK:
		return true;
	case CSV_FILE_QUOTE:
		csv_bad_quote(r->data, r->len, delimiter, &line, &column);
		why = _("a quotation mark stands inside a cell or text behind "
		    "its closing mark; put the whole cell in marks and write "
		    "each inner one twice");
		break;
	case CSV_FILE_OPEN_QUOTE:
		csv_bad_quote(r->data, r->len, delimiter, &line, &column);
		why = _("the quotation mark that opens this cell is never "
		    "closed; add the closing one or remove it");
		break;
	case CSV_FILE_MANY_ROWS:
		reading_report(r, D_ROW_LIMIT, 0, 0,
		    arena_printf(r->arena, "%d", INTAKE_ROWS_MAX));
		return false;
	case CSV_FILE_MANY_CELLS:
		reading_report(r, D_XML_LIMIT, 0, 0,
		    _("the number of cells"),
		    arena_printf(r->arena, "%d", CSV_CELLS_MAX));
		return false;
	default:
		why = arena_printf(r->arena,
		    _("a cell of more than %d bytes or a row of more than %d "
		    "cells"), CSV_CELL_MAX, CSV_COLUMNS_MAX);
		break;
	}
	reading_report(r, D_CSV_BROKEN, line, column, why);
	return false;
}

/* The texts of a row's cells from FROM on, tabs between, behind START. */
static const char *
joined(struct sheet *s, const struct csv_row *row, size_t from,
    const char *start)
{
	struct arena *a = s->reading->arena;

	for (; from < row->count; from++) {
		const char *cell = sheet_cell(s, row, from);

		if (*cell != '\0')
			start = arena_printf(a, "%s%s%s", start,
			    *start == '\0' ? "" : "\t", reading_line(s->reading, cell));
	}
	return start;
}

bool
csv_begins_explanation(struct arena *a, const char *cell, const char **rest)
{
	const char *colon, *key;
	size_t n;

	if (*cell != 'g' && *cell != 'G')
		return false;
	colon = strchr(cell, ':');
	n = colon == NULL ? strlen(cell) : (size_t)(colon - cell);
	while (n > 0 && strchr("0123456789 .()", cell[n - 1]) != NULL)
		n--;		/* "Giải trình 1" */
	key = unicode_fold(a, arena_strndup(a, cell, n));
	*rest = colon == NULL ? "" : colon + 1 + strspn(colon + 1, " ");
	return strcmp(key, "giải trình") == 0 ||
	    strcmp(key, "giai_trinh") == 0 || strcmp(key, "giai trinh") == 0;
}

bool
csv_is_explanation(struct sheet *s, const struct csv_row *row, size_t *first,
    const char **rest)
{
	size_t i = 0;

	while (i < row->count && *row->cells[i].text == '\0')
		i++;
	*first = i;
	return i < row->count && csv_begins_explanation(s->reading->arena,
	    row->cells[i].text, rest);
}

bool
csv_explain(struct sheet *s, const struct csv_row *row)
{
	struct reading *r = s->reading;
	const char *rest;
	size_t i;

	if (!csv_is_explanation(s, row, &i, &rest))
		return false;
	*ARENA_PUSH(r->arena, r->reasons, r->reason_count, r->reason_cap) =
	    (struct said){ joined(s, row, i + 1, rest), row->line, (int)i + 1 };
	return true;
}

/* The line of blanks that says what may be left out. */
static bool
is_blank_remark(struct sheet *s, const struct csv_row *row)
{
	return strncmp(sheet_cell(s, row, 0), BLANK_REMARK,
	    strlen(BLANK_REMARK)) == 0;
}

/* Read what a line above the headers tells into the envelope; false when it tells
 * nothing. */
static bool
read_preamble_row(struct reading *r, const struct csv_row *row)
{
	enum envelope_key key;
	const char *value;
	int column;
	bool any = false, money = false;
	size_t at = 0;

	while (csv_preamble(r->arena, row, &at, &key, &value, &column)) {
		/* "Đơn vị: triệu đồng" */
		if (key == ENVELOPE_UNIT && envelope_money(r->arena, value) >= 0)
			key = ENVELOPE_MONEY;
		money |= key == ENVELOPE_MONEY;
		envelope_say(r, key, value, row->line, column);
		any = true;
	}
	if (any && !money)
		(void)money_hear(r, row, true);
	return any;
}

/* Read the lines above the headers; those that tell nothing are in TITLES. */
static void
read_preamble(struct sheet *s, bool *titles)
{
	size_t i;

	for (i = 0; i < s->header; i++) {
		const struct csv_row *row = &s->table.rows[i];

		titles[i] = !sheet_row_is_blank(row) && !csv_explain(s, row) &&
		    !read_preamble_row(s->reading, row);
	}
}

/* Hear what the titles say besides form, sender and period; tell which of them
 * were not read. */
static void
hear_titles(struct sheet *s, const bool *titles)
{
	struct reading *r = s->reading;
	const struct said *said = r->envelope.said;
	date from, to;
	size_t i;

	for (i = 0; i < s->header; i++) {
		const struct csv_row *row = &s->table.rows[i];

		if (titles[i] && !money_hear(r, row, true) &&
		    !days_told(s, row, &from, &to) &&
		    !is_blank_remark(s, row) &&
		    said[ENVELOPE_UNIT].line != row->line &&
		    said[ENVELOPE_PERIOD].line != row->line)
			reading_report(r, D_PREAMBLE_IGNORED, row->line, 0,
			    sheet_row_text(r, row));
	}
}

/* Report that no row of headers was found, of the form if that is known. */
static void
report_no_header(struct reading *r)
{
	const struct form *form = r->form;
	struct text t;
	size_t i;

	text_init(&t, 4096);
	text_add(&t, "\"Mã đơn vị\"");
	for (i = 0; i < form->field_count && i < 3; i++)
		text_addf(&t, ", \"%s\"", form->fields[i]->label);
	reading_report(r, D_NO_HEADER, 0, 0, form->short_code, text_string(&t));
	text_free(&t);
}

/* The row that begins in a line; the count of rows when none does. */
static size_t
row_of_line(const struct csv_table *t, int line)
{
	size_t i;

	for (i = 0; i < t->count && t->rows[i].line != line; i++)
		;
	return i;
}

/*
 * Without headers nothing is a table, but the lines may still tell what it was
 * to be, and whom to tell that it is not.
 */
static bool
refuse_without_header(struct sheet *s, char delimiter)
{
	struct reading *r = s->reading;
	bool wrong;

	if (!split(s, delimiter))
		return false;
	s->header = s->table.count < 60 ? s->table.count : 60;
	for (size_t i = 0; i < s->header; i++) {
		enum envelope_key key;
		const char *value;
		int column;
		size_t at = 0;

		/* what is behind the lost headers may only look so */
		while (csv_preamble(r->arena, &s->table.rows[i], &at, &key,
		    &value, &column))
			if (r->envelope.said[key].text == NULL)
				envelope_say(r, key, value,
				    s->table.rows[i].line, column);
	}
	if ((r->form = envelope_form(r, &wrong)) != NULL)
		report_no_header(r);
	else if (!wrong)
		envelope_miss_form(r);
	return false;
}

/* Whether each line that is not empty begins and ends with a quotation mark. */
static bool
has_quoted_lines(const char *s, size_t len)
{
	const char *end = s + len, *lf;
	size_t n;

	for (; s < end; s = lf + 1) {
		lf = memchr(s, '\n', (size_t)(end - s));
		if (lf == NULL)
			lf = end;
		n = (size_t)(lf - s);
		n -= n > 0 && s[n - 1] == '\r';
		if (n > 0 && (n < 2 || s[0] != '"' || s[n - 1] != '"'))
			return false;
	}
	return true;
}

/*
 * Spreadsheets that opened a table without dividing it save each of its lines
 * as one cell in quotes.  Take the table out of them, line by line; false when
 * it is not such a file.
 */
static bool
unwrap_lines(struct reading *r)
{
	enum { NO_DELIMITER = '\x1f' };
	struct csv_table t;
	struct text inner;
	size_t i;
	int line;

	if (!has_quoted_lines(r->data, r->len) || csv_read(r->arena, r->data,
	    r->len, NO_DELIMITER, INTAKE_ROWS_MAX + SPARE_ROWS, &t, &line) !=
	    CSV_FILE_OK)
		return false;
	text_init(&inner, r->len + t.count);
	for (i = 0; i < t.count; i++) {
		if (t.rows[i].count > 0)
			text_add(&inner, t.rows[i].cells[0].text);
		text_addc(&inner, '\n');
	}
	r->len = inner.len;
	r->data = arena_strndup(r->arena, text_string(&inner), inner.len);
	text_free(&inner);
	return true;
}

/* How the file is divided; a table that was wrapped is unwrapped. */
static struct dialect
settle_dialect(struct reading *r)
{
	const char *named = r->envelope.named[ENVELOPE_FORM], *data = r->data;
	const struct form *form = named == NULL ? NULL :
	    catalog_form(r->catalog, named);
	struct dialect d = csv_dialect(r, form), inner;
	size_t len = r->len;

	if (d.header_line > 0 || !unwrap_lines(r))
		return d;
	inner = csv_dialect(r, form);
	if (inner.header_line > 0)
		return inner;
	r->data = data;
	r->len = len;
	return d;
}

bool
csv_submission(struct reading *r, const char *encoding)
{
	struct dialect d = settle_dialect(r);
	struct sheet s = { .reading = r };
	bool wrong, ok, *titles;

	if (d.header_line == 0)
		return refuse_without_header(&s, d.delimiter);
	if (!split(&s, d.delimiter)) {
		if (!d.ambiguous)	/* for who writes to the sender */
			r->form = d.form;
		return false;
	}
	s.delimiter = d.delimiter;
	s.header = row_of_line(&s.table, d.header_line);
	if (s.header == s.table.count)
		return refuse_without_header(&s, d.delimiter);
	r->personal = d.form->personal;
	if (d.joined)
		(void)csv_join_headers(&s, d.form);
	titles = arena_alloc(r->arena, (s.header + 1) * sizeof(*titles));
	read_preamble(&s, titles);
	r->form = envelope_form(r, &wrong);
	if (r->form == NULL && !wrong && !d.ambiguous)
		r->form = d.form;
	title_tell(&s);
	hear_titles(&s, titles);
	if (r->form == NULL) {
		if (!wrong)
			envelope_miss_form(r);
		return false;
	}
	reading_begin(r, encoding, NUMBERS_VIETNAMESE);
	ok = csv_bind_columns(&s);
	if (envelope_settle(r)) {
		title_judge(&s);
		days_judge(&s);
	} else
		ok = false;
	csv_read_rows(&s);
	reading_explain(r);
	money_judge(r);
	return ok;
}
