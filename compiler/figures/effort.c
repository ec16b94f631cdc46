/*
 * Remaining effort: how much more, or less, of its numerator a figure needs to
 * meet its target.  Room: figures.
 */
#include "figures/figures_parts.h"

/* The least whole number that is not below a ratio, or the greatest not above. */
static bool
whole(struct decimal *out, struct ratio r, bool up)
{
	int c;

	if (!ratio_round(out, r, 0))
		return false;
	c = ratio_cmp(ratio_of(*out), r);
	if (up && c < 0)
		out->coef++;
	else if (!up && c > 0)
		out->coef--;
	return true;
}

bool
figure_remaining(const struct figure *fig, struct decimal *out)
{
	const struct indicator *ind = fig->indicator;
	struct ratio bar = fig->target;
	struct decimal goal;
	bool up;

	if (fig->own != VERDICT_MISSED && fig->own != VERDICT_IN_PROGRESS &&
	    fig->own != VERDICT_ON_TRACK && fig->own != VERDICT_BEHIND)
		return false;
	if (fig->so_far != NULL)
		fig = fig->so_far;
	if (!fig->has_target)
		return false;
	if (fig->counted)
		return decimal_sub(out, fig->denominator, fig->numerator);
	if (ind->target->at == ABOVE || ind->target->at == BELOW)
		return false;
	up = ratio_cmp(fig->value, fig->target) < 0;
	return decimal_mul(&bar.num, bar.num, fig->denominator) &&
	    decimal_mul(&bar.den, bar.den, ind->times) &&
	    bar.den.coef > 0 && whole(&goal, bar, up) &&
	    decimal_sub(out, goal, fig->numerator);
}
