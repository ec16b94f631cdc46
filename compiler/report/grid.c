/*
 * Tables: columns as wide as their content needs, then FO.  Room: report.
 *
 * The widths are found as browsers do for table-layout "auto" (CSS 2.2,
 * 17.5.2.2): each column has a least width, its longest word, and a greatest,
 * its longest line; what the page offers beyond the least widths is shared out
 * by how much more each column could use.  Text that is too wide is set smaller, down to
 * SIZE_LEAST; then it is an error, nothing is ever cut.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_template.h"

enum {
	PADDING = 2800,			/* left and right in a cell [mpt] */
	SIZE_LEAST = 7500, SIZE_STEP = 500,	/* of text [mpt] */
	SLACK = 1200,			/* borders and rounding [mpt] */
	LINE_PERCENT = 120,
	LONGEST = 34,		/* a column asks for at most so many ems */
};

struct grid *
grid_new(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = arena_alloc(j->arena, sizeof(*t));
	const char *size = job_attribute(j, node, "size");
	const char *marks = job_attribute(j, node, "marks");
	struct decimal d;

	t->size = j->table_size;
	if (size != NULL && decimal_parse(&d, size, strlen(size)) &&
	    decimal_rescale(&d, 3))
		t->size = (int)d.coef;
	t->caption = job_text_attribute(j, s, node, "caption");
	t->measure = job_text_attribute(j, s, node, "measure");
	t->marks = marks == NULL || strcmp(marks, "yes") == 0;
	return t;
}

struct grid *
grid_plain(struct job *j)
{
	struct grid *t = arena_alloc(j->arena, sizeof(*t));

	t->size = j->table_size;
	return t;
}

void
grid_column(struct job *j, struct grid *t, const char *name,
    const char *head, enum align align)
{
	struct grid_column *c = ARENA_PUSH(j->arena, t->columns,
	    t->column_count, t->column_cap);

	c->name = name;
	c->head = head;
	c->align = align;
	c->mark = arena_printf(j->arena, "(%zu)", t->column_count);
}

struct grid_row *
grid_row(struct job *j, struct grid *t)
{
	struct grid_row *r = ARENA_PUSH(j->arena, t->rows, t->row_count,
	    t->row_cap);

	*r = (struct grid_row){ 0 };	/* a row taken back may lie there */
	return r;
}

struct grid_cell *
grid_cell(struct job *j, struct grid_row *r, const char *text,
    enum align align)
{
	struct grid_cell *c = ARENA_PUSH(j->arena, r->cells, r->count, r->cap);

	c->text = text;
	c->span = 1;
	c->align = align;
	return c;
}

struct grid_row *
grid_row_numbered(struct job *j, struct grid *t)
{
	struct grid_row *r = grid_row(j, t);

	grid_cell(j, r, arena_printf(j->arena, "%zu", t->row_count),
	    ALIGN_CENTER);
	return r;
}

void
grid_note(struct job *j, struct grid *t, const char *note)
{
	*ARENA_PUSH(j->arena, t->notes, t->note_count, t->note_cap) = note;
}

void
grid_rename(struct job *j, const struct scope *s, const xmlNode *node,
    struct grid *t)
{
	const xmlNode *n;
	size_t i;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n)) {
		const char *name = xmltree_is(n, "column") ?
		    job_attribute(j, n, "name") : NULL;

		for (i = 0; name != NULL && i < t->column_count; i++)
			if (t->columns[i].name != NULL &&
			    strcmp(t->columns[i].name, name) == 0)
				t->columns[i].head = job_content(j, s, n);
	}
}

struct range { int least, greatest; };

/* Widen a column's range by a text: its longest word, its longest line. */
static void
measure(struct range *r, const char *text, int size, bool bold)
{
	const char *line, *word_, *end;
	int w;

	for (line = text; *line != '\0'; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		w = text_width(line, (size_t)(end - line), size, bold);
		if (w > r->greatest)
			r->greatest = w;
		for (word_ = line; word_ < end;) {
			size_t n = strcspn(word_, " \n");

			w = text_width(word_, n, size, bold);
			if (w > r->least)
				r->least = w;
			word_ += n + 1;
		}
	}
}

