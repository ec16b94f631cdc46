/* Tables onto pages: backgrounds, borders, cells.  Room: layout. */
#include "layout/layout_page.h"

#include "base/arena.h"
#include "base/language.h"

/* The part of a cell that stands on a page. */
struct extent {
	length	y, height;
	bool	whole;		/* all of its rows are here, none is split */
	bool	ends;		/* its last row is here and ends here */
};

/* Whether a row on a page begins there, and whether it ends there. */
static bool
opens(const struct placed *row)
{
	return row->slice == NULL || row->slice->is_first;
}

static bool
closes(const struct placed *row)
{
	return row->slice == NULL || row->slice->is_last;
}

/* Whether the I-th row of a run is the first one there with this cell. */
static bool
begins_here(const struct placed *rows, size_t i, int column)
{
	const struct row *r = rows[i].box->row;
	const struct cell *c = r->slots[column];

	if (c == NULL || column != c->column)
		return false;
	return i == 0 || rows[i - 1].box->row->part != r->part ||
	    rows[i - 1].box->row->slots[column] != c;
}

static struct extent
extent_of(const struct placed *rows, size_t i, size_t count, int column)
{
	const struct row *r = rows[i].box->row;
	const struct cell *c = r->slots[column];
	struct extent e = { .y = rows[i].y };
	bool split = false;
	size_t n = 0;

	for (; i < count && rows[i].box->row->part == r->part &&
	    rows[i].box->row->slots[column] == c; i++, n++) {
		e.height = rows[i].y + rows[i].height - e.y;
		split = split || rows[i].slice != NULL;
		e.ends = closes(&rows[i]) && rows[i].box->row->index + 1 ==
		    c->row + (size_t)c->rows;
	}
	e.whole = n == (size_t)c->rows && !split;
	return e;
}

static void
fill_area(const struct drawing *d, const struct node *n, length x, length y,
    length width, length height)
{
	if (n != NULL && n->set->has_background)
		draw_rect(d, x, y, width, height, n->set->background);
}

/* Backgrounds of columns, then of parts and rows over the whole width. */
static void
fill_rows(const struct drawing *d, const struct placed *rows, size_t count)
{
	const struct table *t = rows[0].box->row->table;
	length width = t->edges[t->columns];
	length top = rows[0].y, bottom = rows[count - 1].y +
	    rows[count - 1].height;
	size_t i;
	int k;

	for (k = 0; k < t->columns; k++)
		fill_area(d, t->column_nodes[k], t->start + t->edges[k], top,
		    t->edges[k + 1] - t->edges[k], bottom - top);
	for (i = 0; i < count; i++) {
		fill_area(d, rows[i].box->row->part->node, t->start, rows[i].y,
		    width, rows[i].height);
		fill_area(d, rows[i].box->row->node, t->start, rows[i].y,
		    width, rows[i].height);
	}
}

/*
 * In the separating model a cell has its own four borders; where it goes on, on the
 * page before or behind, it has none (XSL 1.1, 7.8.9).
 */
static void
frame_cell(const struct drawing *d, const struct cell *c, length x,
    const struct extent *e, length width, const struct placed *row)
{
	const bool open[4] = {
		[BEFORE] = !opens(row) || row->box->row->index != c->row,
		[AFTER] = !e->ends };

	draw_bordered(d, c->node->set, x, e->y, width, e->height, open);
}

static void
fill_cells(const struct drawing *d, const struct placed *rows, size_t i,
    size_t count)
{
	const struct row *r = rows[i].box->row;
	const struct table *t = r->table;
	const struct cell *c;
	struct extent e;
	length x, width;
	int k;

	for (k = 0; k < t->columns; k++) {
		x = t->start + t->edges[k];
		if (r->slots[k] == NULL || !begins_here(rows, i, k))
			continue;
		c = r->slots[k];
		e = extent_of(rows, i, count, k);
		width = t->edges[k + c->columns] - t->edges[k];
		if (t->collapse)
			fill_area(d, c->node, x, e.y, width, e.height);
		else
			frame_cell(d, c, x, &e, width, &rows[i]);
	}
}

static bool
same_border(const struct border *a, const struct border *b)
{
	return a->width == b->width && a->style == b->style &&
	    a->color.r == b->color.r && a->color.g == b->color.g &&
	    a->color.b == b->color.b;
}

/* The widest of the vertical borders that meet a horizontal one at K. */
static length
joint(const struct row *a, const struct row *b, int k)
{
	length of_a = a == NULL ? 0 : edge_in_row(a, k).width;
	length of_b = b == NULL ? 0 : edge_in_row(b, k).width;

	return of_a > of_b ? of_a : of_b;
}

/* The horizontal borders between two rows, equal neighbours as one rule. */
static void
draw_across(const struct drawing *d, const struct table *t,
    const struct row *a, const struct row *b, length y)
{
	struct border edge, next;
	length from, to;
	int k = 0, end;

	while (k < t->columns) {
		edge = edge_between_rows(a, b, k);
		for (end = k + 1; end < t->columns; end++) {
			next = edge_between_rows(a, b, end);
			if (!same_border(&edge, &next))
				break;
		}
		from = t->edges[k] - joint(a, b, k) / 2;
		to = t->edges[end] + joint(a, b, end) / 2;
		draw_rule(d, t->start + from, y - edge.width / 2, to - from,
		    edge.width, &edge);
		k = end;
	}
}

