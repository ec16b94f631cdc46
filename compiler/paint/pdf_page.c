/*
 * The items of a page, as the content of a PDF page; images and links are
 * libharu's.  Room: paint.
 */
#include "paint/paint_content.h"

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "layout/pages.h"
#include "paint/paint_image.h"

/* What readers of PDF take (PDF 32000-1, annex C). */
enum {
	PLACE_MAX = 32000 * 1000,	/* [millipoints] */
	SIZE_MAX_FONT = 600 * 1000,
	SPACE_MIN = -30 * 1000,
	SPACE_MAX = 300 * 1000,
	LINE_MAX = 10 * 1000,
	DASH_MAX = 100 * 1000,
	URI_MAX = 8 * 1024,		/* [bytes] */
	CONTENT_MAX = 256 * 1024 * 1024,
};

/* Points from millipoints, for libharu: nowhere else do lengths float. */
static float
points(length n)
{
	return (float)((double)n / 1000);
}

/* The same for a place on the page; y grows upwards in a PDF. */
static float
points_up(const struct brush *b, length y)
{
	return points(b->height - y);
}

/* Whether N values are within MIN and MAX; else a finding about WHAT. */
static bool
is_within(struct brush *b, const length *values, size_t n, length min,
    length max, const char *what)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (values[i] < min || values[i] > max) {
			diag_report(b->pdf->diag, D_FO_LIMIT,
			    ((struct place){ NULL, 0, 0 }), _(what),
			    arena_printf(b->pdf->arena, "%d pt",
			    (values[i] < min ? min : max) / 1000));
			return false;
		}
	return true;
}

static bool
is_placed(struct brush *b, length x, length y, length width, length height)
{
	const length all[] = { x, y, width, height };

	return is_within(b, all, 4, -PLACE_MAX, PLACE_MAX, N_("a place"));
}

static bool
draw_text(struct brush *b, const struct item_text *t)
{
	if (!is_placed(b, t->x, t->y, 0, 0) ||
	    !is_within(b, &t->size, 1, 1, SIZE_MAX_FONT, N_("a font size")) ||
	    !is_within(b, &t->letter_space, 1, SPACE_MIN, SPACE_MAX,
	    N_("a letter space")))
		return false;
	brush_begin_text(b);
	brush_fill(b, t->color);
	brush_font(b, pdf_face_find(b->pdf, t->face), t->size);
	if (b->letter_space != t->letter_space) {
		brush_put(b, t->letter_space);
		brush_operator(b, "Tc");
	}
	b->letter_space = t->letter_space;
	brush_put(b, t->x - b->x);
	brush_put(b, b->height - t->y - b->y);
	text_add(b->out, "Td");
	b->x = t->x;
	b->y = b->height - t->y;
	brush_string(b, t->text);
	brush_operator(b, "Tj");
	return true;
}

static bool
draw_rect(struct brush *b, const struct item_rect *r)
{
	if (!is_placed(b, r->x, r->y, r->width, r->height))
		return false;
	if (r->width <= 0 || r->height <= 0)
		return true;
	brush_fill(b, r->color);
	brush_put_place(b, r->x, r->y + r->height);
	brush_put(b, r->width);
	brush_put(b, r->height);
	brush_operator(b, "re f");
	return true;
}

static bool
draw_step(struct brush *b, const struct path_step *s)
{
	static const struct {
		size_t		 points;
		const char	*operator;
	} steps[] = { [PATH_MOVE] = { 1, "m" }, [PATH_LINE] = { 1, "l" },
	    [PATH_CURVE] = { 3, "c" }, [PATH_CLOSE] = { 0, "h" } };
	size_t n = steps[s->op].points, i;

	if (!is_within(b, s->x, n, -PLACE_MAX, PLACE_MAX, N_("a place")) ||
	    !is_within(b, s->y, n, -PLACE_MAX, PLACE_MAX, N_("a place")))
		return false;
	for (i = 0; i < n; i++)
		brush_put_place(b, s->x[i], s->y[i]);
	brush_operator(b, steps[s->op].operator);
	return true;
}

