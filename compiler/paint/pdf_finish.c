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
	ANNOTATION_PRINT = 4,		/* PDF 32000-1, 12.5.3 */
	ID_MAX = 1024,			/* [bytes] */
	TAIL_MAX = 64,			/* [bytes] the end of a PDF */
};

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
		pdf_put_integer(q, object, "/F", ANNOTATION_PRINT);
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

/*
 * The keys by which the structure's elements are found from a page and from its
 * links; the next one is returned.
 */
static size_t
put_way(qpdf_data q, qpdf_oh page, size_t i, size_t next)
{
	qpdf_oh links = qpdf_oh_get_key(q, page, "/Annots");
	int count = qpdf_oh_is_array(q, links) ?
	    qpdf_oh_get_array_n_items(q, links) : 0, k;

	pdf_put_integer(q, page, "/StructParents", (long long)i);
	qpdf_oh_replace_key(q, page, "/Tabs", qpdf_oh_new_name(q, "/S"));
	for (k = 0; k < count; k++)
		pdf_put_integer(q, qpdf_oh_get_array_item(q, links, k),
		    "/StructParent", (long long)next++);
	return next;
}

/* What was drawn, in place of what libharu drew: nothing. */
static void
put_pages(qpdf_data q, const struct pdf *pdf)
{
	qpdf_oh fonts = new_fonts(q, pdf), page;
	size_t i, link = pdf->pages->count;

	for (i = 0; i < pdf->pages->count; i++) {
		page = qpdf_get_page_n(q, i);
		if (pdf->pages->element_count > 0)
			link = put_way(q, page, i, link);
		qpdf_oh_replace_key(q, qpdf_oh_get_key(q, page, "/Resources"),
		    "/Font", fonts);
		pdf_put_packed(q, qpdf_oh_get_key(q, page, "/Contents"),
		    pdf->drawn[i].content, pdf->drawn[i].len);
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
	qpdf_oh intent = qpdf_oh_parse(q, "<</Type/OutputIntent/S/GTS_PDFA1"
	    "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)>>");
	qpdf_oh profile, intents = qpdf_oh_new_array(q);
	const unsigned char *bytes;
	size_t len;

	bytes = icc_srgb(pdf->arena, &len);
	profile = pdf_new_stream(q, pdf, bytes, len);
	pdf_put_integer(q, qpdf_oh_get_dict(q, profile), "/N", 3);
	qpdf_oh_replace_key(q, intent, "/DestOutputProfile", profile);
	qpdf_oh_append_item(q, intents, intent);
	qpdf_oh_replace_key(q, root, "/OutputIntents", intents);
}

/* The structure itself follows behind the end: pdf_update.c. */
static void
promise_structure(qpdf_data q, qpdf_oh root)
{
	qpdf_oh_replace_key(q, root, "/MarkInfo",
	    qpdf_oh_parse(q, "<</Marked true>>"));
	qpdf_oh_replace_key(q, root, "/StructTreeRoot",
	    qpdf_make_indirect_object(q,
	    qpdf_oh_parse(q, "<</Type/StructTreeRoot>>")));
}

/* What a reader's program is to know: language, metadata, title, numbers. */
static void
put_catalog(qpdf_data q, const struct pdf *pdf, const char *created)
{
	const char *language = pdf->pages->language, *packet;
	qpdf_oh root = qpdf_get_root(q), metadata;
	size_t len;

	packet = xmp_packet(pdf->arena, pdf->pages, created, &len);
	metadata = qpdf_oh_new_stream(q);	/* read by programs that know no PDF */
	qpdf_oh_replace_stream_data(q, metadata, (const unsigned char *)packet,
	    len, qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, metadata), "/Type",
	    qpdf_oh_new_name(q, "/Metadata"));
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, metadata), "/Subtype",
	    qpdf_oh_new_name(q, "/XML"));
	qpdf_oh_replace_key(q, root, "/Metadata", metadata);
	qpdf_oh_replace_key(q, root, "/Lang", qpdf_oh_new_unicode_string(q,
	    language == NULL ? PDF_LANGUAGE : language));
	qpdf_oh_replace_key(q, root, "/ViewerPreferences",
	    qpdf_oh_parse(q, "<</DisplayDocTitle true>>"));
	put_output_intent(q, pdf, root);
	if (pdf->pages->element_count > 0)
		promise_structure(q, root);
	if (has_labels(pdf))
		put_labels(q, pdf, root);
	if (pdf->pages->attachment_count > 0)
		pdf_attach(q, pdf, root, created);
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
	/* ISO 19005-2, 6.1.7.1 */
	qpdf_set_newline_before_endstream(q, QPDF_TRUE);
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

