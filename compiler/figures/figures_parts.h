/* What the files of figures share among themselves.  Room: figures. */
#ifndef FIGURES_FIGURES_PARTS_H
#define FIGURES_FIGURES_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "figures/figures.h"
#include "model/catalog.h"
#include "model/plan.h"

/* The sum of a field over the base units of a unit. */
struct field_sum {
	struct decimal	 value;
	size_t		 reported;
	bool		 estimated;
};

/* All sums of a form; SUMS is NULL while nobody has reported it. */
struct form_sums {
	const struct form *form;
	size_t		*expected;	/* per slot */
	struct field_sum *sums;		/* slot * fact_count + index */
};

struct figures {
	struct arena	*arena;
	const struct catalog *catalog;
	const struct plan *plan;
	const struct facts *facts;
	struct period	 period;
	date		 day;		/* the period's last */
	struct diag	*diag;
	bool		 failed;	/* a number left the exact range */
	size_t		 slot_count;	/* units that report and are valid */
	const struct unit **units;	/* per slot, in printing order */
	size_t		*slots;		/* per unit index: its slot + 1, 0 none */
	struct figure	*list;		/* slot * indicator_count + indicator */
	struct form_sums *forms;	/* as in the catalog */
};

/* What one evaluation of an expression on a unit's facts has used. */
struct evaluation {
	const struct figures *figures;
	const struct unit *unit;
	bool		 estimated;	/* an estimate was among it */
};

/*
 * What the names of a target's expression add up to, per slot.  A name counts
 * once for each time it can be read at.
 */
struct target_sums {
	const struct expr *expr;
	size_t		 name_count;
	const struct expr_name *const *names;
	struct target_sum {
		struct decimal	 value;
		bool		 known;
	} *sums;		/* (slot * name_count + name) * TARGET_TIMES + time */
};

enum { TARGET_TIMES = EXPR_YEAR_AGO + 1 };

/* The level of the units whose facts an indicator uses, -1 when it has none. */
int	 figures_base_level(const struct indicator *);

/* Whether a unit is one of the base units of an indicator. */
bool	 figures_is_base(const struct indicator *, const struct unit *,
	    int base_level);

/* Evaluate an expression on a unit's facts of the period. */
struct expr_value figures_evaluate(struct evaluation *, const struct expr *);

/* A unit's fact as a name sees it at a time. */
struct fact	 figures_operand(const struct figures *, const struct unit *,
		    const struct field *, enum expr_time);

/* Say that an indicator's number cannot be computed exactly. */
void	 figures_overflow(struct figures *, const struct indicator *,
	    const struct unit *);

/* The figure in a slot. */
struct figure *figures_at(const struct figures *, size_t slot,
	    const struct indicator *);

/* The slot of a unit; false when it has none. */
bool	 figures_slot(const struct figures *, const struct unit *,
	    size_t *slot);

/* Sums for an indicator's target, and one base unit's part of them. */
struct target_sums *target_sums_new(struct figures *,
	    const struct indicator *);
bool	 target_sums_add(struct figures *, struct target_sums *,
	    const struct unit *);

/* From numerators and denominators to values and verdicts. */
void	 figures_judge(struct figures *, const struct indicator *,
	    int base_level, struct target_sums *);

/* Whether a value compares with a target as the comparator wants. */
bool	 comparator_holds(enum comparator, struct ratio value,
	    struct ratio target);

#endif
