/*
 * Facts of a period from those of the periods that were reported: time and the
 * changes of units.  Room: model.
 */
#include "model/facts_time.h"

#include "base/arena.h"

enum { MONTHS = 12 };

/* One question under way, and the rows that were read to answer it. */
struct asking {
	const struct facts *facts;
	const struct form *form;
	struct arena	*arena;		/* NULL: PARTS are not wanted */
	size_t		 count, cap;
	struct fact_part *parts;
};

/* What a unit reported within a period. */
struct span {
	struct asking	*asking;
	const struct unit *unit;
	struct period	 period;
	int		 first, last;	/* months of PERIOD */
	bool		 exact;		/* what was reported of PERIOD stands */
	size_t		 count;		/* else: periods that fill it, 0 none */
	struct period	 parts[MONTHS];
};

static const struct fact_over missing;

/* Whether a unit's past before its first day is that of others. */
static bool
is_inherited(const struct unit *u, struct period p)
{
	return u->predecessor_count > 0 && !unit_is_valid(u, period_end(p));
}

/* ---- one reported row ---- */

/* Whether a row of exactly P is there, or rows of all predecessors are. */
static bool
has_row(const struct asking *q, const struct unit *u, struct period p)
{
	size_t i;

	if (!is_inherited(u, p))
		return facts_origin(q->facts, u, p, q->form).source != NULL;
	for (i = 0; i < u->predecessor_count; i++)
		if (!has_row(q, u->predecessors[i].unit, p))
			return false;
	return true;
}

/* Whether one of the sources of a row is of a kind. */
static bool
is_of_kind(const struct asking *q, const struct unit *u, struct period p,
    enum submission_kind kind)
{
	const struct source *s;
	size_t i;

	if (!is_inherited(u, p)) {
		s = facts_origin(q->facts, u, p, q->form).source;
		return s != NULL && s->kind == kind;
	}
	for (i = 0; i < u->predecessor_count; i++)
		if (is_of_kind(q, u->predecessors[i].unit, p, kind))
			return true;
	return false;
}

static void
note_part(struct asking *q, const struct unit *u, struct period p)
{
	size_t i;

	if (q->arena == NULL)
		return;
	if (!is_inherited(u, p)) {
		*ARENA_PUSH(q->arena, q->parts, q->count, q->cap) =
		    (struct fact_part){ u, p };
		return;
	}
	for (i = 0; i < u->predecessor_count; i++)
		note_part(q, u->predecessors[i].unit, p);
}

/* A number in a row of exactly P. */
static struct fact_over
read_row(const struct span *s, struct period p, const struct field *f)
{
	struct fact_sharing shared = facts_share(s->asking->facts, s->unit, p,
	    f);

	return (struct fact_over){
		.state = shared.sum.state,
		.value = shared.sum.value,
		.failed = shared.failed,
		.adjusted = fact_is_known(shared.sum) && is_of_kind(s->asking,
		    s->unit, p, KIND_ADJUSTMENT),
	};
}

/* ---- which rows ---- */

/* Fill the months from MONTH on with rows, long ones first. */
static bool
tile(struct span *s, int month)
{
	struct period p;
	int kind;

	if (month > s->last)
		return true;
	for (kind = PERIOD_YEAR; kind >= PERIOD_MONTH; kind--) {
		if (!period_beginning(s->period.year, month,
		    (enum period_kind)kind, &p) ||
		    period_last_month(p) > s->last ||
		    period_equal(p, s->period) ||
		    !has_row(s->asking, s->unit, p))
			continue;
		s->parts[s->count++] = p;
		if (tile(s, period_last_month(p) + 1))
			return true;
		s->count--;
	}
	return false;
}

static bool
has_estimates(const struct span *s)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (is_of_kind(s->asking, s->unit, s->parts[i], KIND_ESTIMATE))
			return true;
	return false;
}

/* Of a unit that existed at P's end. */
static struct span
find_span(struct asking *q, const struct unit *u, struct period p)
{
	struct span s = { .asking = q, .unit = u, .period = p,
	    .first = period_first_month(p), .last = period_last_month(p) };

	s.exact = has_row(q, u, p);
	if (s.exact && !is_of_kind(q, u, p, KIND_ESTIMATE))
		return s;
	s.exact = !(tile(&s, s.first) && !has_estimates(&s)) && s.exact;
	return s;
}

/* ---- combining over time ---- */

/* The sum or the largest of the parts; one that does not apply adds nothing. */
static struct fact_over
combine_all(const struct span *s, const struct field *f)
{
	struct fact_over all = { .state = FACT_NOT_APPLICABLE };
	size_t i;

	for (i = 0; i < s->count; i++) {
		struct fact_over v = read_row(s, s->parts[i], f);
		bool first = all.state == FACT_NOT_APPLICABLE;

		if (v.state == FACT_MISSING)
			return missing;
		if (v.state == FACT_NOT_APPLICABLE)
			continue;
		all.adjusted |= v.adjusted;
		all.failed |= v.failed;
		if (all.state != FACT_ESTIMATED)
			all.state = v.state;
		if (first || (f->time == TIME_MAX &&
		    decimal_cmp(v.value, all.value) > 0))
			all.value = v.value;
		else if (f->time != TIME_MAX)
			all.failed |= !decimal_add(&all.value, all.value,
			    v.value);
	}
	for (i = 0; i < s->count; i++)
		note_part(s->asking, s->unit, s->parts[i]);
	return s->count == 0 ? missing : all;
}

