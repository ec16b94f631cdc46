/*
 * Inline content: the characters and objects of a paragraph, in their ink.
 * Room: layout.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "layout/layout_inline.h"
#include "layout/layout_svg.h"

enum { PARAGRAPH_MAX = 1000000 };	/* characters */

/*
 * FOP raises super by the font's x-height and lowers sub by a third of it; the
 * metrics do not tell the x-height, so that of Liberation Serif stands for it.
 */
enum { X_HEIGHT = 458 };

/* What is being put together. */
struct gathering {
	struct layout	*l;
	length		 width;
	bool		 after_space;	/* a space here would be dropped */
	bool		 too_long;
};

static uint32_t
use_ink(struct layout *l, const struct ink *ink)
{
	if (l->used_count == 0 || l->used[l->used_count - 1] != ink)
		*ARENA_PUSH(l->reader.arena, l->used, l->used_count,
		    l->used_cap) = ink;
	return (uint32_t)l->used_count - 1;
}

static void
put_char(struct gathering *g, uint32_t c, uint32_t ink)
{
	struct layout *l = g->l;

	if (l->char_count == PARAGRAPH_MAX) {
		g->too_long = true;
		return;
	}
	if (l->char_count == l->char_cap) {
		l->char_cap = l->char_cap == 0 ? 1024 : l->char_cap * 2;
		l->chars = realloc(l->chars, l->char_cap * sizeof(uint32_t));
		l->ink_of = realloc(l->ink_of, l->char_cap * sizeof(uint32_t));
		l->breaks = realloc(l->breaks, l->char_cap);
		if (l->chars == NULL || l->ink_of == NULL || l->breaks == NULL)
			abort();
	}
	l->chars[l->char_count] = c;
	l->ink_of[l->char_count++] = ink;
}

/* Take back the collapsible spaces at the end. */
static void
drop_spaces(struct layout *l)
{
	while (l->char_count > 0 && l->chars[l->char_count - 1] == ' ')
		l->char_count--;
}

/* Whether the next character is the first one of a word. */
static bool
begins_word(const struct layout *l)
{
	return l->char_count == 0 ||
	    !unicode_is_word(l->chars[l->char_count - 1]);
}

/* Characters of the source, white space treated as the properties say. */
static void
gather_text(struct gathering *g, const struct node *n, const char *s,
    const struct ink *ink)
{
	enum word feeds = fo_word(n, P_LINEFEED_TREATMENT);
	enum word transform = fo_word(n, P_TEXT_TRANSFORM);
	bool collapse = fo_word(n, P_WHITE_SPACE_COLLAPSE) == W_TRUE;
	enum word spaces = fo_word(n, P_WHITE_SPACE_TREATMENT);
	bool keep = spaces == W_PRESERVE;
	uint32_t index = use_ink(g->l, ink), c;
	size_t len;

	if (transform == W_UPPERCASE)
		s = unicode_upper(g->l->pass, s);
	if (transform == W_LOWERCASE)
		s = unicode_lower(g->l->pass, s);
	for (; (len = unicode_next(s, &c)) > 0; s += len) {
		if (c == '\n' && feeds == W_PRESERVE) {
			if (!keep)
				drop_spaces(g->l);
			put_char(g, NEWLINE, index);
			g->after_space = !keep;
			continue;
		}
		if (c == '\n' && feeds == W_IGNORE)
			continue;
		if (c == '\n' && feeds == W_TREAT_AS_ZERO_WIDTH)
			c = ZERO_SPACE;
		if (c == '\n' || c == '\t' || c == '\r')
			c = ' ';
		if (c == ' ' && spaces == W_IGNORE)
			continue;
		if (c == ' ' && g->after_space && (collapse ||
		    g->l->char_count == 0))
			continue;
		if (transform == W_CAPITALIZE && begins_word(g->l))
			c = unicode_title(c);
		put_char(g, c, index);
		g->after_space = c == ' ' && collapse;
	}
}

struct anchor *
anchor_of(struct layout *l, const char *id)
{
	struct anchor *a = map_find(l->anchors, id);

	if (a == NULL) {
		a = arena_alloc(l->reader.arena, sizeof(*a));
		a->id = arena_strdup(l->reader.arena, id);
		map_add(l->anchors, id, a);
	}
	return a;
}

