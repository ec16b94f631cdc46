/* A test over many rows at once, on whole numbers of 64 bits.  Room: model. */
#include "model/expr_many.h"

#include <string.h>

#include "model/expr_tree.h"

/* How deep a tree is walked: each level keeps two sets of lanes. */
enum { DEPTH_MAX = 40 };

struct walk {
	const struct expr_columns *from;
	size_t		 count;
	enum expr_time	 time;
};

static bool lanes_of(const struct node *, struct walk, struct expr_lanes *);

/* Numbers that are the same in each row. */
static bool
constant(struct decimal d, size_t count, struct expr_lanes *out)
{
	size_t i;

	if (d.coef < INT64_MIN || d.coef > INT64_MAX)
		return false;
	out->type = EXPR_NUMBER;
	out->digits = d.scale;
	memset(out->state, LANE_KNOWN, count);
	for (i = 0; i < count; i++)
		out->n[i] = (int64_t)d.coef;
	return true;
}

/* Bring numbers to as many places. */
static void
rescale(struct expr_lanes *l, int digits, size_t count)
{
	int64_t times = 1;
	size_t i;

	for (; l->digits < digits; l->digits++)
		times *= 10;
	for (i = 0; times > 1 && i < count; i++)
		if (__builtin_mul_overflow(l->n[i], times, &l->n[i]))
			l->state[i] = LANE_UNSETTLED;
}

/* Two operands of one type; numbers of the same places, up to 18 of them. */
static bool
pair_of(const struct node *n, struct walk w, enum expr_type type,
    struct expr_lanes *a, struct expr_lanes *b)
{
	if (!lanes_of(n->args[0], w, a) || !lanes_of(n->args[1], w, b) ||
	    a->type != type || b->type != type)
		return false;
	if (type == EXPR_NUMBER && a->digits != b->digits &&
	    n->op != OP_MUL) {
		rescale(a, b->digits, w.count);
		rescale(b, a->digits, w.count);
	}
	return true;
}

/* What becomes of a row in which an operand is not known. */
static uint8_t
unknown(uint8_t a, uint8_t b)
{
	return a == LANE_UNSETTLED || b == LANE_UNSETTLED ? LANE_UNSETTLED :
	    LANE_MISSING;
}

static bool
arithmetic(const struct node *n, struct walk w, struct expr_lanes *a)
{
	struct expr_lanes b;
	size_t i;

	if (!pair_of(n, w, EXPR_NUMBER, a, &b))
		return false;
	if (n->op == OP_MUL && (a->digits += b.digits) > DECIMAL_SCALE_MAX)
		return false;
	for (i = 0; i < w.count; i++) {
		bool over;

		if (a->state[i] != LANE_KNOWN || b.state[i] != LANE_KNOWN) {
			a->state[i] = unknown(a->state[i], b.state[i]);
			continue;
		}
		over = n->op == OP_ADD ?
		    __builtin_add_overflow(a->n[i], b.n[i], &a->n[i]) :
		    n->op == OP_SUB ?
		    __builtin_sub_overflow(a->n[i], b.n[i], &a->n[i]) :
		    __builtin_mul_overflow(a->n[i], b.n[i], &a->n[i]);
		if (over)
			a->state[i] = LANE_UNSETTLED;
	}
	return true;
}

/* A number divided by a power of ten that is written out; no other division
 * stays a whole number. */
static bool
divide(const struct node *n, struct walk w, struct expr_lanes *a)
{
	const struct node *by = n->args[1];
	int128 power = 1;
	int places = 0;

	if (by->op != OP_CONSTANT || by->value.type != EXPR_NUMBER ||
	    by->value.number.num.scale != 0)
		return false;
	for (; power < by->value.number.num.coef &&
	    places < DECIMAL_SCALE_MAX; places++)
		power *= 10;
	if (power != by->value.number.num.coef ||
	    !lanes_of(n->args[0], w, a) || a->type != EXPR_NUMBER)
		return false;
	a->digits += places;
	return a->digits <= DECIMAL_SCALE_MAX;
}

static bool
is_true(enum op op, int64_t a, int64_t b)
{
	switch (op) {
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_LT:
		return a < b;
	case OP_LE:
		return a <= b;
	case OP_GT:
		return a > b;
	default:
		return a >= b;
	}
}

static bool
compare(const struct node *n, struct walk w, struct expr_lanes *a)
{
	struct expr_lanes b;
	size_t i;

	if (!pair_of(n, w, EXPR_NUMBER, a, &b))
		return false;
	a->type = EXPR_TRUTH;
	for (i = 0; i < w.count; i++)
		if (a->state[i] != LANE_KNOWN || b.state[i] != LANE_KNOWN)
			a->state[i] = unknown(a->state[i], b.state[i]);
		else
			a->n[i] = is_true(n->op, a->n[i], b.n[i]);
	return true;
}

