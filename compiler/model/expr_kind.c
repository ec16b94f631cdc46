/*
 * Which kinds of numbers an expression brings together: money is not added to
 * persons, nor compared with a percentage.  Room: model.
 */
#include "base/arena.h"
#include "base/language.h"
#include "model/expr_tree.h"
#include "model/model_load.h"

/* What a value measures.  A product, a quotient and a plain number go with
 * anything; counts of different things may be compared. */
enum measure { ANYTHING, MONEY, COUNT, PERCENT };

struct measured {
	enum measure	 measure;
	const struct field *field;	/* that it comes from */
};

struct mixing {
	struct arena	*arena;
	const char	*why;		/* the first that do not go together */
};

static struct measured measure_of(const struct node *, struct mixing *);

static const char *
measure_name(enum measure m)
{
	return m == MONEY ? _("an amount of money") :
	    m == COUNT ? _("a count") : _("a percentage");
}

static struct measured
measure_of_field(const struct field *f)
{
	switch (f->type) {
	case FIELD_MONEY:
		return (struct measured){ MONEY, f };
	case FIELD_COUNT:
		return (struct measured){ COUNT, f };
	case FIELD_PERCENT:
		return (struct measured){ PERCENT, f };
	default:
		return (struct measured){ ANYTHING, NULL };
	}
}

/* The measure of values that are added, compared or chosen from. */
static struct measured
together(struct measured a, struct measured b, struct mixing *m)
{
	if (a.measure == ANYTHING)
		return b;
	if (b.measure != ANYTHING && a.measure != b.measure && m->why == NULL)
		m->why = arena_printf(m->arena, _("\"%s\" is %s and \"%s\" is "
		    "%s: they cannot be added or compared"), a.field->name,
		    measure_name(a.measure), b.field->name,
		    measure_name(b.measure));
	return a;
}

/* All arguments from the FROM-th on, brought together. */
static struct measured
measure_of_all(const struct node *n, size_t from, struct mixing *m)
{
	struct measured all = { ANYTHING, NULL };
	size_t i;

	for (i = from; i < n->arg_count; i++)
		all = together(all, measure_of(n->args[i], m), m);
	return all;
}

static struct measured
measure_of(const struct node *n, struct mixing *m)
{
	const struct measured anything = { ANYTHING, NULL };
	size_t i;

	switch (n->op) {
	case OP_NAME:
		return n->name->target == NULL ? anything :
		    measure_of_field(n->name->target);
	case OP_ADD:
	case OP_SUB:
	case OP_NEGATE:
	case OP_MIN:
	case OP_MAX:
	case OP_DEFAULT:
	case OP_SUM:
	case OP_PREVIOUS:
	case OP_PREVIOUS_IN_YEAR:
	case OP_YEAR_AGO:
		return measure_of_all(n, 0, m);
	case OP_IF:
		(void)measure_of(n->args[0], m);
		return measure_of_all(n, 1, m);
	case OP_EQ:
	case OP_NE:
	case OP_LT:
	case OP_LE:
	case OP_GT:
	case OP_GE:
		(void)measure_of_all(n, 0, m);
		return anything;
	default:
		for (i = 0; i < n->arg_count; i++)
			(void)measure_of(n->args[i], m);
		return anything;
	}
}

const char *
expr_mixture(struct arena *a, const struct expr *e)
{
	struct mixing m = { a, NULL };

	(void)measure_of(e->root, &m);
	return m.why;
}
