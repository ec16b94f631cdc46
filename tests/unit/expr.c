/* The expression language: what is parsed, what comes out, what is refused. */
#include "model/expr.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "check.h"

static struct arena *a;

/*
 * The names of these tests: a 7, b 0, c -2, m missing, x 0.1, y 0.2, z 0.3,
 * big 10^29, t 'đ', yes and no; f.a 100; v is 1, 2, 3 and w 5, missing, 6 in the
 * three rows, the row's own being the first.  A period ago all numbers are one
 * lower, a year ago two; in the year before previous_in_year() gives 50.
 */
static const struct {
	const char	*name, *number;
} numbers[] = {
	{ "a", "7" }, { "b", "0" }, { "c", "-2" }, { "x", "0.1" },
	{ "y", "0.2" }, { "z", "0.3" }, { "big", "1" "00000000000000000000"
	    "000000000" }, { "du_no", "12" }, { "a-b", "99" },
};

static const char *
resolve(void *context, struct expr_name *n)
{
	size_t i;

	(void)context;
	if (n->form != NULL)
		return strcmp(n->form, "f") == 0 && strcmp(n->name, "a") == 0 ?
		    NULL : "not in the form";
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (strcmp(n->name, numbers[i].name) == 0) {
			n->target = numbers[i].number;
			return NULL;
		}
	return strchr("mtvw", n->name[0]) != NULL && n->name[1] == '\0' ?
	    NULL : strcmp(n->name, "yes") == 0 || strcmp(n->name, "no") == 0 ?
	    NULL : "unknown name";
}

static struct expr_value
number(const char *s, int minus)
{
	struct decimal d;

	if (!decimal_parse(&d, s, strlen(s)) ||
	    !decimal_sub(&d, d, decimal_int(minus)))
		abort();
	return expr_number(d);
}

static struct expr_value
value(void *context, const struct expr_name *n, enum expr_time time, int row)
{
	static const char *const w[] = { "5", NULL, "6" };
	static const char *const v[] = { "1", "2", "3" };
	int minus = time == EXPR_PREVIOUS ? 1 : time == EXPR_YEAR_AGO ? 2 : 0;
	size_t i = row == EXPR_THIS_ROW ? 0 : (size_t)row;

	(void)context;
	if (n->form != NULL)
		return number("100", minus);
	if (time == EXPR_PREVIOUS_IN_YEAR)
		return number("50", 0);
	if (n->target != NULL)
		return number(n->target, minus);
	switch (n->name[0]) {
	case 't':
		return (struct expr_value){ .type = EXPR_TEXT, .text = "đ" };
	case 'y':
	case 'n':
		return (struct expr_value){ .type = EXPR_TRUTH,
		    .truth = n->name[0] == 'y' };
	case 'v':
		return number(v[i], minus);
	case 'w':
		return w[i] == NULL ? expr_missing() : number(w[i], minus);
	default:
		return expr_missing();
	}
}

static size_t
rows(void *context)
{
	(void)context;
	return 3;
}

static const struct expr_scope scope = { NULL, resolve };
static const struct expr_row row = { .value = value, .rows = rows,
    .day = "2020-06-30" };
static const struct expr_row alone = { .value = value };

/* Places behind the point that are shown of a ratio. */
enum { PLACES = 9 };

static const char *
show(struct expr_value v)
{
	char buf[DECIMAL_TEXT];
	struct decimal d;

	switch (v.type) {
	case EXPR_MISSING:
		return "missing";
	case EXPR_OVERFLOW:
		return "overflow";
	case EXPR_TRUTH:
		return v.truth ? "yes" : "no";
	case EXPR_TEXT:
		return arena_printf(a, "'%s'", v.text);
	default:
		if (!ratio_round(&d, v.number, PLACES))
			return "cannot be rounded";
		return arena_strdup(a, decimal_format(d, buf));
	}
}

