/* Backgrounds and borders within a line.  Room: layout. */
#include "layout/layout_page.h"

/* A span as far as it is on one line. */
struct stretch {
	const struct span *span;
	int64_t		 from, to;
	bool		 open[4];	/* sides that are on other lines */
};

/* The span of some ink that is DEPTH deep, NULL when there is none. */
static const struct span *
span_at(const struct ink *ink, int depth)
{
	const struct span *s = ink->span;

	while (s != NULL && s->depth > depth)
		s = s->outer;
	return s != NULL && s->depth == depth ? s : NULL;
}

static length
em_part(const struct ink *ink, int thousandths)
{
	return (length)((int64_t)ink->style->size * thousandths / 1000);
}

static void
draw_stretch(const struct drawing *d, const struct stretch *t, length baseline)
{
	const struct span *s = t->span;
	const struct settings *set;
	length top, bottom;

	if (s == NULL)
		return;
	set = s->set;
	baseline -= s->ink->shift;
	if (s->object != NULL) {
		top = baseline - s->object->below - s->object->height -
		    s->object->above;
		bottom = baseline;
	} else {
		top = baseline - em_part(s->ink, s->ink->glyphs->ascender) -
		    set->padding[BEFORE] - set->borders[BEFORE].width;
		bottom = baseline + em_part(s->ink,
		    s->ink->glyphs->descender) + set->padding[AFTER] +
		    set->borders[AFTER].width;
	}
	draw_bordered(d, set, (length)t->from, top, (length)(t->to - t->from),
	    bottom - top, t->open);
}

/* One more piece of the line: it goes on with a stretch or begins another. */
static void
pass_piece(const struct drawing *d, struct stretch *t, const struct piece *p,
    int depth, int64_t x, length baseline)
{
	const struct span *s = span_at(p->ink, depth);

	if (s != t->span) {
		draw_stretch(d, t, baseline);
		*t = (struct stretch){ .span = s, .from = x,
		    .open = { [START] = true, [END] = true } };
	}
	if (s != NULL && p->kind == PIECE_OBJECT && p->ink->span == s) {
		if (p->object->edge == EDGE_START)
			t->open[START] = false;
		if (p->object->edge == EDGE_END)
			t->open[END] = false;
	}
}

void
spans_draw(const struct drawing *d, const struct line *line, length baseline)
{
	int depth, deepest = 0;
	struct stretch t;
	struct spread s;
	int64_t x;
	size_t i;

	for (i = 0; i < line->count; i++)
		if (line->pieces[i].ink->span != NULL &&
		    line->pieces[i].ink->span->depth > deepest)
			deepest = line->pieces[i].ink->span->depth;
	for (depth = 1; depth <= deepest; depth++) {
		t = (struct stretch){ NULL };
		s = spread_of(line);
		x = line->x;
		for (i = 0; i < line->count; i++) {
			pass_piece(d, &t, &line->pieces[i], depth, x,
			    baseline);
			x += spread_width(&s, &line->pieces[i]);
			t.to = x;
		}
		draw_stretch(d, &t, baseline);
	}
}
