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

/* What is inherited by the elements of a drawing. */
struct svg_brush {
	struct matrix	 m;
	bool		 fills, strokes;
	struct color	 fill, stroke;
	double		 stroke_width;
	double		 dash_on, dash_off;
	const char	*family;
	double		 size;
	bool		 bold, italic;
	enum word	 anchor;
};

/* The walk over a drawing; without D nothing is drawn. */
struct svg_walk {
	struct layout	*l;
	const struct node *node;
	const struct drawing *d;
	bool		 silent;	/* mistakes are told by another walk */
	bool		 ok;
	bool		 measuring;	/* only how far text goes */
	double		 x, y;		/* where text goes on */
};

/* svg_brush.c */
struct place svg_place(const struct svg_walk *, const xmlNode *);
/* An attribute's text, or NULL. */
const char *svg_attribute(const struct svg_walk *, const xmlNode *,
	    const char *name);
/* Report an attribute's value, once for all walks over a drawing. */
void	svg_wrong(struct svg_walk *, const xmlNode *, const char *name,
	    const char *value, const char *help);
/* A number with an optional unit; user units are points. */
double	svg_value(struct svg_walk *, const xmlNode *, const char *name,
	    double otherwise);
/*
 * What an element changes of what it inherits.  Attributes that are neither among
 * its OWN, blanks around each, nor those of all elements are mistakes.
 */
void	svg_read_brush(struct svg_walk *, const xmlNode *, const char *own,
	    struct svg_brush *);

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
