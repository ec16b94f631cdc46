/* Periods: written, read, ordered; and when they begin and end. */
#include "model/period.h"

#include "base/arena.h"
#include "check.h"

static const struct {
	const char	*text, *start, *end, *previous, *label;
} periods[] = {
	{ "2020-01", "2020-01-01", "2020-01-31", "2019-12",
	    "tháng 01 năm 2020" },
	{ "2020-02", "2020-02-01", "2020-02-29", "2020-01",
	    "tháng 02 năm 2020" },
	{ "2021-02", "2021-02-01", "2021-02-28", "2021-01",
	    "tháng 02 năm 2021" },
	{ "2020-03", "2020-03-01", "2020-03-31", "2020-02",
	    "tháng 3 năm 2020" },
	{ "2020-12", "2020-12-01", "2020-12-31", "2020-11",
	    "tháng 12 năm 2020" },
	{ "2020-Q1", "2020-01-01", "2020-03-31", "2019-Q4",
	    "quý I năm 2020" },
	{ "2020-Q4", "2020-10-01", "2020-12-31", "2020-Q3",
	    "quý IV năm 2020" },
	{ "2020-H1", "2020-01-01", "2020-06-30", "2019-H2",
	    "6 tháng đầu năm 2020" },
	{ "2020-H2", "2020-07-01", "2020-12-31", "2020-H1",
	    "6 tháng cuối năm 2020" },
	{ "2020-9M", "2020-01-01", "2020-09-30", "2019-9M",
	    "9 tháng đầu năm 2020" },
	{ "2020", "2020-01-01", "2020-12-31", "2019", "năm 2020" },
};

static void
one(struct arena *a, size_t i)
{
	struct period p, before;
	char day[DATE_TEXT], text[PERIOD_TEXT], name[64];

	snprintf(name, sizeof(name), "%s:", periods[i].text);
	check(period_parse(periods[i].text, &p), name, "is not a period");
	check_string(name, period_format(p, text), periods[i].text);
	check_string(name, date_format(period_start(p), day),
	    periods[i].start);
	check_string(name, date_format(period_end(p), day), periods[i].end);
	before = period_previous(p);
	check_string(name, period_format(before, text), periods[i].previous);
	check_string(name, period_label(a, p), periods[i].label);
	before = period_year_ago(p);
	check(before.year == p.year - 1 && before.kind == p.kind &&
	    before.index == p.index, name, "a year ago is wrong");
	check(period_equal(p, p) && !period_equal(p, before), name,
	    "equality is wrong");
}

/* All periods of a year follow one another without a gap. */
static void
chain(void)
{
	int kind, index, wrong = 0;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
		struct period p = { 2020, (enum period_kind)kind, 1 };
		enum period_kind again;

		for (index = 0; index < 30; index++) {
			struct period q = period_previous(p);

			wrong += kind != PERIOD_NINE_MONTHS &&
			    period_end(q) + 1 != period_start(p);
			wrong += period_cmp(q, p) >= 0 ||
			    period_cmp(p, q) <= 0 || period_cmp(p, p) != 0;
			p = q;
		}
		wrong += !period_kind_parse(period_kind_name(
		    (enum period_kind)kind), &again) || (int)again != kind;
	}
	check(wrong == 0, "one follows another", "%d wrong", wrong);
}

static void
order(void)
{
	static const char *const sorted[] = { "2019", "2020-02", "2020-03",
	    "2020-Q1", "2020-06", "2020-Q2", "2020-H1", "2020-09", "2020-Q3",
	    "2020-9M", "2020-12", "2020-Q4", "2020-H2", "2020" };
	size_t i, j, n = sizeof(sorted) / sizeof(sorted[0]);
	int wrong = 0;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++) {
			struct period p, q;

			if (!period_parse(sorted[i], &p) ||
			    !period_parse(sorted[j], &q)) {
				wrong++;
				continue;
			}
			wrong += period_cmp(p, q) != (i > j) - (i < j);
		}
	check(wrong == 0, "order", "%d wrong", wrong);
}

static void
bad_texts(void)
{
	static const char *const texts[] = { "", "20", "202", "20200",
	    "2020-", "2020-0", "2020-00", "2020-13", "2020-1", "2020-001",
	    "2020-Q0", "2020-Q5", "2020-q1", "2020-Q", "2020-Q11", "2020-H3",
	    "2020-9m", "2020-8M", "2020-9M ", " 2020", "2020 ", "Q1-2020",
	    "1899", "+020", "202x", "2020/03", "2020-Q1-long-text-behind" };
	struct period p;
	enum period_kind kind;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		check(!period_parse(texts[i], &p), texts[i],
		    "is taken as a period");
	check(!period_kind_parse("week", &kind) &&
	    !period_kind_parse("", &kind), "kinds that are none", "are");
}

int
main(void)
{
	struct arena *a = arena_new();
	size_t i;

	for (i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		one(a, i);
	chain();
	order();
	bad_texts();
	arena_free(a);
	return check_result();
}
