/*
 * Values, targets and verdicts: always on the unrounded ratio, by
 * cross-multiplication.  Room: figures.
 */
#include "figures/figures_parts.h"

static const char *const verdict_names[VERDICT_MAX] = {
	[VERDICT_NONE] = "none",
	[VERDICT_MET] = "met",
	[VERDICT_MISSED] = "missed",
	[VERDICT_IN_PROGRESS] = "in-progress",
	[VERDICT_ON_TRACK] = "on-track",
	[VERDICT_BEHIND] = "behind",
	[VERDICT_NOT_ASSESSABLE] = "not-assessable",
	[VERDICT_WATCH] = "watch",
	[VERDICT_CLEAR] = "clear",
	[VERDICT_ALERT] = "alert",
};

enum { EXTRA_DIGITS = 6 };

const char *
verdict_name(enum verdict v)
{
	return verdict_names[v];
}

/* ---- values ---- */

/* VALUE = numerator * TIMES / denominator, when there is one. */
static void
derive(struct figures *f, struct figure *fig, struct decimal times)
{
	if (fig->reported == 0 || fig->denominator.coef == 0)
		return;
	fig->value.den = fig->denominator;
	if (!decimal_mul(&fig->value.num, fig->numerator, times)) {
		figures_overflow(f, fig->indicator, fig->unit);
		return;
	}
	if (fig->value.den.coef < 0) {
		fig->value.den.coef = -fig->value.den.coef;
		fig->value.num.coef = -fig->value.num.coef;
	}
	fig->known = true;
}

/* Whether too few units stand behind a figure for a verdict. */
static bool
is_assessable(const struct figures *f, const struct figure *fig)
{
	struct ratio coverage = { decimal_int((long long)fig->reported),
	    decimal_int((long long)fig->expected) };

	return fig->known && fig->expected > 0 &&
	    ratio_cmp(coverage, f->plan->min_coverage) >= 0;
}

/* Whether the figure meets its target; a counted one, when all units that were
 * counted do. */
static bool
is_met(const struct figure *fig)
{
	if (fig->counted)
		return decimal_cmp(fig->numerator, fig->denominator) == 0;
	return comparator_holds(fig->indicator->target->at, fig->value,
	    fig->target);
}

/* The milestone of a figure with a target, if the plan has one for this time. */
static void
find_milestone(struct figures *f, struct figure *fig)
{
	bool overflow;

	if (fig->counted)
		return;
	fig->has_milestone = target_milestone(fig->indicator->target, f->plan,
	    f->period, fig->target, &fig->milestone, &overflow);
	if (overflow)
		figures_overflow(f, fig->indicator, fig->unit);
}

/* Of a figure that does not meet its target, before it is due. */
static enum verdict
judge_early(const struct figure *fig)
{
	const struct target *target = fig->indicator->target;

	if (fig->counted)
		return fig->behind > 0 ? VERDICT_BEHIND :
		    fig->open > 0 ? VERDICT_IN_PROGRESS : VERDICT_ON_TRACK;
	if (!fig->has_milestone)
		return VERDICT_IN_PROGRESS;
	return comparator_holds(milestone_comparator(target, fig->milestone,
	    fig->target), fig->value, fig->milestone) ? VERDICT_ON_TRACK :
	    VERDICT_BEHIND;
}

enum verdict
figures_judge_value(struct figures *f, struct figure *fig)
{
	const struct target *target = fig->indicator->target;

	find_milestone(f, fig);
	fig->holds = is_met(fig);
	if (fig->holds)
		return VERDICT_MET;
	return target->due != DATE_NONE && f->day < target->due ?
	    judge_early(fig) : VERDICT_MISSED;
}

enum verdict
figures_judge_watch(struct figures *f, struct figure *fig)
{
	const struct watch *w = fig->indicator->watch;
	size_t band = watch_band(w, fig->value);

	(void)f;
	return band == 0 ? VERDICT_CLEAR :
	    band > 1 && band + 1 == w->band_count ? VERDICT_ALERT :
	    VERDICT_WATCH;
}

/*
 * How a figure stands against its target, whether or not the plan has one for
 * its level; FIG's target is set when it has a value.
 */
static enum verdict
judge_target(struct figures *f, struct figure *fig,
    const struct target_sums *sums, size_t slot, int base_level)
{
	enum verdict verdict;
	struct expr_value v = figures_goal(f, fig->indicator, sums, slot,
	    base_level);

	if (v.type == EXPR_OVERFLOW)
		figures_overflow(f, fig->indicator, fig->unit);
	fig->has_target = fig->counted || v.type == EXPR_NUMBER;
	if (!fig->has_target)
		return VERDICT_NOT_ASSESSABLE;
	fig->target = fig->counted ? ratio_of(decimal_int(100)) : v.number;
	find_milestone(f, fig);
	if (!is_assessable(f, fig))
		return VERDICT_NOT_ASSESSABLE;
	verdict = figures_judge_value(f, fig);
	fig->own_certain = figures_is_certain(f, fig, verdict,
	    figures_judge_value, fig->indicator->target->at);
	return verdict;
}

