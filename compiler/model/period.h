/*
 * Reporting periods: a year or a part of it, written 2020-03 (month), 2020-Q1,
 * 2020-H1, 2020-9M (nine months), 2020.
 */
#ifndef MODEL_PERIOD_H
#define MODEL_PERIOD_H

#include <stdbool.h>

#include "base/date.h"

enum period_kind {
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_HALF,
	PERIOD_NINE_MONTHS,	/* January to September */
	PERIOD_YEAR,
	PERIOD_KIND_MAX
};

struct period {
	int			year;
	enum period_kind	kind;
	int			index;	/* from 1 within the year */
};

enum { PERIOD_TEXT = 16 };

/* Parse the whole of S; false when it is not a period. */
bool	period_parse(const char *s, struct period *);

/* "2020-Q1"; for people in Vietnamese: "quý I năm 2020". */
const char *period_format(struct period, char buf[static PERIOD_TEXT]);
struct arena;
const char *period_label(struct arena *, struct period);

/* First and last day. */
date	period_start(struct period);
date	period_end(struct period);

bool	period_equal(struct period, struct period);

/* Order by last day, then the longer period last. */
int	period_cmp(struct period, struct period);

/* First and last month that it consists of. */
int	period_first_month(struct period);
int	period_last_month(struct period);

/* The period of KIND that begins, that ends in a month; false when none does. */
bool	period_beginning(int year, int month, enum period_kind, struct period *);
bool	period_ending(int year, int month, enum period_kind, struct period *);

/* The period of the same kind just before, and a year before. */
struct period	period_previous(struct period);
struct period	period_year_ago(struct period);

/* How many periods of a kind a year has. */
int	period_count(enum period_kind);

/* "month", "quarter", "half", "nine-months", "year"; and back. */
const char *period_kind_name(enum period_kind);
bool	period_kind_parse(const char *, enum period_kind *);

#endif
