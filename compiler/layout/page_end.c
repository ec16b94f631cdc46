/*
 * Where pages end: greedily, looking ahead over what is to be kept together and
 * over what spaces may give.  Room: layout.
 */
#include <math.h>

#include "base/arena.h"
#include "layout/layout_page.h"

bool
box_is_body_row(const struct box *b)
{
	return b->kind == BOX_ROW && b->row->part->node->kind == FO_TABLE_BODY;
}

/* Whether a table goes on from the box before the I-th to the I-th. */
static const struct table *
table_across(const struct filler *f, size_t i)
{
	const struct box *b = &f->boxes[i];

	if (i == 0 || i >= f->count || !box_is_body_row(b) ||
	    !box_is_body_row(b - 1) || b[-1].row->table != b->row->table)
		return NULL;
	return b->row->table;
}

/* The table that goes on from the last page to the next: across a row, even. */
const struct table *
end_table(const struct filler *f)
{
	const struct box *b = &f->boxes[f->at];

	return f->from == NULL ? table_across(f, f->at) :
	    box_is_body_row(b) ? b->row->table : NULL;
}

/* Height of a table's footer where the table is broken, with its notes. */
int64_t
end_footer(const struct filler *f, const struct table *t)
{
	struct demand d = { 0 };
	size_t k;

	if (t == NULL || !t->repeats_footer)
		return 0;
	for (k = 0; k < t->footer.count; k++)
		demand_add(&d, f, t->footer.boxes[k].notes);
	return t->footer.height + d.whole;
}

/* Height of what must follow the I-th box if the page ends there. */
static int64_t
reserve(const struct filler *f, size_t i)
{
	return end_footer(f, table_across(f, i + 1));
}

/* One more item of a page as it may become. */
static void
try(struct filler *f, size_t *count, const struct box *b,
    const struct slice *slice)
{
	*ARENA_PUSH(f->l->pass, f->trial, *count, f->trial_cap) =
	    (struct placed){ .box = b, .slice = slice };
}

/*
 * The height of the rows that tables retrieve on a page when it goes on to END, and
 * with a part of the row there or none; a HEADER is on it before anything else.
 */
static length
retrieved(struct filler *f, const struct sheet *s, const struct part *header,
    size_t end, const struct slice *slice)
{
	const struct table *t = table_across(f, end);
	size_t count = 0, i;

	if (!f->l->varies)
		return 0;
	if (slice != NULL && box_is_body_row(&f->boxes[end]))
		t = f->boxes[end].row->table;
	for (i = 0; header != NULL && i < header->count; i++)
		try(f, &count, &header->boxes[i], NULL);
	for (i = 0; i < s->count; i++)
		try(f, &count, s->items[i].box, s->items[i].slice);
	for (i = f->at; i < end; i++)
		try(f, &count, &f->boxes[i], NULL);
	if (slice != NULL)
		try(f, &count, &f->boxes[end], slice);
	for (i = 0; t != NULL && t->repeats_footer && i < t->footer.count; i++)
		try(f, &count, &t->footer.boxes[i], NULL);
	return retrieved_height(f->l, f->trial, count);
}

/* The most of it, whether a part of the row at the filler's place ends it or not. */
length
end_retrieved(struct filler *f, const struct sheet *s,
    const struct part *header)
{
	struct slice part = { .is_first = f->from == NULL };
	length goes_on = retrieved(f, s, header, f->at, &part), ends;

	part.is_last = true;
	ends = retrieved(f, s, header, f->at, &part);
	return ends > goes_on ? ends : goes_on;
}

/* The end of an empty block, which needs no page of its own. */
static bool
is_nothing(const struct box *b)
{
	return b->kind == BOX_MARK && b->height == 0;
}

/* What stands on a page, and by how much its spaces may be less or more in all. */
struct content {
	int64_t	height, shrink, stretch;
};

/* Demerits of a page that its spaces cannot fill: more than those of all others. */
#define UNFILLED	1e15

static void
add_space(struct content *c, const struct space *s)
{
	c->height += s->optimum;
	c->shrink += s->shrink;
	c->stretch += s->stretch;
}

/*
 * The end of a page behind the K-th box, judged as Apache FOP does: like that of a
 * line of text (breaks.c).  The LAST page before a break that the author asked for
 * is not filled.
 */
static struct ending
ending_at(const struct filler *f, size_t k, struct content c, length limit,
    const struct demand *d, bool is_last)
{
	struct ending e = { .end = k + 1, .found = true, .demerits = 1,
	    .keep = is_last ? KEEP_NONE : f->boxes[k].keep };
	int64_t room;

	add_space(&c, &f->boxes[k].end_space);
	room = limit - c.height - reserve(f, k);
	e.room = room + c.shrink;
	room -= d->whole <= e.room ? d->whole : d->least <= e.room ?
	    d->least : 0;
	if (room < 0)
		e.ratio = room > -c.shrink ?
		    (double)room / (double)c.shrink : -1;
	else if (!is_last && room > 0)
		e.ratio = room < c.stretch ?
		    (double)room / (double)c.stretch : 1;
	e.demerits += 100 * fabs(e.ratio) * e.ratio * e.ratio;
	e.demerits *= e.demerits;
	if (!is_last && room > c.stretch)
		e.demerits = UNFILLED;
	e.total = e.demerits;
	if (!is_last && f->ahead != NULL)
		e.total += f->ahead[k + 1];
	return e;
}

