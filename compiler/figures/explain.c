/*
 * Where a number comes from, told to a person: formula, operands, files and
 * lines, and the units that it was added up from.  Room: figures.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "figures/figures_parts.h"

enum { EXACT_DIGITS = 8 };	/* shown of a value that has no end */

/* One explanation under way. */
struct telling {
	struct arena	*arena;
	const struct figures *figures;
	const struct unit *unit;
	struct text	*out;
};

static const char *
localise(const struct telling *t, struct decimal d)
{
	return decimal_localise(t->arena, d, ".", ",");
}

/* A decimal without zeros at its end. */
static const char *
localise_short(const struct telling *t, struct decimal d)
{
	while (d.scale > 0 && d.coef % 10 == 0) {
		d.coef /= 10;
		d.scale--;
	}
	return localise(t, d);
}

/* A ratio to as many places as it takes, at most EXACT_DIGITS. */
static const char *
localise_ratio(const struct telling *t, struct ratio r)
{
	struct decimal d;
	const char *s;

	if (!ratio_round(&d, r, EXACT_DIGITS))
		return "?";
	s = localise_short(t, d);
	return ratio_cmp(ratio_of(d), r) == 0 ? s :
	    arena_printf(t->arena, "≈ %s", s);
}

static const char *
verdict_words(enum verdict v)
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
	};

	return _(words[v]);
}

/* ---- one number and its file ---- */

/* "    accepted/...: line 7, column G", and how the file was received. */
static void
tell_origin(const struct telling *t, const struct fact_part *part,
    const struct field *f, bool alone)
{
	struct origin o = facts_origin(t->figures->facts, part->unit,
	    part->period, f->form);
	struct fact fact = facts_find(t->figures->facts, part->unit,
	    part->period, f);
	char letters[8];

	if (!alone || part->unit != t->unit)
		text_addf(t->out, "    %s, %s %s: %s\n", period_label(t->arena,
		    part->period), part->unit->code, part->unit->full_name,
		    localise(t, fact.value));
	text_addf(t->out, "    %s: %s %d", o.source->path, _("line"), o.line);
	if (o.source->columns != NULL && o.source->columns[f->index] > 0)
		text_addf(t->out, ", %s %s", _("column"), column_letters(
		    o.source->columns[f->index], letters));
	text_addf(t->out, "\n    %s: %s; sha256 %s\n", _("received as"),
	    o.source->name, o.source->sha256);
}

/* "  uy_thac.du_no = 1.234", and the rows that it was taken from. */
static void
tell_operand(const struct telling *t, const struct unit *u,
    const struct field *f)
{
	struct fact_over fact = facts_over(t->figures->facts, u,
	    t->figures->period, f);
	struct fact_part *parts;
	size_t n = facts_over_parts(t->arena, t->figures->facts, u,
	    t->figures->period, f, &parts), i;

	text_addf(t->out, "  %s.%s = %s", f->form->id, f->name,
	    fact.state == FACT_MISSING ? _("no data") :
	    fact.state == FACT_NOT_APPLICABLE ? _("not applicable") :
	    localise(t, fact.value));
	if (fact.state == FACT_ESTIMATED)
		text_addf(t->out, " (%s)", _("estimate"));
	if (fact.adjusted)
		text_addf(t->out, " (%s)", _("adjustment"));
	if (fact.carried)
		text_addf(t->out, " (%s)", _("of an earlier day"));
	text_addf(t->out, "  %s\n", f->label);
	if (n == 0)
		text_addf(t->out, "    %s\n",
		    _("no accepted report has a row for this unit"));
	for (i = 0; i < n; i++)
		tell_origin(t, &parts[i], f, n == 1 && period_equal(
		    parts[i].period, t->figures->period));
}

