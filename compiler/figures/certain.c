/*
 * Whether a verdict would stand, whatever the units say that have not said
 * anything.  Room: figures.  The rule is number 7 of figures.h.
 */
#include "figures/figures_parts.h"

/* The least and the largest value that a figure can still come to. */
struct range {
	struct ratio	 low, high;
	bool		 has_low, has_high;
	struct ratio	 target;	/* of a mix it moves with the denominators */
};

/* (NUM * times + MOST * missing) / (den + missing) */
static bool
bound(const struct figure *fig, struct decimal most, struct ratio *out)
{
	const struct indicator *ind = fig->indicator;
	struct decimal num, more;

	return decimal_mul(&num, fig->numerator, ind->times) &&
	    decimal_mul(&more, fig->gap->missing, most) &&
	    decimal_add(&out->num, num, more) &&
	    decimal_add(&out->den, fig->denominator, fig->gap->missing) &&
	    out->den.coef > 0;
}

static struct ratio
larger(struct ratio a, struct ratio b)
{
	return ratio_cmp(a, b) < 0 ? b : a;
}

static struct ratio
smaller(struct ratio a, struct ratio b)
{
	return ratio_cmp(a, b) < 0 ? a : b;
}

static bool
range_of_ratio(const struct figure *fig, struct range *r)
{
	const struct indicator *ind = fig->indicator;
	const struct ratio zero = ratio_of(decimal_int(0));

	if (fig->denominator.coef <= 0 || ind->times.coef < 0)
		return false;
	r->has_low = expr_is_positive(ind->of);
	r->has_high = ind->has_most;
	if (!bound(fig, decimal_int(0), &r->low) ||
	    !bound(fig, ind->most, &r->high))
		return false;
	if (fig->gap->open) {
		r->low = smaller(fig->value, zero);
		r->high = larger(r->high, ratio_of(ind->most));
	}
	return true;
}

static bool
range_of_value(const struct figure *fig, struct range *r)
{
	const struct indicator *ind = fig->indicator;
	struct decimal more;

	r->has_low = expr_is_positive(ind->of);
	r->has_high = ind->has_most;
	r->low = fig->value;
	return decimal_mul(&more, ind->most, decimal_int((long long)
	    (fig->expected - fig->reported))) &&
	    ratio_add(&r->high, fig->value, ratio_of(more));
}

/* The mean of a mix when the missing units' denominators are in it. */
static bool
move_target(const struct figures *f, const struct figure *fig,
    struct range *r)
{
	const struct target *t = fig->indicator->target;
	struct decimal d, w, num = decimal_int(0), den = decimal_int(0);
	size_t i;

	for (i = 0; i < t->part_count; i++) {
		const struct figure *part = figures_find(f, fig->unit,
		    t->parts[i]);

		w = part->denominator;
		if (part->reported == 0 && part->expected > 0)
			return false;	/* its gap is not known */
		if ((part->gap != NULL && (part->gap->open ||
		    !decimal_add(&w, w, part->gap->missing))) ||
		    !target_number(t->parts[i]->target, &d) ||
		    !decimal_mul(&d, d, w) || !decimal_add(&num, num, d) ||
		    !decimal_add(&den, den, w))
			return false;
	}
	r->target = (struct ratio){ num, den };
	return den.coef > 0;
}

/* A value on one side of all that verdicts look at. */
static bool
far_off(struct figure *fig, bool up, struct ratio *out)
{
	const struct watch *w = fig->indicator->watch;
	const struct ratio one = ratio_of(decimal_int(1));
	struct ratio end = fig->value;
	struct ratio (*outer)(struct ratio, struct ratio) =
	    up ? larger : smaller;
	size_t i;

	end = outer(end, fig->target);
	if (w != NULL)
		end = outer(end, ratio_of(w->value));
	if (fig->has_milestone)
		end = outer(end, fig->milestone);
	for (i = 0; w != NULL && i < w->band_count; i++)
		end = outer(end, ratio_of(w->bands[i].near));
	return up ? ratio_add(out, end, one) : ratio_sub(out, end, one);
}

/* Whether both ends of a range lead to the same; EXACT is met at one value. */
static bool
is_same(struct figures *f, const struct figure *fig, const struct range *r,
    figure_judge *judge, enum comparator at)
{
	struct figure low = *fig, high = *fig;

	low.target = high.target = r->target;
	low.value = r->low;
	high.value = r->high;
	if ((!r->has_low && !far_off(&low, false, &low.value)) ||
	    (!r->has_high && !far_off(&high, true, &high.value)))
		return false;
	if (at == EXACTLY && ratio_cmp(low.value, r->target) < 0 &&
	    ratio_cmp(high.value, r->target) > 0)
		return false;
	return judge(f, &low) == judge(f, &high);
}

/* Of a count of units: what those that are judged already settle. */
static bool
is_settled(const struct figure *fig, enum verdict v)
{
	if (v == VERDICT_MISSED || v == VERDICT_BEHIND)
		return fig->settled > 0;
	return fig->reported == fig->expected && fig->unsettled == 0;
}

bool
figures_is_certain(struct figures *f, const struct figure *fig,
    enum verdict v, figure_judge *judge, enum comparator at)
{
	const struct target *t = fig->indicator->target;
	struct range r = { .target = fig->target };
	bool target = judge == figures_judge_value;
	struct decimal d;

	if (fig->counted)
		return is_settled(fig, v);
	if (fig->reported == fig->expected)
		return true;
	if (fig->gap == NULL || !(fig->indicator->to != NULL ?
	    range_of_ratio(fig, &r) : range_of_value(fig, &r)))
		return false;
	if (target && t->part_count > 0 && !move_target(f, fig, &r))
		return false;
	if (target && t->value != NULL && !target_number(t, &d))
		return false;	/* missing units would change it */
	return is_same(f, fig, &r, judge, at);
}

bool
figure_plain(const struct figure *fig, struct ratio *out)
{
	const struct figure_gap *gap = fig->gap;
	struct ratio off, limit = ratio_of(fig->indicator->times);

	limit.num.scale += 3;
	if (gap == NULL || !gap->halves || fig->counted || !fig->known ||
	    !decimal_add(&out->num, fig->numerator, gap->of) ||
	    !decimal_mul(&out->num, out->num, fig->indicator->times) ||
	    !decimal_add(&out->den, fig->denominator, gap->to) ||
	    out->den.coef <= 0 || !ratio_sub(&off, *out, fig->value))
		return false;
	if (off.num.coef < 0)
		off.num.coef = -off.num.coef;
	return ratio_cmp(off, limit) > 0;
}
