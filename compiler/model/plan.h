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

struct target {
	enum comparator	 at;
	const struct expr *value;	/* usually a number; may use fields, e.g.
					 * min(3, giup_ngheo.chu_ho_ngheo_dn) */
	bool		 levels[LEVELS_MAX];	/* of units that are judged */
	int		 each;		/* level of the units that are counted one by one
					 * (T03), -1: the figure itself is judged */
	date		 due;		/* before it, failing is "in progress";
					 * DATE_NONE: judged at once */
	const char	*source;	/* where the plan says so */
};

struct watch {
	enum comparator	 at;
	struct decimal	 value;
	bool		 levels[LEVELS_MAX];
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
	const struct target *target;	/* or NULL */
	const struct watch *watch;	/* or NULL */
	struct place	 place;
};

struct duty {
	const char	*id;
	const char	*label;
	size_t		 form_count;
	const struct form **forms;	/* none: cannot be followed */
	bool		 periods[PERIOD_KIND_MAX];
	date		 until;		/* last good day; DATE_NONE: from after_end */
	int		 after_end;	/* days after the period's last day */
	bool		 working_days;	/* after_end counts working days */
	bool		 shift;		/* a deadline on a day off moves to the next
					 * working day */
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

/* The last good day of a duty for a period. */
date	duty_deadline(const struct duty *, struct period,
	    const struct calendar *);

const struct indicator *plan_indicator(const struct plan *, const char *id);

/* "ge" and so on; and as people read it: "≥". */
const char *comparator_name(enum comparator);
const char *comparator_sign(enum comparator);

#endif
