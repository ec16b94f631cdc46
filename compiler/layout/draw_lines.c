/* Lines onto pages: runs of text, rules, images, links.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "layout/layout_svg.h"

/* A line while it is drawn. */
struct run {
	const struct drawing *d;
	length		 baseline;
	int64_t		 x;		/* so far */
	struct text	*text;		/* of the run that is open */
	const struct ink *ink;		/* its look; NULL: none is open */
	int64_t		 from, to;	/* its extent */
	int		 spaces;	/* that wait for a word behind them */
	uint32_t	 element;	/* of the structure; 0 for leaders */
};

static void
close_run(struct run *r)
{
	const struct drawing *d = r->d;
	struct layout *l = d->l;

	if (r->ink != NULL && r->text->len > 0) {
		l->element = r->element;
		if (r->ink->link != NULL)
			l->element = structure_element(r->ink->link);
		draw_item(d, ITEM_TEXT)->text = (struct item_text){
			.x = d->x + (length)r->from,
			.y = d->y + r->baseline - r->ink->shift,
			.width = (length)(r->to - r->from),
			.size = r->ink->style->size,
			.letter_space = r->ink->letter_space,
			.face = r->ink->glyphs->face,
			.color = r->ink->color,
			.text = arena_strndup(l->result, r->text->data,
			    r->text->len),
		};
		l->element = 0;
	}
	text_clear(r->text);
	r->ink = NULL;
}

static bool
look_alike(const struct ink *a, const struct ink *b)
{
	return a == b || (a != NULL && a->glyphs == b->glyphs &&
	    a->style == b->style && a->shift == b->shift &&
	    a->link == b->link);
}

/* Underline and link of a stretch of a line. */
struct marks {
	int64_t		 from, to;
	const struct ink *ink;
};

static length
em_part(const struct ink *ink, int thousandths)
{
	return (length)((int64_t)ink->style->size * thousandths / 1000);
}

/* As Apache FOP: an eighth of the descent thick, around its half. */
static void
draw_underline(const struct drawing *d, const struct marks *m, length baseline)
{
	length descent = em_part(m->ink, m->ink->glyphs->descender);
	length thick = descent / 8;

	draw_rect(d, (length)m->from, baseline - m->ink->shift + descent / 2 -
	    thick / 2, (length)(m->to - m->from), thick,
	    m->ink->color);
}

static void
draw_link(const struct drawing *d, const struct marks *m, length baseline)
{
	const struct ink *ink = m->ink;
	length above = em_part(ink, ink->glyphs->ascender);
	length below = em_part(ink, ink->glyphs->descender);
	struct item_link link = { .x = d->x + (length)m->from,
	    .y = d->y + baseline - ink->shift - above,
	    .width = (length)(m->to - m->from), .height = above + below };
	const struct anchor *a;
	const char *id = fo_text(ink->link, P_INTERNAL_DESTINATION);

	if (*id == '\0') {
		link.uri = arena_strdup(d->l->result, fo_text(ink->link,
		    P_EXTERNAL_DESTINATION));
	} else {
		a = map_find(d->l->anchors, id);
		if (a == NULL || !a->placed)
			return;
		link.page = a->page;
		link.to_y = a->y;
	}
	d->l->element = structure_element(ink->link);
	draw_item(d, ITEM_LINK)->link = link;
	d->l->element = 0;
}

static void
draw_marks(const struct drawing *d, const struct marks *m, length baseline)
{
	const struct ink *ink = m->ink;

	if (ink == NULL || m->to <= m->from)
		return;
	if (ink->underline)
		draw_underline(d, m, baseline);
	if (ink->link != NULL)
		draw_link(d, m, baseline);
}

static bool
marked_alike(const struct ink *a, const struct ink *b)
{
	return a == b || (a != NULL && b != NULL && a->link == b->link &&
	    a->underline == b->underline && a->shift == b->shift &&
	    a->style == b->style);
}

struct spread
spread_of(const struct line *line)
{
	struct spread s = { .difference = line->difference };
	size_t i;

	for (i = 0; i < line->count; i++)
		s.whole += s.difference > 0 ? piece_stretch(&line->pieces[i]) :
		    piece_shrink(&line->pieces[i]);
	return s;
}

length
spread_width(struct spread *s, const struct piece *p)
{
	int64_t before;

	if (s->difference == 0 || s->whole == 0)
		return p->width;
	before = s->difference * s->passed / s->whole;
	s->passed += s->difference > 0 ? piece_stretch(p) : piece_shrink(p);
	return p->width + (length)(s->difference * s->passed / s->whole -
	    before);
}

