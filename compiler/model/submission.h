/*
 * A submission as its author wrote it: header and rows of cells, each with its
 * place.  CSV and XML are two front ends of it; whoever reads it does not know
 * which it was.
 */
#ifndef MODEL_SUBMISSION_H
#define MODEL_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/decimal.h"
#include "model/explanation.h"
#include "model/form.h"
#include "model/period.h"
#include "model/unit.h"

enum submission_kind { KIND_ACTUAL, KIND_ESTIMATE, KIND_ADJUSTMENT };

/*
 * What stands in the place of a number where its item does not apply to a unit;
 * in tables, and in XML.
 */
#define NOT_APPLICABLE_TABLE	"không áp dụng"
#define NOT_APPLICABLE_XML	"not-applicable"

/* How numbers are written in it. */
enum number_style {
	NUMBERS_VIETNAMESE,	/* 1.234,5: CSV */
	NUMBERS_XML,		/* 1234.5: xs:decimal */
};

struct cell {
	const char	*text;		/* NFC, trimmed; "" when empty; NULL when
					 * the column or element is absent */
	int		 line, column;	/* from 1; column of the cell in CSV, of
					 * the element's character in XML */
	const char	*refused;	/* why the form's XSD refused the value of
					 * an XML submission; NULL when it did not.
					 * Whoever judges the cell must report it:
					 * if nothing else is found wrong with it,
					 * as XML_STRUCTURE with these words */
};

/* Where an element stands. */
struct cell_mark {
	int		 line, column;
};

/*
 * A row keeps of its cells no more than is needed, since there may be many:
 * row_cell() puts one together.
 */
struct row {
	int		 line;
	const char	*unit_text;	/* as written: code or name */
	struct cell	 unit_cell;
	const char	*name_text;	/* the name beside a code in a table; or
					 * NULL */
	const char	**texts;	/* of its cells: one per field of the form */
	struct cell_mark *marks;	/* of its elements, likewise; NULL in a
					 * table */
	const char	**refused;	/* what the XSD said of its elements; NULL
					 * when it said nothing */
	const int	*lines;		/* of a table's cells by column, from 0;
					 * NULL: all in the row's line */
	bool		 total;		/* a total row: reconciled, not added */
};

struct submission {
	const char	*path;		/* as shown in messages */
	const struct form *form;
	const struct unit *unit;	/* the sender */
	struct period	 period;
	enum submission_kind kind;
	int		 sequence;	/* from 1 */
	int		 money_scale;	/* money is written in 10^n đồng: 0, 3, 6, 9 */
	bool		 money_unclear;	/* in which of these is not known, as was
					 * reported: amounts tell nothing */
	const char	*preparer;	/* or "" */
	const char	*signed_on;	/* ISO date or "" */
	date		 received;
	const char	*encoding;	/* what the file was read as: "UTF-8" */
	enum number_style numbers;
	const char	**headers;	/* per field: the header as written, or NULL */
	int		*columns;	/* per field: CSV column from 1, 0 when not
					 * a table */
	struct explanations explanations;	/* of warnings, by the sender */
	size_t		 row_count;
	struct row	*rows;
};

/* The cell of a field, by its index. */
struct cell	 row_cell(const struct submission *, const struct row *,
		    size_t field);

/* "actual", "estimate", "adjustment"; and back. */
const char *submission_kind_name(enum submission_kind);
bool	submission_kind_parse(const char *, enum submission_kind *);

/* "dong" 0, "nghin_dong" 3, "trieu_dong" 6, "ty_dong" 9; -1 when unknown. */
int	money_scale_parse(const char *);
const char *money_scale_name(int scale);

/* "G" for column 7, "AA" for 27: as spreadsheets call it. */
const char *column_letters(int column, char buf[static 8]);

/*
 * How messages name a cell: column G "Dư nợ cuối kỳ", with the name of the field
 * where that is what the column is headed by, column G "Dư nợ cuối kỳ" [du_no],
 * or for XML element <du_no> "Dư nợ cuối kỳ".  In the arena.
 */
struct arena;
const char *cell_name(struct arena *, const struct submission *,
	    const struct field *);

#endif
