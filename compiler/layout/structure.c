/*
 * The structure of a document, for those who have it read to them: what each
 * element of the flows is, in the terms of PDF.  What stands in static content
 * belongs to pages and is none of it.  Room: layout.
 */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "layout/layout_page.h"

enum { HEADING_MAX = 6 };

/* The elements that are always the same in PDF; the others have no role. */
static const char *const roles[FO_MAX] = {
	[FO_ROOT] = "Document",
	[FO_LIST_BLOCK] = "L",
	[FO_LIST_ITEM] = "LI",
	[FO_LIST_ITEM_LABEL] = "Lbl",
	[FO_LIST_ITEM_BODY] = "LBody",
	[FO_TABLE] = "Table",
	[FO_TABLE_HEADER] = "THead",
	[FO_TABLE_FOOTER] = "TFoot",
	[FO_TABLE_BODY] = "TBody",
	[FO_TABLE_ROW] = "TR",
	[FO_FOOTNOTE_BODY] = "Note",
	[FO_BASIC_LINK] = "Link",
	[FO_EXTERNAL_GRAPHIC] = "Figure",
	[FO_FOREIGN_OBJECT] = "Figure",
};

static const char *const headings[HEADING_MAX + 1] = { "P", "H1", "H2", "H3",
    "H4", "H5", "H6" };

/* What a block may say that it is, by its property role. */
static const char *const of_blocks[] = { "Title", "H1", "H2", "H3", "H4", "H5",
    "H6", "P", "Caption", "BlockQuote" };

static uint32_t
add_element(struct layout *l, const char *role, uint32_t parent)
{
	struct pages *p = l->pages;

	*ARENA_PUSH(l->result, p->elements, p->element_count,
	    p->element_cap) = (struct element){ .role = role,
	    .parent = parent };
	return (uint32_t)(p->element_count - 1);
}

/* The level of the bookmark that leads to an id; 0 when none does. */
static int
level_of(const struct node *parent, const char *id, int level)
{
	const struct node *c;
	int found = 0;

	for (c = parent->first; c != NULL && found == 0; c = c->next) {
		if (c->kind == FO_BOOKMARK_TREE)
			found = level_of(c, id, level);
		if (c->kind != FO_BOOKMARK)
			continue;
		found = strcmp(fo_text(c, P_INTERNAL_DESTINATION), id) == 0 ?
		    level + 1 : level_of(c, id, level + 1);
	}
	return found;
}

static bool
is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

/* Whether a block has lines of its own, not only blocks. */
static bool
has_lines(const struct node *block)
{
	const struct node *c;

	for (c = block->first; c != NULL; c = c->next)
		if (c->kind == FO_TEXT_NODE ? !is_blank(c->text) :
		    c->kind >= FO_FOOTNOTE && c->kind != FO_MARKER)
			return true;
	return false;
}

/*
 * A block is what its role says.  One with lines is a paragraph otherwise, or a
 * heading when a bookmark leads to it.
 * The only block of a cell or of a part of a list item is no more than that.
 */
static const char *
role_of_block(const struct document *d, const struct node *n)
{
	int level = n->id == NULL ? 0 : level_of(d->root, n->id, 0);
	const char *role = fo_text(n, P_ROLE);
	size_t i;

	for (i = 0; i < sizeof(of_blocks) / sizeof(of_blocks[0]); i++)
		if (strcmp(role, of_blocks[i]) == 0)
			return of_blocks[i];
	if (!has_lines(n))
		return NULL;
	if (level == 0 && n->parent->first == n && n->next == NULL &&
	    (n->parent->kind == FO_TABLE_CELL ||
	    n->parent->kind == FO_LIST_ITEM_LABEL ||
	    n->parent->kind == FO_LIST_ITEM_BODY))
		return NULL;
	return headings[level < HEADING_MAX ? level : HEADING_MAX];
}

/* What a picture shows, in words: as the FO says; else as a drawing describes
 * itself, or is called. */
static const char *
alternative(struct layout *l, const struct node *n)
{
	const char *text = fo_text(n, P_ALT_TEXT);
	const xmlNode *svg, *c, *said = NULL;

	if (!is_blank(text))
		return arena_strdup(l->result, text);
	if (n->kind != FO_FOREIGN_OBJECT ||
	    (svg = xmltree_first(n->xml)) == NULL)
		return NULL;
	for (c = xmltree_first(svg); c != NULL; c = xmltree_next(c))
		if (xmltree_is(c, "desc") || (said == NULL &&
		    xmltree_is(c, "title")))
			said = c;
	return said == NULL ? NULL : xmltree_text(l->result, said);
}

static int
span_of(const struct node *n, enum property_id id)
{
	const struct value *v = fo_value(n, id);

	return v->unit == UNIT_COUNT ? v->n : 1;
}

/* A cell; one that stands in a part without a row begins or goes on with one. */
static uint32_t
add_cell(struct layout *l, const struct node *n, uint32_t parent,
    uint32_t *row)
{
	bool is_head = false;
	const struct node *p;
	uint32_t cell;

	if (n->parent->kind == FO_TABLE_ROW)
		*row = parent;
	else if (*row == 0 || fo_word(n, P_STARTS_ROW) == W_TRUE)
		*row = add_element(l, "TR", parent);
	for (p = n->parent; p != NULL && p->kind != FO_TABLE; p = p->parent)
		is_head = is_head || p->kind == FO_TABLE_HEADER;
	cell = add_element(l, is_head ? "TH" : "TD", *row);
	l->pages->elements[cell].columns = span_of(n, P_COLUMNS_SPANNED);
	l->pages->elements[cell].rows = span_of(n, P_ROWS_SPANNED);
	if (fo_word(n, P_ENDS_ROW) == W_TRUE)
		*row = 0;
	return cell;
}

/* The element of a node below PARENT; PARENT when it is none of its own. */
static uint32_t
element_of(struct document *d, const struct node *n, uint32_t parent,
    uint32_t *row)
{
	struct layout *l = d->l;
	const char *role = n->kind == FO_BLOCK ? role_of_block(d, n) :
	    roles[n->kind];
	uint32_t element;

	if (n->kind == FO_TABLE_CELL)
		return add_cell(l, n, parent, row);
	if (marker_is_rows(n))
		*row = 0;
	if (role == NULL)
		return parent;
	element = add_element(l, role, parent);
	if (strcmp(role, "Figure") == 0)
		l->pages->elements[element].alt = alternative(l, n);
	return element;
}

static void
walk(struct document *d, struct node *n, uint32_t parent, uint32_t *row)
{
	uint32_t of_part = 0;
	struct node *c;

	if (n->kind == FO_STATIC_CONTENT)
		return;
	n->element = element_of(d, n, parent, row);
	for (c = n->first; c != NULL; c = c->next)
		if (c->kind != FO_TEXT_NODE)
			walk(d, c, n->element, &of_part);
}

void
structure_make(struct document *d)
{
	uint32_t row = 0;

	add_element(d->l, NULL, 0);	/* 0 is no element */
	walk(d, (struct node *)d->root, 0, &row);
}

uint32_t
structure_element(const struct node *n)
{
	while (n != NULL && n->element == 0 && n->kind != FO_STATIC_CONTENT)
		n = n->parent;
	return n == NULL ? 0 : n->element;
}
