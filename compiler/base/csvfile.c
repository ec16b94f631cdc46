/* Comma-separated values by libcsv.  Room: base. */
#include "base/csvfile.h"

#include <csv.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/*
 * libcsv tells neither lines nor where a field begins, and after an error it
 * would still hand over the half row.  So the bytes are fed in pieces that end
 * where a line ends, and the state below counts.
 */
struct reader {
	struct arena		*arena;
	struct csv_table	*table;
	struct csv_row		 row;		/* its cells stand in CELLS */
	struct csv_cell		 cells[CSV_COLUMNS_MAX];
	int			 lines[CSV_COLUMNS_MAX];
	char			*text;		/* where the next cell is copied */
	char			*raw;		/* the rest of a line that was copied
						 * whole, or NULL */
	char			*raw_end;
	size_t			 row_cap;
	size_t			 rows_max;
	size_t			 cell_count;	/* of the rows before */
	int			 line;		/* being fed, from 1 */
	int			 cell_line;	/* where the open field began */
	char			 delimiter;
	enum csv_error		 error;
};

/* Whether all is printing ASCII, or MARK. */
static bool
is_printing(const char *s, size_t len, char mark)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word, odd = 0;
	size_t i = 0;

	/* eight bytes at a time: none above 0x7e, none below a blank */
	for (; mark >= ' ' && i + sizeof(word) <= len; i += sizeof(word)) {
		memcpy(&word, s + i, sizeof(word));
		odd |= word | (word + ones) | (word - ones * ' ');
	}
	for (; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		odd |= (uint64_t)((c < ' ' || c > 0x7e) && s[i] != mark) << 7;
	}
	return (odd & ones << 7) == 0;
}

/*
 * A cell of LEN bytes in a line without quotes, which was copied whole: libcsv
 * hands over the bytes between two delimiters without the blanks around them.
 */
static char *
cell_in_line(struct reader *r, size_t len)
{
	char *cell = r->raw, *end;

	while (cell < r->raw_end && (*cell == ' ' || *cell == '\t') &&
	    *cell != r->delimiter)
		cell++;
	if (len == 0)
		cell = r->raw;
	end = cell + len;
	while (end < r->raw_end && *end != r->delimiter)
		end++;
	r->raw = end + (end < r->raw_end);
	cell[len] = '\0';
	return cell;
}

/* A cell with quotes, or of more than one line. */
static char *
copy_cell(struct reader *r, const void *data, size_t len)
{
	char *cell = r->text;

	if (len > 0)
		memcpy(cell, data, len);
	r->row.plain = r->row.plain && is_printing(cell, len, ' ') &&
	    (len == 0 || (cell[0] != ' ' && cell[len - 1] != ' '));
	r->text += len + 1;
	return cell;
}

static void
on_field(void *data, size_t len, void *context)
{
	struct reader *r = context;

	if (r->error != CSV_FILE_OK)
		return;
	if (len > CSV_CELL_MAX || r->row.count == CSV_COLUMNS_MAX) {
		r->error = CSV_FILE_TOO_LARGE;
		return;
	}
	r->lines[r->row.count] = r->cell_line;
	r->cells[r->row.count++].text = r->raw != NULL ?
	    cell_in_line(r, len) : copy_cell(r, data, len);
	r->cell_line = r->line;
}

/* COUNT items of SIZE bytes as they are, in the arena. */
static void *
keep(struct arena *a, const void *items, size_t count, size_t size)
{
	return memcpy(arena_alloc(a, count * size), items, count * size);
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
	if (n > 0) {
		r->row.line = r->lines[0];
		r->row.cells = keep(r->arena, r->cells, n, sizeof(*r->cells));
	}
	/* lines only grow: the last one tells of all */
	if (n > 0 && r->lines[n - 1] != r->lines[0])
		r->row.lines = keep(r->arena, r->lines, n, sizeof(*r->lines));
	*ARENA_PUSH(r->arena, r->table->rows, r->table->count, r->row_cap) =
	    r->row;
	r->row = (struct csv_row){ .plain = true };
	(void)end;
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
	while (len > 0 && (*s == ' ' || *s == '\t') && *s != delimiter) {
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

/* Copy a line without quotes whole; its cells are where they are in it. */
static void
copy_line(struct reader *r, const char *s, size_t len)
{
	r->raw = memcpy(r->text, s, len);
	r->text += len;	/* its cells end where it does, or before */
	while (len > 0 && (s[len - 1] == '\n' || s[len - 1] == '\r'))
		len--;
	r->raw_end = r->raw + len;
	r->row.plain = is_printing(s, len, r->delimiter);
}

/* Read a line; INSIDE: it goes on with a cell of the line before. */
static void
read_line(struct reader *r, struct csv_parser *p, const char *s, size_t len,
    bool inside)
{
	r->raw = NULL;
	if (!inside) {
		r->cell_line = r->line;
		r->row.line = r->line;
		if (is_empty_line(s, len, r->delimiter)) {
			on_row(0, r);
			return;
		}
		if (memchr(s, '"', len) == NULL)
			copy_line(r, s, len);
	}
	if (csv_parse(p, s, len, on_field, on_row, r) != len)
		r->error = CSV_FILE_QUOTE;
}

static void
read_lines(struct reader *r, struct csv_parser *p, const char *s, size_t len)
{
	const char *end = s + len, *lf = NULL;
	bool open = false;
	int opened = 0;

	for (; s < end && r->error == CSV_FILE_OK; r->line++) {
		size_t n = line_length(s, end, &lf);

		read_line(r, p, s, n, open);
		if (r->raw == NULL)
			follow_quotes(s, n, r->line, &open, &opened);
		s += n;
	}
	r->line--;
	if (r->error != CSV_FILE_OK)
		return;
	if (open) {
		r->error = CSV_FILE_OPEN_QUOTE;
		r->line = opened;
	} else if (csv_fini(p, on_field, on_row, r) != 0)
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
	struct reader r = { .arena = a, .table = table, .rows_max = rows_max,
	    .line = 1, .row.plain = true };
	struct csv_parser p;

	/* behind each cell and line stands a mark or the end: room for its NUL */
	r.text = arena_alloc(a, len + 2);
	r.delimiter = delimiter;
	r.row_cap = count_lines(s, len, rows_max);
	*table = (struct csv_table){ .rows = arena_alloc(a,
	    r.row_cap * sizeof(*table->rows)) };
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
put_quoted(struct text *t, const char *field)
{
	text_addc(t, '"');
	for (; *field != '\0'; field++) {
		if (*field == '"')
			text_addc(t, '"');
		text_addc(t, *field);
	}
	text_addc(t, '"');
}

void
csv_put_field(struct text *t, const char *field, char delimiter, bool first)
{
	if (!first)
		text_addc(t, delimiter);
	if (needs_quotes(field, delimiter))
		put_quoted(t, field);
	else
		text_add(t, field);
}

void
csv_put_row(struct text *t, const char *const *fields, size_t count,
    char delimiter)
{
	size_t i;

	if (count == 1 && *fields[0] == '\0')
		put_quoted(t, "");	/* an empty line has no cells */
	else
		for (i = 0; i < count; i++)
			csv_put_field(t, fields[i], delimiter, i == 0);
	text_addc(t, '\n');
}
