/* Comma-separated values by libcsv.  Room: base. */
#include "base/csvfile.h"

#include <csv.h>
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
	struct csv_row		 row;
	size_t			 row_cap, cell_cap;
	size_t			 rows_max;
	int			 line;		/* being fed, from 1 */
	int			 cell_line;	/* where the open field began */
	enum csv_error		 error;
};

static void
on_field(void *data, size_t len, void *context)
{
	struct reader *r = context;
	struct csv_cell *c;

	if (r->error != CSV_FILE_OK)
		return;
	if (len > CSV_CELL_MAX || r->row.count == CSV_COLUMNS_MAX) {
		r->error = CSV_FILE_TOO_LARGE;
		return;
	}
	c = ARENA_PUSH(r->arena, r->row.cells, r->row.count, r->cell_cap);
	c->text = arena_strndup(r->arena, data == NULL ? "" : data, len);
	c->line = r->cell_line;
	r->cell_line = r->line;
}

static void
on_row(int end, void *context)
{
	struct reader *r = context;

	if (r->error != CSV_FILE_OK)
		return;
	if (r->table->count == r->rows_max) {
		r->error = CSV_FILE_TOO_LARGE;
		return;
	}
	if (r->row.count > 0)
		r->row.line = r->row.cells[0].line;
	*ARENA_PUSH(r->arena, r->table->rows, r->table->count, r->row_cap) =
	    r->row;
	r->row = (struct csv_row){ .line = 0 };
	r->cell_cap = 0;
	(void)end;
}

/* The length of the line at S, its line end included. */
static size_t
line_length(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && s[i] != '\n' && s[i] != '\r')
		i++;
	if (i + 1 < len && s[i] == '\r' && s[i + 1] == '\n')
		return i + 2;
	return i < len ? i + 1 : i;
}

/* Whether the line consists of nothing but its end. */
static bool
is_empty_line(const char *s, size_t len)
{
	return len > 0 && (s[0] == '\n' || s[0] == '\r');
}

/*
 * Whether a quoted field is open at the end of a line: an odd number of quotes
 * since it was known to be closed.  In strict mode quotes stand nowhere else.
 */
static bool
toggles(const char *s, size_t len)
{
	bool odd = false;

	for (; len > 0; len--, s++)
		odd ^= *s == '"';
	return odd;
}

static void
read_lines(struct reader *r, struct csv_parser *p, const char *s, size_t len)
{
	bool open = false;
	int opened = 0;

	while (len > 0 && r->error == CSV_FILE_OK) {
		size_t n = line_length(s, len);

		if (!open) {
			r->cell_line = r->line;
			r->row.line = r->line;
		}
		if (!open && is_empty_line(s, n))
			on_row(0, r);
		else if (csv_parse(p, s, n, on_field, on_row, r) != n) {
			r->error = CSV_FILE_QUOTE;
			return;
		}
		if (toggles(s, n)) {
			open = !open;
			opened = r->line;
		}
		s += n;
		len -= n;
		r->line++;
	}
	if (r->error == CSV_FILE_OK && open) {
		r->error = CSV_FILE_OPEN_QUOTE;
		r->line = opened;
	} else if (r->error == CSV_FILE_OK &&
	    csv_fini(p, on_field, on_row, r) != 0)
		r->error = CSV_FILE_QUOTE;
}

enum csv_error
csv_read(struct arena *a, const char *s, size_t len, char delimiter,
    size_t rows_max, struct csv_table *table, int *line)
{
	struct reader r = { .arena = a, .table = table, .rows_max = rows_max,
	    .line = 1 };
	struct csv_parser p;

	*table = (struct csv_table){ 0 };
	if (csv_init(&p, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return CSV_FILE_TOO_LARGE;
	csv_set_delim(&p, (unsigned char)delimiter);
	read_lines(&r, &p, s, len);
	csv_free(&p);
	*line = r.line;
	return r.error;
}

void
csv_put_field(struct text *t, const char *field, char delimiter, bool first)
{
	char special[] = { '"', '\n', '\r', delimiter, '\0' };

	if (!first)
		text_addc(t, delimiter);
	if (field[strcspn(field, special)] == '\0' && *field != ' ' &&
	    (*field == '\0' || field[strlen(field) - 1] != ' ')) {
		text_add(t, field);
		return;
	}
	text_addc(t, '"');
	for (; *field != '\0'; field++) {
		if (*field == '"')
			text_addc(t, '"');
		text_addc(t, *field);
	}
	text_addc(t, '"');
}

void
csv_put_row(struct text *t, const char *const *fields, size_t count,
    char delimiter)
{
	size_t i;

	for (i = 0; i < count; i++)
		csv_put_field(t, fields[i], delimiter, i == 0);
	text_addc(t, '\n');
}
