/*
 * What a figure is held against, told to a person: target, milestone, threshold,
 * what would be the case if all had reported.  Room: figures.
 */
#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "figures/figures_explain.h"

enum { EXACT_DIGITS = 8 };	/* shown of a value that has no end */

const char *
tell_decimal(const struct telling *t, struct decimal d)
{
	return decimal_localise(t->arena, d, ".", ",");
}

/* A decimal without zeros at its end. */
const char *
tell_short(const struct telling *t, struct decimal d)
{
	while (d.scale > 0 && d.coef % 10 == 0) {
		d.coef /= 10;
		d.scale--;
	}
	return tell_decimal(t, d);
}

/* A ratio to as many places as it takes, at most EXACT_DIGITS. */
const char *
tell_ratio(const struct telling *t, struct ratio r)
{
	struct decimal d;
	const char *s;

	if (!ratio_round(&d, r, EXACT_DIGITS))
		return "?";
	s = tell_short(t, d);
	return ratio_cmp(ratio_of(d), r) == 0 ? s :
	    arena_printf(t->arena, "≈ %s", s);
}

/* "≥ 93,946 (rounded)": what a ratio is compared with. */
static const char *
tell_bar(const struct telling *t, enum comparator at, struct ratio r)
{
	struct decimal d;

	if (!ratio_round(&d, r, EXACT_DIGITS))
		return "?";
	return arena_printf(t->arena, ratio_cmp(ratio_of(d), r) == 0 ?
	    "%s %s" : _("%s %s (rounded)"), comparator_sign(at),
	    tell_short(t, d));
}

const char *
tell_verdict(enum verdict v)
{
	static const char *const words[VERDICT_MAX] = {
		[VERDICT_NONE] = N_("no target here"),
		[VERDICT_MET] = N_("target met"),
		[VERDICT_MISSED] = N_("target missed"),
		[VERDICT_IN_PROGRESS] = N_("not reached yet; the target is not due"),
		[VERDICT_ON_TRACK] = N_("on track; the target is not due"),
		[VERDICT_BEHIND] = N_("behind; the target is not due"),
		[VERDICT_NOT_ASSESSABLE] = N_("cannot be judged"),
		[VERDICT_WATCH] = N_("beyond the threshold, to be watched"),
		[VERDICT_CLEAR] = N_("within the threshold"),
		[VERDICT_ALERT] = N_("in the worst band"),
	};

	return _(words[v]);
}

static void
tell_target(const struct telling *t, const struct figure *fig)
{
	const struct indicator *ind = fig->indicator;
	bool watched = fig->has_threshold;
	enum comparator at;

	if (!fig->has_target && !watched)
		return;
	at = fig->counted ? EXACTLY : watched ? ind->watch->at :
	    ind->target->at;
	text_addf(t->out, "%s: %s", watched ? _("threshold") : _("target"),
	    tell_bar(t, at, fig->target));
	if (fig->counted)
		text_addf(t->out, "; %s: %s %s", _("each unit"),
		    comparator_sign(ind->target->at),
		    expr_text(ind->target->value));
	if (!watched && ind->target->source != NULL &&
	    *ind->target->source != '\0')
		text_addf(t->out, " (%s)", ind->target->source);
	text_addc(t->out, '\n');
}

/* "blended target: (95 × 1.200 + 80 × 300) / 1.500; T07 ≥ 95, T08 ≥ 80". */
static void
tell_mix(const struct telling *t, const struct figure *fig)
{
	const struct target *target = fig->indicator->target;
	size_t i;

	if (target == NULL || target->part_count == 0 || !fig->has_target ||
	    !target->levels[t->unit->level])
		return;
	text_addf(t->out, "%s: (", _("blended target"));
	for (i = 0; i < target->part_count; i++)
		text_addf(t->out, "%s%s × %s", i > 0 ? " + " : "",
		    expr_text(target->parts[i]->target->value),
		    tell_short(t, figures_find(t->figures, t->unit,
		    target->parts[i])->denominator));
	text_addf(t->out, ") / %s", tell_short(t, fig->denominator));
	for (i = 0; i < target->part_count; i++)
		text_addf(t->out, "%s %s (%s)", i > 0 ? "," : ";",
		    target->parts[i]->id, target->parts[i]->class);
	text_addc(t->out, '\n');
}

