/*
 * Indicators: evaluated on the numbers of each base unit, and added to it and to
 * all units above it.  Room: figures.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "figures/figures_parts.h"

/* The units that have figures, and where. */
static void
assign_slots(struct figures *f)
{
	const struct units *all = f->catalog->units;
	size_t i;

	f->units = arena_alloc(f->arena, all->count * sizeof(*f->units));
	f->slots = arena_alloc(f->arena, all->count * sizeof(*f->slots));
	f->parents = arena_alloc(f->arena, all->count * sizeof(*f->parents));
	for (i = 0; i < all->count; i++) {
		const struct unit *u = all->list[i], *p;

		if (!u->reports || !unit_is_valid(u, f->geography))
			continue;
		/* parents stand before their children */
		for (p = u->parent; p != NULL && f->slots[p->index] == 0;
		    p = p->parent)
			;
		f->parents[f->slot_count] = p == NULL ? 0 : f->slots[p->index];
		f->units[f->slot_count++] = u;
		f->slots[u->index] = f->slot_count;
	}
}

bool
figures_slot(const struct figures *f, const struct unit *u, size_t *slot)
{
	if (u == NULL || f->slots[u->index] == 0)
		return false;
	*slot = f->slots[u->index] - 1;
	return true;
}

struct figure *
figures_at(const struct figures *f, size_t slot, const struct indicator *ind)
{
	return &f->list[slot * f->plan->indicator_count + ind->index];
}

void
figures_overflow(struct figures *f, const struct indicator *ind,
    const struct unit *u)
{
	const char *what = u == NULL ? ind->id : arena_printf(f->arena,
	    "%s, %s %s", ind->id, u->code, u->full_name);

	if (!f->failed)
		diag_report(f->diag, D_SYSTEM, ind->place, what,
		    _("the number is too large to be computed exactly"));
	f->failed = true;
}

/* ---- evaluating on a base unit ---- */

struct fact_over
figures_operand(const struct figures *f, const struct unit *u,
    const struct field *field, enum expr_time when)
{
	struct period then = when == EXPR_YEAR_AGO ?
	    period_year_ago(f->period) : period_previous(f->period);
	size_t slot;

	if (when == EXPR_NOW)
		return figures_slot(f, u, &slot) ? form_sums_fact(
		    figures_form(f, field->form), slot, field) :
		    (struct fact_over){ .state = FACT_MISSING };
	if (when == EXPR_PREVIOUS_IN_YEAR && then.year < f->period.year)
		return (struct fact_over){ .state = FACT_REPORTED,
		    .value = { 0, field->digits } };
	return facts_over(f->facts, u, then, field);
}

static struct expr_value
value_of(void *context, const struct expr_name *name, enum expr_time when,
    int row)
{
	struct evaluation *e = context;
	struct fact_over fact;

	if (name->target == NULL || row != EXPR_THIS_ROW)
		return expr_missing();
	fact = figures_operand(e->figures, e->unit, name->target, when);
	if (fact.failed)
		return (struct expr_value){ .type = EXPR_OVERFLOW };
	e->exempt |= fact.state == FACT_NOT_APPLICABLE;
	if (!fact_over_is_known(fact))
		return expr_missing();
	e->estimated |= fact.state == FACT_ESTIMATED;
	e->adjusted |= fact.adjusted;
	e->carried |= fact.carried;
	return expr_number(fact.value);
}

struct expr_value
figures_evaluate(struct evaluation *e, const struct expr *expr)
{
	char day[DATE_TEXT];
	struct expr_row row = { .context = e, .value = value_of,
	    .day = date_format(e->figures->day, day) };

	return expr_eval(expr, &row);
}

bool
figures_decimal(struct ratio r, struct decimal *out)
{
	int scale;

	if (decimal_cmp(r.den, decimal_int(1)) == 0) {
		*out = r.num;
		return true;
	}
	for (scale = 0; scale <= DECIMAL_SCALE_MAX; scale++)
		if (!ratio_round(out, r, scale))
			return false;
		else if (ratio_cmp(ratio_of(*out), r) == 0)
			return true;
	return false;
}

