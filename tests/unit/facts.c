/*
 * Facts: what is put in is found, corrections replace, predecessors add up; and
 * a compiled submission survives being written and read.
 */
#include "model/facts.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/text.h"
#include "check.h"

static struct arena *a;

/* A province 0 with districts 1 and 2; 3 and 4 below 1, 5 below 2.  Unit 6
 * took over 3 wholly and half of 4 in 2021. */
enum { UNITS = 7, FIELDS = 3, FORMS = 2 };

static struct unit units[UNITS];
static struct field fields[FORMS][FIELDS];
static struct form forms[FORMS];
static struct catalog catalog;

static struct period
period(const char *s)
{
	struct period p;

	if (!period_parse(s, &p))
		abort();
	return p;
}

static struct decimal
number(const char *s)
{
	struct decimal d;

	if (!decimal_parse(&d, s, strlen(s)))
		abort();
	return d;
}

static void
make_units(void)
{
	static struct units all;
	static struct unit *list[UNITS];
	static struct predecessor before[2];
	size_t i;

	for (i = 0; i < UNITS; i++) {
		units[i] = (struct unit){ .index = i, .from = DATE_NONE,
		    .to = DATE_NONE, .code = arena_printf(a, "u%zu", i) };
		list[i] = &units[i];
	}
	units[3].to = units[4].to = date_of(2020, 12, 31);
	units[6].from = date_of(2021, 1, 1);
	before[0] = (struct predecessor){ &units[3], decimal_int(1) };
	before[1] = (struct predecessor){ &units[4], number("0.5") };
	units[6].predecessor_count = 2;
	units[6].predecessors = before;
	all = (struct units){ .count = UNITS, .list = list };
	catalog.units = &all;
}

static void
make_forms(void)
{
	static struct form *list[FORMS];
	static struct field *of[FORMS][FIELDS];
	size_t i, j;

	for (i = 0; i < FORMS; i++) {
		for (j = 0; j < FIELDS; j++) {
			fields[i][j] = (struct field){ .index = j,
			    .form = &forms[i], .digits = (int)j };
			of[i][j] = &fields[i][j];
		}
		forms[i] = (struct form){ .id = i == 0 ? "uy_thac" : "to",
		    .code = i == 0 ? "Biểu 04-UT" : "Biểu 06-TO",
		    .short_code = i == 0 ? "04-UT" : "06-TO",
		    .title = "", .field_count = FIELDS, .fields = of[i],
		    .fact_count = FIELDS, .facts = of[i] };
		list[i] = &forms[i];
	}
	catalog.form_count = FORMS;
	catalog.forms = list;
}

static struct fact
fact(const char *s)
{
	struct fact f = { FACT_REPORTED, { 0, 0 } };

	if (*s == '.')
		f.state = FACT_MISSING;
	else if (*s == 'n')
		f.state = FACT_NOT_APPLICABLE;
	else
		f.value = number(s);
	return f;
}

static struct explanation reasons[] = {
	{ .about = "UT-12", .unit = "22327", .line = 3, .column = 1,
	    .reason = "large loans, for boats", .author = "",
	    .day = DATE_NONE },
	{ .about = "W524", .unit = "", .used = true, .reason = "seen",
	    .author = "The Board", .day = 18360 },
};

/* A submission of form 0 by SENDER; CELLS are FIELDS texts a row. */
static struct compiled *
submission(size_t sender, const char *p, int sequence, size_t rows,
    const size_t *of, const char *const *cells)
{
	struct compiled *c = arena_alloc(a, sizeof(*c));
	size_t i, j;

	*c = (struct compiled){ .form = &forms[0], .unit = &units[sender],
	    .period = period(p), .sequence = sequence, .row_count = rows };
	c->columns = arena_alloc(a, FIELDS * sizeof(*c->columns));
	c->columns[1] = 7;
	c->rows = arena_alloc(a, rows * sizeof(*c->rows));
	for (i = 0; i < rows; i++) {
		c->rows[i].unit = &units[of[i]];
		c->rows[i].line = (int)(10 + i);
		c->rows[i].facts = fact_row_new(a, FIELDS);
		for (j = 0; j < FIELDS; j++) {
			struct fact f = fact(cells[i * FIELDS + j]);

			if (!decimal_rescale(&f.value, (int)j))
				abort();
			c->rows[i].facts.states[j] = (uint8_t)f.state;
			c->rows[i].facts.values[j] = (int64_t)f.value.coef;
		}
	}
	c->content = "5e884898";
	c->explanations = (struct explanations){ 2, 2, reasons };
	return c;
}

