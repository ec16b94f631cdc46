/* Parts that are rounded so that they add up to their whole.  Room: report. */
#include <stdlib.h>

#include "base/arena.h"
#include "report/report_format.h"

struct part {
	size_t		 index;
	struct ratio	 rest;		/* above what is rounded down, below 1 of
					 * the last place */
};

/* The greater rest first; of equal ones, that which comes first. */
static int
compare_rests(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	int cmp = ratio_cmp(y->rest, x->rest);

	return cmp != 0 ? cmp : x->index < y->index ? -1 : 1;
}

/* The number rounded towards minus infinity, and what is left. */
static bool
round_down(struct ratio exact, int places, struct decimal *down,
    struct ratio *rest)
{
	if (!ratio_round(down, exact, places))
		return false;
	if (ratio_cmp(ratio_of(*down), exact) > 0)
		down->coef--;
	return ratio_sub(rest, exact, ratio_of(*down));
}

bool
apportion(struct arena *a, const struct ratio *exact, size_t count, int places,
    struct decimal whole, struct decimal *out)
{
	struct part *parts = arena_alloc(a, (count + 1) * sizeof(*parts));
	struct decimal left = whole;
	size_t i;

	if (!decimal_rescale(&left, places))
		return false;
	for (i = 0; i < count; i++) {
		parts[i].index = i;
		if (!round_down(exact[i], places, &out[i], &parts[i].rest) ||
		    !decimal_sub(&left, left, out[i]))
			return false;
	}
	qsort(parts, count, sizeof(*parts), compare_rests);
	if (left.coef < 0 || left.coef > (int128)count)
		return false;
	for (i = 0; i < (size_t)left.coef; i++) {
		if (parts[i].rest.num.coef == 0)
			return false;	/* it has nothing to be rounded up */
		out[parts[i].index].coef++;
	}
	return true;
}
