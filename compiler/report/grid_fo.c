/* Tables as FO: heads, rows, what pages carry on, notes.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "report/report_format.h"
#include "report/report_template.h"

#define BORDER	"0.5pt solid black"

enum {
	LINE_PERCENT = 120,
	PAGE_ROWS = 20,			/* fewer may share a page with others */
	FEW_LINES = 50,			/* of heads, or so */
	NOTES_KEPT = 6,			/* below a table, with its last rows */
};

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
static xmlNode *
emit_cell(struct job *j, xmlNode *row, const struct grid_cell *c,
    bool head)
{
	xmlNode *cell = tree_add(j, row, "table-cell", "border",
	    BORDER, "padding-left", tree_length(j, GRID_PADDING),
	    "padding-right", tree_length(j, GRID_PADDING), "padding-top", "1.5pt",
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
	return cell;
}

/* Which group the first row of a page goes on. */
static void
emit_continued(struct job *j, xmlNode *cell)
{
	xmlNode *block = tree_add(j, cell, "block", "text-align", "center",
	    "font-style", "italic", NULL);

	tree_add(j, block, "retrieve-table-marker", "retrieve-class-name",
	    "group", NULL);
}

/*
 * Where that stands: below the head of the names, if other heads are as high; else
 * behind the mark of the column, so that no page has an empty line for it.
 */
static bool
is_by_mark(struct job *j, const struct grid *t, const int *widths)
{
	const char *longest = grid_longest_group(t);
	size_t i;
	int lines;

	if (longest == NULL || !t->marks)
		return false;
	lines = grid_lines(j, t, t->columns[t->names].head,
	    widths[t->names]) + grid_lines(j, t, grid_continued(j, t, longest),
	    widths[t->names]);
	for (i = 0; i < t->column_count; i++)
		if (grid_lines(j, t, t->columns[i].head, widths[i]) >= lines)
			return false;
	return true;
}

static const char *
behind_mark(struct job *j, const struct grid *t, const char *group)
{
	return arena_printf(j->arena, "%s" NBSP " %s",
	    t->columns[t->names].mark, grid_continued(j, t, group));
}

/* There is one line for it: of a name that is too long, the number. */
static bool
is_brief(struct job *j, const struct grid *t, const int *widths)
{
	return t->by_mark && grid_lines(j, t, behind_mark(j, t,
	    grid_longest_group(t)), widths[t->names]) > 1;
}

/* Where the rows on a page say what is added up before them, or with them. */
static void
emit_place(struct job *j, xmlNode *part, const char *class, const char *position)
{
	tree_add(j, part, "retrieve-table-marker", "retrieve-class-name", class,
	    "retrieve-position-within-table", position, NULL);
}

/* Whether any column has a sum. */
static bool
adds_up(const struct grid *t, const char **sums)
{
	size_t i;

	for (i = 0; sums != NULL && i < t->column_count; i++)
		if (sums[i] != NULL)
			return true;
	return false;
}

/* A cell of such a row, of which there are many: its borders are those of the row
 * and of the column. */
static void
emit_sum(struct job *j, xmlNode *row, const struct grid_column *column,
    const char *text)
{
	xmlNode *cell = tree_add(j, row, "table-cell", "padding",
	    arena_printf(j->arena, "1.5pt %s", tree_length(j, GRID_PADDING)),
	    NULL);

	if (column->align != ALIGN_RIGHT)
		tree_set(cell, "text-align", align_name(column->align));
	if (*text != '\0')
		tree_text(tree_add(j, cell, "block", NULL), text);
}

/* A row of sums in a marker; none where nothing is added up. */
static void
mark_sums(struct job *j, xmlNode *cell, const struct grid *t, const char *class,
    const char *label, const char **sums)
{
	xmlNode *marker = tree_add(j, cell, "marker", "marker-class-name", class,
	    NULL), *row;
	size_t i;

	xmlAddPrevSibling(cell->children, marker);
	if (!adds_up(t, sums))
		return;
	row = tree_add(j, marker, "table-row", "border", BORDER, "font-weight",
	    "bold", "text-align", "end", NULL);
	for (i = 0; i < t->column_count; i++)
		emit_sum(j, row, &t->columns[i], i == t->names ? label :
		    sums[i] == NULL ? "" : sums[i]);
}

static void
mark_group(struct job *j, xmlNode *cell, const struct grid *t,
    const char *group)
{
	xmlNode *marker = tree_add(j, cell, "marker", "marker-class-name",
	    "group", NULL);
	const char *mark = t->by_mark ? t->columns[t->names].mark : "";

	tree_text(marker, group == NULL ? mark : *mark == '\0' ?
	    grid_continued(j, t, group) : behind_mark(j, t, group));
	xmlAddPrevSibling(cell->children, marker);
}

static void
emit_head(struct job *j, xmlNode *table, const struct grid *t)
{
	xmlNode *header = tree_add(j, table, "table-header", NULL);
	xmlNode *row = tree_add(j, header, "table-row",
	    "keep-together.within-page", "always", NULL);
	struct grid_cell c = { .span = 1, .align = ALIGN_CENTER };
	xmlNode *cell, *block;
	size_t i;

	for (i = 0; i < t->column_count; i++) {
		c.text = t->columns[i].head;
		c.bold = true;
		cell = emit_cell(j, row, &c, true);
		if (i == t->names && !t->by_mark &&
		    grid_longest_group(t) != NULL)
			emit_continued(j, cell);
	}
	if (t->marks)
		row = tree_add(j, header, "table-row", NULL);
	for (i = 0; t->marks && i < t->column_count; i++) {
		c.text = t->columns[i].mark;
		c.bold = false;
		c.italic = true;
		if (i == t->names && t->by_mark)
			c.text = "";
		cell = emit_cell(j, row, &c, true);
		if (i == t->names && t->by_mark) {
			block = cell->children;	/* the marker has it */
			xmlUnlinkNode(block);
			xmlFreeNode(block);
			emit_continued(j, cell);
		}
	}
	if (t->carries)
		emit_place(j, header, "brought", "first-starting");
}

/* Two rows at least begin a table on a page, and end it; a row that ends it
 * together with the one before, three. */
static void
keep_ends(struct grid *t)
{
	size_t last = t->row_count - 1;

	if (last > 0) {
		t->rows[0].with_next = true;
		if (t->rows[last].with_previous)
			last--;
		if (last > 0)
			t->rows[last].with_previous = true;
	}
}

static void
emit_rows(struct job *j, xmlNode *table, const struct grid *t)
{
	xmlNode *body = tree_add(j, table, "table-body", NULL), *row, *cell;
	bool groups = grid_longest_group(t) != NULL;
	size_t i, k;

	for (i = 0; i < t->row_count; i++) {
		row = tree_add(j, body, "table-row",
		    "keep-together.within-page", "always", NULL);
		if (t->rows[i].with_next)
			tree_set(row, "keep-with-next.within-page", "always");
		if (t->rows[i].with_previous)
			tree_set(row, "keep-with-previous.within-page",
			    "always");
		for (k = 0; k < t->rows[i].count; k++) {
			cell = emit_cell(j, row, &t->rows[i].cells[k], false);
			if (k == 0 && groups)
				mark_group(j, cell, t, t->rows[i].group);
			if (k > 0 || !t->carries)
				continue;
			mark_sums(j, cell, t, "carry", word(W_CARRY_FORWARD),
			    t->rows[i].after);
			mark_sums(j, cell, t, "brought",
			    word(W_BROUGHT_FORWARD), t->rows[i].before);
		}
	}
}

static void
emit_notes(struct job *j, xmlNode *flow, const struct grid *t)
{
	int size = t->size > GRID_SIZE_LEAST + 1000 ? t->size - 1000 : t->size;
	xmlNode *block;
	size_t i;

	for (i = 0; i < t->note_count; i++) {
		block = tree_add(j, flow, "block", "font-size",
		    tree_length(j, size), "line-height", tree_length(j,
		    size * LINE_PERCENT / 100), "text-align", "justify",
		    "font-style", "italic", NULL);
		if (i == 0)
			tree_set(block, "space-before", "3pt");
		/* few notes are no page of their own */
		if (i == 0 || t->note_count <= NOTES_KEPT)
			tree_set(block, "keep-with-previous.within-page",
			    "always");
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

/* The table itself, with columns of these widths. */
static void
emit_table(struct job *j, struct grid *t, const int *widths)
{
	xmlNode *table, *column;
	size_t i;

	table = tree_add(j, tree_flow(j), "table", "table-layout", "fixed",
	    "width", tree_length(j, j->width), "border-collapse", "collapse",
	    "font-size", tree_length(j, t->size), "line-height", tree_length(j,
	    t->size * LINE_PERCENT / 100), "space-before", "3pt",
	    "space-after", t->note_count == 0 ? "8pt" : "0pt", NULL);
	for (i = 0; i < t->column_count; i++) {
		column = tree_add(j, table, "table-column", "column-width",
		    tree_length(j, widths[i]), NULL);
		if (t->carries)
			tree_set(column, "border", BORDER);
	}
	t->by_mark = is_by_mark(j, t, widths);
	t->brief = is_brief(j, t, widths);
	emit_head(j, table, t);
	if (t->carries)
		emit_place(j, tree_add(j, table, "table-footer", NULL), "carry",
		    "last-ending");
	keep_ends(t);
	emit_rows(j, table, t);
}

static void
emit(struct job *j, struct grid *t, const int *widths)
{
	emit_caption(j, tree_flow(j), t->caption, t->size, "center", "bold",
	    "normal");
	emit_caption(j, tree_flow(j), t->measure, t->size, "end", "normal",
	    "italic");
	if (t->row_count > 0)
		emit_table(j, t, widths);
	emit_notes(j, tree_flow(j), t);
}

/* The parts of a table; a long one begins a page with each. */
static void
emit_parts(struct job *j, struct grid **parts, size_t count, int *widths)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (i > 0 && parts[i]->row_count >= PAGE_ROWS)
			tree_add(j, tree_flow(j), "block", "break-before",
			    "page", NULL);
		if (grid_fit(j, parts[i], GRID_SIZE_LEAST, widths) >= 0)
			emit(j, parts[i], widths);
	}
}

/* In one piece if it fits; in parts if not, or if these are lower. */
void
grid_emit(struct job *j, struct grid *t)
{
	int *widths = arena_alloc(j->arena, (t->column_count + 1) *
	    sizeof(*widths)), asked = t->size;
	struct grid **parts = NULL, copy;
	long long whole, height;
	size_t count;

	if (t->column_count == 0)
		return;
	tree_flow(j);		/* opens the page, which has a width */
	printed_table(j, t);
	if (t->folded > 0)
		t = grid_fold(j, t);
	whole = grid_fit(j, t, t->leading > 0 ? t->size_least :
	    GRID_SIZE_LEAST, widths);
	copy = *t;
	copy.size = asked;
	if (t->leading > 0 && (whole < 0 || whole > (long long)(t->row_count +
	    FEW_LINES) * t->size))	/* rows of several lines */
		parts = grid_parts(j, &copy, &count, &height);
	if (parts != NULL && (whole < 0 || height < whole))
		emit_parts(j, parts, count, widths);
	else if (whole >= 0)
		emit(j, t, widths);
	else
		grid_too_wide(j, t);
}
