/* Page sequences: flows onto sheets, page numbers, blank pages.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout_page.h"

enum { PAGES_MAX = 20000 };

static const char *
roman(struct arena *a, int64_t n, bool upper)
{
	static const struct { int n; const char *s; } parts[] = {
		{ 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" },
		{ 100, "c" }, { 90, "xc" }, { 50, "l" }, { 40, "xl" },
		{ 10, "x" }, { 9, "ix" }, { 5, "v" }, { 4, "iv" }, { 1, "i" }
	};
	const char *s = "";
	char *out, *p;
	size_t i;

	if (n < 1 || n > 9999)
		return arena_printf(a, "%lld", (long long)n);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (; n >= parts[i].n; n -= parts[i].n)
			s = arena_printf(a, "%s%s", s, parts[i].s);
	out = arena_strdup(a, s);
	for (p = out; upper && *p != '\0'; p++)
		*p = (char)(*p - 'a' + 'A');
	return out;
}

const char *
number_label(struct arena *a, const char *format, int64_t n)
{
	char letters[16], *p = letters + sizeof(letters) - 1;
	char first = *format;

	if (first == 'i' || first == 'I')
		return roman(a, n, first == 'I');
	if ((first != 'a' && first != 'A') || n < 1)
		return arena_printf(a, "%0*lld", (int)strspn(format, "0") + 1,
		    (long long)n);
	for (*p = '\0'; n > 0; n = (n - 1) / 26)
		*--p = (char)(first + (n - 1) % 26);
	return arena_strdup(a, p);
}

static struct sheet *
add_sheet(struct document *d, const struct sequence *s, size_t index,
    int64_t number, bool blank)
{
	struct layout *l = d->l;
	struct sheet *sheet;

	if (d->sheet_count == PAGES_MAX &&
	    map_add(l->said, "pages", l))
		diag_report(l->diag, D_FO_LIMIT,
		    ((struct place){ l->reader.file, s->node->line, 0 }),
		    _("the number of pages"), "20000");
	sheet = ARENA_PUSH(l->pass, d->sheets, d->sheet_count, d->sheet_cap);
	*sheet = (struct sheet){ .sequence = s,
	    .master = masters_choose(d, s, index, number, false, blank),
	    .label = number_label(l->result, s->format, number) };
	return sheet;
}

static void
place_list(const struct document *d, size_t page,
    const struct anchor_list *list, length y)
{
	const struct sheet *s = &d->sheets[page];
	struct anchor *a;

	for (; list != NULL; list = list->next) {
		a = list->anchor;
		if (!a->placed) {
			a->page = page;
			a->label = s->label;
			a->y = s->master->body.y + y;
			a->placed = true;
		}
		a->last = page;
		a->last_label = s->label;
	}
}

/* Note where the ids of the boxes on a page came to stand. */
static void
place_anchors(struct document *d, size_t page)
{
	const struct sheet *s = &d->sheets[page];
	size_t i;

	for (i = 0; i < s->count; i++)
		place_list(d, page, s->items[i].box->anchors, s->items[i].y);
	for (i = 0; i < s->note_count; i++)
		place_list(d, page, s->notes[i].note->anchors,
		    s->notes[i].y);
}

/* A whole element of pages: its first and last page are known at once. */
static void
place_pages(struct document *d, const char *id, size_t first)
{
	struct anchor *a;

	if (id == NULL || d->sheet_count <= first)
		return;
	a = anchor_of(d->l, id);
	a->placed = true;
	a->page = first;
	a->label = d->sheets[first].label;
	a->last = d->sheet_count - 1;
	a->last_label = d->sheets[a->last].label;
}

/* Whether nothing is left for further pages. */
static bool
is_done(const struct filler *f)
{
	return f->at >= f->count && f->carried_count == 0;
}

/*
 * A page on which the flow would end, though not with the master that is meant for a
 * last page and is as wide as others are not: with less on it, if it can be.
 */
static void
leave_some(struct filler *f, const struct filler *before, struct sheet *sheet,
    length later)
{
	struct filler again = *before;
	struct sheet other = { .sequence = sheet->sequence,
	    .master = sheet->master, .label = sheet->label };
	length bottom = 0;
	size_t i;

	for (i = 0; i < sheet->count; i++)
		if (sheet->items[i].y + sheet->items[i].height > bottom)
			bottom = sheet->items[i].y + sheet->items[i].height;
	if (sheet->note_count > 0 || bottom <= 1)
		return;
	fill_page(&again, bottom - 1, later, &other);
	if (again.at > before->at && other.note_count == 0) {
		*sheet = other;
		*f = again;
	}
}

/*
 * The flow ends on a sheet, which BEFORE was not filled: fill it once more with the
 * master that is meant for a LAST page, if all fits there too.
 */
static void
fill_last(struct filler *f, struct filler *before, struct sequence *s,
    struct sheet *sheet, const struct master *last, length later)
{
	const struct region *body = &sheet->master->body;
	bool other_width = last->body.width != body->width;
	struct filler again = *before;
	struct sheet other = { .sequence = sheet->sequence, .master = last,
	    .label = sheet->label };

