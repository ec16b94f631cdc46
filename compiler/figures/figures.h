/*
 * Figures: facts added up along the tree of units, indicators derived from the
 * sums, verdicts given against the plan.
 *
 * How a figure of unit U for period P comes about:
 *
 * 1. The base units of U are the units at the row level of the indicator's
 *    forms that lie within U, report, are valid on P's last day and are of the
 *    indicator's class (if it has one).  Their number is EXPECTED; one that said
 *    that a number does not apply to it is not expected.
 * 2. At each base unit the indicator's expressions (of, to) are evaluated on
 *    its facts over P (model/facts_time.h: months make quarters, stocks are the
 *    last).  A base unit gives the pair (of, to) only when neither is missing;
 *    the number of those that do is REPORTED.
 * 3. NUMERATOR and DENOMINATOR are the exact sums over those base units; a
 *    value without "to" has no denominator.  VALUE is numerator * times /
 *    denominator, kept as a ratio.
 * 4. When the target has EACH (a level): the figure of a unit at that level is
 *    judged by itself; of a unit above it, NUMERATOR is the number of units of
 *    that level within it that meet the target, DENOMINATOR the number that
 *    could be judged (whether or not the plan has the target for their level),
 *    VALUE their share * 100, TARGET 100, and it is met when all do.  EXPECTED is
 *    the number of those units that have base units, REPORTED that of the judged.
 * 5. Verdict: FIGURE_NONE when the plan has no target for this level (or the
 *    class has no unit here); NOT_ASSESSABLE when the value is missing, its
 *    denominator is zero or reported/expected is below the plan's
 *    min-coverage; MET or else MISSED by cross-multiplication of the unrounded
 *    ratio, where MISSED is IN_PROGRESS while P ends before the target is due;
 *    with phasing ON_TRACK when the value compares with the MILESTONE of that
 *    time (model/plan.h) as with a target, else BEHIND.  A counted figure is
 *    BEHIND when a unit is, ON_TRACK when all others are.
 *    A target AND others is MISSED when it or one of them is, else NOT_ASSESSABLE
 *    when one is, else BEHIND, IN_PROGRESS, ON_TRACK when one is; MET when all
 *    are.  Others that do not apply to the unit do not count.
 *    A MIX of targets of classes t_1, t_2, ... asks for sum(t_i * d_i) / sum(d_i)
 *    where d_i are the DENOMINATORs of the parts' figures at the unit.
 *    The target's value is evaluated at the unit itself: on a base unit its facts,
 *    above it the sums over the base units that gave the pair; a target that is
 *    missing gives NOT_ASSESSABLE.  A watch gives WATCH or CLEAR in the same way,
 *    at its levels where the target has none; its threshold stands as TARGET.  Of
 *    bands the first is CLEAR, the others WATCH, the last of three or more ALERT;
 *    BAND is told at all levels of the watch.
 * 6. Where flows are phased, what counts is all since the year began: target and
 *    verdict are those of the figure of that time (Q3: nine months), SO_FAR.  A
 *    month that no such period ends with is IN_PROGRESS, once the target is due
 *    NOT_ASSESSABLE.
 * 7. A verdict other than NOT_ASSESSABLE is CERTAIN when it would be the same
 *    whatever the missing units said.  Of a ratio their denominators are the last
 *    ones known, within a year; not of flows, and where none is known any may be.
 *    Their numerators are between 0 (when the expression cannot be negative) and
 *    the most that the plan declares (most) or that rules of the form allow
 *    (numerator at most denominator), else without bound.  Both ends must lead to
 *    the same verdict, of an exact target at no place between them to another.  A
 *    target made of facts above the base leaves it open.  A counted figure is
 *    certainly MISSED or BEHIND when one unit certainly is, else CERTAIN when all
 *    its units are judged and certain; one of several targets when its missed half
 *    is, or when all halves are.
 * 8. Only pairs count.  Where a unit has one half of a pair alone, PLAIN is the
 *    ratio of all numerators to all denominators.
 *
 * (The verdicts: FEATURES G5, "on track" and "behind" before a target is due; the
 * plan's document gives days and levels, phasing is the office's own.)
 */
#ifndef FIGURES_FIGURES_H
#define FIGURES_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"
#include "model/facts.h"

struct arena;
struct text;

enum verdict {
	VERDICT_NONE,
	VERDICT_MET,
	VERDICT_MISSED,
	VERDICT_IN_PROGRESS,
	VERDICT_ON_TRACK,
	VERDICT_BEHIND,
	VERDICT_NOT_ASSESSABLE,
	VERDICT_WATCH,
	VERDICT_CLEAR,
	VERDICT_ALERT,
	VERDICT_MAX
};

