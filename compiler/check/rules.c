/* The rules of a form, judged on one submission.  Room: check. */
#include <string.h>

#include "base/arena.h"
#include "check/check_parts.h"
#include "model/expr_many.h"

enum { BROKEN_MIN = 3 };

/* What a rule's names are read from. */
struct view {
	const struct checking *check;
	const struct checked_row *row;	/* NULL: the whole submission */
	const struct checked_unit *unit;	/* all rows of a unit, or NULL */
	bool		 zero;		/* missing counts as zero */
	bool		 shows;		/* the values go into a message */
	bool		 exempt;	/* set: an operand does not apply */
	int		 shift;		/* money is tried as 10^shift times what
					 * was read */
};

/* Whether messages must not show a value: it is personal, or words that may
 * be, in a form about persons. */
static bool
is_hidden(const struct field *f)
{
	return f->personal || (f->form->personal && f->tally_text == NULL &&
	    (f->type == FIELD_TEXT || f->type == FIELD_CODE));
}

/* A number times a power of ten; missing when it is too long for that. */
static struct expr_value
shifted(struct decimal d, int power)
{
	struct decimal times = { 1, 0 };

	for (; power > 0; power--)
		times.coef *= 10;
	for (; power < 0; power++)
		times.scale++;
	return decimal_mul(&d, d, times) ? expr_number(d) : expr_missing();
}

static struct expr_value
value_of(void *context, const struct expr_name *name, enum expr_time when,
    int index)
{
	struct view *v = context;
	const struct field *f = name->target;
	const struct checked_row *row = index == EXPR_THIS_ROW ? v->row :
	    v->unit != NULL ? v->unit->rows[index] : &v->check->rows[index];
	struct expr_value none = v->zero ? expr_number(decimal_int(0)) :
	    expr_missing();
	struct fact fact;

	if (f == NULL || when != EXPR_NOW || f->form != v->check->sub->form ||
	    (f->tally_text == NULL ? row == NULL : v->unit == NULL))
		return none;
	fact = fact_row_find(f->tally_text == NULL ? &row->facts :
	    &v->unit->tallies, f);
	if (fact.state == FACT_MISSING)
		return none;
	if (fact.state == FACT_NOT_APPLICABLE) {
		v->exempt = true;
		return index == EXPR_THIS_ROW ? none :
		    expr_number(decimal_int(0));
	}
	if (v->shows && index == EXPR_THIS_ROW && is_hidden(f))
		return (struct expr_value){ .type = EXPR_TEXT, .text = OPERAND_HIDDEN };
	if (f->tally_text == NULL && row->texts[f->index] != NULL)
		return (struct expr_value){ .type = EXPR_TEXT,
		    .text = row->texts[f->index] };
	return f->type == FIELD_MONEY && v->shift != 0 ?
	    shifted(fact.value, v->shift) :
	    fact_operand(v->check->arena, f, &fact);
}

static size_t
rows_of(void *context)
{
	const struct view *v = context;

	return v->unit != NULL ? v->unit->row_count : v->check->row_count;
}

/* Missing numbers are zeros; a missing truth or text that counts as zero is a
 * number among others. */
static void
fill_with_zero(struct expr_lanes *l, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (l->state[i] == LANE_MISSING) {
			l->state[i] = l->type == EXPR_NUMBER ? LANE_KNOWN :
			    LANE_UNSETTLED;
			l->n[i] = 0;
		}
}

/* What value_of() says of a field in some of these rows. */
static bool
rows_column(void *context, const struct expr_name *name, size_t first,
    size_t count, struct expr_lanes *out)
{
	const struct view *v = context;
	const struct checked_row *rows[EXPR_LANES] = { NULL };
	const struct field *f = name->target;
	size_t i;

	if (f == NULL || f->form != v->check->sub->form ||
	    f->tally_text != NULL || v->shift != 0)
		return false;
	for (i = 0; i < count; i++)
		rows[i] = v->unit != NULL ? v->unit->rows[first + i] :
		    &v->check->rows[first + i];
	column_of_rows(f, rows, count, out);
	if (v->zero)
		fill_with_zero(out, count);
	return true;
}

