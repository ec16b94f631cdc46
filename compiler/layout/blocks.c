/* Block-level elements, from the FO tree to boxes.  Room: layout. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_box.h"

/* The precedence "force": above all numbers. */
enum { FORCE = 1000001 };

void
flow_start(struct flow *f, struct layout *l, length width, bool outermost)
{
	*f = (struct flow){ .l = l, .base = l->box_count, .width = width,
	    .outermost = outermost };
}

struct stack
flow_finish(struct flow *f)
{
	struct layout *l = f->l;
	struct stack s = { .count = l->box_count - f->base };
	size_t i;

	s.boxes = arena_alloc(l->pass, (s.count + 1) * sizeof(*s.boxes));
	if (s.count > 0)
		memcpy(s.boxes, l->boxes + f->base,
		    s.count * sizeof(*s.boxes));
	l->box_count = f->base;
	for (i = 0; i < s.count; i++) {
		if (i == 0)
			s.boxes[i].space = s.boxes[i].top_space;
		s.height += s.boxes[i].space.optimum + s.boxes[i].height;
	}
	if (s.count > 0)
		s.height += s.boxes[s.count - 1].end_space.optimum;
	return s;
}

struct box *
flow_push(struct flow *f, enum box_kind kind, length height,
    const struct node *n)
{
	struct layout *l = f->l;
	struct box *b;

	if (l->box_count == l->box_cap) {
		l->box_cap = l->box_cap == 0 ? 256 : l->box_cap * 2;
		l->boxes = realloc(l->boxes, l->box_cap * sizeof(*l->boxes));
		if (l->boxes == NULL)
			abort();
	}
	b = &l->boxes[l->box_count++];
	*b = (struct box){ .kind = (uint8_t)kind, .height = height,
	    .space = f->space, .top_space = f->top_space,
	    .page_break = (uint8_t)f->page_break, .frame = f->frame,
	    .around = f->around, .top_around = f->top_around,
	    .source_line = n->line };
	if (l->reflow != NULL && f->outermost)
		reflow_count(f, b);
	if (l->box_count - 1 > f->base && b[-1].keep < f->keep)
		b[-1].keep = f->keep;
	if (f->outermost) {
		b->anchors = l->pending;
		l->pending = NULL;
	}
	f->space = f->top_space = (struct space){ 0 };
	f->around = f->top_around = NULL;
	f->has_space = false;
	f->keep = KEEP_NONE;
	f->page_break = PAGE_NO;
	return b;
}

length
length_sum(length a, length b)
{
	return a + b > LENGTH_MAX ? LENGTH_MAX : a + b;
}

struct space
space_sum(struct space a, struct space b)
{
	return (struct space){ length_sum(a.optimum, b.optimum),
	    length_sum(a.shrink, b.shrink),
	    length_sum(a.stretch, b.stretch) };
}

/*
 * What an element says of a space, whose optimum has the id SPACE.  What does not
 * agree gives way to what does, and what is not said to what is (XSL 1.1, 5.11,
 * <length-range>).
 */
static struct space
space_of(const struct node *n, enum property_id space)
{
	length optimum = fo_length(n, space, 0, 0);
	length least = fo_length(n, space + 1, 0, 0);
	length most = fo_length(n, space + 2, 0, 0);

	if (least > most) {
		if (fo_is_set(n, space + 1))
			most = least;
		else
			least = most;
	}
	if (optimum > most) {
		if (fo_is_set(n, space) && !fo_is_set(n, space + 2))
			most = optimum;
		else
			optimum = most;
	} else if (optimum < least) {
		if (fo_is_set(n, space + 1))
			optimum = least;
		else
			least = optimum;
	}
	return (struct space){ optimum, optimum - least, most - optimum };
}

/*
 * One more space between two boxes (XSL 1.1, 4.3.1): the one of the highest
 * precedence wins, among equals the largest, among those as large what all of
 * them allow; all forcing ones stay.
 */
static void
add_space(struct flow *f, const struct node *n, enum property_id space,
    enum property_id margin)
{
	struct layout *l = f->l;
	struct box *last = l->box_count > f->base ?
	    &l->boxes[l->box_count - 1] : NULL;
	const struct value *prec = fo_value(n, space + (P_SPACE_BEFORE_PREC -
	    P_SPACE_BEFORE));
	int precedence = prec->unit == UNIT_COUNT ? prec->n : FORCE;
	struct space s = space_of(n, space);
	bool retains = fo_word(n, space + (P_SPACE_BEFORE_COND -
	    P_SPACE_BEFORE)) == W_RETAIN;

