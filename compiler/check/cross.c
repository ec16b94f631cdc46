/* Rules that look at other forms and other periods.  Room: check. */
#include <string.h>

#include "base/arena.h"
#include "check/check.h"
#include "check/check_parts.h"
#include "model/expr_many.h"

/* One accepted submission among all facts. */
struct across {
	struct arena	*arena;
	const struct facts *facts;
	const struct source *source;
	struct diag	*diag;
	const struct unit **units;	/* its rows */
	size_t		 unit_count, unit_cap;
	const struct unit *unit;	/* the row at hand; NULL: the whole */
	size_t		 first;		/* of the rows that are judged together */
	bool		 zero;		/* missing counts as zero */
	bool		 exempt;	/* an operand does not apply */
};

/* The units below U that this submission has rows for, in printing order. */
static void
collect_units(struct across *x, const struct unit *u)
{
	const struct source *s = x->source;
	size_t i;

	if (u->level == s->form->row_level) {
		if (facts_origin(x->facts, u, s->period, s->form).source == s)
			*ARENA_PUSH(x->arena, x->units, x->unit_count,
			    x->unit_cap) = u;
		return;
	}
	for (i = 0; i < u->child_count; i++)
		collect_units(x, u->children[i]);
}

static struct expr_value
value_of(void *context, const struct expr_name *name, enum expr_time when,
    int index)
{
	struct across *x = context;
	const struct field *f = name->target;
	const struct unit *u = index == EXPR_THIS_ROW ? x->unit :
	    x->units[index];
	struct fact fact = { FACT_MISSING, { 0, 0 } };

	if (f != NULL && u != NULL)
		fact = when == EXPR_NOW ?
		    facts_find(x->facts, u, x->source->period, f) :
		    facts_look_back(x->facts, u, x->source->period, when, f);
	if (fact.state == FACT_REPORTED || fact.state == FACT_ESTIMATED)
		return expr_number(fact.value);
	x->exempt |= fact.state == FACT_NOT_APPLICABLE;
	if (fact.state == FACT_NOT_APPLICABLE && index != EXPR_THIS_ROW)
		return expr_number(decimal_int(0));
	return x->zero ? expr_number(decimal_int(0)) : expr_missing();
}

static size_t
rows_of(void *context)
{
	const struct across *x = context;

	return x->unit_count;
}

/* What value_of() says, for many rows. */
static bool
column_of(void *context, const struct expr_name *name, enum expr_time when,
    size_t count, struct expr_lanes *out)
{
	const struct across *x = context;
	const struct field *f = name->target;
	size_t i;

	if (f == NULL)
		return false;
	out->type = EXPR_NUMBER;
	out->digits = f->digits;
	facts_column(x->facts, x->units + x->first, count, x->source->period,
	    when, f, out->n, out->state);
	for (i = 0; i < count; i++)
		switch (out->state[i]) {
		case FACT_REPORTED:
		case FACT_ESTIMATED:
			out->state[i] = LANE_KNOWN;
			break;
		case FACTS_FINER:
			out->state[i] = LANE_UNSETTLED;
			break;
		default:
			out->state[i] = x->zero ? LANE_KNOWN : LANE_MISSING;
			out->n[i] = 0;
		}
	return true;
}

/* The first field of the submission's own form that the rule mentions. */
static const struct field *
first_field(const struct across *x, const struct rule *rule)
{
	const struct expr_name *const *names;
	size_t n = expr_names(rule->test, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && f->form == x->source->form)
			return f;
	}
	return NULL;
}

static void
report(struct across *x, const struct rule *rule, const struct expr_row *from,
    enum diag_code code)
{
	const struct source *s = x->source;
	const struct field *f = first_field(x, rule);
	struct place place = { s->path, 0, 0 };
	struct about about = { .field = f == NULL ? NULL : f->name,
	    .unit = x->unit == NULL ? NULL : x->unit->code };

	if (x->unit != NULL) {
		place.line = facts_origin(x->facts, x->unit, s->period,
		    s->form).line;
		place.column = f != NULL && s->columns != NULL ?
		    s->columns[f->index] : 0;
	}
	rule_report(x->diag, rule, code, SEVERITY_WARNING, place, about,
	    operands_describe(x->arena, s->form, x->unit, rule->test, from));
}

static void
judge(struct across *x, const struct rule *rule, const struct unit *u)
{
	char day[DATE_TEXT];
	struct expr_row from = { .context = x, .value = value_of,
	    .rows = rows_of,
	    .day = date_format(period_end(x->source->period), day) };
	struct expr_value v;

	x->unit = u;
	x->zero = rule->missing == RULE_ZERO;
	x->exempt = false;
	v = expr_eval(rule->test, &from);
	if (v.type == EXPR_OVERFLOW)
		report(x, rule, &from, D_RULE_OVERFLOW);
	else if (v.type == EXPR_MISSING && rule->missing == RULE_FAILS &&
	    !x->exempt)
		report(x, rule, &from, D_RULE_MISSING);
	else if (v.type == EXPR_TRUTH && !v.truth)
		report(x, rule, &from, D_RULE_WARNS);
}

/*
 * Judge the rules on some rows, from x.first on.  Most are settled together;
 * the others are judged row by row, so that what is found comes in their order.
 */
static void
judge_rows(struct across *x, size_t count, uint8_t (*outcomes)[EXPR_LANES])
{
	const struct form *form = x->source->form;
	char day[DATE_TEXT];
	struct expr_columns from = { x, column_of,
	    date_format(period_end(x->source->period), day) };
	size_t i, j;

	for (j = 0; j < form->rule_count; j++) {
		const struct rule *rule = &form->rules[j];

		x->zero = rule->missing == RULE_ZERO;
		if (rule->crosses && !rule->whole)
			expr_many(rule->test, &from, count, outcomes[j]);
		else
			memset(outcomes[j], OUTCOME_TRUE, count);
	}
	for (i = 0; i < count; i++)
		for (j = 0; j < form->rule_count; j++)
			if (outcomes[j][i] != OUTCOME_TRUE &&
			    (outcomes[j][i] != OUTCOME_MISSING ||
			    form->rules[j].missing == RULE_FAILS))
				judge(x, &form->rules[j],
				    x->units[x->first + i]);
}

void
check_cross(struct arena *a, const struct catalog *catalog,
    const struct facts *facts, const struct source *source, struct diag *diag)
{
	struct across x = { .arena = a, .facts = facts, .source = source,
	    .diag = diag };
	const struct form *form = source->form;
	uint8_t (*outcomes)[EXPR_LANES] = arena_alloc(a,
	    (form->rule_count + 1) * sizeof(*outcomes));
	size_t j, n, told, from = diag_count(diag);

	(void)catalog;
	collect_units(&x, source->unit);
	for (; x.first < x.unit_count; x.first += n) {
		n = x.unit_count - x.first;
		if (n > EXPR_LANES)
			n = EXPR_LANES;
		judge_rows(&x, n, outcomes);
	}
	for (j = 0; j < form->rule_count; j++)
		if (form->rules[j].crosses && form->rules[j].whole)
			judge(&x, &form->rules[j], NULL);
	check_periods(a, facts, source, x.units, x.unit_count, diag);
	told = diag_count(diag);
	check_plausible(a, facts, source, x.units, x.unit_count, diag);
	check_history(a, facts, source, x.units, x.unit_count, diag, told);
	explanations_apply(&source->explanations, diag, from);
}
