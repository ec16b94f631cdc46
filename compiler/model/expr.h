/*
 * The expression language of rules, indicators and templates.
 *
 *	or      := and { "or" and }
 *	and     := not { "and" not }
 *	not     := [ "not" ] compare
 *	compare := sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]
 *	sum     := product { ( "+" | "-" ) product }
 *	product := unary { ( "*" | "/" ) unary }
 *	unary   := [ "-" ] primary
 *	primary := number | name | name "." name | function "(" or { "," or } ")"
 *	         | "(" or ")" | 'text'
 *
 * Functions: previous(x), year_ago(x): x of the same unit a period, a year
 * before; previous_in_year(x): the same as previous(x), but 0 where that period
 * lies in the year before (for columns that count from 1 January); sum(x): over
 * the rows of the submission (of the unit, in a form with a key); count(x): rows
 * for which x holds; min, max of two or more; if(c, a, b); present(x): whether x
 * is not missing; default(x, y): y where x is missing; year() and month(): the
 * year and the last month of the period at hand; year(d), month(d): of a date.
 *
 * Values are exact ratios, truth values, texts, or missing.  An operation with
 * a missing operand is missing; "false and missing" is false, "true or missing"
 * is true (Kleene); dividing by zero gives missing.
 */
#ifndef MODEL_EXPR_H
#define MODEL_EXPR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/decimal.h"

struct arena;
struct expr_lanes;

enum expr_type {
	EXPR_MISSING,
	EXPR_NUMBER,
	EXPR_TRUTH,
	EXPR_TEXT,
	EXPR_OVERFLOW,		/* a number left the exact range; like missing,
				 * but never ignored */
};

struct expr_value {
	enum expr_type	 type;
	struct ratio	 number;
	bool		 truth;
	const char	*text;
};

/* Which value of a name is meant: the row's own or another period's. */
enum expr_time {
	EXPR_NOW,
	EXPR_PREVIOUS,
	EXPR_PREVIOUS_IN_YEAR,	/* VALUE answers 0 for the first of a year */
	EXPR_YEAR_AGO,
};

struct expr_name {
	const char	*form;		/* NULL when written without a form */
	const char	*name;
	const void	*target;	/* what the resolver found */
	size_t		 offset;	/* in the expression's text [bytes] */
	bool		 in_rows;	/* mentioned inside sum() or count() */
	bool		 alone;		/* mentioned outside of them */
};

/*
 * How names are found and read.  RESOLVE is asked once a name when the text is
 * parsed: it sets name->target and returns NULL, or a message why not.  VALUE
 * is asked when evaluating; ROW is EXPR_THIS_ROW or an index below ROWS().
 */
struct expr_scope {
	void		*context;
	const char	*(*resolve)(void *context, struct expr_name *);
};

enum { EXPR_THIS_ROW = -1 };

struct expr_row {
	void		*context;
	struct expr_value (*value)(void *context, const struct expr_name *,
			    enum expr_time, int row);
	size_t		(*rows)(void *context);		/* NULL: sum() and count()
							 * are missing */
	const char	*day;		/* the period's last, 2020-03-31; NULL:
					 * year() and month() are missing */
	/*
	 * What VALUE says of a name now in COUNT rows from FIRST on; false when
	 * they are to be asked one by one.  NULL: so are all.
	 */
	bool		(*column)(void *context, const struct expr_name *,
			    size_t first, size_t count, struct expr_lanes *);
};

struct expr;

/*
 * Parse a whole text.  NULL when it is wrong: *ERROR tells why and *OFFSET
 * where [bytes from 0], both in the arena.
 */
struct expr	*expr_parse(struct arena *, const char *text,
		    const struct expr_scope *, const char **error,
		    size_t *offset);

struct expr_value expr_eval(const struct expr *, const struct expr_row *);

/*
 * Whether the test can only hold when the name that resolves to TARGET is one
 * number, which is put into *VALUE: "x = previous(y)" by itself, beside an
 * "and", or as the last alternative of an "or".  ROW answers missing for what
 * is still open.
 */
bool		 expr_forces(const struct expr *, const struct expr_row *,
		    const void *target, struct expr_value *value);

/* The text it was parsed from. */
const char	*expr_text(const struct expr *);

/*
 * The same as an operand of "*" or "/": in brackets exactly when it would be read
 * otherwise there.  RIGHT: behind the operator.  In the arena.
 */
const char	*expr_operand(struct arena *, const struct expr *, bool right);

/* The names it mentions, each once, in order; and whether it asks for other
 * forms, other periods, or other rows. */
size_t		 expr_names(const struct expr *, const struct expr_name *const **);
bool		 expr_looks_back(const struct expr *);
bool		 expr_looks_across_rows(const struct expr *);

/*
 * Whether its value is or contains a quotient of what units say: numbers of
 * several units that must not be added.
 */
bool		 expr_averages(const struct expr *);

/*
 * Whether it is never below zero, as far as can be told from the types of its
 * fields; and whether the rules that a submission must satisfy keep PART, a sum
 * of fields, from exceeding WHOLE, a field.
 */
bool		 expr_is_positive(const struct expr *);
bool		 expr_is_part(const struct expr *part,
		    const struct expr *whole);

/* A number that an expression looks at: a name at a time, or a sum of rows. */
enum { EXPR_INSIDE_MAX = 4 };

struct expr_operand {
	const struct expr_name *name;	/* NULL: sum() or count() */
	bool		 counts;	/* it is count() */
	size_t		 inside_count;	/* of a sum or count, its first names */
	const struct expr_name *inside[EXPR_INSIDE_MAX];
	enum expr_time	 time;
	struct expr_value value;
};

/* The operands in their order, each once, at most MAX; how many. */
size_t		 expr_operands(const struct expr *, const struct expr_row *,
		    struct expr_operand *list, size_t max);

struct expr_value expr_number(struct decimal);
struct expr_value expr_missing(void);

#endif
