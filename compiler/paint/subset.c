/* Faces cut to what a document draws, by HarfBuzz's subsetter.  Room: paint. */
#include "paint/paint_fonts.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"

/*
 * How many cuts of one face are kept.  Reports of one run draw nearly the same
 * letters, so few sets recur; the bound keeps a long run small.
 */
enum { CUTS_MAX = 4, TABLE_MAX = 256 * 1024 };

static void
put16(struct text *t, unsigned int n)
{
	text_addc(t, (char)(n >> 8));
	text_addc(t, (char)n);
}

static void
put32(struct text *t, size_t n)
{
	put16(t, (unsigned int)(n >> 16) & 0xffff);
	put16(t, (unsigned int)n & 0xffff);
}

/* A segment of a character map. */
struct segment {
	unsigned int	 first, last;
	bool		 listed;	/* its glyphs are in the list */
};

/*
 * Split the characters at their widest gap, which for Vietnamese lies between
 * the first and the last Latin letters, and end with what format 4 demands.
 */
static size_t
split(const struct cut *cut, struct segment segments[static 3])
{
	unsigned int c, before = 0, from = 0, to = 0;
	size_t n = 0;

	for (c = 0; c <= cut->last; c++)
		if (charset_has(&cut->characters, c)) {
			if (c - before > to - from) {
				from = before;
				to = c;
			}
			before = c;
		}
	if (from > 0)
		segments[n++] = (struct segment){ 0, from, true };
	segments[n++] = (struct segment){ to, cut->last, true };
	if (cut->last != 0xffff)
		segments[n++] = (struct segment){ 0xffff, 0xffff, false };
	return n;
}

/*
 * A character map (OpenType, cmap format 4) of few segments: libharu asks for
 * all 65,536 codes and walks along the segments for each.
 */
static void
put_cmap(struct text *t, const struct cut *cut)
{
	struct segment segments[3];
	unsigned int n = (unsigned int)split(cut, segments), i, c, at = n;
	unsigned int glyphs = 1;

	for (i = 0; i < n; i++)
		if (segments[i].listed)
			glyphs += segments[i].last - segments[i].first + 1;
	put16(t, 0);			/* version */
	put16(t, 1);			/* tables */
	put16(t, 3);			/* Windows, */
	put16(t, 1);			/* Unicode BMP */
	put32(t, 12);
	put16(t, 4);			/* format */
	put16(t, (16 + 8 * n + 2 * glyphs) & 0xffff);
	put16(t, 0);			/* language */
	put16(t, 2 * n);
	put16(t, 0);			/* for a binary search */
	put16(t, 0);
	put16(t, 0);
	for (i = 0; i < n; i++)
		put16(t, segments[i].last);
	put16(t, 0);
	for (i = 0; i < n; i++)
		put16(t, segments[i].first);
	for (i = 0; i < n; i++)		/* what is added to a glyph */
		put16(t, !segments[i].listed);
	for (i = 0; i < n; i++) {	/* from here to the list [bytes] */
		put16(t, segments[i].listed ? 2 * (at - i) : 0);
		at += segments[i].last - segments[i].first + 1;
	}
	for (i = 0; i < n; i++)
		for (c = segments[i].first; segments[i].listed &&
		    c <= segments[i].last; c++)
			put16(t, cut->glyphs[c]);
	put16(t, 0);			/* libharu looks one too far */
}

/* A table of names from which libharu makes the name NAME. */
static void
put_name(struct text *t, const char *name)
{
	static const char style[] = "Regular";
	size_t len = strlen(name);

	put16(t, 0);			/* format */
	put16(t, 2);			/* records */
	put16(t, 6 + 2 * 12);		/* where the strings begin */
	put16(t, 1);			/* Macintosh, Roman, English: */
	put16(t, 0);
	put16(t, 0);
	put16(t, 2);			/* the style's name */
	put16(t, sizeof(style) - 1);
	put16(t, (unsigned int)len);
	put16(t, 1);
	put16(t, 0);
	put16(t, 0);
	put16(t, 6);			/* the PostScript name */
	put16(t, (unsigned int)len);
	put16(t, 0);
	text_add(t, name);
	text_add(t, style);
}

/* Replace a table of a face under construction. */
static void
add_table(hb_face_t *builder, const char *tag, const struct text *t)
{
	hb_blob_t *blob = hb_blob_create(t->data, (unsigned int)t->len,
	    HB_MEMORY_MODE_DUPLICATE, NULL, NULL);

	hb_face_builder_add_table(builder, hb_tag_from_string(tag, 4), blob);
	hb_blob_destroy(blob);
}

/* The bytes of a face, in the arena. */
static unsigned char *
keep_face(struct arena *a, hb_face_t *face, size_t *len)
{
	hb_blob_t *blob = hb_face_reference_blob(face);
	unsigned int n;
	const char *p = hb_blob_get_data(blob, &n);
	unsigned char *copy = arena_alloc(a, (size_t)n + 1);

	if (n > 0)
		memcpy(copy, p, n);
	*len = n;
	hb_blob_destroy(blob);
	return copy;
}

