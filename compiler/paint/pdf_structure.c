/*
 * The structure of a tagged PDF (PDF 32000-1, 14.7 and 14.8): elements, the
 * marked parts of pages that belong to them, and the way back from the parts to
 * the elements.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "layout/pages.h"

enum kid_kind { KID_ELEMENT, KID_MARK, KID_LINK };

/* What an element is made of: elements, marked parts of pages, links. */
struct kid {
	struct kid	*next;
	enum kid_kind	 kind;
	uint32_t	 page;
	uint32_t	 number;	/* element; mark or link of its page */
};

/* An element that the document shows. */
struct shown {
	bool		 is_shown;
	int		 object;	/* its number in the PDF */
	struct kid	*first, *last;
};

struct structure {
	struct pdf	*pdf;
	struct objects	*objects;
	const struct element *elements;
	size_t		 count;
	struct shown	*shown;
	int		 root;
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
	for (i = 0; i < p->link_count; i++)
		if (p->links[i].element != 0) {
			show(s, p->links[i].element);
			add_kid(s, p->links[i].element, KID_LINK, page,
			    (uint32_t)i);
		}
}

static void
number_elements(struct structure *s)
{
	size_t i;

	for (i = 1; i < s->count; i++)
		if (s->shown[i].is_shown)
			s->shown[i].object = objects_number(s->objects);
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

static void
put_kid(struct structure *s, struct text *out, const struct kid *k,
    uint32_t page)
{
	const struct pdf_page *on = &s->pdf->drawn[k->page];

	switch (k->kind) {
	case KID_ELEMENT:
		pdf_put_reference(out, "", s->shown[k->number].object);
		break;
	case KID_MARK:
		if (k->page == page) {
			text_addc(out, ' ');
			text_addu(out, k->number);
			break;
		}
		pdf_put_reference(out, "<</Type/MCR/Pg", on->object);
		text_addf(out, "/MCID %u>>", k->number);
		break;
	case KID_LINK:
		pdf_put_reference(out, "<</Type/OBJR/Pg", on->object);
		pdf_put_reference(out, "/Obj", on->links[k->number].object);
		text_add(out, ">>");
		break;
	}
}

static void
put_element(struct structure *s, uint32_t element)
{
	const struct element *e = &s->elements[element];
	const struct shown *of = &s->shown[element];
	const struct kid *k, *mark = first_mark(of);
	struct text *out = objects_begin(s->objects, of->object);
	uint32_t page = mark == NULL ? UINT32_MAX : mark->page;

	text_add(out, "<</S/");
	text_add(out, e->role);
	pdf_put_reference(out, "/P", e->parent == 0 ? s->root :
	    s->shown[e->parent].object);
	if (mark != NULL)
		pdf_put_reference(out, "/Pg", s->pdf->drawn[page].object);
	put_attributes(out, e);
	if (e->alt != NULL) {
		text_add(out, "/Alt");
		pdf_put_string(out, e->alt);
	}
	if (of->first != NULL) {
		text_add(out, of->first == of->last ? "/K" : "/K[");
		for (k = of->first; k != NULL; k = k->next)
			put_kid(s, out, k, page);
		text_add(out, of->first == of->last ? "" : "]");
	}
	text_add(out, ">>");
}

/* The elements that the parts of a page belong to, by number of the part. */
static int
put_way_back(struct structure *s, const struct pdf_page *p)
{
	int object = objects_number(s->objects);
	struct text *out = objects_begin(s->objects, object);
	size_t i;

	text_addc(out, '[');
	for (i = 0; i < p->mark_count; i++)
		pdf_put_reference(out, "", s->shown[p->marks[i]].object);
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
	object = objects_number(s->objects);
	out = objects_begin(s->objects, object);
	text_add(out, "<</Nums[");
	for (i = 0; i < pages; i++)
		text_addf(out, "%zu %d 0 R ", i, objects[i]);
	for (i = 0; i < pages; i++)
		for (k = 0; k < pdf->drawn[i].link_count; k++, link++)
			if (pdf->drawn[i].links[k].element != 0)
				text_addf(out, "%zu %d 0 R ", link,
				    s->shown[pdf->drawn[i].links[k].element].
				    object);
	text_add(out, "]>>");
	return object;
}

int
pdf_structure_new(struct pdf *pdf)
{
	struct structure s = { .pdf = pdf, .objects = pdf->objects,
	    .elements = pdf->pages->elements,
	    .count = pdf->pages->element_count,
	    .root = objects_number(pdf->objects) };
	struct text *out;
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
	out = objects_begin(pdf->objects, s.root);
	pdf_put_reference(out, "<</Type/StructTreeRoot/K", s.shown[1].object);
	pdf_put_reference(out, "/ParentTree", parents);
	text_addf(out, "/ParentTreeNextKey %zu/RoleMap<</Title/P>>>>",
	    pdf->pages->count + pdf->link_count);
	return s.root;
}
