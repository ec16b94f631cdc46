/* Pages under construction.  Private to layout. */
#ifndef LAYOUT_LAYOUT_PAGE_H
#define LAYOUT_LAYOUT_PAGE_H

#include "layout/layout_table.h"

/* A box that has found its place; y counts from the top of its area. */
struct placed {
	const struct box *box;
	length		 y, height;
	const struct slice *slice;	/* of a row that is split; or NULL */
};

/* A note on a page: the boxes of its stack from FROM up to TO. */
struct set_note {
	const struct note *note;
	size_t		 from, to;
	length		 y;		/* from the body's top */
};

struct region {
	const struct node *node;	/* NULL when the master has none */
	const char	*name;
	length		 x, y, width, height;
};

struct master {
	const char	*name;
	const struct node *node;
	length		 width, height;
	struct region	 body, before, after;
};

struct sequence {
	const struct node *node;
	const struct node *flow;
	const struct node *masters;	/* fo:page-sequence-master or NULL */
	const struct master *master;	/* when it is a single one */
	struct stack	 stack;
	const char	*format;
	const struct node *separator;	/* static content above notes; or NULL */
	length		 separator_height;
	struct reflow	*reflow;	/* when its pages are not equally wide */
};

/* A page before it is drawn. */
struct sheet {
	const struct sequence *sequence;
	const struct master *master;
	const char	*label;
	size_t		 count, cap;
	struct placed	*items;
	size_t		 note_count, note_cap;
	struct set_note	*notes;
	length		 notes_y;	/* where the separator stands */
	length		 rest;		/* that is empty below the flow */
};

/* The document while it is laid out. */
struct document {
	struct layout	*l;
	struct node	*root;
	size_t		 master_count;
	struct master	*masters;
	size_t		 sequence_count;
	struct sequence	*sequences;
	size_t		 sheet_count, sheet_cap;
	struct sheet	*sheets;
};

/* masters.c: read the masters; false after findings. */
bool	masters_read(struct document *);
/* Which master a sequence's reference names: findings when there is none. */
bool	masters_find(struct document *, struct sequence *);
/*
 * The master of a page: the INDEX-th of its sequence (from 0), with its number;
 * LAST and BLANK say what else is known of it.
 */
const struct master *masters_choose(const struct document *,
	    const struct sequence *, size_t index, int64_t number, bool last,
	    bool blank);
/* The first master that a sequence may use, and whether all are as wide. */
const struct master *masters_first(struct document *, const struct sequence *,
	    bool *equal);

/* fill.c: how far the pages of a flow have come. */
struct filler {
	struct layout	*l;
	const struct box *boxes;
	size_t		 count;
	size_t		 at;		/* the first box of the next page */
	size_t		*from;		/* of the split row there; or NULL */
	int64_t		 used;		/* height of its parts so far */
	length		 extra;		/* by which a row at AT is higher here */
	bool		 at_top;	/* nothing stands on the page yet */
	length		 separator;	/* height of what is above notes */
	double		*ahead;		/* demerits of the pages from a box on ... */
	length		 ahead_height;	/* ... of pages so high; NULL: nothing gives */
	struct placed	*trial;		/* a page as it may become */
	size_t		 trial_cap;
	length		 width;		/* that BOXES were made for, if it varies */
	bool		 is_partial;	/* there is more in the flow */
	/* notes that earlier pages did not hold */
	bool		 has_carried;	/* the page began with such */
	size_t		 carried_count, carried_cap;
	struct set_note	*carried;
	/* Room that the notes of the page take so far: all of them; and when the
	   last of them goes on on the next page. */
	struct demand {
		int64_t	 whole, least;
	}		 demand;
};

/* Fill a page of a height, others of which LATER ones are; its boxes are added to
   the sheet. */
void	fill_page(struct filler *, length height, length later, struct sheet *);

/* page_end.c */
/*
 * Where the page ends, how strong the keep is that is broken there, and by what part
 * of what they may give the spaces above are stretched (or shrunk: below zero).
 */
struct ending {
	size_t	end;
	int	keep;
	bool	found;
	double	ratio;
	int64_t	room;		/* that is left where all spaces are least */
	double	demerits;	/* of this page ... */
	double	total;		/* ... and of those behind it */
};

/*
 * Where the page ends that has come down to Y, unless WITH_NOTES those that it cites
 * having what is left of it; with room for the rows that tables retrieve on it.
 */
struct ending end_choose(struct filler *, const struct sheet *, int64_t y,
	    length limit, bool with_notes);
/*
 * Where spaces give, the best ends of pages are those whose demerits are least in
 * all: these, from the filler's place on, if pages are as high as LATER.
 */