/* Whether something is drawn around the content of an inline element. */
static bool
has_span(const struct node *n)
{
	return n->kind >= FO_INLINE && n->kind <= FO_FOREIGN_OBJECT &&
	    (n->set->has_background || n->set->has_edges);
}

static void
add_span(struct layout *l, const struct node *n, struct ink *ink)
{
	struct span *s = arena_alloc(l->pass, sizeof(*s));

	s->outer = ink->span;
	s->depth = ink->span == NULL ? 1 : ink->span->depth + 1;
	s->set = n->set;
	s->ink = ink;
	ink->span = s;
}

static length
x_height(const struct ink *ink)
{
	return (length)((int64_t)ink->style->size * X_HEIGHT / 1000);
}

/*
 * How an inline element looks, given what is around it.  Above the line it stands
 * as high as small letters around it are, below by half of its own (as in FOP).
 */
static const struct ink *
inline_ink(struct gathering *g, const struct node *n, const struct ink *outer)
{
	const struct value *shift = fo_value(n, P_BASELINE_SHIFT);
	const struct ink *plain = ink_of_style(g->l, n);
	struct ink ink = *plain, *copy;
	enum word line = fo_word(n, P_TEXT_DECORATION);

	ink.shift = outer->shift;
	if (shift->unit == UNIT_LENGTH)
		ink.shift += shift->n;
	else if (shift->n == W_SUPER)
		ink.shift += x_height(outer);
	else if (shift->n == W_SUB)
		ink.shift -= x_height(plain) / 2;
	ink.underline = line == W_UNDERLINE ||
	    (outer->underline && line != W_NO_UNDERLINE);
	ink.link = n->kind == FO_BASIC_LINK ? n : outer->link;
	ink.span = outer->span;
	ink.anchor = outer->anchor;
	ink.note = outer->note;
	if (n->id != NULL && n->kind != FO_BLOCK)
		ink.anchor = anchor_of(g->l, n->id);
	if (ink.shift == 0 && !ink.underline && ink.link == NULL &&
	    ink.span == NULL && ink.anchor == NULL && ink.note == NULL &&
	    !has_span(n))
		return plain;
	copy = arena_alloc(g->l->pass, sizeof(*copy));
	*copy = ink;
	if (has_span(n))
		add_span(g->l, n, copy);
	return copy;
}

static void
put_object(struct gathering *g, const struct ink *ink, struct object *o)
{
	struct layout *l = g->l;

	*ARENA_PUSH(l->reader.arena, l->objects, l->object_count,
	    l->object_cap) = o;
	put_char(g, o->edge != EDGE_NONE ? EDGE : OBJECT, use_ink(l, ink));
	if (o->edge == EDGE_NONE)
		g->after_space = false;
}

/* The border and the padding at the start or the end of a span. */
static void
put_edge(struct gathering *g, const struct node *n, const struct ink *ink,
    enum edge edge)
{
	enum side side = edge == EDGE_START ? START : END;
	length width = n->set->borders[side].width + n->set->padding[side];
	struct object *o;

	if (!has_span(n) || width == 0)
		return;
	o = arena_alloc(g->l->pass, sizeof(*o));
	o->node = n;
	o->edge = edge;
	o->width = width;
	put_object(g, ink, o);
}

/* An image takes room for what is drawn around it. */
static void
put_image(struct gathering *g, const struct ink *ink, struct object *o)
{
	const struct settings *set = o->node->set;

	if (has_span(o->node)) {
		o->above = set->borders[BEFORE].width + set->padding[BEFORE];
		o->below = set->borders[AFTER].width + set->padding[AFTER];
		ink->span->object = o;
	}
	put_object(g, ink, o);
}

static void
gather_leader(struct gathering *g, const struct node *n, const struct ink *ink)
{
	struct object *o = arena_alloc(g->l->pass, sizeof(*o));
	length least = fo_length(n, P_LEADER_LENGTH_2, g->width, 0);
	length most = fo_length(n, P_LEADER_LENGTH_3, g->width, 0);

	o->node = n;
	o->width = fo_length(n, P_LEADER_LENGTH, g->width, 0);
	o->stretch = most > o->width ? most - o->width : 0;
	o->shrink = o->width > least ? o->width - least : 0;
	if (fo_word(n, P_LEADER_PATTERN) == W_RULE)
		o->height = fo_length(n, P_RULE_THICKNESS, 0, 0);
	put_object(g, ink, o);
}

