/* Dates against the calendar of Python: every day from 1900 to 2100. */
#include "base/date.h"

#include <stdlib.h>

#include "check.h"

static bool
is_right(date day, const char *text, int weekday)
{
	char buf[DATE_TEXT];
	int y, m, d;
	date parsed;

	date_split(day, &y, &m, &d);
	return date_parse(text, &parsed) && parsed == day &&
	    strcmp(date_format(day, buf), text) == 0 &&
	    date_of(y, m, d) == day && date_weekday(day) == weekday;
}

static void
every_day(void)
{
	char line[64], first[64] = "";
	int days = 0, wrong = 0;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		char *rest = line, *text;
		date day = (date)strtol(strsep(&rest, " "), NULL, 10);

		text = strsep(&rest, " ");
		if (!is_right(day, text, rest[0] - '0') && wrong++ == 0)
			snprintf(first, sizeof(first), "%s", text);
		days++;
	}
	check(wrong == 0 && days == 73414, "every day", "%d of %d wrong; the "
	    "first: %s", wrong, days, first);
}

static void
bad_texts(void)
{
	static const char *const texts[] = { "", "2020", "2020-1-1",
	    "2020-02-30", "2021-02-29", "1900-02-29", "2020-13-01",
	    "2020-00-01", "2020-01-00", "2020-01-32", "2020-04-31",
	    "2020-01-01 ", " 2020-01-01", "2020/01/01", "2020-01-0a",
	    "+020-01-01", "-020-01-01", "0000-01-01", "20200-1-01" };
	size_t i;
	date d;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(!date_parse(texts[i], &d), texts[i], "taken as a date");
}

int
main(void)
{
	char buf[DATE_TEXT];
	date d;

	every_day();
	bad_texts();
	check_string("no date", date_format(DATE_NONE, buf), "");
	check(date_of(2020, 2, 30) == DATE_NONE, "30 February", "is a day");
	check(date_of(0, 1, 1) == DATE_NONE, "year 0", "is a year");
	check(date_of(10000, 1, 1) == DATE_NONE, "year 10000", "is a year");
	check(date_parse("9999-12-31", &d) &&
	    strcmp(date_format(d, buf), "9999-12-31") == 0, "the last day",
	    "%s", buf);
	check(date_parse("0001-01-01", &d) &&
	    strcmp(date_format(d, buf), "0001-01-01") == 0, "the first day",
	    "%s", buf);
	return check_result();
}
