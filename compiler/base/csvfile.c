/* Comma-separated values by libcsv, which is spared the lines without quotes.
 * Room: base. */
#include "base/csvfile.h"

#include <csv.h>
#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * libcsv tells neither lines nor where a field begins, and after an error it
 * would still hand over the half row.  So the bytes are fed in pieces that end
 * where a line ends, and the state below counts.  A line without quotes is only
 * cut where its delimiters stand, and libcsv, which looks at each byte for
 * itself, is not asked.
 */
struct reader {
	struct arena		*arena;
	struct csv_table	*table;
	struct csv_row		 row;
	struct csv_cell		*cells;		/* its own; room for the most */
	size_t			 cells_left;	/* and behind them */
	int			 lines[CSV_COLUMNS_MAX];
	char			*text;		/* where the next cell is copied */
	const char		*start;		/* of the text that is read, */
	char			*over;		/* the same when it is written over;
						 * NULL: it is copied */
	const char		*limit;		/* up to which may be read */
	size_t			 row_cap;
	size_t			 rows_max;
	size_t			 cell_count;	/* of the rows before */
	int			 line;		/* being fed, from 1 */
	int			 cell_line;	/* where the open field began */
	char			 delimiter;
	enum csv_error		 error;
};

/* Eight bytes at a time, in the order of the file from the lowest on. */
enum { WORD = sizeof(uint64_t) };
#define EACH(byte)	(UINT64_C(0x0101010101010101) * (unsigned char)(byte))

static uint64_t
word_at(const char *s)
{
	uint64_t word;

	memcpy(&word, s, WORD);
	return le64toh(word);
}

/* The same where less than a word may be left before LIMIT. */
static uint64_t
word_before(const char *s, const char *limit)
{
	char last[WORD] = { 0 };

	if (limit - s >= WORD)
		return word_at(s);
	memcpy(last, s, (size_t)(limit - s));
	return word_at(last);
}

/* The highest bit of each byte that is 0. */
static uint64_t
zeros_in(uint64_t word)
{
	return ~(((word & EACH(0x7f)) + EACH(0x7f)) | word | EACH(0x7f));
}

/* The highest bit of some byte when any is not printing ASCII. */
static uint64_t
odd_in(uint64_t word)
{
	return (word | (word + EACH(1)) | (word - EACH(' '))) & EACH(0x80);
}

static bool
is_printing(const char *s, size_t len)
{
	char rest[WORD];
	uint64_t odd = 0;

	for (; len >= WORD; s += WORD, len -= WORD)
		odd |= odd_in(word_at(s));
	memset(rest, ' ', WORD);
	memcpy(rest, s, len);
	return (odd | odd_in(word_at(rest))) == 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return is_blank(c) || c == '\r' || c == '\n';
}

/* Whether the row has room for a cell of LEN bytes. */
static bool
has_room(struct reader *r, size_t len)
{
	if (len > CSV_CELL_MAX || r->row.count == CSV_COLUMNS_MAX)
		r->error = CSV_FILE_TOO_LARGE;
	return r->error == CSV_FILE_OK;
}

/* The cell between two delimiters of a line of ours. */
static inline void
add_cell(struct reader *r, char *from, char *to)
{
	while (from < to && is_blank(*from))
		from++;
	while (to > from && is_blank(to[-1]))
		to--;
	if (!has_room(r, (size_t)(to - from)))
		return;
	*to = '\0';
	r->cells[r->row.count++].text = from;
}

static void
on_field(void *data, size_t len, void *context)
{
	struct reader *r = context;
	char *cell = r->text;

	if (r->error != CSV_FILE_OK || !has_room(r, len))
		return;
	if (len > 0)
		memcpy(cell, data, len);
	if (len > 0 && (is_space(cell[0]) || is_space(cell[len - 1])))
		r->row.trimmed = false;
	r->row.plain = r->row.trimmed && r->row.plain &&
	    is_printing(cell, len);
	r->text += len + 1;
	r->lines[r->row.count] = r->cell_line;
	r->cells[r->row.count++].text = cell;
	r->cell_line = r->line;
}

/* The row of COUNT cells is complete: room for the cells of the next. */
static void
keep_cells(struct reader *r, size_t count)
{
	enum { BLOCK = 64 * 1024 };

	r->row.cells = r->cells;
	if (count > 0)		/* at first there are none */
		r->cells += count;
	r->cells_left -= count;
	if (r->cells_left < CSV_COLUMNS_MAX) {
		r->cells_left = r->cell_count < BLOCK / 4 ?
		    r->cell_count + 2 * CSV_COLUMNS_MAX : BLOCK;
		r->cells = arena_alloc(r->arena,
		    r->cells_left * sizeof(*r->cells));
	}
}

