/* The table of properties, as property.def lists them.  Room: layout. */
#include "layout/layout_property.h"

#include <string.h>

#include "base/text.h"
#include "layout/layout.h"

#define SLOT_true(id)	I_##id
#define SLOT_false(id)	-1
const struct property property_table[P_MAX] = {
#define PROPERTY(id, name, inherited, initial, kind, words, applies)	\
	[P_##id] = { name, SLOT_##inherited(id), initial, KIND_##kind,	\
	    words, applies },
#define ALIAS(name, id)
#define SHORTHAND(name, rank, kind, first)
#include "layout/property.def"
#undef PROPERTY
#undef ALIAS
#undef SHORTHAND
};

static const struct attribute attributes[] = {
#define PROPERTY(id, name, inherited, initial, kind, words, applies)	\
	{ name, RANK_MAX, ONE, P_##id },
#define ALIAS(name, id)							\
	{ name, RANK_MAX, ONE, P_##id },
#define SHORTHAND(name, rank, kind, first)				\
	{ name, rank, kind, P_##first },
#include "layout/property.def"
#undef PROPERTY
#undef ALIAS
#undef SHORTHAND
};

enum { ATTRIBUTES = sizeof(attributes) / sizeof(attributes[0]) };

const struct attribute *
property_find(const char *name)
{
	size_t i;

	for (i = 0; i < ATTRIBUTES; i++)
		if (strcmp(attributes[i].name, name) == 0)
			return &attributes[i];
	return NULL;
}

void
layout_list_properties(struct text *out)
{
	const struct attribute *a;
	const struct property *p;
	size_t i;

	for (i = 0; i < ATTRIBUTES; i++) {
		a = &attributes[i];
		p = &property_table[a->id];
		if (a->expansion != ONE) {
			text_addf(out, "%s\tshorthand\n", a->name);
			continue;
		}
		if (strcmp(a->name, p->name) != 0) {
			text_addf(out, "%s\tthe same as %s\n", a->name,
			    p->name);
			continue;
		}
		text_addf(out, "%s\t%s\t%s\t%s\n", p->name,
		    p->slot >= 0 ? "inherited" : "not inherited",
		    *p->initial == '\0' ? "-" : p->initial, p->applies);
	}
}
