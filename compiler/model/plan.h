/*
 * A year's plan, from plans/YEAR.xml (plan.xsd): indicators with their targets
 * and watch thresholds, and the reporting duties with their deadlines.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "model/expr.h"
#include "model/period.h"
#include "model/unit.h"

enum comparator { AT_LEAST, AT_MOST, EXACTLY, ABOVE, BELOW };	/* ge le eq gt lt */

/*
 * What is to be reached before a target is due.  At the end of a period of the
 * plan's year it is the MILESTONE:
 * level: the target itself, which holds all the time;
 * linear: FROM + (target - FROM) * months passed / months until DUE, both counted
 * from the year's first, so that quarters are equal steps;
 * steps: that of the last day in the list that is not later, none before.
 */
enum phasing { PHASING_NONE, PHASING_LEVEL, PHASING_LINEAR, PHASING_STEPS };

struct step {
	date		 until;
	bool		 is_share;	/* VALUE is per cent of the target */
	struct decimal	 value;
};

struct target {
	enum comparator	 at;
	const struct expr *value;	/* usually a number; may use fields, e.g.
					 * min(3, giup_ngheo.chu_ho_ngheo_dn);
					 * NULL: a mix */
	size_t		 part_count;	/* mix: indicators of the same ratio, each
					 * of a class, whose targets are numbers: */
	const struct indicator **parts;	/* what is asked for is their mean,
					 * weighted by denominators */
	size_t		 also_count;	/* indicators whose targets have to be met */
	const struct indicator **also;	/* for this one to be */
	bool		 levels[LEVELS_MAX];	/* of units that are judged */
	int		 each;		/* level of the units that are counted one by one
					 * (T03), -1: the figure itself is judged */
	date		 due;		/* before it, failing is "in progress";
					 * DATE_NONE: judged at once */
	enum phasing	 phasing;
	struct decimal	 from;		/* linear: where the year began */
	size_t		 step_count;
	struct step	*steps;		/* by day */
	bool		 accumulates;	/* linear or steps, of flows: what counts is
					 * all since the year began */
	const char	*source;	/* where the plan says so */
};

/*
 * A band of figures.  NEAR is its end towards harmless figures, FAR the one
 * towards worse ones; of the two figures at its ends the one at NEAR belongs to it
 * with "ge" and "le", the one at FAR with "gt" and "lt".
 */
struct band {
	const char	*name;
	bool		 has_near, has_far;
	struct decimal	 near, far;
};

struct watch {
	enum comparator	 at;		/* gt, ge: larger figures are worse */
	struct decimal	 value;		/* with bands: where the first one ends */
	bool		 levels[LEVELS_MAX];
	size_t		 band_count;	/* 0: figures are beyond VALUE or not */
	struct band	*bands;		/* from harmless to worst, without gaps */
};

enum indicator_kind {
	INDICATOR_VALUE,	/* sum of an expression */
	INDICATOR_RATIO,	/* sum / sum * times */
};

struct indicator {
	size_t		 index;		/* place in plan.indicators */
	const char	*id;
	const char	*label;
	const char	*section;
	const char	*unit;		/* as printed: "%", "hộ" */
	const char	*note;		/* or "" */
	const char	*class;		/* only units of this class; "" all */
	int		 digits;	/* printed decimal places */
	int		 scale;		/* figures are printed / 10^scale (money in
					 * million: 6) */
	enum indicator_kind kind;
	const struct expr *of, *to;	/* to: only of a ratio */
	struct decimal	 times;
	bool		 has_most;	/* the most that one unit's figure may be is */
	struct decimal	 most;		/* known: declared, or by rules of the form */
	struct target	*target;	/* or NULL */
	const struct watch *watch;	/* or NULL */
	struct place	 place;
};

