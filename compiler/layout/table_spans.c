/* Cells over several rows, among which a page ends.  Room: layout. */
#include "layout/layout_page.h"

size_t
stack_fit(const struct stack *s, size_t from, int64_t room, bool force,
    int64_t *height)
{
	size_t i;
	int64_t y = 0, next;

	for (i = from; i < s->count; i++) {
		next = y + (i > from ? s->boxes[i].space.optimum : 0) +
		    s->boxes[i].height;
		if (next > room && !(force && i == from))
			break;
		y = next;
	}
	*height = y;
	return i;
}

size_t
cell_fit(const struct cell *c, size_t from, const struct placed *row,
    int64_t height)
{
	bool is_all = row->slice != NULL && !row->slice->is_first &&
	    !row->slice->is_last;
	int64_t used;

	return stack_fit(&c->stack, from, height - c->edges[BEFORE] -
	    c->edges[AFTER], is_all, &used);
}

bool
spans_into(const struct row *r)
{
	int i;

	for (i = 0; i < r->table->columns; i++)
		if (r->slots[i] != NULL && r->slots[i]->row < r->index)
			return true;
	return false;
}

length
spans_rest(const struct row *r, int64_t used)
{
	const struct cell *c;
	int64_t rest, most = 0;
	size_t i;
	int k;

	for (k = 0; k < r->table->columns; k++) {
		c = r->slots[k];
		if (c == NULL || c->row >= r->index || c->column != k)
			continue;
		stack_fit(&c->stack, c->filled, INT64_MAX, false, &rest);
		rest += c->edges[BEFORE] + c->edges[AFTER] + used;
		for (i = r->index; i < c->row + (size_t)c->rows; i++)
			rest -= r->part->rows[i].height;
		if (rest > most)
			most = rest;
	}
	return most > LENGTH_MAX ? LENGTH_MAX : (length)most;
}

/* The first one of a cell's rows on a page, and the height of all of them. */
static const struct placed *
find_rows(const struct sheet *s, const struct row *next, int column,
    int64_t *height)
{
	const struct placed *first = NULL, *p;
	size_t i;

	*height = 0;
	for (i = s->count; i > 0; i--) {
		p = &s->items[i - 1];
		if (p->box->kind != BOX_ROW ||
		    p->box->row->part != next->part ||
		    p->box->row->slots[column] != next->slots[column])
			break;
		*height += p->height;
		first = p;
	}
	return first;
}

void
spans_settle(const struct sheet *s, const struct row *next)
{
	const struct placed *first;
	struct cell *c;
	int64_t height;
	int k;

	for (k = 0; k < next->table->columns; k++) {
		c = next->slots[k];
		if (c == NULL || c->rows == 1 || c->column != k ||
		    (first = find_rows(s, next, k, &height)) == NULL)
			continue;
		c->filled = first->slice != NULL &&
		    c->row == first->box->row->index ?
		    first->slice->to[c - first->box->row->cells] :
		    cell_fit(c, c->filled, first, height);
	}
}
