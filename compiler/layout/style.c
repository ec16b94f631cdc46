/* The computed properties of an element.  Room: layout. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "layout/layout.h"
#include "layout/layout_property.h"

enum { ATTRIBUTES_MAX = 64, KEY_MAX = 64 * 1024 };

#define INHERIT "inherit"

/* An element whose attributes are being read. */
struct reading {
	struct fo_reader *r;
	const xmlNode	*xml;
	const struct node *above;	/* or NULL */
	const struct style *parent;
	length		 em;
	struct setting	 items[P_MAX];
	bool		 is_set[P_MAX];
	bool		 wrong;		/* something was complained of */
	bool		 borrows;	/* values that are not inherited, too */
};

/* The text of an attribute; in the arena where libxml2 keeps it in pieces. */
static const char *
attribute_text(struct arena *a, const xmlAttr *attr)
{
	xmlChar *s;
	const char *copy;

	if (attr->children == NULL)
		return "";
	if (attr->children->next == NULL &&
	    attr->children->type == XML_TEXT_NODE)
		return (const char *)attr->children->content;
	s = xmlNodeListGetString(attr->doc, attr->children, 1);
	copy = s == NULL ? "" : arena_strdup(a, (char *)s);
	xmlFree(s);
	return copy;
}

static struct place
place_of(const struct reading *g)
{
	long line = xmlGetLineNo((xmlNode *)g->xml);

	return (struct place){ g->r->file, line > 0 ? (int)line : 0, 0 };
}

/* "inherit": what the parent has, of any property (XSL 1.1, 5.1.4). */
static struct value
parents_value(struct reading *g, enum property_id id)
{
	const struct property *p = &property_table[id];

	if (p->slot >= 0)
		return g->parent->values[p->slot];
	g->borrows = true;
	return g->above == NULL ? g->r->initial[id] : *fo_value(g->above, id);
}

/* Parse and keep one property's value. */
static void
set_value(struct reading *g, enum property_id id, const char *name,
    const char *s)
{
	const struct property *p = &property_table[id];
	struct value v;

	if (strcmp(s, INHERIT) == 0 && p->kind != KIND_TEXT &&
	    p->kind != KIND_URI) {
		g->items[id] = (struct setting){ id, parents_value(g, id) };
		g->is_set[id] = true;
		return;
	}
	switch (value_parse(g->r->arena, p->kind, p->words, g->em, s, &v)) {
	case VALUE_OK:
		g->items[id] = (struct setting){ id, v };
		g->is_set[id] = true;
		return;
	case VALUE_WRONG:
		diag_report(g->r->diag, D_FO_VALUE, place_of(g),
		    diag_quote(g->r->diag, s, 60), name,
		    value_help(g->r->arena, p->kind, p->words));
		break;
	case VALUE_TOO_LARGE:
		diag_report(g->r->diag, D_FO_LIMIT, place_of(g),
		    arena_printf(g->r->arena, "%s \"%s\"", name,
		    diag_quote(g->r->diag, s, 60)),
		    p->kind == KIND_COUNT ? "1000000" :
		    p->kind == KIND_FONT_SIZE ? "1000pt" : "20000pt");
		break;
	}
	g->wrong = true;
}

/* "1pt solid black" in any order, to one side or to all four. */
static void
set_border(struct reading *g, const struct attribute *at, const char *s)
{
	int sides = at->expansion == BORDER_ALL ? 4 : 1, i, k;
	char *copy = arena_strdup(g->r->arena, s), *p, *end;
	static const enum property_id firsts[] = { P_BORDER_WIDTH,
	    P_BORDER_STYLE, P_BORDER_COLOR };
	const struct property *prop;
	struct value v;

	if (strcmp(s, INHERIT) == 0) {
		for (k = 0; k < 3 * sides; k++)
			set_value(g, firsts[k / sides] + (at->id -
			    P_BORDER_WIDTH) + (enum property_id)(k % sides),
			    at->name, s);
		return;
	}
	for (p = copy; *p != '\0'; p = end) {
		p += strspn(p, " \t\n");
		if (*p == '\0')
			break;
		end = p + (strncmp(p, "rgb(", 4) == 0 ?
		    strcspn(p, ")") + 1 : strcspn(p, " \t\n"));
		if (end > p + strlen(p))
			end = p + strlen(p);
		if (*end != '\0')
			*end++ = '\0';
		for (k = 0; k < 3; k++) {
			prop = &property_table[firsts[k]];
			if (value_parse(g->r->arena, prop->kind, prop->words,
			    g->em, p, &v) == VALUE_OK)
				break;
		}
		if (k == 3) {
			diag_report(g->r->diag, D_FO_VALUE, place_of(g),
			    diag_quote(g->r->diag, s, 60), at->name,
			    "0.5pt solid black");
			g->wrong = true;
			return;
		}
		for (i = 0; i < sides; i++)
			set_value(g, firsts[k] + (at->id - P_BORDER_WIDTH) +
			    (enum property_id)i, at->name, p);
	}
}

