/* The parts of an official document that are not tables.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_template.h"

enum {
	MOTTO_SIZE = 12000, MOTTO_BELOW_SIZE = 13000, ISSUER_SIZE = 12000,
	SYMBOL_SIZE = 13000, RECIPIENTS_HEAD_SIZE = 12000,
	RECIPIENTS_SIZE = 11000,	/* all [mpt]: NĐ 30/2020, Phụ lục I */
	LETTERHEAD_SLACK = 10000, LINE_PERCENT = 122,
	CLOSING_BLOCKS = 3,		/* that a closing brings along */
};

#define INDENT	"36pt"			/* 1,27 cm */
#define NUMBER_GAP "\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0\xc2\xa0"

/* A block of one size, with its line height. */
static xmlNode *
block(struct job *j, xmlNode *parent, int size, const char *align)
{
	return tree_add(j, parent, "block", "font-size", tree_length(j, size),
	    "line-height", tree_length(j, size * LINE_PERCENT / 100),
	    "text-align", align, NULL);
}

/* Lines of a text, separated by "|", each a block; the longest one's width. */
static int
lines(struct job *j, xmlNode *parent, const char *text, int size, bool bold)
{
	int w, longest = 0;
	const char *end;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
		xmlNode *b = block(j, parent, size, "center");

		end = text + strcspn(text, "|");
		if (bold)
			tree_set(b, "font-weight", "bold");
		tree_text(b, arena_strndup(j->arena, text,
		    (size_t)(end - text)));
		w = text_width(text, (size_t)(end - text), size, bold);
		if (w > longest)
			longest = w;
	}
	return longest;
}

/* A table of one row or more without rules, of two columns. */
static xmlNode *
two_columns(struct job *j, int left)
{
	xmlNode *table = tree_add(j, tree_flow(j), "table", "table-layout",
	    "fixed", "width", tree_length(j, j->width), "space-after", "6pt",
	    NULL);

	tree_add(j, table, "table-column", "column-width", tree_length(j, left),
	    NULL);
	tree_add(j, table, "table-column", "column-width",
	    tree_length(j, j->width - left), NULL);
	return tree_add(j, table, "table-body", NULL);
}

static void
letterhead_left(struct job *j, xmlNode *row, const struct site *site)
{
	xmlNode *cell = tree_add(j, row, "table-cell", NULL);
	int longest;

	lines(j, cell, site->superior, ISSUER_SIZE, false);
	longest = lines(j, cell, site->issuer, ISSUER_SIZE, true);
	tree_rule(j, cell, longest * 2 / 5);
}

static void
letterhead_right(struct job *j, xmlNode *row, bool motto)
{
	xmlNode *cell = tree_add(j, row, "table-cell", NULL);

	if (!motto) {
		block(j, cell, MOTTO_SIZE, "center");
		return;
	}
	lines(j, cell, word(W_MOTTO), MOTTO_SIZE, true);
	tree_rule(j, cell, lines(j, cell, word(W_MOTTO_BELOW), MOTTO_BELOW_SIZE,
	    true));
}

void
element_letterhead(struct job *j, const struct scope *s, const xmlNode *node)
{
	const struct site *site = j->data->catalog->site;
	const char *symbol = job_attribute(j, node, "symbol");
	int right = text_width(word(W_MOTTO), strlen(word(W_MOTTO)),
	    MOTTO_SIZE, true) + LETTERHEAD_SLACK;
	xmlNode *body, *row, *b;

	(void)s;
	tree_flow(j);
	if (!site->motto)
		right = j->width / 2;
	body = two_columns(j, j->width - right);
	row = tree_add(j, body, "table-row", NULL);
	letterhead_left(j, row, site);
	letterhead_right(j, row, site->motto);
	row = tree_add(j, body, "table-row", NULL);
	b = block(j, tree_add(j, row, "table-cell", "padding-top", "6pt", NULL),
	    SYMBOL_SIZE, "center");
	if (symbol == NULL)
		symbol = site->symbol;
	tree_text(b, arena_printf(j->arena, "%s" NUMBER_GAP "%s%s",
	    word(W_NUMBER_SIGN), symbol[0] == '\0' ? "" : "/", symbol));
	b = block(j, tree_add(j, row, "table-cell", "padding-top", "6pt", NULL),
	    SYMBOL_SIZE, "center");
	tree_set(b, "font-style", "italic");
	tree_text(b, arena_printf(j->arena, "%s%s%s", site->place,
	    site->place[0] == '\0' ? "" : ", ",
	    format_date_long(j->arena, j->data->today)));
}

