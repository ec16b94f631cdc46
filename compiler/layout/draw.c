/* Boxes onto pages: frames first, then tables, then content.  Room: layout. */
#include "layout/layout_page.h"

#include <string.h>

#include "base/arena.h"

struct item *
draw_item(const struct drawing *d, enum item_kind kind)
{
	struct page *p = d->page;
	struct item *item = ARENA_PUSH(d->l->result, p->items, p->count,
	    p->cap);

	item->kind = kind;
	item->element = d->l->again ? 0 : d->l->element;
	return item;
}

void
draw_rect(const struct drawing *d, length x, length y, length width,
    length height, struct color color)
{
	if (width <= 0 || height <= 0)
		return;
	draw_item(d, ITEM_RECT)->rect = (struct item_rect){ d->x + x, d->y + y,
	    width, height, color };
}

/* Pieces of a length that is a little more than wished, so that they fit. */
static void
draw_dashes(const struct drawing *d, length x, length y, length width,
    length height, length dash, struct color color)
{
	bool flat = width >= height;
	length whole = flat ? width : height, n, i, at, end;

	n = dash > 0 ? (whole / dash + 1) / 2 : 1;
	if (n < 1)
		n = 1;
	for (i = 0; i < n; i++) {
		at = (length)((int64_t)whole * 2 * i / (2 * n - 1));
		end = (length)((int64_t)whole * (2 * i + 1) / (2 * n - 1));
		if (flat)
			draw_rect(d, x + at, y, end - at, height, color);
		else
			draw_rect(d, x, y + at, width, end - at, color);
	}
}

void
draw_rule(const struct drawing *d, length x, length y, length width,
    length height, const struct border *b)
{
	bool flat = width >= height;
	length third = b->width / 3;

	if (width <= 0 || height <= 0)
		return;
	switch (b->style) {
	case W_DASHED:
		draw_dashes(d, x, y, width, height, 2 * b->width, b->color);
		break;
	case W_DOTTED:
		draw_dashes(d, x, y, width, height, b->width, b->color);
		break;
	case W_DOUBLE:
		if (flat) {
			draw_rect(d, x, y, width, third, b->color);
			draw_rect(d, x, y + height - third, width, third,
			    b->color);
		} else {
			draw_rect(d, x, y, third, height, b->color);
			draw_rect(d, x + width - third, y, third, height,
			    b->color);
		}
		break;
	default:
		draw_rect(d, x, y, width, height, b->color);
	}
}

/* A side that is OPEN goes on elsewhere: it has no border here. */
void
draw_bordered(const struct drawing *d, const struct settings *set, length x,
    length y, length width, length height, const bool open[4])
{
	const struct border *b = set->borders;
	length sides[4];
	int i;

	for (i = 0; i < 4; i++)
		sides[i] = open[i] ? 0 : b[i].width;
	if (set->has_background)
		draw_rect(d, x + sides[START], y + sides[BEFORE], width -
		    sides[START] - sides[END], height - sides[BEFORE] -
		    sides[AFTER], set->background);
	draw_rule(d, x, y, width, sides[BEFORE], &b[BEFORE]);
	draw_rule(d, x, y + height - sides[AFTER], width, sides[AFTER],
	    &b[AFTER]);
	draw_rule(d, x, y + sides[BEFORE], sides[START], height -
	    sides[BEFORE] - sides[AFTER], &b[START]);
	draw_rule(d, x + width - sides[END], y + sides[BEFORE], sides[END],
	    height - sides[BEFORE] - sides[AFTER], &b[END]);
}

/* The frames on a page, outer ones first. */
struct frames {
	struct layout	*l;
	size_t		 mark;
	size_t		 count, cap;
	struct frame	**frames;
};

static void
touch_frame(struct frames *fs, struct frame *f, length top, length bottom)
{
	if (f == NULL)
		return;
	touch_frame(fs, f->outer, top, bottom);
	if (f->seen != fs->mark) {
		f->seen = fs->mark;
		f->top = top;
		f->bottom = bottom;
		f->opens = f->closes = false;
		*ARENA_PUSH(fs->l->pass, fs->frames, fs->count, fs->cap) = f;
	}
	if (bottom > f->bottom)
		f->bottom = bottom;
}

