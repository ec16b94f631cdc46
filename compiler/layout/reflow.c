/*
 * Flows whose pages are of unequal width.  Room: layout.
 *
 * A block's lines are as wide as the page on which they stand (XSL 1.1, 7.11.7 and
 * 7.11.8: indents count from the reference area, which is each page's own).  So before
 * a page of another width is filled, what is not on a page yet is laid out anew in its
 * width, as Apache FOP does: from the next block on, or from within a paragraph, whose
 * rest is broken into lines once more.  A table that has begun keeps the columns of its
 * first page to its end, as in Apache FOP; but where a narrower page has no room for
 * them its remaining rows are laid out anew, unless a row or a cell goes on there.
 *
 * The flow is walked through from its beginning each time.  Its units (a run of
 * lines, a table, the edge of a block) are the same in every width and are counted:
 * for those that are on pages already, stubs are made, which nothing measures and
 * nobody sees.  Nor is more laid out than some pages hold, since the next width may
 * be another: the time that all takes remains proportional to the number of pages.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_page.h"

enum { PAGES_AHEAD = 4 };	/* that are laid out at first */

bool
reflow_passes(struct flow *f, const struct node *n)
{
	struct reflow *r = f->l->reflow;
	const struct flow_unit *u;

	if (r == NULL || !f->outermost)
		return false;
	while (r->unit_count <= r->unit)
		ARENA_PUSH(f->l->pass, r->units, r->unit_count, r->unit_cap);
	f->in_unit = true;
	if (r->unit++ >= r->from)
		return false;
	u = &r->units[r->unit - 1];
	if (u->has_boxes) {
		flow_push(f, BOX_MARK, 0, n);
		f->page_break = u->page_break;
	}
	f->in_unit = false;
	return true;
}

/*
 * The rows of a table before the one with which a page begins are on pages, and so
 * are its header and footer, which are only repeated now.
 */
static void
pass_rows(struct reflow *r, struct box *rows, size_t count)
{
	const struct table *t;
	struct part *p;
	size_t i;

	for (i = 0; i < count; i++) {
		t = rows[i].row->table;
		p = rows[i].row->part;
		if (p == &t->header || (p == &t->footer && t->repeats_footer)) {
			p->is_drawn = true;
			p->drawn = SIZE_MAX;
		}
		if (i >= r->rows)
			continue;
		rows[i].is_past = true;
		r->height -= rows[i].space.optimum + rows[i].height;
	}
}

void
reflow_ends(struct flow *f, size_t first)
{
	struct reflow *r = f->l->reflow;

	if (r == NULL || !f->outermost)
		return;
	if (r->unit - 1 == r->from && r->rows > 0)
		pass_rows(r, f->l->boxes + first, f->l->box_count - first);
	r->units[r->unit - 1] = (struct flow_unit){ f->l->box_count > first,
	    (uint8_t)f->page_break };
	f->in_unit = false;
}

size_t
reflow_rest(struct flow *f, const struct node *n)
{
	struct reflow *r = f->l->reflow;

	if (r == NULL || !f->outermost || r->unit - 1 != r->from ||
	    r->piece == 0)
		return 0;
	flow_push(f, BOX_MARK, 0, n)->is_past = true;
	return r->piece;
}

void
reflow_count(struct flow *f, struct box *b)
{
	struct reflow *r = f->l->reflow;

	b->unit = f->in_unit ? r->unit - 1 : r->unit++;
	b->is_past = b->unit < r->from;
	if (!b->is_past)
		r->height += b->space.optimum + b->height;
}

/*
 * What is around the end closes there all the same, but around a stub, so that
 * nothing is said of the last box that is not said of it in the whole flow.
 */
bool
reflow_has_enough(struct flow *f, const struct node *n)
{
	struct reflow *r = f->l->reflow;

	if (r == NULL || !f->outermost || r->height <= r->enough)
		return false;
	if (!r->is_partial)
		flow_push(f, BOX_MARK, 0, n);
	r->is_partial = true;
	return true;
}

/* The height of what is laid out from the filler's place on. */
static int64_t
height_ahead(const struct filler *f)
{
	int64_t h = -f->used;
	size_t i;

	for (i = f->at; i < f->count; i++)
		h += f->boxes[i].space.optimum + f->boxes[i].height;
	return h;
}

/* The rows of a row's table that are before it in the flow. */
static size_t
rows_before(const struct row *r)
{
	const struct table *t = r->table;
	size_t n = r->index, i;

	if (r->part == &t->header)
		return n;
	for (i = 0; i < t->body_count && r->part != &t->bodies[i]; i++)
		n += t->bodies[i].count;
	return n + t->header.count;
}

/* What a table takes of an area. */
static int64_t
table_width(const struct table *t)
{
	return (int64_t)t->start + t->edges[t->columns];
}

/*
 * Where the flow is to be laid out from: the filler's place.  Returns the number of
 * boxes from there on that stay as they are, the rest of a table.
 */
static size_t
begin_at(struct reflow *r, const struct filler *f, length width)
{
	const struct box *b = &f->boxes[f->at];
	size_t kept = 0;

	r->piece = 0;
	r->rows = 0;
	r->from = b->unit;
	if (b->kind == BOX_LINE)
		r->piece = b->line->first;
	else if (f->from != NULL || (f->at > 0 && b[-1].unit == b->unit)) {
		if (table_width(b->row->table) > width + 10 &&
		    f->from == NULL && !spans_into(b->row)) {
			r->rows = rows_before(b->row);
			return 0;
		}
		while (f->at + kept < f->count && b[kept].unit == b->unit)
			kept++;
		r->from++;
	}
	return kept;
}

