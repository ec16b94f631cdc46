/*
 * Reads an FO document into a tree of our own, each element checked against
 * the table of elements.  Room: layout.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "layout/layout_property.h"

enum { DEPTH_MAX = 200 };

#define NAMESPACE "http://www.w3.org/1999/XSL/Format"

static const struct {
	const char	*name;
	int		 stands_in;
	int		 children;
} elements[FO_TEXT_NODE] = {
#define ELEMENT(id, name, class, children) \
	[FO_##id] = { "fo:" name, class, children },
#include "layout/element.def"
#undef ELEMENT
};

const char *
fo_name(enum fo kind)
{
	return kind < FO_TEXT_NODE ? elements[kind].name : "text";
}

struct place
fo_place(const struct fo_reader *r, const struct node *n)
{
	return (struct place){ r->file, n->line, 0 };
}

bool
fo_is_set(const struct node *n, enum property_id id)
{
	return (n->set->is_set[id / 64] >> id % 64 & 1) != 0;
}

const struct value *
fo_value(const struct node *n, enum property_id id)
{
	const struct setting *s = n->set->items;

	if (property_table[id].slot >= 0)
		return &n->set->style->values[property_table[id].slot];
	if (!fo_is_set(n, id))
		return &n->set->initial[id];
	while (s->id != id)
		s++;
	return &s->value;
}

enum word
fo_word(const struct node *n, enum property_id id)
{
	const struct value *v = fo_value(n, id);

	return v->unit == UNIT_WORD ? (enum word)v->n : W_UNKNOWN;
}

const char *
fo_text(const struct node *n, enum property_id id)
{
	const struct value *v = fo_value(n, id);

	return v->unit == UNIT_TEXT ? v->text : "";
}

length
fo_length(const struct node *n, enum property_id id, length whole,
    length otherwise)
{
	const struct value *v = fo_value(n, id);
	int64_t len;

	if (v->unit == UNIT_LENGTH)
		return v->n;
	if (v->unit != UNIT_PERCENT)
		return otherwise;
	len = (int64_t)whole * v->n / 100000;
	return len > LENGTH_MAX ? LENGTH_MAX : len < -LENGTH_MAX ?
	    -LENGTH_MAX : (length)len;
}

bool
marker_is_rows(const struct node *n)
{
	return n->kind == FO_RETRIEVE_TABLE_MARKER &&
	    (elements[n->parent->kind].children & IN_PART) != 0;
}

static enum fo
find_kind(const xmlNode *xml)
{
	const char *name = (const char *)xml->name;
	int i;

	if (xml->ns == NULL ||
	    strcmp((const char *)xml->ns->href, NAMESPACE) != 0)
		return FO_MAX;
	for (i = 0; i < FO_TEXT_NODE; i++)
		if (elements[i].name[3] == name[0] &&
		    strcmp(elements[i].name + 3, name) == 0)
			return i;
	return FO_MAX;
}

static int
line_of(const xmlNode *xml)
{
	long line = xmlGetLineNo((xmlNode *)xml);

	return line > 0 ? (int)line : 0;
}

static const char *
written_name(struct fo_reader *r, const xmlNode *xml)
{
	const char *prefix = xml->ns == NULL ? NULL :
	    (const char *)xml->ns->prefix;

	return prefix == NULL ? (const char *)xml->name :
	    arena_printf(r->arena, "%s:%s", prefix, (const char *)xml->name);
}

static struct node *
add_node(struct fo_reader *r, enum fo kind, struct node *parent,
    const xmlNode *xml)
{
	struct node *n = arena_alloc(r->arena, sizeof(*n));

	n->kind = kind;
	n->line = line_of(xml);
	n->parent = parent;
	if (parent == NULL)
		return n;
	if (parent->last == NULL)
		parent->first = n;
	else
		parent->last->next = n;
	parent->last = n;
	return n;
}

static bool
is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* Whether a string is certainly in NFC: no character that composes. */
static bool
is_plain(const char *s)
{
	uint32_t c;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = (unsigned char)*s < 0x80 ? 1 : unicode_next(s, &c);
		if (n == 0)
			return false;
		if (n > 1 && !(c < 0x300 || (c >= 0x1ea0 && c <= 0x1ef9) ||
		    (c >= 0x2010 && c <= 0x2027)))
			return false;
	}
	return true;
}