static const struct {
	const char	*text, *value;
} values[] = {
	/* numbers and precedence */
	{ "1", "1" }, { "0.50", "0.5" }, { "007", "7" },
	{ "1 + 2 * 3", "7" }, { "(1 + 2) * 3", "9" }, { "2 * 3 + 1", "7" },
	{ "10 - 3 - 2", "5" }, { "24 / 4 / 2", "3" }, { "24 / (4 / 2)", "12" },
	{ "2 - 3 * 4 / 6 + 1", "1" }, { "-2 * 3", "-6" }, { "-(2 + 3)", "-5" },
	{ "2 * -3", "-6" }, { "2 - -3", "5" }, { "-a", "-7" },
	{ "1/3", "0.333333333" }, { "1/3 + 1/3 + 1/3 = 1", "yes" },
	{ "a/3*3 = a", "yes" }, { "2/3 > 0.666666666666", "yes" },
	/* names */
	{ "a", "7" }, { "f.a", "100" }, { "f.a + a", "107" }, { "a-b", "99" },
	{ "a - b", "7" }, { "a -b", "7" }, { "a-1", "6" }, { "du_no/12", "1" },
	/* exactness */
	{ "0.1 + 0.2 = 0.3", "yes" }, { "x + y = z", "yes" },
	{ "x + y != z", "no" }, { "z - x - y", "0" },
	{ "999999999999999.99 + 0.01 = 1000000000000000", "yes" },
	{ "0.1 * 3 = 0.3", "yes" }, { "1.10 = 1.1", "yes" },
	/* comparisons */
	{ "1 < 2", "yes" }, { "2 <= 2", "yes" }, { "2 >= 3", "no" },
	{ "2 > 2", "no" }, { "2 != 2", "no" }, { "-1 < 0", "yes" },
	{ "1 + 1 = 2", "yes" }, { "t = 'đ'", "yes" }, { "t = 'd'", "no" },
	{ "'a' < 'b'", "yes" }, { "t = 1", "missing" }, { "yes = no", "no" },
	{ "yes = (1 = 1)", "yes" }, { "yes = 1", "missing" },
	/* truth: not before and before or */
	{ "1 = 1 and 2 = 2", "yes" }, { "yes or no and no", "yes" },
	{ "(yes or no) and no", "no" }, { "not no and no", "no" },
	{ "not (no and no)", "yes" }, { "not 1 = 2", "yes" },
	{ "no or no or yes", "yes" }, { "yes and yes and no", "no" },
	{ "not yes", "no" }, { "not 1", "missing" }, { "1 and yes", "missing" },
	/* missing: Kleene */
	{ "m", "missing" }, { "m + 1", "missing" }, { "1 - m", "missing" },
	{ "m * 0", "missing" }, { "-m", "missing" }, { "m = m", "missing" },
	{ "m != 1", "missing" }, { "m = 1 and no", "no" },
	{ "no and m = 1", "no" }, { "yes and m = 1", "missing" },
	{ "m = 1 or yes", "yes" }, { "yes or m = 1", "yes" },
	{ "no or m = 1", "missing" }, { "not (m = 1)", "missing" },
	{ "t + 1", "missing" }, { "yes + 1", "missing" },
	/* division by zero */
	{ "1 / 0", "missing" }, { "0 / 0", "missing" }, { "a / b", "missing" },
	{ "a / (c + 2)", "missing" }, { "0 / 5", "0" },
	{ "1 / (1/3)", "3" }, { "1 / -4", "-0.25" },
	/* overflow is not missing and not forgotten */
	{ "big * big", "overflow" }, { "big * big + m", "overflow" },
	{ "m + big * big", "overflow" }, { "big * big = 1", "overflow" },
	{ "big * big = 1 and no", "no" }, { "big * big = 1 or no", "overflow" },
	{ "not (big * big = 1)", "overflow" }, { "-(big * big)", "overflow" },
	{ "default(big * big, 0)", "overflow" },
	{ "min(1, big * big)", "overflow" }, { "max(big * big, 1)", "overflow" },
	{ "if(big * big > 1, 1, 2)", "overflow" },
	{ "if(yes, 1, big * big)", "1" },
	{ "sum(v * big * big)", "overflow" },
	{ "count(v * big * big > 1)", "overflow" },
	{ "big + big - big = big", "yes" }, { "big / big", "1" },
	/* functions */
	{ "min(3, 1, 2)", "1" }, { "max(3, 1, 2)", "3" }, { "max(-1, -2)", "-1" },
	{ "min(1, m)", "missing" }, { "max(m, 1)", "missing" },
	{ "max(1, t)", "missing" },
	{ "min(1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,0)", "0" },
	{ "if(a > 5, 1, 2)", "1" }, { "if(a < 5, 1, 2)", "2" },
	{ "if(m > 5, 1, 2)", "missing" }, { "if(1, 1, 2)", "missing" },
	{ "if(yes, t, 1)", "'đ'" }, { "if(b = 0, 0, a / b)", "0" },
	{ "present(a)", "yes" }, { "present(m)", "no" }, { "present(b)", "yes" },
	{ "present(1 / 0)", "no" }, { "not present(m)", "yes" },
	{ "default(m, 3)", "3" }, { "default(b, 3)", "0" },
	{ "default(m, m)", "missing" }, { "default(m + 1, 2) + 1", "3" },
	{ "sum(v)", "6" }, { "sum(w)", "missing" }, { "sum(default(w, 0))", "11" },
	{ "count(v > 1)", "2" }, { "count(w > 1)", "2" }, { "count(yes)", "3" },
	{ "count(1)", "0" }, { "sum(v) - v", "5" }, { "sum(1)", "3" },
	{ "sum(if(v > 1, v, 0))", "5" },
	{ "previous(a)", "6" }, { "year_ago(a)", "5" }, { "previous(m)", "missing" },
	{ "a - previous(a)", "1" }, { "previous(a + x) * 2", "10.2" },
	{ "previous(f.a)", "99" }, { "previous_in_year(a)", "50" },
	{ "previous(sum(v))", "3" }, { "sum(previous(v))", "3" },
	{ "default(previous(m), previous(a))", "6" },
	{ "year()", "2020" }, { "month()", "6" }, { "year( ) - 1", "2019" },
	{ "year('1999-12-31')", "1999" }, { "month('1999-12-31')", "12" },
	{ "month('2020-02-01')", "2" }, { "year('99-12-31')", "missing" },
	{ "year('1999')", "missing" }, { "year(t)", "missing" },
	{ "month('1999-1-31')", "missing" }, { "year(a)", "missing" },
	{ "year(m)", "missing" }, { "year(big * big)", "overflow" },
	{ "sum(v + year())", "6066" },
	/* white space and words */
	{ " a\t+\n1\r ", "8" }, { "a+1", "8" }, { "min ( 1 , 2 )", "1" },
	{ "yes and not no", "yes" }, { "(((1)))", "1" },
	{ "a and(yes)", "missing" },
};

