/* Civil dates.  Room: base. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

/*
 * Days from a civil date and back by counting eras of 400 years that begin on
 * 1 March: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
static int32_t
days_from_civil(int y, int m, int d)
{
	int era, yoe, doy, doe;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

void
date_split(date days, int *year, int *month, int *day)
{
	int z = days + 719468;
	int era = (z >= 0 ? z : z - 146096) / 146097;
	int doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

static int
days_of_month(int year, int month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

date
date_of(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > days_of_month(year, month))
		return DATE_NONE;
	return days_from_civil(year, month, day);
}

int
date_weekday(date days)
{
	int w = (days + 4) % 7;

	return w < 0 ? w + 7 : w;
}

static bool
digits(const char *s, int n, int *out)
{
	for (*out = 0; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return false;
		*out = *out * 10 + (*s - '0');
	}
	return true;
}

bool
date_parse(const char *s, date *out)
{
	int y, m, d;

	if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' ||
	    !digits(s, 4, &y) || !digits(s + 5, 2, &m) ||
	    !digits(s + 8, 2, &d))
		return false;
	*out = date_of(y, m, d);
	return *out != DATE_NONE;
}

const char *
date_format(date days, char buf[static DATE_TEXT])
{
	int y, m, d;

	buf[0] = '\0';
	if (days != DATE_NONE) {
		date_split(days, &y, &m, &d);
		snprintf(buf, DATE_TEXT, "%04d-%02d-%02d", y % 10000, m, d);
	}
	return buf;
}
