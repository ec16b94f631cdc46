/* Who has sent what, and when.  Room: check. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "check/check.h"

/* What the ledger tells of one expected report. */
struct standing {
	size_t		 files;		/* taken in or rejected */
	bool		 valid;		/* what was taken in last says something */
	bool		 empty;		/* it has no value */
	bool		 again;		/* another file came before it */
	date		 first;		/* day of the first that says something */
	date		 latest;	/* day of the last file */
	int		 sequence;	/* the latest taken in */
};

/* The list that is being made. */
struct duties {
	struct arena	*arena;
	const struct catalog *catalog;
	struct map	*standings;	/* form, unit, period -> standing */
	date		 today;
	struct duty_status *list;
	size_t		 count, cap;
};

static const char *
key_of(struct arena *a, const struct form *form, const struct unit *unit,
    struct period p)
{
	char buf[PERIOD_TEXT];

	return arena_printf(a, "%s/%zu/%s", form->id, unit->index,
	    period_format(p, buf));
}

static void
add_receipt(struct standing *s, const struct receipt *r)
{
	bool speaks = r->valid && !r->empty;

	if (speaks && s->first == DATE_NONE)
		s->first = r->day;
	s->again |= speaks && s->files > 0;
	s->files++;
	s->latest = r->day;
	if (!r->valid)
		return;
	s->valid = speaks;
	s->empty = r->empty;
	if (r->sequence > s->sequence)
		s->sequence = r->sequence;
}

static void
read_receipts(struct duties *d, const struct receipt *receipts, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct receipt *r = &receipts[i];
		struct standing *s;
		const char *key;

		if (r->form == NULL || r->unit == NULL || r->day > d->today)
			continue;
		key = key_of(d->arena, r->form, r->unit, r->period);
		if ((s = map_find(d->standings, key)) == NULL) {
			s = arena_alloc(d->arena, sizeof(*s));
			s->first = DATE_NONE;
			map_add(d->standings, key, s);
		}
		add_receipt(s, r);
	}
}

/*
 * The working days after the deadline up to the day of receipt; at least one,
 * since what came on a day off after the deadline is late as well.
 */
static int
count_late_days(const struct calendar *calendar, date deadline, date day)
{
	int n = 0;

	for (; day > deadline; day--)
		n += calendar_is_working(calendar, day);
	return n > 0 ? n : 1;
}

static enum duty_state
state_of(const struct duty_status *s, const struct standing *r)
{
	if (r != NULL && r->valid)
		return r->first > s->deadline ? DUTY_LATE :
		    r->again ? DUTY_RESUBMITTED : DUTY_ON_TIME;
	if (!s->over)
		return DUTY_PENDING;
	return r == NULL ? DUTY_MISSING : r->empty ? DUTY_EMPTY :
	    DUTY_REJECTED;
}

/* How a report stands; R NULL: nothing came. */
static void
judge(const struct catalog *catalog, struct duty_status *s,
    const struct standing *r)
{
	s->state = state_of(s, r);
	if (r == NULL)
		return;
	s->files = r->files;
	s->latest = r->latest;
	s->sequence = r->sequence;
	if (r->valid)
		s->received = r->first;
	if (s->state == DUTY_LATE)
		s->days_late = count_late_days(&catalog->site->calendar,
		    s->deadline, r->first);
}

/* What is known without the ledger; FORM and UNIT NULL: of the duty itself. */
static struct duty_status
expectation(const struct catalog *catalog, const struct duty *duty,
    const struct form *form, const struct unit *unit, struct period p,
    date today)
{
	struct duty_status s = { .duty = duty, .form = form, .unit = unit,
	    .period = p, .received = DATE_NONE, .latest = DATE_NONE,
	    .state = DUTY_UNTRACKED };

	s.data_from = duty_data_start(duty, form, p);
	s.data_to = duty_data_end(duty, form, p);
	s.deadline = duty_deadline(duty, p, &catalog->site->calendar);
	s.over = today > s.deadline;
	return s;
}

struct duty_status
check_report(const struct catalog *catalog, const struct duty *duty,
    const struct form *form, const struct unit *unit, struct period p,
    const struct receipt *receipts, size_t count, date today)
{
	struct duty_status s = expectation(catalog, duty, form, unit, p,
	    today);
	struct standing r = { .first = DATE_NONE };
	size_t i;

	for (i = 0; i < count; i++)
		if (receipts[i].day <= today && receipts[i].form == form &&
		    receipts[i].unit == unit &&
		    period_equal(receipts[i].period, p))
			add_receipt(&r, &receipts[i]);
	judge(catalog, &s, r.files > 0 ? &r : NULL);
	return s;
}

static void
add_form(struct duties *d, const struct duty *duty, struct period p,
    const struct form *form)
{
	const struct units *all = d->catalog->units;
	size_t i;

	for (i = 0; i < all->count; i++) {
		const struct unit *u = all->list[i];
		struct duty_status *s;

		if (u->level != form->sender_level || !u->reports ||
		    !unit_is_valid(u, period_end(p)))
			continue;
		s = ARENA_PUSH(d->arena, d->list, d->count, d->cap);
		*s = expectation(d->catalog, duty, form, u, p, d->today);
		judge(d->catalog, s, map_find(d->standings,
		    key_of(d->arena, form, u, p)));
	}
}

static void
add_period(struct duties *d, const struct duty *duty, struct period p)
{
	size_t i;

	if (duty->form_count == 0)
		*ARENA_PUSH(d->arena, d->list, d->count, d->cap) =
		    expectation(d->catalog, duty, NULL, NULL, p, d->today);
	for (i = 0; i < duty->form_count; i++)
		add_form(d, duty, p, duty->forms[i]);
}

static int
by_period(const void *a, const void *b)
{
	return period_cmp(*(const struct period *)a,
	    *(const struct period *)b);
}

/* The duty's periods that end within a period, by period_cmp(). */
static size_t
periods_of(struct arena *a, const struct duty *duty, struct period within,
    struct period **out)
{
	static const int per_year[PERIOD_KIND_MAX] = {
		[PERIOD_MONTH] = 12, [PERIOD_QUARTER] = 4, [PERIOD_HALF] = 2,
		[PERIOD_NINE_MONTHS] = 1, [PERIOD_YEAR] = 1,
	};
	struct period *list = NULL;
	size_t count = 0, cap = 0;
	int kind, index;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++)
		for (index = 1; duty->periods[kind] &&
		    index <= per_year[kind]; index++) {
			struct period p = { within.year,
			    (enum period_kind)kind, index };

			if (period_end(p) >= period_start(within) &&
			    period_end(p) <= period_end(within))
				*ARENA_PUSH(a, list, count, cap) = p;
		}
	if (count > 1)
		qsort(list, count, sizeof(*list), by_period);
	*out = list;
	return count;
}

struct duty_status *
check_duties(struct arena *a, const struct catalog *catalog,
    const struct plan *plan, struct period within,
    const struct receipt *receipts, size_t receipt_count, date today,
    size_t *count)
{
	struct duties d = { .arena = a, .catalog = catalog,
	    .standings = map_new(a), .today = today };
	size_t i, j, n;

	read_receipts(&d, receipts, receipt_count);
	for (i = 0; i < plan->duty_count; i++) {
		struct period *periods;

		n = periods_of(a, plan->duties[i], within, &periods);
		for (j = 0; j < n; j++)
			add_period(&d, plan->duties[i], periods[j]);
	}
	*count = d.count;
	return d.list;
}