/* The first field of this form that the rule mentions; NULL when none. */
static const struct field *
first_field(const struct checking *c, const struct rule *rule)
{
	const struct expr_name *const *names;
	size_t n = expr_names(rule->test, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && f->form == c->sub->form &&
		    f->tally_text == NULL)
			return f;
	}
	return NULL;
}

/* Whether a cell that the rule needs was refused: that was said already. */
static bool
is_spoilt(const struct checking *c, const struct rule *rule,
    const struct checked_row *row)
{
	const struct expr_name *const *names;
	size_t n = expr_names(rule->test, &names), i, j;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f == NULL || f->form != c->sub->form)
			continue;
		if (row != NULL && row->refused[f->index])
			return true;
		for (j = 0; row == NULL && j < c->row_count; j++)
			if (c->rows[j].refused[f->index])
				return true;
	}
	return false;
}

static struct place
place_of(const struct checking *c, const struct field *f,
    const struct checked_row *row)
{
	struct cell cell;

	if (row == NULL)
		return (struct place){ c->sub->path, 0, 0 };
	if (f == NULL)
		return (struct place){ c->sub->path, row->row->line, 0 };
	cell = row_cell(c->sub, row->row, f->index);
	return (struct place){ c->sub->path, cell.line > 0 ? cell.line :
	    row->row->line, cell.column };
}

/* Whose values, and which. */
static const char *
describe(const struct checking *c, const struct rule *rule,
    const struct expr_row *from)
{
	struct view *v = from->context;
	const struct unit *unit = v->unit != NULL ? v->unit->unit :
	    v->row != NULL ? v->row->unit : NULL;
	const char *s;

	v->shows = true;
	s = operands_describe(c->arena, c->sub->form, unit, rule->test, from);
	v->shows = false;
	return s;
}

static void
report(struct checking *c, const struct rule *rule,
    const struct expr_row *from, const struct checked_row *row,
    enum expr_type type)
{
	const struct view *v = from->context;
	const struct field *f = first_field(c, rule);
	struct place place = place_of(c, f, row);
	const struct unit *unit = v->unit != NULL ? v->unit->unit :
	    row != NULL ? row->unit : NULL;
	struct about about = { .field = f == NULL ? NULL : f->name,
	    .unit = unit == NULL ? NULL : unit->code };

	if (v->unit != NULL && v->unit->row_count > 0)
		place.line = v->unit->rows[0]->row->line;

	rule_report(c->diag, rule, type == EXPR_OVERFLOW ? D_RULE_OVERFLOW :
	    type == EXPR_MISSING ? D_RULE_MISSING :
	    rule->severity == SEVERITY_REJECT ? D_RULE_FAILED : D_RULE_WARNS,
	    type == EXPR_OVERFLOW ? SEVERITY_REJECT : rule->severity, place,
	    about, describe(c, rule, from));
}

/* Judge a rule on a row, on all rows of a unit, or on the whole; true when it is
 * broken. */
static bool
judge(struct checking *c, const struct rule *rule,
    const struct checked_row *row, const struct checked_unit *unit)
{
	struct view view = { .check = c, .row = row, .unit = unit,
	    .zero = rule->missing == RULE_ZERO };
	char day[DATE_TEXT];
	struct expr_row from = { &view, value_of, rows_of,
	    date_format(c->day, day), rows_column };
	struct expr_value v;

	if (unit != NULL ? unit->spoilt : is_spoilt(c, rule, row))
		return false;
	v = expr_eval(rule->test, &from);
	switch (v.type) {
	case EXPR_TRUTH:
		if (!v.truth)
			report(c, rule, &from, row, EXPR_TRUTH);
		break;
	case EXPR_OVERFLOW:
		report(c, rule, &from, row, EXPR_OVERFLOW);
		break;
	case EXPR_MISSING:
		if (rule->missing == RULE_FAILS && !view.exempt)
			report(c, rule, &from, row, EXPR_MISSING);
		break;
	case EXPR_NUMBER:
	case EXPR_TEXT:
		break;
	}
	return v.type == EXPR_TRUTH && !v.truth;
}

