/*
 * The tables of a report as a workbook, by libxlsxwriter: ECMA-376, with the limits
 * that Excel states ("Excel specifications and limits").  The same tables give the
 * same bytes: the library dates the files within the archive 1980-01-01, and the
 * workbook bears the day of its report.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "publish.h"
#include "workbook.h"

enum {
	NAME_MAX_UNITS = 31,		/* of a sheet's name [UTF-16 units] */
	CELL_TEXT = 32000,		/* of 32,767 [characters] */
	PAPER_A4 = 9,
	NARROW = 5, WIDE = 45,		/* columns [digits] */
	LINE = 15, LINES = 27,		/* heights of rows [pt], up to 409 */
};

struct book {
	struct arena	*arena;
	struct arena	*row;		/* of the row in hand */
	lxw_workbook	*workbook;
	struct map	*formats;	/* by what they are for */
	struct map	*patterns;	/* of numbers: each once */
	struct map	*names;		/* of sheets, in lower case */
	lxw_error	 error;		/* the first */
};

struct sheet {
	struct book	*book;
	const struct data_table *table;
	lxw_worksheet	*sheet;
	lxw_row_t	 row;		/* the next */
	lxw_row_t	 first;		/* of the table's rows */
	struct shown	*shown;		/* by row and column */
	struct text	 rests;		/* of texts too long for a cell */
	int		*widths;	/* of columns [digits] */
	int		 width;		/* of all */
};

static void
check(struct book *b, lxw_error error)
{
	if (b->error == LXW_NO_ERROR)
		b->error = error;
}

/* ---- numbers ---- */

static struct shown *
shown_at(const struct sheet *s, size_t row, size_t column)
{
	return &s->shown[row * s->table->column_count + column];
}

/* Memory for the next row; tables may have very many. */
static void
next_row(struct book *b)
{
	arena_free(b->row);
	b->row = arena_new();
}

/* A pattern of numbers that lives as long as the book. */
static const char *
keep_pattern(struct book *b, const char *pattern)
{
	char *kept = map_find(b->patterns, pattern);

	if (kept == NULL) {
		kept = arena_strdup(b->arena, pattern);
		map_add(b->patterns, kept, kept);
	}
	return kept;
}

static void
show_numbers(struct sheet *s)
{
	const struct data_table *t = s->table;
	struct book *b = s->book;
	size_t i, k;

	s->shown = arena_alloc(b->arena, t->row_count * t->column_count *
	    sizeof(*s->shown));
	for (i = 0; i < t->row_count; i++) {
		next_row(b);
		for (k = 0; k < t->column_count; k++) {
			struct shown *n = shown_at(s, i, k);

			if (t->numbers[i][k] == NULL)
				continue;
			*n = workbook_number(b->row, t->rows[i][k],
			    t->numbers[i][k]);
			if (n->number)
				n->format = keep_pattern(b, n->format);
		}
	}
}

/* ---- formats ---- */

enum look { CAPTION, MEASURE, HEAD, BODY, STRONG, NOTE };

static const struct {
	bool		 bold, italic, border, wrap;
	enum lxw_format_alignments vertical;
} looks[] = {
	[CAPTION] = { true, false, false, false, LXW_ALIGN_VERTICAL_CENTER },
	[MEASURE] = { false, true, false, false, LXW_ALIGN_VERTICAL_CENTER },
	[HEAD] = { true, false, true, true, LXW_ALIGN_VERTICAL_CENTER },
	[BODY] = { false, false, true, true, LXW_ALIGN_VERTICAL_CENTER },
	[STRONG] = { true, false, true, true, LXW_ALIGN_VERTICAL_CENTER },
	[NOTE] = { false, true, false, true, LXW_ALIGN_VERTICAL_TOP },
};

