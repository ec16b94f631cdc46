/*
 * Fonts of a PDF: a cut face with all that describes it, by libqpdf.  Room:
 * paint.
 */
#include "paint/paint_pdf.h"

#include <qpdf/qpdf-c.h>

#include "base/arena.h"
#include "base/text.h"

enum {
	STREAM_MAX = 1024 * 1024,	/* [bytes] of a map */
	BLOCK_MAX = 100,		/* lines of a bfrange block */
	FLAG_FIXED = 1,			/* of a face (PDF 32000-1, 9.8.2) */
	FLAG_SERIF = 2,
	FLAG_NONSYMBOLIC = 32,
	FLAG_ITALIC = 64,
	STEM_REGULAR = 80,		/* [1/1000 em] what printers expect */
	STEM_BOLD = 140,
};

/* A run of characters with the same high byte. */
struct range {
	uint32_t	 first, last;
};

/* The next run of used characters from C on; false when there is none. */
static bool
next_range(const struct cut *cut, uint32_t c, struct range *r)
{
	while (c <= cut->last && cut->glyphs[c] == 0)
		c++;
	if (c > cut->last)
		return false;
	r->first = r->last = c;
	while (r->last < cut->last && (r->last & 0xff) != 0xff &&
	    cut->glyphs[r->last + 1] != 0)
		r->last++;
	return true;
}

/*
 * The map from codes to Unicode (PDF 32000-1, 9.10.3).  The codes are the
 * characters themselves, so every range maps to itself.
 */
static void
put_to_unicode(struct text *out, const struct cut *cut)
{
	struct range block[BLOCK_MAX];
	size_t n = 1, i;
	uint32_t c = 0;

	text_add(out, "/CIDInit /ProcSet findresource begin\n"
	    "12 dict begin\nbegincmap\n"
	    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) "
	    "/Supplement 0 >> def\n"
	    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
	while (n > 0) {
		for (n = 0; n < BLOCK_MAX && next_range(cut, c, &block[n]); n++)
			c = block[n].last + 1;
		if (n == 0)
			break;
		text_addf(out, "%zu beginbfrange\n", n);
		for (i = 0; i < n; i++)
			text_addf(out, "<%04X> <%04X> <%04X>\n",
			    block[i].first, block[i].last, block[i].first);
		text_add(out, "endbfrange\n");
	}
	text_add(out, "endcmap\nCMapName currentdict /CMap defineresource "
	    "pop\nend\nend\n");
}

void
pdf_put_packed(qpdf_data q, qpdf_oh stream, const unsigned char *packed,
    size_t len)
{
	qpdf_oh_replace_stream_data(q, stream, packed, len,
	    qpdf_oh_new_name(q, "/FlateDecode"), qpdf_oh_new_null(q));
}

qpdf_oh
pdf_new_stream(qpdf_data q, const struct pdf *pdf, const void *bytes,
    size_t len)
{
	qpdf_oh stream = qpdf_oh_new_stream(q);
	const unsigned char *packed = packer_pack(pdf->packer, bytes, len,
	    &len);

	pdf_put_packed(q, stream, packed, len);
	return stream;
}

void
pdf_put_integer(qpdf_data q, qpdf_oh dictionary, const char *key, long long n)
{
	qpdf_oh_replace_key(q, dictionary, key, qpdf_oh_new_integer(q, n));
}

void
pdf_put_name(qpdf_data q, qpdf_oh dictionary, const char *key, const char *name)
{
	qpdf_oh_replace_key(q, dictionary, key, qpdf_oh_new_name(q, name));
}

/* Two bytes a character: its glyph in the embedded face. */
static qpdf_oh
new_glyph_map(qpdf_data q, const struct pdf *pdf, const struct cut *cut)
{
	size_t len = 2 * (cut->last + 1u);
	unsigned char *map = arena_alloc(pdf->arena, len);
	uint32_t c;

	for (c = 0; c <= cut->last; c++) {
		map[2 * c] = (unsigned char)(cut->glyphs[c] >> 8);
		map[2 * c + 1] = (unsigned char)cut->glyphs[c];
	}
	return pdf_new_stream(q, pdf, map, len);
}

static qpdf_oh
new_to_unicode(qpdf_data q, const struct pdf *pdf, const struct cut *cut)
{
	struct text map;
	qpdf_oh stream;

	text_init(&map, STREAM_MAX);
	put_to_unicode(&map, cut);
	stream = pdf_new_stream(q, pdf, map.data, map.len);
	text_free(&map);
	return stream;
}

