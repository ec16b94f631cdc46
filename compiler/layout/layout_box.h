/*
 * Boxes: what a flow is made into before pages are filled.  Private to layout.
 *
 * A flow is a flat list of boxes that stand one below the other: lines, table
 * rows, the upper and lower edges of bordered blocks.  Each box knows the space
 * before it, whether it clings to the next one and whether a page begins with
 * it.  The list is made once per pass, for pages of one width (else see reflow.c);
 * pages are then filled with it, one after the other (fill.c, page_end.c).
 */
#ifndef LAYOUT_LAYOUT_BOX_H
#define LAYOUT_LAYOUT_BOX_H

#include "base/text.h"
#include "layout/layout.h"
#include "layout/layout_fo.h"

/*
 * How strongly two neighbours cling together.  When a chain is longer than a
 * page the weakest link of it yields, the last one of these.
 */
enum {
	KEEP_NONE = 0,
	KEEP_LINES = 1,		/* orphans and widows */
	KEEP_SPAN = 2,		/* rows that a cell spans */
	KEEP_LEAST = 3,		/* an author's keep of 1; then up to ... */
	KEEP_ALWAYS = 2000000,	/* ... keep="always" */
	KEEP_HARD = 2000001,	/* header and first row, a border and its text */
};

/* Advances and extents of a face, each asked for once. */
struct glyphs {
	const struct face *face;
	int		 ascender, descender;	/* [1/1000 em] */
	int16_t		*advances;	/* of U+0000 to U+22FF; -2 unknown */
};
enum { GLYPHS_KNOWN = 0x2300 };

/* How characters look. */
struct ink {
	const struct style *style;
	struct glyphs	*glyphs;
	struct color	 color;
	length		 letter_space;
	length		 shift;		/* of the baseline, upwards */
	bool		 underline;
	struct span	*span;		/* what is drawn around it; or NULL */
	const struct node *link;	/* fo:basic-link or NULL */
	struct anchor	*anchor;	/* to be placed with its line; or NULL */
	struct note	*note;		/* cited by this text; or NULL */
};

/* An inline element with a background, a border or a padding. */
struct span {
	const struct span *outer;
	int		 depth;		/* 1 is outermost */
	const struct settings *set;
	const struct ink *ink;		/* its own, for its height ... */
	const struct object *object;	/* ... unless it is an image; or NULL */
};

enum edge { EDGE_NONE, EDGE_START, EDGE_END };

/*
 * A leader or an image in a line, or the border and the padding at the start or
 * the end of a span.
 */
struct object {
	const struct node *node;
	enum edge	 edge;
	length		 width, height;
	length		 stretch, shrink;
	const char	*path;		/* of an image */
	length		 drawn_width, drawn_height;
	length		 drawn_x, drawn_y;	/* in the viewport */
	length		 above, below;	/* what is around an image */
};

enum piece_kind { PIECE_WORD, PIECE_SPACE, PIECE_FIXED_SPACE, PIECE_OBJECT };
enum piece_break { BREAK_NO, BREAK_MAY, BREAK_MUST };

/* The parts of a paragraph between which a line may or may not end. */
struct piece {
	const struct ink *ink;
	union {
		const char	*text;		/* words and spaces */
		struct object	*object;
	};
	length		 width;
	uint8_t		 kind;
	uint8_t		 after;
};

struct line {
	const struct piece *pieces;
	size_t		 count;
	length		 x;		/* of the first piece in its area */
	uint32_t	 element;	/* of the structure, that it belongs to */
	length		 ascent;	/* from the box's top to the baseline */
	length		 difference;	/* to be spread over the spaces */
	bool		 goes_on;	/* behind a space, in the next line */
	uint32_t	 first;		/* of its pieces in their run */
};

/* A bordered or coloured block, drawn around the boxes that are inside. */
struct frame {
	struct frame	*outer;
	const struct settings *set;
	length		 x, width;	/* of the border's outer edge */
	bool		 has_edges;	/* a background alone otherwise */
	/* while a page is drawn */
	size_t		 seen;		/* the page's mark */
	length		 top, bottom;
	bool		 opens, closes;
};

