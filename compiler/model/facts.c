/* The store of facts: the rows of submissions by form and period.  Room: model. */
#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

struct fact_row
fact_row_new(struct arena *a, size_t count)
{
	/* a missing fact has state 0 */
	char *p = arena_alloc(a, count * (sizeof(int64_t) + sizeof(uint8_t)));

	return (struct fact_row){ (int64_t *)p,
	    (uint8_t *)(p + count * sizeof(int64_t)) };
}

struct fact
fact_row_find(const struct fact_row *r, const struct field *f)
{
	return (struct fact){ (enum fact_state)r->states[f->index],
	    { r->values[f->index], f->digits } };
}

/* All units' facts of one form and period. */
struct block {
	const struct form *form;
	struct period	 period;
	struct fact_row	 nothing;	/* the facts of who did not report */
	struct fact_row	*rows;		/* [unit]: of a submission, or that */
	struct origin	*origins;	/* [unit] */
};

struct form_blocks {
	const struct form *form;
	size_t		 count, cap;
	struct block	**blocks;
};

struct facts {
	struct arena		*arena;
	const struct catalog	*catalog;
	struct form_blocks	*forms;		/* as in catalog.forms */
	struct block		**last;		/* where the block is that was found
						 * last; NULL in it: none */
	bool			 has_merges;	/* some unit has predecessors */
	size_t			 source_count, source_cap;
	const struct source	**sources;
};

struct facts *
facts_new(struct arena *a, const struct catalog *catalog)
{
	struct facts *f = arena_alloc(a, sizeof(*f));
	size_t i;

	f->arena = a;
	f->catalog = catalog;
	f->last = arena_alloc(a, sizeof(*f->last));
	f->forms = arena_alloc(a, catalog->form_count * sizeof(*f->forms));
	for (i = 0; i < catalog->form_count; i++)
		f->forms[i].form = catalog->forms[i];
	for (i = 0; i < catalog->units->count; i++)
		f->has_merges |= catalog->units->list[i]->predecessor_count > 0;
	return f;
}

static struct form_blocks *
blocks_of(const struct facts *f, const struct form *form)
{
	size_t i;

	for (i = 0; i < f->catalog->form_count; i++)
		if (f->forms[i].form == form)
			return &f->forms[i];
	return NULL;
}

static struct block *
block_find(const struct facts *f, const struct form *form, struct period p)
{
	const struct form_blocks *b;
	struct block *last = *f->last;
	size_t i;

	/* most questions are about the same as the one before */
	if (last != NULL && last->form == form && period_equal(last->period, p))
		return last;
	b = blocks_of(f, form);
	for (i = 0; b != NULL && i < b->count; i++)
		if (period_equal(b->blocks[i]->period, p))
			return *f->last = b->blocks[i];
	return NULL;
}

static struct block *
block_new(struct facts *f, const struct form *form, struct period p)
{
	struct form_blocks *b = blocks_of(f, form);
	size_t units = f->catalog->units->count, i;
	struct block *n = arena_alloc(f->arena, sizeof(*n));

	n->form = form;
	n->period = p;
	n->nothing = fact_row_new(f->arena, form->fact_count);
	n->rows = arena_alloc(f->arena, units * sizeof(*n->rows));
	for (i = 0; i < units; i++)
		n->rows[i] = n->nothing;
	n->origins = arena_alloc(f->arena, units * sizeof(*n->origins));
	*ARENA_PUSH(f->arena, b->blocks, b->count, b->cap) = n;
	return n;
}

/* Forget what a sender's earlier submission said about its units. */
static void
block_clear(struct facts *f, struct block *b, const struct unit *sender)
{
	size_t i;

	for (i = 0; i < f->catalog->units->count; i++) {
		const struct source *s = b->origins[i].source;

		if (s != NULL && s->unit == sender) {
			b->origins[i] = (struct origin){ NULL, 0 };
			b->rows[i] = b->nothing;
		}
	}
}

void
facts_put(struct facts *f, const struct compiled *c, const struct source *src)
{
	struct block *b = block_find(f, c->form, c->period);
	size_t i;

	if (b == NULL)
		b = block_new(f, c->form, c->period);
	else
		block_clear(f, b, c->unit);
	*ARENA_PUSH(f->arena, f->sources, f->source_count, f->source_cap) = src;
	for (i = 0; i < c->row_count; i++) {
		const struct compiled_row *r = &c->rows[i];

		b->origins[r->unit->index] = (struct origin){ src, r->line };
		b->rows[r->unit->index] = r->facts;
	}
}

struct fact
facts_find(const struct facts *f, const struct unit *u, struct period p,
    const struct field *field)
{
	const struct block *b = block_find(f, field->form, p);
	struct fact fact = { FACT_MISSING, { 0, field->digits } };

	return b == NULL ? fact : fact_row_find(&b->rows[u->index], field);
}

bool
fact_is_known(struct fact f)
{
	return f.state == FACT_REPORTED || f.state == FACT_ESTIMATED;
}

struct fact_sharing
fact_sharing_new(const struct field *field)
{
	return (struct fact_sharing){ field, { FACT_NOT_APPLICABLE,
	    { 0, field->digits } }, 0, false };
}

void
fact_sharing_add(struct fact_sharing *s, struct fact part,
    struct decimal weight)
{
	bool whole = decimal_cmp(weight, decimal_int(1)) == 0;
	bool adds = s->field->space == SPACE_SUM;
	struct fact *sum = &s->sum;

