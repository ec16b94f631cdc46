/*
 * Figures and verdicts on a province made up here: two districts, five base
 * units, one form of three fields.  Prints "ok NAME" or "not ok NAME: why".
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "figures/figures.h"

enum { PROVINCE, LOW, HIGH, A, B, C, D, E, UNITS };
enum { N, M, X, FIELDS };

static struct arena *arena;
static struct unit units[UNITS];
static struct unit *unit_list[UNITS];
static struct units all_units = { UNITS, unit_list, &units[PROVINCE], 3,
    NULL, NULL, "", NULL };
static struct field fields[FIELDS];
static struct field *field_list[FIELDS];
static struct form form = { .id = "f", .code = "Form 1", .short_code = "1",
    .title = "f", .row_level = 2, .sender_level = 1, .path = "f.xml" };
static struct form *form_list[] = { &form };
static struct site site = { .level_count = 3 };
static struct catalog catalog = { .data = "", .site = &site,
    .units = &all_units, .form_count = 1, .forms = form_list, .sha256 = "" };
static struct source source = { "accepted/x.csv", "00ff", "x.csv", &form,
    &units[LOW], { 2020, PERIOD_QUARTER, 1 }, KIND_ACTUAL, 1, 0,
    { 0, 0, NULL }, NULL };
static bool failed;

static void
check(bool ok, const char *name, const char *why)
{
	printf(ok ? "ok %s\n" : "not ok %s: %s\n", name, why);
	failed |= !ok;
}

/* ---- building ---- */

static void
build_unit(int i, const char *code, const char *class, int parent)
{
	struct unit *u = &units[i];

	*u = (struct unit){ .index = (size_t)i, .code = code, .name = code,
	    .type = "", .full_name = code, .class = class, .reports = true,
	    .from = DATE_NONE, .to = DATE_NONE };
	unit_list[i] = u;
	if (parent < 0)
		return;
	u->parent = &units[parent];
	u->level = u->parent->level + 1;
}

static void
build_field(int i, const char *name, enum field_type type, int digits)
{
	fields[i] = (struct field){ .index = (size_t)i, .form = &form,
	    .name = name, .label = name, .type = type, .unit = "",
	    .time = TIME_STOCK, .space = SPACE_SUM, .digits = digits };
	field_list[i] = &fields[i];
}

static void
build(void)
{
	build_unit(PROVINCE, "P", "", -1);
	build_unit(LOW, "LOW", "low", PROVINCE);
	build_unit(HIGH, "HIGH", "high", PROVINCE);
	build_unit(A, "A", "low", LOW);
	build_unit(B, "B", "low", LOW);
	build_unit(C, "C", "low", LOW);
	build_unit(D, "D", "high", HIGH);
	build_unit(E, "E", "high", HIGH);
	build_field(N, "n", FIELD_COUNT, 0);
	build_field(M, "m", FIELD_MONEY, 0);
	build_field(X, "x", FIELD_DECIMAL, 2);
	form.field_count = FIELDS;
	form.fields = form.facts = field_list;
	form.fact_count = FIELDS;
}

static const char *
resolve(void *context, struct expr_name *name)
{
	int i;

	(void)context;
	for (i = 0; i < FIELDS; i++)
		if (strcmp(fields[i].name, name->name) == 0) {
			name->target = &fields[i];
			return NULL;
		}
	return "no such field";
}

static const struct expr *
expression(const char *s)
{
	struct expr_scope scope = { NULL, resolve };
	const char *error = NULL;
	size_t at = 0;

	return s == NULL ? NULL : expr_parse(arena, s, &scope, &error, &at);
}

/* What a base unit says in a quarter: numbers, or "" for nothing. */
static void
say(struct facts *f, int unit, int quarter, const char *n, const char *m,
    const char *x, enum fact_state state)
{
	const char *const said[FIELDS] = { n, m, x };
	struct compiled_row row = { &units[unit], unit,
	    fact_row_new(arena, FIELDS) };
	struct compiled c = { .form = &form, .unit = &units[unit],
	    .period = { 2020, PERIOD_QUARTER, quarter }, .row_count = 1,
	    .rows = &row };
	struct source *s = arena_alloc(arena, sizeof(*s));
	struct decimal d;
	int i;

	*s = source;
	s->unit = &units[unit];
	for (i = 0; i < FIELDS; i++)
		if (decimal_parse(&d, said[i], strlen(said[i])) &&
		    decimal_rescale(&d, fields[i].digits)) {
			row.facts.states[i] = (uint8_t)state;
			row.facts.values[i] = (int64_t)d.coef;
		}
	facts_put(f, &c, s);
}

