/* Fonts of a PDF: a cut face with all that describes it.  Room: paint. */
#include "paint/paint_pdf.h"

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

/* Two bytes a character: its glyph in the embedded face. */
static int
new_glyph_map(struct pdf *pdf, const struct cut *cut)
{
	int number = objects_number(pdf->objects);
	size_t len = 2 * (cut->last + 1u);
	unsigned char *map = arena_alloc(pdf->arena, len);
	uint32_t c;

	for (c = 0; c <= cut->last; c++) {
		map[2 * c] = (unsigned char)(cut->glyphs[c] >> 8);
		map[2 * c + 1] = (unsigned char)cut->glyphs[c];
	}
	objects_stream(pdf->objects, number, "", map, len);
	return number;
}

static int
new_to_unicode(struct pdf *pdf, const struct cut *cut)
{
	int number = objects_number(pdf->objects);
	struct text map;

	text_init(&map, STREAM_MAX);
	put_to_unicode(&map, cut);
	objects_stream(pdf->objects, number, "", map.data, map.len);
	text_free(&map);
	return number;
}

/* The widths of the characters, runs of them as lists (9.7.4.3). */
static void
put_widths(struct text *out, const struct pdf *pdf,
    const struct pdf_face *face)
{
	const struct cut *cut = face->cut;
	bool goes_on = false;
	uint32_t c;

	text_add(out, "/W[");
	for (c = 0; c <= cut->last; c++) {
		if (cut->glyphs[c] == 0) {
			if (goes_on)
				text_addc(out, ']');
			goes_on = false;
			continue;
		}
		text_addc(out, ' ');
		if (!goes_on)
			text_addf(out, "%u[", c);
		goes_on = true;
		text_addf(out, "%d", typeface_advance(pdf->fonts,
		    face->typeface, c));
	}
	text_add(out, goes_on ? "]]" : "]");
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
static int
new_descriptor(struct pdf *pdf, const struct pdf_face *face, const char *name)
{
	const struct typeface *t = face->typeface;
	const struct cut *cut = face->cut;
	int file = objects_number(pdf->objects);
	int number = objects_number(pdf->objects);
	struct text *out;

	objects_stream(pdf->objects, file, arena_printf(pdf->arena,
	    "/Length1 %zu", cut->font_len), cut->font, cut->font_len);
	out = objects_begin(pdf->objects, number);
	text_add(out, "<</Type/FontDescriptor/FontName");
	pdf_put_name(out, name);
	text_addf(out, "/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d"
	    "/Ascent %d/Descent %d/CapHeight %d/StemV %d", flags_of(t),
	    t->box[0], t->box[1], t->box[2], t->box[3], t->italic_angle,
	    t->ascender, t->descender, t->cap_height,
	    t->bold ? STEM_BOLD : STEM_REGULAR);
	pdf_put_reference(out, "/FontFile2", file);
	text_add(out, ">>");
	return number;
}

/* The face as a font of characters' numbers (9.7.4). */
static int
new_cid_font(struct pdf *pdf, const struct pdf_face *face, const char *name)
{
	int descriptor = new_descriptor(pdf, face, name);
	int map = new_glyph_map(pdf, face->cut);
	int number = objects_number(pdf->objects);
	struct text *out = objects_begin(pdf->objects, number);

	text_add(out, "<</Type/Font/Subtype/CIDFontType2/BaseFont");
	pdf_put_name(out, name);
	text_add(out, "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
	    "/Supplement 0>>/DW 0");
	pdf_put_reference(out, "/FontDescriptor", descriptor);
	pdf_put_reference(out, "/CIDToGIDMap", map);
	put_widths(out, pdf, face);
	text_add(out, ">>");
	return number;
}

int
pdf_font_new(struct pdf *pdf, const struct pdf_face *face)
{
	const char *name = arena_printf(pdf->arena, "%s+%s", face->cut->tag,
	    face->typeface->name);
	int child = new_cid_font(pdf, face, name);
	int to_unicode = new_to_unicode(pdf, face->cut);
	int number = objects_number(pdf->objects);
	struct text *out = objects_begin(pdf->objects, number);

	text_add(out, "<</Type/Font/Subtype/Type0/BaseFont");
	pdf_put_name(out, name);
	pdf_put_reference(out, "/Encoding/Identity-H/DescendantFonts[", child);
	pdf_put_reference(out, "]/ToUnicode", to_unicode);
	text_add(out, ">>");
	return number;
}