/* One to four values for the sides in the order of CSS. */
static void
set_sides(struct reading *g, const struct attribute *at, const char *s)
{
	static const enum side order[4] = { BEFORE, END, AFTER, START };
	static const int from[5][4] = { { 0 }, { 0, 0, 0, 0 }, { 0, 1, 0, 1 },
	    { 0, 1, 2, 1 }, { 0, 1, 2, 3 } };
	char *copy = arena_strdup(g->r->arena, s), *p = copy, *words[4];
	int n = 0, i;

	for (p += strspn(p, " \t\n"); *p != '\0' && n < 5;
	    p += strspn(p, " \t\n")) {
		if (n < 4)
			words[n] = p;
		n++;
		p += strcspn(p, " \t\n");
		if (*p != '\0')
			*p++ = '\0';
	}
	if (n < 1 || n > 4) {
		diag_report(g->r->diag, D_FO_VALUE, place_of(g),
		    diag_quote(g->r->diag, s, 60), at->name,
		    _("one to four values"));
		g->wrong = true;
		return;
	}
	for (i = 0; i < 4; i++) {
		/* A value that is wrong is complained of once. */
		if (from[n][i] < i && !g->is_set[at->id + order[from[n][i]]])
			continue;
		set_value(g, at->id + (enum property_id)order[i], at->name,
		    words[from[n][i]]);
	}
}

static void
set_attribute(struct reading *g, const struct attribute *at, const char *s)
{
	switch (at->expansion) {
	case ONE:
		set_value(g, at->id, at->name, s);
		break;
	case SIDES:
		set_sides(g, at, s);
		break;
	case SAME:
		set_value(g, at->id, at->name, s);
		if (!g->is_set[at->id])
			break;
		set_value(g, at->id + 1, at->name, s);
		set_value(g, at->id + 2, at->name, s);
		break;
	case BORDER_SIDE:
	case BORDER_ALL:
		set_border(g, at, s);
		break;
	}
}

/* Whether an attribute is none of ours but harmless (xml:lang, xml:space). */
static bool
is_xml_attribute(const xmlAttr *attr)
{
	return attr->ns != NULL && strcmp((const char *)attr->ns->href,
	    "http://www.w3.org/XML/1998/namespace") == 0;
}

/* What an attribute stands for; NULL when nothing. */
static const struct attribute *
find_attribute(struct arena *a, const xmlAttr *attr)
{
	const char *name = (const char *)attr->name;

	if (attr->ns == NULL)
		return property_find(name);
	return strcmp((const char *)attr->ns->href, EXTENSIONS) != 0 ? NULL :
	    property_find(arena_printf(a, "fox:%s", name));
}

/*
 * A margin of the shorthand gives way to what is said of the same indent or space
 * itself; one with the side's name does not (XSL 1.1, 5.3.1 and 5.3.2).
 */
static void
drop_margins(struct reading *g, const struct attribute **found, int n)
{
	static const struct { enum property_id first, last, margin; } said[] = {
	    { P_SPACE_BEFORE, P_SPACE_BEFORE_PREC, P_MARGIN },
	    { P_SPACE_AFTER, P_SPACE_AFTER_PREC, P_MARGIN_2 },
	    { P_START_INDENT, P_START_INDENT, P_MARGIN_3 },
	    { P_END_INDENT, P_END_INDENT, P_MARGIN_4 } };
	int i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < 4; k++)
			if (found[i]->id >= said[k].first &&
			    found[i]->id <= said[k].last)
				g->is_set[said[k].margin] = false;
}

