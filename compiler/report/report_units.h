/* What the files of the table of units share.  Private to the room report. */
#ifndef REPORT_REPORT_UNITS_H
#define REPORT_REPORT_UNITS_H

#include "report/report_template.h"

enum { UNIT_LEADING = 2, UNIT_COLUMNS_MAX = 100 };

enum row_kind { ROW_PLAIN, ROW_GROUP, ROW_TOTAL };

/* A number of the table: as it is, and as it is printed. */
struct unit_number {
	bool		 known, partial;
	struct ratio	 exact;
	struct decimal	 printed;
};

/* What the printed numbers of a column add up to: <column adds-up="rows">. */
enum adds {
	ADDS_NOT,			/* each is rounded by itself */
	ADDS_ROWS,			/* to that of the group and of the total */
	ADDS_COLUMNS,			/* with other columns, in each row */
};

struct unit_row {
	const struct unit *unit;
	enum row_kind	 kind;
	int		 depth;		/* of units in groups; 0 those of no group */
	struct unit_number *numbers;	/* by column behind the leading ones */
};

/* Units whose figures lack the same columns. */
struct gap {
	const char	*columns;
	const char	*units;
	size_t		 count;		/* of these */
};

struct unit_table {
	const xmlNode	*node;
	struct grid	*table;
	size_t		 ref_count, ref_cap;
	struct figure_ref *refs;	/* a column each, behind the name */
	enum adds	 adds[UNIT_COLUMNS_MAX];
	int		 lines[UNIT_COLUMNS_MAX];	/* of the template */
	bool		 adjusted[UNIT_COLUMNS_MAX];	/* numbers are others */
	bool		 parts_warned;
	size_t		 row_count, row_cap;
	struct unit_row	*rows;		/* those of the table */
	int		 depth;		/* of further rows */
	struct text	 *silent;	/* units without any figure */
	size_t		 silent_count, partial_count;
	size_t		 gap_count, gap_cap;
	struct gap	*gaps;		/* units that lack some */
	struct text	 *partial;	/* units with figures from a part */
	const char	*unheard;	/* numbers of a form that nobody gave */
	bool		 dashes, counts;
	struct marks	 marks;
};

/* --- unit_columns.c --- */

void	 unit_columns(struct job *, const struct scope *, const xmlNode *,
	    struct unit_table *);

/* --- unit_round.c --- */

/* Let the numbers of columns that are to add up do so: what is printed of them, and
 * then also the exact numbers of the table, which are the printed ones. */
void	 unit_round(struct job *, struct unit_table *);

/* The columns, "5, 8", in which that made a number another one; "" none. */
const char *unit_round_columns(struct job *, const struct unit_table *);

/* --- unit_sums.c --- */

/* Whether the numbers of a column are amounts: of shares and means a sum says
 * nothing, even where it happens to be right. */
bool	 unit_sums_is_amount(const struct figure_ref *);

/* The cell of a number, by its column behind the leading ones. */
struct grid_cell *unit_sums_cell(const struct unit_table *, size_t row,
	    size_t column);

/*
 * The rows that a group, or the total, is made of, from the one behind *I on: those
 * of its own groups are not told again.  False when there are no more.  *I begins
 * with unit_sums_before_parts().
 */
bool	 unit_sums_next_part(const struct unit_table *, size_t whole, size_t *i);
size_t	 unit_sums_before_parts(const struct unit_table *, size_t whole);

/* Note a number of the last row that is printed as TEXT. */
void	 unit_sums_note(struct job *, struct unit_table *, const struct scope *,
	    size_t column, const char *text, const struct printed *);

/* The columns, "5, 8", in which what is printed of the parts does not add up to
 * what is printed of the whole; "" when all do. */
const char *unit_sums_rounded(struct job *, const struct unit_table *);

/* Tell for each number how it follows from others of the table. */
void	 unit_sums_rules(struct job *, struct unit_table *);

/* Give all rows what is added up to them, for the foot and head of pages. */
void	 unit_sums_carry(struct job *, struct unit_table *);

#endif
