/* What the files of figures share among themselves.  Room: figures. */
#ifndef FIGURES_FIGURES_PARTS_H
#define FIGURES_FIGURES_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "figures/figures.h"
#include "model/catalog.h"
#include "model/facts_time.h"
#include "model/plan.h"

/* What went into a number, or why a base unit has none. */
enum {
	MARK_ESTIMATED = 1,
	MARK_ADJUSTED = 2,
	MARK_CARRIED = 4,
	MARK_NOT_APPLICABLE = 8,	/* of base units alone */
};

/* A weighted mean on its way: product / weight. */
struct mean {
	struct decimal	 product, weight;
	bool		 is_empty;	/* of a base unit: it has no value itself */
};

/*
 * The numbers of a form, added up.  VALUES is NULL while nobody has reported
 * it.  At a base unit they are its own; above it, sums or maxima (what is said
 * there of other fields has no meaning).
 */
struct form_sums {
	const struct form *form;
	uint32_t	*expected;	/* per slot: base units */
	bool		 has_maxima;
	int		*scales;	/* per fact: places of VALUES */
	int128		*values;	/* slot * fact_count + index */
	uint32_t	*reported;	/* likewise: base units behind it */
	uint8_t		*marks;		/* likewise: MARK_... */
	uint32_t	*exempt;	/* likewise: base units to which it does not
					 * apply; NULL none */
	struct mean	**means;	/* per fact, per slot; NULL: no mean */
};

/* What a figure lacks. */
struct figure_gap {
	bool		 halves;	/* units gave one half of a pair: */
	struct decimal	 of, to;	/* the sums of these */
	struct decimal	 missing;	/* last denominators of missing units */
	bool		 open;		/* not all of them are known */
};

struct figures {
	struct arena	*arena;
	const struct catalog *catalog;
	const struct plan *plan;
	const struct facts *facts;
	struct period	 period;
	date		 day;		/* the period's last */
	date		 geography;	/* units are those of this day */
	struct diag	*diag;
	bool		 failed;	/* a number left the exact range */
	size_t		 slot_count;	/* units that report and are valid */
	const struct unit **units;	/* per slot, in printing order */
	size_t		*slots;		/* per unit index: its slot + 1, 0 none */
	size_t		*parents;	/* per slot: the slot above + 1, 0 none */
	struct figure	*list;		/* slot * indicator_count + indicator */
	struct form_sums *forms;	/* as in the catalog */
	const struct figures *so_far;	/* since the year began; NULL: no flow is
					 * phased, or the same, or no such period */
};

/* What one evaluation of an expression on a unit's facts has used. */
struct evaluation {
	const struct figures *figures;
	const struct unit *unit;
	bool		 estimated;	/* an estimate was among it */
	bool		 adjusted, carried;	/* likewise */
	bool		 exempt;	/* something does not apply to the unit */
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

/* A verdict on a figure's value, by its target or by its watch. */
typedef enum verdict figure_judge(struct figures *, struct figure *);

/* The level of the units whose facts an indicator uses, -1 when it has none. */
int	 figures_base_level(const struct indicator *);

/* Whether a unit is one of the base units of an indicator. */
bool	 figures_is_base(const struct indicator *, const struct unit *,
	    int base_level);

/* Evaluate an expression on a unit's facts of the period. */
struct expr_value figures_evaluate(struct evaluation *, const struct expr *);

/* Add up a form's numbers; a number out of range is a finding. */
void	 form_sums_fill(struct figures *, struct form_sums *);

/* The number in a slot; of a form that nobody reported it is missing. */
struct fact_over form_sums_fact(const struct form_sums *, size_t slot,
		    const struct field *);
bool	 fact_over_is_known(struct fact_over);

/* The numbers of a form; NULL when the catalog does not have it. */
const struct form_sums *figures_form(const struct figures *,
		    const struct form *);

/* A unit's fact as a name sees it at a time. */
struct fact_over figures_operand(const struct figures *, const struct unit *,
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

/* What a target asks for at the unit of a slot. */
struct expr_value figures_goal(struct figures *, const struct indicator *,
		    const struct target_sums *, size_t slot, int base_level);

/*
 * From numerators and denominators to values and verdicts; then, when all are
 * judged, the verdicts of targets that are met together with others.
 */
void	 figures_judge(struct figures *, const struct indicator *,
	    int base_level, struct target_sums *);
void	 figures_join(struct figures *, const struct indicator *);
figure_judge figures_judge_value, figures_judge_watch;

/* A ratio as an exact decimal; false when it has no end. */
bool	 figures_decimal(struct ratio, struct decimal *);

/* Enter the half of a pair that a base unit has (the other is NULL). */
void	 figures_add_half(struct figures *, const struct indicator *,
	    const struct unit *base, const struct decimal *of,
	    const struct decimal *to);

/* What the units that gave no pair could add, when all pairs are summed up. */
void	 figures_fill_gaps(struct figures *, const struct indicator *,
	    int base_level);

/*
 * Whether V, which is what JUDGE makes of an assessable figure by the comparator
 * AT, stands whatever is missing (rule 7).
 */
bool	 figures_is_certain(struct figures *, const struct figure *,
	    enum verdict v, figure_judge *, enum comparator at);

#endif