/* Read all attributes, the font size first because em refers to it. */
static void
read_attributes(struct reading *g)
{
	const struct attribute *found[ATTRIBUTES_MAX];
	const char *texts[ATTRIBUTES_MAX];
	const xmlAttr *attr;
	int n = 0, i, rank;

	for (attr = g->xml->properties; attr != NULL; attr = attr->next) {
		if (is_xml_attribute(attr))
			continue;
		if (n == ATTRIBUTES_MAX) {
			diag_report(g->r->diag, D_FO_LIMIT, place_of(g),
			    _("the number of attributes"), "64");
			g->wrong = true;
			break;
		}
		found[n] = find_attribute(g->r->arena, attr);
		if (found[n] == NULL) {
			diag_report(g->r->diag, D_FO_PROPERTY, place_of(g),
			    attr->ns != NULL && attr->ns->prefix != NULL ?
			    arena_printf(g->r->arena, "%s:%s",
			    (const char *)attr->ns->prefix,
			    (const char *)attr->name) :
			    (const char *)attr->name);
			g->wrong = true;
			continue;
		}
		texts[n] = attribute_text(g->r->arena, attr);
		n++;
	}
	for (i = 0; i < n; i++)
		if (found[i]->id == P_FONT_SIZE) {
			set_attribute(g, found[i], texts[i]);
			if (g->is_set[P_FONT_SIZE])
				g->em = g->items[P_FONT_SIZE].value.n;
		}
	for (rank = 0; rank <= RANK_MAX; rank++) {
		if (rank == RANK_MAX)
			drop_margins(g, found, n);
		for (i = 0; i < n; i++)
			if (found[i]->rank == rank &&
			    found[i]->id != P_FONT_SIZE &&
			    found[i]->id != P_ID)
				set_attribute(g, found[i], texts[i]);
	}
}

const struct face *
style_face(struct fo_reader *r, const char *list, bool bold, bool italic)
{
	struct arena *a = r->arena;
	const char *p, *end, *name;
	struct face *face;
	const char *key;

	for (p = list; *p != '\0'; p = *end == ',' ? end + 1 : end) {
		p += strspn(p, " \t\n");
		end = p + strcspn(p, ",");
		name = p;
		size_t len = (size_t)(end - p);
		while (len > 0 && strchr(" \t\n", name[len - 1]) != NULL)
			len--;
		if (len >= 2 && (*name == '\'' || *name == '"') &&
		    name[len - 1] == *name) {
			name++;
			len -= 2;
		}
		name = arena_strndup(a, name, len);
		if (len == 0 || !r->metrics->has_family(r->metrics->context,
		    name))
			continue;
		key = arena_printf(a, "%d%d%s", bold, italic, name);
		if ((face = map_find(r->faces, key)) == NULL) {
			face = arena_alloc(r->result, sizeof(*face));
			*face = (struct face){ arena_strdup(r->result, name),
			    bold, italic };
			map_add(r->faces, key, face);
		}
		return face;
	}
	return NULL;
}

static length
saturate(int64_t n)
{
	return n > LENGTH_MAX ? LENGTH_MAX : n < -LENGTH_MAX ? -LENGTH_MAX :
	    (length)n;
}

/* What is derived from the values of a style. */
static void
finish_style(struct fo_reader *r, struct style *s)
{
	const struct value *weight = &s->values[I_FONT_WEIGHT];
	const struct value *height = &s->values[I_LINE_HEIGHT];
	struct value *align;
	bool bold = weight->unit == UNIT_COUNT ? weight->n >= 600 :
	    weight->n == W_BOLD;
	int i;

	s->size = s->values[I_FONT_SIZE].n;
	s->face = style_face(r, s->values[I_FONT_FAMILY].text, bold,
	    s->values[I_FONT_STYLE].n != W_NORMAL);
	if (height->unit == UNIT_LENGTH)
		s->line_height = height->n;
	else
		s->line_height = saturate((int64_t)s->size *
		    (height->unit == UNIT_NUMBER ? height->n : 1200) / 1000);
	for (i = 0; i < 2; i++) {
		align = &s->values[i == 0 ? I_TEXT_ALIGN : I_TEXT_ALIGN_LAST];
		if (align->n == W_LEFT)
			align->n = W_START;
		if (align->n == W_RIGHT)
			align->n = W_END;
	}
}

