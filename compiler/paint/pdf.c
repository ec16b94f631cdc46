/* The PDF back end: from pages to bytes.  Room: paint. */
#include "paint/paint.h"

#include <string.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "paint/paint_pdf.h"

enum {
	PAGES_MAX = 32767,
	SIDE_MIN = 3 * 1000,		/* [millipoints]; PDF 32000-1, annex C */
	SIDE_MAX = 14400 * 1000,
};

static const struct place nowhere = { NULL, 0, 0 };

static bool
fail(struct pdf *pdf, const char *why)
{
	diag_report(pdf->diag, D_PDF_FAILED, nowhere, why);
	return false;
}

/* Limits of the document as a whole. */
static bool
judge_pages(struct pdf *pdf, const char *created)
{
	const struct pages *pages = pdf->pages;
	date day;
	size_t i;

	if (created != NULL && !date_parse(created, &day))
		return fail(pdf, _("the creation date is not YYYY-MM-DD"));
	if (pages->count == 0)
		return fail(pdf, _("there is no page"));
	if (pages->count > PAGES_MAX) {
		diag_report(pdf->diag, D_FO_LIMIT, nowhere,
		    _("the number of pages"),
		    arena_printf(pdf->arena, "%d", (int)PAGES_MAX));
		return false;
	}
	for (i = 0; i < pages->count; i++) {
		const struct page *p = &pages->pages[i];

		if (p->width < SIDE_MIN || p->height < SIDE_MIN ||
		    p->width > SIDE_MAX || p->height > SIDE_MAX) {
			diag_report(pdf->diag, D_FO_LIMIT, nowhere,
			    _("the size of a page"), "3 - 14400 pt");
			return false;
		}
	}
	return true;
}

static bool
cut_faces(struct pdf *pdf)
{
	size_t i;

	for (i = 0; i < pdf->count; i++) {
		struct pdf_face *face = &pdf->faces[i];

		face->cut = typeface_cut(face->typeface, &face->drawn);
		if (face->cut == NULL) {
			diag_report(pdf->diag, D_FO_FONT, nowhere,
			    face->typeface->family,
			    _("the font file is damaged; install it again"));
			return false;
		}
	}
	return true;
}

/* The fonts of all pages, F1 and so on by the order of faces. */
static void
put_fonts(struct pdf *pdf)
{
	int *objects = arena_alloc(pdf->arena, (pdf->count + 1) *
	    sizeof(*objects));
	struct text *out;
	size_t i;

	for (i = 0; i < pdf->count; i++)
		objects[i] = pdf_font_new(pdf, &pdf->faces[i]);
	out = objects_begin(pdf->objects, pdf->fonts_object);
	text_add(out, "<<");
	for (i = 0; i < pdf->count; i++)
		pdf_put_reference(out, arena_printf(pdf->arena, "/F%zu", i + 1),
		    objects[i]);
	text_add(out, ">>");
}

/* The list of all pages. */
static void
put_pages(struct pdf *pdf)
{
	struct text *out = objects_begin(pdf->objects, pdf->pages_object);
	size_t i;

	text_addf(out, "<</Type/Pages/Count %zu/Kids[", pdf->pages->count);
	for (i = 0; i < pdf->pages->count; i++)
		pdf_put_reference(out, "", pdf->drawn[i].object);
	text_add(out, "]>>");
}

/* All pages are numbered at once, since links may lead to later ones. */
static bool
draw_pages(struct pdf *pdf)
{
	size_t i;

	pdf->drawn = arena_alloc(pdf->arena, pdf->pages->count *
	    sizeof(*pdf->drawn));
	pdf->fonts_object = objects_number(pdf->objects);
	pdf->pages_object = objects_number(pdf->objects);
	for (i = 0; i < pdf->pages->count; i++)
		pdf->drawn[i].object = objects_number(pdf->objects);
	for (i = 0; i < pdf->pages->count; i++)
		if (!pdf_draw_page(pdf, i))
			return false;
	put_pages(pdf);
	put_fonts(pdf);
	return true;
}

void
pdf_put_destination(struct text *out, const struct pdf *pdf, size_t page,
    length y)
{
	const struct pages *pages = pdf->pages;
	length up;

	if (page >= pages->count)
		page = pages->count - 1;
	up = pages->pages[page].height - y;
	pdf_put_reference(out, "/Dest[", pdf->drawn[page].object);
	text_add(out, "/XYZ 0 ");
	pdf_put_length(out, up < 0 ? 0 : up);
	text_add(out, "null]");
}

/* The PDF in the arena; NULL after a finding. */
static unsigned char *
write_pdf(struct pdf *pdf, struct arena *a, const char *created, size_t *len)
{
	const unsigned char *bytes;
	unsigned char *result;
	int root, info;

	if (!cut_faces(pdf) || !draw_pages(pdf) ||
	    !pdf_catalog_new(pdf, created, &root, &info))
		return NULL;
	if ((bytes = objects_finish(pdf->objects, root, info, len)) == NULL) {
		diag_report(pdf->diag, D_FO_LIMIT, nowhere,
		    _("the length of the PDF"), "1 GB");
		return NULL;
	}
	result = arena_alloc(a, *len + 1);
	memcpy(result, bytes, *len);
	return result;
}

unsigned char *
paint_pdf(struct arena *a, const struct pages *pages, struct fonts *fonts,
    const char *created, size_t *len, struct diag *diag)
{
	struct arena *scratch = arena_new();
	struct pdf pdf = {
		.arena = scratch,
		.pages = pages,
		.fonts = fonts,
		.diag = diag,
		.images = map_new(scratch),
	};
	unsigned char *result = NULL;

	if (judge_pages(&pdf, created) && pdf_collect(&pdf)) {
		pdf.objects = objects_new(scratch);
		result = write_pdf(&pdf, a, created, len);
		objects_free(pdf.objects);
	}
	arena_free(scratch);
	return result;
}
