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

date
duty_deadline(const struct duty *duty, struct period period,
    const struct calendar *calendar)
{
	date day = duty->until;
	int left;

	if (day == DATE_NONE && duty->working_days) {
		day = period_end(period);
		for (left = duty->after_end; left > 0; left--)
			do
				day++;
			while (!calendar_is_working(calendar, day));
	} else if (day == DATE_NONE)
		day = period_end(period) + duty->after_end;
	while (duty->shift && !calendar_is_working(calendar, day))
		day++;
	return day;
}