	if (last->body.height == body->height && !other_width) {
		sheet->master = last;
		return;
	}
	reflow_fit(&again, s, last);
	fill_page(&again, last->body.height, later, &other);
	if (is_done(&again)) {
		*sheet = other;
		*f = again;
	} else if (other_width) {
		reflow_undo(before, s);
		leave_some(f, before, sheet, later);
	} else if (again.at > before->at) {
		/* What the last page's body holds not goes onto one more. */
		other.master = sheet->master;
		*sheet = other;
		*f = again;
	}
}

/* The flow stands where the master says of its body; notes are below it all. */
static void
align_sheet(struct sheet *s)
{
	length down = block_aligned(fo_word(s->master->body.node,
	    P_DISPLAY_ALIGN), s->rest);
	size_t i;

	for (i = 0; i < s->count; i++)
		s->items[i].y += down;
}

/* Fill the sheet; with another master when the flow ENDS on it, with no blank page
 * behind it. */
static void
fill_sheet(struct document *d, struct sequence *s, struct filler *f,
    struct sheet *sheet, size_t index, int64_t number, bool ends)
{
	const struct master *last = masters_choose(d, s, index, number, true,
	    false);
	const struct master *next = masters_choose(d, s, index + 1, number + 1,
	    false, false);
	length height = sheet->master->body.height;
	length later = next != NULL ? next->body.height : height;
	struct filler before;

	reflow_fit(f, s, sheet->master);
	before = *f;
	fill_page(f, height, later, sheet);
	if (ends && is_done(f) && last != sheet->master && last != NULL)
		fill_last(f, &before, s, sheet, last, later);
}

static bool
parity_fits(enum page_break b, int64_t number)
{
	return b == PAGE_EVEN ? number % 2 == 0 : b != PAGE_ODD ||
	    number % 2 != 0;
}

/* Whether a sequence must end in a blank page (XSL 1.1, 7.27.6). */
static bool
needs_blank(const struct document *d, size_t index, int64_t first,
    int64_t next)
{
	const struct node *n = d->sequences[index].node;
	const struct value *v;
	bool odd_count = (next - first) % 2 != 0;

	switch (fo_word(n, P_FORCE_COUNT)) {
	case W_EVEN:
		return odd_count;
	case W_ODD:
		return !odd_count;
	case W_END_ON_EVEN:
		return next % 2 == 0;
	case W_END_ON_ODD:
		return next % 2 != 0;
	case W_AUTO:
		break;
	default:
		return false;
	}
	if (index + 1 >= d->sequence_count)
		return false;
	v = fo_value(d->sequences[index + 1].node, P_INITIAL_NUMBER);
	if (v->unit == UNIT_COUNT)
		return (v->n - next) % 2 != 0;
	return (v->n == W_AUTO_ODD && next % 2 == 0) ||
	    (v->n == W_AUTO_EVEN && next % 2 != 0);
}

/* All pages of a sequence; the number of the page behind them. */
static int64_t
fill_sequence(struct document *d, struct sequence *s, int64_t number)
{
	struct filler f = { .l = d->l, .boxes = s->stack.boxes,
	    .count = s->stack.count, .separator = s->separator_height };
	const int64_t first = number;
	size_t index = 0;
	struct sheet *sheet;
	bool blank;

	reflow_fit(&f, s, masters_choose(d, s, 0, number, false, false));
	do {
		blank = f.at < f.count && f.from == NULL &&
		    f.carried_count == 0 && !parity_fits(
		    f.boxes[f.at].page_break, number);
		sheet = add_sheet(d, s, index, number, blank);
		if (sheet->master == NULL) {
			diag_report(d->l->diag, D_FO_REQUIRED,
			    fo_place(&d->l->reader, s->masters),
			    fo_name(s->masters->kind),
			    _("a master for every page that occurs"));
			break;
		}
		if (!blank) {
			fill_sheet(d, s, &f, sheet, index, number,
			    !needs_blank(d, (size_t)(s - d->sequences), first,
			    number + 1));
			align_sheet(sheet);
		}
		place_anchors(d, d->sheet_count - 1);
		index++;
		number++;
	} while (!is_done(&f) && d->sheet_count <= PAGES_MAX);
	return number;
}

void
sequences_fill(struct document *d)
{
	struct sequence *s;
	const struct value *v;
	int64_t number = 1, first;
	size_t i, sheet;

	for (i = 0; i < d->sequence_count; i++) {
		s = &d->sequences[i];
		v = fo_value(s->node, P_INITIAL_NUMBER);
		if (v->unit == UNIT_COUNT)
			number = v->n;
		else if ((v->n == W_AUTO_ODD && number % 2 == 0) ||
		    (v->n == W_AUTO_EVEN && number % 2 != 0))
			number++;
		first = number;
		sheet = d->sheet_count;
		number = fill_sequence(d, s, number);
		if (needs_blank(d, i, first, number)) {
			add_sheet(d, s, (size_t)(number - first), number,
			    true);
			number++;
		}
		place_pages(d, s->node->id, sheet);
		place_pages(d, s->flow->id, sheet);
	}
	place_pages(d, d->root->id, 0);
}