static length
clamp(int64_t n)
{
	return n > LENGTH_MAX ? LENGTH_MAX : n < 0 ? 0 : (length)n;
}

/* One side of an image's content, 0 when it follows from the other. */
static length
content_side(const struct node *n, enum property_id content,
    enum property_id viewport, length natural, length whole)
{
	const struct value *v = fo_value(n, content);

	if (v->unit != UNIT_WORD)
		return fo_length(n, content, natural, 0);
	if (v->n == W_SCALE_TO_FIT)
		return fo_length(n, viewport, whole, 0);
	return 0;
}

/* Where the content begins in its viewport, out of which it may stand. */
static length
aligned(enum word align, length free)
{
	return align == W_CENTER ? free / 2 :
	    align == W_END || align == W_AFTER ? free : 0;
}

/* How large an image of a natural size is drawn, where, and its viewport. */
static void
size_object(struct gathering *g, struct object *o, length nw, length nh)
{
	const struct node *n = o->node;
	length w = content_side(n, P_CONTENT_WIDTH, P_WIDTH, nw, g->width);
	length h = content_side(n, P_CONTENT_HEIGHT, P_HEIGHT, nh, 0);

	if (w > 0 && h > 0 && fo_word(n, P_SCALING) == W_UNIFORM) {
		if ((int64_t)w * nh < (int64_t)h * nw)
			h = clamp((int64_t)w * nh / nw);
		else
			w = clamp((int64_t)h * nw / nh);
	} else if (w > 0 && h == 0) {
		h = clamp((int64_t)w * nh / nw);
	} else if (h > 0 && w == 0) {
		w = clamp((int64_t)h * nw / nh);
	} else if (w == 0) {
		w = nw;
		h = nh;
	}
	o->drawn_width = w;
	o->drawn_height = h;
	o->width = fo_length(n, P_WIDTH, g->width, w);
	o->height = fo_length(n, P_HEIGHT, 0, h);
	o->drawn_x = aligned(fo_word(n, P_TEXT_ALIGN), o->width - w);
	o->drawn_y = aligned(fo_word(n, P_DISPLAY_ALIGN), o->height - h);
}

static void
gather_image(struct gathering *g, const struct node *n, const struct ink *ink)
{
	struct layout *l = g->l;
	struct object *o = arena_alloc(l->pass, sizeof(*o));
	int px, py, dpi;

	o->node = n;
	o->path = layout_image_path(l->result, l->reader.file,
	    fo_text(n, P_SRC));
	if (!l->metrics->image_size(l->metrics->context, o->path, &px, &py,
	    &dpi) || px <= 0 || py <= 0 || dpi <= 0) {
		if (map_add(l->said, arena_printf(l->reader.arena, "image %s",
		    o->path), l))
			diag_report(l->diag, D_FO_IMAGE,
			    fo_place(&l->reader, n), fo_text(n, P_SRC),
			    _("it is not a PNG or JPEG file that can be read"));
		return;
	}
	size_object(g, o, clamp((int64_t)px * 72000 / dpi),
	    clamp((int64_t)py * 72000 / dpi));
	put_image(g, ink, o);
}

static void
gather_drawing(struct gathering *g, const struct node *n,
    const struct ink *ink)
{
	struct object *o = arena_alloc(g->l->pass, sizeof(*o));
	length width, height;

	o->node = n;
	if (!svg_measure(g->l, n, &width, &height) || width == 0 ||
	    height == 0)
		return;
	size_object(g, o, width, height);
	put_image(g, ink, o);
}

/* The number of the page where an id stands, as far as it is known. */
static const char *
cited_number(struct layout *l, const char *id, bool last)
{
	const struct anchor *a;

	if (!l->final)
		l->cites = true;
	a = l->final ? map_find(l->anchors, id) : l->anchors_before == NULL ?
	    NULL : map_find(l->anchors_before, id);
	if (a == NULL || !a->placed)
		return "000";
	return last ? a->last_label : a->label;
}

