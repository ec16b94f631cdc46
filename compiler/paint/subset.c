/* Faces cut to what a document draws, by HarfBuzz's subsetter.  Room: paint. */
#include "paint/paint_fonts.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"

/*
 * How many cuts of one face are kept.  Reports of one run draw nearly the same
 * letters, so few sets recur; the bound keeps a long run small.
 */
enum { CUTS_MAX = 4 };

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
		if (characters->bits[c / 8] == 0)
			c |= 7;		/* none of these eight */
		else if (charset_has(characters, c)) {
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
	hb_face_destroy(face);
	forget_cuts(t, CUTS_MAX - 1);
	cut->next = t->cuts;
	t->cuts = cut;
	return cut;
}