static const struct source *
source(const struct compiled *c, const char *path)
{
	struct source *s = arena_alloc(a, sizeof(*s));

	*s = (struct source){ .path = path, .form = c->form, .unit = c->unit,
	    .period = c->period, .sequence = c->sequence };
	return s;
}

static const char *
show(struct fact f)
{
	static const char *const states[] = { "missing", "", "~", "n/a" };
	char buf[DECIMAL_TEXT];

	if (f.state == FACT_MISSING || f.state == FACT_NOT_APPLICABLE)
		return states[f.state];
	return arena_printf(a, "%s%s", states[f.state],
	    decimal_format(f.value, buf));
}

static void
expect(const char *name, const struct facts *f, size_t unit, const char *p,
    size_t field, const char *wanted)
{
	check_string(name, show(facts_find(f, &units[unit], period(p),
	    &fields[0][field])), wanted);
}

static void
expect_across(const char *name, const struct facts *f, size_t field,
    const char *wanted)
{
	check_string(name, show(facts_find_across(f, &units[6],
	    period("2020-Q4"), &fields[0][field])), wanted);
}

static void
store(void)
{
	struct facts *f = facts_new(a, &catalog);
	struct compiled *first = submission(1, "2020-Q4", 1, 2,
	    (size_t[]){ 3, 4 }, (const char *[]){ "5", "-0.5", "0.25",
	    "999999999999999999", "99999999999999999.9", "n" });
	struct compiled *other = submission(2, "2020-Q4", 1, 1,
	    (size_t[]){ 5 }, (const char *[]){ "7", ".", "0" });
	struct compiled *second = submission(1, "2020-Q4", 2, 1,
	    (size_t[]){ 3 }, (const char *[]){ "6", ".", "n" });
	struct period *known;
	struct origin o;

	expect("an empty store", f, 3, "2020-Q4", 0, "missing");
	facts_put(f, first, source(first, "first"));
	facts_put(f, other, source(other, "other"));
	expect("a whole number", f, 3, "2020-Q4", 0, "5");
	expect("below zero", f, 3, "2020-Q4", 1, "-0.5");
	expect("two places", f, 3, "2020-Q4", 2, "0.25");
	expect("18 digits", f, 4, "2020-Q4", 0, "999999999999999999");
	expect("18 digits with a place", f, 4, "2020-Q4", 1,
	    "99999999999999999.9");
	expect("not applicable", f, 4, "2020-Q4", 2, "n/a");
	expect("another sender", f, 5, "2020-Q4", 0, "7");
	expect("missing is not zero", f, 5, "2020-Q4", 1, "missing");
	expect("zero is not missing", f, 5, "2020-Q4", 2, "0");
	expect("another period", f, 3, "2020-Q3", 0, "missing");
	expect("another kind of period", f, 3, "2020-H2", 0, "missing");
	expect("a unit that nobody reported", f, 1, "2020-Q4", 0, "missing");
	check_string("another form", show(facts_find(f, &units[3],
	    period("2020-Q4"), &fields[1][0])), "missing");
	expect_across("across: the whole and a half, not whole", f, 0,
	    "~500000000000000004.5");
	expect_across("across: half of tenths", f, 1, "~49999999999999999.45");
	expect_across("across: not applicable to one of them", f, 2, "0.25");
	o = facts_origin(f, &units[4], period("2020-Q4"), &forms[0]);
	check(o.source != NULL && o.line == 11 &&
	    strcmp(o.source->path, "first") == 0, "origin", "line %d", o.line);

	facts_put(f, second, source(second, "second"));
	expect("a correction replaces", f, 3, "2020-Q4", 0, "6");
	expect("a correction takes away", f, 3, "2020-Q4", 1, "missing");
	expect("so does a row that is gone", f, 4, "2020-Q4", 0, "missing");
	expect("others stay", f, 5, "2020-Q4", 0, "7");
	expect_across("across: one is missing", f, 0, "missing");
	o = facts_origin(f, &units[4], period("2020-Q4"), &forms[0]);
	check(o.source == NULL, "no origin any more", "there is");
	check_string("the latest source", facts_source(f, &forms[0], &units[1],
	    period("2020-Q4"))->path, "second");
	check(facts_source(f, &forms[1], &units[1], period("2020-Q4")) == NULL,
	    "no source of another form", "there is");

	first = submission(1, "2019", 1, 0, NULL, NULL);
	facts_put(f, first, source(first, "empty"));
	first = submission(1, "2020-12", 1, 0, NULL, NULL);
	facts_put(f, first, source(first, "month"));
	check(facts_periods(a, f, &known) == 3 &&
	    period_equal(known[0], period("2019")) &&
	    period_equal(known[1], period("2020-12")) &&
	    period_equal(known[2], period("2020-Q4")), "periods in order",
	    "%zu of them", facts_periods(a, f, &known));
}

