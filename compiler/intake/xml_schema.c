/*
 * The form's XSD, applied while an XML submission streams by.  What it refuses
 * is either reported by our own reading already, or noted at the cell for the
 * room that judges values, or reported here.  Room: intake.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "intake/intake_xml.h"

/* What libxml2 says, in our words. */
static const char *
words(struct reading *r, const xmlError *e)
{
	struct arena *a;
	const char *s;

	if (r->personal)	/* they quote the value */
		return _("it is not as the schema of the form wants it");
	a = arena_new();
	s = reading_quote(r, xmltree_words(a,
	    e->message == NULL ? "" : e->message));

	arena_free(a);
	return s;
}

/* Note what the schema says of a field of the row, the first time. */
static void
refuse_field(struct xml *x, const struct field *f, const xmlError *e)
{
	struct row *row = x->row;

	if (row->refused == NULL)
		row->refused = arena_alloc(x->reading->arena,
		    f->form->field_count * sizeof(*row->refused));
	if (row->refused[f->index] == NULL)
		row->refused[f->index] = words(x->reading, e);
}

/* The first field that the row must have and has not. */
static const struct field *
absent_field(const struct xml *x)
{
	const struct form *form = x->reading->form;
	size_t i;

	for (i = 0; i < form->field_count; i++)
		if (form->fields[i]->required &&
		    x->row->texts[i] == NULL)
			return form->fields[i];
	return NULL;
}

/*
 * An error about a row: its unit's code, or an element that should be there
 * and is not; whoever judges the row's cells finds both.
 */
static void
refuse_row(struct xml *x, const xmlError *e)
{
	const struct field *absent = absent_field(x);

	if (e->code == XML_SCHEMAV_ELEMENT_CONTENT && absent != NULL) {
		x->row->marks[absent->index].line = x->row->line;
		refuse_field(x, absent, e);
	} else if (e->code == XML_SCHEMAV_ELEMENT_CONTENT)
		reading_report(x->reading, D_XML_STRUCTURE, x->row->line,
		    x->row->unit_cell.column, words(x->reading, e));
	else if (x->row->unit_cell.refused == NULL)
		x->row->unit_cell.refused = words(x->reading, e);
}

static void
on_schema_error(void *context, xmlError *e)
{
	struct xml *x = context;

	if (e->code == XML_ERR_NO_MEMORY)
		exit(6);
	if (e->level < XML_ERR_ERROR)
		return;
	x->schema_errors++;
	if (x->told || x->refused || x->broken)
		return;
	if (x->where == XML_AT_FIELD && x->field != NULL)
		refuse_field(x, x->field, e);
	else if (x->where == XML_AT_ROW && x->row != NULL)
		refuse_row(x, e);
	else if (x->root_refused == NULL) {
		x->root_refused = words(x->reading, e);
		x->root_refused_at = xml_tag_before(x, xml_offset(x));
	}
}

/* Compile the form's schema into x->schema. */
static bool
compile(struct xml *x)
{
	xmlDoc *doc = form_xsd(x->reading->form);
	xmlSchemaParserCtxt *parser = NULL;

	if (doc != NULL && (parser = xmlSchemaNewDocParserCtxt(doc)) != NULL)
		x->schema = xmlSchemaParse(parser);
	xmlSchemaFreeParserCtxt(parser);
	xmlFreeDoc(doc);
	return x->schema != NULL;
}

bool
xml_schema_begin(struct xml *x)
{
	if (compile(x) &&
	    (x->valid = xmlSchemaNewValidCtxt(x->schema)) != NULL) {
		xmlSchemaSetValidStructuredErrors(x->valid, on_schema_error,
		    x);
		x->plug = xmlSchemaSAXPlug(x->valid, &x->ctxt->sax,
		    &x->ctxt->userData);
	}
	if (x->plug != NULL)
		return true;
	diag_report(x->reading->diag, D_SYSTEM,
	    ((struct place){ x->reading->path, 0, 0 }),
	    _("the schema of the form cannot be used"), x->reading->form->id);
	x->reading->told++;
	return false;
}

void
xml_schema_free(struct xml *x)
{
	if (x->valid != NULL && x->schema_errors == 0 &&
	    xmlSchemaIsValid(x->valid) != 1 && x->root_refused == NULL)
		x->root_refused = _("the schema of the form refuses it");
	xmlSchemaSAXUnplug(x->plug);
	xmlSchemaFreeValidCtxt(x->valid);
	xmlSchemaFree(x->schema);
	x->plug = NULL;
	x->valid = NULL;
	x->schema = NULL;
}

void
xml_schema_settle(struct xml *x)
{
	struct reading *r = x->reading;
	int line, column;

	if (x->root_refused == NULL ||
	    diag_has(r->diag, r->before, SEVERITY_REJECT))
		return;
	xml_locate(x, x->root_refused_at, &line, &column);
	reading_report(r, D_XML_STRUCTURE, line, column, x->root_refused);
}