/* ---- one indicator at a time ---- */

/* An indicator, its target and what came out. */
struct trial {
	struct indicator ind;
	struct target	 target;
	struct watch	 watch;
	struct plan	 plan;
	struct indicator *list[1];
	struct figures	*figures;
	struct diag	*diag;
};

static struct trial *
trial_new(const char *of, const char *to, const char *times)
{
	struct trial *t = arena_alloc(arena, sizeof(*t));

	t->ind = (struct indicator){ .id = "T", .label = "T", .section = "",
	    .unit = "", .note = "", .class = "", .digits = 2,
	    .kind = to == NULL ? INDICATOR_VALUE : INDICATOR_RATIO,
	    .of = expression(of), .to = expression(to) };
	decimal_parse(&t->ind.times, times, strlen(times));
	t->list[0] = &t->ind;
	t->plan = (struct plan){ .year = 2020, .title = "",
	    .indicator_count = 1, .indicators = t->list,
	    .min_coverage = ratio_of(decimal_int(0)) };
	return t;
}

static void
aim(struct trial *t, enum comparator at, const char *value, int each)
{
	int i;

	t->target = (struct target){ .at = at, .value = expression(value),
	    .each = each, .due = DATE_NONE };
	for (i = 0; i < LEVELS_MAX; i++)
		t->target.levels[i] = true;
	t->ind.target = &t->target;
}

static const struct figure *
compute(struct trial *t, const struct facts *f, int unit)
{
	struct period q1 = { 2020, PERIOD_QUARTER, 1 };

	if (t->diag == NULL) {
		t->diag = diag_new();
		t->figures = figures_compute(arena, &catalog, &t->plan, f, q1,
		    t->diag);
		diag_free(t->diag);
	}
	return t->figures == NULL ? NULL :
	    figures_find(t->figures, &units[unit], &t->ind);
}

/* "numerator/denominator=value verdict reported/expected" */
static void
expect(struct trial *t, const struct facts *f, int unit, const char *name,
    const char *wanted)
{
	const struct figure *fig = compute(t, f, unit);
	char of[DECIMAL_TEXT], to[DECIMAL_TEXT], value[DECIMAL_TEXT];
	const char *got;

	if (fig == NULL) {
		check(strcmp(wanted, "none") == 0, name, "no figure");
		return;
	}
	got = arena_printf(arena, "%s/%s=%s%s %s %zu/%zu",
	    decimal_format(fig->numerator, of),
	    decimal_format(fig->denominator, to),
	    fig->known ? decimal_format(figure_rounded(fig, true), value) :
	    "?", fig->estimated ? "e" : "", verdict_name(fig->verdict),
	    fig->reported, fig->expected);
	check(strcmp(got, wanted) == 0, name,
	    arena_printf(arena, "%s instead of %s", got, wanted));
}

/* ---- the cases ---- */

static struct facts *
overdue(const char *n)
{
	struct facts *f = facts_new(arena, &catalog);

	say(f, A, 1, n, "1000000", "1.5", FACT_REPORTED);
	return f;
}