/*
 * The better one of two ends, LATER than the other.  Where spaces cannot fill the
 * page, it is as full as can be.
 */
static bool
is_better(const struct ending *later, const struct ending *e)
{
	if (!e->found || later->keep != e->keep)
		return !e->found || later->keep < e->keep;
	return (later->demerits >= UNFILLED && e->demerits >= UNFILLED) ||
	    later->total <= e->total;
}

/*
 * What is left ends on this page, LAST; unless more pages cost less than spaces
 * that shrink so far.
 */
static struct ending
choose_last(const struct ending *last, const struct ending *e)
{
	return e->found && e->keep == KEEP_NONE && e->total < last->total ?
	    *e : *last;
}

/*
 * A page may end where all notes fit; or in the midst of the last note, and then
 * as early as can be.  Unless WITH_NOTES the notes have what is left of the page.
 */
static struct ending
find_end(const struct filler *f, int64_t y, length limit, bool with_notes)
{
	struct ending e = { .keep = KEEP_HARD }, here;
	struct content c = { .height = y };
	struct demand d = f->demand;
	const struct box *b;
	size_t k;

	for (k = f->at; k < f->count; k++) {
		b = &f->boxes[k];
		if (k > f->at && b->page_break != PAGE_NO) {
			here = ending_at(f, k - 1, c, limit, &d, true);
			return e.found && here.room < 0 ? e :
			    choose_last(&here, &e);
		}
		if (b->kind == BOX_ROW && b->row->breaks)
			return e;
		add_space(&c, k > f->at || !f->at_top ? &b->space :
		    &b->top_space);
		c.height += b->height + (k == f->at ? f->extra : 0);
		if (with_notes)
			demand_add(&d, f, b->notes);
		if (c.height - c.shrink + d.least > limit && !is_nothing(b))
			return e;
		here = ending_at(f, k, c, limit, &d, k + 1 == f->count);
		if (d.least > here.room && !is_nothing(b))
			continue;
		if (k + 1 == f->count)
			return choose_last(&here, &e);
		if (is_better(&here, &e))
			e = here;
		if ((d.whole > here.room || !with_notes) &&
		    e.keep == KEEP_NONE)
			return e;
	}
	return e;
}

/* Whether a page repeats a table's header which begins with the filler's box. */
static bool
repeats_header(const struct filler *f, const struct table *t, length limit)
{
	length row = f->boxes[f->at].height;

	if (t == NULL || !t->repeats_header)
		return false;
	if (f->from != NULL || row > limit)
		row = limit / 2;
	return t->header.height + row <= limit;
}

/* Whether any space of the flow from the filler's place on may be less or more. */
static bool
gives(const struct filler *f)
{
	size_t k;

	for (k = f->at; k < f->count; k++)
		if (f->boxes[k].space.shrink != 0 ||
		    f->boxes[k].space.stretch != 0)
			return true;
	return false;
}

/*
 * Where spaces give, the best ends of pages are those whose demerits are least in
 * all (XSL 1.1, 4.3, leaves it open; Apache FOP does so).  The demerits of the
 * pages from each box on, from the last one up; that pages are as high as LATER is
 * taken for granted.
 */
void
end_look_ahead(struct filler *f, length later)
{
	struct filler page = *f;
	const struct table *t;
	struct ending e;
	size_t k;

	if (f->ahead_height == later)
		return;
	f->ahead_height = later;
	if (!gives(f))
		return;
	f->ahead = page.ahead = arena_alloc(f->l->pass,
	    (f->count + 1) * sizeof(*f->ahead));
	page.ahead[f->count] = 0;
	page.from = NULL;
	page.extra = 0;
	page.at_top = true;
	page.demand = (struct demand){ 0 };
	for (k = f->count; k-- > f->at;) {
		page.at = k;
		t = end_table(&page);
		e = find_end(&page, repeats_header(&page, t, later) ?
		    t->header.height : 0, later, true);
		page.ahead[k] = e.found ? e.total :
		    UNFILLED + page.ahead[k + 1];
	}
}

/* The end of a page with room for the rows that tables retrieve on it. */
struct ending
end_choose(struct filler *f, const struct sheet *s, int64_t y, length limit,
    bool with_notes)
{
	struct ending e = find_end(f, y, limit, with_notes);
	length room = 0, needed = 0;

	while (e.found && (needed = retrieved(f, s, NULL, e.end, NULL)) > room) {
		room = needed;
		e = find_end(f, y, limit - room, with_notes);
	}
	return e;
}

/* The height of the rows that tables retrieve where a page begins with a header. */
static length
retrieved_at_top(struct filler *f, const struct sheet *s, const struct table *t,
    length limit)
{
	if (t == NULL || !t->repeats_header)
		return 0;
	return f->from != NULL || f->boxes[f->at].height > limit ?
	    end_retrieved(f, s, &t->header) :
	    retrieved(f, s, &t->header, f->at + 1, NULL);
}

bool
end_repeats_header(struct filler *f, const struct sheet *s,
    const struct table *t, length limit)
{
	return repeats_header(f, t, limit - retrieved_at_top(f, s, t, limit));
}
