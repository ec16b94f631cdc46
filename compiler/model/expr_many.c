/* A test over many rows at once, on whole numbers of 64 bits.  Room: model. */
#include "model/expr_many.h"

#include <string.h>

#include "base/date.h"
#include "model/expr_tree.h"

/* How deep a tree is walked: each level keeps two sets of lanes. */
enum { DEPTH_MAX = 40 };

struct walk {
	const struct expr_columns *from;
	size_t		 count;
	enum expr_time	 time;
};

static bool lanes_of(const struct node *, struct walk, struct expr_lanes *);

/* A number or a text that is the same in each row. */
static bool
constant(struct expr_value v, size_t count, struct expr_lanes *out)
{
	const struct decimal *d = &v.number.num;
	size_t i;

	out->type = v.type;
	out->digits = d->scale;
	out->dates = false;
	memset(out->state, LANE_KNOWN, count);
	if (v.type == EXPR_TEXT)
		for (i = 0; i < count; i++)
			out->text[i] = v.text;
	else if (v.type == EXPR_NUMBER && d->coef >= INT64_MIN &&
	    d->coef <= INT64_MAX)
		for (i = 0; i < count; i++)
			out->n[i] = (int64_t)d->coef;
	else
		return false;
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

/* Whether operands are of one type; numbers are then of the same places. */
static bool
are_alike(struct expr_lanes *a, struct expr_lanes *b, size_t count)
{
	if (a->type != b->type ||
	    (a->type == EXPR_TEXT && a->dates != b->dates))
		return false;
	if (a->type == EXPR_NUMBER && a->digits != b->digits) {
		rescale(a, b->digits, count);
		rescale(b, a->digits, count);
	}
	return true;
}

/* Two operands of a type. */
static bool
pair_of(const struct node *n, struct walk w, enum expr_type type,
    struct expr_lanes *a, struct expr_lanes *b)
{
	return lanes_of(n->args[0], w, a) && lanes_of(n->args[1], w, b) &&
	    a->type == type && b->type == type &&
	    (n->op == OP_MUL || are_alike(a, b, w.count));
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
	bool words;
	size_t i;

	if (!lanes_of(n->args[0], w, a) || !lanes_of(n->args[1], w, &b) ||
	    !are_alike(a, &b, w.count))
		return false;
	/* dates are as texts in the order of their days */
	words = a->type == EXPR_TEXT && !a->dates;
	a->type = EXPR_TRUTH;
	for (i = 0; i < w.count; i++)
		if (a->state[i] != LANE_KNOWN || b.state[i] != LANE_KNOWN)
			a->state[i] = unknown(a->state[i], b.state[i]);
		else if (words)
			a->n[i] = is_true(n->op, strcmp(a->text[i], b.text[i]),
			    0);
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

static bool
choose(const struct node *n, struct walk w, struct expr_lanes *out)
{
	struct expr_lanes when, other;
	size_t i;

	if (!lanes_of(n->args[0], w, &when) || when.type != EXPR_TRUTH ||
	    !lanes_of(n->args[1], w, out) || !lanes_of(n->args[2], w, &other) ||
	    !are_alike(out, &other, w.count))
		return false;
	for (i = 0; i < w.count; i++)
		if (when.state[i] != LANE_KNOWN)
			out->state[i] = when.state[i];
		else if (when.n[i] == 0) {
			out->state[i] = other.state[i];
			if (out->type == EXPR_TEXT && !out->dates)
				out->text[i] = other.text[i];
			else
				out->n[i] = other.n[i];
		}
	return true;
}

/* Year or month of dates, or of the period's last day. */
static bool
of_day(const struct node *n, struct walk w, struct expr_lanes *a)
{
	int year, month, day;
	date d;
	size_t i;

	if (n->arg_count == 0) {
		if (w.from->day == NULL || !date_parse(w.from->day, &d))
			return false;
		memset(a->state, LANE_KNOWN, w.count);
		for (i = 0; i < w.count; i++)
			a->n[i] = d;
	} else if (!lanes_of(n->args[0], w, a) || a->type != EXPR_TEXT ||
	    !a->dates)
		return false;
	a->type = EXPR_NUMBER;
	a->digits = 0;
	for (i = 0; i < w.count; i++)
		if (a->state[i] == LANE_KNOWN) {
			date_split((date)a->n[i], &year, &month, &day);
			a->n[i] = n->op == OP_YEAR ? year : month;
		}
	return true;
}

/* The values of a tree in each row; false when it is not for numbers. */
static bool
lanes_of(const struct node *n, struct walk w, struct expr_lanes *out)
{
	switch (n->op) {
	case OP_CONSTANT:
		return constant(n->value, w.count, out);
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
	case OP_IF:
		return choose(n, w, out);
	case OP_YEAR:
	case OP_MONTH:
		return of_day(n, w, out);
	case OP_SUM:
	case OP_COUNT:
		break;
	}
	return false;
}

/* Rows of a sum() or count(). */
struct rows {
	const struct expr_row *row;
	size_t		 first;
};

static bool
column_of_rows(void *context, const struct expr_name *name,
    enum expr_time when, size_t count, struct expr_lanes *out)
{
	const struct rows *r = context;

	return when == EXPR_NOW && r->row->column(r->row->context, name,
	    r->first, count, out);
}

bool
expr_lanes_of_rows(const struct node *n, const struct expr_row *row,
    size_t first, size_t count, struct expr_lanes *out)
{
	struct rows rows = { row, first };
	struct expr_columns from = { &rows, column_of_rows, row->day };

	return row->column != NULL && n->depth <= DEPTH_MAX &&
	    lanes_of(n, (struct walk){ &from, count, EXPR_NOW }, out);
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
