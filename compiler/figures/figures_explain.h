/* What the files that explain figures share.  Room: figures. */
#ifndef FIGURES_FIGURES_EXPLAIN_H
#define FIGURES_FIGURES_EXPLAIN_H

#include "figures/figures_parts.h"

/* One explanation under way. */
struct telling {
	struct arena	*arena;
	const struct figures *figures;
	const struct unit *unit;
	struct text	*out;
};

/* A decimal as people of this country read it; without zeros at its end; a ratio
 * to as many places as it takes, or about. */
const char	*tell_decimal(const struct telling *, struct decimal);
const char	*tell_short(const struct telling *, struct decimal);
const char	*tell_ratio(const struct telling *, struct ratio);

/* A verdict in words. */
const char	*tell_verdict(enum verdict);

/* What the verdict on a figure looks at. */
void		 tell_aims(const struct telling *, const struct figure *);

/* Its band, what missing reports could change, what is wanting. */
void		 tell_doubts(const struct telling *, const struct figure *);

#endif
