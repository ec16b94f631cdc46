/*
 * Tables of comma-separated values (RFC 4180), by libcsv in its strict mode:
 * reading with true line numbers, and writing.
 */
#ifndef BASE_CSVFILE_H
#define BASE_CSVFILE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct text;

struct csv_cell {
	const char	*text;		/* as written, quotes removed; never NULL */
};

struct csv_row {
	struct csv_cell	*cells;
	const int	*lines;		/* where each cell begins; NULL: all in
					 * the row's line */
	int		 line;		/* where the row begins, from 1 */
	unsigned short	 count;		/* cells; 0 for an empty line */
	bool		 trimmed;	/* no blank (or tab, or line end) stands at
					 * an end of a cell */
	bool		 plain;		/* likewise, and all is printing ASCII */
};

/* The line in which a cell begins; the row's own behind its last. */
int	csv_line(const struct csv_row *, size_t cell);

struct csv_table {
	size_t		 count;
	struct csv_row	*rows;
};

enum csv_error {
	CSV_FILE_OK,
	CSV_FILE_QUOTE,		/* a quote inside or behind a field */
	CSV_FILE_OPEN_QUOTE,	/* a quoted field is never closed */
	CSV_FILE_TOO_LARGE,	/* a cell or a row exceeds its limit */
	CSV_FILE_MANY_ROWS,	/* more than the caller wants */
	CSV_FILE_MANY_CELLS,	/* more than CSV_CELLS_MAX in all */
};

enum {
	CSV_CELL_MAX = 64 * 1024,	/* bytes */
	CSV_COLUMNS_MAX = 512,
	CSV_CELLS_MAX = 8 * 1000 * 1000,
};

/*
 * Split LEN bytes of UTF-8 into rows by DELIMITER.  Lines may end in LF, CR LF
 * or CR; empty lines are kept as rows without cells; blanks around a field are
 * removed unless it is quoted.  At most ROWS_MAX rows.  On an error, *LINE is
 * where (for an open quote: where it was opened) and *TABLE is not to be used.
 */
enum csv_error csv_read(struct arena *, const char *, size_t len,
		    char delimiter, size_t rows_max, struct csv_table *,
		    int *line);

/*
 * The same of a string that is not needed any more: OVER is the same one, to be
 * written over, and unless it has quotes the cells are left where they stand.
 */
enum csv_error csv_read_over(struct arena *, const char *, char *over,
		    size_t len, char delimiter, size_t rows_max,
		    struct csv_table *, int *line);

/* Append one field to a row under construction: quoted when it must be. */
void	csv_put_field(struct text *, const char *field, char delimiter,
	    bool first);

/*
 * Append a row that people open in a spreadsheet: an apostrophe stands before
 * what it would take for a formula ("=1+1", "-x", but not "-1.234").
 */
void	csv_put_shown_row(struct text *, const char *const *fields,
	    size_t count, char delimiter);

/* Append a whole row of COUNT fields and a line end. */
void	csv_put_row(struct text *, const char *const *fields, size_t count,
	    char delimiter);

#endif