/* Dashes, within a graphics state of their own. */
static void
set_dash(struct brush *b, length on, length off)
{
	brush_operator(b, "q");
	text_addc(b->out, '[');
	brush_put(b, on);
	brush_put(b, off);
	brush_operator(b, "]0 d");
}

/* Whether a path can be drawn at all; else a finding. */
static bool
judge_path(struct brush *b, const struct item_path *p)
{
	const length dash[] = { p->dash_on, p->dash_off };

	if (!is_within(b, &p->stroke_width, p->stroke, 0, LINE_MAX,
	    N_("a line width")) ||
	    !is_within(b, dash, 2, 0, DASH_MAX, N_("a dash")))
		return false;
	if (p->steps[0].op == PATH_MOVE)
		return true;
	diag_report(b->pdf->diag, D_PDF_FAILED,
	    ((struct place){ NULL, 0, 0 }),
	    _("a path does not begin with its first point"));
	return false;
}

static bool
draw_path(struct brush *b, const struct item_path *p)
{
	bool dashed = p->stroke && (p->dash_on > 0 || p->dash_off > 0);
	size_t i;

	if ((!p->fill && !p->stroke) || p->count == 0)
		return true;
	if (!judge_path(b, p))
		return false;
	if (p->fill)
		brush_fill(b, p->fill_color);
	if (p->stroke)
		brush_stroke(b, p->stroke_color, p->stroke_width);
	if (dashed)
		set_dash(b, p->dash_on, p->dash_off);
	for (i = 0; i < p->count; i++)
		if (!draw_step(b, &p->steps[i]))
			return false;
	brush_operator(b, p->fill && p->stroke ? "B" : p->fill ? "f" : "S");
	if (dashed)
		brush_operator(b, "Q");
	return true;
}

/* libharu's image of a file, loaded once; NULL after a finding. */
static HPDF_Image
load_image(struct pdf *pdf, const char *path)
{
	HPDF_Image image = map_find(pdf->images, path);
	struct image header;
	const char *why;
	char *bytes;
	size_t len;

	if (image != NULL)
		return image;
	if ((why = image_look(path, &header)) == NULL &&
	    (bytes = file_read(pdf->arena, path, IMAGE_FILE_MAX, &len)) !=
	    NULL)
		image = header.kind == IMAGE_PNG ?
		    HPDF_LoadPngImageFromMem(pdf->doc, (HPDF_BYTE *)bytes,
		    (HPDF_UINT)len) :
		    HPDF_LoadJpegImageFromMem(pdf->doc, (HPDF_BYTE *)bytes,
		    (HPDF_UINT)len);
	if (image != NULL)
		map_add(pdf->images, path, image);
	else
		diag_report(pdf->diag, D_FO_IMAGE,
		    ((struct place){ NULL, 0, 0 }), path, why != NULL ? why :
		    _("the file is damaged or no PNG or JPEG image; save it "
		    "again"));
	return image;
}

/*
 * The number that libharu calls an image by on this page.  Its own drawing of
 * it is not used.
 */
static size_t
number_image(struct brush *b, HPDF_Image image)
{
	size_t i;

	for (i = 0; i < b->image_count; i++)
		if (b->images[i] == image)
			return i + 1;
	HPDF_Page_ExecuteXObject(b->page, image);
	*ARENA_PUSH(b->pdf->arena, b->images, b->image_count, b->image_cap) =
	    image;
	return b->image_count;
}

static bool
draw_image(struct brush *b, const struct item_image *i)
{
	HPDF_Image image;

	if (!is_placed(b, i->x, i->y, i->width, i->height) ||
	    (image = load_image(b->pdf, i->path)) == NULL)
		return false;
	if (i->width <= 0 || i->height <= 0)
		return true;
	brush_operator(b, "q");
	brush_put(b, i->width);
	text_add(b->out, "0 0 ");
	brush_put(b, i->height);
	brush_put_place(b, i->x, i->y + i->height);
	text_addf(b->out, "cm /X%zu Do Q\n", number_image(b, image));
	return true;
}

