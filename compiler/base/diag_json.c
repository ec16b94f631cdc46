/* Findings for machines, by jansson.  Room: base. */
#include "base/diag.h"

#include <jansson.h>

static void
set_name(json_t *o, const char *member, const char *name)
{
	if (name != NULL)
		json_object_set_new(o, member, json_string(name));
}

static json_t *
finding_json(const struct diag *d, const struct finding *f)
{
	json_t *o = json_object();

	if (f->place.file != NULL)
		json_object_set_new(o, "file", json_string(
		    diag_quote((struct diag *)d, f->place.file, 4096)));
	if (f->place.line > 0)
		json_object_set_new(o, "line", json_integer(f->place.line));
	if (f->place.column > 0)
		json_object_set_new(o, "column", json_integer(f->place.column));
	json_object_set_new(o, "severity",
	    json_string(severity_name(f->severity)));
	json_object_set_new(o, "code", json_string(diag_code_name(f->code)));
	set_name(o, "field", f->field);
	set_name(o, "rule", f->rule);
	set_name(o, "unit", f->unit);
	set_name(o, "formula", f->formula);
	json_object_set_new(o, "text",
	    json_string(diag_quote((struct diag *)d, f->text, 16384)));
	return o;
}

void
diag_print_json(const struct diag *d, size_t from, FILE *out)
{
	json_t *list = json_array();

	for (; from < diag_count(d); from++)
		json_array_append_new(list, finding_json(d,
		    diag_finding(d, from)));
	json_dumpf(list, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(list);
}