static void
on_row(int end, void *context)
{
	struct reader *r = context;
	size_t n = r->row.count;

	if (r->error != CSV_FILE_OK)
		return;
	r->cell_count += n;
	if (r->table->count == r->rows_max || r->cell_count > CSV_CELLS_MAX) {
		r->error = r->cell_count > CSV_CELLS_MAX ?
		    CSV_FILE_MANY_CELLS : CSV_FILE_MANY_ROWS;
		return;
	}
	if (n > 0)
		keep_cells(r, n);
	*ARENA_PUSH(r->arena, r->table->rows, r->table->count, r->row_cap) =
	    r->row;
	r->row = (struct csv_row){ .trimmed = true, .plain = true };
	(void)end;
}

/* libcsv's row: where it begins, and its cells when not all in one line. */
static void
on_parsed_row(int end, void *context)
{
	struct reader *r = context;
	size_t n = r->row.count;

	if (n > 0)
		r->row.line = r->lines[0];
	/* lines only grow: the last one tells of all */
	if (n > 0 && r->lines[n - 1] != r->lines[0])
		r->row.lines = memcpy(arena_alloc(r->arena,
		    n * sizeof(*r->lines)), r->lines, n * sizeof(*r->lines));
	on_row(end, r);
}

/*
 * The length of the line at S, its line end included.  *LF is where the next
 * line feed stands (or the end), and is looked for again only behind it.
 */
static size_t
line_length(const char *s, const char *end, const char **lf)
{
	const char *cr;

	if ((*lf == NULL || *lf < s) && (*lf = memchr(s, '\n', (size_t)(end - s))) == NULL)
		*lf = end;
	cr = memchr(s, '\r', (size_t)(*lf - s));
	if (cr == NULL || cr + 1 == *lf)
		return (size_t)(*lf - s) + (*lf < end);
	return (size_t)(cr - s) + 1;
}

/* Whether a line holds nothing but blanks, which libcsv would pass over. */
static bool
is_empty_line(const char *s, size_t len, char delimiter)
{
	while (len > 0 && is_blank(*s) && *s != delimiter) {
		s++;
		len--;
	}
	return len == 0 || s[0] == '\n' || s[0] == '\r';
}

/*
 * Follow the quotes of a line: whether a quoted field is open at its end, and
 * the line where that was opened.  In strict mode quotes stand nowhere else.
 */
static void
follow_quotes(const char *s, size_t len, int line, bool *open, int *opened)
{
	const char *end = s + len;

	while ((s = memchr(s, '"', (size_t)(end - s))) != NULL) {
		s++;
		if (*open && s < end && *s == '"') {
			s++;
			continue;
		}
		*open = !*open;
		if (*open)
			*opened = line;
	}
}

/*
 * A line without quotes, copied whole and cut as libcsv would: its cells are
 * what stands between the delimiters, without the blanks around it.  Bytes that
 * are not looked at count as blanks, delimiters as printing even when they are
 * tabs.
 */
static void
divide_line(struct reader *r, const char *line, size_t len)
{
	char *s = r->over != NULL ? r->over + (line - r->start) :
	    memcpy(r->text, line, len), *cell = s, *end;
	uint64_t odd = 0;

	r->text += r->over != NULL ? 0 : len;	/* its cells end where it does,
						 * or before */
	while (len > 0 && (s[len - 1] == '\n' || s[len - 1] == '\r'))
		len--;
	end = s + len;
	r->row.line = r->line;
	for (; s < end; s += WORD) {
		uint64_t word = word_before(s, r->limit), inside = ~UINT64_C(0), marks;

		if (end - s < WORD)
			inside = (UINT64_C(1) << 8 * (end - s)) - 1;
		marks = zeros_in(word ^ EACH(r->delimiter)) & inside;
		word = (word & inside) | (EACH(' ') & ~inside);
		odd |= odd_in(word | marks >> 2);
		for (; marks != 0; marks &= marks - 1) {
			char *at = s + __builtin_ctzll(marks) / 8;

			add_cell(r, cell, at);
			cell = at + 1;
		}
	}
	add_cell(r, cell, end);
	r->row.plain = odd == 0;
	on_row(0, r);
}

/* Read a line; INSIDE: it goes on with a cell of the line before.  False: it
 * was one without quotes. */
static bool
read_line(struct reader *r, struct csv_parser *p, const char *s, size_t len,
    bool inside)
{
	if (!inside) {
		r->cell_line = r->line;
		r->row.line = r->line;
		if (is_empty_line(s, len, r->delimiter)) {
			on_row(0, r);
			return false;
		}
		if (memchr(s, '"', len) == NULL) {
			divide_line(r, s, len);
			return false;
		}
	}
	if (csv_parse(p, s, len, on_field, on_parsed_row, r) != len)
		r->error = CSV_FILE_QUOTE;
	return true;
}

