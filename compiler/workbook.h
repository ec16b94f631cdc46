/* Private to workbook.so: how numbers of tables stand in a spreadsheet. */
#ifndef WORKBOOK_H
#define WORKBOOK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "report/report.h"

/* How a cell is shown: as a number, or else as its text. */
struct shown {
	bool		 number;
	bool		 exact;		/* VALUE is the number, to 15 digits, and
					 * not as it is printed */
	double		 value;
	const char	*format;
};

/*
 * The number that stands in a text, with the format that makes it look like that;
 * the text stays one where no format does, and where digits would be lost.
 */
struct shown	 workbook_number(struct arena *, const char *text,
		    const struct data_number *);

/*
 * The formula by which a number of a table follows from others, "=SUM(C4:C9,C11)";
 * NULL when it follows from none, or not from what these look like.  SHOWN is by
 * row and column; the first of the rows is FIRST in the sheet.
 */
const char	*workbook_formula(struct arena *, const struct data_table *,
		    const struct shown *, size_t first,
		    const struct data_number *);

#endif
