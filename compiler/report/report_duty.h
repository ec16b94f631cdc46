/*
 * What the tables of reporting duties share.  Private to the room report.
 */
#ifndef REPORT_REPORT_DUTY_H
#define REPORT_REPORT_DUTY_H

#include "report/report_template.h"

/* Whether a duty's report belongs to the scope's unit and can be followed. */
bool	 duty_concerns(const struct scope *, const struct data_duty *);

/* Add a report to counts. */
void	 duty_add(struct duty_counts *, const struct data_duty *);

/* Whether some report is not of the calendar's period: then its days are told. */
bool	 duty_has_cut_off(const struct dataset *);

/* "35/40 (87,5%)"; in words that nothing is due yet when DUE is 0. */
const char *duty_share(struct arena *, size_t n, size_t due);

/* A cell with a count. */
struct grid_cell *duty_count_cell(struct job *, struct grid_row *, size_t);

/* How the units stand: a row for each sender, and all together. */
void	 duty_rates(struct job *, const struct scope *, const xmlNode *);

/* The last periods of each sender, a symbol each. */
void	 duty_history(struct job *, const struct scope *, const xmlNode *);

#endif
