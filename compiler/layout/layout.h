/*
 * The formatter's layout: an XSL-FO tree in, pages out (XSL 1.1, W3C
 * Recommendation of 5 December 2006, in the subset that docs list).
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include <libxml/tree.h>

#include "layout/pages.h"

struct arena;
struct diag;

/* What layout has to know of a font; all lengths for size 1000 [1/1000 em]. */
struct metrics {
	void	*context;
	/* Advance of a character; a negative value: the face lacks it. */
	int	(*advance)(void *context, const struct face *, uint32_t c);
	/* Kerning is not applied, so an advance is all there is to a width. */
	int	(*ascender)(void *context, const struct face *);	/* OS/2 sTypoAscender */
	int	(*descender)(void *context, const struct face *);	/* likewise, negative */
	/* Whether a face of this family is configured. */
	bool	(*has_family)(void *context, const char *family);
	/* Pixel size and resolution [dpi] of an image; false: not readable. */
	bool	(*image_size)(void *context, const char *path, int *width,
		    int *height, int *dpi);
};

/*
 * Metrics that depend on no font: every character is half an em wide, combining
 * marks zero; ascender 800, descender -200; every family exists.
 */
extern const struct metrics metrics_fixed;

/*
 * Lay out a document, which is taken apart on the way, since its tree needs more
 * memory than all that is made of it: what is left is good for nothing but
 * xmlFreeDoc(), which the caller still owes.  Everything unknown or impossible is a finding with the
 * FO file's line, and the result is then NULL; warnings do not prevent pages.
 */
struct pages	*layout_document(struct arena *, xmlDoc *, const struct metrics *,
		    struct diag *);

/*
 * The file of an image, as the property src of an fo:external-graphic in the
 * document FILE names it, in the arena; "" when that is wrong.
 */
const char	*layout_image_path(struct arena *, const char *file,
		    const char *src);

/*
 * Print the properties of the subset, a line each: name, inherited or not,
 * initial value, the elements of what kind it applies to.
 */
struct text;
void	layout_list_properties(struct text *);

#endif
