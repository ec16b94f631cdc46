/* Drawings: the subset of SVG 1.1 that charts and stamps need.  Room: layout. */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "layout/layout_svg.h"

#define NAMESPACE "http://www.w3.org/2000/svg"

enum { DEPTH_MAX = 100 };

/* Each element's own attributes, those of all being in svg_brush.c. */
static const struct {
	const char	*name;
	const char	*attributes;
} elements[] = {
	{ "svg", " width height viewBox version " },
	{ "g", " " },
	{ "rect", " x y width height " },
	{ "line", " x1 y1 x2 y2 " },
	{ "polyline", " points " },
	{ "polygon", " points " },
	{ "circle", " cx cy r " },
	{ "path", " d " },
	{ "text", " x y " },
	{ "tspan", " x y " },
	{ "title", " " },
	{ "desc", " " },
};

static void
finish_path(struct svg_walk *w, const struct svg_brush *b, struct outline *o,
    bool fills)
{
	double scale = sqrt(fabs(b->m.a * b->m.d - b->m.b * b->m.c));
	bool strokes = b->strokes && b->stroke_width > 0;

	if (w->d == NULL || o->count == 0 || !(fills || strokes))
		return;
	draw_item(w->d, ITEM_PATH)->path = (struct item_path){
		.count = o->count, .steps = o->steps, .fill = fills,
		.stroke = strokes, .fill_color = b->fill,
		.stroke_color = b->stroke,
		.stroke_width = svg_length(b->stroke_width * scale),
		.dash_on = svg_length(b->dash_on * scale),
		.dash_off = svg_length(b->dash_off * scale) };
}

static void
draw_points(struct svg_walk *w, const xmlNode *n, struct outline *o, bool closed)
{
	const char *s = svg_attribute(w, n, "points"), *p = s == NULL ? "" : s;
	double x, y;

	for (p += strspn(p, " \t\n"); *p != '\0';) {
		if (!svg_number(&p, &x) || !svg_number(&p, &y)) {
			svg_wrong(w, n, "points", s, "0,0 10,5 20,0");
			return;
		}
		if (o->count == 0)
			outline_move(o, x, y);
		else
			outline_line(o, x, y);
	}
	if (closed && o->count > 0)
		outline_close(o);
}

static void
draw_shape(struct svg_walk *w, const xmlNode *n, const struct svg_brush *b)
{
	struct outline o = { .l = w->l, .m = &b->m };
	const char *name = (const char *)n->name, *s;
	double x, y, width, height;

	if (strcmp(name, "rect") == 0) {
		x = svg_value(w, n, "x", 0);
		y = svg_value(w, n, "y", 0);
		width = svg_value(w, n, "width", 0);
		height = svg_value(w, n, "height", 0);
		if (width <= 0 || height <= 0)
			return;
		outline_move(&o, x, y);
		outline_line(&o, x + width, y);
		outline_line(&o, x + width, y + height);
		outline_line(&o, x, y + height);
		outline_close(&o);
	} else if (strcmp(name, "line") == 0) {
		outline_move(&o, svg_value(w, n, "x1", 0), svg_value(w, n, "y1", 0));
		outline_line(&o, svg_value(w, n, "x2", 0), svg_value(w, n, "y2", 0));
	} else if (strcmp(name, "circle") == 0) {
		width = svg_value(w, n, "r", 0);
		if (width > 0)
			outline_ellipse(&o, svg_value(w, n, "cx", 0),
			    svg_value(w, n, "cy", 0), width, width);
	} else if (strcmp(name, "path") == 0) {
		s = svg_attribute(w, n, "d");
		if (s != NULL && !outline_data(&o, s))
			svg_wrong(w, n, "d", s, "M 0 0 L 10 10 Z");
	} else {
		draw_points(w, n, &o, strcmp(name, "polygon") == 0);
	}
	finish_path(w, b, &o, b->fills && strcmp(name, "line") != 0);
}

