/* What the files of figures share.  Private to the room report. */
#ifndef REPORT_REPORT_FIGURE_H
#define REPORT_REPORT_FIGURE_H

#include "report/report_format.h"
#include "report/report_template.h"

/* --- figure.c --- */

/* Whether a number is the plan's, and nothing that was reported. */
bool	 show_is_planned(enum show);

/* Whether a row shows a number as it was reported, in its smallest unit. */
bool	 show_is_plain_sum(enum show);

/* --- figure_number.c --- */

/* The exact number that a row shows, and the places it is printed with. */
bool	 figure_of_row_exact(struct job *, const struct data_row *, enum show,
	    struct ratio *, int *digits);

/* Of "131/136" units, as tables print a row that counts them, the 131; false where
 * a row is no such count. */
bool	 figure_count(struct job *, const struct data_row *, enum show,
	    struct ratio *);

/* Bring a number to the scale asked for; *PLACES is what it is printed with. */
bool	 figure_rescale(const struct data_row *, enum show, int scale,
	    struct ratio *, int *places);

/* How many units stand behind the figure of the year before, or should. */
size_t	 figure_year_ago_units(struct job *, const struct data_row *, enum show);

/* How many units stand behind a sum, should, or do not. */
size_t	 figure_units_of(const struct data_sum *, enum show);

#endif