/* ---- indicators ---- */

int
figures_base_level(const struct indicator *ind)
{
	const struct expr *const exprs[] = { ind->of, ind->to };
	const struct expr_name *const *names;
	size_t i;

	for (i = 0; i < 2; i++)
		if (exprs[i] != NULL && expr_names(exprs[i], &names) > 0 &&
		    names[0]->target != NULL)
			return ((const struct field *)
			    names[0]->target)->form->row_level;
	return -1;
}

bool
figures_is_base(const struct indicator *ind, const struct unit *u,
    int base_level)
{
	return u->level == base_level && indicator_takes(ind, u);
}

/* What a base unit has of a pair. */
enum { HAS_OF = 1, HAS_TO = 2, HAS_BOTH = HAS_OF | HAS_TO };

/* One half; false when it cannot be had exactly. */
static bool
evaluate_half(struct evaluation *e, const struct expr *expr, int half,
    struct decimal *out, int *has)
{
	struct expr_value v = figures_evaluate(e, expr);

	if (v.type == EXPR_OVERFLOW ||
	    (v.type == EXPR_NUMBER && !figures_decimal(v.number, out)))
		return false;
	*has |= v.type == EXPR_NUMBER ? half : 0;
	return true;
}

/* The pair of a base unit, or the half that it has; -1 when a number cannot be
 * had exactly. */
static int
evaluate_pair(struct evaluation *e, const struct indicator *ind,
    struct decimal *of, struct decimal *to)
{
	int has = ind->to == NULL ? HAS_TO : 0;

	*to = decimal_int(1);
	if (!evaluate_half(e, ind->of, HAS_OF, of, &has) ||
	    (ind->to != NULL && !evaluate_half(e, ind->to, HAS_TO, to, &has)))
		return -1;
	return has;
}

/* Whether the half of a pair is a number that somebody reported. */
static bool
is_half(const struct indicator *ind, int has)
{
	const struct expr_name *const *names;

	return ind->to != NULL && (has == HAS_OF || has == HAS_TO) &&
	    expr_names(has == HAS_OF ? ind->of : ind->to, &names) > 0;
}

/* Add a base unit's pair to itself and to all above it. */
static void
add_base(struct figures *f, const struct indicator *ind,
    const struct unit *base, struct target_sums *sums)
{
	struct evaluation e = { .figures = f, .unit = base };
	struct decimal of, to;
	int has = evaluate_pair(&e, ind, &of, &to);
	bool pair = has == HAS_BOTH;
	const struct unit *u;
	size_t slot;

	if (has < 0) {
		figures_overflow(f, ind, base);
		return;
	}
	if (!e.exempt && is_half(ind, has))
		figures_add_half(f, ind, base, has == HAS_OF ? &of : NULL,
		    has == HAS_TO ? &to : NULL);
	for (u = base; u != NULL; u = u->parent) {
		struct figure *fig;

		if (!figures_slot(f, u, &slot))
			continue;
		fig = figures_at(f, slot, ind);
		fig->applies |= pair || !e.exempt;
		fig->expected += pair || !e.exempt;
		if (!pair)
			continue;
		fig->reported++;
		fig->estimated |= e.estimated;
		fig->adjusted |= e.adjusted;
		fig->carried |= e.carried;
		if (!decimal_add(&fig->numerator, fig->numerator, of) ||
		    (ind->to != NULL && !decimal_add(&fig->denominator,
		    fig->denominator, to)))
			figures_overflow(f, ind, u);
	}
	if (pair && sums != NULL && !target_sums_add(f, sums, base))
		figures_overflow(f, ind, base);
}