/* 0.2749 % prints as 0.27 and yet fails "at most 0.27". */
static void
test_comparison(void)
{
	struct trial *t;
	struct facts *f = overdue("2749");

	t = trial_new("n", "m", "100");
	aim(t, AT_MOST, "0.27", -1);
	expect(t, f, A, "0.2749 fails at most 0.27",
	    "2749/1000000=0.275 missed 1/1");
	check(decimal_cmp(figure_rounded(compute(t, f, A), false),
	    (struct decimal){ 27, 2 }) == 0, "0.2749 rounds to 0.27", "");
	t = trial_new("n", "m", "100");
	aim(t, AT_MOST, "0.27", -1);
	expect(t, overdue("2700"), A, "exactly 0.27 meets at most 0.27",
	    "2700/1000000=0.27 met 1/1");
	t = trial_new("n", "m", "100");
	aim(t, BELOW, "0.27", -1);
	expect(t, overdue("2700"), A, "exactly 0.27 is not below 0.27",
	    "2700/1000000=0.27 missed 1/1");
	t = trial_new("n", "m", "100");
	aim(t, AT_LEAST, "95", -1);
	expect(t, overdue("949999"), A, "94.9999 is not at least 95",
	    "949999/1000000=94.9999 missed 1/1");
	t = trial_new("n", "m", "100");
	aim(t, EXACTLY, "100", -1);
	expect(t, overdue("1000000"), A, "all is exactly 100",
	    "1000000/1000000=100 met 1/1");
	t = trial_new("n", "m", "100");
	aim(t, ABOVE, "0.27", -1);
	expect(t, overdue("2701"), A, "0.2701 is above 0.27",
	    "2701/1000000=0.2701 met 1/1");
}

/* Ratios are made of sums; who does not report is not zero. */
static void
test_sums(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t;
	struct field_figure sum;

	say(f, A, 1, "1", "10", "0.25", FACT_REPORTED);
	say(f, B, 1, "9", "30", "0.75", FACT_REPORTED);
	say(f, C, 1, "5", "", "1", FACT_REPORTED);
	t = trial_new("n", "m", "100");
	aim(t, AT_LEAST, "20", -1);
	expect(t, f, LOW, "a ratio of sums over matched pairs",
	    "10/40=25 met 2/3");
	expect(t, f, C, "half a pair is no pair", "0/0=? not-assessable 0/1");
	expect(t, f, HIGH, "a missing district has no value",
	    "0/0=? not-assessable 0/2");
	expect(t, f, PROVINCE, "a missing district is not zero",
	    "10/40=25 met 2/5");
	sum = figures_field(t->figures, &units[PROVINCE], &fields[X]);
	check(sum.state == FACT_REPORTED && sum.reported == 3 &&
	    sum.expected == 5 &&
	    ratio_cmp(sum.value, ratio_of(decimal_int(2))) == 0,
	    "the sum of a field", "");
	sum = figures_field(t->figures, &units[HIGH], &fields[X]);
	check(sum.state == FACT_MISSING && sum.reported == 0 &&
	    sum.expected == 2, "the sum of nothing is missing", "");
	t = trial_new("x", NULL, "1");
	expect(t, f, LOW, "a value has no denominator", "2/1=2 none 3/3");
	t = trial_new("n", "m", "100");
	aim(t, AT_LEAST, "20", -1);
	t->plan.min_coverage = (struct ratio){ decimal_int(41),
	    decimal_int(100) };
	expect(t, f, PROVINCE, "too few units for a verdict",
	    "10/40=25 not-assessable 2/5");
	t = trial_new("n", "m", "100");
	aim(t, AT_LEAST, "20", -1);
	t->plan.min_coverage = (struct ratio){ decimal_int(40),
	    decimal_int(100) };
	expect(t, f, PROVINCE, "just enough units for a verdict",
	    "10/40=25 met 2/5");
}

static void
test_zero(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", "m", "100");

	say(f, A, 1, "0", "0", "0", FACT_REPORTED);
	aim(t, AT_MOST, "0.27", -1);
	expect(t, f, A, "a denominator of zero has no value",
	    "0/0=? not-assessable 1/1");
}

/* The figures of a class are of its units only. */
static void
test_class(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", "m", "100");

	say(f, A, 1, "8", "10", "", FACT_REPORTED);
	say(f, D, 1, "1", "10", "", FACT_REPORTED);
	aim(t, AT_LEAST, "80", -1);
	t->ind.class = "high";
	expect(t, f, PROVINCE, "only units of the class count",
	    "1/10=10 missed 1/2");
	expect(t, f, LOW, "a district of another class has no figure",
	    "0/0=? none 0/0");
	check(!compute(t, f, LOW)->applies && compute(t, f, HIGH)->applies,
	    "the indicator applies where its class is", "");
}

/* Units are counted one by one; whoever has fewer than three poor households
 * needs to help only those. */