	if (fo_is_set(n, margin)) {
		/* A margin stays where a page ends, as in Apache FOP. */
		s = (struct space){ .optimum = fo_length(n, margin, 0, 0) };
		retains = true;
	} else if (!fo_is_set(n, space) && !fo_is_set(n, space + 1) &&
	    !fo_is_set(n, space + 2))
		return;
	if (f->has_space && precedence == FORCE && f->precedence == FORCE)
		f->space = space_sum(f->space, s);
	else if (!f->has_space || precedence > f->precedence ||
	    (precedence == f->precedence && s.optimum > f->space.optimum)) {
		f->space = s;
		f->precedence = precedence;
		f->around = f->frame;
	} else if (precedence == f->precedence &&
	    s.optimum == f->space.optimum) {
		if (s.shrink < f->space.shrink)
			f->space.shrink = s.shrink;
		if (s.stretch < f->space.stretch)
			f->space.stretch = s.stretch;
		f->around = f->frame;
	}
	f->has_space = true;
	if (retains && space == P_SPACE_BEFORE &&
	    s.optimum > f->top_space.optimum) {
		f->top_space = s;
		f->top_around = f->frame;
	}
	if (retains && space == P_SPACE_AFTER && last != NULL &&
	    s.optimum > last->end_space.optimum)
		last->end_space = s;
}

/*
 * The upper edge of the outermost block in which nothing stands yet: a break
 * before the first thing in it is one before the block itself.  NULL: there is
 * none.
 */
static struct box *
open_edge(const struct flow *f)
{
	struct layout *l = f->l;
	size_t i = l->box_count;

	while (i > f->base && l->boxes[i - 1].kind == BOX_OPEN)
		i--;
	return i < l->box_count ? &l->boxes[i] : NULL;
}

static void
add_break(struct flow *f, const struct node *n, enum property_id id)
{
	struct box *open = open_edge(f);
	enum word w = fo_word(n, id);
	enum page_break b = w == W_PAGE || w == W_COLUMN ? PAGE_ANY : w == W_EVEN_PAGE ?
	    PAGE_EVEN : w == W_ODD_PAGE ? PAGE_ODD : PAGE_NO;

	if (id == P_BREAK_BEFORE && open != NULL) {
		if (b > open->page_break)
			open->page_break = (uint8_t)b;
	} else if (b > f->page_break)
		f->page_break = b;
}

int
keep_strength(const struct node *n, enum property_id id)
{
	const struct value *v = fo_value(n, id);

	if (v->unit == UNIT_COUNT)
		return KEEP_LEAST + v->n - 1;
	return v->n == W_ALWAYS ? KEEP_ALWAYS : KEEP_NONE;
}

void
keep_within(struct layout *l, size_t first, int strength)
{
	size_t i;

	for (i = first; strength > KEEP_NONE && i + 1 < l->box_count; i++)
		if (l->boxes[i].keep < strength)
			l->boxes[i].keep = strength;
}

length
block_start(const struct flow *f, const struct node *n)
{
	return fo_length(n, P_START_INDENT, f->width, 0);
}

length
block_end(const struct flow *f, const struct node *n)
{
	const struct value *v = fo_value(n, P_END_INDENT);

	return v->unit == UNIT_FROM_END ? f->width - v->n :
	    fo_length(n, P_END_INDENT, f->width, 0);
}

static void
add_anchor(struct layout *l, struct anchor_list **to, const char *id,
    bool is_end)
{
	struct anchor_list *list = arena_alloc(l->pass, sizeof(*list));

	*list = (struct anchor_list){ anchor_of(l, id), is_end, *to };
	*to = list;
}

void
block_anchor(struct layout *l, const struct node *n)
{
	if (n->id != NULL)
		add_anchor(l, &l->pending, n->id, false);
}

/* Whether an element's borders and paddings take room around its boxes. */
static bool
has_edges(const struct node *n)
{
	return n->set->has_edges && !(n->kind == FO_TABLE &&
	    fo_word(n, P_BORDER_COLLAPSE) == W_COLLAPSE);
}

/*
 * What widths in per cent are of: the width of the area around, which is a block's
 * without its indents (XSL 1.1, 7.15.14); an item of a list is no such area.
 */
