/* Lists: labels beside the bodies of their items (XSL 1.1, 6.8).  Room: layout. */
#include "base/arena.h"
#include "layout/layout_box.h"

/* A label beside the boxes of its item's body, from FIRST on, which is so far DOWN. */
static void
attach_label(struct flow *f, const struct node *n, struct stack label,
    size_t first, length down)
{
	struct layout *l = f->l;
	struct group *g;
	struct note_list *notes = NULL, **end;
	int64_t height = down;
	size_t i;

	if (label.count == 0)
		return;
	if (l->box_count == first)
		flow_push(f, BOX_MARK, 0, n);
	if (l->boxes[first].is_past)
		return;
	g = arena_alloc(l->pass, sizeof(*g));
	g->stack = label;
	g->x = f->x;
	g->y = -down;
	g->next = l->boxes[first].beside;
	l->boxes[first].beside = g;
	notes_gather(l, &label, 0, label.count, &notes);
	for (end = &notes; *end != NULL;)
		end = &(*end)->next;
	*end = l->boxes[first].notes;
	l->boxes[first].notes = notes;
	for (i = first; i < l->box_count && height < label.height; i++) {
		if (i > first) {
			l->boxes[i - 1].keep = KEEP_HARD;
			height += l->boxes[i].space.optimum;
		}
		height += l->boxes[i].height;
	}
	if (height < label.height && label.height < LENGTH_MAX)
		l->boxes[l->box_count - 1].height +=
		    (length)(label.height - height);
}

/*
 * A body is an area with ends of its own, as in Apache FOP: spaces at them are
 * discarded, those that are retained belong to it.  How much lower than its area
 * the first box stands.
 */
static length
add_body(struct flow *f, const struct node *n)
{
	const struct flow before = *f;
	size_t first = f->l->box_count;
	struct box *b;
	length down, below;

	f->space = f->top_space = (struct space){ 0 };
	f->has_space = false;
	blocks_add(f, n);
	if (f->l->box_count == first) {
		f->space = before.space;
		f->top_space = before.top_space;
		f->has_space = before.has_space;
		return 0;
	}
	b = &f->l->boxes[f->l->box_count - 1];
	below = b->end_space.optimum;
	b->end_space = f->space = (struct space){ 0 };
	f->has_space = false;
	if (below > 0) {
		b->keep = KEEP_HARD;
		flow_push(f, BOX_MARK, below, n);
	}
	b = &f->l->boxes[first];
	down = b->top_space.optimum;
	b->space = space_sum(before.space, b->top_space);
	b->top_space = space_sum(before.top_space, b->top_space);
	return down;
}

static void
add_item(struct flow *f, const struct node *n)
{
	size_t first = block_enter(f, n), body = f->l->box_count;
	struct stack label = { 0 };
	const struct node *c;
	length down = 0;

	for (c = n->first; c != NULL; c = c->next) {
		block_anchor(f->l, c);
		if (c->kind == FO_LIST_ITEM_LABEL)
			label = stack_of(f->l, c, f->width);
		else
			down = add_body(f, c);
		block_ends(f, c, body);
	}
	attach_label(f, n, label, body, down);
	block_leave(f, n, first);
}

void
list_add(struct flow *f, const struct node *n)
{
	size_t first = block_enter(f, n);
	const struct node *c;

	for (c = n->first; c != NULL && !reflow_has_enough(f, n); c = c->next)
		add_item(f, c);
	block_leave(f, n, first);
}