/* The names of an expression with what they are called on paper. */
static void
tell_names(const struct telling *t, const struct expr *e, bool *any)
{
	const struct expr_name *const *names;
	size_t n = expr_names(e, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f == NULL)
			continue;
		if (!*any)
			text_addf(t->out, "%s\n", _("where"));
		*any = true;
		text_addf(t->out, "  %s.%s: %s (%s)\n", f->form->id, f->name,
		    f->label, f->form->code);
	}
}

/* The operands of a base unit, each once. */
static void
tell_operands(const struct telling *t, const struct indicator *ind)
{
	const struct expr *const exprs[] = { ind->of, ind->to,
	    ind->target == NULL ? NULL : ind->target->value };
	const struct field *told[32];
	const struct expr_name *const *names;
	size_t i, j, k, n, count = 0;

	text_addf(t->out, "%s\n", _("taken from"));
	for (i = 0; i < sizeof(exprs) / sizeof(exprs[0]); i++) {
		n = exprs[i] == NULL ? 0 : expr_names(exprs[i], &names);
		for (j = 0; j < n; j++) {
			const struct field *f = names[j]->target;

			for (k = 0; k < count && told[k] != f; k++)
				;
			if (k < count || f == NULL ||
			    count == sizeof(told) / sizeof(told[0]))
				continue;
			told[count++] = f;
			tell_operand(t, t->unit, f);
		}
	}
}

/* ---- a figure ---- */

/* "1.234 / 456.789 × 100 = 0,27015..." */
static void
tell_calculation(const struct telling *t, const struct figure *fig)
{
	const struct indicator *ind = fig->indicator;
	struct decimal times = fig->counted ? decimal_int(100) : ind->times;

	text_addf(t->out, "%s: %s", _("value"),
	    localise_short(t, fig->numerator));
	if (fig->counted || ind->kind == INDICATOR_RATIO)
		text_addf(t->out, " / %s",
		    localise_short(t, fig->denominator));
	if (decimal_cmp(times, decimal_int(1)) != 0)
		text_addf(t->out, " × %s", localise_short(t, times));
	if (fig->known) {
		const char *s = localise_ratio(t, fig->value);

		text_addf(t->out, " %s%s\n", strncmp(s, "≈", 3) == 0 ? "" :
		    "= ", s);
	} else
		text_addf(t->out, ": %s\n",
		    _("there is no value; the denominator is zero"));
}

static void
tell_value(const struct telling *t, const struct figure *fig)
{
	const struct indicator *ind = fig->indicator;

	if (fig->reported == 0) {
		text_addf(t->out, "%s: %s\n", _("value"), _("no data"));
		return;
	}
	tell_calculation(t, fig);
	if (fig->known)
		text_addf(t->out, "%s: %s %s%s%s\n", _("printed as"),
		    localise(t, figure_rounded(fig, true)),
		    fig->counted ? "%" : ind->unit,
		    fig->estimated ? ", " : "",
		    fig->estimated ? _("with estimates in it") : "");
}

static void
tell_target(const struct telling *t, const struct figure *fig)
{
	const struct indicator *ind = fig->indicator;
	bool watched = fig->verdict == VERDICT_WATCH ||
	    fig->verdict == VERDICT_CLEAR || ind->target == NULL;
	enum comparator at;

	if (!fig->has_target)
		return;
	at = fig->counted ? EXACTLY : watched ? ind->watch->at :
	    ind->target->at;
	text_addf(t->out, "%s: %s %s", watched ? _("threshold") : _("target"),
	    comparator_sign(at), localise_ratio(t, fig->target));
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
		    localise_short(t, figures_find(t->figures, t->unit,
		    target->parts[i])->denominator));
	text_addf(t->out, ") / %s", localise_short(t, fig->denominator));
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
	    verdict_words(fig->own));
	for (i = 0; i < target->also_count; i++) {
		const struct figure *other = figures_find(t->figures, t->unit,
		    target->also[i]);

		if (!other->applies)
			continue;
		text_addf(t->out, "%s %s: %s: %s, %s\n", _("together with"),
		    target->also[i]->id, target->also[i]->label,
		    !other->known ? _("no data") :
		    localise(t, figure_rounded(other, true)),
		    verdict_words(other->own));
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
	text_addf(t->out, "%s: %s %s (%s", _("to be reached by now"),
	    comparator_sign(milestone_comparator(target, fig->milestone,
	    fig->target)), localise_ratio(t, fig->milestone),
	    target->phasing == PHASING_LEVEL ? _("the level holds all the time")
	    : target->phasing == PHASING_STEPS ? _("milestones of the plan") :
	    _("in equal steps from month to month"));
	if (target->phasing == PHASING_LINEAR)
		text_addf(t->out, ", %s %s", _("from"),
		    localise_short(t, target->from));
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
	    localise(t, figure_rounded(all, true)));
	text_addf(t->out, " (%zu/%zu %s)\n", all->reported, all->expected,
	    _("units"));
}