/* What an id names, and where that came to stand. */
struct anchor {
	const char	*id;
	bool		 placed;
	size_t		 page, last;	/* from 0 */
	const char	*label, *last_label;	/* numbers of these pages */
	length		 y;
};

struct anchor_list {
	struct anchor	*anchor;
	bool		 is_end;
	struct anchor_list *next;
};

/* Notes that are cited within a box, in the order of their citations. */
struct note_list {
	struct note	*note;
	struct note_list *next;
};

enum box_kind { BOX_LINE, BOX_ROW, BOX_OPEN, BOX_CLOSE, BOX_GROUP, BOX_MARK };
enum page_break { PAGE_NO, PAGE_ANY, PAGE_EVEN, PAGE_ODD };

/* A space: its optimum, and how far its minimum and maximum are from that. */
struct space {
	length		 optimum, shrink, stretch;
};

struct box {
	uint8_t		 kind;
	uint8_t		 page_break;	/* before it */
	bool		 is_past;	/* a stub of what is on a page already */
	int		 keep;		/* with the next box */
	struct space	 space;		/* before it */
	struct space	 top_space;	/* the same at the top of an area */
	struct space	 end_space;	/* behind it at the end of an area */
	length		 height;
	int		 source_line;
	uint32_t	 unit;		/* of the flow, if it is laid out anew */
	struct frame	*frame;
	struct frame	*around, *top_around; /* what the spaces before it are in */
	struct anchor_list *anchors;
	struct note_list *notes;
	struct group	*beside;	/* labels of list items; or NULL */
	union {
		struct line	*line;
		struct row	*row;
		struct group	*group;
	};
};

/* Boxes in an area of their own: a cell, a container, a list item's label. */
struct stack {
	struct box	*boxes;
	size_t		 count;
	int64_t		 height;
};

/* A footnote's body, which stands at the foot of the page that cites it. */
struct note {
	const struct node *node;	/* fo:footnote-body */
	struct stack	 stack;
	int64_t		 least;		/* height of what may stand alone */
	struct anchor_list *anchors;	/* of ids within it */
	bool		 cited;		/* a line has it already */
};

/* A container of fixed size or place, or a label beside its body. */
struct group {
	struct stack	 stack;
	const struct settings *set;	/* drawn around it; or NULL */
	length		 x, y;		/* of the content, from the box's place */
	length		 width, height;	/* of the content */
	length		 offset;	/* of the stack in it (display-align) */
	struct group	*next;		/* of labels: of an outer list */
	bool		 absolute;	/* y is from the area's top */
	bool		 on_page;	/* x and y are from the page's corner */
};

struct layout {
	struct arena	*result;	/* the pages */
	struct arena	*pass;		/* boxes of this pass */
	struct fo_reader reader;
	const struct metrics *metrics;
	struct diag	*diag;
	struct pages	*pages;

	/* inline.c */
	struct glyphs	**faces;
	size_t		 face_count, face_cap;
	struct ink	**inks;		/* by style id */
	size_t		 ink_cap;
	struct map	*said;		/* complaints made */
	uint32_t	*chars;		/* a paragraph under construction */
	uint32_t	*ink_of;	/* indices into used */
	char		*breaks;
	size_t		 char_count, char_cap;
	const struct ink **used;
	size_t		 used_count, used_cap;
	struct object	**objects;
	size_t		 object_count, object_cap;
	size_t		 piece_cap;
	struct piece	*pieces;
	struct breaker	*breaker;

	/* blocks.c: the boxes of the flows under construction, nested */
	struct box	*boxes;
	size_t		 box_count, box_cap;
	struct anchor_list *pending;	/* ids that wait for a box */
	length		 body_width;	/* of the region that notes stand in */
	length		 body_height;

