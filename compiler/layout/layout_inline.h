/* What inline content is gathered as, before it is divided.  Room: layout. */
#ifndef LAYOUT_LAYOUT_INLINE_H
#define LAYOUT_LAYOUT_INLINE_H

#include "layout/layout_box.h"

/* Characters with a meaning of their own. */
enum {
	OBJECT = 0xfffc,
	NEWLINE = 0x2028,
	NO_BREAK_SPACE = 0xa0,
	EDGE = 0xfdd0,		/* of a span: no text has it */
	ZERO_SPACE = 0x200b,
	JOINER = 0x2060,
};

enum { WIDTH_MAX = 1000000000 };	/* [millipoints], of one piece */

/* ink.c: the ink of an element's style, made once; a font that is not configured
 * is reported once. */
struct ink	*ink_of_style(struct layout *, const struct node *);

/* pieces.c: divide the gathered characters into pieces; returns their number. */
size_t		 inline_divide(struct layout *, int source_line);

#endif
