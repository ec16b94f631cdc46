/*
 * An accepted submission among all facts, and what is remarkable about its numbers.
 * Between files of the room check only.
 */
#ifndef CHECK_CHECK_LOOK_H
#define CHECK_CHECK_LOOK_H

#include "check/check_parts.h"

/* What nobody reported. */
#define NOTHING	INT64_MIN

/* One accepted submission among all facts. */
struct look {
	struct arena	*arena;
	const struct facts *facts;
	const struct source *source;
	const struct unit *const *units;	/* its rows */
	size_t		 count;
	struct fact_row	*rows;
	size_t		 number_count;	/* fields that are numbers, */
	size_t		*numbers;	/* by their place in a row */
	int64_t		*then, *beside;	/* [row]: columns of another period */
	uint8_t		*states;	/* [row], while a column is read */
	size_t		 known_count;	/* all periods with any facts */
	struct period	*known;
	struct diag	*diag;
};

/* ---- plausible.c ---- */

/* The number of a row in the submission; NOTHING where there is none. */
int64_t		 look_number(const struct look *, size_t row,
		    const struct field *);
/*
 * The numbers of a column, now or in the period that is told from one on.  OUT is
 * one of the look's own columns.
 */
const int64_t	*look_column(const struct look *, struct period,
		    enum expr_time when, const struct field *, int64_t *out);
/* Whether anything is known of a period. */
bool		 look_knows(const struct look *, struct period);
/* A number without its sign. */
int64_t		 look_size(int64_t);
/* A number of the field, the field, a count as people read them. */
const char	*look_shown(const struct look *, const struct field *, int64_t);
const char	*look_caption(const struct look *, const struct field *);
const char	*look_count(const struct look *, size_t);
/* Where a row stands, or a cell of it; either may be NULL. */
struct place	 look_place(const struct look *, const struct unit *,
		    const struct field *);

/* ---- magnitude.c ---- */

/*
 * Numbers of a column that are far from what they were: as one when they are the half
 * of it, else one by one.
 */
void		 look_judge_magnitudes(const struct look *, const struct field *);

#endif