static void
evaluation(void)
{
	size_t i;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const char *error = "?";
		size_t offset = 0;
		const struct expr *e = expr_parse(a, values[i].text, &scope,
		    &error, &offset);

		if (e == NULL) {
			check(false, values[i].text, "%s at %zu", error,
			    offset);
			continue;
		}
		check_string(values[i].text, show(expr_eval(e, &row)),
		    values[i].value);
	}
}

/* Texts that are refused, the offset where and a word of the reason. */
static const struct {
	const char	*text;
	size_t		 offset;
	const char	*word;
} errors[] = {
	{ "", 0, "too early" }, { "  ", 2, "too early" },
	{ "1 +", 3, "too early" }, { "1 + ", 4, "too early" },
	{ "1 2", 2, "operator" }, { "a b", 2, "operator" },
	{ "* 2", 0, "expected" }, { "1 + * 2", 4, "expected" },
	{ "(1", 2, "parenthesis" }, { "1)", 1, "operator" },
	{ "((1 + 2) * 3", 12, "parenthesis" }, { "()", 1, "expected" },
	{ "1 < 2 < 3", 6, "operator" }, { "a = 1 = 2", 6, "operator" },
	{ "nope", 0, "unknown name" }, { "a + nope", 4, "unknown name" },
	{ "g.a", 0, "not in the form" }, { "f.b", 0, "not in the form" },
	{ "year(a, b)", 0, "wrong number" }, { "year(", 5, "too early" },
	{ "foo(1)", 0, "no such function" }, { "1 + foo(1)", 4, "no such" },
	{ "min(1)", 0, "wrong number" }, { "1 + if(a, 1)", 4, "wrong number" },
	{ "present(a, b)", 0, "wrong number" }, { "min(1, 2", 8, "comma" },
	{ "min(1 2)", 6, "comma" }, { "sum()", 4, "expected" },
	{ "1..2", 1, "operator" }, { "1.2.3", 0, "not a number" },
	{ ".5", 0, "expected" }, { "5.", 1, "operator" },
	{ "1,5", 1, "operator" }, { "1.0000000000000000001", 0, "not a number" },
	{ "1234567890123456789012345678901", 0, "not a number" },
	{ "'abc", 0, "not closed" }, { "a = 'x", 4, "not closed" },
	{ "a & b", 2, "operator" }, { "a == 1", 3, "expected" },
	{ "a <> 1", 3, "expected" }, { "!a", 0, "expected" },
	{ "and", 0, "" }, { "a and", 5, "too early" }, { "a or or b", 5, "" },
	{ "not", 3, "too early" }, { "- - 1", 2, "expected" },
	{ "đ", 0, "expected" }, { "a + đ", 4, "expected" }, { "a.", 1, "operator" },
};