static qpdf_data
open_pdf(const unsigned char *bytes, size_t len)
{
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	qpdf_set_suppress_warnings(q, QPDF_TRUE);
	qpdf_set_attempt_recovery(q, QPDF_FALSE);
	qpdf_read_memory(q, "pdf", (const char *)bytes, len, NULL);
	return q;
}

static int
number_of(qpdf_data q, qpdf_oh dictionary, const char *key)
{
	return qpdf_oh_get_object_id(q, qpdf_oh_get_key(q, dictionary, key));
}

/* The identifiers of a document as two strings of hexadecimal digits. */
static const char *
read_id(qpdf_data q, struct arena *a)
{
	qpdf_oh ids = qpdf_oh_get_key(q, qpdf_get_trailer(q), "/ID");
	struct text id;
	const char *bytes, *copy;
	size_t len, i;
	int k;

	text_init(&id, ID_MAX);
	for (k = 0; k < 2; k++) {
		bytes = qpdf_oh_get_binary_string_value(q,
		    qpdf_oh_get_array_item(q, ids, k), &len);
		text_addc(&id, '<');
		for (i = 0; i < len; i++)
			text_addf(&id, "%02x", (unsigned char)bytes[i]);
		text_addc(&id, '>');
	}
	copy = arena_strdup(a, text_string(&id));
	text_free(&id);
	return copy;
}

/* The last line but one tells where the cross-references begin (7.5.5). */
static size_t
read_references(const unsigned char *bytes, size_t len)
{
	static const char word[] = "startxref\n";
	size_t at = len - (len < TAIL_MAX ? len : TAIL_MAX), n = 0;
	const unsigned char *p = memmem(bytes + at, len - at, word,
	    sizeof(word) - 1);

	if (p != NULL)
		for (p += sizeof(word) - 1; *p >= '0' && *p <= '9'; p++)
			n = 10 * n + (size_t)(*p - '0');
	return n;
}

/* The numbers that qpdf gave to its objects as it wrote them. */
static void
read_numbers(qpdf_data q, struct pdf *pdf, struct pdf_numbers *n)
{
	qpdf_oh trailer = qpdf_get_trailer(q), page, links;
	size_t count = pdf->pages->count, all = 0, i, k;

	n->size = qpdf_oh_get_int_value_as_int(q,
	    qpdf_oh_get_key(q, trailer, "/Size"));
	n->root = number_of(q, trailer, "/Root");
	n->info = number_of(q, trailer, "/Info");
	n->structure = number_of(q, qpdf_get_root(q), "/StructTreeRoot");
	n->id = read_id(q, pdf->arena);
	for (i = 0; i < count; i++)
		all += pdf->drawn[i].link_count;
	n->pages = arena_alloc(pdf->arena, (count + 1) * sizeof(int));
	n->links = arena_alloc(pdf->arena, (all + 1) * sizeof(int));
	for (i = 0, all = 0; i < count; i++) {
		page = qpdf_get_page_n(q, i);
		n->pages[i] = qpdf_oh_get_object_id(q, page);
		links = qpdf_oh_get_key(q, page, "/Annots");
		for (k = 0; k < pdf->drawn[i].link_count; k++)
			n->links[all++] = qpdf_oh_get_object_id(q,
			    qpdf_oh_get_array_item(q, links, (int)k));
		qpdf_oh_release_all(q);
	}
}

/* The complete PDF of *LEN bytes with the structure behind its end. */
static unsigned char *
add_structure(struct arena *a, struct pdf *pdf, const unsigned char *bytes,
    size_t *len)
{
	struct pdf_numbers numbers = { .references = read_references(bytes,
	    *len) };
	struct update *update;
	unsigned char *result = NULL;
	qpdf_data q = open_pdf(bytes, *len);

	if (is_well(q, pdf)) {
		read_numbers(q, pdf, &numbers);
		if (is_well(q, pdf)) {
			update = update_new(pdf, &numbers);
			pdf_structure_put(pdf, &numbers, update);
			result = update_finish(update, a, bytes, len,
			    &numbers);
		}
	}
	qpdf_cleanup(&q);
	return result;
}

unsigned char *
pdf_finish(struct arena *a, struct pdf *pdf, const unsigned char *bytes,
    size_t len, const char *created, size_t *result_len)
{
	qpdf_data q = open_pdf(bytes, len);
	unsigned char *result = NULL;

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
	if (result != NULL && pdf->pages->element_count > 0)
		result = add_structure(a, pdf, result, result_len);
	return result;
}