/* An address as a PDF has it: ASCII, the rest escaped as RFC 3986 says. */
static bool
escape_uri(const char *uri, struct text *out)
{
	const unsigned char *p;

	text_init(out, URI_MAX);
	for (p = (const unsigned char *)uri; *p != '\0'; p++)
		if (*p <= ' ' || *p >= 0x7f || strchr("<>\"\\^`{|}", *p) != NULL)
			text_addf(out, "%%%02X", *p);
		else
			text_addc(out, (char)*p);
	return !text_is_full(out);
}

static bool
draw_link(struct brush *b, const struct item_link *l)
{
	HPDF_Rect area;
	HPDF_Annotation link = NULL;
	struct text uri;
	bool ok = true;

	if (!is_placed(b, l->x, l->y, l->width, l->height))
		return false;
	area.left = points(l->x);
	area.right = points(l->x + l->width);
	area.top = points_up(b, l->y);
	area.bottom = points_up(b, l->y + l->height);
	if (l->uri != NULL) {
		ok = escape_uri(l->uri, &uri);
		if (ok)
			link = HPDF_Page_CreateURILinkAnnot(b->page, area,
			    text_string(&uri));
		else
			diag_report(b->pdf->diag, D_FO_LIMIT,
			    ((struct place){ NULL, 0, 0 }),
			    _("the length of an address in bytes"),
			    arena_printf(b->pdf->arena, "%d", (int)URI_MAX));
		text_free(&uri);
	} else
		link = HPDF_Page_CreateLinkAnnot(b->page, area,
		    pdf_destination(b->pdf, l->page, l->to_y));
	if (link != NULL)
		HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
	return ok;
}

/* Begin what an item needs around it; links are not drawn. */
static void
begin_item(struct brush *b, const struct item *item)
{
	if (item->kind == ITEM_LINK) {
		*ARENA_PUSH(b->pdf->arena, b->drawn->links,
		    b->drawn->link_count, b->drawn->link_cap) = item->element;
		return;
	}
	if (item->kind != ITEM_TEXT)
		brush_end_text(b);
	brush_mark(b, item->element);
}

static bool
draw_item(struct brush *b, const struct item *item)
{
	begin_item(b, item);
	switch (item->kind) {
	case ITEM_TEXT:
		return draw_text(b, &item->text);
	case ITEM_RECT:
		return draw_rect(b, &item->rect);
	case ITEM_PATH:
		return draw_path(b, &item->path);
	case ITEM_IMAGE:
		return draw_image(b, &item->image);
	case ITEM_LINK:
		return draw_link(b, &item->link);
	}
	return false;
}

/* Keep what was written; false after a finding. */
static bool
keep_content(struct brush *b)
{
	const unsigned char *packed;

	if (text_is_full(b->out)) {
		diag_report(b->pdf->diag, D_FO_LIMIT,
		    ((struct place){ NULL, 0, 0 }),
		    _("the content of a page in bytes"),
		    arena_printf(b->pdf->arena, "%d", (int)CONTENT_MAX));
		return false;
	}
	packed = packer_pack(b->pdf->packer, b->out->data, b->out->len,
	    &b->drawn->len);
	b->drawn->content = (unsigned char *)arena_strndup(b->pdf->arena,
	    (const char *)packed, b->drawn->len);
	return true;
}

bool
pdf_draw_page(struct pdf *pdf, size_t page)
{
	const struct page *p = &pdf->pages->pages[page];
	struct text out;
	struct brush b = {
		.pdf = pdf,
		.drawn = &pdf->drawn[page],
		.page = pdf->drawn[page].page,
		.out = &out,
		.height = p->height,
		.element = UNMARKED,
		.line_width = 1000,	/* a PDF's own initial values */
	};
	bool ok = true;
	size_t i;

	text_init(&out, CONTENT_MAX);
	for (i = 0; ok && i < p->count && pdf->error == 0; i++)
		ok = draw_item(&b, &p->items[i]);
	brush_end_mark(&b);
	brush_end_text(&b);
	ok = ok && keep_content(&b);
	text_free(&out);
	return ok;
}