	struct reflow	*reflow;	/* of the flow that is laid out; or NULL */

	/* pages */
	struct map	*anchors;	/* id -> struct anchor, of this pass */
	struct map	*anchors_before; /* of the pass before */
	bool		 cites;		/* a flow has a citation */
	const char	*number;	/* of the page under static content */
	size_t		 page, sequence_page;	/* that page, and the first
					   one of its sequence, from 0 */
	struct map	*retrieved;	/* marker and retriever -> content */
	const struct fragment *fragment; /* whose header or footer is set */
	bool		 varies;	/* a table retrieves rows by page */
	bool		 final;		/* all pages are known */
	uint32_t	 element;	/* that is drawn; 0: what only the page has */
	bool		 again;		/* it is drawn, but not for the first time */
	size_t		 mark;		/* counts drawn stretches */
	struct text	 run_text;	/* of a run under construction */
};

/* A flow under construction: an area of a width. */
struct flow {
	struct layout	*l;
	size_t		 base;		/* its first box on the stack */
	length		 x, width;	/* of the area, from the outermost one */
	bool		 outermost;	/* its boxes go onto pages */
	bool		 in_unit;	/* they are of a unit that has begun */
	/* what waits for the next box */
	bool		 has_space;
	struct space	 space, top_space;
	int		 precedence;	/* of the space */
	struct frame	*around, *top_around; /* what the spaces stand in */
	int		 keep;
	enum page_break	 page_break;
	struct frame	*frame;
};

/* inline.c: release what it keeps between paragraphs. */
void		 inline_free(struct layout *);

/*
 * The pieces of the inline content from FIRST up to STOP (not included), in the
 * layout's buffer, their texts in the pass' arena.  Returns their number.
 * WIDTH is what percentages refer to.
 */
size_t		 inline_pieces(struct layout *, const struct node *block,
		    const struct node *first, const struct node *stop,
		    length width);
/* ink.c: the width of a character in some ink. */
length		 inline_advance(struct layout *, const struct ink *,
		    uint32_t c, int source_line);
/* The width of a string in a face and size. */
length		 inline_width(struct layout *, const struct face *,
		    length size, const char *, int source_line);
struct anchor	*anchor_of(struct layout *, const char *id);

/* pieces.c: the stretch and the shrink of a piece in justified text. */
length		 piece_stretch(const struct piece *);
length		 piece_shrink(const struct piece *);

/* breaks.c */
struct line_break {
	size_t		 first, count;	/* pieces, spaces at the ends left out */
	length		 difference;	/* what is left of the width */
	bool		 last;
	bool		 adjusts;	/* the spaces take the difference */
};

struct break_rules {
	length		 width;
	length		 indent;	/* of the first line */
	enum word	 align, align_last;
	bool		 wrap;
};

/*
 * Break pieces into lines as TeX does (Knuth and Plass, Breaking Paragraphs
 * into Lines, 1981), with the parameters of Apache FOP.  Returns the number of
 * lines; *LINES is valid until the next call.
 */
size_t		 breaks_find(struct layout *, const struct piece *,
		    size_t count, const struct break_rules *,
		    const struct line_break **lines);
void		 breaks_free(struct layout *);

/* lines.c: add the lines of a run of inline nodes of a block. */
void		 lines_add(struct flow *, const struct node *block,
		    const struct node *first, const struct node *stop,
		    bool first_in_block);

/* markers.c */
/*
 * The content of the marker that an element retrieves, as far as pages are
 * known; NULL when there is none.
 */
const struct node *marker_content(struct layout *, const struct node *);
bool		 marker_retrieves(const struct node *);	/* retrieve-... */
/* Whether a node, or what it retrieves, is no part of a line. */
bool		 node_is_block(struct layout *, const struct node *);

/* notes.c */
/* The notes that a line cites for the first time. */
struct note_list *notes_of_line(struct layout *, const struct line *);
/* Lay out the bodies of notes, now that their paragraph is done. */
void		 notes_fill(struct layout *, const struct note_list *);
/* Append the notes of some boxes of a stack to a list. */
void		 notes_gather(struct layout *, const struct stack *, size_t from,
		    size_t to, struct note_list **);

