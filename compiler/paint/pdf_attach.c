/*
 * Files that a PDF carries, by libqpdf (PDF 32000-1, 7.11.4; ISO 19005-3, 6.8).
 * Room: paint.
 */
#include "paint/paint_pdf.h"

#include <qpdf/qpdf-c.h>

#include "base/arena.h"
#include "layout/pages.h"

/* The file's bytes, with what it is. */
static qpdf_oh
new_file(qpdf_data q, const struct pdf *pdf, const struct enclosure *file,
    const char *created)
{
	struct arena *a = pdf->arena;
	qpdf_oh stream = pdf_new_stream(q, pdf, file->bytes, file->len);
	qpdf_oh head = qpdf_oh_get_dict(q, stream), parameters;

	pdf_put_name(q, head, "/Type", "/EmbeddedFile");
	pdf_put_name(q, head, "/Subtype", arena_printf(a, "/%s", file->type));
	parameters = qpdf_oh_new_dictionary(q);
	qpdf_oh_replace_key(q, parameters, "/Size",
	    qpdf_oh_new_integer(q, (long long)file->len));
	if (created != NULL)
		qpdf_oh_replace_key(q, parameters, "/ModDate",
		    qpdf_oh_new_string(q, arena_printf(a, "D:%.4s%.2s%.2s",
		    created, created + 5, created + 8)));
	qpdf_oh_replace_key(q, head, "/Params", parameters);
	return stream;
}

/* The name that the reader sees, and that the file is data of the document. */
static qpdf_oh
new_specification(qpdf_data q, const struct pdf *pdf,
    const struct enclosure *file, const char *created)
{
	qpdf_oh specification = qpdf_oh_new_dictionary(q);
	qpdf_oh name = qpdf_oh_new_unicode_string(q, file->name);
	qpdf_oh stream = new_file(q, pdf, file, created);
	qpdf_oh files = qpdf_oh_new_dictionary(q);

	pdf_put_name(q, specification, "/Type", "/Filespec");
	qpdf_oh_replace_key(q, specification, "/F", name);
	qpdf_oh_replace_key(q, specification, "/UF", name);
	if (file->description != NULL)
		qpdf_oh_replace_key(q, specification, "/Desc",
		    qpdf_oh_new_unicode_string(q, file->description));
	pdf_put_name(q, specification, "/AFRelationship", "/Data");
	qpdf_oh_replace_key(q, files, "/F", stream);
	qpdf_oh_replace_key(q, files, "/UF", stream);
	qpdf_oh_replace_key(q, specification, "/EF", files);
	return qpdf_make_indirect_object(q, specification);
}

void
pdf_attach(struct _qpdf_data *q, const struct pdf *pdf, unsigned int root,
    const char *created)
{
	const struct pages *pages = pdf->pages;
	qpdf_oh all = qpdf_oh_new_array(q), list = qpdf_oh_new_array(q);
	qpdf_oh tree = qpdf_oh_new_dictionary(q);
	qpdf_oh names = qpdf_oh_new_dictionary(q), file;
	size_t i;

	for (i = 0; i < pages->attachment_count; i++) {
		file = new_specification(q, pdf, &pages->attachments[i],
		    created);
		qpdf_oh_append_item(q, all, file);
		qpdf_oh_append_item(q, list, qpdf_oh_new_unicode_string(q,
		    pages->attachments[i].name));
		qpdf_oh_append_item(q, list, file);
	}
	qpdf_oh_replace_key(q, tree, "/Names", list);
	qpdf_oh_replace_key(q, names, "/EmbeddedFiles", tree);
	qpdf_oh_replace_key(q, root, "/Names", names);
	qpdf_oh_replace_key(q, root, "/AF", all);
}
