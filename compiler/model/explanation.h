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
struct catalog;
struct submission;

struct explanation {
	const char	*about;		/* a rule's id or a code: "UT-12", "W524" */
	const char	*unit;		/* code of the row's unit, "" any */
	const char	*reason;
	const char	*author;	/* of the province's; "" the sender */
	date		 day;		/* of the province's; DATE_NONE the sender */
	int		 line, column;	/* of the sender's; 0 the province */
	bool		 used;		/* a warning was explained by it */
	/* of the province's table: the submissions that it is for */
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
 * Read what a sender wrote, cells (or attributes and text) with tabs between:
 * "UT-12 22327: reason", "W522: reason", "UT-12<tab>22327, Vĩnh Hòa<tab>reason".
 * One for each unit that it names is added to OUT, at LINE and COLUMN.  NULL, or
 * a sentence that says why it explains nothing: no rule of the form and no code
 * of a warning, a rule that refuses, no unit of the sender's, no reason, what is
 * explained already.  What cannot be understood is never taken to speak of all
 * units.  In the arena.
 */
const char *explanation_read(struct arena *, const struct units *,
	    const struct submission *, const char *words, int line, int column,
	    struct explanations *out);

/*
 * Read the site's explanations.csv (form,unit,period,about,row,reason,author,
 * date); an absent file has none.  Findings about what is wrong.
 */
void	explanations_load(struct arena *, const char *path,
	    const struct catalog *, struct explanations *, struct diag *);

/* Warn of the province's reasons that bear a day after TODAY. */
void	explanations_lint(struct arena *, const char *path,
	    const struct explanations *, date today, struct diag *);

/*
 * Turn warnings of DIAG from FROM on that an explanation is about into notices
 * that say the reason, and note which explanations were used.
 */
void	explanations_apply(const struct explanations *, struct diag *,
	    size_t from);

/*
 * Append the province's explanations for one submission to a copy of OUT: those
 * of the day that it was received on or later, since nobody accepts what she has
 * not seen.
 */
void	explanations_pick(struct arena *, const struct explanations *,
	    const struct submission *, struct explanations *out);

/* Whether some explanation has not been used. */
bool	explanations_are_left(const struct explanations *);

/* Tell the sender, in the file PATH, which of her explanations no warning
 * needed. */
void	explanations_tell(struct arena *, const struct explanations *,
	    const char *path, struct diag *);

/* Whether two submissions explain the same, leaving the province aside. */
bool	explanations_equal(const struct explanations *,
	    const struct explanations *);

/*
 * Whether the id S (as people write it: "ut-12", with any dash) is that of a
 * rule of the form that only warns, or the code of a warning about submissions;
 * *ID is it as we write it.  *REFUSES: it is a rule that refuses.
 */
bool	explanation_is_about(struct arena *, const struct form *, const char *s,
	    const char **id, bool *refuses);

/* A reason in one line, NULL when it holds no word. */
const char *explanation_reason(struct arena *, const char *);

#endif