/* The format of cells of a look, aligned; of numbers when NUMBER is not NULL. */
static lxw_format *
format_of(struct book *b, enum look look, char align, const char *number)
{
	const char *key = arena_printf(b->row, "%d%c%s", (int)look, align,
	    number == NULL ? "" : number);
	lxw_format *f = map_find(b->formats, key);

	if (f != NULL)
		return f;
	f = workbook_add_format(b->workbook);
	format_set_font_name(f, "Times New Roman");
	if (looks[look].bold)
		format_set_bold(f);
	if (looks[look].italic)
		format_set_italic(f);
	if (looks[look].border)
		format_set_border(f, LXW_BORDER_THIN);
	if (looks[look].wrap)
		format_set_text_wrap(f);
	format_set_align(f, looks[look].vertical);
	format_set_align(f, align == 'c' ? LXW_ALIGN_CENTER : align == 'r' ?
	    LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
	if (number != NULL)
		format_set_num_format(f, number);
	map_put(b->formats, key, f);
	return f;
}

/* ---- texts ---- */

/* How many bytes of a text make a part of at most MAX characters, and end behind a
 * space if there is one. */
static size_t
part_of(const char *text, size_t max)
{
	size_t i, n, len = 0, space = 0;
	uint32_t c;

	for (i = 0; i < max && (n = unicode_next(text + len, &c)) > 0; i++) {
		len += n;
		if (c == ' ')
			space = len;
	}
	return text[len] == '\0' || space == 0 ? len : space;
}

/* A text into a cell; what a cell does not hold goes below the table. */
static void
put_text(struct sheet *s, lxw_col_t column, const char *text, lxw_format *f)
{
	struct arena *a = s->book->row;
	size_t len = part_of(text, CELL_TEXT);
	char name[LXW_MAX_CELL_NAME_LENGTH];

	if (*text == '\0') {
		check(s->book, worksheet_write_blank(s->sheet, s->row, column,
		    f));
		return;
	}
	check(s->book, worksheet_write_string(s->sheet, s->row, column,
	    arena_strndup(a, text, len), f));
	if (text[len] == '\0')
		return;
	lxw_rowcol_to_cell(name, s->row, column);
	text_addf(&s->rests, "%s%s: %s", s->rests.len > 0 ? " " : "", name,
	    text + len);
}

/* Make the next row as high as so many lines. */
static void
set_lines(struct sheet *s, int lines)
{
	if (lines > 1)
		check(s->book, worksheet_set_row(s->sheet, s->row,
		    (double)(LINE * (lines > LINES ? LINES : lines)), NULL));
}

/* A note below the table, over all of its columns, in rows as high as it needs. */
static void
put_note(struct sheet *s, const char *text)
{
	lxw_format *f = format_of(s->book, NOTE, 'l', NULL);
	int line = s->width < 2 * WIDE ? 2 * WIDE : s->width;
	size_t len, most = (size_t)line * (LINES - 2);
	lxw_col_t last;

	for (last = (lxw_col_t)(s->table->column_count - 1); s->width < line;
	    last++)	/* over columns beside the table, which are of 8 digits */
		s->width += 8;
	for (; *text != '\0'; text += len) {
		const char *part;

		len = part_of(text, most < CELL_TEXT ? most : CELL_TEXT);
		part = arena_strndup(s->book->arena, text, len);
		set_lines(s, unicode_width(part) / line + 1);
		check(s->book, worksheet_merge_range(s->sheet, s->row, 0,
		    s->row, last, part, f));
		s->row++;
	}
}

/* ---- widths and heights ---- */

/* The width of a text's longest word, or of all of it. */
static int
width_of(struct arena *a, const char *text, bool word)
{
	int most = 0, width;
	size_t len;

	if (!word)
		return unicode_width(text);
	for (; *text != '\0'; text += len + (text[len] != '\0')) {
		len = strcspn(text, " \n");
		width = unicode_width(arena_strndup(a, text, len));
		most = width > most ? width : most;
	}
	return most;
}

static void
set_widths(struct sheet *s)
{
	const struct data_table *t = s->table;
	struct arena *a = arena_new();
	size_t i, k;

	s->widths = arena_alloc(s->book->arena, t->column_count *
	    sizeof(*s->widths));
	for (k = 0; k < t->column_count; k++) {
		int w, most = width_of(a, t->heads[k], true);

		for (i = 0; i < t->row_count; i++) {
			w = t->spans[i][k] > 1 ? 0 : width_of(a,
			    t->rows[i][k], false);
			most = w > most ? w : most;
		}
		s->widths[k] = (most > WIDE ? WIDE : most < NARROW ? NARROW :
		    most) + 2;
		s->width += s->widths[k];
		check(s->book, worksheet_set_column(s->sheet, (lxw_col_t)k,
		    (lxw_col_t)k, s->widths[k], NULL));
	}
	arena_free(a);
}

/* The lines of a text over some columns.  A letter is narrower than a digit, after
 * which widths are told, by a tenth or more. */
static int
lines_of(const struct sheet *s, const char *text, size_t column, size_t span)
{
	int lines = 1, width = 0, w, most = 0;
	struct arena *a;
	size_t i, len;

	for (i = 0; i < span; i++)
		most += s->widths[column + i];
	most += most / 10;
	if (unicode_width(text) <= most)
		return 1;
	a = arena_new();
	for (; *text != '\0'; text += len + (text[len] != '\0')) {
		len = strcspn(text, " \n");
		w = unicode_width(arena_strndup(a, text, len)) + 1;
		if (width > 0 && width + w > most) {
			lines++;
			width = 0;
		}
		width += w;
	}
	arena_free(a);
	return lines;
}

/* ---- sheets ---- */

static void
put_line(struct sheet *s, const char *text, enum look look)
{
	if (text[0] == '\0')
		return;
	put_text(s, 0, text, format_of(s->book, look, 'l', NULL));
	s->row++;
}

static void
put_heads(struct sheet *s)
{
	const struct data_table *t = s->table;
	int lines = 1, n;
	size_t k;

	for (k = 0; k < t->column_count; k++) {
		n = lines_of(s, t->heads[k], k, 1);
		lines = n > lines ? n : lines;
	}
	set_lines(s, lines);
	for (k = 0; k < t->column_count; k++)
		put_text(s, (lxw_col_t)k, t->heads[k], format_of(s->book, HEAD,
		    'c', NULL));
	check(s->book, worksheet_repeat_rows(s->sheet, s->row, s->row));
	s->row++;
	worksheet_freeze_panes(s->sheet, s->row, (lxw_col_t)t->leading);
}

static void
put_cell(struct sheet *s, size_t row, size_t column)
{
	const struct data_table *t = s->table;
	const struct shown *n = shown_at(s, row, column);
	int span = t->spans[row][column];
	lxw_format *f = format_of(s->book, t->strong[row] ? STRONG : BODY,
	    span > 1 ? 'l' : t->aligns[column], n->number ? n->format : NULL);
	lxw_col_t c = (lxw_col_t)column;
	const char *formula = n->number && n->exact ? workbook_formula(
	    s->book->row, t, s->shown, s->first, t->numbers[row][column]) :
	    NULL;

	if (span > 1)
		check(s->book, worksheet_merge_range(s->sheet, s->row, c,
		    s->row, c + (lxw_col_t)span - 1, "", f));
	if (formula != NULL)
		check(s->book, worksheet_write_formula_num(s->sheet, s->row, c,
		    formula, f, n->value));
	else if (n->number)
		check(s->book, worksheet_write_number(s->sheet, s->row, c,
		    n->value, f));
	else
		put_text(s, c, t->rows[row][column], f);
}

static void
put_row(struct sheet *s, size_t row)
{
	const struct data_table *t = s->table;
	int lines = 1, n;
	size_t k;

	next_row(s->book);
	for (k = 0; k < t->column_count; k++) {
		n = lines_of(s, t->rows[row][k], k, (size_t)t->spans[row][k]);
		lines = n > lines ? n : lines;
	}
	set_lines(s, lines);
	for (k = 0; k < t->column_count; k += (size_t)t->spans[row][k])
		put_cell(s, row, k);
	s->row++;
}

/* The name of a table's sheet: its caption, or the heading that it stands under,
 * as far as the rules of sheets' names let it stand; and a number if need be. */
static const char *
sheet_name(struct book *b, const struct data_table *t, size_t number)
{
	const char *wanted = t->caption[0] != '\0' ? t->caption : t->heading;
	char *text = arena_strdup(b->arena, wanted), *p;
	const char *tail = "", *name;
	size_t n, len;
	int i = 1;

	while ((p = strpbrk(text, "[]:*?/\\\n\t")) != NULL)
		*p = ' ';
	text += strspn(text, " '.,;(");
	if (*text == '\0')
		text = arena_printf(b->arena, "%zu", number);
	do {
		n = NAME_MAX_UNITS - strlen(tail);
		len = part_of(text, n);
		while (len > 0 && strchr(" '.,;(", text[len - 1]) != NULL)
			len--;
		name = arena_printf(b->arena, "%.*s%s", (int)len, text, tail);
		tail = arena_printf(b->arena, " (%d)", ++i);
	} while (!map_add(b->names, unicode_lower(b->arena, name), b));
	return name;
}

static void
put_table(struct book *b, const struct data_table *t, size_t number)
{
	struct sheet s = { .book = b, .table = t };
	size_t i;

	s.sheet = workbook_add_worksheet(b->workbook, sheet_name(b, t, number));
	if (s.sheet == NULL) {
		check(b, LXW_ERROR_PARAMETER_VALIDATION);
		return;
	}
	text_init(&s.rests, LIST_MAX);
	worksheet_set_landscape(s.sheet);
	worksheet_set_paper(s.sheet, PAPER_A4);
	worksheet_fit_to_pages(s.sheet, 1, 0);
	set_widths(&s);
	put_line(&s, t->caption, CAPTION);
	put_line(&s, t->measure, MEASURE);
	s.first = s.row + 1;
	put_heads(&s);
	show_numbers(&s);
	for (i = 0; i < t->row_count; i++)
		put_row(&s, i);
	for (i = 0; i < t->note_count; i++)
		put_note(&s, t->notes[i]);
	put_note(&s, text_string(&s.rests));
	text_free(&s.rests);
}

/* ---- the workbook ---- */

/* All bytes of a file in memory, from its beginning. */
static bool
read_all(int fd, struct text *out)
{
	char buf[64 * 1024];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, buf, sizeof(buf), at)) > 0) {
		text_addn(out, buf, (size_t)n);
		at += n;
	}
	return n == 0 && at > 0 && !text_is_full(out);
}