/* Characters that no font prints: controls, non-characters, directions. */
static bool
is_unprintable(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') ||
	    (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069) || (c & 0xfffe) == 0xfffe ||
	    (c >= 0xfdd0 && c <= 0xfdef) || c == 0x2028 || c == 0x2029 ||
	    c == 0xfffc;
}

static void
check_text(struct fo_reader *r, const char *s, int line)
{
	struct place place = { r->file, line, 0 };
	const char *key;
	uint32_t c;
	size_t n;

	for (; *s != '\0'; s += n) {
		if ((unsigned char)*s < 0x7f && (unsigned char)*s >= 0x20) {
			n = 1;
			continue;
		}
		if ((n = unicode_next(s, &c)) == 0) {
			diag_report(r->diag, D_FO_TEXT, place,
			    _("text that is not UTF-8"));
			return;
		}
		if (!is_unprintable(c))
			continue;
		key = arena_printf(r->arena, "U+%04X", (unsigned)c);
		if (map_add(r->said, key, r))
			diag_report(r->diag, D_FO_TEXT, place, key);
	}
}

/*
 * What may stand in an element.  A marker holds what may stand where it is
 * retrieved (XSL 1.1, 6.13.5): rows in the place of rows, else anything but rows.
 */
static int
allowed_in(const struct node *n)
{
	int all = elements[n->kind].children, rows = IN_PART | IN_ROW;

	if (n->kind != FO_MARKER || n->parent == NULL ||
	    (n->parent->kind != FO_RETRIEVE_MARKER &&
	    n->parent->kind != FO_RETRIEVE_TABLE_MARKER))
		return all;
	return marker_is_rows(n->parent) ? all & rows : all & ~rows;
}

/* Text between elements where only elements may stand. */
static void
report_stray(struct fo_reader *r, const char *s, int line,
    const struct node *parent)
{
	size_t len;

	s += strspn(s, " \t\r\n");
	len = strlen(s);
	while (strchr(" \t\r\n", s[len - 1]) != NULL)
		len--;
	diag_report(r->diag, D_FO_PLACE, ((struct place){ r->file, line, 0 }),
	    diag_quote(r->diag, arena_printf(r->arena, _("text: %.*s"),
	    len > 200 ? 200 : (int)len, s), 60), fo_name(parent->kind));
}

static void
read_text(struct fo_reader *r, const xmlNode *xml, struct node *parent)
{
	const char *s = (const char *)xml->content;
	struct node *n;
	int line = line_of(xml);

	if (s == NULL || *s == '\0')
		return;
	if ((allowed_in(parent) & TEXT) == 0) {
		if (!is_blank(s))
			report_stray(r, s, line, parent);
		return;
	}
	check_text(r, s, line);
	n = add_node(r, FO_TEXT_NODE, parent, xml);
	n->set = parent->set;
	n->text = is_plain(s) ? arena_strdup(r->arena, s) :
	    unicode_nfc(r->arena, s);
}

/* Whether an element is a marker or what a marker holds. */
static bool
is_in_marker(const struct node *n)
{
	while (n != NULL && n->kind != FO_MARKER)
		n = n->parent;
	return n != NULL;
}

