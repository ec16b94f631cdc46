/* Tables as they are written: columns, and the grid of cells.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_table.h"

/* The rows of a part, counted before any is made. */
static size_t
count_rows(const struct node *part)
{
	const struct node *c;
	size_t n = 0;
	bool ended = true;

	for (c = part->first; c != NULL; c = c->next) {
		if (c->kind != FO_TABLE_CELL || ended ||
		    fo_word(c, P_STARTS_ROW) == W_TRUE)
			n++;
		ended = c->kind != FO_TABLE_CELL ||
		    fo_word(c, P_ENDS_ROW) == W_TRUE;
	}
	return n;
}

static int
count_of(const struct node *n, enum property_id id, int otherwise)
{
	const struct value *v = fo_value(n, id);

	return v->unit == UNIT_COUNT ? v->n : otherwise;
}

/* The number of columns that the first rows of the parts fill. */
static int
count_columns(const struct node *table)
{
	const struct node *part, *c;
	int64_t n, most = 1;

	for (part = table->first; part != NULL; part = part->next) {
		if (part->first == NULL || part->kind == FO_TABLE_COLUMN)
			continue;
		for (c = part->first; c != NULL && marker_is_rows(c);)
			c = c->next;
		if (c != NULL && c->kind == FO_TABLE_ROW)
			c = c->first;
		for (n = 0; c != NULL && c->kind == FO_TABLE_CELL; c = c->next)
			n += count_of(c, P_COLUMNS_SPANNED, 1);
		if (n > most)
			most = n;
	}
	return most > COLUMNS_MAX ? COLUMNS_MAX + 1 : (int)most;
}

static bool
too_many(struct layout *l, const struct node *n)
{
	diag_report(l->diag, D_FO_LIMIT, fo_place(&l->reader, n),
	    _("the number of columns"), "500");
	return false;
}

/* Which fo:table-column each column has. */
bool
table_find_columns(struct layout *l, struct table *t)
{
	const struct node *nodes[COLUMNS_MAX] = { NULL }, *c;
	int next = 0, at, repeat, count = 0;

	for (c = t->node->first; c != NULL; c = c->next) {
		if (c->kind != FO_TABLE_COLUMN)
			continue;
		at = count_of(c, P_COLUMN_NUMBER, next + 1) - 1;
		repeat = count_of(c, P_COLUMNS_REPEATED, 1);
		if (at >= COLUMNS_MAX || repeat > COLUMNS_MAX - at)
			return too_many(l, c);
		for (; repeat > 0; repeat--)
			nodes[at++] = c;
		next = at;
		if (next > count)
			count = next;
	}
	t->columns = count > 0 ? count : count_columns(t->node);
	if (t->columns > COLUMNS_MAX)
		return too_many(l, t->node);
	t->column_nodes = arena_alloc(l->pass, (size_t)t->columns *
	    sizeof(*t->column_nodes));
	memcpy(t->column_nodes, nodes, (size_t)count * sizeof(*nodes));
	return true;
}

/* The places of the columns' edges in a table of a width. */
void
table_place_columns(struct layout *l, struct table *t, length width)
{
	static const struct value one = { .unit = UNIT_SHARE, .n = 1000 };
	const struct value *v;
	int64_t fixed = 0, shares = 0, used = 0, w, at = 0, left;
	int i, pass;

	t->edges = arena_alloc(l->pass, (size_t)(t->columns + 1) *
	    sizeof(*t->edges));
	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < t->columns; i++) {
			v = t->column_nodes[i] == NULL ? &one :
			    fo_value(t->column_nodes[i], P_COLUMN_WIDTH);
			if (v->unit == UNIT_WORD)
				v = &one;
			w = v->unit == UNIT_LENGTH ? v->n : v->unit ==
			    UNIT_PERCENT ? (int64_t)width * v->n / 100000 : 0;
			if (pass == 0) {
				fixed += w;
				shares += v->unit == UNIT_SHARE ? v->n : 0;
				continue;
			}
			if (v->unit == UNIT_SHARE) {
				/* Rounded so that the shares add up. */
				left = width > fixed ? width - fixed : 0;
				w = left * (used + v->n) / shares -
				    left * used / shares;
				used += v->n;
			}
			at += w;
			t->edges[i + 1] = at > LENGTH_MAX ? LENGTH_MAX :
			    (length)at;
		}
}

static void
spans_too_many(struct layout *l, const struct cell *c, size_t rows)
{
	diag_report(l->diag, D_FO_LIMIT, fo_place(&l->reader, c->node),
	    arena_printf(l->reader.arena, "number-rows-spanned \"%d\"", c->rows),
	    arena_printf(l->reader.arena, _("%zu, the rows that are left"),
	    rows));
}

/* A cell takes its place in the grid; false when there is none. */
static bool
place_cell(struct layout *l, const struct table *t, struct part *p,
    struct cell *c)
{
	int i;
	size_t r;
	struct place place = fo_place(&l->reader, c->node);

