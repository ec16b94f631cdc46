/*
 * What a target asks for at a unit: a number, an expression of facts, or the mean
 * of other targets.  Room: figures.
 */
#include "base/arena.h"
#include "figures/figures_parts.h"

struct target_sums *
target_sums_new(struct figures *f, const struct indicator *ind)
{
	struct target_sums *s;

	if (ind->target == NULL || ind->target->value == NULL)
		return NULL;
	s = arena_alloc(f->arena, sizeof(*s));
	s->expr = ind->target->value;
	s->name_count = expr_names(s->expr, &s->names);
	s->sums = arena_alloc(f->arena, f->slot_count * s->name_count *
	    TARGET_TIMES * sizeof(*s->sums));
	return s;
}

static struct target_sum *
sum_at(const struct target_sums *s, size_t slot, size_t name,
    enum expr_time when)
{
	return &s->sums[(slot * s->name_count + name) * TARGET_TIMES + when];
}

/* Add one fact of a base unit to the units above it. */
static bool
add_operand(struct figures *f, struct target_sums *s, size_t name,
    enum expr_time when, const struct unit *base)
{
	const struct field *field = s->names[name]->target;
	struct fact_over fact = figures_operand(f, base, field, when);
	const struct unit *u;
	size_t slot;

	if (!fact_over_is_known(fact) || fact.failed)
		return !fact.failed;
	for (u = base; u != NULL; u = u->parent) {
		struct target_sum *sum;

		if (!figures_slot(f, u, &slot))
			continue;
		sum = sum_at(s, slot, name, when);
		sum->known = true;
		if (!decimal_add(&sum->value, sum->value, fact.value))
			return false;
	}
	return true;
}

bool
target_sums_add(struct figures *f, struct target_sums *s,
    const struct unit *base)
{
	int when, last = expr_looks_back(s->expr) ? TARGET_TIMES : 1;
	size_t i;

	for (i = 0; i < s->name_count; i++)
		for (when = EXPR_NOW; when < last; when++)
			if (!add_operand(f, s, i, (enum expr_time)when, base))
				return false;
	return true;
}

/* Where a target's names are read from above the base. */
struct above {
	const struct target_sums *sums;
	size_t		 slot;
};

static struct expr_value
value_above(void *context, const struct expr_name *name, enum expr_time when,
    int row)
{
	const struct above *a = context;
	const struct target_sum *sum;
	size_t i;

	(void)row;
	for (i = 0; i < a->sums->name_count; i++) {
		if (a->sums->names[i] != name)
			continue;
		sum = sum_at(a->sums, a->slot, i, when);
		return sum->known ? expr_number(sum->value) : expr_missing();
	}
	return expr_missing();
}

/*
 * Rule 5 of a mix: the mean of the parts' targets, weighted by what their figures
 * have as denominators here.
 */
static struct expr_value
evaluate_mix(struct figures *f, const struct target *target, size_t slot)
{
	struct decimal num = decimal_int(0), den = decimal_int(0), t;
	struct expr_value v = { .type = EXPR_OVERFLOW };
	size_t i;

	for (i = 0; i < target->part_count; i++) {
		const struct decimal weight = figures_at(f, slot,
		    target->parts[i])->denominator;

		if (!target_number(target->parts[i]->target, &t) ||
		    !decimal_mul(&t, t, weight) || !decimal_add(&num, num, t) ||
		    !decimal_add(&den, den, weight))
			return v;
	}
	if (den.coef == 0)
		return expr_missing();
	if (den.coef < 0) {
		den.coef = -den.coef;
		num.coef = -num.coef;
	}
	v.type = EXPR_NUMBER;
	v.number = (struct ratio){ num, den };
	return v;
}

struct expr_value
figures_goal(struct figures *f, const struct indicator *ind,
    const struct target_sums *s, size_t slot, int base_level)
{
	struct above above = { s, slot };
	struct expr_row row = { .context = &above, .value = value_above };
	struct evaluation e = { .figures = f, .unit = f->units[slot] };

	if (ind->target->part_count > 0)
		return evaluate_mix(f, ind->target, slot);
	return f->units[slot]->level == base_level ?
	    figures_evaluate(&e, s->expr) : expr_eval(s->expr, &row);
}
