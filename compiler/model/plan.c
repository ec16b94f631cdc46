/* Plans: deadlines of duties, names of comparators.  Room: model. */
#include "model/plan.h"

#include <string.h>

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
