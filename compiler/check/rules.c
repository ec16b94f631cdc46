/* The rules of a form, judged on one submission.  Room: check. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/check_parts.h"

enum { OPERANDS_MAX = 2000 };

/* What a rule's names are read from. */
struct view {
	const struct checking *check;
	const struct checked_row *row;	/* NULL: the whole submission */
	bool		 zero;		/* missing counts as zero */
};

const char *
rule_sentence(const struct rule *r)
{
	return r->message != NULL && *r->message != '\0' ? r->message :
	    expr_text(r->test);
}

static struct expr_value
value_of(void *context, const struct expr_name *name, enum expr_time when,
    int index)
{
	const struct view *v = context;
	const struct field *f = name->target;
	const struct checked_row *row = index == EXPR_THIS_ROW ? v->row :
	    &v->check->rows[index];
	struct expr_value none = v->zero ? expr_number(decimal_int(0)) :
	    expr_missing();

	if (f == NULL || row == NULL || when != EXPR_NOW ||
	    f->form != v->check->sub->form ||
	    row->facts[f->index].state == FACT_MISSING)
		return none;
	if (row->texts[f->index] != NULL)
		return (struct expr_value){ .type = EXPR_TEXT,
		    .text = row->texts[f->index] };
	return expr_number(row->facts[f->index].value);
}

static size_t
rows_of(void *context)
{
	const struct view *v = context;

	return v->check->row_count;
}

/* The first field of this form that the rule mentions; NULL when none. */
static const struct field *
first_field(const struct checking *c, const struct rule *rule)
{
	const struct expr_name *const *names;
	size_t n = expr_names(rule->test, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && f->form == c->sub->form)
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
	const struct cell *cell;

	if (row == NULL)
		return (struct place){ c->sub->path, 0, 0 };
	if (f == NULL)
		return (struct place){ c->sub->path, row->row->line, 0 };
	cell = &row->row->cells[f->index];
	return (struct place){ c->sub->path, cell->line > 0 ? cell->line :
	    row->row->line, cell->column };
}

/* "22327 phường Vĩnh Hòa: du_no = 5, ...": whose values, and which. */
static const char *
describe(const struct checking *c, const struct rule *rule,
    const struct expr_row *from, const struct checked_row *row)
{
	struct text t;
	const char *s;

	text_init(&t, OPERANDS_MAX);
	if (row != NULL && row->unit != NULL)
		text_addf(&t, "%s %s: ", row->unit->code,
		    row->unit->full_name);
	expr_describe(rule->test, from, &t);
	s = arena_strdup(c->arena, text_string(&t));
	text_free(&t);
	return s;
}

static void
report(struct checking *c, const struct rule *rule,
    const struct expr_row *from, const struct checked_row *row,
    enum expr_type type)
{
	const struct field *f = first_field(c, rule);
	struct place place = place_of(c, f, row);
	const char *name = f == NULL ? NULL : f->name;
	const char *operands = describe(c, rule, from, row);

	if (type == EXPR_OVERFLOW)
		diag_put(c->diag, D_RULE_OVERFLOW, SEVERITY_REJECT, place,
		    name, (const char *const []){ rule->id,
		    expr_text(rule->test), NULL });
	else if (type == EXPR_MISSING)
		diag_put(c->diag, D_RULE_MISSING, rule->severity, place, name,
		    (const char *const []){ rule->id, expr_text(rule->test),
		    operands, NULL });
	else
		diag_put(c->diag, rule->severity == SEVERITY_REJECT ?
		    D_RULE_FAILED : D_RULE_WARNS, rule->severity, place, name,
		    (const char *const []){ rule->id, expr_text(rule->test),
		    rule_sentence(rule), operands, NULL });
}

/* Judge a rule on a row, or on the whole when ROW is NULL. */
static void
judge(struct checking *c, const struct rule *rule,
    const struct checked_row *row)
{
	struct view view = { c, row, rule->missing == RULE_ZERO };
	struct expr_row from = { &view, value_of, rows_of };
	struct expr_value v;

	if (is_spoilt(c, rule, row))
		return;
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
		if (rule->missing == RULE_FAILS)
			report(c, rule, &from, row, EXPR_MISSING);
		break;
	case EXPR_NUMBER:
	case EXPR_TEXT:
		break;
	}
}

void
check_rules(struct checking *c)
{
	const struct form *form = c->sub->form;
	size_t i, j;

	for (i = 0; i < form->rule_count; i++) {
		const struct rule *rule = &form->rules[i];

		if (rule->crosses || rule->test == NULL)
			continue;
		if (rule->whole && c->row_count > 0)
			judge(c, rule, NULL);
		for (j = 0; !rule->whole && j < c->row_count; j++)
			judge(c, rule, &c->rows[j]);
	}
}
