/*
 * What a unit's facts say of a period, whichever periods it reported: months
 * make a quarter, quarters a year, and what was reported before a merge belongs
 * to the unit of today.
 *
 * Of unit U, form F and period P:
 *
 * 1. Where U did not exist at the end of P but has predecessors, its number is
 *    made of theirs (each as below): the sum, times the share that came to U; an
 *    estimate where a share is not 1.
 * 2. What U reported of P itself stands, unless that is an estimate and shorter
 *    periods, all of them actual, fill P: then these do.
 * 3. Otherwise the longest reported periods that fill P without a gap are taken:
 *    flows are their sum, maxima their largest; one missing part makes the number
 *    missing.  A part in which U was not there yet is its predecessors'.
 * 4. Stocks, cumulative and distinct numbers are the last that was reported
 *    within P.  One that is of an earlier day than P's last is CARRIED.  Constants
 *    are looked for in the whole year up to P's end.
 * 5. A stock of a field that declares to look back (look-back="N") is, when
 *    nothing within P has it, that of the nearest of N periods before; CARRIED.
 *
 * The rules of forms are not about this: they compare what was sent.
 */
#ifndef MODEL_FACTS_TIME_H
#define MODEL_FACTS_TIME_H

#include "model/facts.h"

struct fact_over {
	enum fact_state	 state;
	struct decimal	 value;		/* when reported or estimated */
	bool		 adjusted;	/* an adjustment went into it */
	bool		 carried;	/* the value is of an earlier day */
	bool		 failed;	/* it left the exact range */
};

struct fact_over facts_over(const struct facts *, const struct unit *,
		    struct period, const struct field *);

/*
 * What the shorter periods within P amount to, whatever was reported of P itself:
 * missing where they leave a gap, and of a stock that they leave at an earlier day.
 */
struct fact_over facts_over_shorter(const struct facts *, const struct unit *,
		    struct period, const struct field *);

/* All facts of a form, of which OUT has form.fact_count. */
void		 facts_over_row(const struct facts *, const struct unit *,
		    struct period, const struct form *, struct fact_over out[]);

/* What was reported of P itself and is not an estimate, by a unit that existed:
 * what facts_over_row() would say, at no cost, but for fields that look back and
 * are missing.  VALUES is NULL otherwise. */
struct fact_row	 facts_reported_row(const struct facts *, const struct unit *,
		    struct period, const struct form *);

/* One reported number that went into another. */
struct fact_part {
	const struct unit *unit;	/* whose row it stands in */
	struct period	 period;
};

/* The rows that facts_over() takes a number from, in the arena. */
size_t		 facts_over_parts(struct arena *, const struct facts *,
		    const struct unit *, struct period, const struct field *,
		    struct fact_part **);

#endif