/* Numerators and denominators; and what the target's names add up to. */
static struct target_sums *
sum_indicator(struct figures *f, const struct indicator *ind)
{
	struct target_sums *sums = target_sums_new(f, ind);
	int base = figures_base_level(ind);
	size_t i;

	for (i = 0; i < f->slot_count; i++) {
		struct figure *fig = figures_at(f, i, ind);

		fig->unit = f->units[i];
		fig->indicator = ind;
		fig->denominator = decimal_int(ind->to == NULL);
	}
	for (i = 0; i < f->slot_count; i++)
		if (figures_is_base(ind, f->units[i], base))
			add_base(f, ind, f->units[i], sums);
	figures_fill_gaps(f, ind, base);
	return sums;
}

/* All figures: a target may look at the figures of other indicators. */
static void
compute_indicators(struct figures *f)
{
	const struct plan *plan = f->plan;
	struct target_sums **sums = arena_alloc(f->arena,
	    (plan->indicator_count + 1) * sizeof(*sums));
	size_t i;

	for (i = 0; i < plan->indicator_count; i++)
		sums[i] = sum_indicator(f, plan->indicators[i]);
	for (i = 0; i < plan->indicator_count && !f->failed; i++)
		figures_judge(f, plan->indicators[i],
		    figures_base_level(plan->indicators[i]), sums[i]);
	for (i = 0; i < plan->indicator_count && !f->failed; i++)
		if (plan->indicators[i]->target != NULL)
			figures_join(f, plan->indicators[i]);
}

/* The figures since the year began, when a flow is judged by them. */
static void
compute_so_far(struct figures *f)
{
	const struct plan *plan = f->plan;
	struct period p;
	int kind;
	size_t i;

	for (i = 0; i < plan->indicator_count; i++)
		if (plan->indicators[i]->target != NULL &&
		    plan->indicators[i]->target->accumulates)
			break;
	if (i == plan->indicator_count || period_first_month(f->period) == 1)
		return;
	for (kind = PERIOD_QUARTER; kind <= PERIOD_YEAR; kind++) {
		if (!period_ending(f->period.year, period_last_month(f->period),
		    kind, &p) || period_first_month(p) != 1)
			continue;
		f->so_far = figures_compute_on(f->arena, f->catalog, plan,
		    f->facts, p, f->geography, f->diag);
		f->failed |= f->so_far == NULL;
	}
}

struct figures *
figures_compute_on(struct arena *a, const struct catalog *catalog,
    const struct plan *plan, const struct facts *facts, struct period period,
    date geography, struct diag *diag)
{
	struct figures *f = arena_alloc(a, sizeof(*f));
	size_t i;

	f->arena = a;
	f->catalog = catalog;
	f->plan = plan;
	f->facts = facts;
	f->period = period;
	f->day = period_end(period);
	f->geography = geography;
	f->diag = diag;
	assign_slots(f);
	f->forms = arena_alloc(a, catalog->form_count * sizeof(*f->forms));
	for (i = 0; i < catalog->form_count; i++) {
		f->forms[i].form = catalog->forms[i];
		form_sums_fill(f, &f->forms[i]);
	}
	f->list = arena_alloc(a,
	    f->slot_count * plan->indicator_count * sizeof(*f->list));
	compute_so_far(f);
	compute_indicators(f);
	return f->failed ? NULL : f;
}

struct figures *
figures_compute(struct arena *a, const struct catalog *catalog,
    const struct plan *plan, const struct facts *facts, struct period period,
    struct diag *diag)
{
	return figures_compute_on(a, catalog, plan, facts, period,
	    period_end(period), diag);
}

/* ---- reading ---- */

struct period
figures_period(const struct figures *f)
{
	return f->period;
}

const struct plan *
figures_plan(const struct figures *f)
{
	return f->plan;
}

const struct figure *
figures_find(const struct figures *f, const struct unit *u,
    const struct indicator *ind)
{
	size_t slot;

	return figures_slot(f, u, &slot) ? figures_at(f, slot, ind) : NULL;
}

size_t
figures_units(struct arena *a, const struct figures *f,
    const struct unit ***out)
{
	*out = arena_alloc(a, (f->slot_count + 1) * sizeof(**out));
	memcpy(*out, f->units, f->slot_count * sizeof(**out));
	return f->slot_count;
}
