/* Reporting periods.  Room: model. */
#include "model/period.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"

/* How each kind divides the year and is written behind it. */
static const struct {
	const char	*name;
	const char	*text;		/* behind the year; %d is the index */
	int		 count;		/* how many a year has */
	int		 months;
} kinds[PERIOD_KIND_MAX] = {
	[PERIOD_MONTH] = { N_("month"), "-%02d", 12, 1 },
	[PERIOD_QUARTER] = { N_("quarter"), "-Q%d", 4, 3 },
	[PERIOD_HALF] = { N_("half"), "-H%d", 2, 6 },
	[PERIOD_NINE_MONTHS] = { N_("nine-months"), "-9M", 1, 9 },
	[PERIOD_YEAR] = { N_("year"), "", 1, 12 },
};

bool
period_parse(const char *s, struct period *out)
{
	struct period p;
	char text[PERIOD_TEXT];
	int i;

	if (strlen(s) < 4 || strlen(s) >= sizeof(text))
		return false;
	for (p.year = 0, i = 0; i < 4; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		p.year = p.year * 10 + (s[i] - '0');
	}
	if (p.year < 1900)
		return false;
	for (i = 0; i < PERIOD_KIND_MAX; i++) {
		p.kind = (enum period_kind)i;
		for (p.index = 1; p.index <= kinds[i].count; p.index++)
			if (strcmp(period_format(p, text), s) == 0) {
				*out = p;
				return true;
			}
	}
	return false;
}

const char *
period_format(struct period p, char buf[static PERIOD_TEXT])
{
	int n = snprintf(buf, PERIOD_TEXT, "%04d", p.year % 10000);

	/* the kinds' texts are literals of the table above */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(buf + n, PERIOD_TEXT - (size_t)n, kinds[p.kind].text, p.index);
#pragma GCC diagnostic pop
	return buf;
}

int
period_count(enum period_kind kind)
{
	static const int counts[PERIOD_KIND_MAX] = {
		[PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4, [PERIOD_HALF] = 2,
		[PERIOD_NINE_MONTHS] = 1, [PERIOD_YEAR] = 1,
	};

	return counts[kind];
}

const char *
period_label(struct arena *a, struct period p)
{
	static const char *const roman[] = { "", "I", "II", "III", "IV" };

	switch (p.kind) {
	case PERIOD_MONTH:
		return arena_printf(a, "tháng %s%d năm %d",
		    p.index < 3 ? "0" : "", p.index, p.year);
	case PERIOD_QUARTER:
		return arena_printf(a, "quý %s năm %d", roman[p.index], p.year);
	case PERIOD_HALF:
		return arena_printf(a, "6 tháng %s năm %d",
		    p.index == 1 ? "đầu" : "cuối", p.year);
	case PERIOD_NINE_MONTHS:
		return arena_printf(a, "9 tháng đầu năm %d", p.year);
	default:
		return arena_printf(a, "năm %d", p.year);
	}
}

int
period_first_month(struct period p)
{
	return (p.index - 1) * kinds[p.kind].months + 1;
}

int
period_last_month(struct period p)
{
	return p.index * kinds[p.kind].months;
}

bool
period_beginning(int year, int month, enum period_kind kind,
    struct period *out)
{
	int before = (month - 1) / kinds[kind].months;

	*out = (struct period){ year, kind, before + 1 };
	return before < kinds[kind].count &&
	    period_first_month(*out) == month;
}

bool
period_ending(int year, int month, enum period_kind kind, struct period *out)
{
	int index = month / kinds[kind].months;

	*out = (struct period){ year, kind, index };
	return index >= 1 && index <= kinds[kind].count &&
	    period_last_month(*out) == month;
}

date
period_start(struct period p)
{
	return date_of(p.year, period_first_month(p), 1);
}

date
period_end(struct period p)
{
	int month = period_last_month(p);

	return month == 12 ? date_of(p.year, 12, 31) :
	    date_of(p.year, month + 1, 1) - 1;
}

bool
period_equal(struct period a, struct period b)
{
	return a.year == b.year && a.kind == b.kind && a.index == b.index;
}

int
period_cmp(struct period a, struct period b)
{
	date x = period_end(a), y = period_end(b);

	if (x != y)
		return x < y ? -1 : 1;
	return (a.kind > b.kind) - (a.kind < b.kind);
}

struct period
period_previous(struct period p)
{
	if (--p.index == 0) {
		p.year--;
		p.index = kinds[p.kind].count;
	}
	return p;
}

struct period
period_year_ago(struct period p)
{
	p.year--;
	return p;
}

const char *
period_kind_name(enum period_kind kind)
{
	return kinds[kind].name;
}

bool
period_kind_parse(const char *s, enum period_kind *out)
{
	int i;

	for (i = 0; i < PERIOD_KIND_MAX; i++)
		if (strcmp(kinds[i].name, s) == 0) {
			*out = (enum period_kind)i;
			return true;
		}
	return false;
}
