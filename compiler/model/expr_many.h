/*
 * A test over many rows at once.  Where the operands are numbers of 64 bits
 * and nothing is odd, it tells what expr_eval() would tell row by row, some
 * fifty times faster; where more is needed it says so, and the row is left to
 * expr_eval().
 */
#ifndef MODEL_EXPR_MANY_H
#define MODEL_EXPR_MANY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/expr.h"

/* How many rows are looked at together. */
enum { EXPR_LANES = 256 };

/* One value of each row. */
enum lane_state {
	LANE_UNSETTLED,		/* to be asked of expr_eval() */
	LANE_MISSING,
	LANE_KNOWN,
};

struct expr_lanes {
	enum expr_type	 type;		/* EXPR_NUMBER, EXPR_TRUTH, EXPR_TEXT */
	bool		 dates;		/* of texts: they are days, in N */
	int		 digits;	/* numbers are in 10^-digits */
	union {
		int64_t	 n[EXPR_LANES];	/* 0 or 1 when they are truths */
		const char *text[EXPR_LANES];	/* where it is known */
	};
	uint8_t		 state[EXPR_LANES];	/* enum lane_state */
};

/* Where the operands come from. */
struct expr_columns {
	void	*context;

	/*
	 * Fill the first COUNT lanes with the values of a name; false when they
	 * belong to no row.
	 */
	bool	(*column)(void *context, const struct expr_name *,
		    enum expr_time, size_t count, struct expr_lanes *);
	const char *day;		/* as in struct expr_row */
};

/* What a test says of a row. */
enum expr_outcome { OUTCOME_UNSETTLED, OUTCOME_MISSING, OUTCOME_FALSE,
	OUTCOME_TRUE };

/* Judge COUNT rows, at most EXPR_LANES. */
void	expr_many(const struct expr *, const struct expr_columns *,
	    size_t count, uint8_t outcomes[]);

#endif
