/* The expression language: evaluation, and telling of it.  Room: model. */
#include "model/expr.h"

#include <string.h>

#include "base/arena.h"
#include "model/expr_many.h"
#include "model/expr_tree.h"

struct expr_value
expr_missing(void)
{
	return (struct expr_value){ .type = EXPR_MISSING };
}

struct expr_value
expr_number(struct decimal d)
{
	return (struct expr_value){ .type = EXPR_NUMBER,
	    .number = ratio_of(d) };
}

static struct expr_value
truth(bool b)
{
	return (struct expr_value){ .type = EXPR_TRUTH, .truth = b };
}

static struct expr_value
overflow(void)
{
	return (struct expr_value){ .type = EXPR_OVERFLOW };
}

/* Where an evaluation stands: which period and which row names speak of. */
struct state {
	const struct expr_row	*row;
	enum expr_time		 time;
	int			 index;
};

static struct expr_value eval(const struct node *, struct state);

static struct expr_value
from_ratio(bool ok, struct ratio r)
{
	return ok ? (struct expr_value){ .type = EXPR_NUMBER, .number = r } :
	    overflow();
}

/* What an operation on these operands is, unless both are of TYPE. */
static bool
unusable(struct expr_value a, struct expr_value b, enum expr_type type,
    struct expr_value *out)
{
	if (a.type == type && b.type == type)
		return false;
	*out = a.type == EXPR_OVERFLOW || b.type == EXPR_OVERFLOW ?
	    overflow() : expr_missing();
	return true;
}

static struct expr_value
arithmetic(enum op op, struct expr_value a, struct expr_value b)
{
	struct expr_value v;
	struct ratio r = ratio_of(decimal_int(0));

	if (unusable(a, b, EXPR_NUMBER, &v))
		return v;
	switch (op) {
	case OP_ADD:
		return from_ratio(ratio_add(&r, a.number, b.number), r);
	case OP_SUB:
		return from_ratio(ratio_sub(&r, a.number, b.number), r);
	case OP_MUL:
		return from_ratio(ratio_mul(&r, a.number, b.number), r);
	default:
		if (b.number.num.coef == 0)
			return expr_missing();
		return from_ratio(ratio_div(&r, a.number, b.number), r);
	}
}

static struct expr_value
compare(enum op op, struct expr_value a, struct expr_value b)
{
	struct expr_value v;
	int c;

	if (a.type == EXPR_TEXT && b.type == EXPR_TEXT)
		c = strcmp(a.text, b.text);
	else if (a.type == EXPR_TRUTH && b.type == EXPR_TRUTH)
		c = a.truth - b.truth;
	else if (unusable(a, b, EXPR_NUMBER, &v))
		return v;
	else
		c = ratio_cmp(a.number, b.number);
	switch (op) {
	case OP_EQ:
		return truth(c == 0);
	case OP_NE:
		return truth(c != 0);
	case OP_LT:
		return truth(c < 0);
	case OP_LE:
		return truth(c <= 0);
	case OP_GT:
		return truth(c > 0);
	default:
		return truth(c >= 0);
	}
}

/* Kleene's "and" and "or": DECISIVE settles it whatever the other is. */
static struct expr_value
logic(struct expr_value a, struct expr_value b, bool decisive)
{
	struct expr_value v;

	if ((a.type == EXPR_TRUTH && a.truth == decisive) ||
	    (b.type == EXPR_TRUTH && b.truth == decisive))
		return truth(decisive);
	return unusable(a, b, EXPR_TRUTH, &v) ? v : truth(!decisive);
}

/* What one row adds to a sum() or count(). */
static struct expr_value
addend(const struct node *n, struct state s, size_t row)
{
	struct expr_value v;

	s.index = (int)row;
	v = eval(n->args[0], s);
	return n->op == OP_SUM || v.type == EXPR_OVERFLOW ? v :
	    expr_number(decimal_int(v.type == EXPR_TRUTH && v.truth));
}

/* Rows whose values are known together, added to TOTAL; as addend() of each
 * has it. */