static void
tell_formula(const struct telling *t, const struct indicator *ind)
{
	bool any = false;

	bool scaled = decimal_cmp(ind->times, decimal_int(1)) != 0;

	text_addf(t->out, "%s: %s", _("formula"), ind->to == NULL && !scaled ?
	    expr_text(ind->of) : expr_operand(t->arena, ind->of, false));
	if (ind->to != NULL)
		text_addf(t->out, " / %s",
		    expr_operand(t->arena, ind->to, true));
	if (scaled)
		text_addf(t->out, " × %s", localise_short(t, ind->times));
	text_addc(t->out, '\n');
	tell_names(t, ind->of, &any);
	if (ind->to != NULL)
		tell_names(t, ind->to, &any);
}

/* One unit's part in a figure above it. */
static void
tell_part(const struct telling *t, const struct figure *part)
{
	text_addf(t->out, "  %s %s: ", part->unit->code,
	    part->unit->full_name);
	if (part->reported == 0)
		text_addf(t->out, "%s", _("nothing reported"));
	else if (part->counted || part->indicator->kind == INDICATOR_RATIO)
		text_addf(t->out, "%s / %s",
		    localise_short(t, part->numerator),
		    localise_short(t, part->denominator));
	else
		text_addf(t->out, "%s", localise_short(t, part->numerator));
	if (part->known && (part->counted ||
	    part->indicator->kind == INDICATOR_RATIO))
		text_addf(t->out, " = %s",
		    localise(t, figure_rounded(part, true)));
	if (part->verdict != VERDICT_NONE)
		text_addf(t->out, ", %s", verdict_words(part->verdict));
	if (part->reported < part->expected && part->expected > 1)
		text_addf(t->out, ", %zu/%zu %s", part->reported,
		    part->expected, _("units"));
	text_addc(t->out, '\n');
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
		    localise_short(t, d));
}

static void
tell_parts(const struct telling *t, const struct figure *fig)
{
	const struct indicator *ind = fig->indicator;
	const struct figures *f = t->figures;
	int level = fig->counted ? ind->target->each : t->unit->level + 1;
	size_t i;

	text_addf(t->out, "%s\n", fig->counted ? _("counted units") :
	    _("added up from"));
	for (i = 0; i < f->slot_count; i++) {
		const struct figure *part = figures_at(f, i, ind);

		if (f->units[i]->level == level && part->applies &&
		    unit_is_within(f->units[i], t->unit))
			tell_part(t, part);
	}
}

static void
tell_head(const struct telling *t, const char *id, const char *label)
{
	text_addf(t->out, "%s: %s\n%s %s, %s\n", id, label, t->unit->code,
	    t->unit->full_name, period_label(t->arena, t->figures->period));
}