/*
 * The widths of the characters, runs of them as lists (9.7.4.3): as text, which
 * qpdf reads faster than it takes numbers one by one.
 */
static qpdf_oh
new_widths(qpdf_data q, const struct pdf *pdf, const struct pdf_face *face)
{
	const struct cut *cut = face->cut;
	qpdf_oh widths;
	struct text out;
	struct range r;
	uint32_t c;

	text_init(&out, STREAM_MAX);
	text_addc(&out, '[');
	for (c = 0; next_range(cut, c, &r); c = r.last + 1) {
		text_addf(&out, "%u[", r.first);
		for (c = r.first; c <= r.last; c++)
			text_addf(&out, "%d ",
			    typeface_advance(pdf->fonts, face->typeface, c));
		text_addc(&out, ']');
	}
	text_addc(&out, ']');
	widths = qpdf_oh_parse(q, text_string(&out));
	text_free(&out);
	return widths;
}

static int
flags_of(const struct typeface *t)
{
	int flags = FLAG_NONSYMBOLIC;

	if (t->generic == GENERIC_MONOSPACE)
		flags |= FLAG_FIXED;
	if (t->generic == GENERIC_SERIF)
		flags |= FLAG_SERIF;
	if (t->italic_angle != 0)
		flags |= FLAG_ITALIC;
	return flags;
}

/* What a face looks like, and the cut face itself (9.8). */
static qpdf_oh
new_descriptor(qpdf_data q, const struct pdf *pdf, const struct pdf_face *face,
    const char *name)
{
	const struct typeface *t = face->typeface;
	const struct cut *cut = face->cut;
	qpdf_oh file = pdf_new_stream(q, pdf, cut->font, cut->font_len);
	qpdf_oh descriptor = qpdf_oh_parse(q, arena_printf(pdf->arena,
	    "<</Type/FontDescriptor/Flags %d/FontBBox[%d %d %d %d]"
	    "/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV %d>>",
	    flags_of(t), t->box[0], t->box[1], t->box[2], t->box[3],
	    t->italic_angle, t->ascender, t->descender, t->cap_height,
	    t->bold ? STEM_BOLD : STEM_REGULAR));

	pdf_put_name(q, descriptor, "/FontName", name);
	pdf_put_integer(q, qpdf_oh_get_dict(q, file), "/Length1",
	    (long long)cut->font_len);
	qpdf_oh_replace_key(q, descriptor, "/FontFile2", file);
	return qpdf_make_indirect_object(q, descriptor);
}

/* The face as a font of characters' numbers (9.7.4). */
static qpdf_oh
new_cid_font(qpdf_data q, const struct pdf *pdf, const struct pdf_face *face,
    const char *name)
{
	qpdf_oh font = qpdf_oh_parse(q, "<</Type/Font/Subtype/CIDFontType2"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
	    "/DW 0>>");

	pdf_put_name(q, font, "/BaseFont", name);
	qpdf_oh_replace_key(q, font, "/FontDescriptor",
	    new_descriptor(q, pdf, face, name));
	qpdf_oh_replace_key(q, font, "/W", new_widths(q, pdf, face));
	qpdf_oh_replace_key(q, font, "/CIDToGIDMap",
	    new_glyph_map(q, pdf, face->cut));
	return qpdf_make_indirect_object(q, font);
}

unsigned int
pdf_font_new(struct _qpdf_data *q, const struct pdf *pdf,
    const struct pdf_face *face)
{
	const char *name = arena_printf(pdf->arena, "/%s+%s", face->cut->tag,
	    face->typeface->name);
	qpdf_oh font = qpdf_oh_parse(q,
	    "<</Type/Font/Subtype/Type0/Encoding/Identity-H>>");
	qpdf_oh children = qpdf_oh_new_array(q);

	qpdf_oh_append_item(q, children, new_cid_font(q, pdf, face, name));
	pdf_put_name(q, font, "/BaseFont", name);
	qpdf_oh_replace_key(q, font, "/DescendantFonts", children);
	qpdf_oh_replace_key(q, font, "/ToUnicode", new_to_unicode(q, pdf,
	    face->cut));
	return qpdf_make_indirect_object(q, font);
}