static struct expr_value
add_lanes(const struct node *n, struct state s, size_t first, size_t count,
    const struct expr_lanes *l, struct expr_value total)
{
	struct decimal sum = { 0, n->op == OP_SUM ? l->digits : 0 };
	size_t i;

	for (i = 0; i < count && total.type == EXPR_NUMBER; i++) {
		if (l->state[i] == LANE_UNSETTLED)
			total = arithmetic(OP_ADD, total,
			    addend(n, s, first + i));
		else if (l->state[i] == LANE_KNOWN)
			sum.coef += l->n[i];
		else if (n->op == OP_SUM)
			return expr_missing();
	}
	return arithmetic(OP_ADD, total, expr_number(sum));
}

static struct expr_value
over_rows(const struct node *n, struct state s)
{
	struct expr_value total = expr_number(decimal_int(0));
	enum expr_type type = n->op == OP_SUM ? EXPR_NUMBER : EXPR_TRUTH;
	struct expr_lanes lanes;
	size_t i, j, rows, count;

	if (s.row->rows == NULL)
		return expr_missing();
	rows = s.row->rows(s.row->context);
	for (i = 0; i < rows && total.type == EXPR_NUMBER; i += count) {
		count = rows - i < EXPR_LANES ? rows - i : EXPR_LANES;
		if (s.time == EXPR_NOW && expr_lanes_of_rows(n->args[0], s.row, i, count, &lanes) &&
		    lanes.type == type)
			total = add_lanes(n, s, i, count, &lanes, total);
		else
			for (j = 0; j < count && total.type == EXPR_NUMBER;
			    j++)
				total = arithmetic(OP_ADD, total,
				    addend(n, s, i + j));
	}
	return total;
}

static struct expr_value
extreme(const struct node *n, struct state s)
{
	struct expr_value best = eval(n->args[0], s), v, w;
	size_t i;

	for (i = 1; i < n->arg_count; i++) {
		int c;

		v = eval(n->args[i], s);
		if (unusable(best, v, EXPR_NUMBER, &w))
			return w;
		c = ratio_cmp(v.number, best.number);
		if (n->op == OP_MIN ? c < 0 : c > 0)
			best = v;
	}
	return best.type == EXPR_NUMBER ? best : expr_missing();
}

static struct expr_value
choose(const struct node *n, struct state s)
{
	struct expr_value c = eval(n->args[0], s);

	if (c.type != EXPR_TRUTH)
		return c.type == EXPR_OVERFLOW ? c : expr_missing();
	return eval(n->args[c.truth ? 1 : 2], s);
}

static struct expr_value
at_time(const struct node *n, struct state s, enum expr_time time)
{
	s.time = time;
	return eval(n->args[0], s);
}

/* Two or four digits of a date at S, followed by a hyphen; 0 when not. */
static int
digits_at(const char *s, size_t count)
{
	int n = 0;

	if (strspn(s, "0123456789") != count || s[count] != '-')
		return 0;
	for (; *s != '-'; s++)
		n = n * 10 + (*s - '0');
	return n;
}

/* Year or month of the period, or of a date such as '2020-03-31'. */
static struct expr_value
of_day(const struct node *n, struct state s)
{
	struct expr_value v = { .type = EXPR_TEXT, .text = s.row->day };
	int number;

	if (n->arg_count > 0)
		v = eval(n->args[0], s);
	if (v.type != EXPR_TEXT || v.text == NULL)
		return v.type == EXPR_OVERFLOW ? v : expr_missing();
	number = digits_at(v.text, 4);
	if (number > 0 && n->op == OP_MONTH)
		number = digits_at(v.text + 5, 2);
	return number == 0 ? expr_missing() :
	    expr_number(decimal_int(number));
}

static struct expr_value
negate(struct expr_value v, bool logical)
{
	if (logical)
		return v.type == EXPR_TRUTH ? truth(!v.truth) :
		    v.type == EXPR_OVERFLOW ? v : expr_missing();
	return arithmetic(OP_SUB, expr_number(decimal_int(0)), v);
}

