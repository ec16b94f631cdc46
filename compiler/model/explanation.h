/*
 * Explanations: reasons for which a warning is accepted.  The sender gives them
 * in the submission, the province in the site's explanations.csv, with author
 * and day.  A refusal cannot be explained away.
 */
#ifndef MODEL_EXPLANATION_H
#define MODEL_EXPLANATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "model/form.h"
#include "model/period.h"
#include "model/unit.h"

struct arena;
struct units;

struct explanation {
	const char	*about;		/* a rule's id or a code: "UT-12", "W524" */
	const char	*unit;		/* code of the row's unit, "" any */
	const char	*reason;
	const char	*author;	/* of the province's; "" the sender */
	date		 day;		/* of the province's; DATE_NONE the sender */
	/* of the province's: the submission that it is for */
	const struct form *form;
	const struct unit *sender;
	struct period	 period;
};

struct explanations {
	size_t		 count, cap;
	struct explanation *list;
};

enum { EXPLANATION_MAX = 500 };		/* letters of a reason */

/*
 * Read "UT-12 22327: reason" or "W522: reason"; false when it is not of that
 * shape or names neither a rule of the form nor a code of a warning.  In the
 * arena.
 */
bool	explanation_parse(struct arena *, const struct form *, const char *,
	    struct explanation *);

/*
 * Read the site's explanations.csv (form,unit,period,about,row,reason,author,
 * date); an absent file has none.  Findings about what is wrong.
 */
struct catalog;
void	explanations_load(struct arena *, const char *path,
	    const struct catalog *, struct explanations *, struct diag *);

/*
 * Turn warnings of DIAG from FROM on that an explanation is about into notices
 * that say the reason.
 */
void	explanations_apply(const struct explanations *, struct diag *,
	    size_t from);

/* Append the province's explanations for one submission to a copy of OUT. */
void	explanations_pick(struct arena *, const struct explanations *,
	    const struct form *, const struct unit *sender, struct period,
	    struct explanations *out);

#endif
