/*
 * How a drawing's elements look: the attributes that all of them have.  Room:
 * layout.
 */
#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/xmltree.h"
#include "layout/layout_svg.h"

/* The attributes that all elements have. */
static const char common_names[] = " id transform fill stroke stroke-width "
    "stroke-dasharray font-family font-size font-weight font-style "
    "text-anchor ";

static bool
named(const char *list, const char *name)
{
	const char *p = list;
	size_t len = strlen(name);

	while ((p = strstr(p, name)) != NULL) {
		if (p[-1] == ' ' && p[len] == ' ')
			return true;
		p += len;
	}
	return false;
}

struct place
svg_place(const struct svg_walk *w, const xmlNode *n)
{
	long line = xmlGetLineNo((xmlNode *)n);

	return (struct place){ w->l->reader.file, line > 0 ? (int)line : 0,
	    0 };
}

const char *
svg_attribute(const struct svg_walk *w, const xmlNode *n, const char *name)
{
	return xmltree_attribute(w->l->pass, n, name);
}

void
svg_wrong(struct svg_walk *w, const xmlNode *n, const char *name, const char *value,
    const char *help)
{
	w->ok = false;
	if (!w->silent)
		diag_report(w->l->diag, D_FO_VALUE, svg_place(w, n),
		    diag_quote(w->l->diag, value, 60), name, help);
}

/* A number with an optional unit; user units are points. */
static bool
measure(const char *s, double *v)
{
	static const struct { const char *name; double factor; } units[] = {
		{ "", 1 }, { "px", 1 }, { "pt", 1 }, { "mm", 72 / 25.4 },
		{ "cm", 72 / 2.54 }, { "in", 72 }, { "pc", 12 } };
	size_t i;

	if (!svg_number(&s, v))
		return false;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(s, units[i].name) == 0) {
			*v *= units[i].factor;
			return true;
		}
	return false;
}

double
svg_value(struct svg_walk *w, const xmlNode *n, const char *name, double otherwise)
{
	const char *s = svg_attribute(w, n, name);
	double v;

	if (s == NULL)
		return otherwise;
	if (measure(s, &v))
		return v;
	svg_wrong(w, n, name, s, "12.5");
	return otherwise;
}

static struct matrix
multiply(struct matrix m, struct matrix n)
{
	return (struct matrix){ m.a * n.a + m.c * n.b, m.b * n.a + m.d * n.b,
	    m.a * n.c + m.c * n.d, m.b * n.c + m.d * n.d,
	    m.a * n.e + m.c * n.f + m.e, m.b * n.e + m.d * n.f + m.f };
}

/* One function of a transform; false when it is unknown. */
static bool
transform_one(const char *name, const double *v, int n, struct matrix *m)
{
	struct matrix t = { 1, 0, 0, 1, 0, 0 };
	double turn;

	if (strncmp(name, "translate(", 10) == 0 && n >= 1 && n <= 2) {
		t.e = v[0];
		t.f = n == 2 ? v[1] : 0;
	} else if (strncmp(name, "scale(", 6) == 0 && n >= 1 && n <= 2) {
		t.a = v[0];
		t.d = n == 2 ? v[1] : v[0];
	} else if (strncmp(name, "rotate(", 7) == 0 && (n == 1 || n == 3)) {
		turn = v[0] * M_PI / 180;
		t = (struct matrix){ cos(turn), sin(turn), -sin(turn),
		    cos(turn), 0, 0 };
		if (n == 3) {
			t.e = v[1] - t.a * v[1] - t.c * v[2];
			t.f = v[2] - t.b * v[1] - t.d * v[2];
		}
	} else {
		return false;
	}
	*m = multiply(*m, t);
	return true;
}

