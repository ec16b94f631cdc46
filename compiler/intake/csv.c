/* CSV submissions: the order of work, broken quoting.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
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

	/* the last look at the text itself, unless its quotes are wrong */
	switch (csv_read_over(r->arena, r->data, r->own == r->data ? r->own :
	    NULL, r->len, delimiter, INTAKE_ROWS_MAX + SPARE_ROWS, &s->table,
	    &line)) {
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
		struct preamble_at at = { 0, NULL };

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
	    envelope_form_named(r, named);
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
	bool wrong, ok;

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
	csv_read_preamble(&s);
	r->form = envelope_form(r, &wrong);
	if (r->form == NULL && !wrong && !d.ambiguous)
		r->form = d.form;
	title_tell(&s);
	csv_hear_titles(&s);
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
	r->sub->money_unclear = r->envelope.money_unclear;
	return ok;
}