static length
width_around(const struct flow *f, const struct node *n)
{
	const struct node *p = n->parent;

	return p == NULL || p->kind != FO_BLOCK ? f->width :
	    f->width - block_start(f, p) - block_end(f, p);
}

length
block_width(const struct flow *f, const struct node *n)
{
	length width = f->width - block_start(f, n) - block_end(f, n);

	return n->kind == FO_BLOCK_CONTAINER || n->kind == FO_TABLE ?
	    fo_length(n, P_WIDTH, width_around(f, n), width) : width;
}

static void
open_frame(struct flow *f, const struct node *n)
{
	const struct settings *set = n->set;
	struct frame *frame;
	length start = block_start(f, n), width = block_width(f, n), top;

	if (!set->has_background && !has_edges(n))
		return;
	frame = arena_alloc(f->l->pass, sizeof(*frame));
	*frame = (struct frame){ .outer = f->frame, .set = set,
	    .x = f->x + start,
	    .width = width, .has_edges = has_edges(n) };
	f->frame = frame;
	if (!frame->has_edges)
		return;
	frame->x -= set->padding[START] + set->borders[START].width;
	frame->width += set->padding[START] + set->borders[START].width +
	    set->padding[END] + set->borders[END].width;
	top = set->borders[BEFORE].width + set->padding[BEFORE];
	if (top > 0)
		flow_push(f, BOX_OPEN, top, n)->keep = KEEP_HARD;
}

static void
close_frame(struct flow *f, const struct node *n, bool is_empty)
{
	const struct settings *set = n->set;
	length bottom = set->borders[AFTER].width + set->padding[AFTER];
	enum page_break after;

	if (!set->has_background && !has_edges(n))
		return;
	if (bottom > 0 && f->frame->has_edges) {
		/* a break behind the last thing in it is one behind the block */
		after = is_empty ? PAGE_NO : f->page_break;
		f->page_break = is_empty ? f->page_break : PAGE_NO;
		f->keep = KEEP_HARD;
		flow_push(f, BOX_CLOSE, bottom, n);
		f->page_break = after;
	}
	f->frame = f->frame->outer;
}

void
block_attach(struct flow *f, const struct node *n)
{
	int keep = keep_strength(n, P_KEEP_WITH_PREVIOUS);

	add_break(f, n, P_BREAK_BEFORE);
	if (keep > f->keep)
		f->keep = keep;
	block_anchor(f->l, n);
}

void
block_detach(struct flow *f, const struct node *n, size_t first)
{
	struct layout *l = f->l;
	int keep = keep_strength(n, P_KEEP_WITH_NEXT);
	struct box *last;

	if (l->box_count > first) {
		last = &l->boxes[l->box_count - 1];
		if (last->keep < keep)
			last->keep = keep;
	}
	block_ends(f, n, first);
	add_break(f, n, P_BREAK_AFTER);
}

void
block_ends(const struct flow *f, const struct node *n, size_t first)
{
	struct layout *l = f->l;

	if (n->id != NULL && f->outermost && l->box_count > first)
		add_anchor(l, &l->boxes[l->box_count - 1].anchors, n->id,
		    true);
}

size_t
block_enter(struct flow *f, const struct node *n)
{
	size_t first = f->l->box_count;

	add_space(f, n, P_SPACE_BEFORE, P_MARGIN);
	block_attach(f, n);
	open_frame(f, n);
	return first;
}

void
block_leave(struct flow *f, const struct node *n, size_t first)
{
	/* An empty area is one, too: spaces before and behind it do not meet. */
	if (f->l->box_count == first)
		flow_push(f, BOX_MARK, 0, n);
	close_frame(f, n, f->l->box_count == first);
	keep_within(f->l, first, keep_strength(n, P_KEEP_TOGETHER));
	block_detach(f, n, first);
	add_space(f, n, P_SPACE_AFTER, P_MARGIN_2);
}

struct stack
stack_of(struct layout *l, const struct node *n, length width)
{
	struct flow f;

	flow_start(&f, l, width > 0 ? width : 0, false);
	blocks_add(&f, n);
	return flow_finish(&f);
}

static void add_element(struct flow *, const struct node *);

void
block_content(struct flow *f, const struct node *n)
{
	const struct node *c = n->first, *stop;

	while (c != NULL && !reflow_has_enough(f, n)) {
		if (node_is_block(f->l, c)) {
			add_element(f, c);
			c = c->next;
			continue;
		}
		for (stop = c; stop != NULL && !node_is_block(f->l, stop);)
			stop = stop->next;
		lines_add(f, n, c, stop, c == n->first);
		c = stop;
	}
}

