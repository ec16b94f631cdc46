/* What a rule leaves no choice about.  Room: model. */
#include "model/expr_tree.h"

static struct expr_value
part_value(const struct node *n, const struct expr_row *row)
{
	const struct expr part = { .root = n };

	return expr_eval(&part, row);
}

static bool
is_false(const struct node *n, const struct expr_row *row)
{
	struct expr_value v = part_value(n, row);

	return v.type == EXPR_TRUTH && !v.truth;
}

/* "name = value" or "value = name" */
static bool
equates(const struct node *n, const struct expr_row *row, const void *target,
    struct expr_value *value)
{
	int side;

	for (side = 0; side < 2; side++) {
		if (n->args[side]->op != OP_NAME ||
		    n->args[side]->name->target != target)
			continue;
		*value = part_value(n->args[1 - side], row);
		if (value->type == EXPR_NUMBER)
			return true;
	}
	return false;
}

static bool
forces(const struct node *n, const struct expr_row *row, const void *target,
    struct expr_value *value)
{
	const struct node *a, *b;

	if (n->op == OP_EQ)
		return equates(n, row, target, value);
	if (n->op != OP_AND && n->op != OP_OR)
		return false;
	a = n->args[0];
	b = n->args[1];
	return ((n->op == OP_AND || is_false(b, row)) &&
	    forces(a, row, target, value)) ||
	    ((n->op == OP_AND || is_false(a, row)) &&
	    forces(b, row, target, value));
}

bool
expr_forces(const struct expr *e, const struct expr_row *row,
    const void *target, struct expr_value *value)
{
	return forces(e->root, row, target, value);
}
