/*
 * The content of a PDF page under construction.  Inside the room paint only.
 *
 * Each function appends what the content needs to be in the state asked for, and
 * nothing when it is; places count from the page's upper left corner.
 */
#ifndef PAINT_PAINT_CONTENT_H
#define PAINT_PAINT_CONTENT_H

#include <hpdf.h>

#include "layout/pages.h"
#include "paint/paint_pdf.h"

/* No element: what is drawn is marked as nothing so far. */
#define UNMARKED UINT32_MAX

/* A page under construction, and what its content has set so far. */
struct brush {
	struct pdf	*pdf;
	struct pdf_page	*drawn;
	HPDF_Page	 page;
	struct text	*out;
	length		 height;
	bool		 in_text;
	uint32_t	 element;	/* whose part is open; or UNMARKED */
	bool		 opened_in_text;
	length		 x, y;		/* of the last text in this text object */
	const struct pdf_face *face;
	length		 size, letter_space;
	struct color	 fill, stroke;
	length		 line_width;
	size_t		 image_count, image_cap;
	HPDF_Image	*images;	/* in the order that libharu counts */
};

/* A length in points and a blank: three places say it exactly. */
void	brush_put(struct brush *, length);
void	brush_put_place(struct brush *, length x, length y);
/* An operator behind its operands. */
void	brush_operator(struct brush *, const char *name);

/* Begin a text object; leave it, in which nothing else may be drawn. */
void	brush_begin_text(struct brush *);
void	brush_end_text(struct brush *);

/*
 * What follows is a part of an element (PDF 32000-1, 14.6), or of nothing but the
 * page when that is 0.  A part that begins within a text object ends there.
 */
void	brush_mark(struct brush *, uint32_t element);
/* End the open part, as far as there is one. */
void	brush_end_mark(struct brush *);

void	brush_fill(struct brush *, struct color);
void	brush_stroke(struct brush *, struct color, length width);
void	brush_font(struct brush *, const struct pdf_face *, length size);
/* The codes of a text, two bytes a character, as a string (7.3.4.2). */
void	brush_string(struct brush *, const char *);

#endif