void
element_title(struct job *j, const struct scope *s, const xmlNode *node)
{
	const char *kind = job_text_attribute(j, s, node, "kind");
	const char *text = job_content(j, s, node);
	int rule = text_width(text, strlen(text), j->font_size, true) * 2 / 5;
	xmlNode *b;

	if (kind != NULL) {
		b = block(j, tree_flow(j), j->font_size, "center");
		tree_set(b, "font-weight", "bold");
		tree_set(b, "role", "Title");
		tree_set(b, "space-before", "12pt");
		tree_set(b, "keep-with-next.within-page", "always");
		tree_text(b, kind);
	}
	b = block(j, tree_flow(j), j->font_size, "center");
	tree_set(b, "font-weight", "bold");
	tree_set(b, "role", "Title");
	tree_set(b, "keep-with-next.within-page", "always");
	job_inline(j, s, node, b);
	tree_rule(j, tree_flow(j), rule < j->width / 3 ? rule : j->width / 3);
	b = block(j, tree_flow(j), j->font_size / 2, "center");
	tree_set(b, "space-after", "6pt");
	errata_line(j);
}

void
element_addressee(struct job *j, const struct scope *s, const xmlNode *node)
{
	xmlNode *item = xmltree_first(node), *b;

	b = block(j, tree_flow(j), j->font_size, "center");
	tree_set(b, "space-after", "6pt");
	tree_text(b, word(W_ADDRESSEE));
	tree_text(b, " ");
	if (item == NULL || xmltree_next(item) == NULL) {
		job_inline(j, s, item == NULL ? node : item, b);
		return;
	}
	for (; item != NULL; item = xmltree_next(item)) {
		b = block(j, tree_flow(j), j->font_size, "start");
		tree_set(b, "start-indent", "150pt");
		tree_text(b, "- ");
		job_inline(j, s, item, b);
		tree_text(b, xmltree_next(item) != NULL ? ";" : ".");
	}
	tree_set(b, "space-after", "6pt");
}

/* "I. ", "1. ", "a) ": the next number of a level, starting those below. */
static const char *
heading_number(struct job *j, int level)
{
	int i, n = ++j->headings[level];

	for (i = level + 1; i < HEADING_LEVELS; i++)
		j->headings[i] = 0;
	if (level == 0)
		return arena_printf(j->arena, "%s. ", format_roman(j->arena,
		    n));
	if (level == 1)
		return arena_printf(j->arena, "%d. ", n);
	return arena_printf(j->arena, "%c) ", 'a' + (n - 1) % 26);
}

const char *
job_bookmark(struct job *j, const char *title, int level)
{
	struct bookmark_entry *b = ARENA_PUSH(j->arena, j->bookmarks,
	    j->bookmark_count, j->bookmark_cap);

	b->id = arena_printf(j->arena, "mark-%zu", j->bookmark_count);
	b->title = title;
	b->level = level;
	return b->id;
}

void
element_heading(struct job *j, const struct scope *s, const xmlNode *node)
{
	const char *attribute = job_attribute(j, node, "level");
	const char *numbered = job_attribute(j, node, "number");
	int level = attribute == NULL ? 0 : attribute[0] - '1';
	const char *number = numbered != NULL && strcmp(numbered, "no") == 0 ?
	    "" : heading_number(j, level);
	const char *text = job_content(j, s, node);
	xmlNode *b = block(j, tree_flow(j), j->font_size, "justify");

	tree_set(b, "id", job_bookmark(j, arena_printf(j->arena, "%s%s", number,
	    text), level + 1));
	tree_set(b, "text-indent", INDENT);
	if (level < 2)
		tree_set(b, "font-weight", "bold");
	tree_set(b, "space-before", level == 0 ? "10pt" : "6pt");
	tree_set(b, "space-after", "6pt");
	tree_set(b, "keep-with-next.within-page", "always");
	tree_text(b, arena_printf(j->arena, "%s%s", number, level == 0 ?
	    unicode_upper(j->arena, text) : text));
}

/* A block of body text: justified, first line indented, 6 pt below. */
static xmlNode *
body_text(struct job *j, const char *align, bool indented)
{
	xmlNode *b = block(j, tree_flow(j), j->font_size, align);

	if (indented)
		tree_set(b, "text-indent", INDENT);
	tree_set(b, "space-after", "6pt");
	tree_set(b, "orphans", "2");
	tree_set(b, "widows", "2");
	return b;
}

static bool
is_yes(struct job *j, const xmlNode *node, const char *name, bool otherwise)
{
	const char *value = job_attribute(j, node, name);

	return value == NULL ? otherwise : strcmp(value, "yes") == 0;
}

void
element_paragraph(struct job *j, const struct scope *s, const xmlNode *node)
{
	const char *align = job_attribute(j, node, "align");
	bool plain;
	xmlNode *b;

	if (align == NULL)
		align = "justify";
	plain = strcmp(align, "center") == 0 || strcmp(align, "right") == 0;
	b = body_text(j, strcmp(align, "left") == 0 ? "start" :
	    strcmp(align, "right") == 0 ? "end" : align,
	    is_yes(j, node, "indent", !plain));
	if (is_yes(j, node, "keep", false))
		tree_set(b, "keep-with-next.within-page", "always");
	job_inline(j, s, node, b);
}

/* Items, and those inside <if> and <for-each>. */
void
element_list(struct job *j, const struct scope *s, const xmlNode *node)
{
	element_children(j, s, node);
}