/* A compiled submission as bytes. */
struct bytes {
	const char	*data;
	size_t		 len;
};

static struct bytes
written(const struct compiled *c)
{
	struct bytes b;
	struct text t;

	text_init(&t, 1 << 20);
	compiled_write(c, &t);
	b = (struct bytes){ arena_strndup(a, text_string(&t), t.len), t.len };
	text_free(&t);
	return b;
}

static struct compiled *
read_back(struct bytes b)
{
	return compiled_read(a, &catalog, b.data, b.len);
}

/* Two rows: 5, -0.5, 0.25 all reported; 999999999999999999, missing, not
 * applicable.  Without the NUL behind it. */
#define HEAD	"tonghop-compiled-7 uy_thac 1 2020-Q4 actual 3 3 2\n" \
		"columns 0 7 0\ncontent 5e884898\n" \
		"explanations 2\nUT-12 22327 3 1 0 -2147483648 " \
		"\tlarge loans, for boats\nW524 - 0 0 1 18360 The Board\tseen\n"
/* A column: bytes a number, the least one, what the others are above it. */
#define ZERO(n)	n "\0\0\0\0\0\0\0"
#define UNITS	"\1" ZERO("\3") "\0\1"
#define LINES	"\1" ZERO("\12") "\0\1"
#define STATES	"\1" ZERO("\1") "\0\376" "\1\0\3"
#define FIRST	"\10" ZERO("\5") ZERO("\0") "\372\377\143\247\263\266\340\15"
#define SECOND	"\1" "\373\377\377\377\377\377\377\377" "\0\5"
#define THIRD	"\1" ZERO("\0") "\31\0"
#define ROWS	UNITS LINES STATES FIRST SECOND THIRD

static const char sample[] = HEAD ROWS "end\n";
static const struct bytes good = { sample, sizeof(sample) - 1 };

static bool
is_same(struct bytes x, struct bytes y)
{
	return x.len == y.len && memcmp(x.data, y.data, x.len) == 0;
}

static void
round_trip(void)
{
	struct compiled *c = submission(1, "2020-Q4", 3, 2,
	    (size_t[]){ 3, 4 }, (const char *[]){ "5", "-0.5", "0.25",
	    "999999999999999999", ".", "n" }), *back = read_back(good);

	/* what stands behind a fact that is no number is nobody's business */
	c->rows[1].facts.values[1] = 4711;
	check(is_same(written(c), good), "written", "other bytes");
	check(back != NULL, "read", "refused");
	if (back == NULL)
		return;
	check(is_same(written(back), good), "written again", "other bytes");
	check(back->form == &forms[0] && back->unit == &units[1] &&
	    back->sequence == 3 && back->rows[1].unit == &units[4] &&
	    back->rows[1].line == 11 && back->columns[1] == 7,
	    "what was read", "differs");
	check(back->explanations.count == 2 &&
	    strcmp(back->explanations.list[0].reason, reasons[0].reason) == 0 &&
	    strcmp(back->explanations.list[0].unit, "22327") == 0 &&
	    strcmp(back->explanations.list[1].author, "The Board") == 0 &&
	    back->explanations.list[1].used,
	    "explanations", "are others");
	c->rows[0].facts.states[0] = FACT_ESTIMATED;
	c->rows[0].facts.values[1] = INT64_MIN;
	c->rows[0].facts.values[2] = INT64_MAX;
	c->kind = KIND_ESTIMATE;
	back = read_back(written(c));
	check(back != NULL && back->kind == KIND_ESTIMATE &&
	    back->rows[0].facts.states[0] == FACT_ESTIMATED, "an estimate",
	    "is lost");
	check(back != NULL && back->rows[0].facts.values[1] == INT64_MIN &&
	    back->rows[0].facts.values[2] == INT64_MAX, "64 bits",
	    "are lost");
}

/* What is not ours: a piece of the sample and what stands for it. */
#define PIECE(s)	{ s, sizeof(s) - 1 }

