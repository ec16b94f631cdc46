/* Tables of a site with their header.  Room: model. */
#include "model/table.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/unicode.h"

enum { TABLE_FILE_MAX = 64 * 1024 * 1024, TABLE_ROWS_MAX = 1000000 };

/* Whether it is its own NFC, and no blank stands at an end or behind another. */
static bool
is_tidy(const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n) {
		n = (unsigned char)*s < 0x80 ? *s > ' ' : unicode_latin_at(s);
		if (n == 0)
			return false;
		/* a blank is passed over with the letter before it */
		n += s[n] == ' ' && (unsigned char)s[n + 1] > ' ';
	}
	return true;
}

/* NFC, blanks squeezed and trimmed. */
static const char *
tidy(struct arena *a, const char *raw)
{
	char *s, *p, *q;

	if (is_tidy(raw))
		return raw;
	s = unicode_nfc(a, raw);

	for (p = q = s; *p != '\0'; p++)
		if (*p != ' ' && *p != '\t' && *p != '\r' && *p != '\n')
			*q++ = *p;
		else if (q > s && q[-1] != ' ')
			*q++ = ' ';
	if (q > s && q[-1] == ' ')
		q--;
	*q = '\0';
	return s;
}

static void
complain(const struct table *t, int line, const char *text)
{
	diag_report(t->diag, D_CONFIG_RULE, ((struct place){ t->path, line, 0 }),
	    text);
}

/* The content behind a byte order mark; NULL after a finding. */
static const char *
read_content(struct table *t, size_t *len)
{
	char sha256[DIGEST_HEX];
	const char *data = file_read(t->arena, t->path, TABLE_FILE_MAX, len);
	size_t bad = 0, i;
	int line = 1;

	if (data == NULL) {
		diag_report(t->diag, D_CANNOT_READ,
		    ((struct place){ t->path, 0, 0 }), t->path,
		    system_error(errno));
		return NULL;
	}
	digest_bytes(sha256, data, *len);
	t->sha256 = arena_strdup(t->arena, sha256);
	if (!unicode_is_valid(data, *len, &bad)) {
		for (i = 0; i < bad; i++)
			line += data[i] == '\n';
		complain(t, line, _("not UTF-8 text; save the file as \"CSV "
		    "UTF-8\""));
		return NULL;
	}
	if (*len >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) {
		data += 3;
		*len -= 3;
	}
	return data;
}

static const char *
csv_problem(enum csv_error e)
{
	switch (e) {
	case CSV_FILE_QUOTE:
		return _("a quotation mark inside a field; write it twice and "
		    "put the field in quotation marks");
	case CSV_FILE_OPEN_QUOTE:
		return _("the quotation mark here is never closed");
	case CSV_FILE_TOO_LARGE:
	case CSV_FILE_MANY_ROWS:
	case CSV_FILE_MANY_CELLS:
	case CSV_FILE_OK:
		break;
	}
	return _("the table is too large");
}

/* The names of all columns, for messages. */
static const char *
column_names(const struct table *t, size_t count)
{
	const char *s = t->columns[0].name;
	size_t i;

	for (i = 1; i < count; i++)
		s = arena_printf(t->arena, "%s, %s", s, t->columns[i].name);
	return s;
}

static bool
read_header(struct table *t, const struct csv_row *row, size_t count)
{
	bool ok = true;
	size_t i, c;

	for (c = 0; c < count; c++)
		t->places[c] = -1;
	for (i = 0; i < row->count; i++) {
		const char *name = tidy(t->arena, row->cells[i].text);

		for (c = 0; c < count; c++)
			if (strcmp(t->columns[c].name, name) == 0)
				break;
		if (c < count && t->places[c] < 0) {
			t->places[c] = (int)i;
			continue;
		}
		complain(t, row->line, arena_printf(t->arena, c < count ?
		    _("column \"%s\" appears twice") :
		    _("column \"%s\" is not known; columns: %s"), name,
		    column_names(t, count)));
		ok = false;
	}
	for (c = 0; c < count; c++)
		if (t->columns[c].required && t->places[c] < 0) {
			complain(t, row->line, arena_printf(t->arena,
			    _("column \"%s\" is missing in the first row"),
			    t->columns[c].name));
			ok = false;
		}
	return ok;
}

/* Whether all cells of a row are empty: such rows are skipped. */
static bool
is_blank(const struct csv_row *row)
{
	size_t i;

	for (i = 0; i < row->count; i++)
		if (row->cells[i].text[0] != '\0')
			return false;
	return true;
}

/* What separates the columns of the first line: office programs use others. */
static char
find_delimiter(const char *data, size_t len)
{
	const char *end = memchr(data, '\n', len);
	size_t n = end == NULL ? len : (size_t)(end - data);

	if (memchr(data, ',', n) != NULL)
		return ',';
	if (memchr(data, ';', n) != NULL)
		return ';';
	return memchr(data, '\t', n) != NULL ? '\t' : ',';
}

bool
table_read(struct table *t, struct arena *a, const char *path,
    const struct table_column *columns, size_t count, struct diag *diag)
{
	const struct csv_row **rows;
	struct csv_table csv;
	enum csv_error error;
	const char *data;
	size_t len, i, width;
	int line = 0;
	bool ok;

	*t = (struct table){ .arena = a, .path = path, .diag = diag,
	    .columns = columns };
	if ((data = read_content(t, &len)) == NULL)
		return false;
	error = csv_read(a, data, len, find_delimiter(data, len),
	    TABLE_ROWS_MAX, &csv, &line);
	if (error != CSV_FILE_OK) {
		complain(t, line, csv_problem(error));
		return false;
	}
	for (i = 0; i < csv.count && is_blank(&csv.rows[i]); i++)
		;
	if (i == csv.count) {
		complain(t, 1, _("the table is empty"));
		return false;
	}
	ok = read_header(t, &csv.rows[i], count);
	width = csv.rows[i].count;
	rows = arena_alloc(a, csv.count * sizeof(*rows));
	for (i++; i < csv.count; i++) {
		if (is_blank(&csv.rows[i]))
			continue;
		if (csv.rows[i].count > width)
			complain(t, csv.rows[i].line,
			    _("more cells than the first row has columns"));
		rows[t->row_count++] = &csv.rows[i];
	}
	t->rows = rows;
	return ok;
}

const char *
table_value(const struct table *t, size_t row, int column)
{
	int place = t->places[column];

	if (place < 0 || (size_t)place >= t->rows[row]->count)
		return "";
	return tidy(t->arena, t->rows[row]->cells[place].text);
}

struct place
table_place(const struct table *t, size_t row)
{
	return (struct place){ t->path, t->rows[row]->line, 0 };
}

date
table_date(const struct table *t, size_t row, int column)
{
	const char *s = table_value(t, row, column);
	date day = DATE_NONE;

	if (*s != '\0' && !date_parse(s, &day)) {
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row), s,
		    t->columns[column].name,
		    _("a day of the calendar such as 2020-12-01"));
		return DATE_NONE;
	}
	return day;
}