	if (c->column + c->columns > t->columns) {
		diag_report(l->diag, D_FO_REQUIRED, place, "fo:table-cell",
		    arena_printf(l->reader.arena,
		    _("columns %d to %d, but the table has %d"),
		    c->column + 1, c->column + c->columns, t->columns));
		return false;
	}
	if ((size_t)c->rows > p->count - c->row) {
		spans_too_many(l, c, p->count - c->row);
		return false;
	}
	for (r = c->row; r < c->row + (size_t)c->rows; r++)
		for (i = c->column; i < c->column + c->columns; i++) {
			if (p->rows[r].slots[i] != NULL) {
				diag_report(l->diag, D_FO_REQUIRED, place,
				    "fo:table-cell",
				    _("columns that no other cell covers"));
				return false;
			}
			p->rows[r].slots[i] = c;
		}
	return true;
}

/* Behind the last cell of a row: cells may stand in a part without rows. */
static const struct node *
row_end(const struct row *row, const struct node *first)
{
	const struct node *c;

	for (c = first; row->node == NULL && c != NULL; c = c->next) {
		if (c->kind != FO_TABLE_CELL || (c != first &&
		    fo_word(c, P_STARTS_ROW) == W_TRUE))
			return c;
		if (fo_word(c, P_ENDS_ROW) == W_TRUE)
			return c->next;
	}
	return NULL;
}

/* The cells of one row, from FIRST on; returns the first one behind it. */
static const struct node *
read_row(struct layout *l, const struct table *t, struct part *p, size_t index,
    const struct node *first, bool *ok)
{
	struct row *row = &p->rows[index];
	const struct node *c, *stop = row_end(row, first);
	struct cell *cell;
	int column = 0;
	size_t n = 1;

	for (c = first; c != stop; c = c->next)
		n++;
	row->cells = arena_alloc(l->pass, n * sizeof(*row->cells));
	for (c = first; c != stop; c = c->next) {
		while (column < t->columns && row->slots[column] != NULL)
			column++;
		cell = &row->cells[row->count++];
		*cell = (struct cell){ .node = c, .row = index,
		    .column = count_of(c, P_COLUMN_NUMBER, column + 1) - 1,
		    .columns = count_of(c, P_COLUMNS_SPANNED, 1),
		    .rows = count_of(c, P_ROWS_SPANNED, 1),
		    .align = fo_word(c, P_DISPLAY_ALIGN) };
		column = cell->column + cell->columns;
		if (!place_cell(l, t, p, cell))
			*ok = false;
	}
	if (t->retrieves && p->node->kind == FO_TABLE_BODY)
		markers_gather(l, row);
	return stop;
}

/* A row for those that are retrieved, across which no cell can go. */
static bool
read_place(struct layout *l, struct row *r, const struct node *retriever)
{
	int i;

	r->place = arena_alloc(l->pass, sizeof(*r->place));
	r->place->retriever = retriever;
	l->varies = true;
	for (i = 0; i < r->table->columns; i++)
		if (r->slots[i] != NULL) {
			spans_too_many(l, r->slots[i], r->index -
			    r->slots[i]->row);
			return false;
		}
	return true;
}

/* The grid of one part, whose rows stand in a node. */
bool
table_read_part(struct layout *l, const struct table *t, struct part *p,
    const struct node *n)
{
	const struct node *c = n->first;
	size_t i;
	bool ok = true;

	p->count = count_rows(n);
	p->rows = arena_alloc(l->pass, (p->count + 1) * sizeof(*p->rows));
	for (i = 0; i < p->count; i++) {
		p->rows[i] = (struct row){ .table = t, .part = p, .index = i };
		p->rows[i].slots = arena_alloc(l->pass, (size_t)t->columns *
		    sizeof(*p->rows[i].slots));
	}
	for (i = 0; c != NULL && i < p->count && ok; i++)
		if (c->kind == FO_TABLE_ROW) {
			p->rows[i].node = c;
			read_row(l, t, p, i, c->first, &ok);
			c = c->next;
		} else if (marker_is_rows(c)) {
			ok = read_place(l, &p->rows[i], c);
			c = c->next;
		} else {
			c = read_row(l, t, p, i, c, &ok);
		}
	return ok;
}

bool
table_read_parts(struct layout *l, struct table *t)
{
	const struct node *c;
	size_t n = 0;
	bool ok = true;
	struct part *p;

	for (c = t->node->first; c != NULL; c = c->next) {
		n += c->kind == FO_TABLE_BODY;
		if (c->kind != FO_TABLE_BODY && marker_retrieves(c))
			t->retrieves = true;
	}
	t->bodies = arena_alloc(l->pass, (n + 1) * sizeof(*t->bodies));
	for (c = t->node->first; c != NULL && ok; c = c->next) {
		if (c->kind == FO_TABLE_COLUMN)
			continue;
		p = c->kind == FO_TABLE_HEADER ? &t->header :
		    c->kind == FO_TABLE_FOOTER ? &t->footer :
		    &t->bodies[t->body_count];
		if (p->node != NULL) {
			diag_report(l->diag, D_FO_REQUIRED,
			    fo_place(&l->reader, c), fo_name(c->kind),
			    _("to be the only one of its table"));
			return false;
		}
		p->node = c;
		ok = table_read_part(l, t, p, c);
		t->body_count += c->kind == FO_TABLE_BODY;
	}
	return ok;
}
