/*
 * The columns of a form's CSV for machines: metadata as "CSV on the Web" of the
 * W3C has it (https://www.w3.org/TR/tabular-metadata/), by jansson.  Room: intake.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

#define CSVW_CONTEXT "http://www.w3.org/ns/csvw"

static void
set(json_t *object, const char *key, const char *value)
{
	json_object_set_new(object, key, json_string(value));
}

/* A text as a regular expression that matches nothing else. */
static void
add_literal(struct text *t, const char *s)
{
	for (; *s != '\0'; s++) {
		if (ispunct((unsigned char)*s) && *s != '_')
			text_addc(t, '\\');
		text_addc(t, *s);
	}
}

/* The codes of an enumeration and their labels, which do as well. */
static void
set_values(json_t *type, const struct field *f)
{
	struct text t;
	size_t i;

	text_init(&t, CSV_CELL_MAX);
	for (i = 0; i < f->value_count; i++) {
		text_add(&t, i > 0 ? "|" : "");
		add_literal(&t, f->values[i].code);
		if (strcmp(f->values[i].code, f->values[i].label) != 0) {
			text_addc(&t, '|');
			add_literal(&t, f->values[i].label);
		}
	}
	set(type, "format", text_string(&t));
	text_free(&t);
}

static void
set_bound(json_t *type, const char *key, const struct decimal *bound)
{
	char buf[DECIMAL_TEXT];

	if (bound != NULL)
		set(type, key, decimal_format(*bound, buf));
}

/* Numbers as people of this country write them. */
static json_t *
number_type(const struct field *f)
{
	json_t *type = json_object(), *format = json_object();

	set(type, "base", f->digits > 0 ? "decimal" : f->is_signed ?
	    "integer" : "nonNegativeInteger");
	set(format, "decimalChar", ",");
	set(format, "groupChar", ".");
	json_object_set_new(type, "format", format);
	set_bound(type, "minimum", f->min);
	set_bound(type, "maximum", f->max);
	if (f->min == NULL && f->digits > 0 && !f->is_signed)
		set(type, "minimum", "0");
	return type;
}

static json_t *
text_type(const struct field *f)
{
	json_t *type = json_object();

	set(type, "base", "string");
	if (f->type == FIELD_ENUM)
		set_values(type, f);
	else if (field_plain_pattern(f) != NULL)
		set(type, "format", field_plain_pattern(f));
	if (f->type == FIELD_TEXT && f->length > 0)
		json_object_set_new(type, "maxLength",
		    json_integer((json_int_t)f->length));
	return type;
}

static json_t *
type_of(const struct field *f)
{
	json_t *type;

	if (field_is_number(f))
		return number_type(f);
	if (f->type != FIELD_DATE && f->type != FIELD_BOOLEAN)
		return text_type(f);
	type = json_object();
	set(type, "base", f->type == FIELD_DATE ? "date" : "boolean");
	set(type, "format", f->type == FIELD_DATE ? "dd/MM/yyyy" : "có|không");
	return type;
}

static json_t *
column_new(const char *name, const char *title, bool required, json_t *type)
{
	json_t *column = json_object(), *titles = json_array();

	json_array_append_new(titles, json_string(title));
	set(column, "name", name);
	json_object_set_new(column, "titles", titles);
	json_object_set_new(column, "datatype", type);
	json_object_set_new(column, "required", json_boolean(required));
	return column;
}

static json_t *
field_column(const struct field *f)
{
	json_t *column = column_new(f->name, f->label,
	    f->required && !f->may_not_apply, type_of(f));
	size_t i;

	for (i = 0; i < f->alias_count; i++)
		json_array_append_new(json_object_get(column, "titles"),
		    json_string(f->aliases[i]));
	if (f->may_not_apply)
		json_object_set_new(column, "null", json_pack("[ss]", "",
		    NOT_APPLICABLE_TABLE));
	if (*f->unit != '\0')
		set(column, "dc:description", f->unit);
	return column;
}

static json_t *
table_schema(const struct form *form)
{
	json_t *schema = json_object(), *columns = json_array();
	size_t i;

	json_array_append_new(columns, column_new(CODE_NAME, CODE_LABEL, true,
	    json_string("string")));
	json_array_append_new(columns, column_new(NAME_NAME, NAME_LABEL, false,
	    json_string("string")));
	for (i = 0; i < form->field_count; i++)
		json_array_append_new(columns, field_column(form->fields[i]));
	json_object_set_new(schema, "columns", columns);
	set(schema, "primaryKey", CODE_NAME);
	return schema;
}

/* How blank_csv() writes: so many lines stand above the headers. */
static json_t *
dialect(const struct form *form)
{
	const char delimiter[] = { BLANK_DELIMITER, '\0' };
	json_t *d = json_object();

	set(d, "encoding", "utf-8");
	set(d, "delimiter", delimiter);
	json_object_set_new(d, "skipRows",
	    json_integer(form_has_money(form) ? 6 : 5));
	json_object_set_new(d, "header", json_true());
	json_object_set_new(d, "commentPrefix", json_null());
	return d;
}

void
blank_csvw(const struct form *form, struct text *out)
{
	json_t *root = json_object(), *context = json_array();
	json_t *language = json_object();
	struct arena *a = arena_new();
	char *s;

	set(language, "@language", "vi");
	json_array_append_new(context, json_string(CSVW_CONTEXT));
	json_array_append_new(context, language);
	json_object_set_new(root, "@context", context);
	set(root, "url", arena_printf(a, "%s.csv", form->id));
	set(root, "dc:identifier", form->code);
	set(root, "dc:title", form->title);
	json_object_set_new(root, "dialect", dialect(form));
	json_object_set_new(root, "tableSchema", table_schema(form));
	s = json_dumps(root, JSON_INDENT(2));
	text_add(out, s);
	text_addc(out, '\n');
	free(s);
	json_decref(root);
	arena_free(a);
}