static void
measure_table(const struct grid *t, int size, struct range *ranges)
{
	size_t i, k, col;

	for (col = 0; col < t->column_count; col++) {
		struct range head = { 0, 0 };

		measure(&head, t->columns[col].head, size, true);
		ranges[col].least = head.least;
		/* Heads may take four lines or so; the rows deserve the room. */
		ranges[col].greatest = head.greatest * 5 / 16 > head.least ?
		    head.greatest * 5 / 16 : head.least;
		if (t->marks)
			measure(&ranges[col], t->columns[col].mark, size,
			    false);
	}
	for (i = 0; i < t->row_count; i++)
		for (k = col = 0; k < t->rows[i].count; k++) {
			const struct grid_cell *c = &t->rows[i].cells[k];

			if (c->span == 1 && col < t->column_count)
				measure(&ranges[col], c->text, size, c->bold);
			col += (size_t)c->span;
		}
	for (col = 0; col < t->column_count; col++) {
		struct range *r = &ranges[col];
		int most = LONGEST * size;

		if (r->greatest > most)
			r->greatest = r->least > most ? r->least : most;
		r->least += 2 * PADDING + SLACK;
		r->greatest += 2 * PADDING + SLACK;
	}
}

/*
 * What every column likes; of what is left, columns of text get up to as much
 * again, and all columns the rest.
 */
static void
spread(const struct grid *t, const struct range *ranges, int width, int *widths)
{
	long long rest = width, text = 0, more;
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		rest -= ranges[i].greatest;
		if (t->columns[i].align == ALIGN_LEFT)
			text += ranges[i].greatest;
	}
	more = rest < text ? rest : text;
	for (i = 0; i < t->column_count; i++) {
		widths[i] = ranges[i].greatest +
		    (int)((rest - more) / (long long)t->column_count);
		if (t->columns[i].align == ALIGN_LEFT)
			widths[i] += (int)(more * ranges[i].greatest / text);
	}
}

/* Share WIDTH out; false when the least widths are more than that. */
static bool
share(const struct grid *t, const struct range *ranges, int width, int *widths)
{
	long long least = 0, greatest = 0, rest;
	size_t i, widest = 0;

	for (i = 0; i < t->column_count; i++) {
		least += ranges[i].least;
		greatest += ranges[i].greatest;
	}
	if (least > width)
		return false;
	rest = width - least;
	for (i = 0; i < t->column_count && greatest > width; i++)
		widths[i] = ranges[i].least + (int)((ranges[i].greatest -
		    ranges[i].least) * rest / (greatest - least));
	if (greatest <= width)
		spread(t, ranges, width, widths);
	for (rest = width, i = 0; i < t->column_count; i++) {
		rest -= widths[i];
		if (widths[i] > widths[widest])
			widest = i;
	}
	widths[widest] += (int)rest;
	return true;
}

/* The widths, and the size of the text with which they suffice. */
static bool
fit(struct job *j, struct grid *t, int *widths)
{
	struct range *ranges;

	for (; t->size >= SIZE_LEAST; t->size -= SIZE_STEP) {
		ranges = arena_alloc(j->arena, (t->column_count + 1) *
		    sizeof(*ranges));
		measure_table(t, t->size, ranges);
		if (share(t, ranges, j->width, widths))
			return true;
	}
	job_limit_error(j, j->line, arena_printf(j->arena,
	    _("a table of %zu columns"), t->column_count), _("the page's width "
	    "even in small print; leave columns out or use <landscape>"));
	return false;
}

static const char *
align_name(enum align align)
{
	return align == ALIGN_LEFT ? "start" :
	    align == ALIGN_CENTER ? "center" : "end";
}

/* What a cell's text stands in: a link to where its number comes from, which
 * leads back to the first such cell. */
static xmlNode *
linked(struct job *j, xmlNode *block, const char *item)
{
	const char *id;

	if (!j->sources || item == NULL)
		return block;
	id = arena_printf(j->arena, "figure-%s", item);
	if (map_add(j->placed, item, (char *)id))
		tree_set(block, "id", id);
	return tree_add(j, block, "basic-link", "internal-destination",
	    sources_anchor(j, item), NULL);
}

/* One cell with its lines. */
static void
emit_cell(struct job *j, xmlNode *row, const struct grid_cell *c,
    bool head)
{
	xmlNode *cell = tree_add(j, row, "table-cell", "border",
	    "0.5pt solid black", "padding-left", tree_length(j, PADDING),
	    "padding-right", tree_length(j, PADDING), "padding-top", "1.5pt",
	    "padding-bottom", "1.5pt", "display-align", "center", NULL);
	const char *line = c->text, *end;

	if (c->span > 1)
		tree_set(cell, "number-columns-spanned",
		    arena_printf(j->arena, "%d", c->span));
	do {
		xmlNode *block = tree_add(j, cell, "block", "text-align",
		    head ? "center" : align_name(c->align), NULL);

		end = line + strcspn(line, "\n");
		if (c->bold)
			tree_set(block, "font-weight", "bold");
		if (c->italic)
			tree_set(block, "font-style", "italic");
		tree_text(end == line ? block : linked(j, block, c->item),
		    arena_strndup(j->arena, line, (size_t)(end - line)));
		line = end + 1;
	} while (*end != '\0');
}

