/*
 * Finding things in a dataset, as one report sees it: only what lies within
 * the report's unit.  Private to the room report.
 */
#ifndef REPORT_REPORT_VIEW_H
#define REPORT_REPORT_VIEW_H

#include "report/report.h"

struct view {
	const struct dataset *data;
	const struct unit *unit;	/* of the report */
	bool		*present;	/* by unit->index: it reports */
	int		 base_level;	/* the deepest level that reports */
	size_t		 row_count;
	const struct data_row **rows;	/* by unit, indicator */
	size_t		 year_ago_count;
	const struct data_row **year_ago;	/* by unit, indicator's id */
	size_t		 sum_count;
	const struct data_sum **sums;	/* by unit, form's id, field */
};

/* A view of a dataset for a report of one unit.  In the arena. */
struct view	*view_new(struct arena *, const struct dataset *,
		    const struct unit *);

/* What is known of an item at a unit; NULL when nothing is. */
const struct data_row *view_row(const struct view *, const struct unit *,
		    const struct indicator *);
const struct data_row *view_year_ago(const struct view *, const struct unit *,
		    const struct indicator *);
const struct data_sum *view_sum(const struct view *, const struct unit *,
		    const struct field *);

/*
 * The units of a level within a unit (not itself) that report, in printing
 * order: children behind their own parent's children.  In the arena.
 */
size_t	view_units(struct arena *, const struct view *, const struct unit *,
	    int level, const struct unit ***);

/* The exact value of a figure, divided by the indicator's 10^scale; false when
 * it is not known or out of the exact range. */
bool	row_value(const struct data_row *, struct ratio *);

/* The verdict in words; of a watch with bands, the name of the band. */
const char *row_verdict(const struct data_row *);

/* The places with which a figure is printed. */
int	row_digits(const struct data_row *);

/* Whether a figure is known, but not from all units that it should be. */
bool	row_is_partial(const struct data_row *);

/*
 * The base units within a unit whose figure of an indicator is missing, in
 * words, grouped by the unit above them: "huyện Vạn Ninh (xã A, xã B)"; ""
 * when none is.  In the arena.
 */
const char *view_missing(struct arena *, const struct view *,
	    const struct unit *, const struct indicator *);

#endif
