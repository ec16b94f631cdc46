/* The items of a page, drawn by libharu.  Room: paint. */
#include "paint/paint_pdf.h"

#include <hpdf.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "layout/pages.h"
#include "paint/paint_image.h"

/* What libharu refuses or cuts off silently (hpdf_consts.h). */
enum {
	PLACE_MAX = 32000 * 1000,	/* [millipoints] */
	SIZE_MAX_FONT = 600 * 1000,
	SPACE_MIN = -30 * 1000,
	SPACE_MAX = 300 * 1000,
	LINE_MAX = 100 * 1000,
	DASH_MAX = 100,			/* [units of the scale] */
	DASH_FINE = 10,			/* units in a point */
	URI_MAX = 8 * 1024,		/* [bytes] */
};

/* What the page's content has set so far. */
struct brush {
	struct pdf	*pdf;
	HPDF_Page	 page;
	length		 height;
	bool		 in_text;
	const struct pdf_face *face;
	length		 size, letter_space;
	struct color	 fill, stroke;
	length		 line_width;
};

/* Millipoints as points: the only place where lengths become floating. */
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

/* Whether N values are within MAX; else a finding. */
static bool
is_within(struct brush *b, const length *values, size_t n, length min,
    length max, const char *what)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (values[i] < min || values[i] > max) {
			diag_report(b->pdf->diag, D_FO_LIMIT,
			    ((struct place){ NULL, 0, 0 }), what,
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

	return is_within(b, all, 4, -PLACE_MAX, PLACE_MAX, _("a place"));
}

static bool
same_color(struct color a, struct color b)
{
	return a.r == b.r && a.g == b.g && a.b == b.b;
}

static void
set_fill(struct brush *b, struct color c)
{
	if (same_color(b->fill, c))
		return;
	if (c.r == c.g && c.g == c.b)
		HPDF_Page_SetGrayFill(b->page, (float)c.r / 255);
	else
		HPDF_Page_SetRGBFill(b->page, (float)c.r / 255,
		    (float)c.g / 255, (float)c.b / 255);
	b->fill = c;
}

static void
set_stroke(struct brush *b, struct color c, length width)
{
	if (!same_color(b->stroke, c)) {
		if (c.r == c.g && c.g == c.b)
			HPDF_Page_SetGrayStroke(b->page, (float)c.r / 255);
		else
			HPDF_Page_SetRGBStroke(b->page, (float)c.r / 255,
			    (float)c.g / 255, (float)c.b / 255);
		b->stroke = c;
	}
	if (b->line_width != width) {
		HPDF_Page_SetLineWidth(b->page, points(width));
		b->line_width = width;
	}
}

/* Leave the text object, in which nothing else may be drawn. */
static void
end_text(struct brush *b)
{
	if (b->in_text)
		HPDF_Page_EndText(b->page);
	b->in_text = false;
}

static bool
draw_text(struct brush *b, const struct item_text *t)
{
	const struct pdf_face *face = pdf_face_find(b->pdf, t->face);

	if (!is_placed(b, t->x, t->y, 0, 0) ||
	    !is_within(b, &t->size, 1, 1, SIZE_MAX_FONT, _("a font size")) ||
	    !is_within(b, &t->letter_space, 1, SPACE_MIN, SPACE_MAX,
	    _("a letter space")))
		return false;
	set_fill(b, t->color);
	if (!b->in_text)
		HPDF_Page_BeginText(b->page);
	b->in_text = true;
	if (b->face != face || b->size != t->size)
		HPDF_Page_SetFontAndSize(b->page, face->font,
		    points(t->size));
	b->face = face;
	b->size = t->size;
	if (b->letter_space != t->letter_space)
		HPDF_Page_SetCharSpace(b->page, points(t->letter_space));
	b->letter_space = t->letter_space;
	HPDF_Page_SetTextMatrix(b->page, 1, 0, 0, 1, points(t->x),
	    points_up(b, t->y));
	HPDF_Page_ShowText(b->page, t->text);
	return true;
}

static bool
draw_rect(struct brush *b, const struct item_rect *r)
{
	if (!is_placed(b, r->x, r->y, r->width, r->height))
		return false;
	if (r->width <= 0 || r->height <= 0)
		return true;
	end_text(b);
	set_fill(b, r->color);
	HPDF_Page_Rectangle(b->page, points(r->x),
	    points_up(b, r->y + r->height), points(r->width),
	    points(r->height));
	HPDF_Page_Fill(b->page);
	return true;
}

/* One step, all lengths multiplied by SCALE. */
static bool
draw_step(struct brush *b, const struct path_step *s, float scale)
{
	static const size_t points_of[] = { [PATH_MOVE] = 1, [PATH_LINE] = 1,
	    [PATH_CURVE] = 3, [PATH_CLOSE] = 0 };
	size_t n = points_of[s->op], i;
	float x[3] = { 0 }, y[3] = { 0 };

	if (!is_within(b, s->x, n, -PLACE_MAX / DASH_FINE,
	    PLACE_MAX / DASH_FINE, _("a place")) ||
	    !is_within(b, s->y, n, -PLACE_MAX / DASH_FINE,
	    PLACE_MAX / DASH_FINE, _("a place")))
		return false;
	for (i = 0; i < n; i++) {
		x[i] = points(s->x[i]) * scale;
		y[i] = points_up(b, s->y[i]) * scale;
	}
	if (s->op == PATH_MOVE)
		HPDF_Page_MoveTo(b->page, x[0], y[0]);
	else if (s->op == PATH_LINE)
		HPDF_Page_LineTo(b->page, x[0], y[0]);
	else if (s->op == PATH_CURVE)
		HPDF_Page_CurveTo(b->page, x[0], y[0], x[1], y[1], x[2], y[2]);
	else
		HPDF_Page_ClosePath(b->page);
	return true;
}

/*
 * Dashes.  libharu takes whole numbers up to 100 only, so a path with fine
 * dashes is drawn in tenths of a point under a matrix that shrinks it.  Returns
 * the scale.
 */
static float
set_dash(struct brush *b, const struct item_path *p)
{
	length longest = p->dash_on > p->dash_off ? p->dash_on : p->dash_off;
	int fine = longest <= DASH_MAX * 1000 / DASH_FINE ? DASH_FINE : 1;
	HPDF_UINT16 dash[2];
	int i;

	dash[0] = (HPDF_UINT16)((p->dash_on * fine + 500) / 1000);
	dash[1] = (HPDF_UINT16)((p->dash_off * fine + 500) / 1000);
	for (i = 0; i < 2; i++)
		if (dash[i] == 0)
			dash[i] = 1;
	if (fine > 1)
		HPDF_Page_Concat(b->page, 1.0f / DASH_FINE, 0, 0,
		    1.0f / DASH_FINE, 0, 0);
	HPDF_Page_SetDash(b->page, dash, 2, 0);
	return (float)fine;
}

static bool
draw_path(struct brush *b, const struct item_path *p)
{
	const length dash[] = { p->dash_on, p->dash_off };
	bool dashed = p->stroke && (p->dash_on > 0 || p->dash_off > 0);
	float scale = 1;
	size_t i;

	if ((!p->fill && !p->stroke) || p->count == 0)
		return true;
	if (!is_within(b, &p->stroke_width, p->stroke, 0, LINE_MAX / DASH_FINE,
	    _("a line width")) ||
	    !is_within(b, dash, 2, 0, DASH_MAX * 1000, _("a dash")))
		return false;
	end_text(b);
	if (p->fill)
		set_fill(b, p->fill_color);
	if (p->stroke)
		set_stroke(b, p->stroke_color, p->stroke_width);
	if (dashed) {
		HPDF_Page_GSave(b->page);
		scale = set_dash(b, p);
		if (scale > 1)
			HPDF_Page_SetLineWidth(b->page,
			    points(p->stroke_width) * scale);
	}
	for (i = 0; i < p->count; i++)
		if (!draw_step(b, &p->steps[i], scale))
			return false;
	if (p->fill && p->stroke)
		HPDF_Page_FillStroke(b->page);
	else if (p->fill)
		HPDF_Page_Fill(b->page);
	else
		HPDF_Page_Stroke(b->page);
	if (dashed)
		HPDF_Page_GRestore(b->page);
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

static bool
draw_image(struct brush *b, const struct item_image *i)
{
	HPDF_Image image;

	if (!is_placed(b, i->x, i->y, i->width, i->height) ||
	    (image = load_image(b->pdf, i->path)) == NULL)
		return false;
	if (i->width <= 0 || i->height <= 0)
		return true;
	end_text(b);
	HPDF_Page_DrawImage(b->page, image, points(i->x),
	    points_up(b, i->y + i->height), points(i->width),
	    points(i->height));
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

static bool
draw_item(struct brush *b, const struct item *item)
{
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

bool
pdf_draw_page(struct pdf *pdf, size_t page)
{
	const struct page *p = &pdf->pages->pages[page];
	struct brush b = {
		.pdf = pdf,
		.page = pdf->targets[page],
		.height = p->height,
		.line_width = 1000,	/* a PDF's own initial values */
	};
	size_t i;

	/* qpdf would compress an empty page to a stream that is cut off */
	HPDF_Page_GSave(b.page);
	HPDF_Page_GRestore(b.page);
	for (i = 0; i < p->count && pdf->error == 0; i++)
		if (!draw_item(&b, &p->items[i]))
			return false;
	end_text(&b);
	return true;
}
