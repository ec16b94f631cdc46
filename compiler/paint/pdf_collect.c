/* Which faces and characters a document draws.  Room: paint. */
#include "paint/paint_pdf.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/unicode.h"

enum { TEXT_MAX = 32767 };	/* [bytes] libharu 2.3.0 writes rubbish past it */

static const struct place nowhere = { NULL, 0, 0 };

struct pdf_face *
pdf_face_find(struct pdf *pdf, const struct face *face)
{
	bool exact;
	struct typeface *t = typeface_find(pdf->fonts, face, &exact);
	size_t i;

	for (i = 0; i < pdf->count; i++)
		if (pdf->faces[i].typeface == t)
			return &pdf->faces[i];
	return NULL;
}

static const char *
no_style(const struct face *face)
{
	if (face->bold && face->italic)
		return _("no bold italic face is configured; add its file");
	if (face->bold)
		return _("no bold face is configured; add its file");
	if (face->italic)
		return _("no italic face is configured; add its file");
	return _("no regular face is configured; add its file");
}

/* Enter a face; NULL after a finding. */
static struct pdf_face *
enter_face(struct pdf *pdf, const struct face *face)
{
	bool exact;
	struct typeface *t = typeface_find(pdf->fonts, face, &exact);
	struct pdf_face *entry;

	if (t == NULL || !exact) {
		diag_report(pdf->diag, D_FO_FONT, nowhere, face->family,
		    t == NULL ? _("it is not configured") :
		    no_style(face));
		return NULL;
	}
	if ((entry = pdf_face_find(pdf, face)) != NULL)
		return entry;
	entry = ARENA_PUSH(pdf->arena, pdf->faces, pdf->count, pdf->cap);
	entry->typeface = t;
	return entry;
}

/*
 * Why a character cannot be placed, NULL when it can.  There is no shaping: a
 * combining mark that NFC could not join with its letter would stand in a wrong
 * place.
 */
static const char *
judge_character(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c < 0xa0))
		return _("control character");
	if ((c >= 0x300 && c <= 0x36f) || (c >= 0x1ab0 && c <= 0x1aff) ||
	    (c >= 0x1dc0 && c <= 0x1dff) || (c >= 0x20d0 && c <= 0x20ff))
		return _("combining mark");
	return NULL;
}

static bool
enter_character(struct pdf *pdf, struct pdf_face *face, uint32_t c)
{
	struct arena *a = pdf->arena;
	const char *code, *why;
	char letter[4];

	if (c < CODE_MAX && charset_has(&face->drawn, c))
		return true;
	code = arena_printf(a, "U+%04" PRIX32, c);
	if ((why = judge_character(c)) != NULL) {
		diag_report(pdf->diag, D_FO_TEXT, nowhere,
		    arena_printf(a, "%s %s", why, code));
		return false;
	}
	if (typeface_glyph(pdf->fonts, face->typeface, c) != 0) {
		charset_add(&face->drawn, c);
		return true;
	}
	if (c >= CODE_MAX || !charset_has(&face->lacking, c))
		diag_report(pdf->diag, D_FO_GLYPH, nowhere,
		    face->typeface->family,
		    arena_strndup(a, letter, unicode_put(c, letter)), code);
	if (c < CODE_MAX)
		charset_add(&face->lacking, c);
	return false;
}

static bool
enter_text(struct pdf *pdf, const struct item_text *text)
{
	struct pdf_face *face = enter_face(pdf, text->face);
	const char *s = text->text;
	bool ok = face != NULL;
	uint32_t c;
	size_t n;

	if (!ok)
		return false;
	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (!enter_character(pdf, face, c))
			ok = false;
	if (*s != '\0') {
		diag_report(pdf->diag, D_FO_TEXT, nowhere,
		    _("text that is not UTF-8"));
		ok = false;
	}
	if (s - text->text > TEXT_MAX) {
		diag_report(pdf->diag, D_FO_LIMIT, nowhere,
		    _("the length of a line in bytes"),
		    arena_printf(pdf->arena, "%d", (int)TEXT_MAX));
		ok = false;
	}
	return ok;
}

bool
pdf_collect(struct pdf *pdf)
{
	bool ok = true;
	size_t i, k;

	for (i = 0; i < pdf->pages->count; i++) {
		const struct page *p = &pdf->pages->pages[i];

		for (k = 0; k < p->count; k++)
			if (p->items[k].kind == ITEM_TEXT &&
			    !enter_text(pdf, &p->items[k].text))
				ok = false;
	}
	return ok;
}
