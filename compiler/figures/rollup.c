/*
 * Numbers of forms added up along the tree: each base unit's row, then, from
 * the last unit to the first, each unit's row onto the one above it.
 * Room: figures.
 *
 * A column's numbers are integers of its smallest unit, so that a row is added
 * to another in one loop.  A number with more decimal places than its column
 * (the share of a unit that was split) widens the column.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "figures/figures_parts.h"

static void
complain(struct figures *f, const struct form *form, const struct field *field)
{
	if (!f->failed)
		diag_report(f->diag, D_SYSTEM, ((struct place){ form->path, 0,
		    0 }), field == NULL ? form->id : field->name,
		    _("the number is too large to be computed exactly"));
	f->failed = true;
}

/* ---- columns ---- */

static void
allocate(struct figures *f, struct form_sums *s)
{
	size_t n = s->form->fact_count, cells = f->slot_count * n, i;

	s->scales = arena_alloc(f->arena, n * sizeof(*s->scales));
	s->values = arena_alloc(f->arena, cells * sizeof(*s->values));
	s->reported = arena_alloc(f->arena, cells * sizeof(*s->reported));
	s->marks = arena_alloc(f->arena, cells * sizeof(*s->marks));
	s->means = arena_alloc(f->arena, n * sizeof(*s->means));
	for (i = 0; i < n; i++) {
		const struct field *field = s->form->facts[i];

		s->scales[i] = field->digits;
		if (field->space == SPACE_WEIGHTED)
			s->means[i] = arena_alloc(f->arena,
			    f->slot_count * sizeof(*s->means[i]));
	}
}

static bool
times_ten(int128 *value, int places)
{
	for (; places > 0; places--)
		if (__builtin_mul_overflow(*value, (int128)10, value))
			return false;
	return true;
}

/* Give a column more places. */
static bool
widen(const struct figures *f, struct form_sums *s, size_t column, int scale)
{
	size_t n = s->form->fact_count, i;

	for (i = 0; i < f->slot_count; i++)
		if (!times_ten(&s->values[i * n + column],
		    scale - s->scales[column]))
			return false;
	s->scales[column] = scale;
	return true;
}

/* ---- rows of base units ---- */

static void
put_fact(struct figures *f, struct form_sums *s, size_t slot,
    const struct field *field, struct fact_over fact)
{
	size_t at = slot * s->form->fact_count + field->index;
	bool ok = !fact.failed;

	if (fact.state == FACT_NOT_APPLICABLE) {
		s->marks[at] = MARK_NOT_APPLICABLE;
		if (s->exempt == NULL)
			s->exempt = arena_alloc(f->arena, f->slot_count *
			    s->form->fact_count * sizeof(*s->exempt));
		s->exempt[at] = 1;
	}
	if (fact.state != FACT_REPORTED && fact.state != FACT_ESTIMATED)
		return;
	if (fact.value.scale > s->scales[field->index])
		ok = widen(f, s, field->index, fact.value.scale) && ok;
	ok = ok && times_ten(&fact.value.coef, s->scales[field->index] -
	    fact.value.scale);
	if (!ok)
		complain(f, s->form, field);
	s->values[at] = fact.value.coef;
	s->reported[at] = 1;
	s->marks[at] = (uint8_t)(
	    (fact.state == FACT_ESTIMATED ? MARK_ESTIMATED : 0) |
	    (fact.adjusted ? MARK_ADJUSTED : 0) |
	    (fact.carried ? MARK_CARRIED : 0));
}

/* A row that was reported as it stands. */
static void
put_row(struct figures *f, struct form_sums *s, size_t slot,
    const struct fact_row *row, bool adjusted)
{
	size_t n = s->form->fact_count, i;

	for (i = 0; i < n; i++) {
		const struct field *field = s->form->facts[i];

		if (!field_is_number(field))
			continue;
		if (row->states[i] == FACT_REPORTED && !adjusted &&
		    s->scales[i] == field->digits) {
			s->values[slot * n + i] = row->values[i];
			s->reported[slot * n + i] = 1;
		} else if (row->states[i] == FACT_MISSING &&
		    field->look_back > 0)
			put_fact(f, s, slot, field, facts_over(f->facts,
			    f->units[slot], f->period, field));
		else
			put_fact(f, s, slot, field, (struct fact_over){
			    .state = (enum fact_state)row->states[i],
			    .value = { row->values[i], field->digits },
			    .adjusted = adjusted });
	}
}

