/* Tables.  Private to layout. */
#ifndef LAYOUT_LAYOUT_TABLE_H
#define LAYOUT_LAYOUT_TABLE_H

#include "layout/layout_box.h"

enum { COLUMNS_MAX = 500 };

struct cell {
	const struct node *node;
	size_t		 row;		/* in its part */
	int		 column, columns, rows;
	length		 edges[4];	/* borders as laid out, and padding */
	length		 borders[4];	/* of these, the borders */
	struct stack	 stack;
	enum word	 align;
	size_t		 filled;	/* boxes that pages filled so far have */
	size_t		 drawn;		/* that pages drawn so far have */
	bool		 retrieves;	/* laid out anew by what a page shows */
};

struct row {
	const struct table *table;
	struct part	*part;
	const struct node *node;	/* NULL when cells stand in the part */
	size_t		 index;		/* in its part */
	struct place_of_rows *place;	/* for rows that are retrieved; or NULL */
	struct cell	**slots;	/* by column; NULL where no cell is */
	struct cell	*cells;		/* those that begin here */
	int		 count;
	length		 height;
	bool		 breaks;	/* a page is to end within a cell */
	struct anchor_list *anchors;
	struct note_list *notes;	/* cited in cells that begin here */
	size_t		 marker_count, marker_cap;
	const struct node **markers;	/* in it, when the table retrieves */
};

/* A header, footer or body. */
struct part {
	const struct node *node;
	struct row	*rows;
	size_t		 count;
	int64_t		 height;
	struct box	*boxes;		/* header and footer, for repetition */
	bool		 is_drawn;	/* on page DRAWN or before */
	size_t		 drawn;		/* the first page that shows it, from 0 */
	const struct row *host;		/* retrieved rows stand there; or NULL */
};

/*
 * A row of no height and without cells in whose place stands what of the rows of a
 * page an fo:retrieve-table-marker retrieves: rows, or none.
 */
struct place_of_rows {
	const struct node *retriever;
	const struct node *content;	/* that was retrieved last; or NULL */
	struct part	*part;		/* made of it */
};

struct table {
	const struct node *node;
	bool		 collapse;
	length		 start;		/* of the first column in the area */
	int		 columns;
	length		*edges;		/* of columns: columns + 1 of them */
	const struct node **column_nodes; /* or NULLs */
	struct part	 header, footer;
	struct part	*bodies;
	size_t		 body_count;
	bool		 repeats_header, repeats_footer;
	bool		 retrieves;	/* its header or footer, markers */
};

/* What of a row's cells stands on one page when the row is split. */
struct slice {
	size_t		*from, *to;	/* by cell: boxes of its stack */
	bool		 is_first, is_last;
	bool		 is_forced;	/* more than there was room for */
	struct note_list *notes;	/* cited in it */
};

/* What of a table is on one page; all of it while its header is measured. */
struct fragment {
	const struct table *table;
	const struct placed *rows;
	size_t		 count;
};

/*
 * table_grid.c: which fo:table-column each column has, and the places of the
 * columns' edges in a table of a width; the parts with their grids; one of them, whose
 * rows stand in a node.  False after findings.
 */
bool	table_find_columns(struct layout *, struct table *);
void	table_place_columns(struct layout *, struct table *, length width);
bool	table_read_parts(struct layout *, struct table *);
bool	table_read_part(struct layout *, const struct table *, struct part *,
	    const struct node *);

/* table.c: the width of a cell's content. */
length	cell_width(const struct table *, const struct cell *);
/* Rows that stand in the place of HOST; NULL after findings. */
struct part *table_part(struct layout *, struct row *host,
	    const struct node *content);

/*
 * table_retrieved.c: the rows that are retrieved in the place of a row where a
 * table, or HERE of it, stands; NULL when there are none.
 */
struct part *retrieved_rows(struct layout *, struct row *,
	    const struct fragment *here);
/* The same for a table that goes onto no pages of its own: all of it. */
struct part *retrieved_in_all(struct layout *, struct row *);

/*
 * table_spans.c: the boxes of a stack from FROM on that fit into ROOM, and their
 * height; the first one in any case with FORCE.  The end of these is returned.
 */
size_t	stack_fit(const struct stack *, size_t from, int64_t room, bool force,
	    int64_t *height);
/*
 * The end of the boxes of a cell that its rows on one page have room for; ROW is
 * the first of these.  A part of a row that is all of a page has one at least.
 */
struct placed;
size_t	cell_fit(const struct cell *, size_t from, const struct placed *row,
	    int64_t height);
/* Whether a cell that began in a row above goes on in this one. */
bool	spans_into(const struct row *);

/* markers.c: the markers of a row's cells, for the header and the footer. */
void	markers_gather(struct layout *, struct row *);

/*
 * The border between neighbours in the collapsing model (XSL 1.1, 6.7.10;
 * CSS 2, 17.6.2): above row B and below row A, either NULL at the table's or
 * the page's edge; or left of column K in a row.
 */
struct border	 edge_between_rows(const struct row *a, const struct row *b,
		    int column);
struct border	 edge_in_row(const struct row *, int k);

#endif
