/* What the cells of the table of targets say.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_template.h"

/*
 * The number that a target of each unit is known by: a plain number, or that of
 * "min(3, ...)", where units that cannot reach it are asked for less.
 */
static bool
headline(const char *expression, struct decimal *d)
{
	size_t len = strlen(expression);

	if (decimal_parse(d, expression, len))
		return true;
	if (strncmp(expression, "min(", 4) != 0)
		return false;
	expression += 4;
	expression += strspn(expression, " ");
	len = strcspn(expression, " ,)");
	return decimal_parse(d, expression, len);
}

const char *
target_plan(struct job *j, const struct data_row *row)
{
	const struct target *target = row->indicator->target;
	const char *sign, *each, *value;
	struct decimal d;

	if (!row->has_target)
		return "";
	sign = comparator_sign(target->at);
	if (!row->counted) {
		value = figure_of_row(j, row, SHOW_TARGET, -1, -1).text;
		return value[0] == '\0' ? "" :
		    arena_printf(j->arena, "%s" NBSP "%s", sign, value);
	}
	each = j->data->catalog->site->levels[target->each].label;
	if (!headline(expr_text(target->value), &d))
		return word(W_EACH_BY_PLAN);
	return arena_printf(j->arena, "%s" NBSP "%s %s %s", sign,
	    format_decimal(j->arena, d), word(W_EACH), each);
}

const char *
target_actual(struct job *j, const struct data_row *row)
{
	const char *text = figure_of_row(j, row, SHOW_VALUE, -1, -1).text;

	if (!row->known || !row->counted)
		return text;
	return arena_printf(j->arena, "%s/%s" NBSP "%s",
	    format_decimal(j->arena, row->numerator),
	    format_decimal(j->arena, row->denominator), word(W_REACHED));
}

bool
target_rate_of(const struct data_row *row, struct ratio *out)
{
	const struct target *target = row->indicator->target;
	struct ratio plan = row->target;

	return row->has_target && !row->counted &&
	    row->known && (target->at == AT_LEAST || target->at == ABOVE) &&
	    plan.num.coef > 0 && decimal_shift(&plan.num,
	    row->indicator->scale) && row_value(row, out) &&
	    ratio_div(out, *out, plan) &&
	    ratio_mul(out, *out, ratio_of(decimal_int(100)));
}

const char *
target_rate(struct job *j, const struct data_row *row)
{
	struct ratio rate;
	const char *text;

	if (!row->has_target || row->counted || !row->known)
		return "";
	text = target_rate_of(row, &rate) ? format_ratio(j->arena, rate, 1) : NULL;
	return text == NULL ? "–" : text;
}

const char *
target_year_ago(struct job *j, const struct data_row *row)
{
	struct printed p = figure_of_row(j, row, SHOW_YEAR_AGO, -1, -1);
	const struct data_row *before = view_year_ago(j->view, row->unit,
	    row->indicator);
	const char *text = p.text;

	if (!p.known)
		return "";
	if (before->counted)
		text = arena_printf(j->arena, "%s/%s" NBSP "%s",
		    format_decimal(j->arena, before->numerator),
		    format_decimal(j->arena, before->denominator),
		    word(W_REACHED));
	return p.partial ? arena_printf(j->arena, "%s*", text) : text;
}

const char *
target_change(struct job *j, const struct data_row *row)
{
	struct printed p = figure_of_row(j, row, SHOW_CHANGE, -1, -1);
	const struct data_row *before = view_year_ago(j->view, row->unit,
	    row->indicator);
	const char *mark = before != NULL && row_is_partial(before) ? "*" : "";

	if (!p.known)
		return row->known ? mark : "";
	if (strcmp(row->indicator->unit, "%") != 0 && !row->counted)
		return arena_printf(j->arena, "%s%s", p.text, mark);
	return arena_printf(j->arena, "%s%s %s", p.text, mark, word(W_POINTS));
}