/* The vertical borders at column edge K, equal neighbours as one rule. */
static void
draw_down(const struct drawing *d, const struct table *t,
    const struct placed *rows, size_t count, int k)
{
	struct border edge, next;
	size_t i = 0, end;

	while (i < count) {
		edge = edge_in_row(rows[i].box->row, k);
		for (end = i + 1; end < count; end++) {
			next = edge_in_row(rows[end].box->row, k);
			if (!same_border(&edge, &next))
				break;
		}
		draw_rule(d, t->start + t->edges[k] - edge.width / 2,
		    rows[i].y, edge.width, rows[end - 1].y +
		    rows[end - 1].height - rows[i].y, &edge);
		i = end;
	}
}

void
table_draw_grid(const struct drawing *d, const struct placed *rows,
    size_t count)
{
	const struct table *t = rows[0].box->row->table;
	size_t i;
	int k;

	fill_rows(d, rows, count);
	for (i = 0; i < count; i++)
		fill_cells(d, rows, i, count);
	if (!t->collapse)
		return;
	for (i = opens(&rows[0]) ? 0 : 1; i <= count; i++) {
		if (i == count && !closes(&rows[count - 1]))
			break;
		draw_across(d, t, i == 0 ? NULL : rows[i - 1].box->row,
		    i == count ? NULL : rows[i].box->row, i < count ?
		    rows[i].y : rows[i - 1].y + rows[i - 1].height);
	}
	for (k = 0; k <= t->columns; k++)
		draw_down(d, t, rows, count, k);
}

/* What of a cell no page has room for is a finding: it is not to be lost. */
static void
judge_part(const struct drawing *d, const struct cell *c, size_t from,
    size_t to, const struct extent *e)
{
	int64_t over = -e->height;
	size_t i;

	for (i = from; i < to; i++)
		over += (i > from ? c->stack.boxes[i].space.optimum : 0) +
		    c->stack.boxes[i].height;
	if (over > 0)
		report_too_high(d->l, c->node->line, fo_name(c->node->kind),
		    over, _("table row"));
}

static void
draw_cell(const struct drawing *d, struct cell *c, const struct table *t,
    const struct placed *row, const struct extent *e)
{
	struct drawing inner = *d;
	length content = e->height - c->edges[BEFORE] - c->edges[AFTER];
	size_t from = 0, to = c->stack.count, n;

	inner.down = 0;
	inner.x += t->start + t->edges[c->column] + c->edges[START];
	inner.y += e->y + (opens(row) ? c->edges[BEFORE] : 0);
	if (row->slice != NULL && c->row == row->box->row->index) {
		n = (size_t)(c - row->box->row->cells);
		from = row->slice->from[n];
		to = row->slice->to[n];
		c->drawn = to;
	} else if (!e->whole) {
		from = c->drawn;
		to = e->ends ? c->stack.count :
		    cell_fit(c, from, row, e->height);
		c->drawn = to;
		judge_part(d, c, from, to, e);
	} else {
		inner.down = block_aligned(c->align, content -
		    (length)c->stack.height);
		inner.y += inner.down;
	}
	draw_stack(&inner, &c->stack, from, to);
}

/* A cell of a header or footer as it is on this page. */
static void
draw_retrieving(const struct drawing *d, const struct cell *c,
    const struct fragment *here, const struct placed *row,
    const struct extent *e)
{
	struct layout *l = d->l;
	const struct fragment *outside = l->fragment;
	struct cell copy = *c;
	int64_t over;

	l->fragment = here;
	copy.stack = stack_of(l, c->node, cell_width(here->table, c));
	l->pending = NULL;
	l->fragment = outside;
	over = copy.stack.height + c->edges[BEFORE] + c->edges[AFTER] -
	    e->height;
	if (over > 0)
		report_too_high(l, c->node->line, fo_name(c->node->kind), over,
		    _("table row"));
	draw_cell(d, &copy, here->table, row, e);
}

/*
 * Whether a row was drawn on a page before: the header or the footer of a table
 * is only on its first page what it is, later a decoration of pages.  Rows that
 * are retrieved say again what others say, like the running heads of pages.
 */
static bool
is_again(struct layout *l, const struct row *r)
{
	struct part *p = r->part;

	if (p->host != NULL)
		return true;
	if (p != &r->table->header && p != &r->table->footer)
		return false;
	if (!p->is_drawn)
		p->drawn = l->page;
	p->is_drawn = true;
	return p->drawn != l->page;
}

void
table_draw_cells(const struct drawing *d, const struct placed *rows,
    size_t count)
{
	const struct fragment here = { rows[0].box->row->table, rows, count };
	const struct row *r;
	bool again = d->l->again;
	struct extent e;
	size_t i;
	int k;

	for (i = 0; i < count; i++) {
		r = rows[i].box->row;
		d->l->again = again || is_again(d->l, r);
		for (k = 0; k < r->table->columns; k++) {
			if (r->slots[k] == NULL || !begins_here(rows, i, k))
				continue;
			e = extent_of(rows, i, count, k);
			/* A header that is split stays as it was measured. */
			if (r->slots[k]->retrieves && rows[i].slice == NULL)
				draw_retrieving(d, r->slots[k], &here,
				    &rows[i], &e);
			else
				draw_cell(d, r->slots[k], r->table, &rows[i],
				    &e);
		}
	}
	d->l->again = again;
}
