/*
 * The last pass over a PDF, by libqpdf: what libharu cannot write or writes
 * wrongly.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/text.h"
#include "layout/pages.h"

enum {
	STREAM_MAX = 1024 * 1024,	/* [bytes] of what is made here */
	BLOCK_MAX = 100,		/* lines of a bfrange block */
	FLAG_FIXED = 1,			/* of a face (PDF 32000-1, 9.8.2) */
	FLAG_SERIF = 2,
	FLAG_NONSYMBOLIC = 32,
	FLAG_ITALIC = 64,
	STEM_REGULAR = 80,		/* [1/1000 em] what printers expect */
	STEM_BOLD = 140,
	ANNOTATION_PRINT = 4,		/* 12.5.3 */
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
 * The map from codes to Unicode (PDF 32000-1, 9.10.3).  libharu's codes are the
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

/* A new indirect stream of LEN bytes. */
static qpdf_oh
new_stream(qpdf_data q, const void *bytes, size_t len)
{
	qpdf_oh stream = qpdf_oh_new_stream(q);

	qpdf_oh_replace_stream_data(q, stream, bytes, len,
	    qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	return stream;
}

/* Two bytes a character: its glyph in the embedded face. */
static qpdf_oh
new_glyph_map(qpdf_data q, struct arena *a, const struct cut *cut)
{
	size_t len = 2 * (cut->last + 1u);
	unsigned char *map = arena_alloc(a, len);
	uint32_t c;

	for (c = 0; c <= cut->last; c++) {
		map[2 * c] = (unsigned char)(cut->glyphs[c] >> 8);
		map[2 * c + 1] = (unsigned char)cut->glyphs[c];
	}
	return new_stream(q, map, len);
}

static qpdf_oh
new_to_unicode(qpdf_data q, const struct cut *cut)
{
	struct text map;
	qpdf_oh stream;

	text_init(&map, STREAM_MAX);
	put_to_unicode(&map, cut);
	stream = new_stream(q, map.data, map.len);
	text_free(&map);
	return stream;
}

static void
put_integer(qpdf_data q, qpdf_oh dictionary, const char *key, long long n)
{
	qpdf_oh_replace_key(q, dictionary, key, qpdf_oh_new_integer(q, n));
}

/* What a face looks like, of which libharu knows little. */
static void
describe_face(qpdf_data q, const struct typeface *t, qpdf_oh descriptor)
{
	int flags = FLAG_NONSYMBOLIC;

	if (t->generic == GENERIC_MONOSPACE)
		flags |= FLAG_FIXED;
	if (t->generic == GENERIC_SERIF)
		flags |= FLAG_SERIF;
	if (t->italic_angle != 0)
		flags |= FLAG_ITALIC;
	put_integer(q, descriptor, "/Flags", flags);
	put_integer(q, descriptor, "/ItalicAngle", t->italic_angle);
	put_integer(q, descriptor, "/CapHeight", t->cap_height);
	put_integer(q, descriptor, "/StemV",
	    t->bold ? STEM_BOLD : STEM_REGULAR);
	qpdf_oh_remove_key(q, descriptor, "/XHeight");
}

/*
 * Embed the cut face in a font that libharu left without.  Its own cutting of a
 * face loses parts of letters that are put together in more than one step.
 */
static void
embed_face(qpdf_data q, struct arena *a, const struct pdf_face *face,
    qpdf_oh font)
{
	const struct cut *cut = face->cut;
	qpdf_oh name = qpdf_oh_new_name(q, arena_printf(a, "/%s+%s", cut->tag,
	    face->typeface->name));
	qpdf_oh child = qpdf_oh_get_array_item(q,
	    qpdf_oh_get_key(q, font, "/DescendantFonts"), 0);
	qpdf_oh descriptor = qpdf_oh_get_key(q, child, "/FontDescriptor");
	qpdf_oh file = new_stream(q, cut->font, cut->font_len);

	put_integer(q, qpdf_oh_get_dict(q, file), "/Length1",
	    (long long)cut->font_len);
	describe_face(q, face->typeface, descriptor);
	qpdf_oh_replace_key(q, descriptor, "/FontFile2", file);
	qpdf_oh_replace_key(q, descriptor, "/FontName", name);
	qpdf_oh_replace_key(q, child, "/BaseFont", name);
	qpdf_oh_replace_key(q, qpdf_oh_get_key(q, child, "/CIDSystemInfo"),
	    "/Ordering", qpdf_oh_new_string(q, "Identity"));
	qpdf_oh_replace_key(q, child, "/CIDToGIDMap",
	    new_glyph_map(q, a, cut));
	qpdf_oh_replace_key(q, font, "/BaseFont", name);
	qpdf_oh_replace_key(q, font, "/ToUnicode", new_to_unicode(q, cut));
}

/* The face whose id libharu wrote as the name of a font. */
static const struct pdf_face *
face_of(const struct pdf *pdf, const char *name)
{
	size_t i;

	for (i = 0; i < pdf->count; i++)
		if (name[0] == '/' &&
		    strcmp(name + 1, pdf->faces[i].typeface->id) == 0)
			return &pdf->faces[i];
	return NULL;
}

/* Repair one object of libharu's. */
static void
mend_object(qpdf_data q, const struct pdf *pdf, qpdf_oh object)
{
	const struct pdf_face *face;

	if (qpdf_oh_is_array(q, object)) {
		/* a destination: keep the reader's zoom */
		if (qpdf_oh_get_array_n_items(q, object) == 5 &&
		    qpdf_oh_is_name_and_equals(q,
		    qpdf_oh_get_array_item(q, object, 1), "/XYZ"))
			qpdf_oh_set_array_item(q, object, 4,
			    qpdf_oh_new_null(q));
	} else if (qpdf_oh_is_dictionary_of_type(q, object, "/Font", "/Type0")) {
		face = face_of(pdf, qpdf_oh_get_name(q,
		    qpdf_oh_get_key(q, object, "/BaseFont")));
		if (face != NULL)
			embed_face(q, pdf->arena, face, object);
	} else if (qpdf_oh_is_dictionary_of_type(q, object, "/Annot", "/Link")) {
		put_integer(q, object, "/F", ANNOTATION_PRINT);
	}
}

static void
put_info(qpdf_data q, qpdf_oh info, const char *key, const char *value)
{
	if (value != NULL && value[0] != '\0')
		qpdf_oh_replace_key(q, info, key,
		    qpdf_oh_new_unicode_string(q, value));
}

/* The document's information dictionary, in place of libharu's. */
static void
put_information(qpdf_data q, const struct pdf *pdf, const char *created)
{
	const struct pages *pages = pdf->pages;
	qpdf_oh info = qpdf_oh_new_dictionary(q);

	put_info(q, info, "/Title", pages->title);
	put_info(q, info, "/Author", pages->author);
	put_info(q, info, "/Subject", pages->subject);
	put_info(q, info, "/Creator", PDF_PRODUCER);
	put_info(q, info, "/Producer", PDF_PRODUCER);
	if (created != NULL)
		put_info(q, info, "/CreationDate", arena_printf(pdf->arena,
		    "D:%.4s%.2s%.2s", created, created + 5, created + 8));
	qpdf_oh_replace_key(q, qpdf_get_trailer(q), "/Info",
	    qpdf_make_indirect_object(q, info));
}

/* Whether pages are called by anything but 1, 2, 3. */
static bool
has_labels(const struct pdf *pdf)
{
	const struct pages *pages = pdf->pages;
	size_t i;

	for (i = 0; i < pages->count; i++)
		if (pages->pages[i].label != NULL &&
		    strcmp(pages->pages[i].label,
		    arena_printf(pdf->arena, "%zu", i + 1)) != 0)
			return true;
	return false;
}

/* The pages' printed numbers for the reader's program (12.4.2). */
static void
put_labels(qpdf_data q, const struct pdf *pdf, qpdf_oh root)
{
	qpdf_oh list = qpdf_oh_new_array(q);
	qpdf_oh labels = qpdf_oh_new_dictionary(q);
	size_t i;

	for (i = 0; i < pdf->pages->count; i++) {
		const char *label = pdf->pages->pages[i].label;
		qpdf_oh entry = qpdf_oh_new_dictionary(q);

		put_info(q, entry, "/P", label);
		qpdf_oh_append_item(q, list,
		    qpdf_oh_new_integer(q, (long long)i));
		qpdf_oh_append_item(q, list, entry);
	}
	qpdf_oh_replace_key(q, labels, "/Nums", list);
	qpdf_oh_replace_key(q, root, "/PageLabels", labels);
}

/* What the device colours of the pages mean (ISO 19005-2, 6.2.3). */
static void
put_output_intent(qpdf_data q, const struct pdf *pdf, qpdf_oh root)
{
	qpdf_oh intent = qpdf_oh_new_dictionary(q), profile;
	qpdf_oh intents = qpdf_oh_new_array(q);
	const unsigned char *bytes;
	size_t len;

	bytes = icc_srgb(pdf->arena, &len);
	profile = new_stream(q, bytes, len);
	put_integer(q, qpdf_oh_get_dict(q, profile), "/N", 3);
	qpdf_oh_replace_key(q, intent, "/Type",
	    qpdf_oh_new_name(q, "/OutputIntent"));
	qpdf_oh_replace_key(q, intent, "/S",
	    qpdf_oh_new_name(q, "/GTS_PDFA1"));
	qpdf_oh_replace_key(q, intent, "/OutputConditionIdentifier",
	    qpdf_oh_new_string(q, "sRGB"));
	qpdf_oh_replace_key(q, intent, "/Info",
	    qpdf_oh_new_string(q, "sRGB IEC61966-2.1"));
	qpdf_oh_replace_key(q, intent, "/DestOutputProfile", profile);
	qpdf_oh_append_item(q, intents, intent);
	qpdf_oh_replace_key(q, root, "/OutputIntents", intents);
}

/* What a reader's program is to know: language, metadata, title, numbers. */
static void
put_catalog(qpdf_data q, const struct pdf *pdf, const char *created)
{
	const char *language = pdf->pages->language, *packet;
	qpdf_oh root = qpdf_get_root(q), metadata, preferences;
	size_t len;

	packet = xmp_packet(pdf->arena, pdf->pages, created, &len);
	metadata = new_stream(q, packet, len);
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, metadata), "/Type",
	    qpdf_oh_new_name(q, "/Metadata"));
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, metadata), "/Subtype",
	    qpdf_oh_new_name(q, "/XML"));
	qpdf_oh_replace_key(q, root, "/Metadata", metadata);
	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_unicode_string(q,
	    language == NULL ? PDF_LANGUAGE : language));
	preferences = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, preferences, "/DisplayDocTitle",
	    qpdf_oh_new_bool(q, QPDF_TRUE));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences", preferences);
	put_output_intent(q, pdf, root);
	if (has_labels(pdf))
		put_labels(q, pdf, root);
}