static void
read_lines(struct reader *r, struct csv_parser *p, const char *s, size_t len)
{
	const char *end = s + len, *lf = NULL;
	bool open = false;
	int opened = 0;

	for (; s < end && r->error == CSV_FILE_OK; r->line++) {
		size_t n = line_length(s, end, &lf);

		if (read_line(r, p, s, n, open))
			follow_quotes(s, n, r->line, &open, &opened);
		s += n;
	}
	r->line--;
	if (r->error != CSV_FILE_OK)
		return;
	if (open) {
		r->error = CSV_FILE_OPEN_QUOTE;
		r->line = opened;
	} else if (csv_fini(p, on_field, on_parsed_row, r) != 0)
		r->error = CSV_FILE_QUOTE;
}

/* How many lines there are, up to MOST: hardly fewer than rows. */
static size_t
count_lines(const char *s, size_t len, size_t most)
{
	const char *end = s + len;
	size_t n = 1;

	while (n < most && (s = memchr(s, '\n', (size_t)(end - s))) != NULL) {
		s++;
		n++;
	}
	return n;
}

int
csv_line(const struct csv_row *row, size_t cell)
{
	return cell < row->count && row->lines != NULL ? row->lines[cell] :
	    row->line;
}

enum csv_error
csv_read(struct arena *a, const char *s, size_t len, char delimiter,
    size_t rows_max, struct csv_table *table, int *line)
{
	return csv_read_over(a, s, NULL, len, delimiter, rows_max, table, line);
}

enum csv_error
csv_read_over(struct arena *a, const char *s, char *over, size_t len,
    char delimiter, size_t rows_max, struct csv_table *table, int *line)
{
	struct reader r = { .arena = a, .table = table, .rows_max = rows_max,
	    .line = 1, .row = { .trimmed = true, .plain = true },
	    .start = s };
	struct csv_parser p;

	/* behind each cell and line stands a mark or the end: room for its NUL,
	 * and for the last word that is looked at */
	if (over != NULL && memchr(s, '"', len) == NULL) {
		r.over = over;
		r.limit = over + len;
	} else {
		r.text = arena_alloc(a, len + 2 + WORD);
		r.limit = r.text + len + 2 + WORD;
	}
	r.delimiter = delimiter;
	r.row_cap = count_lines(s, len, rows_max);
	*table = (struct csv_table){ .rows = arena_alloc(a,
	    r.row_cap * sizeof(*table->rows)) };
	keep_cells(&r, 0);
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return CSV_FILE_TOO_LARGE;
	csv_set_delim(&p, (unsigned char)delimiter);
	read_lines(&r, &p, s, len);
	csv_free(&p);
	*line = r.line;
	return r.error;
}

/* Whether a field is read as it is written only within quotes. */
static bool
needs_quotes(const char *field, char delimiter)
{
	char special[] = { '"', '\n', '\r', delimiter, '\0' };
	size_t len = strlen(field);

	return field[strcspn(field, special)] != '\0' ||
	    (len > 0 && (strchr(" \t", field[0]) != NULL ||
	    strchr(" \t", field[len - 1]) != NULL));
}

static void
put_quoted(struct text *t, const char *mark, const char *field)
{
	text_addc(t, '"');
	text_add(t, mark);
	for (; *field != '\0'; field++) {
		if (*field == '"')
			text_addc(t, '"');
		text_addc(t, *field);
	}
	text_addc(t, '"');
}

/* A field behind a mark that belongs to it. */
static void
put_marked(struct text *t, const char *mark, const char *field, char delimiter,
    bool first)
{
	if (!first)
		text_addc(t, delimiter);
	if (needs_quotes(field, delimiter))
		put_quoted(t, mark, field);
	else {
		text_add(t, mark);
		text_add(t, field);
	}
}

void
csv_put_field(struct text *t, const char *field, char delimiter, bool first)
{
	put_marked(t, "", field, delimiter, first);
}

/* Whether a spreadsheet would compute a text: no number with its sign. */
static bool
is_formula(const char *s)
{
	return *s == '=' || *s == '@' || *s == '\t' || *s == '\r' ||
	    ((*s == '+' || *s == '-') &&
	    s[1 + strspn(s + 1, "0123456789.,% ")] != '\0');
}

void
csv_put_shown_row(struct text *t, const char *const *fields, size_t count,
    char delimiter)
{
	size_t i;

	for (i = 0; i < count; i++)
		put_marked(t, is_formula(fields[i]) ? "'" : "", fields[i],
		    delimiter, i == 0);
	text_addc(t, '\n');
}

void
csv_put_row(struct text *t, const char *const *fields, size_t count,
    char delimiter)
{
	size_t i;

	if (count == 1 && *fields[0] == '\0')
		put_quoted(t, "", "");	/* an empty line has no cells */
	else
		for (i = 0; i < count; i++)
			csv_put_field(t, fields[i], delimiter, i == 0);
	text_addc(t, '\n');
}
