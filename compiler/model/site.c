/* The site: levels and the calendar of working days.  Room: model. */
#include "model/site.h"

#include <stdlib.h>
#include <string.h>

int
site_level(const struct site *site, const char *id)
{
	size_t i;

	for (i = 0; i < site->level_count; i++)
		if (strcmp(site->levels[i].id, id) == 0)
			return (int)i;
	return -1;
}

static int
compare_days(const void *a, const void *b)
{
	date x = *(const date *)a, y = *(const date *)b;

	return x < y ? -1 : x > y;
}

static bool
contains(const date *days, size_t count, date day)
{
	return count > 0 && bsearch(&day, days, count, sizeof(day),
	    compare_days) != NULL;
}

bool
calendar_is_working(const struct calendar *c, date day)
{
	int weekday = date_weekday(day);

	if (contains(c->holidays, c->holiday_count, day))
		return false;
	if (weekday == 0 || weekday == 6)
		return contains(c->working, c->working_count, day);
	return true;
}

bool
calendar_knows(const struct calendar *c, int year)
{
	size_t i;

	for (i = 0; i < c->holiday_count; i++)
		if (c->holidays[i] >= date_of(year, 1, 1) &&
		    c->holidays[i] < date_of(year + 1, 1, 1))
			return true;
	return false;
}
