/* Private to intake: a CSV submission as a sheet of rows under headers. */
#ifndef INTAKE_INTAKE_CSV_H
#define INTAKE_INTAKE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csvfile.h"
#include "intake/intake_parts.h"

/* How the columns that name units are called in forms that we write. */
#define CODE_LABEL	"Mã đơn vị"
#define CODE_NAME	"ma_don_vi"
#define NAME_LABEL	"Tên đơn vị"
#define NAME_NAME	"ten_don_vi"
#define MONEY_PLAIN	"đồng"

enum { BLANK_DELIMITER = ';' };

enum column_role {
	COLUMN_BLANK,		/* no header above it */
	COLUMN_FIELD,
	COLUMN_CODE,		/* codes of units */
	COLUMN_NAME,		/* names (or codes) of units */
	COLUMN_SERIAL,		/* numbering and remarks: never read */
	COLUMN_UNKNOWN,		/* not of the form: never read */
};

/* What a header cell is called by; the unit of measure behind it, if any. */
struct heading {
	const char	*key;		/* folded */
	const char	*short_key;	/* without what form_bare_header() takes
					 * away, "(đồng)" or ", đồng" */
	const char	*measure;	/* "đồng"; NULL none */
};

struct column {
	enum column_role role;
	const struct field *field;	/* of COLUMN_FIELD */
	const char	*header;	/* as written, NFC */
};

struct sheet {
	struct reading	*reading;
	struct csv_table table;
	char		 delimiter;
	size_t		 header;	/* index of the row of headers */
	bool		*titles;	/* per row above it: it tells nothing of
					 * the envelope by a key */
	size_t		 column_count;	/* up to the last header */
	struct column	*columns;
	size_t		 named_count;	/* up to the last that is no field's */
	bool		 has_blanks;	/* some have no header above them */
	size_t		 in_order;	/* the column of the form's first field,
					 * when the others follow in the form's
					 * order; SIZE_MAX when they do not */
	int		 money_column;	/* from 1: the first whose header told the
					 * unit of money; 0 none */
	bool		 plain_money;	/* a column of money tells none */
};

/* How a file is divided, and where its headers are. */
struct dialect {
	char		 delimiter;
	int		 header_line;	/* 0: not found */
	bool		 joined;	/* with the row above it */
	const struct form *form;	/* whose headers they are */
	bool		 ambiguous;	/* they are another form's as well */
};

struct heading	 csv_heading(struct arena *, const char *text);

/*
 * The field under a heading.  A unit of measure behind the name must be the
 * field's own, or a unit of money for a field of money.
 */
const struct field *csv_headed(struct arena *, const struct form *,
		    const struct heading *);

/* What a heading that is no field's means: COLUMN_UNKNOWN when nothing. */
enum column_role csv_common_role(struct reading *, const struct form *,
		    const struct heading *);

/*
 * Decide the delimiter from the row of headers: the first lines are divided by
 * each in turn, and the division under which most cells are column names of
 * the form (of KNOWN, else of the one the lines tell, else of any) wins.
 */
struct dialect	 csv_dialect(struct reading *, const struct form *known);

/* Make one row of the headers and the row above them; false: it cannot be. */
bool	 csv_join_headers(struct sheet *, const struct form *known);

/*
 * Bind the header row's cells to the form's fields.  Columns that are missing,
 * unknown or there twice are reported; false when none tells the units.
 */
bool	 csv_bind_columns(struct sheet *);

/*
 * Where no header tells the units: take the only columns without a known header in
 * which most rows have a unit's code, or name; a column before them that only
 * numbers the rows needs no header either.  False when there are none or several.
 */
bool	 csv_find_units(struct sheet *);

/* Whether a row below the headers tells their units of measure. */
bool	 csv_is_measures(struct sheet *, const struct csv_row *);

/* Take the unit of money that such a row tells, if there is one. */
void	 csv_measures_below(struct sheet *);

/* Whether the texts of a row's cells are fit to be kept as they are. */
bool	 sheet_row_is_tidy(const struct sheet *, const struct csv_row *);

/* The text of a row's cell, fit to be kept; "" behind the row's end. */
const char *sheet_cell(struct sheet *, const struct csv_row *, size_t column);

/* Whether a row has no text at all. */
bool	 sheet_row_is_blank(const struct csv_row *);

/* The cells of a row in one line, for a message. */
const char *sheet_row_text(struct reading *, const struct csv_row *);

/*
 * Whether a cell begins an explanation, "Giải trình" or "Giải trình: UT-12 ...";
 * what stands behind its colon is in *REST.
 */
bool	 csv_begins_explanation(struct arena *, const char *cell,
	    const char **rest);

/* Whether a row does, in its first filled cell. */
bool	 csv_is_explanation(struct sheet *, const struct csv_row *,
	    size_t *first, const char **rest);

/*
 * Note "Giải trình;UT-12 22327;reason", in as many cells as people like, until
 * form and sender are known.  False when it is no explanation.
 */
bool	 csv_explain(struct sheet *, const struct csv_row *);

/* Read the lines above the headers into the envelope, but titles. */
void	 csv_read_preamble(struct sheet *);

/* Hear what titles say besides sender and period; tell which were not read. */
void	 csv_hear_titles(struct sheet *);

/* Read the rows below the headers into the submission. */
void	 csv_read_rows(struct sheet *);

/*
 * Where LEN bytes break the rules of quotation: the line (and the cell's
 * column) of the offending mark, or where a cell was opened and never closed.
 */
void	 csv_bad_quote(const char *, size_t len, char delimiter, int *line,
	    int *column);

/*
 * Listen to a row outside the table for a unit of money: one that is said to be
 * the unit of the amounts counts as told, any other is kept for money_judge().  Whether the
 * former was there.
 */
bool	 money_hear(struct reading *, const struct csv_row *, bool above);

/*
 * Where neither a line nor the file's name tells sender or period: take those of
 * the titles, when they speak of one only, and say so.
 */
void	 title_tell(struct sheet *);

/*
 * When only the file's name tells the period: refuse lines above the table that
 * speak of another period of its kind and never of this one.
 */
void	 title_judge(struct sheet *);

/* How a blank's line about items that may not apply begins; nothing is missed when
 * it comes back and is not read. */
#define BLANK_REMARK	"Nội dung không có ở đơn vị thì ghi \"" \
			NOT_APPLICABLE_TABLE "\": "

/* Whether a row tells the days of its data: "từ ngày 15/02/2020 đến ngày
 * 14/03/2020". */
bool	 days_told(struct sheet *, const struct csv_row *, date *from,
	    date *to);

/* Warn when the lines above the table let the data end on another day than the
 * plan does. */
void	 days_judge(struct sheet *);

/* Whether a cell is a remark in an annotated copy: "R301: not a number ...". */
bool	 csv_is_remark(const char *);

/* How far a line above the table was read. */
struct preamble_at {
	size_t		 cell;		/* the next one */
	const char	*rest;		/* of the cell before it; NULL: nothing */
};

/*
 * The next key and value that a line above the table tells, from *AT on, which is
 * moved behind them: "Kỳ" "2020-Q1", "Kỳ: 2020-Q1", or after other words "Kỳ:"
 * "2020-Q1"; several in a cell as well.  False when there is none.
 */
bool	 csv_preamble(struct arena *, const struct csv_row *,
	    struct preamble_at *at, enum envelope_key *, const char **value,
	    int *column);

#endif
