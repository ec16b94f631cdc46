/* What the files of check share among themselves.  Room: check. */
#ifndef CHECK_CHECK_PARTS_H
#define CHECK_CHECK_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "base/diag.h"
#include "model/facts.h"
#include "model/submission.h"

struct arena;
struct expr;
struct expr_lanes;
struct expr_row;

enum {
	CHECK_QUOTE = 40,	/* bytes of a sender's text in a message */
	CHECK_DIGITS = 18,	/* that a number may have in its smallest unit */
	CHECK_TEXT = 500,	/* letters of a text whose form says nothing */
	CHECK_REFUSALS = 20000,	/* after which a file is not read to its end */
	CHECK_LISTED = 1000,	/* warnings of one cause; others are counted */
	CHECK_SUGGESTED = 200,	/* units unknown for which others are looked up */
};

/* What a number is for; it decides which writings leave a doubt. */
enum number_use {
	NUMBER_WHOLE,		/* counts, money in đồng */
	NUMBER_SCALED,		/* money in thousands, millions, ...: places are
				 * allowed, yet amounts are written in groups */
	NUMBER_UNSURE,		/* the same in a table that shows nowhere what
				 * a comma is to its author */
	NUMBER_DOUBTFUL,	/* the same where a dot is in doubt as well */
	NUMBER_PLACES,		/* has decimal places by its nature */
};

/* A row with what was made of it.  Total rows are not among these. */
struct checked_row {
	const struct row *row;
	const struct unit *unit;	/* NULL: refused */
	bool		 duplicate;	/* its unit (or key) had a row before */
	struct fact_row	 facts;		/* one per field of the form */
	const char	**texts;	/* per field: what rules see of a text */
	const bool	*refused;	/* per field: the cell was refused */
	bool		 spoilt;	/* some cell was refused */
};

/* In a form with a key: all rows of a unit. */
struct checked_unit {
	const struct unit *unit;
	bool		 spoilt;	/* a cell of its rows was refused */
	size_t		 row_count, row_cap;
	const struct checked_row **rows;	/* without duplicates */
	struct fact_row	 tallies;	/* one per fact of the form */
};

/* The checking of one submission. */
struct checking {
	struct arena	*arena;
	const struct catalog *catalog;
	const struct submission *sub;
	struct diag	*diag;		/* of this check alone */
	struct explanations explanations;	/* by sender and province */
	date		 day;		/* the period's last */
	size_t		 row_count;
	struct checked_row *rows;
	size_t		 unit_count, unit_cap;	/* of a form with a key */
	struct checked_unit *units;		/* in the order of rows */
	const bool	*no_cell_refused;	/* of all rows that are good */
	size_t		 tries;		/* rows that were tried as sums */
	size_t		*broken;	/* per rule on rows: how many break it */
	const bool	*other_unit;	/* per rule: what it says of rows comes of
					 * a wrong unit of money; NULL: of none */
	size_t		 unknown;	/* rows whose unit is */
	size_t		 foreign;	/* rows of another sender's units */
	bool		*mentioned;	/* per unit: some row, perhaps a refused
					 * one, is about it */
	size_t		 unit_at;	/* place of the last unit that was found */
	enum number_use	 scaled;	/* of money in thousands or more; see
					 * check_commas() */
	bool		 money_unclear;	/* nobody knows in what unit amounts are,
					 * and that was told */
};

enum number_result {
	NUMBER_READ,
	NUMBER_MALFORMED,
	NUMBER_AMBIGUOUS,
	NUMBER_SPREADSHEET,	/* #REF! and its like */
	NUMBER_TOO_LONG,
	NUMBER_TOO_FINE,	/* more places than any field has */
};

struct number {
	enum number_result result;
	struct decimal	 value;		/* when it was read */
	const char	*hint;		/* what to write instead, and why */
	const char	*first, *second;	/* the readings, when ambiguous */
};

/*
 * Read a whole text as a number of a style.  Nothing is guessed: a writing that
 * another habit would read as another number is not read.  In the arena.
 */
struct number	 number_read(struct arena *, const char *, enum number_style,
		    enum number_use);

/*
 * Read a text that is nothing but up to 18 digits, in front of them perhaps a
 * minus sign, or (in tables) such a number in groups of three where the use
 * leaves no doubt.  False for all others: number_read() judges them.
 */
bool		 number_read_plain(const char *, enum number_style,
		    enum number_use, int64_t *);

/* The use of a numeric field in a submission. */
enum number_use	 number_use_of(const struct checking *, const struct field *);

/*
 * Whether a text shows that its author writes a comma before decimal places, or
 * dots between groups: 12,5 and 0,125 and 1.234.567, but not 1,234.
 */
bool		 number_shows_comma(const char *);

/*
 * The text of a table's cell without what cannot change its number: an
 * apostrophe before it, a plus, the field's own measure behind it, full width.
 * In the arena.
 */
const char	*number_bare(const struct checking *, const struct field *,
		    const char *text);