static void
test_each(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", NULL, "1");

	say(f, A, 1, "40", "50", "", FACT_REPORTED);
	say(f, B, 1, "2", "50", "", FACT_REPORTED);
	say(f, C, 1, "1", "1", "", FACT_REPORTED);
	say(f, D, 1, "3", "9", "", FACT_REPORTED);
	aim(t, AT_LEAST, "min(3, m)", 2);
	expect(t, f, A, "a base unit is judged by itself", "40/1=40 met 1/1");
	expect(t, f, B, "too few", "2/1=2 missed 1/1");
	expect(t, f, C, "all that there are", "1/1=1 met 1/1");
	expect(t, f, LOW, "a district counts its units",
	    "2/3=66.67 missed 3/3");
	expect(t, f, HIGH, "a district counts those that reported",
	    "1/1=100 met 1/2");
	expect(t, f, PROVINCE, "the province counts base units",
	    "3/4=75 missed 4/5");
	check(compute(t, f, PROVINCE)->counted &&
	    !compute(t, f, A)->counted, "what is counted is marked", "");
	check(ratio_cmp(compute(t, f, PROVINCE)->target,
	    ratio_of(decimal_int(100))) == 0 &&
	    ratio_cmp(compute(t, f, C)->target,
	    ratio_of(decimal_int(1))) == 0, "targets of the counted", "");
	t = trial_new("n", NULL, "1");
	aim(t, AT_LEAST, "3", 2);
	t->target.levels[2] = false;
	expect(t, f, LOW, "units are judged though their level has no target",
	    "1/3=33.33 missed 3/3");
	expect(t, f, A, "a level without target", "40/1=40 none 1/1");
}

/* A target that depends on the unit: above the base, on its sums. */
static void
test_target(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", NULL, "1");

	say(f, A, 1, "10", "4", "", FACT_REPORTED);
	say(f, B, 1, "2", "4", "", FACT_REPORTED);
	aim(t, ABOVE, "m * 1.5", -1);
	expect(t, f, B, "a target on a base unit's facts", "2/1=2 missed 1/1");
	expect(t, f, LOW, "a target on sums, and equal is not above",
	    "12/1=12 missed 2/3");
	t = trial_new("n", NULL, "1");
	aim(t, AT_LEAST, "x", -1);
	expect(t, f, LOW, "a missing target cannot be judged",
	    "12/1=12 not-assessable 2/3");
	t = trial_new("n", NULL, "1");
	aim(t, AT_LEAST, "20", -1);
	t->target.due = date_of(2020, 12, 31);
	expect(t, f, LOW, "before the target is due", "12/1=12 in-progress 2/3");
	t->target.due = date_of(2020, 3, 31);
	t->diag = NULL;
	expect(t, f, LOW, "on the day the target is due", "12/1=12 missed 2/3");
}

static void
test_watch(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", "m", "100");

	say(f, A, 1, "1", "100", "", FACT_REPORTED);
	say(f, B, 1, "2", "100", "", FACT_ESTIMATED);
	t->watch = (struct watch){ .at = ABOVE, .value = { 1, 0 },
	    .levels = { false, true, true } };
	t->ind.watch = &t->watch;
	expect(t, f, A, "at the threshold", "1/100=1 clear 1/1");
	expect(t, f, B, "over the threshold, by an estimate",
	    "2/100=2e watch 1/1");
	expect(t, f, LOW, "an estimate marks what it went into",
	    "3/200=1.5e watch 2/3");
	expect(t, f, PROVINCE, "a level that is not watched",
	    "3/200=1.5e none 2/5");
	expect(t, f, C, "nothing to watch", "0/0=? not-assessable 0/1");
}

static void
test_previous(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", "previous(n)", "100");
	struct compiled_row row = { &units[A], 1,
	    fact_row_new(arena, FIELDS) };
	struct compiled before = { .form = &form, .unit = &units[A],
	    .period = { 2019, PERIOD_QUARTER, 4 }, .row_count = 1,
	    .rows = &row };

	row.facts.states[N] = FACT_REPORTED;
	row.facts.values[N] = 50;
	facts_put(f, &before, &source);
	say(f, A, 1, "60", "", "", FACT_REPORTED);
	say(f, B, 1, "60", "", "", FACT_REPORTED);
	aim(t, ABOVE, "100", -1);
	expect(t, f, LOW, "against the quarter before",
	    "60/50=120 met 1/3");
	t = trial_new("n", NULL, "1");
	aim(t, ABOVE, "previous(n)", -1);
	expect(t, f, A, "a target from the quarter before", "60/1=60 met 1/1");
	expect(t, f, B, "no quarter before", "60/1=60 not-assessable 1/1");
}