static void
refusals(void)
{
	size_t i;

	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		const char *error = "?";
		size_t offset = 99;
		const struct expr *e = expr_parse(a, errors[i].text, &scope,
		    &error, &offset);

		check(e == NULL && offset == errors[i].offset &&
		    strstr(error, errors[i].word) != NULL, errors[i].text,
		    "%s at %zu, not at %zu (%s)", e == NULL ? error : "taken",
		    offset, errors[i].offset, errors[i].word);
	}
}

/* A text of N times OPEN, "1" and N times CLOSE. */
static bool
nested(const char *open, const char *close, int n)
{
	struct text t;
	const char *error;
	size_t offset;
	bool taken;
	int i;

	text_init(&t, 1 << 22);
	for (i = 0; i < n; i++)
		text_add(&t, open);
	text_add(&t, "1");
	for (i = 0; i < n; i++)
		text_add(&t, close);
	taken = expr_parse(a, text_string(&t), &scope, &error, &offset) != NULL;
	text_free(&t);
	return taken;
}

/* The longest sum that is taken can also be computed. */
static void
deep_sum(void)
{
	char sum[2002];
	const char *error = "?";
	size_t offset, i;
	const struct expr *e;

	for (i = 0; i + 1 < sizeof(sum); i++)
		sum[i] = i % 2 == 0 ? '1' : '+';
	sum[i] = '\0';
	e = expr_parse(a, sum, &scope, &error, &offset);
	check_string("the longest sum", e == NULL ? error :
	    show(expr_eval(e, &row)), "1001");
}

static void
depth(void)
{
	check(nested("(", ")", 50), "50 parentheses", "refused");
	check(!nested("(", ")", 200), "200 parentheses", "taken");
	check(!nested("(", ")", 300000), "300,000 parentheses", "taken");
	check(!nested("min(1,", ")", 200), "200 calls", "taken");
	check(!nested("-(", ")", 200), "200 signs", "taken");
	check(!nested("not (", ")", 200), "200 nots", "taken");
	check(nested("1+", "", 1000), "a sum of 1,001", "refused");
	check(!nested("1+", "", 1001), "a sum of 1,002", "taken");
	check(!nested("1=1 and ", "", 300000), "300,000 conditions", "taken");
	check(!nested("1+", "", 300000), "a sum of 300,000", "taken");
	deep_sum();
}