static void
draw_frames(const struct drawing *d, const struct placed *items, size_t count)
{
	struct frames fs = { .l = d->l, .mark = ++d->l->mark };
	const struct settings *set;
	const struct box *b;
	struct frame *f;
	length bottom = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		b = items[i].box;
		if (items[i].y > bottom)
			touch_frame(&fs, i > 0 ? b->around : b->top_around,
			    bottom, items[i].y);
		bottom = items[i].y + items[i].height;
		touch_frame(&fs, b->frame, items[i].y, bottom);
		if (b->kind == BOX_OPEN)
			b->frame->opens = true;
		if (b->kind == BOX_CLOSE)
			b->frame->closes = true;
	}
	for (i = 0; i < fs.count; i++) {
		f = fs.frames[i];
		set = f->set;
		if (f->has_edges)
			draw_bordered(d, set, f->x, f->top, f->width,
			    f->bottom - f->top, (const bool[4]){
			    [BEFORE] = !f->opens, [AFTER] = !f->closes });
		else
			draw_rect(d, f->x, f->top, f->width,
			    f->bottom - f->top, set->background);
	}
}

static void
draw_group(const struct drawing *d, const struct group *g, length y)
{
	struct drawing inner = *d;
	const struct settings *set = g->set;

	if (g->on_page)
		inner.x = inner.y = 0;
	inner.x += g->x;
	inner.y += g->y + (g->on_page ? 0 : g->absolute ? -d->down : y);
	if (set != NULL)
		draw_bordered(&inner, set, -set->padding[START] -
		    set->borders[START].width, -set->padding[BEFORE] -
		    set->borders[BEFORE].width, g->width +
		    set->padding[START] + set->padding[END] +
		    set->borders[START].width + set->borders[END].width,
		    g->height + set->padding[BEFORE] + set->padding[AFTER] +
		    set->borders[BEFORE].width + set->borders[AFTER].width,
		    (const bool[4]){ false });
	inner.y += g->offset;
	inner.down = g->offset;
	draw_stack(&inner, &g->stack, 0, g->stack.count);
}

/* How many of the boxes from the I-th on are rows of one table. */
static size_t
rows_from(const struct placed *items, size_t i, size_t count)
{
	size_t n = 0;

	while (i + n < count && items[i + n].box->kind == BOX_ROW &&
	    items[i + n].box->row->table == items[i].box->row->table)
		n++;
	return n;
}

void
draw_boxes(const struct drawing *d, const struct placed *items, size_t count)
{
	const struct group *g;
	size_t i, n;
	bool goes_on;

	draw_frames(d, items, count);
	for (i = 0; i < count; i++)
		if (items[i].box->kind == BOX_ROW) {
			n = rows_from(items, i, count);
			table_draw_grid(d, items + i, n);
			i += n - 1;
		}
	for (i = 0; i < count; i++) {
		goes_on = items[i].slice != NULL && !items[i].slice->is_first;
		for (g = items[i].box->beside; g != NULL && !goes_on;
		    g = g->next)
			draw_group(d, g, items[i].y);
		switch ((enum box_kind)items[i].box->kind) {
		case BOX_LINE:
			draw_line(d, items[i].box->line, items[i].y);
			break;
		case BOX_ROW:
			n = rows_from(items, i, count);
			table_draw_cells(d, items + i, n);
			i += n - 1;
			break;
		case BOX_GROUP:
			draw_group(d, items[i].box->group, items[i].y);
			break;
		default:
			break;
		}
	}
}

void
draw_stack(const struct drawing *d, const struct stack *s, size_t from,
    size_t to)
{
	struct placed few[8], *items = few;
	int64_t y = 0;
	size_t i;

	if (to - from > sizeof(few) / sizeof(few[0]))
		items = arena_alloc(d->l->pass, (to - from) * sizeof(*items));
	for (i = from; i < to; i++) {
		if (i > from || i == 0)
			y += s->boxes[i].space.optimum;
		items[i - from] = (struct placed){ &s->boxes[i], (length)y,
		    s->boxes[i].height, NULL };
		y += s->boxes[i].height;
	}
	draw_boxes(d, items, to - from);
}