static void
tell_figure(const struct telling *t, const struct indicator *ind)
{
	const struct figure *fig = figures_find(t->figures, t->unit, ind);

	tell_head(t, ind->id, ind->label);
	tell_formula(t, ind);
	if (fig == NULL) {
		text_addf(t->out, "%s\n", _("this unit does not report, or "
		    "did not exist at the end of the period"));
		return;
	}
	if (!fig->applies) {
		text_addf(t->out, "%s\n",
		    _("the indicator applies to no unit here: none is of its "
		    "class, or none has what it counts"));
		return;
	}
	tell_value(t, fig);
	tell_target(t, fig);
	tell_mix(t, fig);
	tell_milestone(t, fig);
	tell_so_far(t, fig);
	tell_also(t, fig);
	text_addf(t->out, "%s: %s\n%s: %zu/%zu %s\n", _("verdict"),
	    verdict_words(fig->verdict), _("coverage"), fig->reported,
	    fig->expected, _("units"));
	tell_remaining(t, fig);
	if (t->unit->level < figures_base_level(ind))
		tell_parts(t, fig);
	else
		tell_operands(t, ind);
}

/* ---- the sum of a field ---- */

static void
tell_field_part(const struct telling *t, const struct unit *u,
    const struct field *f)
{
	struct field_figure sum = figures_field(t->figures, u, f);

	if (sum.expected == 0)
		return;
	text_addf(t->out, "  %s %s: %s", u->code, u->full_name,
	    sum.state == FACT_MISSING ? _("nothing reported") :
	    sum.state == FACT_NOT_APPLICABLE ? _("does not add up") :
	    localise_ratio(t, sum.value));
	if (sum.reported < sum.expected && sum.expected > 1)
		text_addf(t->out, ", %zu/%zu %s", sum.reported, sum.expected,
		    _("units"));
	text_addc(t->out, '\n');
}

static void
tell_field(const struct telling *t, const struct field *f)
{
	const struct figures *figures = t->figures;
	struct field_figure sum = figures_field(figures, t->unit, f);
	size_t i;

	tell_head(t, arena_printf(t->arena, "%s.%s", f->form->id, f->name),
	    f->label);
	text_addf(t->out, "%s: %s", _("value"),
	    sum.state == FACT_MISSING ? _("no data") :
	    sum.state == FACT_NOT_APPLICABLE ? _("does not add up") :
	    localise_ratio(t, sum.value));
	text_addf(t->out, " %s%s%s\n%s: %zu/%zu %s\n", f->unit,
	    sum.state == FACT_ESTIMATED ? ", " : "",
	    sum.state == FACT_ESTIMATED ? _("with estimates in it") : "",
	    _("coverage"), sum.reported, sum.expected, _("units"));
	if (t->unit->level >= f->form->row_level) {
		text_addf(t->out, "%s\n", _("taken from"));
		tell_operand(t, t->unit, f);
		return;
	}
	text_addf(t->out, "%s\n", _("added up from"));
	for (i = 0; i < figures->slot_count; i++)
		if (figures->units[i]->level == t->unit->level + 1 &&
		    unit_is_within(figures->units[i], t->unit))
			tell_field_part(t, figures->units[i], f);
}

/* FORM.FIELD, the form by any of its names; NULL when there is no such field. */
static const struct field *
find_field(struct arena *a, const struct catalog *catalog, const char *item)
{
	const char *dot = strrchr(item, '.');
	const struct form *form;

	if (dot == NULL)
		return NULL;
	form = catalog_form(catalog, arena_strndup(a, item,
	    (size_t)(dot - item)));
	return form == NULL ? NULL : form_fact(form, dot + 1);
}

bool
figures_explain(struct arena *a, const struct catalog *catalog,
    const struct facts *facts, const struct figures *figures,
    const struct unit *unit, const char *item, struct text *out)
{
	struct telling t = { a, figures, unit, out };
	const struct indicator *ind = plan_indicator(figures->plan, item);
	const struct field *field;

	(void)facts;
	if (ind != NULL) {
		tell_figure(&t, ind);
		return true;
	}
	field = find_field(a, catalog, item);
	if (field == NULL || field->personal || !field_is_number(field))
		return false;
	tell_field(&t, field);
	return true;
}
