/* Filling pages with boxes, up to where they are to end.  Room: layout. */
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

/* As much of a cell as fits, but nothing behind a break that the author asked for. */
static size_t
fit_cell(const struct row *r, const struct cell *c, size_t from, int64_t room,
    bool force, int64_t *height)
{
	struct stack s = c->stack;
	size_t i;

	for (i = from + 1; r->breaks && i < s.count; i++)
		if (s.boxes[i].page_break != PAGE_NO)
			s.count = i;
	return stack_fit(&s, from, room, force, height);
}

/* Whether all that is left of the row fits into ROOM; its height. */
static bool
fits_whole(const struct row *r, const struct slice *s, int64_t room,
    int64_t *height)
{
	const struct cell *c;
	bool whole = true;
	int64_t h;
	int i;

	*height = 0;
	for (i = 0; i < r->count; i++) {
		c = &r->cells[i];
		s->to[i] = fit_cell(r, c, s->from[i], INT64_MAX, false, &h);
		whole = whole && s->to[i] == c->stack.count;
		h += edges_of(c, s->is_first, true);
		if (h > *height)
			*height = h;
	}
	return whole && *height <= room;
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
			s->to[i] = fit_cell(r, &r->cells[i], s->from[i],
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
	int64_t height, room;
	struct slice *slice;

	limit -= end_retrieved(f, s, NULL);
	room = (int64_t)limit - y - f->demand.whole -
	    end_footer(f, box_is_body_row(b) ? b->row->table : NULL);
	slice = cut_with_notes(f, b->row, room, &height);
	if (slice->is_forced && f->has_carried)
		return y;
	if (slice->is_first && !b->row->breaks &&
	    map_add(f->l->said, arena_printf(
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

/* Whether a row within which a page is to end has room for its beginning. */
static bool
begins_split(struct filler *f, length y, length limit)
{
	const struct box *b = &f->boxes[f->at];
	int64_t height;

	return b->kind == BOX_ROW && b->row->breaks && !cut_with_notes(f,
	    b->row, (int64_t)limit - y - f->demand.whole, &height)->is_forced;
}

/* Set the boxes up to a good end; the first one at least. */
static length
place_run(struct filler *f, struct sheet *s, length y, length limit)
{
	struct ending e = end_choose(f, s, y, limit, true);
	const struct box *b = &f->boxes[f->at];
	bool splits;

	if (!e.found && f->has_carried)
		return y;
	if (!e.found)
		e = end_choose(f, s, y, limit, false);
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
	b = &f->boxes[e.end];
	splits = e.end < f->count && b->kind == BOX_ROW &&
	    (e.keep == KEEP_HARD || b->row->breaks);
	y = place_boxes(f, s, e.end, y, splits ? 0 : e.ratio);
	/* A header is not left alone by a row that is taller than the page. */
	return splits && (e.keep == KEEP_HARD || begins_split(f, y, limit)) ?
	    place_slice(f, s, y, limit) : y;
}

/*
 * Whether a page goes on behind the end of a row that began before it: not when
 * its next break would be a worse one than the one there.
 */
static bool
goes_on(struct filler *f, const struct sheet *s, length y, length limit)
{
	struct ending e;

	if (f->boxes[f->at].page_break != PAGE_NO)
		return false;
	if (begins_split(f, y, limit))
		return true;
	e = end_choose(f, s, y, limit, true);
	return e.found && e.keep <= f->boxes[f->at - 1].keep;
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
	end_look_ahead(f, later);
	t = end_table(f);
	if (end_repeats_header(f, s, t, limit))
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
	    goes_on(f, s, y, limit)))
		y = place_run(f, s, y, limit);
	if (f->has_carried && f->at == at && f->from == from) {
		/* Nothing else fits: the page is for notes alone. */
		s->count = 0;
		notes_settle(f, s, 0, limit);
		return;
	}
	t = end_table(f);
	if (t != NULL)
		spans_settle(s, f->boxes[f->at].row);
	if (t != NULL && t->repeats_footer)
		y = place_part(f, s, &t->footer, y);
	if (f->l->varies)
		y += retrieved_place(f->l, s);
	if (t != NULL && t->repeats_footer && y > limit)
		report_too_high(f->l, t->footer.node->line,
		    fo_name(FO_TABLE_FOOTER), y - limit, _("page"));
	notes_settle(f, s, y, limit);
}
