/* Private to model: what the files that read plans need of each other. */
#ifndef MODEL_PLAN_LOAD_H
#define MODEL_PLAN_LOAD_H

#include "model/model_load.h"

/* What reading one plan needs. */
struct plan_loader {
	const struct loader *l;
	struct load_scope *scope;
	struct plan	*plan;
	size_t		 indicator_cap, duty_cap;
};

/* The number in an attribute that the schema has checked already. */
struct decimal plan_read_decimal(const struct loader *, const xmlNode *,
	    const char *name, int fallback);

enum comparator	plan_read_comparator(const struct loader *, const xmlNode *);

/* The levels that a list names; all of the site when there is no list. */
void	plan_read_levels(const struct loader *, const xmlNode *,
	    bool levels[static LEVELS_MAX]);

/*
 * An expression of the indicator ID in an attribute.  ROW_LEVEL is that of the
 * forms seen so far, -1 none.  NULL after a finding.
 */
const struct expr *plan_read_operand(struct plan_loader *, const xmlNode *,
	    const char *name, const char *id, int *row_level);

/* A target and a watch threshold; they become the indicator's.  Then, when all
 * indicators are known, what targets say of each other. */
void	plan_read_target(struct plan_loader *, const xmlNode *,
	    struct indicator *, int row_level);
void	plan_link(const struct plan_loader *, const xmlNode *root);
void	plan_read_watch(struct plan_loader *, const xmlNode *,
	    struct indicator *);

#endif
