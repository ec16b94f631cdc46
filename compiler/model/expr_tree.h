/*
 * An expression as it was parsed, for the files of model that walk through it.
 */
#ifndef MODEL_EXPR_TREE_H
#define MODEL_EXPR_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/expr.h"

enum op {
	OP_CONSTANT, OP_NAME,
	OP_OR, OP_AND, OP_NOT,
	OP_EQ, OP_NE, OP_LT, OP_LE, OP_GT, OP_GE,
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_NEGATE,
	OP_PREVIOUS, OP_PREVIOUS_IN_YEAR, OP_YEAR_AGO, OP_SUM, OP_COUNT,
	OP_MIN, OP_MAX, OP_IF, OP_PRESENT, OP_DEFAULT, OP_YEAR,
	OP_MONTH,
};

struct node {
	enum op			 op;
	struct expr_value	 value;		/* OP_CONSTANT */
	struct expr_name	*name;		/* OP_NAME */
	int			 depth;		/* of the tree below, 0: a leaf */
	size_t			 arg_count, arg_cap;
	const struct node	**args;
};

struct expr {
	const char		*text;
	const struct node	*root;
	size_t			 name_count, name_cap;
	const struct expr_name	**names;
	bool			 looks_back, looks_across;
};

/*
 * The values of a tree in COUNT rows from FIRST on; false when they are to be
 * asked for one by one.
 */
bool	expr_lanes_of_rows(const struct node *, const struct expr_row *,
	    size_t first, size_t count, struct expr_lanes *);

#endif
