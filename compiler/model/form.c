/* Forms: finding fields, names of types.  Room: model. */
#include "model/form.h"

#include "base/map.h"

static const char *const type_names[FIELD_TYPE_MAX] = {
	[FIELD_COUNT] = "count",
	[FIELD_MONEY] = "money",
	[FIELD_DECIMAL] = "decimal",
	[FIELD_PERCENT] = "percent",
	[FIELD_TEXT] = "text",
	[FIELD_DATE] = "date",
	[FIELD_CODE] = "code",
	[FIELD_ENUM] = "enum",
	[FIELD_BOOLEAN] = "boolean",
};

const char *
field_type_name(enum field_type type)
{
	return type_names[type];
}

bool
form_has_money(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->field_count; i++)
		if (form->fields[i]->type == FIELD_MONEY)
			return true;
	return false;
}

bool
field_is_number(const struct field *f)
{
	switch (f->type) {
	case FIELD_COUNT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
	case FIELD_PERCENT:
		return true;
	default:
		return false;
	}
}

struct field *
form_field(const struct form *form, const char *name)
{
	struct field *f = map_find(form->by_name, name);

	return f == NULL || f->tally_text != NULL ? NULL : f;
}

struct field *
form_fact(const struct form *form, const char *name)
{
	struct field *f = map_find(form->by_name, name);

	return f == NULL || (f->tally_text == NULL) != (form->key == NULL) ?
	    NULL : f;
}