static void
properties(void)
{
	const struct expr_name *const *names;
	const char *error;
	size_t offset, n;
	const struct expr *e = expr_parse(a,
	    "b + f.a + a * b + sum(v) - previous(a)", &scope, &error, &offset);

	n = expr_names(e, &names);
	check(n == 4 && strcmp(names[0]->name, "b") == 0 &&
	    strcmp(names[1]->form, "f") == 0 &&
	    strcmp(names[2]->name, "a") == 0 && names[2]->form == NULL &&
	    strcmp(names[3]->name, "v") == 0, "names once, in order",
	    "%zu of them", n);
	check(names[1]->offset == 4, "where a name is", "at %zu",
	    names[1]->offset);
	check(expr_looks_back(e) && expr_looks_across_rows(e),
	    "what it looks at", "not seen");
	e = expr_parse(a, "a + f.a", &scope, &error, &offset);
	check(!expr_looks_back(e) && !expr_looks_across_rows(e),
	    "only at itself", "seen");
	e = expr_parse(a, "previous_in_year(a)", &scope, &error, &offset);
	check(expr_looks_back(e), "previous_in_year looks back", "it does not");
	e = expr_parse(a, "sum(v)", &scope, &error, &offset);
	check_string("no rows", show(expr_eval(e, &alone)), "missing");
	e = expr_parse(a, "count(yes)", &scope, &error, &offset);
	check_string("no rows to count", show(expr_eval(e, &alone)), "missing");
	check_string("its text", expr_text(e), "count(yes)");
	check(expr_parse(a, "q", NULL, &error, &offset) != NULL,
	    "without a scope names stay", "%s", error);
}

static const struct {
	const char	*text, *said;
} descriptions[] = {
	{ "a = b + c", "a = 7, b = 0, c = -2" },
	{ "a + a", "a = 7" },
	{ "x <= 1000", "x = 0,1" },
	{ "big > f.a", "big = 100.000.000.000.000.000.000.000.000.000, "
	    "f.a = 100" },
	{ "a - previous(a)", "a = 7, previous(a) = 6" },
	{ "year_ago(f.a) > 0", "year_ago(f.a) = 98" },
	{ "previous_in_year(a) > 0", "previous_in_year(a) = 50" },
	{ "t = 'x'", "t = đ" },
	{ "1 = 1", "" },
	{ "a = sum(v)", "a = 7, sum = 6" },
};

/* The operands as these tests write them. */
static void
describe(const struct expr *e, struct text *out)
{
	static const char *const calls[] = { "%s%s%s", "previous(%s%s%s)",
	    "previous_in_year(%s%s%s)", "year_ago(%s%s%s)" };
	struct expr_operand list[9];
	size_t n = expr_operands(e, &row, list, 9), i;

	for (i = 0; i < n; i++) {
		const struct expr_operand *o = &list[i];
		bool of_form = o->name != NULL && o->name->form != NULL;

		text_add(out, i > 0 ? ", " : "");
		if (o->name == NULL)
			text_add(out, o->counts ? "count" : "sum");
		else
			text_addf(out, calls[o->time], of_form ?
			    o->name->form : "", of_form ? "." : "",
			    o->name->name);
		text_addf(out, " = %s", o->value.type == EXPR_MISSING ? "none" :
		    o->value.type == EXPR_TEXT ? o->value.text :
		    decimal_localise(a, o->value.number.num, ".", ","));
	}
}

static void
description(void)
{
	size_t i;

	for (i = 0; i < sizeof(descriptions) / sizeof(descriptions[0]); i++) {
		const char *error = "?";
		size_t offset;
		const struct expr *e = expr_parse(a, descriptions[i].text,
		    &scope, &error, &offset);
		struct text out;

		text_init(&out, 1000);
		describe(e, &out);
		check_string(descriptions[i].text, text_string(&out),
		    descriptions[i].said);
		text_free(&out);
	}
}

/* What a test leaves no choice about, while the names themselves are open. */
static const struct {
	const char	*text, *name, *value;
} forced[] = {
	{ "a = previous(b)", "a", "-1" }, { "previous(b) = a", "a", "-1" },
	{ "a = previous(a) + year_ago(b)", "a", "4" },
	{ "a = previous(b) and c = year_ago(c)", "c", "-4" },
	{ "a = previous(b) and c = year_ago(c)", "a", "-1" },
	{ "previous(a) = 0 or a = previous(b)", "a", "-1" },
	{ "a = previous(b) or previous(a) = 0", "a", "-1" },
	{ "previous(a) = 6 or a = previous(b)", "a", "nothing" },
	{ "previous(m) = 0 or a = previous(b)", "a", "nothing" },
	{ "a = previous(m)", "a", "nothing" },
	{ "a = previous(b)", "b", "nothing" },
	{ "a = previous(b) + c", "a", "nothing" },
	{ "a <= previous(b)", "a", "nothing" },
	{ "a != previous(b)", "a", "nothing" },
	{ "not a = previous(b)", "a", "nothing" },
	{ "2 * a = previous(b)", "a", "nothing" },
	{ "sum(a) = previous(b)", "a", "nothing" },
	{ "a = previous(t)", "a", "nothing" },
};