/* A run of characters at the current place, which goes on behind it. */
static void
draw_string(struct svg_walk *w, const xmlNode *n, const struct svg_brush *b,
    const char *s)
{
	struct layout *l = w->l;
	double scale = sqrt(fabs(b->m.a * b->m.d - b->m.b * b->m.c)), x, y;
	length size = svg_length(b->size * scale), width;
	const struct face *face = style_face(&l->reader, b->family, b->bold,
	    b->italic);

	if (*s == '\0')
		return;
	if (fabs(b->m.b) + fabs(b->m.c) > 1e-6 * scale || b->m.a <= 0 ||
	    b->m.d <= 0) {
		svg_wrong(w, n, "transform", "rotate()",
		    _("text that is not turned"));
		return;
	}
	if (face == NULL) {
		w->ok = false;
		if (!w->silent)
			diag_report(l->diag, D_FO_FONT, svg_place(w, n),
			    b->family, _("no file is configured for it"));
		return;
	}
	width = inline_width(l, face, size, s, svg_place(w, n).line);
	x = b->m.a * w->x + b->m.e;
	y = b->m.d * w->y + b->m.f;
	if (w->d != NULL && b->fills)
		draw_item(w->d, ITEM_TEXT)->text = (struct item_text){
			.x = svg_length(x), .y = svg_length(y),
			.width = width, .size = size, .face = face,
			.color = b->fill,
			.text = arena_strdup(l->result, s) };
	w->x += width / b->m.a;
}

/* White space as SVG does by default: none at the ends, one inside. */
static const char *
squeeze(struct arena *a, const char *s, bool at_start, bool at_end)
{
	char *out = unicode_nfc(a, s), *p, *q;

	for (p = q = out; *p != '\0'; p++)
		if (*p != '\n' && *p != '\r' && *p != '\t' && *p != ' ')
			*q++ = *p;
		else if (q > out ? q[-1] != ' ' : !at_start)
			*q++ = ' ';
	if (at_end && q > out && q[-1] == ' ')
		q--;
	*q = '\0';
	return out;
}

static void walk_element(struct svg_walk *, const xmlNode *, struct svg_brush, int);

/* Whether text begins anew at an element's own place. */
static bool
is_placed(const xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE &&
	    (xmlHasProp((xmlNode *)n, (const xmlChar *)"x") != NULL ||
	    xmlHasProp((xmlNode *)n, (const xmlChar *)"y") != NULL);
}

/* The strings and spans of a text; with CHUNK up to one that has a place. */
static void
draw_content(struct svg_walk *w, const xmlNode *n, const struct svg_brush *b,
    int depth, bool chunk)
{
	const xmlNode *c;

	for (c = n->children; c != NULL && !(chunk && is_placed(c));
	    c = c->next)
		if (c->type == XML_TEXT_NODE ||
		    c->type == XML_CDATA_SECTION_NODE)
			draw_string(w, n, b, squeeze(w->l->pass,
			    (const char *)c->content, c == n->children,
			    c->next == NULL));
		else if (c->type == XML_ELEMENT_NODE)
			walk_element(w, c, *b, depth + 1);
}

/* What stands from one place on is moved as a whole by its anchor. */
static void
draw_text(struct svg_walk *w, const xmlNode *n, const struct svg_brush *b, int depth)
{
	struct svg_walk trial;

	w->x = svg_value(w, n, "x", w->x);
	w->y = svg_value(w, n, "y", w->y);
	if (b->anchor != W_START && !w->measuring &&
	    (is_placed(n) || strcmp((const char *)n->name, "text") == 0)) {
		trial = *w;
		trial.d = NULL;
		trial.silent = trial.measuring = true;
		draw_content(&trial, n, b, depth, true);
		w->x -= (trial.x - w->x) / (b->anchor == W_CENTER ? 2 : 1);
	}
	draw_content(w, n, b, depth, false);
}