static void
find_borders(struct reading *g, struct settings *set)
{
	static const struct { enum word word; length width; } widths[] = {
		{ W_THIN, 500 }, { W_MEDIUM, 1000 }, { W_THICK, 2000 } };
	const struct value *v;
	struct border *b;
	int i;
	size_t k;

	for (i = 0; i < 4; i++) {
		b = &set->borders[i];
		b->style = g->is_set[P_BORDER_STYLE + i] ?
		    (enum word)g->items[P_BORDER_STYLE + i].value.n : W_NONE;
		if (g->is_set[P_BORDER_COLOR + i])
			b->color = g->items[P_BORDER_COLOR + i].value.color;
		else
			b->color = set->style->values[I_COLOR].color;
		v = g->is_set[P_BORDER_WIDTH + i] ?
		    &g->items[P_BORDER_WIDTH + i].value :
		    &g->r->initial[P_BORDER_WIDTH + i];
		b->width = v->n;
		for (k = 0; v->unit == UNIT_WORD && k < 3; k++)
			if (widths[k].word == (enum word)v->n)
				b->width = widths[k].width;
		if (b->style == W_NONE || b->style == W_HIDDEN)
			b->width = 0;
		if (g->is_set[P_PADDING + i])
			set->padding[i] = g->items[P_PADDING + i].value.n;
		if (b->width > 0 || set->padding[i] > 0)
			set->has_edges = true;
	}
	if (g->is_set[P_BACKGROUND_COLOR] &&
	    g->items[P_BACKGROUND_COLOR].value.unit == UNIT_COLOR) {
		set->has_background = true;
		set->background = g->items[P_BACKGROUND_COLOR].value.color;
	}
}

/*
 * The indents that margins and the functions of list items give (XSL 1.1,
 * 5.3.2, 7.30.11 and 7.30.12): a margin counts from the inherited indent, that of
 * a container from the edge of the area, and has the border and the padding
 * inside of it.
 */
static void
find_indents(struct reading *g, struct settings *set, enum fo kind,
    struct style *own)
{
	static const enum slot slots[2] = { I_START_INDENT, I_END_INDENT };
	static const enum property_id ids[2] = { P_START_INDENT,
	    P_END_INDENT };
	static const struct value none = { .unit = UNIT_LENGTH };
	const struct value *base;
	const struct style *s = g->parent;
	struct value *v;
	int i;

	for (i = 0; i < 2; i++) {
		v = &own->values[slots[i]];
		base = kind == FO_BLOCK_CONTAINER ? &none :
		    &s->values[slots[i]];
		if (v->unit == UNIT_WORD && v->n == W_BODY_START)
			*v = (struct value){ .unit = UNIT_LENGTH, .n =
			    saturate((int64_t)s->values[I_START_INDENT].n +
			    s->values[I_DISTANCE].n) };
		if (v->unit == UNIT_WORD && v->n == W_LABEL_END)
			*v = (struct value){ .unit = UNIT_FROM_END, .n =
			    saturate((int64_t)s->values[I_START_INDENT].n +
			    s->values[I_DISTANCE].n -
			    s->values[I_SEPARATION].n) };
		if (kind < FO_BLOCK || kind > FO_TABLE ||
		    !g->is_set[P_MARGIN_3 + i] || base->unit == UNIT_PERCENT)
			continue;
		*v = *base;
		int64_t more = (int64_t)g->items[P_MARGIN_3 + i].value.n +
		    set->padding[START + i] + set->borders[START + i].width;
		v->n = saturate(base->unit == UNIT_FROM_END ?
		    v->n - more : v->n + more);
		g->items[ids[i]] = (struct setting){ ids[i], *v };
	}
}

