/* Tables: columns, the grid of cells, heights of rows.  Room: layout. */
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
		if (c->kind == FO_TABLE_ROW || ended ||
		    fo_word(c, P_STARTS_ROW) == W_TRUE)
			n++;
		ended = c->kind == FO_TABLE_ROW ||
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
		c = part->first->kind == FO_TABLE_ROW ? part->first->first :
		    part->first;
		for (n = 0; c != NULL; c = c->next)
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
static bool
find_columns(struct layout *l, struct table *t)
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
static void
place_columns(struct layout *l, struct table *t, length width)
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

/* A cell takes its place in the grid; false when there is none. */
static bool
place_cell(struct layout *l, struct table *t, struct part *p, struct cell *c)
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
		diag_report(l->diag, D_FO_LIMIT, place,
		    arena_printf(l->reader.arena,
		    "number-rows-spanned \"%d\"", c->rows),
		    arena_printf(l->reader.arena,
		    _("%zu, the rows that are left"), p->count - c->row));
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
		if (c->kind == FO_TABLE_ROW || (c != first &&
		    fo_word(c, P_STARTS_ROW) == W_TRUE))
			return c;
		if (fo_word(c, P_ENDS_ROW) == W_TRUE)
			return c->next;
	}
	return NULL;
}

/* The cells of one row, from FIRST on; returns the first one behind it. */
static const struct node *
read_row(struct layout *l, struct table *t, struct part *p, size_t index,
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
	if (t->retrieves && p != &t->header && p != &t->footer)
		markers_gather(l, row);
	return stop;
}

/* The grid of one part. */
static bool
read_part(struct layout *l, struct table *t, struct part *p,
    const struct node *n)
{
	const struct node *c = n->first;
	size_t i;
	bool ok = true;

	p->node = n;
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
		} else {
			c = read_row(l, t, p, i, c, &ok);
		}
	return ok;
}

/* The row above or below another in the flow, NULL at the table's end. */
static const struct row *
neighbour(const struct table *t, const struct row *r, bool above)
{
	const struct part *p = r->part;
	size_t body;

	if (above && r->index > 0)
		return &p->rows[r->index - 1];
	if (!above && r->index + 1 < p->count)
		return &p->rows[r->index + 1];
	if (p == &t->header)
		return above || t->body_count == 0 || t->bodies[0].count == 0 ?
		    NULL : &t->bodies[0].rows[0];
	body = p == &t->footer ? t->body_count : (size_t)(p - t->bodies);
	if (above && body > 0)
		return t->bodies[body - 1].count == 0 ? NULL :
		    &t->bodies[body - 1].rows[t->bodies[body - 1].count - 1];
	if (above)
		return t->header.count == 0 ? NULL :
		    &t->header.rows[t->header.count - 1];
	if (p == &t->footer)
		return NULL;
	if (body + 1 < t->body_count && t->bodies[body + 1].count > 0)
		return &t->bodies[body + 1].rows[0];
	return t->footer.count == 0 ? NULL : &t->footer.rows[0];
}

static void
widen(length *half, struct border b)
{
	if (b.width / 2 > *half)
		*half = b.width / 2;
}

/* How much the borders take of a cell: half of each shared one. */
static void
find_cell_edges(const struct table *t, const struct part *p, struct cell *c)
{
	const struct row *top = &p->rows[c->row];
	const struct row *bottom = &p->rows[c->row + (size_t)c->rows - 1];
	const struct row *above = neighbour(t, top, true);
	const struct row *below = neighbour(t, bottom, false), *r;
	int i;

	if (!t->collapse)
		for (i = 0; i < 4; i++)
			c->borders[i] = c->node->set->borders[i].width;
	for (i = c->column; t->collapse && i < c->column + c->columns; i++) {
		widen(&c->borders[BEFORE], edge_between_rows(above, top, i));
		widen(&c->borders[AFTER], edge_between_rows(bottom, below, i));
	}
	for (r = top; t->collapse && r <= bottom; r++) {
		widen(&c->borders[START], edge_in_row(r, c->column));
		widen(&c->borders[END], edge_in_row(r, c->column +
		    c->columns));
	}
	for (i = 0; i < 4; i++)
		c->edges[i] = c->borders[i] + c->node->set->padding[i];
}