static struct expr_value
past_value(void *context, const struct expr_name *n, enum expr_time time,
    int index)
{
	return time == EXPR_NOW ? expr_missing() :
	    value(context, n, time, index);
}

static void
forcing(void)
{
	const struct expr_row past = { .value = past_value };
	size_t i, j;

	for (i = 0; i < sizeof(forced) / sizeof(forced[0]); i++) {
		const void *target = NULL;
		const char *error = "?";
		size_t offset;
		struct expr_value v;
		const struct expr *e = expr_parse(a, forced[i].text, &scope,
		    &error, &offset);

		for (j = 0; j < sizeof(numbers) / sizeof(numbers[0]); j++)
			if (strcmp(numbers[j].name, forced[i].name) == 0)
				target = numbers[j].number;
		check_string(arena_printf(a, "%s forces %s", forced[i].text,
		    forced[i].name), expr_forces(e, &past, target, &v) ?
		    show(v) : "nothing", forced[i].value);
	}
}

/* As the left and as the right operand of a quotient. */
static const struct {
	const char	*text, *left, *right;
} operands[] = {
	{ "a", "a", "a" },
	{ "f.a", "f.a", "f.a" },
	{ "3", "3", "3" },
	{ "(a)", "a", "a" },
	{ "a + c", "(a + c)", "(a + c)" },
	{ "a - c", "(a - c)", "(a - c)" },
	{ "(a + c)", "(a + c)", "(a + c)" },
	{ " ( a + c ) ", "( a + c )", "( a + c )" },
	{ "(a) + (c)", "((a) + (c))", "((a) + (c))" },
	{ "a * c", "a * c", "(a * c)" },
	{ "(a * c)", "a * c", "(a * c)" },
	{ "a / c", "a / c", "(a / c)" },
	{ "(a + c) * x", "(a + c) * x", "((a + c) * x)" },
	{ "-c", "-c", "-c" },
	{ "-(a + c)", "-(a + c)", "-(a + c)" },
	{ "-a + c", "(-a + c)", "(-a + c)" },
	{ "min(a + c, 3)", "min(a + c, 3)", "min(a + c, 3)" },
	{ "min(a, c) + max(a, c)", "(min(a, c) + max(a, c))",
	    "(min(a, c) + max(a, c))" },
	{ "if(t = ')', a, c)", "if(t = ')', a, c)", "if(t = ')', a, c)" },
	{ "if(t = '(' or a > c, a, c)", "if(t = '(' or a > c, a, c)",
	    "if(t = '(' or a > c, a, c)" },
	{ "a > c", "(a > c)", "(a > c)" },
	{ "not yes", "(not yes)", "(not yes)" },
	{ "yes or no", "(yes or no)", "(yes or no)" },
};

static const char *
value_of(const char *text)
{
	const char *error = "?";
	size_t offset;
	const struct expr *e = expr_parse(a, text, &scope, &error, &offset);

	return e == NULL ? error : show(expr_eval(e, &row));
}

/* Brackets where they are needed, with the value that is meant. */
static void
bracketing(void)
{
	size_t i, k, n = sizeof(operands) / sizeof(operands[0]);

	for (i = 0; i < n; i++) {
		const char *error = "?", *text = operands[i].text;
		size_t offset;
		const struct expr *e = expr_parse(a, text, &scope, &error,
		    &offset);

		check_string(text, expr_operand(a, e, false),
		    operands[i].left);
		check_string(text, expr_operand(a, e, true),
		    operands[i].right);
		for (k = 0; k < n; k++)
			check_string(arena_printf(a, "%s / %s", text,
			    operands[k].text), value_of(arena_printf(a,
			    "%s / %s", operands[i].left, operands[k].right)),
			    value_of(arena_printf(a, "(%s) / (%s)", text,
			    operands[k].text)));
	}
}

int
main(void)
{
	a = arena_new();
	evaluation();
	refusals();
	depth();
	properties();
	description();
	forcing();
	bracketing();
	arena_free(a);
	return check_result();
}