	if (sum->state == FACT_MISSING || part.state == FACT_NOT_APPLICABLE)
		return;
	if (!fact_is_known(part) || (s->count > 0 && !adds &&
	    s->field->space != SPACE_MAX)) {
		sum->state = FACT_MISSING;
		return;
	}
	if (adds && !whole &&
	    !decimal_mul(&part.value, part.value, weight))
		s->failed = true;
	if (s->count == 0 || (!adds &&
	    decimal_cmp(part.value, sum->value) > 0))
		sum->value = part.value;
	else if (adds && !decimal_add(&sum->value, sum->value, part.value))
		s->failed = true;
	if (sum->state != FACT_ESTIMATED)
		sum->state = whole ? part.state : FACT_ESTIMATED;
	s->count++;
}

struct fact_sharing
facts_share(const struct facts *f, const struct unit *u, struct period p,
    const struct field *field)
{
	struct fact_sharing s = fact_sharing_new(field), old;
	size_t i;

	if (u->predecessor_count == 0 || unit_is_valid(u, period_end(p))) {
		s.sum = facts_find(f, u, p, field);
		return s;
	}
	for (i = 0; i < u->predecessor_count; i++) {
		old = facts_share(f, u->predecessors[i].unit, p, field);
		fact_sharing_add(&s, old.sum, u->predecessors[i].weight);
		s.failed |= old.failed;
	}
	return s;
}

struct fact
facts_find_across(const struct facts *f, const struct unit *u, struct period p,
    const struct field *field)
{
	struct fact_sharing s = facts_share(f, u, p, field);

	return s.failed ? (struct fact){ FACT_MISSING, { 0, field->digits } } :
	    s.sum;
}

/* The period that a look at P goes to. */
static struct period
period_at(struct period p, enum expr_time when)
{
	return when == EXPR_NOW ? p : when == EXPR_YEAR_AGO ?
	    period_year_ago(p) : period_previous(p);
}

/* Whether a column that counts from 1 January has just begun. */
static bool
begins(struct period p, enum expr_time when)
{
	return when == EXPR_PREVIOUS_IN_YEAR &&
	    period_previous(p).year < p.year;
}

struct fact
facts_look_back(const struct facts *f, const struct unit *u, struct period p,
    enum expr_time when, const struct field *field)
{
	if (begins(p, when))
		return (struct fact){ FACT_REPORTED, { 0, field->digits } };
	return facts_find_across(f, u, period_at(p, when), field);
}

/* One unit's fact, in the field's smallest unit. */
static uint8_t
facts_one(const struct facts *f, const struct unit *u, struct period p,
    const struct field *field, int64_t *value)
{
	struct fact fact = facts_find_across(f, u, p, field);

	if (fact.state == FACT_MISSING)
		return FACT_MISSING;
	if (!decimal_rescale(&fact.value, field->digits) ||
	    fact.value.coef < INT64_MIN || fact.value.coef > INT64_MAX)
		return FACTS_FINER;
	*value = (int64_t)fact.value.coef;
	return (uint8_t)fact.state;
}

void
facts_column(const struct facts *f, const struct unit *const *units,
    size_t count, struct period p, enum expr_time when,
    const struct field *field, int64_t values[], uint8_t states[])
{
	struct period then = period_at(p, when);
	const struct block *b = block_find(f, field->form, then);
	size_t i;

	memset(values, 0, count * sizeof(*values));
	if (begins(p, when)) {
		memset(states, FACT_REPORTED, count);
		return;
	}
	if (b == NULL && !f->has_merges) {
		memset(states, FACT_MISSING, count);
		return;
	}
	for (i = 0; i < count; i++) {
		if (when != EXPR_NOW && units[i]->predecessor_count > 0)
			states[i] = facts_one(f, units[i], then, field,
			    &values[i]);
		else if (b == NULL)
			states[i] = FACT_MISSING;
		else {
			const struct fact_row *r = &b->rows[units[i]->index];

			states[i] = r->states[field->index];
			values[i] = r->values[field->index];
		}
	}
}

struct fact_row
facts_row(const struct facts *f, const struct unit *u, struct period p,
    const struct form *form)
{
	const struct block *b = block_find(f, form, p);

	return b == NULL ? (struct fact_row){ NULL, NULL } :
	    b->rows[u->index];
}

struct origin
facts_origin(const struct facts *f, const struct unit *u, struct period p,
    const struct form *form)
{
	const struct block *b = block_find(f, form, p);

	return b == NULL ? (struct origin){ NULL, 0 } : b->origins[u->index];
}

const struct source *
facts_source(const struct facts *f, const struct form *form,
    const struct unit *sender, struct period p)
{
	size_t i;

	for (i = f->source_count; i > 0; i--) {
		const struct source *s = f->sources[i - 1];

		if (s->form == form && s->unit == sender &&
		    period_equal(s->period, p))
			return s;
	}
	return NULL;
}

bool
facts_has_form(const struct facts *f, const struct form *form)
{
	const struct form_blocks *b = blocks_of(f, form);

	return b != NULL && b->count > 0;
}

static int
by_period(const void *a, const void *b)
{
	return period_cmp(*(const struct period *)a,
	    *(const struct period *)b);
}

size_t
facts_periods(struct arena *a, const struct facts *f, struct period **out)
{
	struct period *list = NULL;
	size_t count = 0, cap = 0, i, j, k;

	for (i = 0; i < f->catalog->form_count; i++)
		for (j = 0; j < f->forms[i].count; j++) {
			struct period p = f->forms[i].blocks[j]->period;

			for (k = 0; k < count; k++)
				if (period_equal(list[k], p))
					break;
			if (k == count)
				*ARENA_PUSH(a, list, count, cap) = p;
		}
	if (count > 1)
		qsort(list, count, sizeof(*list), by_period);
	*out = list;
	return count;
}