/* The product and the weight of a mean at a base unit. */
static void
weigh(struct figures *f, struct form_sums *s, size_t slot)
{
	size_t n = s->form->fact_count, i;

	for (i = 0; i < n; i++) {
		const struct field *field = s->form->facts[i];
		struct fact_over x, w;
		struct mean *mean;

		if (s->means[i] == NULL)
			continue;
		mean = &s->means[i][slot];
		x = form_sums_fact(s, slot, field);
		w = form_sums_fact(s, slot, field->weight);
		/* where nothing is weighed, nothing can be measured */
		s->reported[slot * n + i] = fact_over_is_known(w) &&
		    (fact_over_is_known(x) || w.value.coef == 0);
		if (s->reported[slot * n + i] == 0)
			s->marks[slot * n + i] = 0;
		else
			s->marks[slot * n + i] |=
			    s->marks[slot * n + field->weight->index];
		if (!fact_over_is_known(x) || !fact_over_is_known(w))
			;
		else if (!decimal_mul(&mean->product, x.value, w.value))
			complain(f, s->form, field);
		else
			mean->weight = w.value;
		mean->is_empty = !fact_over_is_known(x);
	}
}

static void
fill_base(struct figures *f, struct form_sums *s, size_t slot,
    struct fact_over *scratch)
{
	const struct unit *u = f->units[slot];
	struct fact_row row = facts_reported_row(f->facts, u, f->period,
	    s->form);
	size_t i;

	if (row.values != NULL)
		put_row(f, s, slot, &row, facts_origin(f->facts, u, f->period,
		    s->form).source->kind == KIND_ADJUSTMENT);
	else {
		facts_over_row(f->facts, u, f->period, s->form, scratch);
		for (i = 0; i < s->form->fact_count; i++)
			if (field_is_number(s->form->facts[i]))
				put_fact(f, s, slot, s->form->facts[i],
				    scratch[i]);
	}
	weigh(f, s, slot);
}

/* ---- upwards ---- */

/* INTO becomes the larger of both, for columns that are not added. */
static void
raise_maxima(const struct form_sums *s, size_t into, size_t from,
    const int128 *before)
{
	size_t n = s->form->fact_count, i;

	for (i = 0; i < n; i++) {
		int128 *a = &s->values[into * n + i];
		int128 b = s->values[from * n + i];

		if (s->form->facts[i]->space != SPACE_MAX)
			continue;
		*a = before[i];
		if (s->reported[from * n + i] > 0 &&
		    (s->reported[into * n + i] == 0 || b > *a))
			*a = b;
	}
}

static bool
add_means(const struct form_sums *s, size_t into, size_t from)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < s->form->fact_count; i++) {
		struct mean *a, *b;

		if (s->means[i] == NULL)
			continue;
		a = &s->means[i][into];
		b = &s->means[i][from];
		ok = decimal_add(&a->product, a->product, b->product) &&
		    decimal_add(&a->weight, a->weight, b->weight) && ok;
	}
	return ok;
}

static bool
add_row(int128 *into, const int128 *from, size_t n)
{
	bool failed = false;
	size_t i;

	for (i = 0; i < n; i++)
		failed |= __builtin_add_overflow(into[i], from[i], &into[i]);
	return !failed;
}

/* Add one slot to another; the maxima among its numbers are not added. */
static bool
add_slot(const struct form_sums *s, size_t into, size_t from, int128 *before)
{
	size_t n = s->form->fact_count, i;
	bool ok;

	if (s->has_maxima)
		memcpy(before, s->values + into * n, n * sizeof(*before));
	ok = add_row(s->values + into * n, s->values + from * n, n);
	if (s->has_maxima)
		raise_maxima(s, into, from, before);
	ok = add_means(s, into, from) && ok;
	for (i = 0; i < n; i++) {
		s->reported[into * n + i] += s->reported[from * n + i];
		s->marks[into * n + i] |= s->marks[from * n + i] &
		    (uint8_t)~MARK_NOT_APPLICABLE;
	}
	for (i = 0; s->exempt != NULL && i < n; i++)
		s->exempt[into * n + i] += s->exempt[from * n + i];
	return ok;
}

