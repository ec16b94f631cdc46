/*
 * A table that is wider than the page: its columns in several parts, each with
 * the leading ones, as few and as even as fit.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_template.h"

/* Columns FROM to TO of a list by column, behind the leading ones. */
static const char **
pick(struct job *j, const struct grid *t, const char **list, size_t from,
    size_t to)
{
	const char **some;

	if (list == NULL)
		return NULL;
	some = arena_alloc(j->arena, (t->leading + to - from) * sizeof(*some));
	memcpy(some, list, t->leading * sizeof(*some));
	memcpy(some + t->leading, list + from, (to - from) * sizeof(*some));
	return some;
}

static struct grid_row
part_row(struct job *j, const struct grid *t, const struct grid_row *r,
    size_t from, size_t to)
{
	struct grid_row row = *r;

	row.count = row.cap = t->leading + to - from;
	row.cells = arena_alloc(j->arena, row.count * sizeof(*row.cells));
	memcpy(row.cells, r->cells, t->leading * sizeof(*row.cells));
	memcpy(row.cells + t->leading, r->cells + from, (to - from) *
	    sizeof(*row.cells));
	row.before = pick(j, t, r->before, from, to);
	row.after = pick(j, t, r->after, from, to);
	return row;
}

static struct grid *
part(struct job *j, const struct grid *t, size_t from, size_t to)
{
	struct grid *p = arena_alloc(j->arena, sizeof(*p));
	size_t i;

	*p = *t;
	p->column_count = p->column_cap = t->leading + to - from;
	p->columns = arena_alloc(j->arena, p->column_count *
	    sizeof(*p->columns));
	memcpy(p->columns, t->columns, t->leading * sizeof(*p->columns));
	memcpy(p->columns + t->leading, t->columns + from, (to - from) *
	    sizeof(*p->columns));
	p->rows = arena_alloc(j->arena, (t->row_count + 1) * sizeof(*p->rows));
	for (i = 0; i < t->row_count; i++)
		p->rows[i] = part_row(j, t, &t->rows[i], from, to);
	return p;
}

/* COUNT parts; the height of all, or -1 when one is too wide. */
static long long
divide(struct job *j, const struct grid *t, struct grid **parts, size_t count,
    int *widths)
{
	size_t columns = t->column_count - t->leading, i, from, to;
	long long sum = 0, height;

	for (i = 0, from = t->leading; i < count; i++, from = to) {
		to = from + columns / count + (i < columns % count);
		parts[i] = part(j, t, from, to);
		height = grid_fit(j, parts[i], t->size_least, widths);
		if (height < 0)
			return -1;
		sum += height;
	}
	return sum;
}

/* What stands above a further part: "Bảng 2 (tiếp theo)". */
static const char *
continued(struct job *j, const struct grid *t)
{
	return t->caption == NULL || t->caption[0] == '\0' ?
	    word(W_CONTINUED) : arena_printf(j->arena, "%s %s", t->caption,
	    word(W_CONTINUED));
}

struct grid **
grid_parts(struct job *j, const struct grid *t, size_t *count,
    long long *height)
{
	size_t columns = t->column_count - t->leading, i;
	struct grid **parts = arena_alloc(j->arena, columns * sizeof(*parts));
	int *widths = arena_alloc(j->arena, (t->column_count + 1) *
	    sizeof(*widths));

	for (*count = 2; *count <= columns; ++*count)
		if ((*height = divide(j, t, parts, *count, widths)) >= 0)
			break;
	if (*count > columns)
		return NULL;
	for (i = 0; i < *count; i++) {
		if (i > 0)
			parts[i]->caption = continued(j, t);
		if (i + 1 < *count)
			parts[i]->note_count = 0;
	}
	return parts;
}