/* All changes; qpdf remembers an error of any of them. */
static void
mend(qpdf_data q, struct pdf *pdf, const char *created)
{
	int count = qpdf_oh_get_int_value_as_int(q,
	    qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Size")), i;

	for (i = 1; i < count; i++) {
		mend_object(q, pdf, qpdf_get_object_by_id(q, i, 0));
		qpdf_oh_release_all(q);
	}
	put_information(q, pdf, created);
	put_catalog(q, pdf, created);
}

static void
write_pdf(qpdf_data q)
{
	if (qpdf_init_write_memory(q) & QPDF_ERRORS)
		return;
	qpdf_set_object_stream_mode(q, qpdf_o_generate);
	qpdf_set_compress_streams(q, QPDF_TRUE);
	qpdf_set_deterministic_ID(q, QPDF_TRUE);
	qpdf_set_minimum_pdf_version(q, "1.5");
	qpdf_write(q);
}

/* Report the error or warning that qpdf has; false when it has one. */
static bool
is_well(qpdf_data q, const struct pdf *pdf)
{
	qpdf_error e = NULL;

	if (qpdf_has_error(q))
		e = qpdf_get_error(q);
	else if (qpdf_more_warnings(q))
		e = qpdf_next_warning(q);
	if (e == NULL)
		return true;
	diag_report(pdf->diag, D_PDF_FAILED, ((struct place){ NULL, 0, 0 }),
	    qpdf_get_error_full_text(q, e));
	return false;
}

unsigned char *
pdf_finish(struct arena *a, struct pdf *pdf, const unsigned char *bytes,
    size_t len, const char *created, size_t *result_len)
{
	qpdf_data q = qpdf_init();
	unsigned char *result = NULL;

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	qpdf_read_memory(q, "pdf", (const char *)bytes, len, NULL);
	if (is_well(q, pdf)) {
		mend(q, pdf, created);
		if (is_well(q, pdf))
			write_pdf(q);
		if (is_well(q, pdf)) {
			*result_len = qpdf_get_buffer_length(q);
			result = arena_alloc(a, *result_len + 1);
			memcpy(result, qpdf_get_buffer(q), *result_len);
		}
	}
	qpdf_cleanup(&q);
	return result;
}
