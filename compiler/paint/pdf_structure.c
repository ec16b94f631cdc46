/*
 * The structure of a tagged PDF (PDF 32000-1, 14.7 and 14.8): elements, the
 * marked parts of pages that belong to them, and the way back from the parts to
 * the elements.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/unicode.h"
#include "layout/pages.h"

enum kid_kind { KID_ELEMENT, KID_MARK, KID_LINK };

/* What an element is made of: elements, marked parts of pages, links. */
struct kid {
	struct kid	*next;
	enum kid_kind	 kind;
	uint32_t	 page;
	uint32_t	 number;	/* element; mark on its page; link of all */
};

/* An element that the document shows. */
struct shown {
	bool		 is_shown;
	int		 object;	/* its number in the PDF */
	struct kid	*first, *last;
};

struct structure {
	struct pdf	*pdf;
	const struct pdf_numbers *numbers;
	const struct element *elements;
	size_t		 count;
	struct shown	*shown;
	struct update	*update;
	size_t		 link_count;
};

static void
add_kid(struct structure *s, uint32_t parent, enum kid_kind kind,
    uint32_t page, uint32_t number)
{
	struct kid *kid = arena_alloc(s->pdf->arena, sizeof(*kid));
	struct shown *of = &s->shown[parent];

	*kid = (struct kid){ NULL, kind, page, number };
	if (of->last == NULL)
		of->first = kid;
	else
		of->last->next = kid;
	of->last = kid;
}

static bool
is_role(const struct structure *s, uint32_t element, const char *role)
{
	return strcmp(s->elements[element].role, role) == 0;
}

/*
 * An element is shown as soon as a part of it is, after what was shown of its
 * parent; a row of a table with all its cells, whether they are empty or not.
 */
static void
show(struct structure *s, uint32_t element)
{
	uint32_t parent = s->elements[element].parent, i;

	if (s->shown[element].is_shown)
		return;
	if (parent != 0)
		show(s, parent);
	if (s->shown[element].is_shown)		/* with its row */
		return;
	s->shown[element].is_shown = true;
	if (parent != 0)
		add_kid(s, parent, KID_ELEMENT, 0, element);
	if (!is_role(s, element, "TR"))
		return;
	for (i = element + 1; i < s->count && s->elements[i].parent >= element;
	    i++)
		if (s->elements[i].parent == element)
			show(s, i);
}

/* The parts of a page, then its links. */
static void
show_page(struct structure *s, uint32_t page)
{
	const struct pdf_page *p = &s->pdf->drawn[page];
	size_t i;

	for (i = 0; i < p->mark_count; i++) {
		show(s, p->marks[i]);
		add_kid(s, p->marks[i], KID_MARK, page, (uint32_t)i);
	}
	for (i = 0; i < p->link_count; i++, s->link_count++)
		if (p->links[i] != 0) {
			show(s, p->links[i]);
			add_kid(s, p->links[i], KID_LINK, page,
			    (uint32_t)s->link_count);
		}
}

static void
number_elements(struct structure *s)
{
	size_t i;

	for (i = 1; i < s->count; i++)
		if (s->shown[i].is_shown)
			s->shown[i].object = update_number(s->update);
}

/* A text string (7.9.2.2) in hexadecimal digits. */
static void
put_alternative(struct text *out, const char *s)
{
	uint32_t c;
	size_t n;

	text_add(out, "/Alt<FEFF");
	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c >= 0x10000)
			text_addf(out, "%04X%04X", 0xd7c0 + (c >> 10),
			    0xdc00 + (c & 0x3ff));
		else
			text_addf(out, "%04X", c);
	text_addc(out, '>');
}

/* What tables tell of their cells (14.8.5.7). */
static void
put_attributes(struct text *out, const struct element *e)
{
	bool is_head = strcmp(e->role, "TH") == 0;

	if (!is_head && e->columns < 2 && e->rows < 2)
		return;
	text_add(out, "/A<</O/Table");
	if (is_head)
		text_add(out, "/Scope/Column");
	if (e->columns > 1)
		text_addf(out, "/ColSpan %d", e->columns);
	if (e->rows > 1)
		text_addf(out, "/RowSpan %d", e->rows);
	text_add(out, ">>");
}

/* The page that most of an element's parts need not name: the first one's. */
static const struct kid *
first_mark(const struct shown *of)
{
	const struct kid *k;

	for (k = of->first; k != NULL; k = k->next)
		if (k->kind == KID_MARK)
			return k;
	return NULL;
}

