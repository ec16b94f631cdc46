/*
 * The tables of a report beside its PDF, for spreadsheets and programs: as CSV, by
 * jansson as JSON, and as a workbook (workbook.c).  Every text is the one that is
 * printed.
 */
#include <jansson.h>
#include <stdlib.h>

#include "base/csvfile.h"
#include "base/text.h"
#include "loaded.h"
#include "publish.h"

const char *const tables_suffixes[MADE_PDF] = {
	[MADE_CSV] = "csv", [MADE_JSON] = "json", [MADE_XLSX] = "xlsx",
};

/* As a spreadsheet of this country opens it: with a mark, between semicolons. */
void
tables_csv(const struct data_log *log, struct text *out)
{
	size_t i, k;

	text_add(out, "\xef\xbb\xbf");
	for (i = 0; i < log->table_count; i++) {
		const struct data_table *t = &log->tables[i];

		if (i > 0)
			text_add(out, "\n");
		if (t->caption[0] != '\0')
			csv_put_shown_row(out, &t->caption, 1, ';');
		if (t->measure[0] != '\0')
			csv_put_shown_row(out, &t->measure, 1, ';');
		csv_put_shown_row(out, t->heads, t->column_count, ';');
		for (k = 0; k < t->row_count; k++)
			csv_put_shown_row(out, t->rows[k], t->column_count,
			    ';');
		for (k = 0; k < t->note_count; k++)
			csv_put_shown_row(out, &t->notes[k], 1, ';');
	}
}

static json_t *
texts_json(const char *const *texts, size_t count)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_array_append_new(list, json_string(texts[i]));
	return list;
}

static json_t *
table_json(const struct data_table *t)
{
	json_t *o = json_object(), *rows = json_array();
	size_t i;

	json_object_set_new(o, "caption", json_string(t->caption));
	json_object_set_new(o, "measure", json_string(t->measure));
	json_object_set_new(o, "columns", texts_json(t->heads,
	    t->column_count));
	for (i = 0; i < t->row_count; i++)
		json_array_append_new(rows, texts_json(t->rows[i],
		    t->column_count));
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "notes", texts_json(t->notes, t->note_count));
	return o;
}

void
tables_json(const struct data_log *log, struct text *out)
{
	json_t *list = json_array();
	size_t i;
	char *s;

	for (i = 0; i < log->table_count; i++)
		json_array_append_new(list, table_json(&log->tables[i]));
	s = json_dumps(list, JSON_COMPACT);
	if (s != NULL)
		text_add(out, s);
	text_addc(out, '\n');
	free(s);
	json_decref(list);
}

bool
tables_xlsx(const struct data_log *log, date day, struct text *out,
    struct diag *diag)
{
	__typeof__(&workbook_write) write;

	LOADED("workbook.so", workbook_write, write, diag);
	return write != NULL && write(log, day, out, diag);
}
