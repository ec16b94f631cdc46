/*
 * Duties: the receipts of the ledger, judged by check, handed to report.  The
 * ledger alone tells who sent what and when: a file in accepted/ has no day.
 */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"

/* An entry of the ledger as duties see it; false when it is none of theirs. */
static bool
receipt_of(struct run *r, const struct ledger_entry *e, struct receipt *x)
{
	*x = (struct receipt){ .day = e->day, .sequence = e->sequence,
	    .valid = e->event == LEDGER_ACCEPTED };
	if ((!x->valid && e->event != LEDGER_REJECTED) ||
	    (x->form = catalog_form(r->catalog, e->form)) == NULL ||
	    !period_parse(e->period, &x->period) ||
	    (x->unit = units_find(r->catalog->units, e->unit,
	    period_end(x->period))) == NULL)
		return false;
	x->empty = x->valid && ledger_has_code(e->codes, D_NO_VALUES);
	return true;
}

/* The files of the ledger that were taken in or rejected. */
static const struct receipt *
receipts_of(struct run *r, size_t *count)
{
	struct receipt *list = NULL, x;
	size_t i, cap = 0;

	*count = 0;
	for (i = 0; i < r->ledger->count; i++)
		if (receipt_of(r, &r->ledger->entries[i], &x))
			*ARENA_PUSH(r->arena, list, *count, cap) = x;
	return list;
}

struct duty_status
duties_report(struct run *r, const struct duty *duty, const struct form *form,
    const struct unit *unit, struct period p)
{
	struct receipt *list = NULL, x;
	size_t i, n = 0, cap = 0;
	char text[PERIOD_TEXT];

	period_format(p, text);
	for (i = 0; i < r->ledger->count; i++) {
		const struct ledger_entry *e = &r->ledger->entries[i];

		if (strcmp(e->period, text) == 0 &&
		    strcmp(e->unit, unit->code) == 0 &&
		    receipt_of(r, e, &x))
			*ARENA_PUSH(r->arena, list, n, cap) = x;
	}
	return check_report(r->catalog, duty, form, unit, p, list, n,
	    r->today);
}

struct duty_status *
duties_find(struct run *r, struct period p, size_t *count)
{
	const struct plan *plan = publish_plan(r, p);
	const struct receipt *receipts;
	size_t n;

	*count = 0;
	if (plan == NULL)
		return NULL;
	receipts = receipts_of(r, &n);
	return check_duties(r->arena, r->catalog, plan, p, receipts, n,
	    r->today, count);
}

/* Rooms do not know each other, so copy. */
static struct data_duty
copy_of(const struct duty_status *s)
{
	return (struct data_duty){
		.duty = s->duty,
		.form = s->form,
		.unit = s->unit,
		.period = s->period,
		.data_from = s->data_from,
		.data_to = s->data_to,
		.deadline = s->deadline,
		.received = s->received,
		.latest = s->latest,
		.state = s->state,
		.over = s->over,
		.days_late = s->days_late,
		.sequence = s->sequence,
		.files = s->files,
	};
}

/* How the duties of a year stand; none when it has no plan. */
static struct duty_status *
of_year(struct run *r, int year, size_t *count)
{
	struct period p = { year, PERIOD_YEAR, 1 };

	*count = 0;
	return catalog_plan(r->catalog, p) == NULL ? NULL :
	    duties_find(r, p, count);
}

/* The duties of the year before and of this one, up to a period. */
static struct data_duty *
history_of(struct run *r, struct period p, size_t *count)
{
	struct data_duty *list = NULL;
	size_t i, n, cap = 0;
	int year;

	*count = 0;
	for (year = p.year - 1; year <= p.year; year++) {
		struct duty_status *s = of_year(r, year, &n);

		for (i = 0; i < n; i++)
			if (s[i].state != DUTY_UNTRACKED &&
			    period_end(s[i].period) <= period_end(p))
				*ARENA_PUSH(r->arena, list, *count, cap) =
				    copy_of(&s[i]);
	}
	return list;
}

struct data_duty *
duties_list(struct run *r, struct period p, size_t *count)
{
	struct duty_status *found = duties_find(r, p, count);
	struct data_duty *list = arena_alloc(r->arena,
	    (*count + 1) * sizeof(*list));
	size_t i;

	for (i = 0; i < *count; i++)
		list[i] = copy_of(&found[i]);
	return list;
}

void
duties_copy(struct run *r, struct dataset *d)
{
	d->duties = duties_list(r, d->period, &d->duty_count);
	d->history = history_of(r, d->period, &d->history_count);
}

/* What a report may say of a duty today. */
static void
put_duty(struct text *out, const struct data_duty *d)
{
	char period[PERIOD_TEXT];

	text_addf(out, "%s %s %s %s %s %d %d %d %d %zu%s\n",
	    period_format(d->period, period), d->duty->id,
	    d->form == NULL ? "" : d->form->id,
	    d->unit == NULL ? "" : d->unit->code, duty_state_name(d->state),
	    d->days_late, d->sequence, d->received, d->latest, d->files,
	    d->over ? " over" : "");
}

void
duties_inputs(struct run *r, struct period p, struct text *out)
{
	size_t i, n;
	struct data_duty *list = duties_list(r, p, &n);

	for (i = 0; i < n; i++)
		put_duty(out, &list[i]);
	list = history_of(r, p, &n);
	for (i = 0; i < n; i++)
		put_duty(out, &list[i]);
}