static void
check_width(const struct filler *f, const struct node *n, int64_t has,
    length width)
{
	if (has > width + 10)
		report_overflow(f->l, n, fo_name(n->kind), has - width,
		    _("page"));
}

static void
check_notes(const struct filler *f, const struct part *p, length width)
{
	const struct note_list *n;
	size_t i;

	for (i = 0; i < p->count; i++)
		for (n = p->boxes[i].notes; n != NULL; n = n->next)
			check_width(f, n->note->node, f->width, width);
}

/* What has begun on wider pages must have room on this one. */
static void
check_room(const struct filler *f, size_t kept, length width)
{
	const struct table *t = kept == 0 ? NULL :
	    f->boxes[f->at].row->table;
	size_t i;

	if (t != NULL) {
		check_width(f, t->node, table_width(t), width);
		check_notes(f, &t->header, width);
		check_notes(f, &t->footer, width);
	}
	for (i = 0; i < f->carried_count; i++)
		check_width(f, f->carried[i].note->node, f->width, width);
}

/* The notes of rows that stay as they are are as wide as their page. */
static void
fill_notes(struct filler *f, size_t kept)
{
	const struct box *b;
	struct note_list *notes;
	size_t i;
	int k;

	for (i = f->at; i < f->at + kept; i++) {
		b = &f->boxes[i];
		notes = b->notes;
		if (i == f->at && f->from != NULL)
			for (notes = NULL, k = 0; k < b->row->count; k++)
				notes_gather(f->l, &b->row->cells[k].stack,
				    f->from[k], b->row->cells[k].stack.count,
				    &notes);
		if (box_is_body_row(b))
			notes_fill(f->l, notes);
	}
}

/* What is said of the stub of a table is said of the table's last row. */
static void
join(struct layout *l, struct box *last, const struct box *stub)
{
	const struct anchor_list *a;
	struct anchor_list *end;

	for (a = stub->anchors; a != NULL; a = a->next)
		if (a->is_end) {
			end = arena_alloc(l->pass, sizeof(*end));
			*end = (struct anchor_list){ a->anchor, true,
			    last->anchors };
			last->anchors = end;
		}
	if (stub->keep > last->keep)
		last->keep = stub->keep;
	if (stub->end_space.optimum > last->end_space.optimum)
		last->end_space = stub->end_space;
}

/* The boxes of the flow, from what is on no page yet, behind KEPT ones of before. */
static void
lay_out(struct filler *f, const struct sequence *s, struct reflow *r,
    length width, size_t kept)
{
	struct layout *l = f->l;
	size_t before = kept > 0 && f->at > 0, count = before + kept, i;
	struct flow flow;
	struct box *boxes;

	l->reflow = r;
	r->unit = 0;
	r->height = 0;
	r->is_partial = false;
	flow_start(&flow, l, width, true);
	blocks_add(&flow, s->flow);
	if (l->pending != NULL)
		flow_push(&flow, BOX_MARK, 0, s->flow);
	l->reflow = NULL;
	for (i = flow.base; i < l->box_count && l->boxes[i].is_past;)
		i++;
	i -= r->rows > 0;	/* by the row before, a table is known to go on */
	boxes = arena_alloc(l->pass, (count + l->box_count - i + 1) *
	    sizeof(*boxes));
	if (count > 0)
		memcpy(boxes, f->boxes + f->at - before,
		    count * sizeof(*boxes));
	if (kept > 0 && i > flow.base)
		join(l, &boxes[count - 1], &l->boxes[i - 1]);
	memcpy(boxes + count, l->boxes + i, (l->box_count - i) *
	    sizeof(*boxes));
	f->boxes = boxes;
	f->count = count + l->box_count - i;
	f->at = before + (r->rows > 0);
	l->box_count = flow.base;
}

void
reflow_undo(struct filler *f, struct sequence *s)
{
	if (s->reflow == NULL)
		return;
	f->l->body_width = f->width;
	if (f->at < f->count)
		fill_notes(f, begin_at(s->reflow, f, f->width));
}

void
reflow_fit(struct filler *f, struct sequence *s, const struct master *m)
{
	struct layout *l = f->l;
	struct reflow *r = s->reflow;
	size_t from = diag_count(l->diag), kept;

	if (r == NULL || m == NULL || r->is_wrong || (f->width ==
	    m->body.width && (!f->is_partial || height_ahead(f) > 2 *
	    (int64_t)m->body.height)))
		return;
	r->enough = f->width == m->body.width ? 2 * r->enough : PAGES_AHEAD *
	    (int64_t)m->body.height;
	if (f->boxes != NULL && f->at >= f->count) {
		check_room(f, 0, m->body.width);
		return;
	}
	l->body_width = m->body.width;
	l->body_height = m->body.height;
	notes_separate(l, s, m->body.width);
	kept = f->boxes == NULL ? 0 : begin_at(r, f, m->body.width);
	check_room(f, kept, m->body.width);
	fill_notes(f, kept);
	lay_out(f, s, r, m->body.width, kept);
	f->separator = s->separator_height;
	f->ahead = NULL;
	f->ahead_height = 0;
	f->width = m->body.width;
	f->is_partial = r->is_partial;
	r->is_wrong = diag_has(l->diag, from, SEVERITY_ERROR);
}