static void
emit_head(struct job *j, xmlNode *table, const struct grid *t)
{
	xmlNode *header = tree_add(j, table, "table-header", NULL);
	xmlNode *row = tree_add(j, header, "table-row",
	    "keep-together.within-page", "always", NULL);
	struct grid_cell c = { .span = 1, .align = ALIGN_CENTER };
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		c.text = t->columns[i].head;
		c.bold = true;
		emit_cell(j, row, &c, true);
	}
	if (!t->marks)
		return;
	row = tree_add(j, header, "table-row", NULL);
	for (i = 0; i < t->column_count; i++) {
		c.text = t->columns[i].mark;
		c.bold = false;
		c.italic = true;
		emit_cell(j, row, &c, true);
	}
}

static void
emit_rows(struct job *j, xmlNode *table, const struct grid *t)
{
	xmlNode *body = tree_add(j, table, "table-body", NULL), *row;
	size_t i, k;

	for (i = 0; i < t->row_count; i++) {
		row = tree_add(j, body, "table-row",
		    "keep-together.within-page", "always", NULL);
		if (t->rows[i].with_next)
			tree_set(row, "keep-with-next.within-page", "always");
		if (t->rows[i].with_previous)
			tree_set(row, "keep-with-previous.within-page",
			    "always");
		for (k = 0; k < t->rows[i].count; k++)
			emit_cell(j, row, &t->rows[i].cells[k], false);
	}
}

static void
emit_notes(struct job *j, xmlNode *flow, const struct grid *t)
{
	int size = t->size > SIZE_LEAST + 1000 ? t->size - 1000 : t->size;
	xmlNode *block;
	size_t i;

	for (i = 0; i < t->note_count; i++) {
		block = tree_add(j, flow, "block", "font-size",
		    tree_length(j, size), "line-height", tree_length(j,
		    size * LINE_PERCENT / 100), "text-align", "justify",
		    "font-style", "italic", NULL);
		if (i == 0) {
			tree_set(block, "space-before", "3pt");
			tree_set(block, "keep-with-previous.within-page",
			    "always");
		}
		if (i + 1 == t->note_count)
			tree_set(block, "space-after", "8pt");
		tree_text(block, t->notes[i]);
	}
}

static void
emit_caption(struct job *j, xmlNode *flow, const char *text, int size,
    const char *align, const char *weight, const char *style)
{
	xmlNode *block;

	if (text == NULL || text[0] == '\0')
		return;
	block = tree_add(j, flow, "block", "text-align", align, "font-weight",
	    weight, "font-style", style, "font-size", tree_length(j, size),
	    "space-before", "4pt", "space-after", "3pt",
	    "keep-with-next.within-page", "always", NULL);
	tree_text(block, text);
}

void
grid_emit(struct job *j, struct grid *t)
{
	xmlNode *flow = tree_flow(j), *table;
	int *widths = arena_alloc(j->arena, (t->column_count + 1) *
	    sizeof(*widths));
	size_t i;

	if (t->column_count == 0 || !fit(j, t, widths))
		return;
	emit_caption(j, flow, t->caption, t->size, "center", "bold", "normal");
	emit_caption(j, flow, t->measure, t->size, "end", "normal", "italic");
	if (t->row_count > 0) {
		table = tree_add(j, flow, "table", "table-layout", "fixed",
		    "width", tree_length(j, j->width), "border-collapse",
		    "collapse", "font-size", tree_length(j, t->size),
		    "line-height", tree_length(j, t->size * LINE_PERCENT / 100),
		    "space-before", "3pt", "space-after",
		    t->note_count == 0 ? "8pt" : "0pt", NULL);
		for (i = 0; i < t->column_count; i++)
			tree_add(j, table, "table-column", "column-width",
			    tree_length(j, widths[i]), NULL);
		emit_head(j, table, t);
		emit_rows(j, table, t);
	}
	emit_notes(j, flow, t);
}