/* The copy for libharu: other names, another character map. */
static void
make_metrics(struct cut *cut, hb_face_t *face, const char *name)
{
	static const char *const same[] = { "OS/2", "glyf", "head", "hhea",
	    "hmtx", "loca", "maxp", "post" };
	hb_face_t *builder = hb_face_builder_create();
	struct text t;
	size_t i;

	for (i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		hb_tag_t tag = hb_tag_from_string(same[i], 4);
		hb_blob_t *blob = hb_face_reference_table(face, tag);

		hb_face_builder_add_table(builder, tag, blob);
		hb_blob_destroy(blob);
	}
	text_init(&t, TABLE_MAX);
	put_cmap(&t, cut);
	add_table(builder, "cmap", &t);
	text_clear(&t);
	put_name(&t, name);
	add_table(builder, "name", &t);
	text_free(&t);
	cut->metrics = keep_face(cut->arena, builder, &cut->metrics_len);
	hb_face_destroy(builder);
}

/* Six capitals out of a fingerprint of the face (PDF 32000-1, 9.6.4). */
static void
make_tag(struct cut *cut)
{
	char hex[DIGEST_HEX];
	size_t i;

	digest_bytes(hex, cut->font, cut->font_len);
	for (i = 0; i < sizeof(cut->tag) - 1; i++)
		cut->tag[i] = (char)('A' +
		    (31 * 31 * hex[3 * i] + 31 * hex[3 * i + 1] +
		    hex[3 * i + 2]) %
		    26);
}

/* What is to be kept: the characters' outlines, nothing for shaping. */
static hb_subset_input_t *
make_input(const struct charset *characters, uint16_t *last)
{
	static const char *const dropped[] = { "GSUB", "GPOS", "GDEF", "BASE",
	    "JSTF", "MATH", "kern", "DSIG", "FFTM", "gasp", "LTSH", "hdmx",
	    "VDMX", "PCLT", "meta" };
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	hb_set_t *unicodes, *tables;
	uint32_t c;
	size_t i;

	if (input == NULL)
		return NULL;
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	unicodes = hb_subset_input_unicode_set(input);
	for (c = 0; c < CODE_MAX; c++)
		if (charset_has(characters, c)) {
			hb_set_add(unicodes, c);
			*last = (uint16_t)c;
		}
	tables = hb_subset_input_set(input,
	    HB_SUBSET_SETS_DROP_TABLE_TAG);
	for (i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		hb_set_add(tables, hb_tag_from_string(dropped[i], 4));
	return input;
}

/* The glyphs that the cut face has for the characters. */
static void
map_characters(struct cut *cut, hb_face_t *face)
{
	hb_font_t *font = hb_font_create(face);
	uint32_t c;

	cut->glyphs = arena_alloc(cut->arena,
	    (cut->last + 1u) * sizeof(uint16_t));
	for (c = 0; c <= cut->last; c++) {
		hb_codepoint_t glyph;

		if (charset_has(&cut->characters, c) &&
		    hb_font_get_nominal_glyph(font, c, &glyph))
			cut->glyphs[c] = (uint16_t)glyph;
	}
	hb_font_destroy(font);
}

/* The cut for exactly these characters, moved to the front; or NULL. */
static struct cut *
find_cut(struct typeface *t, const struct charset *characters)
{
	struct cut **link = &t->cuts, *cut;

	while ((cut = *link) != NULL && memcmp(&cut->characters, characters,
	    sizeof(*characters)) != 0)
		link = &cut->next;
	if (cut != NULL) {
		*link = cut->next;
		cut->next = t->cuts;
		t->cuts = cut;
	}
	return cut;
}

/* Forget all but the cuts used last. */
static void
forget_cuts(struct typeface *t, size_t keep)
{
	struct cut **link = &t->cuts, *cut;

	for (; *link != NULL && keep > 0; keep--)
		link = &(*link)->next;
	while ((cut = *link) != NULL) {
		*link = cut->next;
		arena_free(cut->arena);
	}
}

void
typeface_forget(struct typeface *t)
{
	forget_cuts(t, 0);
}

const struct cut *
typeface_cut(struct typeface *t, const struct charset *characters)
{
	struct cut *cut = find_cut(t, characters);
	hb_subset_input_t *input;
	hb_face_t *face;
	struct arena *a;
	uint16_t last = 0;

	if (cut != NULL)
		return cut;
	if ((input = make_input(characters, &last)) == NULL)
		return NULL;
	face = hb_subset_or_fail(t->hb, input);
	hb_subset_input_destroy(input);
	if (face == NULL)
		return NULL;
	a = arena_new();
	cut = arena_alloc(a, sizeof(*cut));
	cut->arena = a;
	cut->characters = *characters;
	cut->last = last;
	cut->font = keep_face(a, face, &cut->font_len);
	make_tag(cut);
	map_characters(cut, face);
	make_metrics(cut, face, t->id);
	hb_face_destroy(face);
	forget_cuts(t, CUTS_MAX - 1);
	cut->next = t->cuts;
	t->cuts = cut;
	return cut;
}