static void
keep_id(struct fo_reader *r, struct node *n, const xmlNode *xml)
{
	xmlChar *s = xmlGetNoNsProp((xmlNode *)xml, (const xmlChar *)"id");

	if (s == NULL)
		return;
	if (is_in_marker(n))
		diag_report(r->diag, D_FO_PROPERTY, fo_place(r, n),
		    arena_printf(r->arena, _("id within %s"),
		    fo_name(FO_MARKER)));
	n->id = arena_strdup(r->arena, (char *)s);
	xmlFree(s);
	if (*n->id == '\0' || !map_add(r->ids, n->id, n))
		diag_report(r->diag, D_FO_VALUE, fo_place(r, n),
		    diag_quote(r->diag, n->id, 60), "id",
		    _("a name that no other element has"));
}

/*
 * Whether N may not be within P, however deep: a note has no note of its own, a
 * marker no marker, and only what stands in a flow has either.
 */
static bool
forbids(const struct node *p, const struct node *n)
{
	if (n->kind != FO_FOOTNOTE && n->kind != FO_MARKER)
		return false;
	return p->kind == FO_STATIC_CONTENT || p->kind == FO_MARKER ||
	    (n->kind == FO_FOOTNOTE && (p->kind == FO_FOOTNOTE ||
	    (p->kind == FO_BLOCK_CONTAINER &&
	    fo_word(p, P_ABSOLUTE_POSITION) != W_AUTO)));
}

/* What must be around an element, however far; or NULL. */
static const char *
lacking(const struct node *n)
{
	const struct node *p;

	for (p = n->parent; p != NULL; p = p->parent)
		if (n->kind == FO_RETRIEVE_MARKER ?
		    p->kind == FO_STATIC_CONTENT :
		    p->kind == FO_TABLE_HEADER || p->kind == FO_TABLE_FOOTER)
			return NULL;
	return n->kind == FO_RETRIEVE_MARKER ?
	    _("fo:static-content around it") :
	    n->kind == FO_RETRIEVE_TABLE_MARKER ?
	    _("fo:table-header or fo:table-footer around it") : NULL;
}

/* The rules on what is around an element that are not on its parent alone. */
static void
check_around(struct fo_reader *r, const struct node *n)
{
	const struct node *p;

	for (p = n->parent; p != NULL; p = p->parent)
		if (forbids(p, n)) {
			diag_report(r->diag, D_FO_PLACE, fo_place(r, n),
			    fo_name(n->kind), fo_name(p->kind));
			break;
		}
	if (lacking(n) != NULL)
		diag_report(r->diag, D_FO_REQUIRED, fo_place(r, n),
		    fo_name(n->kind), lacking(n));
}

/*
 * Markers stand beside the content of their parent, before which they were
 * written; without an id of its own the parent gets one by which its pages are
 * known.
 */
static void
keep_marker(struct fo_reader *r, struct node *n)
{
	const char *class = fo_text(n, P_MARKER_CLASS);
	struct node *parent = n->parent, **end = &parent->markers;
	struct marker_class *c = map_find(r->markers, class);
	const struct node *k;

	for (k = parent->first; k != n; k = k->next)
		if (k->kind != FO_TEXT_NODE || !is_blank(k->text))
			break;
	if (k != n)
		diag_report(r->diag, D_FO_REQUIRED, fo_place(r, n),
		    fo_name(n->kind), _("to come first in its element"));
	parent->first = parent->last = NULL;
	while (*end != NULL)
		end = &(*end)->next;
	*end = n;
	if (parent->id == NULL)
		parent->id = arena_printf(r->arena, "\002%p", (void *)parent);
	if (c == NULL) {
		c = arena_alloc(r->arena, sizeof(*c));
		map_add(r->markers, class, c);
	}
	*ARENA_PUSH(r->arena, c->markers, c->count, c->cap) = n;
}

static struct node *read_element(struct fo_reader *, xmlNode *, struct node *,
    int depth);

/* The document's own tree is several times as large as what it is read into. */
static void
drop(xmlNode *xml)
{
	xmlUnlinkNode(xml);
	xmlFreeNode(xml);
}

/*
 * Read what is in an element.  Elements are dropped as soon as they are read, but
 * for those that are looked at again, and what is around these.
 */
