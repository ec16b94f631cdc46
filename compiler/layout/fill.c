/*
 * Filling pages with boxes, greedily, looking ahead over what is to be kept
 * together.  Room: layout.
 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout_page.h"

static void
place(struct filler *f, struct sheet *s, const struct box *b, length y,
    length height, const struct slice *slice)
{
	*ARENA_PUSH(f->l->pass, s->items, s->count, s->cap) =
	    (struct placed){ b, y, height, slice };
	notes_place(f, s, slice != NULL ? slice->notes : b->notes);
}

bool
box_is_body_row(const struct box *b)
{
	return b->kind == BOX_ROW && b->row->part != &b->row->table->header &&
	    b->row->part != &b->row->table->footer;
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
static const struct table *
table_at_break(const struct filler *f)
{
	const struct box *b = &f->boxes[f->at];

	return f->from == NULL ? table_across(f, f->at) :
	    box_is_body_row(b) ? b->row->table : NULL;
}

/* Height of a table's footer where the table is broken, with its notes. */
static int64_t
footer_height(const struct filler *f, const struct table *t)
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
	return footer_height(f, table_across(f, i + 1));
}

static length
place_part(struct filler *f, struct sheet *s, const struct part *p, length y)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		place(f, s, &p->boxes[i], y, p->boxes[i].height, NULL);
		y += p->boxes[i].height;
	}
	return y;
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

/*
 * Where the page ends, how strong the keep is that is broken there, and by what part
 * of what they may give the spaces above are stretched (or shrunk: below zero).
 */
