/* Bookmarks of a PDF (PDF 32000-1, 12.3.3).  Room: paint. */
#include "paint/paint_pdf.h"

#include "base/arena.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "layout/pages.h"

enum {
	LEVEL_MAX = 32,
	TITLE_MAX = 32767 / 2 - 1,	/* [bytes], as UTF-16 (ISO 19005-2, 6.1.13) */
};

/* An entry among others; 0 is the root, which has no neighbours. */
struct entry {
	int		 object;
	size_t		 parent, previous, next, first, last;
	size_t		 shown;		/* entries below that can be seen when it
					 * is open */
};

/* Whether a title can be written: no control characters. */
static bool
judge_title(struct pdf *pdf, const char *title)
{
	const char *s = title;
	uint32_t c;
	size_t n;

	while ((n = unicode_next(s, &c)) > 0 && c >= ' ')
		s += n;
	if (*s == '\0' && s - title <= TITLE_MAX)
		return true;
	diag_report(pdf->diag, D_FO_TEXT, ((struct place){ NULL, 0, 0 }),
	    arena_printf(pdf->arena, _("bookmark \"%s\""),
	    diag_quote(pdf->diag, title, 80)));
	return false;
}

/* Hang each entry under the last one of a lower level. */
static void
hang(struct entry *entries, const struct bookmark *list, size_t count)
{
	size_t parents[LEVEL_MAX + 1] = { 0 }, i;
	int depth = 0, level;

	for (i = 1; i <= count; i++) {
		struct entry *e = &entries[i], *parent;

		level = list[i - 1].level;
		if (level > depth + 1)
			level = depth + 1;
		if (level > LEVEL_MAX)
			level = LEVEL_MAX;
		if (level < 1)
			level = 1;
		depth = level;
		parents[level] = i;
		e->parent = parents[level - 1];
		parent = &entries[e->parent];
		e->previous = parent->last;
		if (parent->last == 0)
			parent->first = i;
		else
			entries[parent->last].next = i;
		parent->last = i;
	}
	for (i = count; i > 0; i--)
		entries[entries[i].parent].shown += 1 +
		    (list[i - 1].open ? entries[i].shown : 0);
}

static void
put_neighbour(struct text *out, const char *key, const struct entry *entries,
    size_t i)
{
	if (i != 0)
		pdf_put_reference(out, key, entries[i].object);
}

static void
put_entry(struct pdf *pdf, const struct entry *entries, size_t i)
{
	const struct bookmark *b = &pdf->pages->bookmarks[i - 1];
	const struct entry *e = &entries[i];
	struct text *out = objects_begin(pdf->objects, e->object);

	text_add(out, "<</Title");
	pdf_put_string(out, b->title);
	pdf_put_reference(out, "/Parent", entries[e->parent].object);
	put_neighbour(out, "/Prev", entries, e->previous);
	put_neighbour(out, "/Next", entries, e->next);
	put_neighbour(out, "/First", entries, e->first);
	put_neighbour(out, "/Last", entries, e->last);
	if (e->shown > 0)
		text_addf(out, "/Count %s%zu", b->open ? "" : "-", e->shown);
	pdf_put_destination(out, pdf, b->page, b->y);
	text_add(out, ">>");
}

bool
pdf_outline_new(struct pdf *pdf, int *root)
{
	size_t count = pdf->pages->bookmark_count, i;
	struct entry *entries;
	struct text *out;

	*root = 0;
	for (i = 0; i < count; i++)
		if (!judge_title(pdf, pdf->pages->bookmarks[i].title))
			return false;
	if (count == 0)
		return true;
	entries = arena_alloc(pdf->arena, (count + 1) * sizeof(*entries));
	for (i = 0; i <= count; i++)
		entries[i].object = objects_number(pdf->objects);
	hang(entries, pdf->pages->bookmarks, count);
	for (i = 1; i <= count; i++)
		put_entry(pdf, entries, i);
	*root = entries[0].object;
	out = objects_begin(pdf->objects, *root);
	text_add(out, "<</Type/Outlines");
	put_neighbour(out, "/First", entries, entries[0].first);
	put_neighbour(out, "/Last", entries, entries[0].last);
	text_addf(out, "/Count %zu>>", entries[0].shown);
	return true;
}
