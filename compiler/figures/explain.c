/*
 * Where a number comes from, told to a person: formula, operands, files and
 * lines, and the units that it was added up from.  Room: figures.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "figures/figures_explain.h"

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
		    tell_decimal(t, fact.value));
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
	    tell_decimal(t, fact.value));
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
	    tell_short(t, fig->numerator));
	if (fig->counted || ind->kind == INDICATOR_RATIO)
		text_addf(t->out, " / %s",
		    tell_short(t, fig->denominator));
	if (decimal_cmp(times, decimal_int(1)) != 0)
		text_addf(t->out, " × %s", tell_short(t, times));
	if (fig->known) {
		const char *s = tell_ratio(t, fig->value);

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
		    tell_decimal(t, figure_rounded(fig, true)),
		    fig->counted ? "%" : ind->unit,
		    fig->estimated ? ", " : "",
		    fig->estimated ? _("with estimates in it") : "");
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
		text_addf(t->out, " × %s", tell_short(t, ind->times));
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
		    tell_short(t, part->numerator),
		    tell_short(t, part->denominator));
	else
		text_addf(t->out, "%s", tell_short(t, part->numerator));
	if (part->known && (part->counted ||
	    part->indicator->kind == INDICATOR_RATIO))
		text_addf(t->out, " = %s",
		    tell_decimal(t, figure_rounded(part, true)));
	if (part->verdict != VERDICT_NONE)
		text_addf(t->out, ", %s", tell_verdict(part->verdict));
	if (part->reported < part->expected && part->expected > 1)
		text_addf(t->out, ", %zu/%zu %s", part->reported,
		    part->expected, _("units"));
	text_addc(t->out, '\n');
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
	tell_aims(t, fig);
	text_addf(t->out, "%s: %s\n%s: %zu/%zu %s\n", _("verdict"),
	    tell_verdict(fig->verdict), _("coverage"), fig->reported,
	    fig->expected, _("units"));
	tell_doubts(t, fig);
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
	    tell_ratio(t, sum.value));
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
	    tell_ratio(t, sum.value));
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
