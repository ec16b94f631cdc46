/*
 * The site's tables (units.csv, unit-events.csv): rows under a header of known
 * column names.  Private to the room model.
 */
#ifndef MODEL_TABLE_H
#define MODEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/csvfile.h"
#include "base/date.h"
#include "base/diag.h"

struct arena;

enum { TABLE_COLUMNS_MAX = 16 };

struct table_column {
	const char	*name;
	bool		 required;
};

struct table {
	struct arena	*arena;
	const char	*path;
	struct diag	*diag;
	const char	*sha256;	/* of the file; NULL when it was not read */
	const struct table_column *columns;
	int		 places[TABLE_COLUMNS_MAX];	/* in the file, -1 absent */
	size_t		 row_count;	/* without the header and empty lines */
	const struct csv_row *const *rows;
};

/*
 * Read a file of UTF-8 CSV whose first row names its columns, in any order and
 * separated by commas, semicolons or tabs.  False after findings when it cannot
 * be used: unreadable, not CSV, a column unknown, twice or missing.  A row with
 * more cells than the header is a finding, but is read.
 */
bool	table_read(struct table *, struct arena *, const char *path,
	    const struct table_column *, size_t column_count, struct diag *);

/* A cell in NFC with blanks squeezed, "" when it is empty or absent. */
const char *table_value(const struct table *, size_t row, int column);

/* A day; a finding and DATE_NONE when it is none, DATE_NONE when empty. */
date	 table_date(const struct table *, size_t row, int column);

struct place table_place(const struct table *, size_t row);

#endif
