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
		const char *name, *parent, *day, *wanted;
	} cases[] = {
		{ "Vạn Thắng", NULL, "2020-06-30", NULL },
		{ "xã Vạn Thắng", NULL, "2020-06-30", "22516 xã Vạn Thắng" },
		{ "Vạn Thắng", "568", "2020-06-30", "22345 phường Vạn Thắng" },
		{ "Khánh Vĩnh", "573", "2020-06-30", "22609 thị trấn Khánh Vĩnh" },
		{ "Khánh Vĩnh", "56", "2020-06-30", NULL },
		{ "HUYỆN  KHÁNH VĨNH", NULL, "2020-06-30", "573 huyện Khánh Vĩnh" },
		{ " phường vĩnh hoà ", "568", "2020-06-30", "22327 phường Vĩnh Hòa" },
		{ "Diên Lộc", "574", "2020-02-29", "22699 xã Diên Lộc" },
		{ "Diên Lộc", "574", "2020-03-01", NULL },
		{ "Vĩnh Hòa", "569", "2020-06-30", NULL },
		{ "", "568", "2020-06-30", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_string(arena_printf(arena, "name \"%s\" below %s on %s",
		    cases[i].name, cases[i].parent == NULL ? "all" :
		    cases[i].parent, cases[i].day),
		    shown(units_find_name(catalog->units, cases[i].name,
		    cases[i].parent == NULL ? NULL : unit(cases[i].parent),
		    day(cases[i].day))), cases[i].wanted);
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
		    cases[i].name, unit(cases[i].parent), day("2020-06-30")),
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
		int after_end;
		bool working_days, shift;
		struct period period;
		const char *wanted;
	} cases[] = {
		/* Saturday 2020-02-29 is February's last day */
		{ 0, false, false, { 2020, PERIOD_MONTH, 2 }, "2020-02-29" },
		{ 0, false, true, { 2020, PERIOD_MONTH, 2 }, "2020-03-02" },
		{ 1, true, false, { 2020, PERIOD_MONTH, 2 }, "2020-03-02" },
		/* Tết from Thursday 2020-01-23 to Wednesday 2020-01-29 */
		{ 23, false, true, { 2019, PERIOD_YEAR, 1 }, "2020-01-30" },
		{ 22, false, true, { 2019, PERIOD_YEAR, 1 }, "2020-01-22" },
		{ 16, true, false, { 2019, PERIOD_QUARTER, 4 }, "2020-01-30" },
		/* Giỗ Tổ is the second day of April */
		{ 2, true, false, { 2020, PERIOD_QUARTER, 1 }, "2020-04-03" },
		/* April's last day and the first of May are days off */
		{ 1, true, false, { 2020, PERIOD_MONTH, 4 }, "2020-05-04" },
	};
	size_t i;
	char buf[DATE_TEXT];

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct duty duty = { .until = DATE_NONE,
		    .after_end = cases[i].after_end,
		    .working_days = cases[i].working_days,
		    .shift = cases[i].shift };
		char name[PERIOD_TEXT];

		check_string(arena_printf(arena, "deadline %d%s%s after %s",
		    cases[i].after_end, cases[i].working_days ? " working" : "",
		    cases[i].shift ? " shifted" : "",
		    period_format(cases[i].period, name)),
		    date_format(duty_deadline(&duty, cases[i].period,
		    &catalog->site->calendar), buf), cases[i].wanted);
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
	}
	catalog_free((struct catalog *)catalog);
	diag_free(diag);
	arena_free(arena);
	return check_failures > 0;
}