static void
roll_up(struct figures *f, struct form_sums *s)
{
	int128 *before = arena_alloc(f->arena,
	    s->form->fact_count * sizeof(*before));
	size_t slot, i;
	bool ok = true;

	for (i = 0; i < s->form->fact_count; i++)
		s->has_maxima |= s->form->facts[i]->space == SPACE_MAX;
	for (slot = f->slot_count; slot > 0; slot--)
		if (f->parents[slot - 1] != 0 && s->expected[slot - 1] > 0)
			ok = add_slot(s, f->parents[slot - 1] - 1, slot - 1,
			    before) && ok;
	if (!ok)
		complain(f, s->form, NULL);
}

/* How many base units stand behind each unit. */
static void
count_expected(struct figures *f, struct form_sums *s)
{
	size_t slot;

	s->expected = arena_alloc(f->arena,
	    f->slot_count * sizeof(*s->expected));
	for (slot = f->slot_count; slot > 0; slot--) {
		if (f->units[slot - 1]->level == s->form->row_level)
			s->expected[slot - 1] = 1;
		if (f->parents[slot - 1] != 0)
			s->expected[f->parents[slot - 1] - 1] +=
			    s->expected[slot - 1];
	}
}

void
form_sums_fill(struct figures *f, struct form_sums *s)
{
	struct fact_over *scratch;
	size_t slot;

	count_expected(f, s);
	if (!facts_has_form(f->facts, s->form))
		return;
	allocate(f, s);
	scratch = arena_alloc(f->arena,
	    s->form->fact_count * sizeof(*scratch));
	for (slot = 0; slot < f->slot_count; slot++)
		if (f->units[slot]->level == s->form->row_level)
			fill_base(f, s, slot, scratch);
	roll_up(f, s);
}

/* ---- reading ---- */

bool
fact_over_is_known(struct fact_over f)
{
	return f.state == FACT_REPORTED || f.state == FACT_ESTIMATED;
}

struct fact_over
form_sums_fact(const struct form_sums *s, size_t slot,
    const struct field *field)
{
	struct fact_over fact = { .state = FACT_MISSING };
	size_t at = slot * s->form->fact_count + field->index;

	if (s->values == NULL)
		return fact;
	if (s->marks[at] & MARK_NOT_APPLICABLE)
		fact.state = FACT_NOT_APPLICABLE;
	else if (s->reported[at] > 0)
		fact.state = s->marks[at] & MARK_ESTIMATED ? FACT_ESTIMATED :
		    FACT_REPORTED;
	fact.value = (struct decimal){ s->values[at],
	    s->scales[field->index] };
	fact.adjusted = s->marks[at] & MARK_ADJUSTED;
	fact.carried = s->marks[at] & MARK_CARRIED;
	return fact;
}

const struct form_sums *
figures_form(const struct figures *f, const struct form *form)
{
	size_t i;

	for (i = 0; i < f->catalog->form_count; i++)
		if (f->forms[i].form == form)
			return &f->forms[i];
	return NULL;
}

/* A mean above the base; false when nothing is weighed. */
static bool
read_mean(const struct mean *m, struct field_figure *out)
{
	if (m->weight.coef == 0)
		return false;
	out->value = (struct ratio){ m->product, m->weight };
	if (m->weight.coef < 0) {
		out->value.num.coef = -m->product.coef;
		out->value.den.coef = -m->weight.coef;
	}
	return true;
}

struct field_figure
figures_field(const struct figures *f, const struct unit *u,
    const struct field *field)
{
	struct field_figure out = { .state = FACT_MISSING,
	    .value = ratio_of((struct decimal){ 0, field->digits }) };
	const struct form_sums *s = figures_form(f, field->form);
	struct fact_over fact;
	size_t slot, at;
	bool base;

	if (s == NULL || !figures_slot(f, u, &slot))
		return out;
	out.expected = s->expected[slot];
	if (s->values == NULL)
		return out;
	at = slot * s->form->fact_count + field->index;
	base = u->level == field->form->row_level;
	out.reported = s->reported[at];
	if (s->exempt != NULL)
		out.expected -= s->exempt[at];
	fact = form_sums_fact(s, slot, field);
	out.state = fact.state;
	out.adjusted = fact.adjusted;
	out.carried = fact.carried;
	out.value = ratio_of(fact.value);
	if (fact.state == FACT_MISSING)
		return out;
	if (field->space == SPACE_NONE && !base)
		out.state = FACT_NOT_APPLICABLE;
	if (field->space == SPACE_WEIGHTED && (base ?
	    s->means[field->index][slot].is_empty :
	    !read_mean(&s->means[field->index][slot], &out)))
		out.state = FACT_MISSING;
	return out;
}
