/* Lines of a block, from pieces to boxes.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout_box.h"

/* How far a line reaches above and below its baseline. */
struct reach {
	length	above, below;
};

static length
em_part(const struct ink *ink, int thousandths)
{
	return (length)((int64_t)ink->style->size * thousandths / 1000);
}

static void
extend(struct reach *r, length above, length below)
{
	if (above > r->above)
		r->above = above;
	if (below > r->below)
		r->below = below;
}

/* An image stands on the baseline with all that is around it. */
static length
object_height(const struct object *o)
{
	return o->above + o->height + o->below;
}

/* What is as high as it is, whatever the font. */
static bool
is_image(const struct piece *p)
{
	return p->kind == PIECE_OBJECT && p->object->edge == EDGE_NONE &&
	    p->object->node->kind != FO_LEADER;
}

static struct reach
line_reach(const struct piece *pieces, size_t count, struct reach r)
{
	const struct ink *ink, *before = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		ink = pieces[i].ink;
		if (pieces[i].kind == PIECE_OBJECT)
			extend(&r, object_height(pieces[i].object) +
			    ink->shift, is_image(&pieces[i]) ? -ink->shift :
			    0);
		if (ink == before || is_image(&pieces[i]))
			continue;
		before = ink;
		extend(&r, em_part(ink, ink->glyphs->ascender) + ink->shift,
		    em_part(ink, ink->glyphs->descender) - ink->shift);
	}
	return r;
}

/* The first word of a line that is too wide, to name it. */
static const char *
first_word(const struct piece *p, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (p[i].kind == PIECE_WORD && p[i].text[0] != '\0')
			return p[i].text;
		else if (p[i].kind == PIECE_OBJECT)
			return fo_name(p[i].object->node->kind);
	return "";
}

static const char *
points(struct arena *a, int64_t n)
{
	if (n > 10 * (int64_t)LENGTH_MAX)
		n = 10 * (int64_t)LENGTH_MAX;
	n += 50;
	return arena_printf(a, "%lld.%lldpt", (long long)(n / 1000),
	    (long long)(n % 1000 / 100));
}

void
report_overflow(struct layout *l, const struct node *n, const char *what,
    int64_t by, const char *area)
{
	struct arena *a = l->reader.arena;

	if (map_add(l->said, arena_printf(a, "wide %d %s", n->line, what), l))
		diag_report(l->diag, D_FO_OVERFLOW, fo_place(&l->reader, n),
		    diag_quote(l->diag, what, 60), points(a, by), area);
}

void
report_too_high(struct layout *l, int line, const char *what, int64_t by,
    const char *area)
{
	struct arena *a = l->reader.arena;

	if (map_add(l->said, arena_printf(a, "high %d %s", line, what), l))
		diag_report(l->diag, D_FO_HEIGHT,
		    ((struct place){ l->reader.file, line, 0 }), what,
		    points(a, by), area);
}

const char *
area_name(const struct node *n)
{
	for (; n != NULL; n = n->parent)
		if (n->kind == FO_TABLE_CELL)
			return _("table cell");
	return _("page");
}

/* Where a line begins, and what its spaces take of the difference. */
static void
align_line(struct line *line, const struct line_break *b, enum word align,
    length start, length indent)
{
	length d = b->difference;

	line->x = start + indent;
	line->difference = 0;
	if (align == W_JUSTIFY || b->adjusts)
		line->difference = d;
	else if (align == W_END)
		line->x += d;
	else if (align == W_CENTER)
		line->x += d / 2;
}

/* Anchors of inlines come to stand with the first line that shows them. */
static void
anchor_line(struct flow *f, const struct line *line, const struct anchor **seen)
{
	struct layout *l = f->l;
	struct anchor_list *list;
	size_t i;

	for (i = 0; i < line->count; i++) {
		struct anchor *a = line->pieces[i].ink->anchor;

		if (a == NULL || a == *seen)
			continue;
		*seen = a;
		list = arena_alloc(l->pass, sizeof(*list));
		list->anchor = a;
		list->next = l->pending;
		l->pending = list;
	}
}