/* A page number in a flow: a citation of itself. */
static void
gather_number(struct gathering *g, const struct node *n, const struct ink *ink)
{
	struct layout *l = g->l;
	const char *id;
	struct ink *copy;

	if (l->number != NULL) {
		gather_text(g, n, l->number, ink);
		return;
	}
	id = arena_printf(l->pass, "\001%p", (const void *)n);
	copy = arena_alloc(l->pass, sizeof(*copy));
	*copy = *ink;
	copy->anchor = anchor_of(l, id);
	gather_text(g, n, cited_number(l, id, false), copy);
}

static void gather(struct gathering *, const struct node *,
    const struct ink *);

/* A footnote's citation; where it is empty a joiner ties the note to a line. */
static void
gather_footnote(struct gathering *g, const struct node *n,
    const struct ink *ink)
{
	struct layout *l = g->l;
	struct ink *copy = arena_alloc(l->pass, sizeof(*copy));
	size_t before = l->char_count;

	*copy = *ink;
	copy->note = arena_alloc(l->pass, sizeof(*copy->note));
	copy->note->node = n->last;
	gather(g, n->first, copy);
	if (l->char_count == before)
		put_char(g, JOINER, use_ink(l, copy));
}

/* A marker's content in a line, where no blocks can stand. */
static void
gather_marker(struct gathering *g, const struct node *n, const struct ink *ink)
{
	struct layout *l = g->l;
	const struct node *content = marker_content(l, n), *c;

	for (c = content == NULL ? NULL : content->first; c != NULL;
	    c = c->next)
		if (!node_is_block(l, c))
			gather(g, c, ink);
		else if (map_add(l->said, arena_printf(l->reader.arena,
		    "block %d %d", c->line, n->line), l))
			diag_report(l->diag, D_FO_PLACE,
			    fo_place(&l->reader, c), fo_name(c->kind),
			    fo_name(n->parent->kind));
}

static void
gather_element(struct gathering *g, const struct node *n,
    const struct ink *outer)
{
	const struct ink *ink = inline_ink(g, n, outer);
	const struct node *c;

	put_edge(g, n, ink, EDGE_START);
	switch (n->kind) {
	case FO_INLINE:
	case FO_BASIC_LINK:
		if (n->first == NULL && n->id != NULL)
			block_anchor(g->l, n);
		for (c = n->first; c != NULL; c = c->next)
			gather(g, c, ink);
		break;
	case FO_FOOTNOTE:
		gather_footnote(g, n, ink);
		break;
	case FO_PAGE_NUMBER:
		gather_number(g, n, ink);
		break;
	case FO_CITATION:
	case FO_CITATION_LAST:
		gather_text(g, n, cited_number(g->l, fo_text(n, P_REF_ID),
		    n->kind == FO_CITATION_LAST), ink);
		break;
	case FO_RETRIEVE_MARKER:
	case FO_RETRIEVE_TABLE_MARKER:
		gather_marker(g, n, ink);
		break;
	case FO_LEADER:
		gather_leader(g, n, ink);
		break;
	case FO_EXTERNAL_GRAPHIC:
		gather_image(g, n, ink);
		break;
	case FO_FOREIGN_OBJECT:
		gather_drawing(g, n, ink);
		break;
	default:
		break;
	}
	put_edge(g, n, ink, EDGE_END);
}

static void
gather(struct gathering *g, const struct node *n, const struct ink *ink)
{
	if (n->kind == FO_TEXT_NODE)
		gather_text(g, n, n->text, ink);
	else
		gather_element(g, n, ink);
}

size_t
inline_pieces(struct layout *l, const struct node *block,
    const struct node *first, const struct node *stop, length width)
{
	struct gathering g = { .l = l, .width = width, .after_space = true };
	const struct ink *ink;
	const struct node *n;

	l->char_count = l->used_count = l->object_count = 0;
	ink = inline_ink(&g, block, ink_of_style(l, block));
	for (n = first; n != stop; n = n->next)
		gather(&g, n, ink);
	if (fo_word(block, P_WHITE_SPACE_TREATMENT) != W_PRESERVE)
		drop_spaces(l);
	if (g.too_long)
		diag_report(l->diag, D_FO_LIMIT, fo_place(&l->reader, block),
		    _("the length of a paragraph"), "1000000");
	return inline_divide(l, block->line);
}

void
inline_free(struct layout *l)
{
	free(l->chars);
	free(l->ink_of);
	free(l->breaks);
	free(l->pieces);
}
