/* Drawings inside of FO.  Private to layout. */
#ifndef LAYOUT_LAYOUT_SVG_H
#define LAYOUT_LAYOUT_SVG_H

#include "layout/layout_page.h"

/* From user units to millipoints: x' = a x + c y + e, y' = b x + d y + f. */
struct matrix {
	double	a, b, c, d, e, f;
};

/* A path under construction, in user units until it is drawn. */
struct outline {
	struct layout	*l;
	const struct matrix *m;
	size_t		 count, cap;
	struct path_step *steps;
	double		 x, y;		/* the current point */
	double		 first_x, first_y; /* of the subpath */
};

/*
 * The size of the drawing in an fo:instream-foreign-object; findings and false
 * when it is none, or has something that is not of the subset.
 */
bool	svg_measure(struct layout *, const struct node *, length *width,
	    length *height);

/* The drawing scaled to a rectangle. */
void	svg_draw(const struct drawing *, const struct node *, length x,
	    length y, length width, length height);

/* svg_path.c: steps of a path; the last says false for wrong path data. */
void	outline_move(struct outline *, double x, double y);
void	outline_line(struct outline *, double x, double y);
void	outline_curve(struct outline *, double x1, double y1, double x2,
	    double y2, double x, double y);
void	outline_close(struct outline *);
void	outline_ellipse(struct outline *, double x, double y, double rx,
	    double ry);
bool	outline_data(struct outline *, const char *d);

/* Read a number at *S, with the separators behind it; false if there is none. */
bool	svg_number(const char **s, double *);
/* A coordinate in millipoints, kept within what a page can have. */
length	svg_length(double);

#endif