/* A height that is asked for, for a cell's content. */
static length
least_height(const struct row *r, const struct cell *c)
{
	length h = fo_length(c->node, P_HEIGHT, 0, 0), of_row;

	of_row = r->node == NULL || c->rows > 1 ? 0 :
	    fo_length(r->node, P_HEIGHT, 0, 0);
	return h > of_row ? h : of_row;
}

static int64_t
cell_height(const struct row *r, const struct cell *c)
{
	int64_t h = least_height(r, c);

	if (c->stack.height > h)
		h = c->stack.height;
	return h + c->edges[BEFORE] + c->edges[AFTER];
}

static void
set_height(struct layout *l, struct row *r, int64_t h)
{
	if (h > 20 * (int64_t)LENGTH_MAX) {
		diag_report(l->diag, D_FO_LIMIT, fo_place(&l->reader,
		    r->node != NULL ? r->node : r->part->node),
		    _("the height of a table row"), "400000pt");
		h = LENGTH_MAX;
	}
	r->height = (length)h;
}

length
cell_width(const struct table *t, const struct cell *c)
{
	return t->edges[c->column + c->columns] - t->edges[c->column] -
	    c->edges[START] - c->edges[END];
}

/* Lay out the cells of a row; the height that those of one row need. */
static void
fill_row(struct layout *l, struct table *t, struct part *p, struct row *r)
{
	struct anchor_list *outside = l->pending;
	int64_t h = r->node == NULL ? 0 : fo_length(r->node, P_HEIGHT, 0, 0);
	struct cell *c;
	int n;

	l->pending = NULL;
	for (n = 0; n < r->count; n++) {
		c = &r->cells[n];
		block_anchor(l, c->node);
		find_cell_edges(t, p, c);
		c->retrieves = t->retrieves && marker_retrieves(c->node);
		c->stack = stack_of(l, c->node, cell_width(t, c));
		notes_gather(l, &c->stack, 0, c->stack.count, &r->notes);
		if (c->rows == 1 && cell_height(r, c) > h)
			h = cell_height(r, c);
	}
	set_height(l, r, h);
	r->anchors = l->pending;
	l->pending = outside;
}

/*
 * What a spanning cell that is higher than a page leaves unused in all where
 * pages end within it: each time less than its highest box and than a page, and
 * the room of the edges that it does not have there.
 */
static int64_t
left_over(const struct layout *l, const struct table *t, const struct cell *c,
    int64_t height)
{
	int64_t page = l->body_height - t->header.height, most = 0, box;
	size_t i;

	if (page < l->body_height / 4)
		page = l->body_height / 4;
	if (height <= page || page <= 0)
		return 0;
	for (i = 0; i < c->stack.count; i++) {
		box = (int64_t)c->stack.boxes[i].space.optimum +
		    c->stack.boxes[i].height;
		if (box > most)
			most = box;
	}
	if (most > page)
		most = page;
	return (most + c->edges[BEFORE] + c->edges[AFTER]) *
	    (height / page + 1);
}

/*
 * Lay out the rows; what a cell that spans several needs beyond their heights
 * goes to the last of them.
 */
static void
fill_part(struct layout *l, struct table *t, struct part *p)
{
	struct row *r, *s;
	struct cell *c;
	int64_t h, sum;
	size_t i, k;
	int n;

	for (i = 0; i < p->count; i++)
		fill_row(l, t, p, &p->rows[i]);
	for (i = 0; i < p->count; i++)
		for (n = 0; n < p->rows[i].count; n++) {
			r = &p->rows[i];
			c = &r->cells[n];
			if (c->rows == 1)
				continue;
			for (sum = 0, k = 0; k < (size_t)c->rows; k++)
				sum += r[k].height;
			s = &r[c->rows - 1];
			h = cell_height(r, c);
			h += left_over(l, t, c, h > sum ? h : sum);
			if (h > sum)
				set_height(l, s, s->height + h - sum);
		}
	for (i = 0; i < p->count; i++)
		p->height += p->rows[i].height;
}

