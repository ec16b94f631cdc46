/* A cell while it is being read.  Between files of the room check only. */
#ifndef CHECK_CHECK_CELL_H
#define CHECK_CHECK_CELL_H

#include "check/check_parts.h"

struct reading {
	struct checking	*check;
	const struct row *row;
	const struct field *field;
	const char	*text;
};

/* ---- values.c ---- */

/* Where a cell stands; an element that is not there, where its row says the unit. */
struct place	 cell_place(const struct checking *, const struct row *,
		    size_t field);
struct place	 cell_place_read(const struct reading *);
/*
 * Refuse the cell: a code with the text, the cell's name and up to three more.
 * Always false, as what reads a cell returns.
 */
bool		 cell_refuse(const struct reading *, enum diag_code,
		    const char *third, const char *fourth, const char *fifth);
/* Refuse what a spreadsheet saved instead of a value. */
bool		 cell_refuse_error(const struct reading *);

/*
 * ---- cell_number.c, cell_words.c ----
 *
 * The value of a cell that is not empty, and its text where it has one; false and a
 * finding when it has none.
 */
bool		 cell_read_number(const struct reading *, int64_t *);
bool		 cell_read_date(const struct reading *, int64_t *);
bool		 cell_read_boolean(const struct reading *, int64_t *);
bool		 cell_read_enum(const struct reading *, int64_t *,
		    const char **text);
bool		 cell_read_code(const struct reading *, const char **text);
bool		 cell_read_words(const struct reading *, const char **text);

#endif
