/* The table of properties.  Private to layout. */
#ifndef LAYOUT_LAYOUT_PROPERTY_H
#define LAYOUT_LAYOUT_PROPERTY_H

#include "layout/layout_fo.h"

/* The inherited properties by their place in a style. */
#define SLOT_true(id)	I_##id,
#define SLOT_false(id)
enum slot {
#define PROPERTY(id, name, inherited, initial, kind, words, applies)	\
	SLOT_##inherited(id)
#define ALIAS(name, id)
#define SHORTHAND(name, rank, kind, first)
#include "layout/property.def"
#undef PROPERTY
#undef ALIAS
#undef SHORTHAND
	I_MAX
};
#undef SLOT_true
#undef SLOT_false

/* The namespace of Apache FOP's extensions, "fox:" in names of properties. */
#define EXTENSIONS "http://xmlgraphics.apache.org/fop/extensions"

struct property {
	const char	*name;
	int		 slot;		/* among the inherited; -1 for none */
	const char	*initial;
	enum value_kind	 kind;
	const char	*words;
	const char	*applies;
};

/* How one attribute sets several properties. */
enum expansion { ONE, SIDES, SAME, BORDER_SIDE, BORDER_ALL };

/* An attribute's name and what it stands for. */
struct attribute {
	const char	*name;
	int		 rank;		/* lower is applied first */
	enum expansion	 expansion;
	enum property_id id;
};

enum { RANK_MAX = 3 };

extern const struct property property_table[P_MAX];

/* What an attribute called NAME means, NULL when it is not of the subset. */
const struct attribute *property_find(const char *name);

#endif