/* blocks.c */
void		 flow_start(struct flow *, struct layout *, length width,
		    bool outermost);
/* The boxes made so far as a stack of their own, taken off the flow. */
struct stack	 flow_finish(struct flow *);
struct box	*flow_push(struct flow *, enum box_kind, length height,
		    const struct node *);
/* Sums that stay within the lengths there are. */
length		 length_sum(length, length);
struct space	 space_sum(struct space, struct space);
/* All block-level children of a node. */
void		 blocks_add(struct flow *, const struct node *parent);
/* The children of a node: blocks, and lines between them. */
void		 block_content(struct flow *, const struct node *);
/* list.c: a list, item by item. */
void		 list_add(struct flow *, const struct node *);
/* The content of a cell or container as a stack. */
struct stack	 stack_of(struct layout *, const struct node *, length width);
/* The element's id, if it has one, names the place of the next box. */
void		 block_anchor(struct layout *, const struct node *);
/* Begin and end what a block-level element does to the boxes inside of it. */
size_t		 block_enter(struct flow *, const struct node *);
void		 block_leave(struct flow *, const struct node *,
		    size_t first);
/* The same but for spaces and frames: keeps, breaks and the id. */
void		 block_attach(struct flow *, const struct node *);
void		 block_detach(struct flow *, const struct node *,
		    size_t first);
/* The element's boxes, from FIRST on, end with the last one there is. */
void		 block_ends(const struct flow *, const struct node *,
		    size_t first);
length		 block_width(const struct flow *, const struct node *);
length		 block_aligned(enum word align, length free_height);
length		 block_start(const struct flow *, const struct node *);
length		 block_end(const struct flow *, const struct node *);
int		 keep_strength(const struct node *, enum property_id);
void		 keep_within(struct layout *, size_t first, int strength);

/* What is known of a unit that is on pages already. */
struct flow_unit {
	bool		 has_boxes;
	uint8_t		 page_break;	/* behind it, which a row asks for */
};

/* How far a flow has come whose pages are of unequal width, and what is to do. */
struct reflow {
	uint32_t	 unit;		/* the next one to come */
	uint32_t	 from;		/* those before are on pages already ... */
	uint32_t	 piece;		/* ... and of it the pieces before this ... */
	size_t		 rows;		/* ... or so many rows */
	size_t		 unit_count, unit_cap;
	struct flow_unit *units;
	int64_t		 height, enough; /* of what is laid out */
	bool		 is_partial;	/* it was enough before the flow's end */
	bool		 is_wrong;	/* an error was found in the flow */
};

/*
 * reflow.c: a unit of a flow begins.  True when it is on pages already: a stub stands
 * for it, and nothing else is to be done.
 */
bool		 reflow_passes(struct flow *, const struct node *);
/* It ends; its boxes are those from FIRST on. */
void		 reflow_ends(struct flow *, size_t first);
/* How many pieces of the unit, a run of lines, are on pages already. */
size_t		 reflow_rest(struct flow *, const struct node *);
/* A box of the outermost flow is told its unit. */
void		 reflow_count(struct flow *, struct box *);
/* Whether there is enough for now, before what comes next in a node. */
bool		 reflow_has_enough(struct flow *, const struct node *);

/* structure.c: the element that a node belongs to; 0: to none. */
uint32_t	 structure_element(const struct node *);

/* table.c */
void		 table_add(struct flow *, const struct node *);

/* Report once per line that something is too wide or too high for an area. */
void		 report_overflow(struct layout *, const struct node *,
		    const char *what, int64_t by, const char *area);
/* What a message calls the area that a node stands in. */
const char	*area_name(const struct node *);
void		 report_too_high(struct layout *, int line, const char *what,
		    int64_t by, const char *area);

#endif