void	end_look_ahead(struct filler *, length later);
/* The table that goes on from the last page to the next: across a row, even. */
const struct table *end_table(const struct filler *);
/* Whether a page that begins with it has room for its header. */
bool	end_repeats_header(struct filler *, const struct sheet *,
	    const struct table *, length limit);
/* Height of a table's footer where the table is broken, with its notes. */
int64_t	end_footer(const struct filler *, const struct table *);
/*
 * The most that the rows take which tables retrieve on the page, below a HEADER or
 * none, whether a part of the row at the filler's place ends it or not.
 */
length	end_retrieved(struct filler *, const struct sheet *,
	    const struct part *header);

/* The flow-name of the static content between a page's flow and its notes. */
#define NOTE_SEPARATOR	"xsl-footnote-separator"

/* Whether a box is a row of a table's bodies. */
bool	box_is_body_row(const struct box *);

/*
 * table_spans.c: what the row with which a page begins, USED of it on pages
 * before, needs above its height, so that the cells that go on have room for what
 * is left of them (XSL 1.1, 6.7.10: a cell has a height of all its rows).
 */
length	spans_rest(const struct row *, int64_t used);
/* A page is full: what of the cells that go on in a row behind it it has. */
void	spans_settle(const struct sheet *, const struct row *);

/*
 * table_retrieved.c: the height of all rows that tables retrieve on a page, and
 * these rows put into their places; the first one changes nothing.
 */
length	retrieved_height(struct layout *, const struct placed *, size_t);
length	retrieved_place(struct layout *, struct sheet *);

/* reflow.c: what is on no page yet, laid out for a page as wide as the master's. */
void	reflow_fit(struct filler *, struct sequence *, const struct master *);
/* That was only an attempt: notes are again as wide as where the filler was. */
void	reflow_undo(struct filler *, struct sequence *);

/* notes.c: notes that one more box brings; to a demand, and onto a page. */
void	demand_add(struct demand *, const struct filler *,
	    const struct note_list *);
void	notes_place(struct filler *, struct sheet *, const struct note_list *);
/* A page begins with what was carried over; false when there is nothing. */
bool	notes_carry(struct filler *, struct sheet *);
/* A page's flow ends at Y: notes take their places, the rest is carried on. */
void	notes_settle(struct filler *, struct sheet *, length y, length limit);
/* The static content above notes, measured. */
void	notes_separate(struct layout *, struct sequence *, length width);

/* sequence.c: all pages of all sequences. */
void	sequences_fill(struct document *);
const char *number_label(struct arena *, const char *format, int64_t number);

/* draw.c: boxes onto a page, the area's corner at X, Y. */
struct drawing {
	struct layout	*l;
	struct page	*page;
	length		 x, y;		/* of the area's corner */
	length		 down;		/* by which its content was aligned */
};

/* A new item of the page. */
struct item *draw_item(const struct drawing *, enum item_kind);
void	draw_boxes(const struct drawing *, const struct placed *, size_t);
void	draw_stack(const struct drawing *, const struct stack *, size_t from,
	    size_t to);
void	draw_rect(const struct drawing *, length x, length y, length width,
	    length height, struct color);
/* A border as a rule whose middle or edge is the rectangle given. */
void	draw_rule(const struct drawing *, length x, length y, length width,
	    length height, const struct border *);

/* notes.c: the notes of a page with their separator. */
void	notes_draw(const struct drawing *, const struct sheet *);

/* Background and borders of a rectangle given by the borders' outer edges. */
void	draw_bordered(const struct drawing *, const struct settings *,
	    length x, length y, length width, length height,
	    const bool open[4]);

/* spans.c: the backgrounds and borders within a line, behind its text. */
void	spans_draw(const struct drawing *, const struct line *,
	    length baseline);

/* How wide each piece of a line is once the difference is spread. */
struct spread {
	int64_t	difference, whole, passed;
};

/* draw_lines.c */
struct spread spread_of(const struct line *);
length	spread_width(struct spread *, const struct piece *);
void	draw_line(const struct drawing *, const struct line *, length y);

/* table_draw.c: neighbouring rows of one table that stand on one page. */
void	table_draw_grid(const struct drawing *, const struct placed *, size_t);
void	table_draw_cells(const struct drawing *, const struct placed *,
	    size_t);

/* structure.c: the elements of the document's structure, entered in its nodes. */
void	structure_make(struct document *);

/* attach.c: the files that an fo:declarations names; false after findings. */
bool	attachments_read(struct layout *, const struct node *);

/* outline.c: bookmarks and the document's own title, author, language. */
void	outline_make(struct document *);

#endif