static void
draw_all_marks(const struct drawing *d, const struct line *line,
    length baseline)
{
	struct spread s = spread_of(line);
	struct marks m = { .from = line->x, .to = line->x };
	int64_t x = line->x;
	size_t i;

	for (i = 0; i < line->count; i++) {
		const struct ink *ink = line->pieces[i].ink;

		if (!marked_alike(m.ink, ink)) {
			draw_marks(d, &m, baseline);
			m = (struct marks){ .from = x, .ink = ink };
		}
		x += spread_width(&s, &line->pieces[i]);
		m.to = x;
	}
	draw_marks(d, &m, baseline);
}

static void
draw_leader(struct run *r, const struct piece *p, length width)
{
	const struct drawing *d = r->d;
	const struct node *n = p->object->node;
	struct border rule = { .width = p->object->height,
	    .style = fo_word(n, P_RULE_STYLE),
	    .color = p->ink->color };
	uint32_t element;
	length dot;
	int64_t count, i;

	switch (fo_word(n, P_LEADER_PATTERN)) {
	case W_RULE:
		if (rule.style != W_NONE)
			draw_rule(d, (length)r->x, r->baseline -
			    p->ink->shift - rule.width, width, rule.width,
			    &rule);
		break;
	case W_DOTS:
		dot = inline_advance(d->l, p->ink, '.', n->line);
		count = dot > 0 ? width / dot : 0;
		/* Dots end where the leader ends, so that they line up. */
		r->ink = count > 0 ? p->ink : NULL;
		r->from = r->x + width - count * dot;
		r->to = r->x + width;
		for (i = 0; i < count; i++)
			text_addc(r->text, '.');
		element = r->element;
		r->element = 0;		/* nobody wants to hear dots */
		close_run(r);
		r->element = element;
		break;
	default:
		break;
	}
}

static void
draw_object(struct run *r, const struct piece *p, length width)
{
	const struct object *o = p->object;
	const struct drawing *d = r->d;
	length x = (length)r->x, y = r->baseline - p->ink->shift -
	    o->below - o->height;

	close_run(r);
	if (o->edge != EDGE_NONE)
		return;
	if (o->node->kind == FO_LEADER) {
		draw_leader(r, p, width);
		return;
	}
	d->l->element = structure_element(o->node);
	if (o->node->kind == FO_FOREIGN_OBJECT)
		svg_draw(d, o->node, x + o->drawn_x, y + o->drawn_y,
		    o->drawn_width, o->drawn_height);
	else
		draw_item(d, ITEM_IMAGE)->image = (struct item_image){
		.x = d->x + x + o->drawn_x, .y = d->y + y + o->drawn_y,
		.width = o->drawn_width, .height = o->drawn_height,
		.path = o->path };
	d->l->element = 0;
}

/*
 * A space that no one sees, since what follows has a place of its own: it tells
 * programs that read the text that a word ends here (PDF 32000-1, 14.8.2.5).
 */
static void
end_word(struct run *r)
{
	if (r->ink != NULL && r->text->len > 0)
		text_addc(r->text, ' ');
}

static void
draw_word(struct run *r, const struct piece *p)
{
	if (!look_alike(r->ink, p->ink)) {
		if (r->spaces > 0)
			end_word(r);
		close_run(r);
		r->ink = p->ink;
		r->from = r->x;
		r->spaces = 0;
	}
	for (; r->spaces > 0; r->spaces--)
		text_addc(r->text, ' ');
	text_add(r->text, p->text);
	r->to = r->x + p->width;
}

void
draw_line(const struct drawing *d, const struct line *line, length y)
{
	struct spread s = spread_of(line);
	struct run r = { .d = d, .baseline = y + line->ascent, .x = line->x,
	    .text = &d->l->run_text, .element = line->element };
	const struct piece *p;
	length width;
	size_t i;

	spans_draw(d, line, r.baseline);
	for (i = 0; i < line->count; i++) {
		p = &line->pieces[i];
		width = spread_width(&s, p);
		if (p->kind == PIECE_OBJECT)
			draw_object(&r, p, width);
		else if (p->kind == PIECE_WORD)
			draw_word(&r, p);
		else if (width != p->width) {
			end_word(&r);
			close_run(&r);
		} else
			r.spaces++;
		if (p->kind != PIECE_WORD && p->kind != PIECE_OBJECT &&
		    r.ink == NULL)
			r.spaces = 0;
		r.x += width;
	}
	if (line->goes_on)
		end_word(&r);
	close_run(&r);
	draw_all_marks(d, line, r.baseline);
}