/* Kleene's "and" and "or", as expr_eval() has them. */
static bool
logic(const struct node *n, struct walk w, struct expr_lanes *a)
{
	int64_t decisive = n->op == OP_OR;
	struct expr_lanes b;
	size_t i;

	if (!pair_of(n, w, EXPR_TRUTH, a, &b))
		return false;
	for (i = 0; i < w.count; i++) {
		bool known = a->state[i] == LANE_KNOWN;
		bool known_b = b.state[i] == LANE_KNOWN;

		if ((known && a->n[i] == decisive) ||
		    (known_b && b.n[i] == decisive)) {
			a->state[i] = LANE_KNOWN;
			a->n[i] = decisive;
		} else if (!known || !known_b)
			a->state[i] = unknown(a->state[i], b.state[i]);
	}
	return true;
}

static bool
negate(const struct node *n, struct walk w, struct expr_lanes *a)
{
	size_t i;

	if (!lanes_of(n->args[0], w, a) ||
	    a->type != (n->op == OP_NOT ? EXPR_TRUTH : EXPR_NUMBER))
		return false;
	for (i = 0; i < w.count; i++)
		if (n->op == OP_NOT)
			a->n[i] = !a->n[i];
		else if (__builtin_sub_overflow(0, a->n[i], &a->n[i]))
			a->state[i] = LANE_UNSETTLED;
	return true;
}

static bool
extreme(const struct node *n, struct walk w, struct expr_lanes *a)
{
	struct expr_lanes b;
	size_t i;

	if (n->arg_count != 2 || !pair_of(n, w, EXPR_NUMBER, a, &b))
		return false;
	for (i = 0; i < w.count; i++)
		if (a->state[i] != LANE_KNOWN || b.state[i] != LANE_KNOWN)
			a->state[i] = unknown(a->state[i], b.state[i]);
		else if (n->op == OP_MIN ? b.n[i] < a->n[i] :
		    b.n[i] > a->n[i])
			a->n[i] = b.n[i];
	return true;
}

static bool
or_else(const struct node *n, struct walk w, struct expr_lanes *a)
{
	struct expr_lanes b;
	size_t i;

	if (!pair_of(n, w, EXPR_NUMBER, a, &b))
		return false;
	for (i = 0; i < w.count; i++)
		if (a->state[i] == LANE_MISSING) {
			a->state[i] = b.state[i];
			a->n[i] = b.n[i];
		}
	return true;
}

static bool
present(const struct node *n, struct walk w, struct expr_lanes *a)
{
	size_t i;

	if (!lanes_of(n->args[0], w, a))
		return false;
	a->type = EXPR_TRUTH;
	for (i = 0; i < w.count; i++)
		if (a->state[i] != LANE_UNSETTLED) {
			a->n[i] = a->state[i] == LANE_KNOWN;
			a->state[i] = LANE_KNOWN;
		}
	return true;
}

/* The values of a tree in each row; false when it is not for numbers. */
static bool
lanes_of(const struct node *n, struct walk w, struct expr_lanes *out)
{
	switch (n->op) {
	case OP_CONSTANT:
		return n->value.type == EXPR_NUMBER &&
		    constant(n->value.number.num, w.count, out);
	case OP_NAME:
		return w.from->column(w.from->context, n->name, w.time,
		    w.count, out);
	case OP_PREVIOUS:
	case OP_PREVIOUS_IN_YEAR:
	case OP_YEAR_AGO:
		w.time = n->op == OP_PREVIOUS ? EXPR_PREVIOUS :
		    n->op == OP_YEAR_AGO ? EXPR_YEAR_AGO :
		    EXPR_PREVIOUS_IN_YEAR;
		return lanes_of(n->args[0], w, out);
	case OP_AND:
	case OP_OR:
		return logic(n, w, out);
	case OP_NOT:
	case OP_NEGATE:
		return negate(n, w, out);
	case OP_ADD:
	case OP_SUB:
	case OP_MUL:
		return arithmetic(n, w, out);
	case OP_DIV:
		return divide(n, w, out);
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		return compare(n, w, out);
	case OP_MIN:
	case OP_MAX:
		return extreme(n, w, out);
	case OP_DEFAULT:
		return or_else(n, w, out);
	case OP_PRESENT:
		return present(n, w, out);
	case OP_SUM:
	case OP_COUNT:
	case OP_IF:
	case OP_YEAR:
	case OP_MONTH:
		break;
	}
	return false;
}

void
expr_many(const struct expr *e, const struct expr_columns *from, size_t count,
    uint8_t outcomes[])
{
	struct expr_lanes l;
	size_t i;

	if (e->root->depth > DEPTH_MAX || !lanes_of(e->root,
	    (struct walk){ from, count, EXPR_NOW }, &l) ||
	    l.type != EXPR_TRUTH) {
		memset(outcomes, OUTCOME_UNSETTLED, count);
		return;
	}
	for (i = 0; i < count; i++)
		outcomes[i] = l.state[i] == LANE_UNSETTLED ?
		    OUTCOME_UNSETTLED : l.state[i] == LANE_MISSING ?
		    OUTCOME_MISSING : l.n[i] != 0 ? OUTCOME_TRUE :
		    OUTCOME_FALSE;
}