/* The last number in a row that ends in the months FROM to LAST of the year and
 * begins in FROM or later. */
static struct fact_over
combine_last(const struct span *s, const struct field *f, int from)
{
	struct period p;
	int month, kind;

	for (month = s->last; month >= from; month--)
		for (kind = PERIOD_YEAR; kind >= PERIOD_MONTH; kind--) {
			struct fact_over v;

			if (!period_ending(s->period.year, month,
			    (enum period_kind)kind, &p) ||
			    period_first_month(p) < from ||
			    period_equal(p, s->period) ||
			    !has_row(s->asking, s->unit, p))
				continue;
			v = read_row(s, p, f);
			if (v.state == FACT_MISSING)
				continue;
			note_part(s->asking, s->unit, p);
			v.carried = month < s->last &&
			    f->time != TIME_CONSTANT &&
			    v.state != FACT_NOT_APPLICABLE;
			return v;
		}
	return missing;
}

static struct fact_over
combine(const struct span *s, const struct field *f)
{
	if (s->exact) {
		note_part(s->asking, s->unit, s->period);
		return read_row(s, s->period, f);
	}
	switch (f->time) {
	case TIME_FLOW:
	case TIME_MAX:
		return combine_all(s, f);
	case TIME_CONSTANT:
		return combine_last(s, f, 1);
	case TIME_STOCK:
	case TIME_CUMULATIVE:
	case TIME_DISTINCT:
		return combine_last(s, f, s->first);
	case TIME_NONE:
		break;
	}
	return missing;
}

/* ---- a unit that was not there yet ---- */

static struct fact_over	over(struct asking *, const struct unit *,
		    struct period, const struct field *);

/* What predecessors amount to: each gives its share of what can be shared. */
static struct fact_over
inherit(struct asking *q, const struct unit *u, struct period p,
    const struct field *f)
{
	struct fact_sharing sharing = fact_sharing_new(f);
	struct fact_over all = { .state = FACT_MISSING };
	size_t i;

	for (i = 0; i < u->predecessor_count; i++) {
		struct fact_over v = over(q, u->predecessors[i].unit, p, f);

		fact_sharing_add(&sharing, (struct fact){ v.state, v.value },
		    u->predecessors[i].weight);
		all.adjusted |= v.adjusted;
		all.carried |= v.carried;
		all.failed |= v.failed;
	}
	all.state = sharing.sum.state;
	all.value = sharing.sum.value;
	all.failed |= sharing.failed;
	return all;
}

/* Within the period alone. */
static struct fact_over
within(struct asking *q, const struct unit *u, struct period p,
    const struct field *f)
{
	struct span s;

	if (is_inherited(u, p))
		return inherit(q, u, p, f);
	s = find_span(q, u, p);
	return combine(&s, f);
}

static struct fact_over
over(struct asking *q, const struct unit *u, struct period p,
    const struct field *f)
{
	struct fact_over v = within(q, u, p, f);
	int back;

	for (back = 0; v.state == FACT_MISSING && back < f->look_back;
	    back++) {
		p = period_previous(p);
		v = within(q, u, p, f);
		v.carried = v.state != FACT_NOT_APPLICABLE;
	}
	return v;
}

/* ---- the questions ---- */

struct fact_over
facts_over(const struct facts *facts, const struct unit *u, struct period p,
    const struct field *f)
{
	struct asking q = { .facts = facts, .form = f->form };

	return over(&q, u, p, f);
}

struct fact_over
facts_over_shorter(const struct facts *facts, const struct unit *u,
    struct period p, const struct field *f)
{
	struct asking q = { .facts = facts, .form = f->form };
	struct span s = { .asking = &q, .unit = u, .period = p,
	    .first = period_first_month(p), .last = period_last_month(p) };
	struct fact_over v;

	if (is_inherited(u, p) || f->time == TIME_CONSTANT ||
	    !tile(&s, s.first))
		return missing;
	v = combine(&s, f);
	return v.carried ? missing : v;
}

void
facts_over_row(const struct facts *facts, const struct unit *u,
    struct period p, const struct form *form, struct fact_over out[])
{
	struct asking q = { .facts = facts, .form = form };
	bool inherited = is_inherited(u, p);
	struct span s = { .asking = &q };
	size_t i;

	if (!inherited)
		s = find_span(&q, u, p);
	for (i = 0; i < form->fact_count; i++) {
		const struct field *f = form->facts[i];

		out[i] = missing;
		if (!inherited)
			out[i] = combine(&s, f);
		if (inherited || (out[i].state == FACT_MISSING &&
		    f->look_back > 0))
			out[i] = over(&q, u, p, f);
	}
}

struct fact_row
facts_reported_row(const struct facts *facts, const struct unit *u,
    struct period p, const struct form *form)
{
	const struct source *s = facts_origin(facts, u, p, form).source;

	return s == NULL || s->kind == KIND_ESTIMATE || is_inherited(u, p) ?
	    (struct fact_row){ NULL, NULL } : facts_row(facts, u, p, form);
}

size_t
facts_over_parts(struct arena *a, const struct facts *facts,
    const struct unit *u, struct period p, const struct field *f,
    struct fact_part **out)
{
	struct asking q = { .facts = facts, .form = f->form, .arena = a };

	over(&q, u, p, f);
	*out = q.parts;
	return q.count;
}