/* What a deadline is counted from. */
enum deadline {
	DEADLINE_DATE,		/* it is a day of the calendar */
	DEADLINE_DAYS,		/* days after the period's last day */
	DEADLINE_WORKING_DAYS,	/* likewise, working days */
	DEADLINE_MONTH_DAY,	/* a day of a month */
};

enum shift { SHIFT_NONE, SHIFT_NEXT, SHIFT_PREVIOUS };

struct duty {
	const char	*id;
	const char	*label;
	size_t		 form_count;
	const struct form **forms;	/* none: cannot be followed */
	bool		 periods[PERIOD_KIND_MAX];
	enum deadline	 deadline;
	date		 until;		/* of DEADLINE_DATE */
	int		 days;		/* of the others */
	bool		 same_month;	/* DEADLINE_MONTH_DAY: of the period's last
					 * month, not of the one behind it */
	bool		 exclusive;	/* the day named is itself too late */
	enum shift	 shift;		/* of a last good day that is a day off */
	int		 cut_off;	/* the period's data end on this day of its
					 * last month; 0: with the month */
	bool		*month_end;	/* per form: they end with the last month
					 * that ends before; NULL: none */
	struct place	 place;
};

struct plan {
	int		 year;
	const char	*title;
	const char	*source;	/* the document that it is, "" unknown */
	size_t		 indicator_count;
	struct indicator **indicators;
	size_t		 duty_count;
	struct duty	**duties;
	struct ratio	 min_coverage;	/* share of units that must have reported
					 * for a verdict */
	const char	*path;
	const char	*sha256;
};

struct calendar;

/*
 * The days that a period's data speak of: those of the calendar, unless a duty
 * has a cut-off: then from the day behind it in the month before the first to
 * the cut-off in the last one.  FORM NULL: of the duty's report as a whole.
 */
date	duty_data_start(const struct duty *, const struct form *,
	    struct period);
date	duty_data_end(const struct duty *, const struct form *, struct period);

/* The last good day of a duty for a period; the day that it names for it,
 * before an exclusive day is taken away and days off move it. */
date	duty_deadline(const struct duty *, struct period,
	    const struct calendar *);
date	duty_named_day(const struct duty *, struct period,
	    const struct calendar *);

/* Whether days off change its deadlines. */
bool	duty_counts_days_off(const struct duty *);

/* Whether it asks for a form by periods of a kind. */
bool	duty_asks(const struct duty *, const struct form *,
	    enum period_kind);

/* The duty that asks for a form by periods of a kind; NULL when none does. */
const struct duty *plan_duty(const struct plan *, const struct form *,
	    enum period_kind);

const struct indicator *plan_indicator(const struct plan *, const char *id);

/* Whether an indicator counts a unit: of its own class, its parts' or any. */
bool	indicator_takes(const struct indicator *, const struct unit *);

/* Whether an expression (NULL: none) has numbers that begin anew in every
 * period. */
bool	expr_has_flows(const struct expr *);

/* A target that is a number whatever the unit. */
bool	target_number(const struct target *, struct decimal *);

/*
 * What a target asks for at a period's end, before it is due: TARGET is what it
 * asks for in the end.  False when the plan says nothing of that time, or a
 * number leaves the exact range (which OVERFLOW tells).
 */
bool	target_milestone(const struct target *, const struct plan *,
	    struct period, struct ratio target, struct ratio *out,
	    bool *overflow);

/* The comparison with a milestone: "exactly" is approached from its side. */
enum comparator milestone_comparator(const struct target *,
	    struct ratio milestone, struct ratio target);

/* Whether a value compares with a target as the comparator wants. */
bool	comparator_holds(enum comparator, struct ratio value,
	    struct ratio target);

/* How many thresholds of a watch a value is beyond; with bands: which one it is
 * in, from 0. */
size_t	watch_band(const struct watch *, struct ratio value);

/* "ge" and so on; and as people read it: "≥". */
const char *comparator_name(enum comparator);
const char *comparator_sign(enum comparator);

#endif