/* Lines at the begin and the end of a paragraph cling together. */
static void
keep_lines(struct flow *f, const struct node *block, size_t first, bool is_rest)
{
	struct layout *l = f->l;
	size_t count = l->box_count - first, i;
	size_t orphans = is_rest ? 1 : (size_t)fo_value(block, P_ORPHANS)->n;
	size_t widows = (size_t)fo_value(block, P_WIDOWS)->n;

	for (i = 0; i + 1 < count; i++)
		if (i + 1 < orphans || i + 1 > count - (widows < count ?
		    widows : count))
			if (l->boxes[first + i].keep < KEEP_LINES)
				l->boxes[first + i].keep = KEEP_LINES;
}

static void
add_line(struct flow *f, const struct node *block, const struct piece *run,
    const struct piece *pieces, const struct line_break *b, enum word align, length indent,
    bool is_last, const struct anchor **seen)
{
	const struct settings *set = block->set;
	const struct ink *base = f->l->inks[set->style->id];
	struct line *line = arena_alloc(f->l->pass, sizeof(*line));
	struct reach r = { em_part(base, base->glyphs->ascender),
	    em_part(base, base->glyphs->descender) };
	length half = (set->style->line_height - r.above - r.below) / 2;
	int64_t height;
	struct box *box;

	line->pieces = pieces + b->first;
	line->first = (uint32_t)(line->pieces - run);
	line->count = b->count;
	line->element = structure_element(block);
	line->goes_on = !is_last && (b->last ||
	    pieces[b->first + b->count].kind != PIECE_WORD);
	align_line(line, b, align, f->x + block_start(f, block), indent);
	if (b->difference < -10 && !b->adjusts)
		report_overflow(f->l, block, first_word(line->pieces,
		    line->count), -(int64_t)b->difference, area_name(block));
	r = line_reach(line->pieces, line->count, r);
	line->ascent = r.above + half;
	height = (int64_t)r.above + r.below + 2 * half;
	if (height < 0)
		height = 0;
	anchor_line(f, line, seen);
	box = flow_push(f, BOX_LINE, (length)height, block);
	box->line = line;
	box->notes = notes_of_line(f->l, line);
}

/* The lines of a run as boxes, unless they are on pages already. */
static void
push_lines(struct flow *f, const struct node *block, const struct node *first,
    const struct node *stop, bool first_in_block)
{
	struct layout *l = f->l;
	length width = f->width - block_start(f, block) - block_end(f, block);
	struct break_rules rules = { .width = width,
	    .align = fo_word(block, P_TEXT_ALIGN),
	    .align_last = fo_word(block, P_TEXT_ALIGN_LAST),
	    .wrap = fo_word(block, P_WRAP_OPTION) == W_WRAP };
	size_t count = inline_pieces(l, block, first, stop,
	    width > 0 ? width : 0);
	const struct line_break *lines;
	struct piece *pieces;
	const struct anchor *seen = NULL;
	size_t n, i, past, base;

	if (count == 0)
		return;
	if (first_in_block)
		rules.indent = fo_length(block, P_TEXT_INDENT, width, 0);
	if (rules.align_last == W_RELATIVE)
		rules.align_last = rules.align == W_JUSTIFY ? W_START :
		    rules.align;
	pieces = arena_alloc(l->pass, count * sizeof(*pieces));
	memcpy(pieces, l->pieces, count * sizeof(*pieces));
	if ((past = reflow_rest(f, block)) > 0)
		rules.indent = 0;
	base = l->box_count;
	n = breaks_find(l, pieces + past, count - past, &rules, &lines);
	for (i = 0; i < n; i++)
		add_line(f, block, pieces, pieces + past, &lines[i],
		    lines[i].last ? rules.align_last : rules.align,
		    i == 0 ? rules.indent : 0, i + 1 == n, &seen);
	keep_lines(f, block, base, past > 0);
	for (i = base; i < base + n; i++)
		notes_fill(l, l->boxes[i].notes);
}

void
lines_add(struct flow *f, const struct node *block, const struct node *first,
    const struct node *stop, bool first_in_block)
{
	size_t base = f->l->box_count;

	if (reflow_passes(f, block))
		return;
	push_lines(f, block, first, stop, first_in_block);
	reflow_ends(f, base);
}
