/*
 * Facts: exact numbers by unit, period and field, each with its state.  They
 * are kept as rows of submissions, by form and period; a number is an integer in
 * the field's smallest unit (10^-digits).
 */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "model/catalog.h"
#include "model/period.h"
#include "model/submission.h"

struct text;

enum fact_state {
	FACT_MISSING,		/* nobody said anything: not zero */
	FACT_REPORTED,
	FACT_ESTIMATED,
	FACT_NOT_APPLICABLE,
};

struct fact {
	enum fact_state	 state;
	struct decimal	 value;		/* when reported or estimated */
};

/*
 * The facts of one row, by a field's place in form.facts (of a row of cells: in
 * form.fields): the state of each, and its number in the field's smallest unit.
 */
struct fact_row {
	int64_t		*values;	/* [10^-digits] */
	uint8_t		*states;	/* enum fact_state */
};

/* COUNT facts that are missing, in the arena. */
struct fact_row	 fact_row_new(struct arena *, size_t count);

/* One of them, with the field's digits. */
struct fact	 fact_row_find(const struct fact_row *, const struct field *);

/* Where a unit's facts of one form and period come from. */
struct origin {
	const struct source *source;	/* NULL: nobody reported */
	int		 line;
};

/* One accepted submission. */
struct source {
	const char	*path;		/* in the site: accepted/... */
	const char	*sha256;
	const char	*name;		/* as it was dropped */
	const struct form *form;
	const struct unit *unit;
	struct period	 period;
	enum submission_kind kind;
	int		 sequence;
	date		 received;
	struct explanations explanations;	/* of its warnings, by the sender
					 * and by the province */
	int		*columns;	/* per form.facts, as in struct submission;
					 * 0 for tallies */
};

/*
 * What is left of a submission after it was checked: the header and, for each
 * row, its unit and facts.  This is what a child process hands to its parent
 * and what cache/ holds.  Of a form with a key there is one row a unit, with the
 * tallies: what its records say of persons stays behind.
 */
struct compiled_row {
	const struct unit *unit;
	int		 line;
	struct fact_row	 facts;		/* one per form.facts */
};

struct compiled {
	const struct form *form;
	const struct unit *unit;
	struct period	 period;
	enum submission_kind kind;
	int		 sequence;
	int		*columns;	/* per form.facts; NULL: of tallies */
	const char	*content;	/* SHA-256 of all that the rows said, where
					 * facts are tallies of it; else "-" */
	struct explanations explanations;	/* by the sender */
	size_t		 row_count;
	struct compiled_row *rows;
};

/* Append a compiled submission as text; read it back.  NULL: not one of ours. */
void	 compiled_write(const struct compiled *, struct text *);
struct compiled *compiled_read(struct arena *, const struct catalog *,
	    const char *, size_t len);

struct facts;

/* An empty store over a catalog, in the arena. */
struct facts	*facts_new(struct arena *, const struct catalog *);

/* Put all rows of a compiled submission in, replacing what its sender said
 * before.  They are not copied: they must live as long as the store. */
void	 facts_put(struct facts *, const struct compiled *,
	    const struct source *);

/* A unit's fact; missing when nothing is there. */
struct fact	facts_find(const struct facts *, const struct unit *,
		    struct period, const struct field *);

bool		fact_is_known(struct fact);	/* reported or estimated */

/*
 * What the predecessors of a unit amount to: the sum of their numbers, each
 * times the share of it that came here (an estimate when that is not 1); of a
 * field that is not added over units the largest, or what a single predecessor
 * says.  Missing when one of them is.
 */
struct fact_sharing {
	const struct field *field;
	struct fact	 sum;
	size_t		 count;		/* that gave a number */
	bool		 failed;	/* the sum left the exact range */
};

struct fact_sharing fact_sharing_new(const struct field *);
void		fact_sharing_add(struct fact_sharing *, struct fact part,
		    struct decimal weight);

/*
 * A unit's fact in today's geography: where the unit did not exist in that
 * period, what its predecessors amount to.  This is what previous() and
 * year_ago() of rules read; there a sum out of range is missing.
 */
struct fact_sharing facts_share(const struct facts *, const struct unit *,
		    struct period, const struct field *);
struct fact	facts_find_across(const struct facts *, const struct unit *,
		    struct period, const struct field *);

/* What a rule's previous(), previous_in_year() or year_ago() of a period is. */
struct fact	facts_look_back(const struct facts *, const struct unit *,
		    struct period, enum expr_time, const struct field *);

/*
 * The facts of many units at once, each as facts_find() (EXPR_NOW) or
 * facts_look_back() tells it: numbers in the field's smallest unit.  A number
 * that has a finer part is FACTS_FINER, and not in VALUES.
 */
enum { FACTS_FINER = 0xff };

void	 facts_column(const struct facts *, const struct unit *const *units,
	    size_t count, struct period, enum expr_time, const struct field *,
	    int64_t values[], uint8_t states[]);

/* All facts of a unit in a form and period, as they are kept; VALUES is NULL when
 * nobody reported that form and period. */
struct fact_row	facts_row(const struct facts *, const struct unit *,
		    struct period, const struct form *);

/* Where a unit's row of a form and period came from. */
struct origin	facts_origin(const struct facts *, const struct unit *,
		    struct period, const struct form *);

/* The accepted submission of a sender; NULL when none. */
const struct source *facts_source(const struct facts *, const struct form *,
		    const struct unit *sender, struct period);

/* Whether anybody ever reported a form. */
bool	 facts_has_form(const struct facts *, const struct form *);

/* The periods for which anything is known, by period_cmp(), in the arena. */
size_t	 facts_periods(struct arena *, const struct facts *,
	    struct period **);

#endif