/* The halves of a verdict that several targets share. */
static void
tell_also(const struct telling *t, const struct figure *fig)
{
	const struct target *target = fig->indicator->target;
	size_t i;

	if (target == NULL || target->also_count == 0 ||
	    !target->levels[t->unit->level])
		return;
	text_addf(t->out, "%s: %s\n", _("this target by itself"),
	    tell_verdict(fig->own));
	for (i = 0; i < target->also_count; i++) {
		const struct figure *other = figures_find(t->figures, t->unit,
		    target->also[i]);

		if (!other->applies)
			continue;
		text_addf(t->out, "%s %s: %s: %s, %s\n", _("together with"),
		    target->also[i]->id, target->also[i]->label,
		    !other->known ? _("no data") :
		    tell_decimal(t, figure_rounded(other, true)),
		    tell_verdict(other->own));
	}
}

/*
 * "at this time: ≥ 40 (linear from 0, 6 of 12 months)".  Of a counted figure the
 * units have milestones, it has none.
 */
static void
tell_milestone(const struct telling *t, const struct figure *fig)
{
	const struct target *target = fig->indicator->target;

	if (!fig->has_milestone)
		return;
	text_addf(t->out, "%s: %s (%s", _("to be reached by now"),
	    tell_bar(t, milestone_comparator(target, fig->milestone,
	    fig->target), fig->milestone),
	    target->phasing == PHASING_LEVEL ? _("the level holds all the time")
	    : target->phasing == PHASING_STEPS ? _("milestones of the plan") :
	    _("in equal steps from month to month"));
	if (target->phasing == PHASING_LINEAR)
		text_addf(t->out, ", %s %s", _("from"),
		    tell_short(t, target->from));
	text_addf(t->out, ")\n");
}

/* What a flow is judged by: all since the year began. */
static void
tell_so_far(const struct telling *t, const struct figure *fig)
{
	const struct figure *all = fig->so_far;

	if (all == NULL)
		return;
	text_addf(t->out, "%s: %s", _("judged since the year began"),
	    !all->known ? _("no data") :
	    tell_decimal(t, figure_rounded(all, true)));
	text_addf(t->out, " (%zu/%zu %s)\n", all->reported, all->expected,
	    _("units"));
}

/* "bands: bình thường; theo dõi > 1; cảnh báo > 3; here: theo dõi". */
static void
tell_bands(const struct telling *t, const struct figure *fig)
{
	const struct watch *w = fig->indicator->watch;
	size_t i;

	if (fig->band == NULL)
		return;
	text_addf(t->out, "%s: %s", _("bands"), w->bands[0].name);
	for (i = 1; i < w->band_count; i++)
		text_addf(t->out, "; %s %s %s", w->bands[i].name,
		    comparator_sign(w->at), tell_short(t,
		    w->bands[i].near));
	text_addf(t->out, "; %s: %s\n", _("here"), fig->band->name);
}

/* Whether what is missing could matter, and what halves of pairs would. */
static void
tell_missing(const struct telling *t, const struct figure *fig)
{
	struct ratio plain;

	if (figure_is_judged(fig) && (fig->reported < fig->expected ||
	    !fig->certain))
		text_addf(t->out, "%s\n", fig->certain ?
		    _("certain: no missing report could change the verdict") :
		    _("not certain: a missing report could change the verdict"));
	if (figure_plain(fig, &plain))
		text_addf(t->out, "%s: %s\n", _("only units with both numerator "
		    "and denominator count; with all numbers the ratio would be"),
		    tell_ratio(t, plain));
}

/* What is still wanting to the target. */
static void
tell_remaining(const struct telling *t, const struct figure *fig)
{
	struct decimal d;

	if (figure_remaining(fig, &d))
		text_addf(t->out, "%s: %s%s\n", fig->counted ?
		    _("units that still have to meet it") :
		    _("to be added to the numerator to meet the target"),
		    d.coef > 0 && !fig->counted ? "+" : "",
		    tell_short(t, d));
}

void
tell_aims(const struct telling *t, const struct figure *fig)
{
	tell_target(t, fig);
	tell_mix(t, fig);
	tell_milestone(t, fig);
	tell_so_far(t, fig);
	tell_also(t, fig);
}

void
tell_doubts(const struct telling *t, const struct figure *fig)
{
	tell_bands(t, fig);
	tell_missing(t, fig);
	tell_remaining(t, fig);
}
