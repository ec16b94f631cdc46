/* What the files about units share.  Private to model. */
#ifndef MODEL_UNIT_LOAD_H
#define MODEL_UNIT_LOAD_H

#include <stddef.h>

#include "base/diag.h"
#include "model/unit.h"

struct unit_loader {
	struct arena	*arena;
	const char	*path;		/* of the table being read */
	struct diag	*diag;
	struct units	*units;
	size_t		 roots;		/* beside the first */
	const struct unit *second_root;
};

/* The units of each name, in the arena; NULL until it is made. */
struct unit_names {
	struct arena	*arena;
	struct map	*chains;	/* -> struct unit_chain */
	struct map	*unmarked;	/* likewise, of names without marks */
	size_t		 office_count, office_cap;
	struct office {		/* folded, with the blank behind it */
		const char	*marked, *bare;
	}		*offices;
	struct unit_spelling *spellings;	/* three of each unit; NULL until a
					 * name is not found */
};

/* Put a unit behind those of a chain that begins at a place. */
void	unit_chain_add(struct arena *, struct unit_chain **place,
	    const struct unit *);

/* The only unit of a chain in a scope, or the only one of the scope's level; NULL
 * when there is none. */
const struct unit *unit_chain_only(const struct unit_chain *,
	    const struct unit_scope *);

/* A UNIT_TREE finding about a unit. */
void	unit_complain(const struct unit_loader *, int line,
	    const struct unit *, const char *text);

/* Read unit-events.csv and give units their predecessors. */
void	unit_events_load(struct unit_loader *, const char *path);

/* Warn of what is suspicious in the whole; nothing of it is an error. */
void	units_lint(const struct unit_loader *);

#endif
