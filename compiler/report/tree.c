/* Building the FO tree: elements, page masters, sequences.  Room: report. */
#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_template.h"

#define FO_NS "http://www.w3.org/1999/XSL/Format"

enum {
	A4_WIDTH = 595276, A4_HEIGHT = 841890,	/* [mpt] */
	HEADER_EXTENT = 28346,			/* 10 mm of the top margin */
	PAGE_NUMBER_SIZE = 13000, WATERMARK = 90000,
	LINE_MAX_XML = 65535,
};

const char *
tree_length(struct job *j, int mpt)
{
	struct decimal d = { mpt, 3 };
	char buf[DECIMAL_TEXT];

	return arena_printf(j->arena, "%spt", decimal_format(d, buf));
}

void
tree_set(xmlNode *node, const char *name, const char *value)
{
	xmlSetProp(node, (const xmlChar *)name, (const xmlChar *)value);
}

xmlNode *
tree_add(struct job *j, xmlNode *parent, const char *name, ...)
{
	xmlNode *node = xmlNewDocNode(j->doc, parent->ns,
	    (const xmlChar *)name, NULL);
	const char *key;
	va_list ap;

	node->line = j->line > LINE_MAX_XML ? LINE_MAX_XML :
	    (unsigned short)j->line;
	va_start(ap, name);
	while ((key = va_arg(ap, const char *)) != NULL)
		tree_set(node, key, va_arg(ap, const char *));
	va_end(ap);
	return xmlAddChild(parent, node);
}

void
tree_text(xmlNode *node, const char *text)
{
	xmlNodeAddContent(node, (const xmlChar *)text);
}

void
tree_rule(struct job *j, xmlNode *parent, int length)
{
	xmlNode *block = tree_add(j, parent, "block", "text-align", "center",
	    "text-indent", "0pt", "font-size", "4pt", "line-height", "5pt",
	    NULL);

	tree_add(j, block, "leader", "leader-pattern", "rule", "leader-length",
	    tree_length(j, length), "rule-thickness", "0.7pt", NULL);
}

static void
master(struct job *j, xmlNode *set, const char *name, bool landscape,
    bool numbered)
{
	int above = j->top > HEADER_EXTENT ? HEADER_EXTENT : 0;
	xmlNode *page;

	page = tree_add(j, set, "simple-page-master", "master-name", name,
	    "page-width", tree_length(j, landscape ? A4_HEIGHT : A4_WIDTH),
	    "page-height", tree_length(j, landscape ? A4_WIDTH : A4_HEIGHT),
	    "margin-top", tree_length(j, j->top - above), "margin-bottom",
	    tree_length(j, j->bottom), "margin-left", tree_length(j, j->left),
	    "margin-right", tree_length(j, j->right), NULL);
	tree_add(j, page, "region-body", "margin-top", tree_length(j, above),
	    NULL);
	tree_add(j, page, "region-before", "region-name", numbered ?
	    "xsl-region-before" : "no-number", "extent", tree_length(j, above),
	    NULL);
}

/* Pages of a part: the first without number (NĐ 30/2020, Phụ lục I, I.7). */
static void
masters(struct job *j, xmlNode *set, const char *name, bool landscape)
{
	const char *first = arena_printf(j->arena, "%s-first", name);
	const char *rest = arena_printf(j->arena, "%s-rest", name);
	xmlNode *node;

	master(j, set, first, landscape, false);
	master(j, set, rest, landscape, true);
	node = tree_add(j, set, "page-sequence-master", "master-name", name,
	    NULL);
	node = tree_add(j, node, "repeatable-page-master-alternatives", NULL);
	tree_add(j, node, "conditional-page-master-reference", "page-position",
	    "first", "master-reference", first, NULL);
	tree_add(j, node, "conditional-page-master-reference", "page-position",
	    "rest", "master-reference", rest, NULL);
}

/* One Dublin Core element of the document's metadata. */
static void
dublin(xmlNode *parent, xmlNs *ns, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		xmlNewTextChild(parent, ns, (const xmlChar *)name,
		    (const xmlChar *)value);
}

static void
metadata(struct job *j, const char *title)
{
	const struct site *site = j->data->catalog->site;
	xmlNode *node = tree_add(j, j->root, "declarations", NULL);
	xmlNs *ns;

	node = xmlNewChild(node, NULL, (const xmlChar *)"xmpmeta", NULL);
	xmlSetNs(node, xmlNewNs(node, (const xmlChar *)"adobe:ns:meta/",
	    (const xmlChar *)"x"));
	node = xmlNewChild(node, NULL, (const xmlChar *)"RDF", NULL);
	ns = xmlNewNs(node, (const xmlChar *)
	    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
	    (const xmlChar *)"rdf");
	xmlSetNs(node, ns);
	node = xmlNewChild(node, ns, (const xmlChar *)"Description", NULL);
	xmlSetNsProp(node, ns, (const xmlChar *)"about", (const xmlChar *)"");
	ns = xmlNewNs(node, (const xmlChar *)
	    "http://purl.org/dc/elements/1.1/", (const xmlChar *)"dc");
	dublin(node, ns, "title", title);
	dublin(node, ns, "creator", site->organisation);
	dublin(node, ns, "description", j->letter != NULL ? NULL :
	    arena_printf(j->arena, "%s, %s", j->view->unit->full_name,
	    period_label(j->arena, j->data->period)));
	dublin(node, ns, "language", site->language);
}