/* Whether a cell of the row, or of one above, goes on in the next row. */
static bool
goes_on(const struct row *r)
{
	int i;

	for (i = 0; i < r->table->columns; i++)
		if (r->slots[i] != NULL && r->slots[i]->row +
		    (size_t)r->slots[i]->rows > r->index + 1)
			return true;
	return false;
}

/* The rows of a part as boxes; KEEP ties each to the next. */
static void
push_part(struct flow *f, struct part *p, int keep)
{
	struct layout *l = f->l;
	struct anchor_list **end;
	struct row *r;
	struct box *b;
	size_t i, first, of_part = l->box_count;

	block_anchor(l, p->node);
	for (i = 0; i < p->count; i++) {
		r = &p->rows[i];
		first = l->box_count;
		if (r->node != NULL)
			block_attach(f, r->node);
		for (end = &r->anchors; *end != NULL;)
			end = &(*end)->next;
		*end = l->pending;
		l->pending = r->anchors;
		b = flow_push(f, BOX_ROW, r->height, r->node != NULL ?
		    r->node : p->node);
		b->row = r;
		b->notes = r->notes;
		b->keep = goes_on(r) && keep < KEEP_SPAN ? KEEP_SPAN : keep;
		if (r->node != NULL)
			block_detach(f, r->node, first);
	}
	block_ends(f, p->node, of_part);
}

/* A header or footer once more, to be set on further pages. */
static void
make_repetition(struct flow *f, struct part *p)
{
	struct layout *l = f->l;
	size_t i;

	p->boxes = arena_alloc(l->pass, (p->count + 1) * sizeof(*p->boxes));
	for (i = 0; i < p->count; i++)
		p->boxes[i] = (struct box){ .kind = BOX_ROW,
		    .height = p->rows[i].height, .row = &p->rows[i],
		    .notes = p->rows[i].notes, .frame = f->frame,
		    .source_line = p->node->line };
}

static bool
read_parts(struct layout *l, struct table *t)
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
		ok = read_part(l, t, p, c);
		t->body_count += c->kind == FO_TABLE_BODY;
	}
	return ok;
}

static void
fill_parts(struct flow *f, struct table *t)
{
	struct layout *l = f->l;
	const struct fragment *outside = l->fragment, whole = { .table = t };
	size_t i;

	l->fragment = &whole;
	if (t->header.node != NULL)
		fill_part(l, t, &t->header);
	for (i = 0; i < t->body_count; i++)
		fill_part(l, t, &t->bodies[i]);
	if (t->footer.node != NULL)
		fill_part(l, t, &t->footer);
	l->fragment = outside;
	if (t->header.node != NULL) {
		make_repetition(f, &t->header);
		push_part(f, &t->header, KEEP_HARD);
	}
	for (i = 0; i < t->body_count; i++)
		push_part(f, &t->bodies[i], KEEP_NONE);
	if (t->footer.node != NULL) {
		make_repetition(f, &t->footer);
		f->keep = KEEP_HARD;
		push_part(f, &t->footer, KEEP_HARD);
		if (t->footer.count > 0)
			l->boxes[l->box_count - 1].keep = KEEP_NONE;
	}
	t->repeats_header = t->header.count > 0 &&
	    fo_word(t->node, P_OMIT_HEADER) == W_FALSE;
	t->repeats_footer = t->footer.count > 0 &&
	    fo_word(t->node, P_OMIT_FOOTER) == W_FALSE;
}

void
table_add(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	struct table *t = arena_alloc(l->pass, sizeof(*t));
	length width = block_width(f, n);
	int64_t over;
	size_t first;

	t->node = n;
	t->collapse = fo_word(n, P_BORDER_COLLAPSE) == W_COLLAPSE;
	t->start = f->x + block_start(f, n);
	if (!find_columns(l, t))
		return;
	place_columns(l, t, width > 0 ? width : 0);
	over = (int64_t)t->start - f->x + t->edges[t->columns] - f->width;
	if (over > 10)
		report_overflow(l, n, "fo:table", over,
		    area_name(n->parent));
	first = block_enter(f, n);
	if (read_parts(l, t))
		fill_parts(f, t);
	block_leave(f, n, first);
}