/* A reference to an object of the PDF. */
static void
put_reference(struct text *out, int object)
{
	text_addu(out, (size_t)object);
	text_add(out, " 0 R");
}

static void
put_kid(struct structure *s, const struct kid *k, uint32_t page)
{
	struct text *out = update_text(s->update);
	const struct pdf_numbers *n = s->numbers;

	switch (k->kind) {
	case KID_ELEMENT:
		put_reference(out, s->shown[k->number].object);
		text_addc(out, ' ');
		break;
	case KID_MARK:
		if (k->page == page) {
			text_addu(out, k->number);
			text_addc(out, ' ');
		} else
			text_addf(out, "<</Type/MCR/Pg %d 0 R/MCID %u>>",
			    n->pages[k->page], k->number);
		break;
	case KID_LINK:
		text_addf(out, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>",
		    n->pages[k->page], n->links[k->number]);
		break;
	}
}

static void
put_element(struct structure *s, uint32_t element)
{
	const struct element *e = &s->elements[element];
	const struct shown *of = &s->shown[element];
	const struct kid *k, *mark = first_mark(of);
	struct text *out = update_begin(s->update, of->object);

	text_add(out, "<</S/");
	text_add(out, e->role);
	text_add(out, "/P ");
	put_reference(out, e->parent == 0 ? s->numbers->structure :
	    s->shown[e->parent].object);
	if (mark != NULL) {
		text_add(out, "/Pg ");
		put_reference(out, s->numbers->pages[mark->page]);
	}
	put_attributes(out, e);
	if (e->alt != NULL)
		put_alternative(out, e->alt);
	if (of->first != NULL && of->first == of->last) {
		text_add(out, "/K ");
		put_kid(s, of->first, mark == NULL ? UINT32_MAX : mark->page);
	} else if (of->first != NULL) {
		text_add(out, "/K[");
		for (k = of->first; k != NULL; k = k->next)
			put_kid(s, k, mark == NULL ? UINT32_MAX : mark->page);
		text_addc(out, ']');
	}
	text_add(out, ">>");
}

/* The elements that the parts of a page belong to, by number of the part. */
static int
put_way_back(struct structure *s, const struct pdf_page *p)
{
	int object = update_number(s->update);
	struct text *out = update_begin(s->update, object);
	size_t i;

	text_addc(out, '[');
	for (i = 0; i < p->mark_count; i++) {
		put_reference(out, s->shown[p->marks[i]].object);
		text_addc(out, ' ');
	}
	text_addc(out, ']');
	return object;
}

/* Parts are found by their page, links by a number behind those of the pages. */
static int
put_parent_tree(struct structure *s)
{
	struct pdf *pdf = s->pdf;
	size_t pages = pdf->pages->count, i, k, link = pages;
	int *objects = arena_alloc(pdf->arena, pages * sizeof(*objects));
	int object;
	struct text *out;

	for (i = 0; i < pages; i++)
		objects[i] = put_way_back(s, &pdf->drawn[i]);
	object = update_number(s->update);
	out = update_begin(s->update, object);
	text_add(out, "<</Nums[");
	for (i = 0; i < pages; i++)
		text_addf(out, "%zu %d 0 R ", i, objects[i]);
	for (i = 0; i < pages; i++)
		for (k = 0; k < pdf->drawn[i].link_count; k++, link++)
			if (pdf->drawn[i].links[k] != 0)
				text_addf(out, "%zu %d 0 R ", link,
				    s->shown[pdf->drawn[i].links[k]].object);
	text_add(out, "]>>");
	return object;
}

void
pdf_structure_put(struct pdf *pdf, const struct pdf_numbers *numbers,
    struct update *update)
{
	struct structure s = { .pdf = pdf, .numbers = numbers,
	    .elements = pdf->pages->elements,
	    .count = pdf->pages->element_count, .update = update };
	int parents;
	size_t i;

	s.shown = arena_alloc(pdf->arena, s.count * sizeof(*s.shown));
	show(&s, 1);
	for (i = 0; i < pdf->pages->count; i++)
		show_page(&s, (uint32_t)i);
	number_elements(&s);
	for (i = 1; i < s.count; i++)
		if (s.shown[i].is_shown)
			put_element(&s, (uint32_t)i);
	parents = put_parent_tree(&s);
	text_addf(update_begin(update, numbers->structure),
	    "<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R"
	    "/ParentTreeNextKey %zu/RoleMap<</Title/P>>>>", s.shown[1].object, parents,
	    pdf->pages->count + s.link_count);
}