static void
recipients(struct job *j, const struct scope *s, const xmlNode *node,
    xmlNode *cell)
{
	xmlNode *item, *b;

	if (node == NULL) {
		block(j, cell, RECIPIENTS_SIZE, "start");
		return;
	}
	b = block(j, cell, RECIPIENTS_HEAD_SIZE, "start");
	tree_set(b, "font-weight", "bold");
	tree_set(b, "font-style", "italic");
	tree_text(b, word(W_RECIPIENTS));
	for (item = xmltree_first(node); item != NULL;
	    item = xmltree_next(item)) {
		b = block(j, cell, RECIPIENTS_SIZE, "start");
		tree_text(b, "- ");
		job_inline(j, s, item, b);
		tree_text(b, xmltree_next(item) != NULL ? ";" : ".");
	}
}

static const char *
override(struct job *j, const struct scope *s, const xmlNode *node,
    const char *name, const char *otherwise)
{
	const char *value = job_text_attribute(j, s, node, name);

	return value != NULL ? value : otherwise;
}

static void
signature(struct job *j, const struct scope *s, const xmlNode *node,
    xmlNode *cell)
{
	const struct site *site = j->data->catalog->site;
	const char *name;
	xmlNode *b;

	if (node == NULL) {
		block(j, cell, j->font_size, "center");
		return;
	}
	name = override(j, s, node, "name", site->signer_name);
	lines(j, cell, override(j, s, node, "authority",
	    site->signer_authority), j->font_size, true);
	lines(j, cell, override(j, s, node, "title", site->signer_title),
	    j->font_size, true);
	b = block(j, cell, j->font_size, "center");
	tree_set(b, "font-weight", "bold");
	tree_set(b, "space-before", "72pt");
	tree_set(b, "space-before.conditionality", "retain");
	tree_text(b, name[0] == '\0' ? "\xc2\xa0" : name);
}

/*
 * No page has but the last sentence and what stands below it: the sentence keeps
 * with the paragraphs before it, or with the table, whose last rows keep together.
 */
static void
keep_text_with(xmlNode *closing)
{
	xmlNode *n = closing;
	int i;

	for (i = 0; i < CLOSING_BLOCKS && n != NULL && (n == closing ||
	    !xmltree_is(n, "table")); i++, n = n->prev)
		tree_set(n, "keep-with-previous.within-page", "always");
}

/* Recipients on the left, the signature on the right. */
void
element_closing(struct job *j, const struct scope *s, const xmlNode *node)
{
	xmlNode *body, *row;

	tree_flow(j);
	body = two_columns(j, j->width * 45 / 100);
	tree_set(body->parent, "space-before", "12pt");
	keep_text_with(body->parent);
	row = tree_add(j, body, "table-row", "keep-together.within-page",
	    "always", NULL);
	recipients(j, s, xmltree_child(node, "recipients"),
	    tree_add(j, row, "table-cell", NULL));
	signature(j, s, xmltree_child(node, "signature"),
	    tree_add(j, row, "table-cell", NULL));
}

void
element_item(struct job *j, const struct scope *s, const xmlNode *node)
{
	const char *marker = NULL;
	const xmlNode *n;
	xmlNode *b;

	for (n = node->parent; n != NULL && marker == NULL; n = n->parent)
		if (xmltree_is(n, "list")) {
			marker = job_attribute(j, n, "marker");
			break;
		}
	b = body_text(j, "justify", true);
	tree_text(b, arena_printf(j->arena, "%s ", marker == NULL ? "-" :
	    marker));
	job_inline(j, s, node, b);
}

/* "Phụ lục II", its title, a page-sequence of its own. */
void
element_annex(struct job *j, const struct scope *s, const xmlNode *node)
{
	static const int none[HEADING_LEVELS];
	const char *title = job_text_attribute(j, s, node, "title");
	const char *kind = job_attribute(j, node, "orientation");
	const char *name = word(W_ANNEX), *reference;
	xmlNode *b;

	tree_open(j, kind != NULL && strcmp(kind, "landscape") == 0, true);
	memcpy(j->headings, none, sizeof(none));
	if (j->annexes > 1)
		name = arena_printf(j->arena, "%s %s", name,
		    format_roman(j->arena, j->part));
	b = block(j, tree_flow(j), j->font_size, "center");
	tree_set(b, "id", job_bookmark(j, arena_printf(j->arena, "%s. %s", name,
	    title), 1));
	tree_set(b, "font-weight", "bold");
	tree_text(b, name);
	b = block(j, tree_flow(j), j->font_size, "center");
	tree_set(b, "font-weight", "bold");
	tree_text(b, unicode_upper(j->arena, title));
	if ((reference = job_text_attribute(j, s, node, "reference")) != NULL) {
		b = block(j, tree_flow(j), SYMBOL_SIZE, "center");
		tree_set(b, "font-style", "italic");
		tree_text(b, reference);
	}
	tree_set(b, "space-after", "8pt");
	element_children(j, s, node);
	tree_close(j);
}
