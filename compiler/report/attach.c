/*
 * The data file that a report carries with it: the figures that it prints, as
 * CSV, in the FO as Apache FOP's extension pdf:embedded-file has it.  Room:
 * report.
 */
#include "base/arena.h"
#include "base/base64.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "report/report_template.h"

enum { ATTACHED_MAX = 7 * 1024 * 1024 };	/* libxml2 takes 10 MB */

#define NS_PDF "http://xmlgraphics.apache.org/fop/extensions/pdf"

/* As a data: URI (RFC 2397): in base64, since Apache FOP reads no other bytes. */
static bool
put_uri(struct text *out, const struct text *csv)
{
	text_add(out, "data:text/csv;charset=utf-8;base64,");
	base64_put(out, csv->data, csv->len);
	return !text_is_full(out);
}

void
attach_data(struct job *j, const char *stem)
{
	xmlNode *declarations = xmltree_child(j->root, "declarations"), *file;
	char period[PERIOD_TEXT];
	const char *name = arena_printf(j->arena, "%s-%s-%s.csv", stem,
	    period_format(j->data->period, period), j->view->unit->code);
	struct text csv, uri;

	text_init(&csv, ATTACHED_MAX);
	text_init(&uri, ATTACHED_MAX);
	report_csv_printed(j->data, j->log, &csv);
	if (!text_is_full(&csv) && put_uri(&uri, &csv)) {
		file = xmlNewChild(declarations, NULL,
		    (const xmlChar *)"embedded-file", NULL);
		xmlSetNs(file, xmlNewNs(file, (const xmlChar *)NS_PDF,
		    (const xmlChar *)"pdf"));
		tree_set(file, "filename", name);
		tree_set(file, "src", text_string(&uri));
	} else
		job_limit_error(j, j->line, name, "7 MB");
	text_free(&csv);
	text_free(&uri);
}
