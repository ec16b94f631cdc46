/* What is found in the catalogue of the sample site, and deadlines. */
#include <stdlib.h>

#include "../unit/check.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "model/catalog.h"

static struct arena *arena;
static const struct catalog *catalog;

static date
day(const char *s)
{
	date d;

	if (!date_parse(s, &d))
		abort();
	return d;
}

/* "22345 phường Vạn Thắng", NULL for none. */
static const char *
shown(const struct unit *u)
{
	return u == NULL ? NULL :
	    arena_printf(arena, "%s %s", u->code, u->full_name);
}

static const struct unit *
unit(const char *code)
{
	return units_find(catalog->units, code, day("2020-06-30"));
}

static void
test_codes(void)
{
	check_string("code before the merge", shown(units_find(catalog->units,
	    "22696", day("2020-02-29"))), "22696 xã Diên Bình");
	check_string("the same code after it", shown(units_find(catalog->units,
	    "22696", day("2020-03-01"))), "22696 xã Bình Lộc");
	check_string("a code that ended", shown(units_find(catalog->units,
	    "22699", day("2020-03-01"))), NULL);
	check_string("a code without its zero", shown(unit("056")), NULL);
}

static void
test_names(void)
{
	static const struct {
		const char *name, *above, *day, *wanted;
		int level;
	} cases[] = {
		{ "Vạn Thắng", NULL, "2020-06-30", NULL, LEVEL_ANY },
		{ "xã Vạn Thắng", NULL, "2020-06-30", "22516 xã Vạn Thắng", LEVEL_ANY },
		{ "Vạn Thắng", "568", "2020-06-30", "22345 phường Vạn Thắng", LEVEL_ANY },
		{ "Khánh Vĩnh", "573", "2020-06-30", "22609 thị trấn Khánh Vĩnh", LEVEL_ANY },
		{ "Khánh Vĩnh", "56", "2020-06-30", NULL, LEVEL_ANY },
		{ "Khánh Vĩnh", "56", "2020-06-30", "573 huyện Khánh Vĩnh", 1 },
		{ "Khánh Vĩnh", NULL, "2020-06-30", "22609 thị trấn Khánh Vĩnh",
		    2 },
		{ "thị trấn Khánh Vĩnh", NULL, "2020-06-30",
		    "22609 thị trấn Khánh Vĩnh", 1 },
		{ "Vạn Thắng", NULL, "2020-06-30", NULL, 1 },
		{ "HUYỆN  KHÁNH VĨNH", NULL, "2020-06-30", "573 huyện Khánh Vĩnh", LEVEL_ANY },
		{ " phường vĩnh hoà ", "568", "2020-06-30", "22327 phường Vĩnh Hòa", LEVEL_ANY },
		{ "Diên Lộc", "574", "2020-02-29", "22699 xã Diên Lộc", LEVEL_ANY },
		{ "Diên Lộc", "574", "2020-03-01", NULL, LEVEL_ANY },
		{ "Vĩnh Hòa", "569", "2020-06-30", NULL, LEVEL_ANY },
		{ "", "568", "2020-06-30", NULL, LEVEL_ANY },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_string(arena_printf(arena, "name \"%s\" of level %d below "
		    "%s on %s", cases[i].name, cases[i].level, cases[i].above ==
		    NULL ? "all" : cases[i].above, cases[i].day),
		    shown(units_find_name(catalog->units, cases[i].name,
		    (struct unit_scope){ cases[i].above == NULL ? NULL :
		    unit(cases[i].above), cases[i].level,
		    day(cases[i].day) })), cases[i].wanted);
}

static void
test_suggestions(void)
{
	static const struct {
		const char *name, *parent, *wanted;
	} cases[] = {
		{ "Vĩnh Hoa", "568", "; did you mean 22327 phường Vĩnh Hòa?" },
		{ "Van Thang", "571", "; did you mean 22516 xã Vạn Thắng?" },
		{ "22328", "568", "; did you mean 22327 phường Vĩnh Hòa, "
		    "22348 phường Vạn Thạnh, 22378 phường Phước Long?" },
		{ "Hà Nội", "568", "" },
		{ "", "568", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_string(arena_printf(arena, "suggestions for \"%s\"",
		    cases[i].name), units_suggest(arena, catalog->units,
		    cases[i].name, (struct unit_scope){ unit(cases[i].parent),
		    LEVEL_ANY, day("2020-06-30") }),
		    cases[i].wanted);
}

static void
test_tree(void)
{
	const struct unit *ward = unit("22327"), *root = catalog->units->root;
	const struct form *form = catalog_form(catalog, "uy_thac");
	const struct unit *old = units_find(catalog->units, "22699",
	    day("2020-01-01"));
	size_t i, before = 0, after = 0, misplaced = 0;

	check_string("above, at level 1", shown(unit_at_level(ward, 1)),
	    "568 thành phố Nha Trang");
	check_string("at its own level", shown(unit_at_level(ward, 2)),
	    "22327 phường Vĩnh Hòa");
	check_string("at a level below", shown(unit_at_level(root, 1)), NULL);
	check(unit_is_within(ward, root) && unit_is_within(ward, ward) &&
	    !unit_is_within(root, ward), "within", "wrong");
	for (i = 0; i < catalog->units->count; i++) {
		const struct unit *u = catalog->units->list[i];

		before += form_expects(form, u,
		    (struct period){ 2020, PERIOD_MONTH, 2 });
		after += form_expects(form, u,
		    (struct period){ 2020, PERIOD_QUARTER, 1 });
		misplaced += u->index != i ||
		    (u->parent != NULL && u->parent->index >= i);
	}
	check(misplaced == 0, "parents before children", "%zu not", misplaced);
	/* 140 and 139 communes, 3 of them in a district that does not report */
	check(before == 137, "expected in February 2020", "%zu", before);
	check(after == 136, "expected in the first quarter", "%zu", after);
	check(old->predecessor_count == 0 &&
	    units_find(catalog->units, "22696", day("2020-03-01"))
	    ->predecessor_count == 2, "predecessors", "wrong");
}

static void
test_forms(void)
{
	static const char *const names[] = { "uy_thac", "UY_THAC", "04-UT",
		"04-ut", "Biểu 04-UT", " biểu  04-UT" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct form *form = catalog_form(catalog, names[i]);

		check_string(arena_printf(arena, "form \"%s\"", names[i]),
		    form == NULL ? NULL : form->id, "uy_thac");
	}
	check(catalog_form(catalog, "04") == NULL, "no form \"04\"", "found");
	check(catalog_plan(catalog, (struct period){ 2020, PERIOD_HALF, 2 }) !=
	    NULL && catalog_plan(catalog, (struct period){ 2019, PERIOD_YEAR,
	    1 }) == NULL, "plans by year", "wrong");
}

static void
test_deadlines(void)
{
	static const struct {
		struct duty duty;
		struct period period;
		const char *wanted;
	} cases[] = {
		/* Saturday 2020-02-29 is February's last day */
		{ { .deadline = DEADLINE_DAYS },
		    { 2020, PERIOD_MONTH, 2 }, "2020-02-29" },
		{ { .deadline = DEADLINE_DAYS, .shift = SHIFT_NEXT },
		    { 2020, PERIOD_MONTH, 2 }, "2020-03-02" },
		{ { .deadline = DEADLINE_DAYS, .shift = SHIFT_PREVIOUS },
		    { 2020, PERIOD_MONTH, 2 }, "2020-02-28" },
		{ { .deadline = DEADLINE_WORKING_DAYS, .days = 1 },
		    { 2020, PERIOD_MONTH, 2 }, "2020-03-02" },
		/* Tết from Thursday 2020-01-23 to Wednesday 2020-01-29 */
		{ { .deadline = DEADLINE_DAYS, .days = 23,
		    .shift = SHIFT_NEXT },
		    { 2019, PERIOD_YEAR, 1 }, "2020-01-30" },
		{ { .deadline = DEADLINE_DAYS, .days = 23,
		    .shift = SHIFT_PREVIOUS },
		    { 2019, PERIOD_YEAR, 1 }, "2020-01-22" },
		{ { .deadline = DEADLINE_DAYS, .days = 22,
		    .shift = SHIFT_NEXT },
		    { 2019, PERIOD_YEAR, 1 }, "2020-01-22" },
		{ { .deadline = DEADLINE_WORKING_DAYS, .days = 16 },
		    { 2019, PERIOD_QUARTER, 4 }, "2020-01-30" },
		/* Giỗ Tổ is the second day of April */
		{ { .deadline = DEADLINE_WORKING_DAYS, .days = 2 },
		    { 2020, PERIOD_QUARTER, 1 }, "2020-04-03" },
		/* April's last day and the first of May are days off */
		{ { .deadline = DEADLINE_WORKING_DAYS, .days = 1 },
		    { 2020, PERIOD_MONTH, 4 }, "2020-05-04" },
		/* inclusive and exclusive days of a month */
		{ { .deadline = DEADLINE_MONTH_DAY, .days = 5 },
		    { 2020, PERIOD_MONTH, 12 }, "2021-01-05" },
		{ { .deadline = DEADLINE_MONTH_DAY, .days = 5,
		    .exclusive = true },
		    { 2020, PERIOD_QUARTER, 1 }, "2020-04-04" },
		{ { .deadline = DEADLINE_MONTH_DAY, .days = 1,
		    .exclusive = true },
		    { 2020, PERIOD_MONTH, 2 }, "2020-02-29" },
		{ { .deadline = DEADLINE_MONTH_DAY, .days = 25,
		    .same_month = true },
		    { 2020, PERIOD_YEAR, 1 }, "2020-12-25" },
		{ { .deadline = DEADLINE_DATE, .until = 18597,
		    .exclusive = true },
		    { 2020, PERIOD_YEAR, 1 }, "2020-11-30" },
		/* the 14th: two working days behind a Saturday */
		{ { .deadline = DEADLINE_WORKING_DAYS, .days = 2,
		    .cut_off = 14 },
		    { 2020, PERIOD_MONTH, 3 }, "2020-03-17" },
		{ { .deadline = DEADLINE_DAYS, .days = 3, .cut_off = 14 },
		    { 2020, PERIOD_NINE_MONTHS, 1 }, "2020-09-17" },
	};
	size_t i;
	char buf[DATE_TEXT], name[PERIOD_TEXT];

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_string(arena_printf(arena, "deadline %zu of %s", i,
		    period_format(cases[i].period, name)),
		    date_format(duty_deadline(&cases[i].duty,
		    cases[i].period, &catalog->site->calendar), buf),
		    cases[i].wanted);
}

/* Periods from the 15th to the 14th, and bank data of the month's end. */
static void
test_cut_off(void)
{
	static const struct {
		struct period period;
		const char *from, *to, *bank_from, *bank_to;
	} cases[] = {
		{ { 2020, PERIOD_MONTH, 1 }, "2019-12-15", "2020-01-14",
		    "2019-12-01", "2019-12-31" },
		{ { 2020, PERIOD_MONTH, 3 }, "2020-02-15", "2020-03-14",
		    "2020-02-01", "2020-02-29" },
		{ { 2020, PERIOD_QUARTER, 4 }, "2020-09-15", "2020-12-14",
		    "2020-09-01", "2020-11-30" },
		{ { 2020, PERIOD_HALF, 1 }, "2019-12-15", "2020-06-14",
		    "2019-12-01", "2020-05-31" },
		{ { 2020, PERIOD_NINE_MONTHS, 1 }, "2019-12-15", "2020-09-14",
		    "2019-12-01", "2020-08-31" },
		{ { 2020, PERIOD_YEAR, 1 }, "2019-12-15", "2020-12-14",
		    "2019-12-01", "2020-11-30" },
	};
	const struct form *forms[] = { catalog_form(catalog, "giup_ngheo"),
	    catalog_form(catalog, "uy_thac") };
	bool month_end[] = { false, true };
	struct duty duty = { .form_count = 2, .forms = forms, .cut_off = 14,
	    .month_end = month_end };
	size_t i;
	char a[DATE_TEXT], b[DATE_TEXT], c[DATE_TEXT], d[DATE_TEXT],
	    name[PERIOD_TEXT];

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct period p = cases[i].period;

		check_string(arena_printf(arena, "data of %s",
		    period_format(p, name)), arena_printf(arena,
		    "%s %s %s %s",
		    date_format(duty_data_start(&duty, forms[0], p), a),
		    date_format(duty_data_end(&duty, NULL, p), b),
		    date_format(duty_data_start(&duty, forms[1], p), c),
		    date_format(duty_data_end(&duty, forms[1], p), d)),
		    arena_printf(arena, "%s %s %s %s", cases[i].from,
		    cases[i].to, cases[i].bank_from, cases[i].bank_to));
	}
}

int
main(void)
{
	struct diag *diag = diag_new();

	arena = arena_new();
	xmltree_start();
	language_choose("en", "");
	catalog = catalog_load(arena, "samples/khanh-hoa", ".", diag);
	diag_print(diag, 0, stderr);
	check(catalog != NULL, "the sample site loads", "see above");
	if (catalog != NULL) {
		test_codes();
		test_names();
		test_suggestions();
		test_tree();
		test_forms();
		test_deadlines();
		test_cut_off();
	}
	catalog_free((struct catalog *)catalog);
	diag_free(diag);
	arena_free(arena);
	return check_failures > 0;
}