static bool
transform(const char *s, struct matrix *m)
{
	const char *name;
	double v[3];
	int n;

	for (s += strspn(s, " ,\t\n"); *s != '\0'; s += strspn(s, " ,\t\n")) {
		name = s;
		s = strchr(s, '(');
		if (s == NULL)
			return false;
		s++;
		s += strspn(s, " ");
		for (n = 0; *s != ')'; n++)
			if (n == 3 || !svg_number(&s, &v[n]))
				return false;
		s++;
		if (!transform_one(name, v, n, m))
			return false;
	}
	return true;
}

static void
paint(struct svg_walk *w, const xmlNode *n, const char *name, bool *paints,
    struct color *color)
{
	const char *s = svg_attribute(w, n, name);
	struct value v;

	if (s == NULL)
		return;
	*paints = strcmp(s, "none") != 0;
	if (!*paints)
		return;
	if (value_parse(w->l->pass, KIND_COLOR, "", 0, s, &v) == VALUE_OK)
		*color = v.color;
	else
		svg_wrong(w, n, name, s, "none, black, #c00000");
}

static void
dashes(struct svg_walk *w, const xmlNode *n, struct svg_brush *b)
{
	const char *s = svg_attribute(w, n, "stroke-dasharray"), *p = s;

	if (s == NULL)
		return;
	b->dash_on = b->dash_off = 0;
	if (strcmp(s, "none") == 0)
		return;
	if (!svg_number(&p, &b->dash_on) || b->dash_on <= 0) {
		svg_wrong(w, n, "stroke-dasharray", s, "3, 2");
		return;
	}
	b->dash_off = b->dash_on;
	if (*p != '\0' && (!svg_number(&p, &b->dash_off) || *p != '\0' ||
	    b->dash_off <= 0))
		svg_wrong(w, n, "stroke-dasharray", s, "3, 2");
}

static void
fonts(struct svg_walk *w, const xmlNode *n, struct svg_brush *b)
{
	const char *s;
	enum word anchor;

	if ((s = svg_attribute(w, n, "font-family")) != NULL)
		b->family = s;
	b->size = svg_value(w, n, "font-size", b->size);
	if (!(b->size >= 0.5 && b->size <= 1000)) {
		svg_wrong(w, n, "font-size", svg_attribute(w, n, "font-size"),
		    "0.5 - 1000");
		b->size = 10;
	}
	if ((s = svg_attribute(w, n, "font-weight")) != NULL)
		b->bold = strcmp(s, "bold") == 0 || (*s >= '6' && *s <= '9');
	if ((s = svg_attribute(w, n, "font-style")) != NULL)
		b->italic = strcmp(s, "normal") != 0;
	if ((s = svg_attribute(w, n, "text-anchor")) == NULL)
		return;
	anchor = strcmp(s, "middle") == 0 ? W_CENTER : strcmp(s, "end") == 0 ?
	    W_END : strcmp(s, "start") == 0 ? W_START : W_UNKNOWN;
	if (anchor == W_UNKNOWN)
		svg_wrong(w, n, "text-anchor", s, "start, middle, end");
	else
		b->anchor = anchor;
}

void
svg_read_brush(struct svg_walk *w, const xmlNode *n, const char *own,
    struct svg_brush *b)
{
	const xmlAttr *a;
	const char *s;

	for (a = n->properties; a != NULL; a = a->next)
		if (a->ns == NULL && !named(common_names, (char *)a->name) &&
		    !named(own, (char *)a->name)) {
			w->ok = false;
			if (!w->silent)
				diag_report(w->l->diag, D_FO_PROPERTY,
				    svg_place(w, n), arena_printf(w->l->pass,
				    "svg:%s", (char *)a->name));
		}
	if ((s = svg_attribute(w, n, "transform")) != NULL &&
	    !transform(s, &b->m))
		svg_wrong(w, n, "transform", s,
		    "translate(10, 20) scale(2) rotate(90)");
	paint(w, n, "fill", &b->fills, &b->fill);
	paint(w, n, "stroke", &b->strokes, &b->stroke);
	b->stroke_width = svg_value(w, n, "stroke-width", b->stroke_width);
	dashes(w, n, b);
	fonts(w, n, b);
}