/* Judge a figure by that since the year began. */
static enum verdict
judge_so_far(const struct figures *f, struct figure *fig, size_t slot)
{
	const struct target *target = fig->indicator->target;
	const struct figure *all = f->so_far == NULL ? NULL :
	    figures_at(f->so_far, slot, fig->indicator);

	fig->own_certain = all == NULL || all->own_certain;
	if (all == NULL)
		return is_assessable(f, fig) && f->day < target->due ?
		    VERDICT_IN_PROGRESS : VERDICT_NOT_ASSESSABLE;
	/* what did not apply in some month has no sum since the year began */
	if (!all->applies)
		return VERDICT_NOT_ASSESSABLE;
	fig->so_far = all;
	fig->has_target = fig->so_far->has_target;
	fig->target = fig->so_far->target;
	fig->has_milestone = fig->so_far->has_milestone;
	fig->milestone = fig->so_far->milestone;
	return fig->so_far->own;
}

/* The band that a figure is in, at the levels of its watch. */
static const struct band *
find_band(const struct figures *f, const struct figure *fig)
{
	const struct watch *w = fig->indicator->watch;

	if (w == NULL || w->band_count == 0 || !w->levels[fig->unit->level] ||
	    !fig->applies || !is_assessable(f, fig))
		return NULL;
	return &w->bands[watch_band(w, fig->value)];
}

/* The verdict by the plan's levels: the target's, else the watch's. */
static enum verdict
choose_verdict(struct figures *f, struct figure *fig, enum verdict of_target)
{
	const struct indicator *ind = fig->indicator;
	int level = fig->unit->level;
	enum verdict verdict;

	if (!fig->applies)
		return VERDICT_NONE;
	fig->certain = fig->own_certain;
	if (ind->target != NULL && ind->target->levels[level])
		return of_target;
	fig->has_target = fig->has_milestone = false;
	fig->has_threshold = ind->watch != NULL && ind->watch->levels[level];
	if (!fig->has_threshold)
		return VERDICT_NONE;
	fig->target = ratio_of(ind->watch->value);
	if (!is_assessable(f, fig))
		return VERDICT_NOT_ASSESSABLE;
	verdict = figures_judge_watch(f, fig);
	fig->certain = figures_is_certain(f, fig, verdict,
	    figures_judge_watch, ind->watch->at);
	return verdict;
}

/* Value and verdict of the figure in a slot. */
static void
finish(struct figures *f, const struct indicator *ind, size_t slot,
    int base_level, const struct target_sums *sums)
{
	struct figure *fig = figures_at(f, slot, ind);
	bool since = ind->target != NULL && ind->target->accumulates &&
	    period_first_month(f->period) != 1;

	if (fig->applies && fig->counted)
		derive(f, fig, decimal_int(100));
	else if (fig->applies)
		derive(f, fig, ind->times);
	if (fig->applies && ind->target != NULL)
		fig->own = since ? judge_so_far(f, fig, slot) :
		    judge_target(f, fig, sums, slot, base_level);
	fig->standing = fig->own;
	fig->verdict = choose_verdict(f, fig, fig->standing);
	fig->band = find_band(f, fig);
}

/* Turn the figure of a unit above the counted level into a count. */
static void
begin_count(struct figure *fig)
{
	fig->counted = true;
	fig->estimated = fig->adjusted = fig->carried = false;
	fig->numerator = fig->denominator = decimal_int(0);
	fig->reported = fig->expected = 0;
}

/* Count a unit of the counted level in all units above it. */
static void
count_unit(struct figures *f, const struct figure *one)
{
	enum verdict v = one->standing;
	bool judged = v != VERDICT_NOT_ASSESSABLE && v != VERDICT_NONE;
	const struct unit *u;
	size_t slot;

	for (u = one->unit->parent; u != NULL; u = u->parent) {
		struct figure *fig;

		if (!figures_slot(f, u, &slot))
			continue;
		fig = figures_at(f, slot, one->indicator);
		fig->expected++;
		if (!judged)
			continue;
		fig->reported++;
		fig->denominator.coef++;
		fig->numerator.coef += v == VERDICT_MET;
		fig->behind += v == VERDICT_BEHIND;
		fig->open += v == VERDICT_IN_PROGRESS;
		fig->settled += one->own_certain &&
		    (v == VERDICT_MISSED || v == VERDICT_BEHIND);
		fig->unsettled += !one->own_certain;
		fig->estimated |= one->estimated;
		fig->adjusted |= one->adjusted;
		fig->carried |= one->carried;
	}
}

void
figures_judge(struct figures *f, const struct indicator *ind, int base_level,
    struct target_sums *sums)
{
	int each = ind->target == NULL ? -1 : ind->target->each;
	size_t i;