static void
test_units(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", NULL, "1");

	say(f, A, 1, "1", "", "", FACT_REPORTED);
	say(f, B, 1, "2", "", "", FACT_REPORTED);
	units[B].reports = false;
	units[C].to = date_of(2020, 3, 30);
	expect(t, f, LOW, "units that do not report or are gone do not count",
	    "1/1=1 none 1/1");
	check(compute(t, f, C) == NULL && compute(t, f, B) == NULL,
	    "they have no figure", "");
	units[B].reports = true;
	units[C].to = DATE_NONE;
}

static void
test_overflow(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("m * m * m", NULL, "1");

	say(f, A, 1, "", "999999999999999999", "", FACT_REPORTED);
	expect(t, f, LOW, "what overflows gives no figures", "none");
	t->diag = diag_new();
	t->figures = figures_compute(arena, &catalog, &t->plan, f,
	    (struct period){ 2020, PERIOD_QUARTER, 1 }, t->diag);
	check(t->figures == NULL && diag_count(t->diag) == 1 &&
	    diag_finding(t->diag, 0)->code == D_SYSTEM,
	    "what overflows is reported once", "");
	diag_free(t->diag);
	t = trial_new("m / n", NULL, "1");
	say(f, A, 1, "3", "10", "", FACT_REPORTED);
	expect(t, f, LOW, "a value without end is not added", "none");
	t = trial_new("m / n", NULL, "1");
	say(f, A, 1, "4", "10", "", FACT_REPORTED);
	expect(t, f, LOW, "a quotient with an end is", "2.5/1=2.5 none 1/3");
}

/* Printed in millions, and never so that it contradicts the verdict. */
static void
test_printing(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("m", NULL, "1");
	char buf[DECIMAL_TEXT];

	say(f, A, 1, "-5", "12345678", "", FACT_REPORTED);
	say(f, B, 1, "1", "8", "", FACT_REPORTED);
	t->ind.scale = 6;
	aim(t, ABOVE, "12346000", -1);
	expect(t, f, A, "more digits than 12.35 million",
	    "12345678/1=12.346 missed 1/1");
	check(strcmp(decimal_format(figure_rounded(compute(t, f, A), false),
	    buf), "12.35") == 0, "rounded in millions", buf);
	t = trial_new("n", "m", "1");
	expect(t, f, B, "half is rounded up", "1/8=0.13 none 1/1");
	t = trial_new("n", NULL, "0.001");
	expect(t, f, A, "half away from zero below zero too",
	    "-5/1=-0.01 none 1/1");
}

static void
test_explain(void)
{
	struct facts *f = facts_new(arena, &catalog);
	struct trial *t = trial_new("n", "m", "100");
	struct text out;

	say(f, A, 1, "1", "4", "", FACT_REPORTED);
	aim(t, AT_LEAST, "20", -1);
	compute(t, f, A);
	text_init(&out, 65536);
	check(figures_explain(arena, &catalog, f, t->figures, &units[A], "T",
	    &out) && strstr(text_string(&out), "accepted/x.csv") != NULL &&
	    strstr(text_string(&out), "00ff") != NULL &&
	    strstr(text_string(&out), "1 / 4") != NULL,
	    "a base unit's number leads to its file", text_string(&out));
	text_clear(&out);
	check(figures_explain(arena, &catalog, f, t->figures, &units[LOW],
	    "T", &out) && strstr(text_string(&out), "A A: 1 / 4") != NULL &&
	    strstr(text_string(&out), "1/3") != NULL,
	    "a district's number leads to its units", text_string(&out));
	check(!figures_explain(arena, &catalog, f, t->figures, &units[LOW],
	    "T9", &out), "an unknown item", "");
	text_free(&out);
}

int
main(void)
{
	arena = arena_new();
	build();
	test_comparison();
	test_sums();
	test_zero();
	test_class();
	test_each();
	test_target();
	test_watch();
	test_previous();
	test_units();
	test_overflow();
	test_printing();
	test_explain();
	arena_free(arena);
	return failed;
}
