/* Remarks in a column behind the last one of a table.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/language.h"
#include "report/report_remarks.h"

/* A row of the file: what lies before its line end. */
struct line_row {
	size_t		 end;		/* offset of the line end */
	size_t		 next;		/* of what follows it */
	int		 first, last;	/* lines, from 1 */
	size_t		 cells;
	size_t		 filled;	/* of them, not blank */
};

/* The state of walking through the rows. */
struct walk {
	const struct remarks *remarks;
	bool		 quotes;	/* they can be followed */
	size_t		 at;
	int		 line;
};

/* The next row; false at the end of the file. */
static bool
next_row(struct walk *w, struct line_row *row)
{
	const struct remarks *r = w->remarks;
	size_t unit = r->parts->file.recode.unit, at = w->at;
	uint32_t delimiter = (unsigned char)r->parts->file.delimiter, c = 0;
	bool open = false, blank = true;

	if (at + unit > r->len)
		return false;
	*row = (struct line_row){ .first = w->line, .last = w->line,
	    .cells = 1 };
	for (; at + unit <= r->len; at += unit) {
		c = remarks_unit(r, at);
		if (c == '"' && w->quotes)
			open = !open;
		if (c == '\r' && remarks_unit(r, at + unit) == '\n' && open)
			continue;
		if (c == '\n' || c == '\r') {
			if (!open)
				break;
			row->last++;
		} else if (c == delimiter && !open) {
			row->cells++;
			blank = true;
		} else if (blank && c != ' ' && c != '\t') {
			blank = false;
			row->filled++;
		}
	}
	row->end = at;
	if (at + unit <= r->len)
		at += c == '\r' && remarks_unit(r, at + unit) == '\n' ?
		    2 * unit : unit;
	row->next = w->at = at;
	w->line = row->last + 1;
	return true;
}

/* Whether the quotation marks can be followed: each has its partner. */
static bool
quotes_close(const struct remarks *r)
{
	size_t unit = r->parts->file.recode.unit, at;
	bool open = false;

	for (at = 0; at < r->count; at++)
		if (r->findings[at]->code == D_CSV_BROKEN)
			return false;
	for (at = r->parts->file.recode.mark; at + unit <= r->len; at += unit)
		if (remarks_unit(r, at) == '"')
			open = !open;
	return !open;
}

static struct walk
begin(const struct remarks *r)
{
	return (struct walk){ .remarks = r, .quotes = quotes_close(r),
	    .at = r->parts->file.recode.mark, .line = 1 };
}

/*
 * The line of the headers, 0 when there are none: as the table was read; of
 * one that could not be read, the first with the most filled cells.
 */
static int
header_line(const struct remarks *r, size_t *cells)
{
	const struct letter_file *f = &r->parts->file;
	struct walk w = begin(r);
	struct line_row row;
	size_t most = 1;
	int line = 0;

	for (*cells = 0; next_row(&w, &row);) {
		if (row.cells > *cells)
			*cells = row.cells;
		if (row.filled > most) {
			most = row.filled;
			line = row.first;
		}
	}
	return f->header < f->table.count ? f->table.rows[f->header].line :
	    line;
}

/* What stands beside a row: the label if it is the header, then remarks. */
static const char *
remark_of(struct remarks *r, const struct line_row *row, bool header)
{
	size_t n = 0, more = 0;
	struct text t;
	const char *s;

	text_init(&t, CSV_CELL_MAX);
	if (header)
		text_add(&t, _("Remarks of the province"));
	for (; r->next < r->count &&
	    r->findings[r->next]->place.line <= row->last; r->next++) {
		if (++n > LETTER_REMARKS_MAX) {
			more++;
			continue;
		}
		text_addf(&t, "%s%s", t.len == 0 ? "" : n == 1 ? ": " : "; ",
		    remarks_text(r, r->findings[r->next]));
	}
	if (more > 0)
		text_addf(&t, "; %s", letter_rest(r->arena, r->parts->letter,
		    more));
	s = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return s;
}

void
remarks_csv(struct remarks *r)
{
	const struct letter_file *f = &r->parts->file;
	struct walk w = begin(r);
	struct line_row row;
	size_t columns;
	int header = header_line(r, &columns);

	while (next_row(&w, &row)) {
		const char *remark;
		struct text cell;
		size_t i;

		if (row.filled == 0 && row.cells == 1)
			continue;
		remark = remark_of(r, &row, row.first == header);
		if (*remark == '\0')
			continue;
		remarks_copy(r, row.end);
		text_init(&cell, 4 * CSV_CELL_MAX);
		for (i = row.cells; i < columns; i++)
			text_addc(&cell, f->delimiter);
		remark = recode_fit(r->arena, &f->recode, remark);
		csv_put_field(&cell, remark, f->delimiter, false);
		recode_put(&f->recode, text_string(&cell), r->out);
		text_free(&cell);
	}
}