/* Some rows whose operands are read together, each column once. */
struct strip {
	const struct checking *check;
	size_t		 first, count;
	struct expr_lanes *columns;	/* per field of the form */
	bool		*read;		/* per field: its column is there */
	bool		 zero;		/* missing counts as zero */
};

static bool
column_of(void *context, const struct expr_name *name, enum expr_time when,
    size_t count, struct expr_lanes *out)
{
	const struct strip *s = context;
	const struct checked_row *rows[EXPR_LANES];
	const struct field *f = name->target;
	size_t i;

	if (f == NULL || when != EXPR_NOW || f->form != s->check->sub->form ||
	    f->tally_text != NULL)
		return false;
	if (!s->read[f->index]) {
		for (i = 0; i < count; i++)
			rows[i] = &s->check->rows[s->first + i];
		column_of_rows(f, rows, count, &s->columns[f->index]);
		s->read[f->index] = true;
	}
	*out = s->columns[f->index];
	if (s->zero)
		fill_with_zero(out, count);
	return true;
}

static bool
is_on_rows(const struct rule *r)
{
	return r->test != NULL && !r->crosses && !r->whole && !r->per_unit;
}

/*
 * Judge the rules on the rows of a strip: most are settled together, the others
 * row by row.  Counts the rows that break each rule.
 */
static void
judge_strip(struct checking *c, struct strip *strip,
    uint8_t (*outcomes)[EXPR_LANES])
{
	const struct form *form = c->sub->form;
	char day[DATE_TEXT];
	struct expr_columns from = { strip, column_of,
	    date_format(c->day, day) };
	size_t i, j;

	memset(strip->read, 0, form->field_count * sizeof(*strip->read));
	for (j = 0; j < form->rule_count; j++) {
		const struct rule *rule = &form->rules[j];

		strip->zero = rule->missing == RULE_ZERO;
		if (is_on_rows(rule))
			expr_many(rule->test, &from, strip->count,
			    outcomes[j]);
	}
	for (j = 0; j < form->rule_count; j++)
		for (i = 0; is_on_rows(&form->rules[j]) &&
		    i < strip->count; i++) {
			const struct rule *rule = &form->rules[j];
			const struct checked_row *row =
			    &c->rows[strip->first + i];

			if (row->spoilt || (outcomes[j][i] != OUTCOME_TRUE &&
			    (outcomes[j][i] != OUTCOME_MISSING ||
			    rule->missing == RULE_FAILS)))
				c->broken[j] += judge(c, rule, row, NULL);
		}
}

/* The rules that speak of one row. */
static void
judge_rows(struct checking *c)
{
	const struct form *form = c->sub->form;
	struct strip strip = { .check = c };
	uint8_t (*outcomes)[EXPR_LANES] = arena_alloc(c->arena,
	    (form->rule_count + 1) * sizeof(*outcomes));

	strip.columns = arena_alloc(c->arena,
	    form->field_count * sizeof(*strip.columns));
	strip.read = arena_alloc(c->arena,
	    form->field_count * sizeof(*strip.read));
	for (; strip.first < c->row_count && !check_is_full(c);
	    strip.first += strip.count) {
		strip.count = c->row_count - strip.first;
		if (strip.count > EXPR_LANES)
			strip.count = EXPR_LANES;
		judge_strip(c, &strip, outcomes);
	}
}

void
check_rules(struct checking *c)
{
	const struct form *form = c->sub->form;
	size_t i, j;

	c->broken = arena_alloc(c->arena,
	    (form->rule_count + 1) * sizeof(*c->broken));
	for (i = 0; i < form->rule_count; i++) {
		const struct rule *rule = &form->rules[i];

		if (rule->unique_count > 0)
			check_unique(c, rule);
		if (rule->crosses || rule->test == NULL)
			continue;
		if (rule->whole && c->row_count > 0)
			judge(c, rule, NULL, NULL);
		for (j = 0; rule->per_unit && j < c->unit_count; j++)
			if (c->units[j].row_count > 0)
				judge(c, rule, NULL, &c->units[j]);
	}
	judge_rows(c);
}

