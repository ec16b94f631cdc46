/* Numbers and dates as documents print them. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"

static void
check(const char *what, const char *got, const char *want)
{
	if (got != NULL && strcmp(got, want) == 0)
		printf("ok format: %s\n", want);
	else
		printf("not ok format: %s: got \"%s\", expected \"%s\"\n", what,
		    got == NULL ? "nothing" : got, want);
}

static struct decimal
number(const char *s)
{
	struct decimal d = { 0, 0 };

	if (!decimal_parse(&d, s, strlen(s)))
		printf("not ok format: %s is no number\n", s);
	return d;
}

static const char *
shortest(struct arena *a, const char *num, const char *den)
{
	struct ratio r = { number(num), number(den) };
	char buf[DECIMAL_TEXT];
	struct decimal d;

	return ratio_shortest(&d, r) ? arena_strdup(a, decimal_format(d, buf)) :
	    NULL;
}

static void
numbers(struct arena *a)
{
	struct decimal d;

	check("thousands", format_decimal(a, number("1234567.89")),
	    "1.234.567,89");
	check("places stay", format_decimal(a, number("0.50")), "0,50");
	check("minus", format_decimal(a, number("-1234")),
	    "\xe2\x88\x92" "1.234");
	check("rise", format_change(a, number("0.5")), "+0,5");
	check("fall", format_change(a, number("-0.5")),
	    "\xe2\x88\x92" "0,5");
	check("no change", format_change(a, number("0.00")), "0,00");
	check("pad", format_padded(a, "3"), "03");
	check("pad two digits", format_padded(a, "13"), "13");
	check("pad zero", format_padded(a, "0"), "0");
	check("pad decimal", format_padded(a, "3,5"), "3,5");
	check("half up", format_ratio(a, (struct ratio){ number("2675"),
	    number("1000") }, 2), "2,68");
	check("overdue", format_ratio(a, (struct ratio){ number("22300"),
	    number("94321") }, 2), "0,24");
	check("finite", shortest(a, "27", "100"), "0.27");
	check("whole", shortest(a, "160", "2"), "80");
	check("not finite", shortest(a, "200", "3"), "66.666667");
	d = number("42200000");
	check("million", decimal_shift(&d, 6) && decimal_round(&d, 1) ?
	    format_decimal(a, d) : NULL, "42,2");
	d = number("1.123456789012345678");
	check("too many places", decimal_shift(&d, 6) ? "shifted" : "refused",
	    "refused");
}

static void
others(struct arena *a)
{
	check("January", format_date_long(a, date_of(2021, 1, 5)),
	    "ngày 05 tháng 01 năm 2021");
	check("June", format_date_long(a, date_of(2020, 6, 29)),
	    "ngày 29 tháng 6 năm 2020");
	check("February", format_date_long(a, date_of(2020, 2, 29)),
	    "ngày 29 tháng 02 năm 2020");
	check("short", format_date_short(a, date_of(2020, 12, 1)),
	    "01/12/2020");
	check("no date", format_date_short(a, DATE_NONE), "");
	check("Roman", format_roman(a, 4), "IV");
	check("Roman", format_roman(a, 1949), "MCMXLIX");
	check("capital", format_capital(a, "đơn vị"), "Đơn vị");
	check("verdict", word_of_verdict("met"), "Đạt");
	check("no verdict", word_of_verdict("none"), "");
	check("argument", word_with(a, W_LATE_DAYS, "3"),
	    "chậm 3 ngày làm việc");
}

int
main(void)
{
	struct arena *a = arena_new();

	numbers(a);
	others(a);
	arena_free(a);
	return 0;
}