struct figure {
	const struct unit *unit;
	const struct indicator *indicator;
	bool		 applies;	/* false: no base unit of its class here,
					 * or what it counts applies to none */
	bool		 known;		/* a value exists */
	bool		 estimated;	/* an estimate went into it */
	bool		 adjusted;	/* an adjustment did */
	bool		 carried;	/* a stock of an earlier day than the
					 * period's last did */
	bool		 counted;	/* a count of units (rule 4) */
	struct decimal	 numerator, denominator;	/* exact; denominator 1 of
					 * a value without "to" */
	struct ratio	 value;		/* when known */
	bool		 has_target;	/* the plan has one at this level */
	bool		 has_threshold;	/* only its watch has */
	struct ratio	 target;	/* when either has */
	bool		 has_milestone;
	struct ratio	 milestone;	/* likewise */
	bool		 holds;		/* the target, of an assessable figure */
	enum verdict	 verdict;
	enum verdict	 own;		/* against the target by itself, also at
					 * levels for which the plan has none */
	enum verdict	 standing;	/* the same, together with the others that
					 * the target names */
	bool		 own_certain, certain;	/* OWN, VERDICT: rule 7 */
	const struct band *band;	/* of its watch; NULL: none to tell */
	size_t		 behind, open;	/* counted: units that are behind, that
					 * no milestone tells of yet */
	size_t		 settled, unsettled;	/* likewise: that certainly miss
					 * the target, that are not certain */
	const struct figure *so_far;	/* that the target is judged by; NULL:
					 * this one */
	size_t		 reported, expected;
	struct figure_gap *gap;		/* NULL: nothing of its units is missing */
};

struct figures;

/*
 * All figures of a plan for a period: every indicator at every unit that
 * reports and is valid at the period's end, and the sums of every numeric field
 * of every form.  In the arena.  Overflow is a finding (E101) and gives NULL.
 */
struct figures	*figures_compute(struct arena *, const struct catalog *,
		    const struct plan *, const struct facts *, struct period,
		    struct diag *);

/*
 * The same with the units of another day than the period's last: the past in
 * today's units.  What a unit's predecessors reported is its own.
 */
struct figures	*figures_compute_on(struct arena *, const struct catalog *,
		    const struct plan *, const struct facts *, struct period,
		    date geography, struct diag *);

struct period	 figures_period(const struct figures *);
const struct plan *figures_plan(const struct figures *);

/* One figure; NULL when the unit has none in this period. */
const struct figure *figures_find(const struct figures *, const struct unit *,
		    const struct indicator *);

/*
 * A field of a form at a unit: the base unit's own number; above it the sum, the
 * mean weighted by another field, or the largest over the base units that have
 * one (of a mean, that have both).  FACT_NOT_APPLICABLE above the base: numbers
 * of this field do not add up.
 */
struct field_figure {
	enum fact_state	 state;
	struct ratio	 value;		/* when reported or estimated */
	bool		 adjusted, carried;
	size_t		 reported, expected;
};

struct field_figure figures_field(const struct figures *, const struct unit *,
		    const struct field *);

/* "met" ... for machines. */
const char	*verdict_name(enum verdict);

/*
 * The value as it is printed: rounded half up to the indicator's digits; with
 * CAREFUL, to as many more (at most 6) as it takes for the rounded value not to
 * contradict the verdict.  The indicator's scale is applied (a counted figure has
 * none); 0 when the value is not known.
 */
struct decimal	 figure_rounded(const struct figure *, bool careful);

/* Whether there is a verdict that data could change. */
bool	 figure_is_judged(const struct figure *);

/*
 * The ratio of all numerators to all denominators, whether or not a unit has both
 * (rule 8); false when it is within 0.1 point (a thousandth of "times") of the
 * value.
 */
bool	 figure_plain(const struct figure *, struct ratio *);

/*
 * How much has to be added to the numerator of a figure that does not meet its
 * target, its denominator as it is: whole units of it (households, đồng), below
 * zero what is too much; of a counted figure, units.  False when the target is
 * met, cannot be judged, or is an open bound (gt, lt).
 */
bool	 figure_remaining(const struct figure *, struct decimal *);

/*
 * Where a number comes from: formula, operands, units, files and lines.  ITEM is
 * an indicator's id or FORM.FIELD.  False when there is no such item.
 */
bool	 figures_explain(struct arena *, const struct catalog *,
	    const struct facts *, const struct figures *, const struct unit *,
	    const char *item, struct text *);

/* Units valid and reporting at the period's end, in printing order. */
size_t	 figures_units(struct arena *, const struct figures *,
	    const struct unit ***);

#endif