/*
 * What to write instead of a text that is no number, with the reason where the
 * text tells it: "-5 (the minus sign stands in front)".  In the arena.
 */
const char	*number_hint(struct arena *, const char *, enum number_style,
		    enum number_use);

/* Whether a text is what a spreadsheet shows for a failed formula. */
bool		 number_is_spreadsheet_error(const char *);

/* Whether a cell says that its item does not apply to a unit. */
bool		 value_says_not_applicable(const struct checking *,
		    const char *text);

/* The value of a number cell in the field's smallest unit; false when it is
 * none, without a finding. */
bool		 value_quietly(struct checking *, const char *text,
		    const struct field *, struct decimal *);

/* Whether so much of the file is refused that nobody needs to know more. */
bool		 check_is_full(const struct checking *);

/* Read all cells of all rows: facts, texts and refused. */
void		 check_values(struct checking *);

/* Find the unit of every row; then the units that have no row. */
void		 check_units(struct checking *);
void		 check_missing_rows(struct checking *);

/*
 * In a table whose money is in thousands or more, 1,234 is one unit and a part
 * to some and 1234 units to others: look whether any number of the table shows
 * which it is.  Likewise 1.234, when no amount at all is written without a dot.
 */
void		 check_commas(struct checking *);

/* Report a table whose amounts have places though they are read in đồng: likely its
 * unit of money was not told. */
void		 check_places(struct checking *);

/* Report one whose amounts are beyond all measure in UNIT, in which they are read. */
void		 check_amounts(struct checking *, const char *unit);

/*
 * Whether a row of a table, about no unit of the form's rows, has the sums of the
 * rows right below it or above it, up to the next that is about none, or of all.
 */
bool		 check_is_cluster(struct checking *, const struct row *);

/* Compare the total rows with the sums. */
void		 check_totals(struct checking *);

/*
 * In a form with a key: drop rows that repeat another in every cell, report
 * others with the same key, and gather the rows of each unit.
 */
void		 check_keys(struct checking *);

/* Compute the tallies of each unit. */
void		 check_tallies(struct checking *);

/* One fingerprint of all that the rows say, in whatever order.  In the arena. */
const char	*check_content(struct checking *);

/* Judge a rule that wants fields to differ from row to row. */
void		 check_unique(struct checking *, const struct rule *);

/* Judge the rules that need nothing but the submission. */
void		 check_rules(struct checking *);

/* The fact of a field as rules see it, when it is no text of the sender's. */
struct expr_value fact_operand(struct arena *, const struct field *,
		    const struct fact *);

/* The same of COUNT rows, at most EXPR_LANES. */
void		 column_of_rows(const struct field *,
		    const struct checked_row *const rows[], size_t count,
		    struct expr_lanes *);

/* What stands in a cell, for a message: "***" in a form about persons. */
const char	*quote_cell(struct checking *, const char *);

/*
 * Look for numbers of an accepted submission that break no rule and yet were
 * hardly counted: copied, all round, or of another magnitude than before.
 * UNITS are its rows' units.  Findings are warnings.
 */
void		 check_plausible(struct arena *, const struct facts *,
		    const struct source *, const struct unit *const *units,
		    size_t count, struct diag *);

/*
 * Look for numbers that leave their unit's own history of four to eight periods.
 * What findings from TOLD_FROM on say to be far off is not told again.
 */
void		 check_history(struct arena *, const struct facts *,
		    const struct source *, const struct unit *const *units,
		    size_t count, struct diag *, size_t told_from);

/* Report when the rows break the rules as they are, but not in another unit of
 * money. */
void		 check_money_unit(struct checking *);

/* The sentence of a rule, or its test when it has none. */
const char	*rule_sentence(const struct rule *);

/* What stands in messages for a value that they must not show. */
#define OPERAND_HIDDEN	"***"

/*
 * What a test of a form's rule compares, in the words of who filled in the form:
 * '22327 xã Bình Lộc: "Dư nợ cuối kỳ" = 5, ...'; UNIT may be NULL.  In the arena.
 */
const char	*operands_describe(struct arena *, const struct form *,
		    const struct unit *, const struct expr *,
		    const struct expr_row *);

/* Report that a rule is broken or cannot be judged; of ABOUT, what the rule
 * does not say itself. */
void		 rule_report(struct diag *, const struct rule *,
		    enum diag_code, enum severity, struct place, struct about,
		    const char *operands);

/* "22327 phường Vĩnh Hòa".  In the arena. */
const char	*unit_caption(struct arena *, const struct unit *);

/* Where the units of rows are looked for. */
struct unit_scope check_scope(const struct checking *);

/*
 * Compare what a submission says of a period with what the shorter periods that
 * fill it, all of them reported, come to; a finding a field, at the first unit.
 */
void	 check_periods(struct arena *, const struct facts *,
	    const struct source *, const struct unit *const *units,
	    size_t count, struct diag *);

#endif
