/*
 * Plans: deadlines of duties, milestones of targets, names of comparators.
 * Room: model.
 */
#include "model/plan.h"

#include <string.h>

#include "model/form.h"
#include "model/site.h"

static const struct {
	const char	*name;
	const char	*sign;
} comparators[] = {
	[AT_LEAST] = { "ge", "≥" },
	[AT_MOST] = { "le", "≤" },
	[EXACTLY] = { "eq", "=" },
	[ABOVE] = { "gt", ">" },
	[BELOW] = { "lt", "<" },
};

const char *
comparator_name(enum comparator c)
{
	return comparators[c].name;
}

const char *
comparator_sign(enum comparator c)
{
	return comparators[c].sign;
}

bool
comparator_holds(enum comparator at, struct ratio value, struct ratio target)
{
	int c = ratio_cmp(value, target);

	switch (at) {
	case AT_LEAST:
		return c >= 0;
	case AT_MOST:
		return c <= 0;
	case EXACTLY:
		return c == 0;
	case ABOVE:
		return c > 0;
	case BELOW:
		return c < 0;
	}
	return false;
}

size_t
watch_band(const struct watch *w, struct ratio value)
{
	size_t i = 0;

	if (w->band_count == 0)
		return comparator_holds(w->at, value, ratio_of(w->value));
	while (i + 1 < w->band_count && comparator_holds(w->at, value,
	    ratio_of(w->bands[i + 1].near)))
		i++;
	return i;
}

const struct indicator *
plan_indicator(const struct plan *plan, const char *id)
{
	size_t i;

	for (i = 0; i < plan->indicator_count; i++)
		if (strcmp(plan->indicators[i]->id, id) == 0)
			return plan->indicators[i];
	return NULL;
}

bool
indicator_takes(const struct indicator *ind, const struct unit *u)
{
	size_t i, parts = ind->target == NULL ? 0 : ind->target->part_count;

	for (i = 0; i < parts; i++)
		if (unit_is_of(u, ind->target->parts[i]->class))
			return true;
	return parts == 0 && (*ind->class == '\0' ||
	    unit_is_of(u, ind->class));
}

bool
expr_has_flows(const struct expr *e)
{
	const struct expr_name *const *names;
	size_t n = e == NULL ? 0 : expr_names(e, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && f->time == TIME_FLOW)
			return true;
	}
	return false;
}

bool
target_number(const struct target *t, struct decimal *out)
{
	const char *s = t->value == NULL ? "" : expr_text(t->value);

	return decimal_parse(out, s, strlen(s));
}

bool
duty_asks(const struct duty *duty, const struct form *form,
    enum period_kind kind)
{
	size_t i;

	for (i = 0; duty->periods[kind] && i < duty->form_count; i++)
		if (duty->forms[i] == form)
			return true;
	return false;
}

const struct duty *
plan_duty(const struct plan *plan, const struct form *form,
    enum period_kind kind)
{
	size_t i;

	for (i = 0; i < plan->duty_count; i++)
		if (duty_asks(plan->duties[i], form, kind))
			return plan->duties[i];
	return NULL;
}

/* Day D of the month N months behind MONTH, which may be before January. */
static date
day_of_month(int year, int month, int n, int d)
{
	int months = year * 12 + month - 1 + n;

	return date_of(months / 12, months % 12 + 1, d);
}

/* Whether a form's data end with a month, though the report's do not. */
static bool
ends_with_month(const struct duty *duty, const struct form *form)
{
	size_t i;

	for (i = 0; duty->month_end != NULL && i < duty->form_count; i++)
		if (duty->forms[i] == form)
			return duty->month_end[i];
	return false;
}

date
duty_data_start(const struct duty *duty, const struct form *form,
    struct period p)
{
	int month = period_first_month(p);

	if (duty->cut_off == 0)
		return period_start(p);
	if (ends_with_month(duty, form))
		return day_of_month(p.year, month, -1, 1);
	return day_of_month(p.year, month, -1, duty->cut_off) + 1;
}

date
duty_data_end(const struct duty *duty, const struct form *form,
    struct period p)
{
	int month = period_last_month(p);

	if (duty->cut_off == 0)
		return period_end(p);
	if (ends_with_month(duty, form))
		return date_of(p.year, month, 1) - 1;
	return date_of(p.year, month, duty->cut_off);
}

date
duty_named_day(const struct duty *duty, struct period p,
    const struct calendar *calendar)
{
	date day = duty_data_end(duty, NULL, p);
	int left;

	switch (duty->deadline) {
	case DEADLINE_DATE:
		return duty->until;
	case DEADLINE_DAYS:
		return day + duty->days;
	case DEADLINE_MONTH_DAY:
		return day_of_month(p.year, period_last_month(p),
		    duty->same_month ? 0 : 1, duty->days);
	case DEADLINE_WORKING_DAYS:
		break;
	}
	for (left = duty->days; left > 0; left--)
		do
			day++;
		while (!calendar_is_working(calendar, day));
	return day;
}

/* Months from the start of YEAR to the end of DAY's month. */
static int
months_until(int year, date day)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	return (y - year) * 12 + m;
}

/* FROM + (TARGET - FROM) * passed / all. */
static bool
on_the_line(const struct target *t, int passed, int all, struct ratio target,
    struct ratio *out)
{
	const struct ratio from = ratio_of(t->from), share = {
	    decimal_int(passed), decimal_int(all) };

	return ratio_sub(out, target, from) && ratio_mul(out, *out, share) &&
	    ratio_add(out, *out, from);
}

bool
target_milestone(const struct target *t, const struct plan *plan,
    struct period period, struct ratio target, struct ratio *out,
    bool *overflow)
{
	const struct step *step = NULL;
	date day = period_end(period);
	bool ok = true;
	size_t i;

	*overflow = false;
	if (t->phasing == PHASING_NONE || day >= t->due ||
	    period.year != plan->year)
		return false;
	for (i = 0; i < t->step_count && t->steps[i].until <= day; i++)
		step = &t->steps[i];
	if (t->phasing == PHASING_STEPS && step == NULL)
		return false;
	if (t->phasing == PHASING_LEVEL)
		*out = target;
	else if (t->phasing == PHASING_LINEAR)
		ok = on_the_line(t, period_last_month(period),
		    months_until(plan->year, t->due), target, out);
	else if (step->is_share)
		ok = ratio_mul(out, target, (struct ratio){ step->value,
		    decimal_int(100) });
	else
		*out = ratio_of(step->value);
	*overflow = !ok;
	return ok;
}

enum comparator
milestone_comparator(const struct target *t, struct ratio milestone,
    struct ratio target)
{
	int c = ratio_cmp(milestone, target);

	if (t->at != EXACTLY || c == 0)
		return t->at;
	return c < 0 ? AT_LEAST : AT_MOST;
}

date
duty_deadline(const struct duty *duty, struct period period,
    const struct calendar *calendar)
{
	date day = duty_named_day(duty, period, calendar) - duty->exclusive;

	while (duty->shift != SHIFT_NONE &&
	    !calendar_is_working(calendar, day))
		day += duty->shift == SHIFT_NEXT ? 1 : -1;
	return day;
}

bool
duty_counts_days_off(const struct duty *duty)
{
	return duty->shift != SHIFT_NONE ||
	    duty->deadline == DEADLINE_WORKING_DAYS;
}
