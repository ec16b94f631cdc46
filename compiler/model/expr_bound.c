/*
 * What can be said of an expression whatever is reported: that it is never below
 * zero, and that a form's rules keep it from exceeding a field.  Room: model.
 */
#include "model/expr_tree.h"
#include "model/form.h"

enum { TERMS_MAX = 16 };

/* The fields that a sum is made of. */
struct terms {
	const struct field *fields[TERMS_MAX];
	size_t		 count;
};

static bool is_positive(const struct node *);

/* Whether all operands from a place on are. */
static bool
are_positive(const struct node *n, size_t from)
{
	size_t i;

	for (i = from; i < n->arg_count; i++)
		if (!is_positive(n->args[i]))
			return false;
	return true;
}

static bool
is_any_positive(const struct node *n)
{
	size_t i;

	for (i = 0; i < n->arg_count; i++)
		if (is_positive(n->args[i]))
			return true;
	return false;
}

static bool
is_positive(const struct node *n)
{
	const struct field *f;

	switch (n->op) {
	case OP_CONSTANT:
		return n->value.type == EXPR_NUMBER &&
		    n->value.number.num.coef >= 0;
	case OP_NAME:
		f = n->name->target;
		return f != NULL && (f->tally != NULL ?
		    is_positive(f->tally->root) : !f->is_signed);
	case OP_COUNT:
		return true;
	case OP_SUM:
	case OP_ADD:
	case OP_MUL:
	case OP_DIV:
	case OP_MIN:
	case OP_DEFAULT:
	case OP_PREVIOUS:
	case OP_PREVIOUS_IN_YEAR:
	case OP_YEAR_AGO:
		return are_positive(n, 0);
	case OP_MAX:
		return is_any_positive(n);
	case OP_IF:
		return are_positive(n, 1);
	default:
		return false;
	}
}

bool
expr_is_positive(const struct expr *e)
{
	return is_positive(e->root);
}

/* Whether a node is a sum of fields that are never below zero. */
static bool
collect(const struct node *n, struct terms *t)
{
	const struct field *f;
	size_t i;

	if (n->op == OP_ADD) {
		for (i = 0; i < n->arg_count; i++)
			if (!collect(n->args[i], t))
				return false;
		return true;
	}
	f = n->op == OP_NAME ? n->name->target : NULL;
	if (f == NULL || f->is_signed || t->count == TERMS_MAX)
		return false;
	t->fields[t->count++] = f;
	return true;
}

/* How often a field is among them. */
static size_t
times(const struct terms *t, const struct field *f)
{
	size_t i, n = 0;

	for (i = 0; i < t->count; i++)
		n += t->fields[i] == f;
	return n;
}

/* Whether LOW is a sum with all of the terms in it, and HIGH the field. */
static bool
is_below(const struct node *low, const struct node *high,
    const struct terms *terms, const struct field *field)
{
	struct terms all = { .count = 0 };
	size_t i;

	if (high->op != OP_NAME || high->name->target != field ||
	    !collect(low, &all))
		return false;
	for (i = 0; i < terms->count; i++)
		if (times(terms, terms->fields[i]) >
		    times(&all, terms->fields[i]))
			return false;
	return true;
}

static bool
keeps_below(const struct node *test, const struct terms *terms,
    const struct field *field)
{
	size_t i;

	switch (test->op) {
	case OP_AND:
		for (i = 0; i < test->arg_count; i++)
			if (keeps_below(test->args[i], terms, field))
				return true;
		return false;
	case OP_LE:
	case OP_LT:
		return is_below(test->args[0], test->args[1], terms, field);
	case OP_GE:
	case OP_GT:
		return is_below(test->args[1], test->args[0], terms, field);
	case OP_EQ:
		return is_below(test->args[0], test->args[1], terms, field) ||
		    is_below(test->args[1], test->args[0], terms, field);
	default:
		return false;
	}
}

bool
expr_is_part(const struct expr *part, const struct expr *whole)
{
	struct terms terms = { .count = 0 };
	const struct field *field;
	size_t i;

	if (whole->root->op != OP_NAME || whole->root->name->target == NULL ||
	    !collect(part->root, &terms))
		return false;
	field = whole->root->name->target;
	for (i = 0; i < field->form->rule_count; i++) {
		const struct rule *r = &field->form->rules[i];

		if (r->test != NULL && r->severity == SEVERITY_REJECT &&
		    !r->crosses && !r->whole &&
		    keeps_below(r->test->root, &terms, field))
			return true;
	}
	return false;
}