	for (i = 0; i < f->slot_count; i++)
		if (f->units[i]->level < each)
			begin_count(figures_at(f, i, ind));
	for (i = 0; i < f->slot_count; i++) {
		struct figure *fig = figures_at(f, i, ind);

		if (fig->counted)
			continue;
		finish(f, ind, i, base_level, sums);
		if (f->units[i]->level == each && fig->applies)
			count_unit(f, fig);
	}
	for (i = 0; i < f->slot_count; i++)
		if (figures_at(f, i, ind)->counted)
			finish(f, ind, i, base_level, sums);
}

/* ---- targets that are met together ---- */

/* Which of two verdicts decides: the one that stands later here. */
static int
weight(enum verdict v)
{
	static const int weights[VERDICT_MAX] = {
		[VERDICT_MET] = 1,
		[VERDICT_ON_TRACK] = 2,
		[VERDICT_IN_PROGRESS] = 3,
		[VERDICT_BEHIND] = 4,
		[VERDICT_NOT_ASSESSABLE] = 5,
		[VERDICT_MISSED] = 6,
	};

	return weights[v];
}

/* The verdict that a figure shares with the others that its target names. */
static void
join(struct figures *f, struct figure *fig, size_t slot)
{
	const struct target *target = fig->indicator->target;
	bool all = fig->own_certain, missed = fig->own == VERDICT_MISSED &&
	    fig->own_certain;
	size_t i;

	for (i = 0; i < target->also_count; i++) {
		const struct figure *other = figures_at(f, slot,
		    target->also[i]);

		if (weight(other->own) == 0)
			continue;
		if (weight(other->own) > weight(fig->standing))
			fig->standing = other->own;
		all &= other->own_certain;
		missed |= other->own == VERDICT_MISSED && other->own_certain;
	}
	if (!target->levels[fig->unit->level])
		return;
	fig->verdict = fig->standing;
	fig->certain = missed || all;
}

void
figures_join(struct figures *f, const struct indicator *ind)
{
	size_t slot;

	for (slot = 0; slot < f->slot_count; slot++)
		if (figures_at(f, slot, ind)->applies)
			join(f, figures_at(f, slot, ind), slot);
}

/* ---- printing ---- */

bool
figure_is_judged(const struct figure *fig)
{
	return fig->verdict != VERDICT_NONE &&
	    fig->verdict != VERDICT_NOT_ASSESSABLE;
}

/* What the figure by itself was judged to be. */
static enum verdict
verdict_alone(const struct figure *fig)
{
	return fig->has_target ? fig->own : fig->verdict;
}

/* The same of the milestone, where it has decided. */
static bool
agrees_early(const struct figure *fig, struct ratio value)
{
	struct ratio bar = fig->milestone;

	if (!fig->has_milestone || (fig->own != VERDICT_ON_TRACK &&
	    fig->own != VERDICT_BEHIND))
		return true;
	bar.num.scale += fig->indicator->scale;
	return comparator_holds(milestone_comparator(fig->indicator->target,
	    fig->milestone, fig->target), value, bar) ==
	    (fig->own == VERDICT_ON_TRACK);
}

/* The same of thresholds that are watched: no other one is passed. */
static bool
agrees_watch(const struct figure *fig, struct ratio value)
{
	const struct watch *w = fig->indicator->watch;
	int i;

	for (i = 0; i < fig->indicator->scale && !fig->counted; i++)
		if (!decimal_mul(&value.num, value.num, decimal_int(10)))
			return true;
	return watch_band(w, value) == watch_band(w, fig->value);
}

/* Whether a rounded value still says what the verdict says. */
static bool
agrees(const struct figure *fig, struct decimal printed)
{
	const struct indicator *ind = fig->indicator;
	struct ratio value = ratio_of(printed), bar = fig->target;
	enum comparator at;

	if (fig->so_far != NULL)
		return true;
	switch (verdict_alone(fig)) {
	case VERDICT_MET:
	case VERDICT_MISSED:
	case VERDICT_IN_PROGRESS:
	case VERDICT_ON_TRACK:
	case VERDICT_BEHIND:
		at = fig->counted ? EXACTLY : ind->target->at;
		break;
	case VERDICT_WATCH:
	case VERDICT_CLEAR:
	case VERDICT_ALERT:
		return agrees_watch(fig, value);
	default:
		return true;
	}
	if (!fig->counted)
		bar.num.scale += ind->scale;
	return comparator_holds(at, value, bar) == fig->holds &&
	    agrees_early(fig, value);
}

struct decimal
figure_rounded(const struct figure *fig, bool careful)
{
	const struct indicator *ind = fig->indicator;
	struct ratio value = fig->value;
	struct decimal out = { 0, ind->digits }, more;
	int digits = ind->digits, last = digits + (careful ? EXTRA_DIGITS : 0);

	if (!fig->known)
		return out;
	if (!fig->counted)
		value.num.scale += ind->scale;
	while (digits <= last && ratio_round(&more, value, digits)) {
		out = more;
		if (agrees(fig, out))
			break;
		digits++;
	}
	return out;
}
