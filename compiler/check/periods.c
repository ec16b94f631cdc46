/*
 * What was reported of a period beside what the shorter periods within it amount
 * to.  Room: check.
 */
#include "base/arena.h"
#include "base/language.h"
#include "check/check_parts.h"
#include "model/facts_time.h"

/* The first unit whose number differs, and how many there are. */
struct difference {
	const struct unit *unit;
	struct decimal	 said, parts;
	size_t		 count;
};

static void
compare(const struct facts *facts, const struct source *s,
    const struct unit *u, const struct field *f, struct difference *d)
{
	struct fact said = facts_find(facts, u, s->period, f);
	struct fact_over parts;

	if (!fact_is_known(said))
		return;
	parts = facts_over_shorter(facts, u, s->period, f);
	if (parts.state != FACT_REPORTED || parts.failed ||
	    decimal_cmp(said.value, parts.value) == 0)
		return;
	if (d->count++ > 0)
		return;
	d->unit = u;
	d->said = said.value;
	d->parts = parts.value;
}

static void
report(struct arena *a, const struct facts *facts, const struct source *s,
    const struct field *f, const struct difference *d, struct diag *diag)
{
	struct place place = { s->path, facts_origin(facts, d->unit, s->period,
	    s->form).line, s->columns == NULL ? 0 : s->columns[f->index] };

	diag_report_field(diag, D_PERIODS_DIFFER, place, f->name,
	    arena_printf(a, "\"%s\"", f->label),
	    arena_printf(a, "%s %s", d->unit->code, d->unit->full_name),
	    decimal_localise(a, d->said, ".", ","),
	    decimal_localise(a, d->parts, ".", ","),
	    arena_printf(a, "%zu", d->count));
	diag_about(diag, d->unit->code);
}

/* Whether anything is known of a shorter period within P. */
static bool
has_parts(struct arena *a, const struct facts *facts, struct period p)
{
	struct period *known;
	size_t n = facts_periods(a, facts, &known), i;

	for (i = 0; i < n; i++)
		if (!period_equal(known[i], p) &&
		    period_start(known[i]) >= period_start(p) &&
		    period_end(known[i]) <= period_end(p))
			return true;
	return false;
}

void
check_periods(struct arena *a, const struct facts *facts,
    const struct source *s, const struct unit *const *units, size_t count,
    struct diag *diag)
{
	size_t i, j;

	if (s->kind == KIND_ESTIMATE || !has_parts(a, facts, s->period))
		return;
	for (j = 0; j < s->form->fact_count; j++) {
		const struct field *f = s->form->facts[j];
		struct difference d = { .count = 0 };

		for (i = 0; i < count && field_is_number(f); i++)
			compare(facts, s, units[i], f, &d);
		if (d.count > 0)
			report(a, facts, s, f, &d, diag);
	}
}
