/*
 * Rows of a table's header or footer that are retrieved, by page.  Room: layout.
 *
 * An fo:retrieve-table-marker that is a child of the header or the footer is
 * replaced by what is in the marker that it retrieves (XSL 1.1, 6.13.5 and 6.13.7):
 * rows, or none where the marker is empty or there is none.  So the height of a
 * header depends on the rows below it, and how many rows there are on its height.
 *
 * The rule: a page first takes the rows that it has room for when nothing is
 * retrieved.  While what these rows retrieve does not fit as well, that much room is
 * kept free and the page takes the rows that still fit.  The room that is kept free
 * only grows, so this ends; and what is set is what the rows on the page retrieve,
 * never more than was kept free.  (A page where fewer rows retrieve less may have a
 * little room left.)  For a row that goes over pages as much room is kept as the
 * page needs whether the row ends there or not.  See fill.c.
 *
 * A table within a cell or a container of fixed height is laid out as a whole: its
 * rows are retrieved once, by all of it.
 */
#include "base/arena.h"
#include "layout/layout_page.h"

struct part *
retrieved_rows(struct layout *l, struct row *r, const struct fragment *here)
{
	const struct fragment *outside = l->fragment;
	const struct node *content;

	l->fragment = here;
	content = marker_content(l, r->place->retriever);
	l->fragment = outside;
	if (content == NULL || content->first == NULL)
		return NULL;
	if (content != r->place->content) {
		r->place->content = content;
		r->place->part = table_part(l, r, content);
	}
	return r->place->part;
}

struct part *
retrieved_in_all(struct layout *l, struct row *r)
{
	const struct table *t = r->table;
	struct fragment all = { .table = t };
	struct placed *rows = NULL;
	struct box *box;
	size_t cap = 0, i, k;

	for (i = 0; i < t->body_count; i++)
		for (k = 0; k < t->bodies[i].count; k++) {
			box = arena_alloc(l->pass, sizeof(*box));
			*box = (struct box){ .kind = BOX_ROW,
			    .row = &t->bodies[i].rows[k] };
			*ARENA_PUSH(l->pass, rows, all.count, cap) =
			    (struct placed){ .box = box };
		}
	all.rows = rows;
	return rows == NULL ? NULL : retrieved_rows(l, r, &all);
}

static bool
is_place(const struct placed *p)
{
	return p->box->kind == BOX_ROW && p->box->row->place != NULL;
}

/* The rows of the table of the I-th one that are together on a page. */
static struct fragment
fragment_around(const struct placed *items, size_t i, size_t count)
{
	struct fragment here = { .table = items[i].box->row->table };

	while (i > 0 && items[i - 1].box->kind == BOX_ROW &&
	    items[i - 1].box->row->table == here.table)
		i--;
	here.rows = items + i;
	while (i + here.count < count &&
	    items[i + here.count].box->kind == BOX_ROW &&
	    items[i + here.count].box->row->table == here.table)
		here.count++;
	return here;
}

/* The rows for the I-th item of a page, which is a place for them. */
static const struct part *
rows_at(struct layout *l, const struct placed *items, size_t i, size_t count)
{
	struct fragment here = fragment_around(items, i, count);

	return retrieved_rows(l, items[i].box->row, &here);
}

length
retrieved_height(struct layout *l, const struct placed *items, size_t count)
{
	const struct part *p;
	int64_t h = 0;
	size_t i;

	for (i = 0; i < count; i++)
		if (is_place(&items[i]) &&
		    (p = rows_at(l, items, i, count)) != NULL)
			h += p->height;
	return h > LENGTH_MAX ? LENGTH_MAX : (length)h;
}

length
retrieved_place(struct layout *l, struct sheet *s)
{
	struct placed *all = NULL, moved;
	size_t count = 0, cap = 0, i, k;
	const struct part *p;
	length down = 0;

	for (i = 0; i < s->count; i++) {
		moved = s->items[i];
		moved.y += down;
		if (!is_place(&moved)) {
			*ARENA_PUSH(l->pass, all, count, cap) = moved;
			continue;
		}
		p = rows_at(l, s->items, i, s->count);
		for (k = 0; p != NULL && k < p->count; k++) {
			moved = (struct placed){ &p->boxes[k], moved.y,
			    p->boxes[k].height, NULL };
			*ARENA_PUSH(l->pass, all, count, cap) = moved;
			moved.y += moved.height;
			down += moved.height;
		}
	}
	s->items = all;
	s->count = count;
	s->cap = cap;
	return down;
}