static struct expr_value
eval(const struct node *n, struct state s)
{
	struct expr_value v;

	switch (n->op) {
	case OP_CONSTANT:
		return n->value;
	case OP_NAME:
		return s.row->value(s.row->context, n->name, s.time, s.index);
	case OP_AND:
	case OP_OR:
		return logic(eval(n->args[0], s), eval(n->args[1], s),
		    n->op == OP_OR);
	case OP_NOT:
	case OP_NEGATE:
		return negate(eval(n->args[0], s), n->op == OP_NOT);
	case OP_ADD:
	case OP_SUB:
	case OP_MUL:
	case OP_DIV:
		return arithmetic(n->op, eval(n->args[0], s),
		    eval(n->args[1], s));
	case OP_PREVIOUS:
		return at_time(n, s, EXPR_PREVIOUS);
	case OP_PREVIOUS_IN_YEAR:
		return at_time(n, s, EXPR_PREVIOUS_IN_YEAR);
	case OP_YEAR_AGO:
		return at_time(n, s, EXPR_YEAR_AGO);
	case OP_SUM:
	case OP_COUNT:
		return over_rows(n, s);
	case OP_MIN:
	case OP_MAX:
		return extreme(n, s);
	case OP_IF:
		return choose(n, s);
	case OP_YEAR:
	case OP_MONTH:
		return of_day(n, s);
	case OP_PRESENT:
		return truth(eval(n->args[0], s).type != EXPR_MISSING);
	case OP_DEFAULT:
		v = eval(n->args[0], s);
		return v.type == EXPR_MISSING ? eval(n->args[1], s) : v;
	default:
		return compare(n->op, eval(n->args[0], s),
		    eval(n->args[1], s));
	}
}

struct expr_value
expr_eval(const struct expr *e, const struct expr_row *row)
{
	return eval(e->root, (struct state){ row, EXPR_NOW, EXPR_THIS_ROW });
}

/* Each mention of a name in the tree, once per time it is read at. */
struct gathering {
	struct expr_operand *list;
	size_t		 count, max;
};

/* The names inside sum() or count(), each once. */
static void
gather_inside(struct expr_operand *o, const struct node *n)
{
	size_t i;

	for (i = 0; i < n->arg_count; i++)
		gather_inside(o, n->args[i]);
	if (n->op != OP_NAME || o->inside_count == EXPR_INSIDE_MAX)
		return;
	for (i = 0; i < o->inside_count; i++)
		if (o->inside[i] == n->name)
			return;
	o->inside[o->inside_count++] = n->name;
}

static void
gather_one(struct gathering *g, const struct node *n, struct state s)
{
	struct expr_operand o = { .name = n->op == OP_NAME ? n->name : NULL,
	    .counts = n->op == OP_COUNT, .time = s.time };
	size_t i;

	for (i = 0; o.name != NULL && i < g->count; i++)
		if (g->list[i].name == o.name && g->list[i].time == o.time)
			return;
	if (g->count == g->max)
		return;
	o.value = eval(n, s);
	if (o.name == NULL)
		gather_inside(&o, n);
	g->list[g->count++] = o;
}

static void
gather(struct gathering *g, const struct node *n, struct state s)
{
	size_t i;

	if (n->op == OP_NAME || n->op == OP_SUM || n->op == OP_COUNT) {
		gather_one(g, n, s);
		return;
	}
	if (n->op == OP_PREVIOUS)
		s.time = EXPR_PREVIOUS;
	else if (n->op == OP_PREVIOUS_IN_YEAR)
		s.time = EXPR_PREVIOUS_IN_YEAR;
	else if (n->op == OP_YEAR_AGO)
		s.time = EXPR_YEAR_AGO;
	for (i = 0; i < n->arg_count; i++)
		gather(g, n->args[i], s);
}

size_t
expr_operands(const struct expr *e, const struct expr_row *row,
    struct expr_operand *list, size_t max)
{
	struct gathering g = { list, 0, max };

	gather(&g, e->root, (struct state){ row, EXPR_NOW, EXPR_THIS_ROW });
	return g.count;
}
