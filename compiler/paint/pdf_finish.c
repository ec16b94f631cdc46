/*
 * The last pass over a PDF, by libqpdf: what libharu cannot write or writes
 * wrongly.  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "layout/pages.h"

enum { ANNOTATION_PRINT = 4 };	/* PDF 32000-1, 12.5.3 */

/* A new indirect stream of LEN bytes. */
static qpdf_oh
new_stream(qpdf_data q, const void *bytes, size_t len)
{
	qpdf_oh stream = qpdf_oh_new_stream(q);

	qpdf_oh_replace_stream_data(q, stream, bytes, len,
	    qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	return stream;
}

static void
put_integer(qpdf_data q, qpdf_oh dictionary, const char *key, long long n)
{
	qpdf_oh_replace_key(q, dictionary, key, qpdf_oh_new_integer(q, n));
}

/* Repair one object of libharu's. */
static void
mend_object(qpdf_data q, qpdf_oh object)
{
	if (qpdf_oh_is_array(q, object)) {
		/* a destination: keep the reader's zoom */
		if (qpdf_oh_get_array_n_items(q, object) == 5 &&
		    qpdf_oh_is_name_and_equals(q,
		    qpdf_oh_get_array_item(q, object, 1), "/XYZ"))
			qpdf_oh_set_array_item(q, object, 4,
			    qpdf_oh_new_null(q));
	} else if (qpdf_oh_is_dictionary_of_type(q, object, "/Annot", "/Link")) {
		put_integer(q, object, "/F", ANNOTATION_PRINT);
	}
}

/* The fonts of all pages, F1 and so on by the order of faces. */
static qpdf_oh
new_fonts(qpdf_data q, const struct pdf *pdf)
{
	qpdf_oh fonts = qpdf_oh_new_dictionary(q);
	size_t i;

	for (i = 0; i < pdf->count; i++)
		qpdf_oh_replace_key(q, fonts,
		    arena_printf(pdf->arena, "/F%zu", i + 1),
		    pdf_font_new(q, pdf, &pdf->faces[i]));
	return qpdf_make_indirect_object(q, fonts);
}

/* What was drawn, in place of what libharu drew: nothing. */
static void
put_pages(qpdf_data q, const struct pdf *pdf)
{
	qpdf_oh fonts = new_fonts(q, pdf), page;
	size_t i;

	for (i = 0; i < pdf->pages->count; i++) {
		page = qpdf_get_page_n(q, i);
		qpdf_oh_replace_key(q, qpdf_oh_get_key(q, page, "/Resources"),
		    "/Font", fonts);
		qpdf_oh_replace_stream_data(q,
		    qpdf_oh_get_key(q, page, "/Contents"),
		    (const unsigned char *)pdf->drawn[i].content,
		    pdf->drawn[i].len, qpdf_oh_new_null(q),
		    qpdf_oh_new_null(q));
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
		mend_object(q, qpdf_get_object_by_id(q, i, 0));
		qpdf_oh_release_all(q);
	}
	put_pages(q, pdf);
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
