/* Tables: heights of rows, and rows as boxes.  Room: layout. */
#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_table.h"

/* What is above or below a row in the flow, NULL at the table's end. */
static const struct row *
row_beside(const struct table *t, const struct row *r, bool above)
{
	const struct part *p = r->part;
	size_t body;

	if (above && r->index > 0)
		return &p->rows[r->index - 1];
	if (!above && r->index + 1 < p->count)
		return &p->rows[r->index + 1];
	if (p->host != NULL)
		return row_beside(t, p->host, above);
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

/* The same without rows that are there on some pages only. */
static const struct row *
neighbour(const struct table *t, const struct row *r, bool above)
{
	do
		r = row_beside(t, r, above);
	while (r != NULL && r->place != NULL);
	return r;
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

/* Whether a page is to end before something in a cell, the first thing apart. */
static bool
has_break(const struct cell *c)
{
	size_t i;

	for (i = 1; i < c->stack.count; i++)
		if (c->stack.boxes[i].page_break != PAGE_NO)
			return true;
	return false;
}

/* Lay out the cells of a row; the height that those of one row need. */
static void
fill_row(struct layout *l, const struct table *t, struct part *p, struct row *r)
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
		c->retrieves = p->host != NULL || (t->retrieves &&
		    marker_retrieves(c->node));
		c->stack = stack_of(l, c->node, cell_width(t, c));
		notes_gather(l, &c->stack, 0, c->stack.count, &r->notes);
		if (c->rows == 1 && cell_height(r, c) > h)
			h = cell_height(r, c);
		r->breaks = r->breaks || (c->rows == 1 && has_break(c));
	}
	if (p->node->kind != FO_TABLE_BODY || spans_into(r))
		r->breaks = false;
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
fill_part(struct layout *l, const struct table *t, struct part *p)
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

/* A row as a box; KEEP ties it to the next. */
static void
push_row(struct flow *f, struct row *r, int keep)
{
	struct layout *l = f->l;
	struct anchor_list **end;
	size_t first = l->box_count;
	struct box *b;

	if (r->node != NULL)
		block_attach(f, r->node);
	for (end = &r->anchors; *end != NULL;)
		end = &(*end)->next;
	*end = l->pending;
	l->pending = r->anchors;
	b = flow_push(f, BOX_ROW, r->height, r->node != NULL ?
	    r->node : r->part->node);
	b->row = r;
	b->notes = r->notes;
	b->keep = goes_on(r) && keep < KEEP_SPAN ? KEEP_SPAN : keep;
	if (r->node != NULL)
		block_detach(f, r->node, first);
}

/* The rows of a part as boxes; what is retrieved now, unless pages decide it. */
static void
push_part(struct flow *f, struct part *p, int keep)
{
	size_t i, of_part = f->l->box_count;
	struct part *retrieved;

	if (p->host == NULL)
		block_anchor(f->l, p->node);
	for (i = 0; i < p->count; i++)
		if (p->rows[i].place == NULL || f->outermost)
			push_row(f, &p->rows[i], keep);
		else if ((retrieved = retrieved_in_all(f->l, &p->rows[i])) !=
		    NULL)
			push_part(f, retrieved, keep);
	if (p->host == NULL)
		block_ends(f, p->node, of_part);
}

/* A header or footer once more, to be set on further pages. */
static void
make_repetition(struct layout *l, struct part *p, struct frame *frame)
{
	size_t i;

	p->boxes = arena_alloc(l->pass, (p->count + 1) * sizeof(*p->boxes));
	for (i = 0; i < p->count; i++)
		p->boxes[i] = (struct box){ .kind = BOX_ROW,
		    .height = p->rows[i].height, .row = &p->rows[i],
		    .notes = p->rows[i].notes, .frame = frame,
		    .source_line = p->node->line };
}

struct part *
table_part(struct layout *l, struct row *host, const struct node *content)
{
	struct part *p = arena_alloc(l->pass, sizeof(*p));
	const char *number = l->number;

	p->node = host->part->node;
	p->host = host;
	if (!table_read_part(l, host->table, p, content))
		return NULL;
	l->number = "000";	/* until it is drawn, on several pages maybe */
	fill_part(l, host->table, p);
	l->number = number;
	make_repetition(l, p, host->part->boxes[host->index].frame);
	return p;
}

static void
fill_parts(struct flow *f, struct table *t)
{
	struct layout *l = f->l;
	const struct fragment *outside = l->fragment, whole = { .table = t };
	size_t i, first;

	l->fragment = &whole;
	if (t->header.node != NULL)
		fill_part(l, t, &t->header);
	for (i = 0; i < t->body_count; i++)
		fill_part(l, t, &t->bodies[i]);
	if (t->footer.node != NULL)
		fill_part(l, t, &t->footer);
	l->fragment = outside;
	if (t->header.node != NULL) {
		make_repetition(l, &t->header, f->frame);
		push_part(f, &t->header, KEEP_HARD);
	}
	for (i = 0; i < t->body_count; i++)
		push_part(f, &t->bodies[i], KEEP_NONE);
	if (t->footer.node != NULL) {
		make_repetition(l, &t->footer, f->frame);
		first = l->box_count;
		f->keep = KEEP_HARD;
		push_part(f, &t->footer, KEEP_HARD);
		if (l->box_count > first)
			l->boxes[l->box_count - 1].keep = KEEP_NONE;
		f->keep = KEEP_NONE;
	}
	t->repeats_header = t->header.count > 0 &&
	    fo_word(t->node, P_OMIT_HEADER) == W_FALSE;
	t->repeats_footer = t->footer.count > 0 &&
	    fo_word(t->node, P_OMIT_FOOTER) == W_FALSE;
}

/* The rows of a table as boxes. */
static void
push_table(struct flow *f, const struct node *n)
{
	struct layout *l = f->l;
	struct table *t = arena_alloc(l->pass, sizeof(*t));
	length width = block_width(f, n);
	int64_t over;

	t->node = n;
	t->collapse = fo_word(n, P_BORDER_COLLAPSE) == W_COLLAPSE;
	t->start = f->x + block_start(f, n);
	if (!table_find_columns(l, t))
		return;
	table_place_columns(l, t, width > 0 ? width : 0);
	over = (int64_t)t->start - f->x + t->edges[t->columns] - f->width;
	if (over > 10)
		report_overflow(l, n, "fo:table", over,
		    area_name(n->parent));
	if (table_read_parts(l, t))
		fill_parts(f, t);
}

void
table_add(struct flow *f, const struct node *n)
{
	size_t first = block_enter(f, n), at = f->l->box_count;

	if (!reflow_passes(f, n)) {
		push_table(f, n);
		reflow_ends(f, at);
	}
	block_leave(f, n, first);
}