struct ending {
	size_t	end;
	int	keep;
	bool	found;
	double	ratio;
	int64_t	room;		/* that is left where all spaces are least */
	double	demerits;	/* of this page ... */
	double	total;		/* ... and of those behind it */
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

/* Height of the header that a page repeats which begins with the filler's box. */
static length
repeated_header(const struct filler *f, const struct table *t, length limit)
{
	length row = f->boxes[f->at].height;

	if (t == NULL || !t->repeats_header)
		return 0;
	if (f->from != NULL || row > limit)
		row = limit / 2;
	return t->header.height + row <= limit ? t->header.height : 0;
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
static void
look_ahead(struct filler *f, length later)
{
	struct filler page = *f;
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
		e = find_end(&page, repeated_header(&page,
		    table_at_break(&page), later), later, true);
		page.ahead[k] = e.found ? e.total :
		    UNFILLED + page.ahead[k + 1];
	}
}

/* The notes that are cited in a slice. */
static struct note_list *
slice_notes(struct layout *l, const struct row *r, const struct slice *s)
{
	struct note_list *notes = NULL;
	int i;

	for (i = 0; i < r->count; i++)
		notes_gather(l, &r->cells[i].stack, s->from[i], s->to[i],
		    &notes);
	return notes;
}

/*
 * What the borders and paddings of a cell take of one of its parts: where a page
 * ends within the cell there are none (XSL 1.1, 7.8.9, conditionality).
 */
static int64_t
edges_of(const struct cell *c, bool is_first, bool is_last)
{
	return (is_first ? c->edges[BEFORE] : 0) +
	    (is_last ? c->edges[AFTER] : 0);
}

/* Whether all that is left of the row fits into ROOM; its height. */
static bool
fits_whole(const struct row *r, const struct slice *s, int64_t room,
    int64_t *height)
{
	const struct cell *c;
	int64_t h;
	int i;

	*height = 0;
	for (i = 0; i < r->count; i++) {
		c = &r->cells[i];
		s->to[i] = stack_fit(&c->stack, s->from[i], INT64_MAX, false,
		    &h);
		h += edges_of(c, s->is_first, true);
		if (h > *height)
			*height = h;
	}
	return *height <= room;
}

/*
 * As much of the row at the filler's place as fits into ROOM; the parts of a row
 * into which cells from above go on are as high as the row, to hold these.
 */
static struct slice *
cut_row(struct filler *f, const struct row *r, int64_t room, int64_t *height)
{
	struct arena *a = f->l->pass;
	size_t n = (size_t)r->count, i;
	struct slice *s = arena_alloc(a, sizeof(*s));
	bool progress = false;
	int64_t h, edges, rest = 0;
	int force;

	if (spans_into(r))
		rest = r->height + f->extra - f->used;
	s->from = arena_alloc(a, (n + 1) * sizeof(*s->from));
	s->to = arena_alloc(a, (n + 1) * sizeof(*s->to));
	s->is_first = f->from == NULL;
	if (f->from != NULL)
		memcpy(s->from, f->from, n * sizeof(*s->from));
	s->is_last = fits_whole(r, s, room, height) && rest <= room;
	for (force = 0; force < 2 && !progress && !s->is_last; force++) {
		*height = 0;
		for (i = 0; i < n; i++) {
			edges = edges_of(&r->cells[i], s->is_first, false);
			s->to[i] = stack_fit(&r->cells[i].stack, s->from[i],
			    room - edges, force == 1, &h);
			if (h + edges > *height)
				*height = h + edges;
			progress = progress || s->to[i] > s->from[i];
		}
		s->is_forced = force == 1;
	}
	if (!progress && !s->is_last && (rest <= 0 || room <= 0)) {
		/* Nothing is left but edges that are higher than a page. */
		fits_whole(r, s, room, height);
		s->is_last = true;
	}
	if (rest > *height)
		*height = s->is_last || rest < room ? rest :
		    room > *height ? room : *height;
	s->notes = slice_notes(f->l, r, s);
	return s;
}

/* The same, with its notes; a line whose note no page holds has what is left. */
static struct slice *
cut_with_notes(struct filler *f, const struct row *r, int64_t room,
    int64_t *height)
{
	struct slice *s = cut_row(f, r, room, height);
	struct demand d = f->demand;

	demand_add(&d, f, s->notes);
	while (!s->is_forced && *height + d.whole - f->demand.whole > room &&
	    s->notes != NULL) {
		s = cut_row(f, r, *height - 1, height);
		d = f->demand;
		demand_add(&d, f, s->notes);
	}
	return s;
}

/* Set a part of a row that is taller than a page. */
static length
place_slice(struct filler *f, struct sheet *s, length y, length limit)
{
	const struct box *b = &f->boxes[f->at];
	struct place place_of = { f->l->reader.file, b->source_line, 0 };
	int64_t height, room = (int64_t)limit - y - f->demand.whole -
	    footer_height(f, box_is_body_row(b) ? b->row->table : NULL);
	struct slice *slice = cut_with_notes(f, b->row, room, &height);

	if (slice->is_forced && f->has_carried)
		return y;
	if (slice->is_first && map_add(f->l->said, arena_printf(
	    f->l->reader.arena, "split %d", b->source_line), f->l))
		diag_report(f->l->diag, D_FO_TOO_TALL, place_of,
		    "fo:table-row");
	if (y + height > limit)
		report_too_high(f->l, b->source_line,
		    _("a line of a table cell"), y + height - limit,
		    _("page"));
	if (height > limit)
		height = limit;
	place(f, s, b, y, (length)height, slice);
	f->from = slice->to;
	f->used += height;
	if (slice->is_last) {
		f->from = NULL;
		f->used = f->extra = 0;
		f->at++;
	}
	return y + (length)height;
}

/* A space that differs from its optimum by the RATIO of what it may give. */
static length
adjusted(const struct space *s, double ratio)
{
	return s->optimum + (length)(ratio * (ratio < 0 ? s->shrink :
	    s->stretch));
}

/* Set boxes, their spaces adjusted by a ratio. */
static length
place_boxes(struct filler *f, struct sheet *s, size_t end, length y,
    double ratio)
{
	const struct box *b;
	size_t first = f->at;

	for (; f->at < end; f->at++) {
		b = &f->boxes[f->at];
		y += adjusted(f->at > first || !f->at_top ? &b->space :
		    &b->top_space, ratio);
		place(f, s, b, y, b->height + f->extra, NULL);
		y += b->height + f->extra;
		f->extra = 0;
	}
	return y;
}

/* Set the boxes up to a good end; the first one at least. */
static length
place_run(struct filler *f, struct sheet *s, length y, length limit)
{
	struct ending e = find_end(f, y, limit, true);
	const struct box *b = &f->boxes[f->at];
	bool goes_on;

	if (!e.found && f->has_carried)
		return y;
	if (!e.found)
		e = find_end(f, y, limit, false);
	if (!e.found && b->kind == BOX_ROW)
		return place_slice(f, s, y, limit);
	if (!e.found) {
		report_too_high(f->l, b->source_line, b->kind == BOX_LINE ?
		    _("a line") : _("a block"), (int64_t)y + b->height - limit,
		    _("page"));
		return place_boxes(f, s, f->at + 1, y, 0);
	}
	if (e.keep >= KEEP_LEAST && e.keep <= KEEP_ALWAYS &&
	    map_add(f->l->said, arena_printf(f->l->reader.arena, "keep %d",
	    b->source_line), f->l))
		diag_report(f->l->diag, D_FO_KEEP,
		    ((struct place){ f->l->reader.file, b->source_line, 0 }),
		    NULL);
	/* A header is not left alone by a row that is taller than the page. */
	goes_on = e.keep == KEEP_HARD && e.end < f->count &&
	    f->boxes[e.end].kind == BOX_ROW;
	y = place_boxes(f, s, e.end, y, goes_on ? 0 : e.ratio);
	return goes_on ? place_slice(f, s, y, limit) : y;
}

void
fill_page(struct filler *f, length limit, length later, struct sheet *s)
{
	const struct table *t;
	const size_t at = f->at, *from = f->from;
	length extra, y = 0;

	f->demand = (struct demand){ 0 };
	f->has_carried = notes_carry(f, s);
	/* Notes do not go beyond a break that the author asked for. */
	if (f->at >= f->count || (f->has_carried && f->from == NULL &&
	    f->boxes[f->at].page_break != PAGE_NO) ||
	    f->demand.whole >= limit) {
		notes_settle(f, s, 0, limit);
		return;
	}
	look_ahead(f, later);
	t = table_at_break(f);
	if (repeated_header(f, t, limit) > 0)
		y = place_part(f, s, &t->header, y);
	f->at_top = true;
	if (t != NULL && (extra = spans_rest(f->boxes[f->at].row, f->used)) >
	    f->extra)
		f->extra = extra;
	if (f->from != NULL) {
		y = place_slice(f, s, y, limit);
		f->at_top = false;
	}
	if (f->from == NULL && f->at < f->count && (f->at_top ||
	    (f->boxes[f->at].page_break == PAGE_NO &&
	    find_end(f, y, limit, true).found)))
		y = place_run(f, s, y, limit);
	if (f->has_carried && f->at == at && f->from == from) {
		/* Nothing else fits: the page is for notes alone. */
		s->count = 0;
		notes_settle(f, s, 0, limit);
		return;
	}
	t = table_at_break(f);
	if (t != NULL)
		spans_settle(s, f->boxes[f->at].row);
	if (t != NULL && t->repeats_footer) {
		y = place_part(f, s, &t->footer, y);
		if (y > limit)
			report_too_high(f->l, t->footer.node->line,
			    fo_name(FO_TABLE_FOOTER), y - limit, _("page"));
	}
	notes_settle(f, s, y, limit);
}
