/*
 * Pages: what layout hands to paint.  Everything has an absolute place; nothing
 * is left to decide but how a device draws it.  Lengths are integer millipoints
 * (1/1000 of a DTP point, 1/72 inch); the origin is the page's top left corner,
 * y grows downwards.
 */
#ifndef LAYOUT_PAGES_H
#define LAYOUT_PAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t length;		/* [millipoints] */

struct color {
	uint8_t	r, g, b;
};

/* A face as FO names it: family, weight, style. */
struct face {
	const char	*family;	/* as written in the FO */
	bool		 bold;		/* font-weight 600 and above */
	bool		 italic;
};

enum item_kind {
	ITEM_TEXT,
	ITEM_RECT,		/* filled rectangle: rules, borders, backgrounds */
	ITEM_PATH,		/* from SVG */
	ITEM_IMAGE,
	ITEM_LINK,		/* an active area without appearance */
};

/* A run of text of one face and size on one baseline; never a line break. */
struct item_text {
	length		 x, y;		/* start of the baseline */
	length		 width;		/* as measured */
	length		 size;
	length		 letter_space;	/* added after each character */
	const struct face *face;
	struct color	 color;
	const char	*text;		/* UTF-8, NFC, not empty */
};

struct item_rect {
	length		 x, y, width, height;
	struct color	 color;
};

enum path_op { PATH_MOVE, PATH_LINE, PATH_CURVE, PATH_CLOSE };

struct path_step {
	enum path_op	 op;
	length		 x[3], y[3];	/* MOVE, LINE use [0]; CURVE all three */
};

struct item_path {
	size_t		 count;
	struct path_step *steps;
	bool		 fill, stroke;
	struct color	 fill_color, stroke_color;
	length		 stroke_width;
	length		 dash_on, dash_off;	/* both 0: solid */
};

struct item_image {
	length		 x, y, width, height;
	const char	*path;
};

struct item_link {
	length		 x, y, width, height;
	const char	*uri;		/* or NULL: an internal link to ... */
	size_t		 page;		/* ... this page, from 0 */
	length		 to_y;
};

struct item {
	enum item_kind	 kind;
	uint32_t	 element;	/* what it belongs to; 0: to the page alone */
	union {
		struct item_text	 text;
		struct item_rect	 rect;
		struct item_path	 path;
		struct item_image	 image;
		struct item_link	 link;
	};
};

struct page {
	length		 width, height;
	const char	*label;		/* the formatted page number */
	size_t		 count, cap;
	struct item	*items;		/* in painting order */
};

struct bookmark {
	const char	*title;
	int		 level;		/* 1 is outermost */
	bool		 open;
	size_t		 page;		/* from 0 */
	length		 y;
};

/*
 * A part of the document's structure (PDF 32000-1, 14.8), for those who have it
 * read to them: items of pages belong to elements, elements to each other, in
 * the order in which they are to be read.
 */
struct element {
	const char	*role;		/* "P", "TD"; NULL: was left out */
	uint32_t	 parent;	/* before it in the list */
	int		 columns, rows;	/* that a cell spans, from 1; else 0 */
	const char	*alt;		/* of a picture: what it shows; or NULL */
};

/* A file that the document carries. */
struct enclosure {
	const char	*name;		/* without a folder */
	const char	*description;	/* or NULL */
	const char	*type;		/* "text/csv" */
	const char	*bytes;
	size_t		 len;
};

/* A laid out document, in the arena given to layout_document(). */
struct pages {
	size_t		 count, cap;
	struct page	*pages;
	size_t		 bookmark_count, bookmark_cap;
	struct bookmark	*bookmarks;
	size_t		 element_count, element_cap;
	struct element	*elements;	/* the first one is the document; none:
					 * nothing is known of its structure */
	size_t		 attachment_count, attachment_cap;
	struct enclosure *attachments;	/* by name */
	const char	*title;		/* from fo:declarations' XMP; or NULL */
	const char	*author, *subject, *language;	/* likewise; or NULL */
};

#endif
