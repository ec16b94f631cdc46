/*
 * Files that a PDF carries (PDF 32000-1, 7.11.4; ISO 19005-3, 6.8).  Room:
 * paint.
 */
#include "paint/paint_pdf.h"

#include "base/arena.h"
#include "base/text.h"
#include "layout/pages.h"

/* The file's bytes, with what it is. */
static int
new_file(struct pdf *pdf, const struct enclosure *file, const char *created)
{
	int number = objects_number(pdf->objects);
	struct text head;

	text_init(&head, 64 * 1024);
	text_add(&head, "/Type/EmbeddedFile/Subtype");
	pdf_put_name(&head, file->type);
	text_addf(&head, "/Params<</Size %zu", file->len);
	if (created != NULL)
		text_addf(&head, "/ModDate(D:%.4s%.2s%.2s)", created,
		    created + 5, created + 8);
	text_add(&head, ">>");
	objects_stream(pdf->objects, number, text_string(&head), file->bytes,
	    file->len);
	text_free(&head);
	return number;
}

/* The name that the reader sees, and that the file is data of the document. */
static int
new_specification(struct pdf *pdf, const struct enclosure *file,
    const char *created)
{
	int stream = new_file(pdf, file, created);
	int number = objects_number(pdf->objects);
	struct text *out = objects_begin(pdf->objects, number);

	text_add(out, "<</Type/Filespec/F");
	pdf_put_string(out, file->name);
	text_add(out, "/UF");
	pdf_put_string(out, file->name);
	if (file->description != NULL) {
		text_add(out, "/Desc");
		pdf_put_string(out, file->description);
	}
	text_add(out, "/AFRelationship/Data/EF<<");
	pdf_put_reference(out, "/F", stream);
	pdf_put_reference(out, "/UF", stream);
	text_add(out, ">>>>");
	return number;
}

const int *
pdf_attached(struct pdf *pdf, const char *created)
{
	const struct pages *pages = pdf->pages;
	int *files = arena_alloc(pdf->arena, (pages->attachment_count + 1) *
	    sizeof(*files));
	size_t i;

	for (i = 0; i < pages->attachment_count; i++)
		files[i] = new_specification(pdf, &pages->attachments[i],
		    created);
	return files;
}

void
pdf_attach(struct pdf *pdf, struct text *catalog, const int *files)
{
	const struct pages *pages = pdf->pages;
	size_t i;

	text_add(catalog, "/Names<</EmbeddedFiles<</Names[");
	for (i = 0; i < pages->attachment_count; i++) {
		pdf_put_string(catalog, pages->attachments[i].name);
		pdf_put_reference(catalog, "", files[i]);
	}
	text_add(catalog, "]>>>>/AF[");
	for (i = 0; i < pages->attachment_count; i++)
		pdf_put_reference(catalog, "", files[i]);
	text_addc(catalog, ']');
}