static const struct {
	struct bytes	 from, to;
} frauds[] = {
#define FRAUD(from, to)	{ PIECE(from), PIECE(to) }
	FRAUD("tonghop-compiled-7", "tonghop-compiled-6"),
	FRAUD("content", "contents"), FRAUD(" 5e884898", ""),
	FRAUD("explanations 2", "explanations 3"),
	FRAUD("explanations 2", "explanations 1"),
	FRAUD("UT-12 22327 3 1 0 -2147483648 \tlarge loans, for boats", "UT-12"),
	FRAUD("22327 3 1 0", "22327 3 1 2"), FRAUD("22327 3 1", "22327 -3 1"),
	FRAUD("\tseen", "seen"), FRAUD("The Board", "The\nBoard"),
	FRAUD("explanations", "reasons"),
	FRAUD("uy_thac", "khac"), FRAUD("uy_thac 1", "uy_thac 7"),
	FRAUD("uy_thac 1", "uy_thac -1"), FRAUD("2020-Q4", "2020-Q5"),
	FRAUD("actual", "real"), FRAUD(" 3 3 2\n", " 3 2 2\n"),
	FRAUD(" 3 3 2\n", " 3 3 3\n"), FRAUD(" 3 3 2\n", " 3 3 1\n"),
	FRAUD(" 3 3 2\n", " 3 3 9999999\n"),
	FRAUD(" 3 3 2\n", " 3 3 2 1\n"),
	FRAUD("columns 0", "column 0"), FRAUD("7 0\n", "7\n"),
	FRAUD("7 0\n", "7 0 0\n"),
	FRAUD(" 3 3 2\n", " 3 3 514\n"),
	FRAUD(UNITS, "\1" ZERO("\3") "\0\4"),	/* no such unit */
	FRAUD(UNITS, "\1" "\377\377\377\377\377\377\377\377" "\0\1"),
	FRAUD(UNITS, "\3" ZERO("\3") "\0\0\0\1\0\0"),	/* no such width */
	FRAUD(LINES, "\4" ZERO("\12") "\0\0\0\0\0\0\0\200"),
	FRAUD(LINES, "\1" "\377\377\377\377\377\377\377\377" "\0\1"),
	FRAUD(STATES, "\1" ZERO("\4") "\0\373" "\1\0\3"),	/* no state */
	FRAUD(STATES, "\1" ZERO("\1") "\0\375" "\1\0\3"),
	FRAUD(STATES, "\1" ZERO("\1") "\0\376" "\1\0\4"),
	FRAUD(STATES, "\1" ZERO("\1") "\0\376" "\1\0"),
	FRAUD(THIRD, ""), FRAUD(THIRD, THIRD "\1"),
	FRAUD(THIRD, "\1" ZERO("\0") "\31"),
	FRAUD("end\n", ""), FRAUD("end\n", "end"),
	FRAUD("end\n", "end\nx"),
	FRAUD("uy_thac 1 2020-Q4",
	    "uy_thac 99999999999999999999999999 2020-Q4"),
};

/* The sample with the first FROM made TO. */
static struct bytes
changed(struct bytes from, struct bytes to)
{
	const char *at = memmem(good.data, good.len, from.data, from.len);
	size_t before = (size_t)(at - good.data);
	struct text t;
	struct bytes b;

	text_init(&t, 1 << 20);
	text_addn(&t, good.data, before);
	text_addn(&t, to.data, to.len);
	text_addn(&t, at + from.len, good.len - before - from.len);
	b = (struct bytes){ arena_strndup(a, text_string(&t), t.len), t.len };
	text_free(&t);
	return b;
}

static void
foreign(void)
{
	size_t i, j, taken = 0;
	char *s;

	for (i = 0; i < sizeof(frauds) / sizeof(frauds[0]); i++)
		check(read_back(changed(frauds[i].from, frauds[i].to)) == NULL,
		    arena_printf(a, "fraud %zu", i), "taken");
	for (i = 0; i < good.len; i++)
		taken += compiled_read(a, &catalog, sample, i) != NULL;
	check(taken == 0, "cut anywhere", "taken %zu times", taken);
	/* whatever byte is changed: taken or not, but never a crash */
	for (i = 0; i < good.len; i++)
		for (j = 0; j < 256; j += 5) {
			s = arena_strndup(a, sample, good.len);
			s[i] = (char)j;
			compiled_read(a, &catalog, s, good.len);
		}
	check(true, "changed anywhere", "crashes");
}

int
main(void)
{
	a = arena_new();
	make_units();
	make_forms();
	store();
	round_trip();
	foreign();
	arena_free(a);
	return check_result();
}
