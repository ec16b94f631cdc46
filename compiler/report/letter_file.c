/* A sender's file as its letter needs it: cells and headers.  Room: report. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "report/report_letter.h"

enum {
	ROWS_MAX = 300000, HEADER_ROWS = 60,
	TABLE_MAX = 16 * 1024 * 1024,	/* bytes of which cells are quoted */
};

static const char delimiters[] = { ';', '\t', ',', '|' };

/* Whether a code says that the file is no text. */
static bool
refuses_bytes(enum diag_code code)
{
	return code == D_EMPTY_FILE || code == D_FILE_TOO_LARGE ||
	    code == D_NOT_A_SUBMISSION || code == D_BAD_ENCODING ||
	    code == D_MOJIBAKE || code == D_LETTERS_LOST ||
	    code == D_MIXED_ENCODINGS;
}

static bool
is_text(const struct letter *l)
{
	size_t i;

	for (i = 0; i < l->finding_count; i++)
		if (refuses_bytes(l->findings[i]->code))
			return false;
	return l->len > 0;
}

/* As intake decides it: by the first character, else by the name. */
static bool
is_xml(const struct letter *l, const struct recode *r)
{
	size_t i, n = strlen(l->file);

	for (i = r->mark; i + r->unit <= l->len; i += r->unit) {
		uint32_t c = recode_unit(r, l->data + i);

		if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
			return c == '<' || (n >= 4 &&
			    strcasecmp(l->file + n - 4, ".xml") == 0);
	}
	return false;
}

/* The encoding that an XML declaration names is another one than it is. */
static bool
declares_other(const struct letter *l, const struct recode *r)
{
	const char *end, *name;

	if (r->unit != 1 || (end = memmem(l->data, l->len, "?>", 2)) == NULL ||
	    (name = memmem(l->data, (size_t)(end - l->data), "encoding",
	    8)) == NULL)
		return false;
	name += 8;
	name += strspn(name, " \t\r\n=\"'");
	return name < end && strncasecmp(name, "utf-8", 5) != 0;
}

/* How many cells of a row are headers of the form. */
static size_t
headers_in(struct arena *a, const struct form *form, const struct csv_row *row)
{
	size_t i, n = 0;

	for (i = 0; i < row->count; i++)
		n += row->cells[i].text[0] != '\0' &&
		    form_headed(a, form, unicode_fold(a,
		    row->cells[i].text)) != NULL;
	return n;
}

/* The first row that has the most headers; *MOST of them. */
static size_t
header_of(struct arena *a, const struct form *form, const struct csv_table *t,
    size_t *most)
{
	size_t i, n, best = t->count;

	*most = 0;
	for (i = 0; i < t->count && i < HEADER_ROWS; i++)
		if ((n = headers_in(a, form, &t->rows[i])) > *most) {
			*most = n;
			best = i;
		}
	return best;
}

/* The length of the first lines of a text. */
static size_t
first_lines(const char *text, size_t len)
{
	size_t i, lines = 0;

	for (i = 0; i < len && lines < HEADER_ROWS; i++)
		lines += text[i] == '\n' || (text[i] == '\r' &&
		    text[i + 1] != '\n');
	return i;
}

/* By the form's headers: divide the first lines by each delimiter and see. */
static void
read_table(struct arena *a, const struct letter *l, struct letter_file *f)
{
	size_t i, len, n, most = 0;
	const char *text = recode_read(a, &f->recode, l->data, l->len, &len);
	struct csv_table t;
	int line;

	if (text == NULL || len > TABLE_MAX)
		return;
	for (i = 0; i < sizeof(delimiters); i++) {
		if (csv_read(a, text, first_lines(text, len), delimiters[i],
		    ROWS_MAX, &t, &line) != CSV_FILE_OK)
			continue;
		header_of(a, l->form, &t, &n);
		if (n > most) {
			most = n;
			f->delimiter = delimiters[i];
		}
	}
	if (most == 0 || csv_read(a, text, len, f->delimiter, ROWS_MAX, &t,
	    &line) != CSV_FILE_OK)
		return;
	f->table = t;
	f->header = header_of(a, l->form, &t, &n);
}

/*
 * By the shape alone: the delimiter that most lines have equally often.  A
 * decimal comma is not that regular.
 */
static char
regular_delimiter(const struct letter *l, const struct recode *r)
{
	enum { MOST = 256 };
	size_t i, k, most = 0;
	char best = delimiters[0];

	for (k = 0; k < sizeof(delimiters); k++) {
		size_t lines[MOST] = { 0 }, n = 0;

		for (i = r->mark; i + r->unit <= l->len; i += r->unit) {
			uint32_t c = recode_unit(r, l->data + i);

			if (c == '\n' || c == '\r') {
				lines[n < MOST ? n : 0] += n > 0;
				n = 0;
			} else
				n += c == (unsigned char)delimiters[k];
		}
		for (n = 1; n < MOST; n++)
			if (lines[n] > most) {
				most = lines[n];
				best = delimiters[k];
			}
	}
	return best;
}

/*
 * Whether the text is of an older encoding that a program saved as Unicode:
 * letters of today among it would make a mixture that nobody can read.
 */
static bool
is_misread(const struct letter *l)
{
	size_t i;

	for (i = 0; i < l->finding_count; i++)
		if (l->findings[i]->code == D_DECODED)
			return strstr(l->findings[i]->text, "UTF-16") == NULL;
	return false;
}

struct letter_file
letter_file(struct arena *a, const struct letter *l)
{
	struct letter_file f = { .recode = recode_of(l->data, l->len) };

	f.is_text = is_text(l);
	f.recode.ascii = is_misread(l);
	if (!f.is_text)
		return f;
	f.is_xml = is_xml(l, &f.recode);
	if (f.is_xml && declares_other(l, &f.recode))
		f.recode.kind = RECODE_8BIT;
	if (!f.is_xml && l->form != NULL)
		read_table(a, l, &f);
	if (f.delimiter == '\0')
		f.delimiter = regular_delimiter(l, &f.recode);
	return f;
}

static const char *
text_of(const struct csv_row *row, int column)
{
	return column < 1 || (size_t)column > row->count ? "" :
	    row->cells[column - 1].text;
}

const char *
letter_header(const struct letter_file *f, int line, int column)
{
	return f->header >= f->table.count ||
	    line < f->table.rows[f->header].line ? "" :
	    text_of(&f->table.rows[f->header], column);
}

const char *
letter_cell(const struct letter_file *f, int line, int column)
{
	size_t low = 0, high = f->table.count;

	while (low < high) {	/* the last row that begins by LINE */
		size_t middle = low + (high - low) / 2;

		if (f->table.rows[middle].line <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? "" : text_of(&f->table.rows[low - 1], column);
}