static void
read_children(struct fo_reader *r, xmlNode *xml, struct node *n, int depth)
{
	bool keeps = is_in_marker(n);
	xmlNode *c, *next;
	struct node *read;

	for (c = xml->children; c != NULL; c = next) {
		next = c->next;
		switch (c->type) {
		case XML_ELEMENT_NODE:
			read = read_element(r, c, n, depth + 1);
			if (!keeps && read != NULL && read->xml == NULL &&
			    c->children == NULL)
				drop(c);
			break;
		case XML_TEXT_NODE:
		case XML_CDATA_SECTION_NODE:
			read_text(r, c, n);
			if (!keeps)
				drop(c);
			break;
		case XML_COMMENT_NODE:
		case XML_PI_NODE:
			if (!keeps)
				drop(c);
			break;
		default:
			diag_report(r->diag, D_FO_XML,
			    ((struct place){ r->file, n->line, 0 }),
			    _("entity references are not allowed"));
		}
	}
}

static struct node *
read_element(struct fo_reader *r, xmlNode *xml, struct node *parent, int depth)
{
	struct place place = { r->file, line_of(xml), 0 };
	int allowed = parent == NULL ? IN_DOCUMENT : allowed_in(parent);
	enum fo kind = find_kind(xml);
	struct node *n;

	if (depth > DEPTH_MAX) {
		if (map_add(r->said, "depth", r))
			diag_report(r->diag, D_FO_LIMIT, place,
			    _("the nesting of elements"), "200");
		return NULL;
	}
	if (kind == FO_MAX && (allowed & FOREIGN) != 0)
		return NULL;
	if (kind == FO_MAX) {
		diag_report(r->diag, D_FO_ELEMENT, place,
		    written_name(r, xml));
		return NULL;
	}
	if ((elements[kind].stands_in & allowed) == 0) {
		diag_report(r->diag, D_FO_PLACE, place, fo_name(kind),
		    parent == NULL ? _("the document") :
		    fo_name(parent->kind));
		return NULL;
	}
	n = add_node(r, kind, parent, xml);
	n->set = property_read(r, xml, kind, parent);
	keep_id(r, n, xml);
	check_around(r, n);
	if (kind == FO_MARKER)
		keep_marker(r, n);
	if (n->set->has_edges && (kind == FO_FOOTNOTE ||
	    kind == FO_RETRIEVE_MARKER || kind == FO_RETRIEVE_TABLE_MARKER))
		diag_report(r->diag, D_FO_PROPERTY, place, arena_printf(
		    r->arena, _("border or padding of %s"), fo_name(kind)));
	if ((elements[kind].children & FOREIGN) || kind == FO_MARKER)
		n->xml = xml;
	read_children(r, xml, n, depth);
	return n;
}

const struct node *
fo_retrieve(struct fo_reader *r, const struct node *marker,
    const struct node *retriever)
{
	struct node *n = arena_alloc(r->arena, sizeof(*n));

	n->kind = FO_MARKER;
	n->line = marker->line;
	n->parent = (struct node *)retriever;
	n->set = retriever->set;
	read_children(r, marker->xml, n, 0);
	return n;
}

struct node *
fo_read(struct fo_reader *r, xmlDoc *doc)
{
	size_t from = diag_count(r->diag);
	xmlNode *top = xmlDocGetRootElement(doc);
	struct node *root;

	r->ids = map_new(r->arena);
	r->sets = map_new(r->arena);
	r->faces = map_new(r->arena);
	r->said = map_new(r->arena);
	r->markers = map_new(r->arena);
	property_start(r);
	if (top == NULL) {
		diag_report(r->diag, D_FO_REQUIRED,
		    ((struct place){ r->file, 0, 0 }), _("the document"),
		    "fo:root");
		return NULL;
	}
	root = read_element(r, top, NULL, 0);
	return diag_has(r->diag, from, SEVERITY_ERROR) ? NULL : root;
}