static void
add_block(struct flow *f, const struct node *n)
{
	size_t first = block_enter(f, n);

	block_content(f, n);
	block_leave(f, n, first);
}

length
block_aligned(enum word align, length free_height)
{
	if (free_height <= 0)
		return 0;
	return align == W_AFTER ? free_height : align == W_CENTER ?
	    free_height / 2 : 0;
}

/* A container of its own height or place, or from which others count theirs. */
static void
add_group(struct flow *f, const struct node *n, enum word position)
{
	const struct settings *set = n->set;
	struct group *g = arena_alloc(f->l->pass, sizeof(*g));
	bool in_place = position == W_AUTO;
	struct box *box;
	size_t first = in_place ? block_enter(f, n) : 0, at = f->l->box_count;

	if (reflow_passes(f, n)) {
		if (in_place)
			block_leave(f, n, first);
		return;
	}
	g->width = block_width(f, n);
	g->absolute = position == W_ABSOLUTE;
	g->on_page = position == W_FIXED;
	g->stack = stack_of(f->l, n, g->width);
	g->height = fo_length(n, P_HEIGHT, 0,
	    g->stack.height > LENGTH_MAX ? LENGTH_MAX :
	    (length)g->stack.height);
	if (g->stack.height > g->height)
		report_too_high(f->l, n->line, _("the content"),
		    g->stack.height - g->height, _("block-container"));
	g->offset = block_aligned(fo_word(n, P_DISPLAY_ALIGN), g->height -
	    (length)g->stack.height);
	if (in_place) {
		g->x = f->x + block_start(f, n);
	} else {
		g->set = set;
		/* Of the content's corner (XSL 1.1, 7.6.2 and 7.6.5). */
		g->x = fo_length(n, P_LEFT, 0, 0);
		g->y = fo_length(n, P_TOP, 0, 0);
	}
	box = flow_push(f, BOX_GROUP, in_place ? g->height : 0, n);
	box->group = g;
	notes_gather(f->l, &g->stack, 0, g->stack.count, &box->notes);
	reflow_ends(f, at);
	if (in_place)
		block_leave(f, n, first);
}

/* A container is an area of its own: indents inside count from its edges. */
static void
add_reference(struct flow *f, const struct node *n)
{
	length x = f->x, width = f->width;

	f->x += block_start(f, n);
	f->width = block_width(f, n);
	if (f->width < 0)
		f->width = 0;
	blocks_add(f, n);
	f->x = x;
	f->width = width;
}

/* Whether something is placed from the corner of the area that a node makes. */
static bool
is_placed_from(const struct node *n)
{
	const struct node *c;

	for (c = n->first; c != NULL; c = c->next)
		if (c->kind == FO_BLOCK_CONTAINER ?
		    fo_word(c, P_ABSOLUTE_POSITION) == W_ABSOLUTE :
		    c->kind != FO_TABLE_CELL && is_placed_from(c))
			return true;
	return false;
}

static void
add_container(struct flow *f, const struct node *n)
{
	enum word position = fo_word(n, P_ABSOLUTE_POSITION);
	size_t first;

	if (position != W_AUTO || fo_is_set(n, P_HEIGHT) ||
	    is_placed_from(n)) {
		add_group(f, n, position);
		return;
	}
	first = block_enter(f, n);
	add_reference(f, n);
	block_leave(f, n, first);
}

static void
add_element(struct flow *f, const struct node *n)
{
	const struct node *content;

	switch (n->kind) {
	case FO_BLOCK:
		add_block(f, n);
		break;
	case FO_BLOCK_CONTAINER:
		add_container(f, n);
		break;
	case FO_LIST_BLOCK:
		list_add(f, n);
		break;
	case FO_TABLE:
		table_add(f, n);
		break;
	case FO_RETRIEVE_MARKER:
	case FO_RETRIEVE_TABLE_MARKER:
		if ((content = marker_content(f->l, n)) != NULL)
			block_content(f, content);
		break;
	default:
		diag_report(f->l->diag, D_FO_ELEMENT,
		    fo_place(&f->l->reader, n), fo_name(n->kind));
	}
}

void
blocks_add(struct flow *f, const struct node *parent)
{
	const struct node *c;

	for (c = parent->first; c != NULL && !reflow_has_enough(f, parent);
	    c = c->next)
		add_element(f, c);
}