/* Whether a rule on rows holds for one when money is shifted; true as well when
 * it says nothing. */
static bool
holds(const struct checking *c, const struct rule *rule,
    const struct checked_row *row, int shift)
{
	struct view view = { .check = c, .row = row,
	    .zero = rule->missing == RULE_ZERO, .shift = shift };
	char day[DATE_TEXT];
	struct expr_row from = { &view, value_of, rows_of,
	    date_format(c->day, day), rows_column };
	struct expr_value v = expr_eval(rule->test, &from);

	return v.type != EXPR_TRUTH || v.truth;
}

/* Of the rows that break a rule as they are read, the ones that keep it when
 * money is shifted. */
static size_t
count_mended(const struct checking *c, const struct rule *rule, int shift)
{
	size_t mended = 0, i;

	for (i = 0; i < c->row_count; i++) {
		const struct checked_row *row = &c->rows[i];

		mended += !is_spoilt(c, rule, row) &&
		    !holds(c, rule, row, 0) && holds(c, rule, row, shift);
	}
	return mended;
}

/*
 * A rule that compares money with numbers of another kind from below and from
 * above is kept by most rows in one unit of money only.  When that is not the
 * unit in which they were read, the whole file is off by a factor of thousands.
 * The scale of that unit; -1 when there is none.
 */
static int
other_scale(const struct checking *c, const struct rule *rule, size_t broken)
{
	int scale, found = -1;
	size_t mended;

	/* more than half of the rows, and enough to tell */
	if (broken < BROKEN_MIN || broken * 2 <= c->row_count)
		return -1;
	for (scale = 0; scale <= 9; scale += 3) {
		if (scale == c->sub->money_scale)
			continue;
		mended = count_mended(c, rule, scale - c->sub->money_scale);
		if (mended * 10 >= broken * 9 && found < 0)
			found = scale;
		else if (mended > 0)
			return -1;	/* kept in several: it proves nothing */
	}
	return found;
}

/* Which rules the rows would keep in the other unit. */
static const bool *
rules_mended(const struct checking *c, int shift)
{
	const struct form *form = c->sub->form;
	bool *mended = arena_alloc(c->arena,
	    (form->rule_count + 1) * sizeof(*mended));
	size_t i;

	for (i = 0; i < form->rule_count; i++)
		mended[i] = is_on_rows(&form->rules[i]) &&
		    c->broken[i] > 0 && count_mended(c, &form->rules[i],
		    shift) * 10 >= c->broken[i] * 9;
	return mended;
}

void
check_money_unit(struct checking *c)
{
	static const char *const names[] = { "đồng", "nghìn đồng",
	    "triệu đồng", "tỷ đồng" };
	const struct form *form = c->sub->form;
	struct place place = { c->sub->path, 0, 0 };
	size_t i;
	int scale;

	for (i = 0; i < form->rule_count; i++) {
		const struct rule *rule = &form->rules[i];

		if (rule->crosses || rule->whole || rule->per_unit ||
		    rule->test == NULL ||
		    (scale = other_scale(c, rule, c->broken[i])) < 0)
			continue;
		c->other_unit = rules_mended(c, scale - c->sub->money_scale);
		diag_put(c->diag, D_WRONG_MONEY_UNIT, SEVERITY_REJECT, place,
		    (struct about){ .rule = rule->id }, (const char *const []){
		    names[c->sub->money_scale / 3],
		    arena_printf(c->arena, "%zu", c->broken[i]),
		    arena_printf(c->arena, "%zu", c->row_count), rule->id,
		    names[scale / 3], rule_sentence(rule), NULL });
		return;
	}
	check_amounts(c, names[c->sub->money_scale / 3]);
}
