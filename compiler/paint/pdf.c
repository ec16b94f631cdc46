/* The PDF back end: from pages to bytes, by libharu.  Room: paint. */
#include "paint/paint.h"

#include <hpdf.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "paint/paint_pdf.h"

enum {
	PAGES_MAX = 32767,		/* HPDF_LIMIT_MAX_ARRAY */
	SIDE_MIN = 3 * 1000,		/* [millipoints] */
	SIDE_MAX = 14400 * 1000,
	LEVEL_MAX = 32,			/* of bookmarks */
};

static const struct place nowhere = { NULL, 0, 0 };

static void
on_error(HPDF_STATUS error, HPDF_STATUS detail, void *context)
{
	struct pdf *pdf = context;

	if (pdf->error == 0) {
		pdf->error = error;
		pdf->detail = detail;
	}
}

/* Whether libharu is content; else a finding. */
static bool
is_well(struct pdf *pdf)
{
	if (pdf->error == 0)
		return true;
	diag_report(pdf->diag, D_PDF_FAILED, nowhere,
	    arena_printf(pdf->arena, "libharu 0x%04lX, %lu", pdf->error,
	    pdf->detail));
	return false;
}

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

/* All pages at once, since links may lead to later ones. */
static bool
add_pages(struct pdf *pdf)
{
	const struct pages *pages = pdf->pages;
	size_t i;

	pdf->drawn = arena_alloc(pdf->arena, pages->count *
	    sizeof(*pdf->drawn));
	for (i = 0; i < pages->count; i++) {
		HPDF_Page page = HPDF_AddPage(pdf->doc);

		if (!is_well(pdf))
			return false;
		HPDF_Page_SetWidth(page,
		    (float)((double)pages->pages[i].width / 1000));
		HPDF_Page_SetHeight(page,
		    (float)((double)pages->pages[i].height / 1000));
		pdf->drawn[i].page = page;
	}
	return true;
}

void *
pdf_destination(struct pdf *pdf, size_t page, length y)
{
	const struct pages *pages = pdf->pages;
	HPDF_Destination d;
	length up;

	if (page >= pages->count)
		page = pages->count - 1;
	up = pages->pages[page].height - y;
	if (up < 0)
		up = 0;
	if ((d = HPDF_Page_CreateDestination(pdf->drawn[page].page)) != NULL)
		HPDF_Destination_SetXYZ(d, 0, (float)((double)up / 1000), 1);
	return d;
}

/* Whether libharu can write a title: characters of the BMP only. */
static bool
judge_title(struct pdf *pdf, const char *title)
{
	const char *s = title;
	uint32_t c;
	size_t n;

	while ((n = unicode_next(s, &c)) > 0 && c < CODE_MAX && c >= ' ')
		s += n;
	if (*s == '\0' && s - title <= INT16_MAX)
		return true;
	diag_report(pdf->diag, D_FO_TEXT, nowhere,
	    arena_printf(pdf->arena, _("bookmark \"%s\""),
	    diag_quote(pdf->diag, title, 80)));
	return false;
}

/* The outline: a bookmark hangs under the last one of a lower level. */
static bool
add_bookmarks(struct pdf *pdf)
{
	HPDF_Outline parents[LEVEL_MAX + 1] = { NULL };
	HPDF_Encoder utf8;
	int depth = 0;
	size_t i;

	if (pdf->pages->bookmark_count == 0)
		return true;
	HPDF_UseUTFEncodings(pdf->doc);
	utf8 = HPDF_GetEncoder(pdf->doc, "UTF-8");
	for (i = 0; i < pdf->pages->bookmark_count; i++) {
		const struct bookmark *b = &pdf->pages->bookmarks[i];
		int level = b->level;

		if (!judge_title(pdf, b->title))
			return false;
		if (level > depth + 1)
			level = depth + 1;
		if (level > LEVEL_MAX)
			level = LEVEL_MAX;
		if (level < 1)
			level = 1;
		depth = level;
		parents[level] = HPDF_CreateOutline(pdf->doc,
		    parents[level - 1], b->title, utf8);
		HPDF_Outline_SetOpened(parents[level], b->open);
		HPDF_Outline_SetDestination(parents[level],
		    pdf_destination(pdf, b->page, b->y));
	}
	HPDF_SetPageMode(pdf->doc, HPDF_PAGE_MODE_USE_OUTLINE);
	return is_well(pdf);
}

/* Everything that libharu draws. */
static bool
draw(struct pdf *pdf)
{
	size_t i;

	HPDF_SetCompressionMode(pdf->doc, HPDF_COMP_NONE);
	if (!is_well(pdf) || !cut_faces(pdf) || !add_pages(pdf))
		return false;
	for (i = 0; i < pdf->pages->count; i++)
		if (!pdf_draw_page(pdf, i) || !is_well(pdf))
			return false;
	return add_bookmarks(pdf);
}

/* What libharu wrote, in the arena. */
static unsigned char *
take_bytes(struct pdf *pdf, struct arena *a, size_t *len)
{
	unsigned char *bytes;
	HPDF_UINT32 size, n;

	HPDF_SaveToStream(pdf->doc);
	if (!is_well(pdf))
		return NULL;
	size = HPDF_GetStreamSize(pdf->doc);
	bytes = arena_alloc(a, (size_t)size + 1);
	HPDF_ResetStream(pdf->doc);
	n = size;
	HPDF_ReadFromStream(pdf->doc, bytes, &n);
	if (n != size) {
		fail(pdf, _("libharu wrote too little"));
		return NULL;
	}
	*len = size;
	return bytes;
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
	unsigned char *raw = NULL, *result = NULL;
	size_t raw_len;

	if (!judge_pages(&pdf, created) || !pdf_collect(&pdf))
		goto out;
	pdf.doc = HPDF_New(on_error, &pdf);
	if (pdf.doc == NULL) {
		fail(&pdf, _("libharu cannot begin"));
		goto out;
	}
	pdf.packer = packer_new(scratch);
	if (draw(&pdf))
		raw = take_bytes(&pdf, scratch, &raw_len);
	HPDF_Free(pdf.doc);
	if (raw != NULL)
		result = pdf_finish(a, &pdf, raw, raw_len, created, len);
	packer_free(pdf.packer);
out:
	arena_free(scratch);
	return result;
}