/* The style of the element: its parent's own when nothing differs. */
static const struct style *
make_style(struct reading *g, struct settings *set, enum fo kind)
{
	struct fo_reader *r = g->r;
	struct style *s;
	bool differs = g->is_set[P_MARGIN_3] || g->is_set[P_MARGIN_4];
	int i;

	for (i = 0; i < P_MAX; i++)
		if (g->is_set[i] && property_table[i].slot >= 0)
			differs = true;
	if (!differs)
		return g->parent;
	s = arena_alloc(r->arena, sizeof(*s));
	s->values = arena_alloc(r->arena, I_MAX * sizeof(*s->values));
	memcpy(s->values, g->parent->values, I_MAX * sizeof(*s->values));
	for (i = 0; i < P_MAX; i++)
		if (g->is_set[i] && property_table[i].slot >= 0)
			s->values[property_table[i].slot] = g->items[i].value;
	s->id = (unsigned)++r->style_count;
	set->style = s;
	find_borders(g, set);
	find_indents(g, set, kind, s);
	finish_style(r, s);
	return s;
}

/* What the attributes are as written, so that equal ones are read once. */
static void
write_key(struct arena *a, const xmlNode *xml, enum fo kind, unsigned style,
    struct text *key)
{
	const xmlAttr *attr;

	text_addc(key, (char)(' ' + (int)kind));
	do
		text_addc(key, (char)('0' + style % 64));
	while ((style /= 64) > 0);
	for (attr = xml->properties; attr != NULL; attr = attr->next) {
		if (attr->ns == NULL &&
		    strcmp((const char *)attr->name, "id") == 0)
			continue;
		text_addc(key, '\n');
		if (attr->ns != NULL)
			text_addc(key, ':');
		text_add(key, (const char *)attr->name);
		text_addc(key, '=');
		text_add(key, attribute_text(a, attr));
	}
}

const struct settings *
property_read(struct fo_reader *r, const xmlNode *xml, enum fo kind,
    const struct node *parent)
{
	const struct style *above = parent == NULL ? NULL :
	    parent->set->style;
	struct reading g = { .r = r, .xml = xml, .above = parent };
	struct settings *set;
	struct style first;
	struct text *key = &r->key;
	size_t i;

	text_clear(key);
	write_key(r->arena, xml, kind, above == NULL ? 0 : above->id, key);
	if (!text_is_full(key) &&
	    (set = map_find(r->sets, text_string(key))) != NULL)
		return set;
	if (above == NULL) {
		first = (struct style){ .values = arena_alloc(r->arena,
		    I_MAX * sizeof(struct value)) };
		for (i = 0; i < P_MAX; i++)
			if (property_table[i].slot >= 0)
				first.values[property_table[i].slot] =
				    r->initial[i];
		finish_style(r, &first);
		above = arena_alloc(r->arena, sizeof(first));
		memcpy((void *)above, &first, sizeof(first));
	}
	g.parent = above;
	g.em = above->size;
	read_attributes(&g);
	set = arena_alloc(r->arena, sizeof(*set));
	set->initial = r->initial;
	set->style = above;
	set->style = make_style(&g, set, kind);
	find_borders(&g, set);
	for (i = 0; i < P_MAX; i++)
		set->count += g.is_set[i] && property_table[i].slot < 0;
	set->items = arena_alloc(r->arena, (set->count + 1) *
	    sizeof(*set->items));
	set->count = 0;
	for (i = 0; i < P_MAX; i++)
		if (g.is_set[i] && property_table[i].slot < 0) {
			set->is_set[i / 64] |= UINT64_C(1) << i % 64;
			set->items[set->count++] = g.items[i];
		}
	if (!g.wrong && !g.borrows && !text_is_full(key))
		map_add(r->sets, text_string(key), set);
	return set;
}

void
property_start(struct fo_reader *r)
{
	const struct property *p;
	size_t i;

	text_init(&r->key, KEY_MAX);
	r->initial = arena_alloc(r->arena, P_MAX * sizeof(*r->initial));
	for (i = 0; i < P_MAX; i++) {
		p = &property_table[i];
		if (*p->initial == '\0')
			r->initial[i] = (struct value){ .unit = UNIT_TEXT,
			    .text = "" };
		else if (value_parse(r->arena, p->kind, p->words, 12000,
		    p->initial, &r->initial[i]) != VALUE_OK)
			r->initial[i] = (struct value){ .unit = UNIT_WORD };
	}
}

void
property_end(struct fo_reader *r)
{
	text_free(&r->key);
}