static const char *
own_attributes(const xmlNode *n)
{
	size_t i;

	if (n->ns == NULL || strcmp((char *)n->ns->href, NAMESPACE) != 0)
		return NULL;
	for (i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (strcmp(elements[i].name, (char *)n->name) == 0)
			return elements[i].attributes;
	return NULL;
}

static void
walk_element(struct svg_walk *w, const xmlNode *n, struct svg_brush b, int depth)
{
	const char *own = own_attributes(n), *name = (const char *)n->name;
	const xmlNode *c;

	if (own == NULL || depth > DEPTH_MAX ||
	    (depth > 0 && strcmp(name, "svg") == 0)) {
		w->ok = false;
		if (!w->silent)
			diag_report(w->l->diag, D_FO_ELEMENT, svg_place(w, n),
			    arena_printf(w->l->pass, "svg:%s", name));
		return;
	}
	if (strcmp(name, "title") == 0 || strcmp(name, "desc") == 0)
		return;
	svg_read_brush(w, n, own, &b);
	if (strcmp(name, "text") == 0)
		w->x = w->y = 0;
	if (strcmp(name, "text") == 0 || strcmp(name, "tspan") == 0)
		draw_text(w, n, &b, depth);
	else if (strcmp(name, "svg") != 0 && strcmp(name, "g") != 0)
		draw_shape(w, n, &b);
	else
		for (c = xmltree_first(n); c != NULL; c = xmltree_next(c))
			walk_element(w, c, b, depth + 1);
}

/* The drawing's size and its viewBox in user units; false: no drawing. */
static bool
frame_of(struct svg_walk *w, const xmlNode *svg, double *width, double *height,
    double box[4])
{
	const char *s = svg_attribute(w, svg, "viewBox"), *p = s;
	int i;

	box[0] = box[1] = 0;
	box[2] = 300;
	box[3] = 150;
	for (i = 0; p != NULL && i < 4; i++)
		if (!svg_number(&p, &box[i])) {
			svg_wrong(w, svg, "viewBox", s, "0 0 300 150");
			return false;
		}
	*width = svg_value(w, svg, "width", box[2]);
	*height = svg_value(w, svg, "height", box[3]);
	if (s == NULL) {
		box[2] = *width;
		box[3] = *height;
	}
	if (*width > 0 && *height > 0 && box[2] > 0 && box[3] > 0 &&
	    *width < LENGTH_MAX / 1000 && *height < LENGTH_MAX / 1000)
		return true;
	svg_wrong(w, svg, "width", "", "100");
	return false;
}

static void
walk_drawing(struct svg_walk *w, const xmlNode *svg, struct matrix m)
{
	struct svg_brush b = { .m = m, .fills = true, .stroke_width = 1,
	    .family = fo_text(w->node, P_FONT_FAMILY), .size = 10,
	    .anchor = W_START };

	walk_element(w, svg, b, 0);
}

bool
svg_measure(struct layout *l, const struct node *n, length *width,
    length *height)
{
	struct svg_walk w = { .l = l, .node = n, .ok = true };
	const xmlNode *svg = xmltree_first(n->xml);
	double x, y, box[4];

	if (svg == NULL || !xmltree_is(svg, "svg") ||
	    xmltree_next(svg) != NULL) {
		diag_report(l->diag, D_FO_REQUIRED, fo_place(&l->reader, n),
		    fo_name(n->kind), _("one svg element"));
		return false;
	}
	if (!frame_of(&w, svg, &x, &y, box))
		return false;
	walk_drawing(&w, svg, (struct matrix){ 1, 0, 0, 1, 0, 0 });
	*width = svg_length(x * 1000);
	*height = svg_length(y * 1000);
	return w.ok;
}

void
svg_draw(const struct drawing *d, const struct node *n, length x, length y,
    length width, length height)
{
	struct svg_walk w = { .l = d->l, .node = n, .d = d, .silent = true,
	    .ok = true };
	const xmlNode *svg = xmltree_first(n->xml);
	double scale, sx, sy, vw, vh, box[4];

	if (!frame_of(&w, svg, &vw, &vh, box))
		return;
	sx = width / box[2];
	sy = height / box[3];
	scale = sx < sy ? sx : sy;
	walk_drawing(&w, svg, (struct matrix){ scale, 0, 0, scale,
	    d->x + x + (width - scale * box[2]) / 2 - scale * box[0],
	    d->y + y + (height - scale * box[3]) / 2 - scale * box[1] });
}
