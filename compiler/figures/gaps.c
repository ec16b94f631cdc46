/*
 * What is missing in a figure: halves of pairs, and what units that gave none
 * could still add.  Room: figures.
 */
#include "base/arena.h"
#include "figures/figures_parts.h"

/* Where an expression is read from in an earlier period. */
struct earlier {
	const struct figures *figures;
	const struct unit *unit;
	struct period	 period;
};

static struct figure_gap *
gap_of(struct figures *f, struct figure *fig)
{
	if (fig->gap == NULL)
		fig->gap = arena_alloc(f->arena, sizeof(*fig->gap));
	return fig->gap;
}

void
figures_add_half(struct figures *f, const struct indicator *ind,
    const struct unit *base, const struct decimal *of, const struct decimal *to)
{
	const struct unit *u;
	size_t slot;

	for (u = base; u != NULL; u = u->parent) {
		struct figure_gap *gap;

		if (!figures_slot(f, u, &slot))
			continue;
		gap = gap_of(f, figures_at(f, slot, ind));
		gap->halves = true;
		if ((of != NULL && !decimal_add(&gap->of, gap->of, *of)) ||
		    (to != NULL && !decimal_add(&gap->to, gap->to, *to)))
			figures_overflow(f, ind, u);
	}
}

static struct expr_value
value_earlier(void *context, const struct expr_name *name, enum expr_time when,
    int row)
{
	const struct earlier *e = context;
	struct fact_over fact;

	if (name->target == NULL || row != EXPR_THIS_ROW || when != EXPR_NOW)
		return expr_missing();
	fact = facts_over(e->figures->facts, e->unit, e->period, name->target);
	return fact_over_is_known(fact) && !fact.failed ?
	    expr_number(fact.value) : expr_missing();
}

/* The last denominator of a unit that is known, a year back at most. */
static bool
last_denominator(const struct figures *f, const struct indicator *ind,
    const struct unit *u, struct decimal *out)
{
	char day[DATE_TEXT];
	struct earlier e = { f, u, f->period };
	struct expr_row row = { .context = &e, .value = value_earlier };
	int i, last;
	struct expr_value v;

	/* what begins anew, or looks back, says nothing of the next period */
	last = expr_has_flows(ind->to) || expr_looks_back(ind->to) ? 0 :
	    period_count(f->period.kind);
	for (i = 0; i <= last; i++, e.period = period_previous(e.period)) {
		row.day = date_format(period_end(e.period), day);
		v = expr_eval(ind->to, &row);
		if (v.type == EXPR_NUMBER)
			return v.number.num.coef >= 0 &&
			    figures_decimal(v.number, out);
	}
	return false;
}

/* Enter what a unit without a pair could add, to it and to all above it. */
static void
enter(struct figures *f, const struct indicator *ind, const struct unit *base)
{
	struct decimal to = decimal_int(0);
	bool known = ind->to == NULL || last_denominator(f, ind, base, &to);
	const struct unit *u;
	size_t slot;

	for (u = base; u != NULL; u = u->parent) {
		struct figure_gap *gap;

		if (!figures_slot(f, u, &slot) ||
		    figures_at(f, slot, ind)->reported == 0)
			continue;
		gap = gap_of(f, figures_at(f, slot, ind));
		gap->open |= !known ||
		    !decimal_add(&gap->missing, gap->missing, to);
	}
}

void
figures_fill_gaps(struct figures *f, const struct indicator *ind,
    int base_level)
{
	size_t i;

	if (ind->target == NULL && ind->watch == NULL)
		return;
	for (i = 0; i < f->slot_count; i++) {
		const struct figure *fig = figures_at(f, i, ind);
		size_t above;

		if (!figures_is_base(ind, f->units[i], base_level) ||
		    !fig->applies || fig->reported > 0 || f->parents[i] == 0)
			continue;
		/* where nothing is known above, nothing is judged */
		for (above = f->parents[i]; f->parents[above - 1] != 0;)
			above = f->parents[above - 1];
		if (figures_at(f, above - 1, ind)->reported > 0)
			enter(f, ind, f->units[i]);
	}
}