void
tree_begin(struct job *j, const char *title)
{
	xmlNode *set;

	j->root = xmlNewDocNode(j->doc, NULL, (const xmlChar *)"root", NULL);
	j->fo = xmlNewNs(j->root, (const xmlChar *)FO_NS,
	    (const xmlChar *)"fo");
	xmlSetNs(j->root, j->fo);
	xmlDocSetRootElement(j->doc, j->root);
	j->root->line = (unsigned short)j->line;
	tree_set(j->root, "font-family", j->family);
	tree_set(j->root, "font-size", tree_length(j, j->font_size));
	set = tree_add(j, j->root, "layout-master-set", NULL);
	masters(j, set, "upright", false);
	masters(j, set, "landscape", true);
	metadata(j, title);
}

/* "Dự thảo" across the middle of a draft's page, behind all that stands there. */
static void
watermark(struct job *j, xmlNode *content, bool landscape)
{
	int width = (landscape ? A4_HEIGHT : A4_WIDTH) - j->left - j->right;
	int height = landscape ? A4_WIDTH : A4_HEIGHT;
	xmlNode *node;

	node = tree_add(j, content, "block-container", "absolute-position",
	    "absolute", "top", tree_length(j, (height - WATERMARK) / 2 -
	    j->top), "left", "0pt", "width", tree_length(j, width), "height",
	    tree_length(j, 2 * WATERMARK), NULL);
	node = tree_add(j, node, "block", "text-indent", "0pt", NULL);
	node = tree_add(j, node, "instream-foreign-object", NULL);
	node = tree_add(j, node, "svg", "width", tree_length(j, width),
	    "height", tree_length(j, WATERMARK), NULL);
	xmlSetNs(node, xmlNewNs(node, (const xmlChar *)
	    "http://www.w3.org/2000/svg", (const xmlChar *)"svg"));
	node = tree_add(j, node, "text", "x", arena_printf(j->arena, "%d",
	    width / MPT / 2), "y", arena_printf(j->arena, "%d",
	    WATERMARK / MPT * 4 / 5), "font-size", arena_printf(j->arena,
	    "%d", WATERMARK / MPT), "font-weight", "bold", "text-anchor",
	    "middle", "fill", "#e4e4e4", NULL);
	tree_text(node, word(W_WATERMARK));
}

/* What stands on all pages: the number in the top margin of those behind the
 * first, n/N within the part; what a draft has behind its text. */
static void
static_contents(struct job *j, xmlNode *sequence, bool landscape)
{
	xmlNode *block;

	if (j->data->draft && j->letter == NULL) {
		block = tree_add(j, sequence, "static-content", "flow-name",
		    "no-number", NULL);
		watermark(j, block, landscape);
	}
	block = tree_add(j, sequence, "static-content", "flow-name",
	    "xsl-region-before", NULL);
	if (j->data->draft && j->letter == NULL)
		watermark(j, block, landscape);
	block = tree_add(j, block, "block", "text-align", "center", "font-size",
	    tree_length(j, PAGE_NUMBER_SIZE), NULL);
	tree_add(j, block, "page-number", NULL);
	tree_text(block, "/");
	tree_add(j, block, "page-number-citation-last", "ref-id",
	    arena_printf(j->arena, "part-%d", j->part), NULL);
}

void
tree_open(struct job *j, bool landscape, bool new_part)
{
	const char *kind = landscape ? "landscape" : "upright";

	tree_close(j);
	if (new_part) {
		if (j->sequence != NULL) {
			tree_set(j->sequence, "id", arena_printf(j->arena,
			    "part-%d", j->part));
			j->part++;
		}
		j->part_begun = false;
	}
	j->sequence = tree_add(j, j->root, "page-sequence", "master-reference",
	    j->part_begun ? arena_printf(j->arena, "%s-rest", kind) : kind,
	    NULL);
	if (!j->part_begun)
		tree_set(j->sequence, "initial-page-number", "1");
	/* "auto" would add an empty page before a part that begins with 1 */
	tree_set(j->sequence, "force-page-count", "no-force");
	j->part_begun = true;
	static_contents(j, j->sequence, landscape);
	j->flow = tree_add(j, j->sequence, "flow", "flow-name",
	    "xsl-region-body", NULL);
	j->width = (landscape ? A4_HEIGHT : A4_WIDTH) - j->left - j->right;
}

xmlNode *
tree_flow(struct job *j)
{
	if (j->flow == NULL)
		tree_open(j, false, false);
	return j->flow;
}

void
tree_close(struct job *j)
{
	if (j->flow != NULL && j->flow->children == NULL)
		tree_add(j, j->flow, "block", NULL);
	j->flow = NULL;
}

/* Bookmarks of a level from the FROM-th on, with those below inside. */
static size_t
bookmarks(struct job *j, xmlNode *parent, size_t i, int level)
{
	while (i < j->bookmark_count && j->bookmarks[i].level >= level) {
		const struct bookmark_entry *b = &j->bookmarks[i];
		xmlNode *mark, *title;

		mark = tree_add(j, parent, "bookmark", "internal-destination",
		    b->id, NULL);
		title = tree_add(j, mark, "bookmark-title", NULL);
		tree_text(title, b->title);
		i = bookmarks(j, mark, i + 1, b->level + 1);
	}
	return i;
}

void
tree_end(struct job *j)
{
	xmlNode *tree, *n;

	if (j->sequence == NULL)
		tree_flow(j);
	tree_close(j);
	tree_set(j->sequence, "id", arena_printf(j->arena, "part-%d", j->part));
	if (j->bookmark_count == 0)
		return;
	tree = tree_add(j, j->root, "bookmark-tree", NULL);
	bookmarks(j, tree, 0, 1);
	for (n = xmlFirstElementChild(j->root);
	    strcmp((const char *)n->name, "page-sequence") != 0;
	    n = xmlNextElementSibling(n))
		;
	xmlAddPrevSibling(n, tree);
}