/* The library writes to a name; a file in memory has one. */
static lxw_error
write_book(struct arena *a, const struct data_log *log, date day, int fd)
{
	struct book b = { .arena = a, .row = arena_new(),
	    .formats = map_new(a), .patterns = map_new(a),
	    .names = map_new(a) };
	lxw_doc_properties properties = { .created = (time_t)day * 86400 };
	lxw_error error;
	size_t i;

	b.workbook = workbook_new(arena_printf(a, "/proc/self/fd/%d", fd));
	if (b.workbook == NULL)
		return LXW_ERROR_MEMORY_MALLOC_FAILED;
	check(&b, workbook_set_properties(b.workbook, &properties));
	map_put(b.names, "history", &b);	/* a sheet of Excel's own */
	if (log->table_count == 0)	/* at least one sheet must be */
		workbook_add_worksheet(b.workbook, "0");
	for (i = 0; i < log->table_count; i++)
		put_table(&b, &log->tables[i], i + 1);
	error = workbook_close(b.workbook);
	arena_free(b.row);
	return b.error != LXW_NO_ERROR ? b.error : error;
}

bool
workbook_write(const struct data_log *log, date day, struct text *out,
    struct diag *diag)
{
	static const char name[] = "xlsx";
	struct arena *a = arena_new();
	int fd = memfd_create(name, MFD_CLOEXEC);
	lxw_error error = LXW_NO_ERROR;
	bool ok = fd >= 0 && (error = write_book(a, log, day, fd)) ==
	    LXW_NO_ERROR && read_all(fd, out);

	if (!ok)
		diag_report(diag, D_SYSTEM, ((struct place){ NULL, 0, 0 }),
		    name, error == LXW_NO_ERROR ? system_error(errno) :
		    lxw_strerror(error));
	if (fd >= 0)
		close(fd);
	arena_free(a);
	return ok;
}
