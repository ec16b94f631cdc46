/* Whether an expression makes a mean or a share of each unit.  Room: model. */
#include "model/expr_tree.h"

static bool
mentions_name(const struct node *n)
{
	size_t i;

	if (n->op == OP_NAME)
		return true;
	for (i = 0; i < n->arg_count; i++)
		if (mentions_name(n->args[i]))
			return true;
	return false;
}

static bool
divides(const struct node *n)
{
	size_t i;

	if (n->op == OP_DIV && mentions_name(n->args[1]))
		return true;
	/* what a condition divides is not added */
	for (i = n->op == OP_IF; i < n->arg_count; i++)
		if (divides(n->args[i]))
			return true;
	return false;
}

bool
expr_averages(const struct expr *e)
{
	return divides(e->root);
}
