/*
 * The catalog of a PDF: what a reader's program is to know of the document, and
 * what makes it PDF/A-2b (ISO 19005-2).  Room: paint.
 */
#include "paint/paint_pdf.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "layout/pages.h"

static void
put_info(struct text *out, const char *key, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	text_add(out, key);
	pdf_put_string(out, value);
}

/* The document's information dictionary. */
static int
new_information(struct pdf *pdf, const char *created)
{
	const struct pages *pages = pdf->pages;
	int number = objects_number(pdf->objects);
	struct text *out = objects_begin(pdf->objects, number);

	text_add(out, "<<");
	put_info(out, "/Title", pages->title);
	put_info(out, "/Author", pages->author);
	put_info(out, "/Subject", pages->subject);
	put_info(out, "/Creator", PDF_PRODUCER);
	put_info(out, "/Producer", PDF_PRODUCER);
	if (created != NULL)
		text_addf(out, "/CreationDate(D:%.4s%.2s%.2s)", created,
		    created + 5, created + 8);
	text_add(out, ">>");
	return number;
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
put_labels(struct text *out, const struct pdf *pdf)
{
	size_t i;

	text_add(out, "/PageLabels<</Nums[");
	for (i = 0; i < pdf->pages->count; i++) {
		text_addf(out, "%zu<<", i);
		put_info(out, "/P", pdf->pages->pages[i].label);
		text_add(out, ">>");
	}
	text_add(out, "]>>");
}

/* What the device colours of the pages mean (ISO 19005-2, 6.2.3). */
static int
new_profile(struct pdf *pdf)
{
	int number = objects_number(pdf->objects);
	const unsigned char *bytes;
	size_t len;

	bytes = icc_srgb(pdf->arena, &len);
	objects_stream(pdf->objects, number, "/N 3", bytes, len);
	return number;
}

/* Programs that know no PDF look for it in the file: it is not compressed. */
static int
new_metadata(struct pdf *pdf, const char *created)
{
	int number = objects_number(pdf->objects);
	const char *packet;
	size_t len;

	packet = xmp_packet(pdf->arena, pdf->pages, created, &len);
	objects_plain(pdf->objects, number, "/Type/Metadata/Subtype/XML",
	    packet, len);
	return number;
}

bool
pdf_catalog_new(struct pdf *pdf, const char *created, int *root, int *info)
{
	const char *language = pdf->pages->language;
	bool is_tagged = pdf->pages->element_count > 0;
	int structure = is_tagged ? pdf_structure_new(pdf) : 0;
	int metadata = new_metadata(pdf, created), outline;
	int profile = new_profile(pdf);
	const int *files = pdf_attached(pdf, created);
	struct text *out;

	if (!pdf_outline_new(pdf, &outline))
		return false;
	*info = new_information(pdf, created);
	*root = objects_number(pdf->objects);
	out = objects_begin(pdf->objects, *root);
	text_add(out, "<</Type/Catalog");
	pdf_put_reference(out, "/Pages", pdf->pages_object);
	pdf_put_reference(out, "/Metadata", metadata);
	put_info(out, "/Lang", language == NULL ? PDF_LANGUAGE : language);
	text_add(out, "/ViewerPreferences<</DisplayDocTitle true>>"
	    "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
	    "/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)");
	pdf_put_reference(out, "/DestOutputProfile", profile);
	text_add(out, ">>]");
	if (outline != 0) {
		pdf_put_reference(out, "/Outlines", outline);
		text_add(out, "/PageMode/UseOutlines");
	}
	if (is_tagged) {
		text_add(out, "/MarkInfo<</Marked true>>");
		pdf_put_reference(out, "/StructTreeRoot", structure);
	}
	if (has_labels(pdf))
		put_labels(out, pdf);
	if (pdf->pages->attachment_count > 0)
		pdf_attach(pdf, out, files);
	text_add(out, ">>");
	return true;
}
