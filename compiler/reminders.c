/*
 * Reminders: what a unit has still to send becomes a message some working days
 * before and after its deadline.  The ledger has a line for each message, whose
 * codes name what it asks for: DUTY/FORM/PERIOD/DEADLINE/STAGE, the stage being
 * working days behind the deadline ("-3", "+5").  So each stage is told once,
 * and after days without a run the latest alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"
#include "deliver/deliver.h"

enum {
	BODY_MAX = 1024 * 1024,
	LATE_DAYS_MAX = 30,	/* after that nobody is reminded any more */
	REVISE_DAYS = 90,	/* so old a message may still be held */
};

/* One report that is wanted of a unit. */
struct wanted {
	const struct duty_status *duty;
	const char	*code;		/* DUTY/FORM/PERIOD/DEADLINE */
	int		 stage;
	const char	*lacking;	/* in words */
};

/* What one message asks of a unit. */
struct asking {
	const struct unit *unit;
	int		 number;	/* of the unit's messages */
	date		 day;
	size_t		 count, cap;
	struct wanted	*list;
};

struct reminders {
	struct run	*run;
	struct map	*accepted, *rejected;	/* form unit period -> the last
						 * such entry of the ledger */
	struct map	*told;		/* unit code -> int, the last stage told */
	struct map	*numbers;	/* unit -> int, of its last message */
	struct map	*duties;	/* unit code -> struct duty_status */
	struct map	*asking;	/* unit -> struct asking: what is new */
};

/* ---- what the ledger knows ---- */

/* The next of a reminder's codes, without its stage; NULL at the end. */
static const char *
next_code(struct run *r, const char **at, int *stage)
{
	const char *code = *at + strspn(*at, " "), *slash;
	size_t len = strcspn(code, " ");

	*at = code + len;
	if (len == 0 || (slash = memrchr(code, '/', len)) == NULL)
		return NULL;
	*stage = (int)strtol(slash + 1, NULL, 10);
	return arena_strndup(r->arena, code, (size_t)(slash - code));
}

static const char *
two_words(struct run *r, const char *a, const char *b)
{
	return arena_printf(r->arena, "%s %s", a, b);
}

static void
put_int(struct run *r, struct map *map, const char *key, int n)
{
	int *place = arena_alloc(r->arena, sizeof(*place));

	*place = n;
	map_put(map, key, place);
}

static void
note_told(struct reminders *m, const struct ledger_entry *e)
{
	const char *at = e->codes, *code;
	int stage;

	put_int(m->run, m->numbers, e->unit, e->sequence);
	while ((code = next_code(m->run, &at, &stage)) != NULL) {
		const char *key = two_words(m->run, e->unit, code);
		const int *last = map_find(m->told, key);

		if (last == NULL || *last < stage)
			put_int(m->run, m->told, key, stage);
	}
}

static void
read_ledger(struct reminders *m)
{
	struct ledger *ledger = m->run->ledger;
	size_t i;

	for (i = 0; i < ledger->count; i++) {
		struct ledger_entry *e = &ledger->entries[i];
		const char *key = arena_printf(m->run->arena, "%s %s %s",
		    e->form, e->unit, e->period);

		if (e->event == LEDGER_REMINDED)
			note_told(m, e);
		else if (e->event == LEDGER_ACCEPTED)
			map_put(m->accepted, key, e);
		else if (e->event == LEDGER_REJECTED)
			map_put(m->rejected, key, e);
	}
}

static const struct ledger_entry *
last_file(struct reminders *m, struct map *map, const struct duty_status *d)
{
	char period[PERIOD_TEXT];

	return map_find(map, arena_printf(m->run->arena, "%s %s %s",
	    d->form->id, d->unit->code, period_format(d->period, period)));
}

static const char *
lacking(struct reminders *m, const struct duty_status *d)
{
	return lacking_words(m->run, d, last_file(m, m->accepted, d),
	    last_file(m, m->rejected, d));
}

/* ---- which reports are asked for today ---- */

/* Working days from FROM (not counted) to TO (counted). */
static int
working_days(struct run *r, date from, date to)
{
	int n = 0;

	while (from < to)
		n += calendar_is_working(&r->catalog->site->calendar, ++from);
	return n;
}

/* Working days behind the deadline, 0 or less before it is over. */
static int
days_behind(struct run *r, const struct duty_status *d)
{
	return r->today <= d->deadline ?
	    -working_days(r, r->today, d->deadline) :
	    working_days(r, d->deadline, r->today);
}

/* The latest stage that has come on this side of the deadline. */
static bool
stage_of(struct run *r, const struct duty_status *d, int *stage)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	int behind = days_behind(r, d);
	bool over = r->today > d->deadline, found = false;
	size_t i;

	if (d->deadline + LATE_DAYS_MAX < r->today)
		return false;
	for (i = 0; i < mail->remind_count; i++)
		if (mail->remind[i] <= behind && (mail->remind[i] > 0) == over) {
			*stage = mail->remind[i];
			found = true;
		}
	return found;
}

static const char *
code_of(struct run *r, const struct duty_status *d)
{
	char period[PERIOD_TEXT], day[DATE_TEXT];

	return arena_printf(r->arena, "%s/%s/%s/%s", d->duty->id, d->form->id,
	    period_format(d->period, period), date_format(d->deadline, day));
}

/* Add what is new to what its unit is asked for. */
static void
ask(struct reminders *m, const struct wanted *w)
{
	const struct unit *unit = w->duty->unit;
	struct asking *a = map_find(m->asking, unit->code);
	const int *last = map_find(m->numbers, unit->code);

	if (a == NULL) {
		a = arena_alloc(m->run->arena, sizeof(*a));
		*a = (struct asking){ .unit = unit, .day = m->run->today,
		    .number = last == NULL ? 1 : *last + 1 };
		map_add(m->asking, unit->code, a);
	}
	*ARENA_PUSH(m->run->arena, a->list, a->count, a->cap) = *w;
}

static void
look_at(struct reminders *m, struct duty_status *d)
{
	struct run *r = m->run;
	struct wanted w = { .duty = d };
	const int *told;
	const char *key;

	if (d->unit == NULL || d->form == NULL ||
	    !mail_has(r, ROLE_REMINDERS, d->unit))
		return;
	w.code = code_of(r, d);
	key = two_words(r, d->unit->code, w.code);
	map_put(m->duties, key, d);
	told = map_find(m->told, key);
	if (stage_of(r, d, &w.stage) && (told == NULL || *told < w.stage) &&
	    (w.lacking = lacking(m, d)) != NULL)
		ask(m, &w);
}

static void
look_at_year(struct reminders *m, int year)
{
	struct period p = { .year = year, .kind = PERIOD_YEAR, .index = 1 };
	struct duty_status *list;
	size_t i, n;

	if (catalog_plan(m->run->catalog, p) == NULL)
		return;
	list = duties_find(m->run, p, &n);
	for (i = 0; i < n; i++)
		look_at(m, &list[i]);
}

/* ---- the message ---- */

static void
put_wanted(struct run *r, const struct wanted *w, struct text *t)
{
	const struct duty_status *d = w->duty;
	char day[DATE_TEXT];
	bool over = r->today > d->deadline;

	text_addf(t, "- %s %s, %s\n  ", d->form->code, d->form->title,
	    period_label(r->arena, d->period));
	text_addf(t, over ? _("last day: %s, working days since: %d") :
	    d->deadline == r->today ? _("last day: %s, today") :
	    _("last day: %s, working days until then: %d"),
	    language_date(d->deadline, day), abs(days_behind(r, d)));
	text_addf(t, "\n  %s\n", w->lacking);
}

/* Those whose deadline is over, or the others, under their heading. */
static void
put_list(struct run *r, const struct asking *a, bool over, const char *heading,
    struct text *t)
{
	size_t i, n = 0;

	for (i = 0; i < a->count; i++) {
		if ((r->today > a->list[i].duty->deadline) != over)
			continue;
		if (n++ == 0)
			text_addf(t, "\n%s\n", heading);
		put_wanted(r, &a->list[i], t);
	}
}

/* The earliest deadline: what the subject tells. */
static date
first_deadline(const struct asking *a)
{
	date first = a->list[0].duty->deadline;
	size_t i;

	for (i = 1; i < a->count; i++)
		if (a->list[i].duty->deadline < first)
			first = a->list[i].duty->deadline;
	return first;
}

static struct message
message_of(struct run *r, const struct asking *a)
{
	struct message m = { .day = a->day };
	date first = a->count == 0 ? DATE_NONE : first_deadline(a);
	char day[DATE_TEXT];
	struct text t;

	m.occasion = arena_printf(r->arena, "reminder %s %d", a->unit->code,
	    a->number);
	if (a->count == 0)
		return m;
	m.subject = arena_printf(r->arena, first < r->today ?
	    _("Overdue since %s: %s") : _("To be sent by %s: %s"),
	    language_date(first, day), a->unit->full_name);
	text_init(&t, BODY_MAX);
	text_addf(&t, _("To: %s"), a->unit->full_name);
	text_addc(&t, '\n');
	put_list(r, a, true, _("What was to be sent and is not there:"), &t);
	put_list(r, a, false, _("What is to be sent soon:"), &t);
	text_addf(&t, "\n%s\n\n%s\n", _("Please send what is listed "
	    "here. What was sent today may have crossed with this letter."), r->catalog->site->organisation);
	m.body = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return m;
}

/* Enter in the ledger what a message asks for. */
static bool
enter(struct run *r, const struct asking *a)
{
	struct ledger_entry e = { .day = a->day, .event = LEDGER_REMINDED,
	    .name = "", .sha256 = "", .form = "", .unit = a->unit->code,
	    .period = "", .kind = "", .path = "", .codes = "",
	    .sequence = a->number };
	size_t i;

	for (i = 0; i < a->count; i++)
		e.codes = arena_printf(r->arena, "%s%s%s/%+d", e.codes,
		    i > 0 ? " " : "", a->list[i].code, a->list[i].stage);
	if (!ledger_append(r->arena, r->ledger, r->ledger_path, &e, r->diag))
		return false;
	r->counts[LEDGER_REMINDED]++;
	return true;
}

/*
 * Take out of a message that still waits what has come since, or take it back
 * when all has come.  One that was sent stays as it is.
 */
static bool
revise(struct reminders *m, const struct ledger_entry *e)
{
	struct run *r = m->run;
	struct asking a = { .number = e->sequence, .day = e->day,
	    .unit = units_find(r->catalog->units, e->unit, e->day) };
	const char *at = e->codes, *code;
	size_t all = 0;
	int stage;

	if (a.unit == NULL)
		return true;
	for (; (code = next_code(r, &at, &stage)) != NULL; all++) {
		struct wanted w = { .duty = map_find(m->duties,
		    two_words(r, e->unit, code)) };

		if (w.duty != NULL && (w.lacking = lacking(m, w.duty)) != NULL)
			*ARENA_PUSH(r->arena, a.list, a.count, a.cap) = w;
	}
	return a.count == all || mail_revise(r, ROLE_REMINDERS, a.unit,
	    message_of(r, &a));
}

/* ---- all of it ---- */

/* Find what is new; false when nobody is ever reminded. */
static bool
find(struct reminders *m, struct run *r)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	int year, month, day;

	if (mail->server == NULL || mail->remind_count == 0)
		return false;
	*m = (struct reminders){ r, map_new(r->arena), map_new(r->arena),
	    map_new(r->arena), map_new(r->arena), map_new(r->arena),
	    map_new(r->arena) };
	read_ledger(m);
	date_split(r->today, &year, &month, &day);
	/* the last reports of a year are due in the next */
	look_at_year(m, year - 1);
	look_at_year(m, year);
	return true;
}

bool
reminders_queue(struct run *r)
{
	struct reminders m;
	size_t i, n = r->ledger->count;
	bool ok = true;

	if (!find(&m, r))
		return true;
	for (i = 0; i < n; i++) {
		struct ledger_entry e = r->ledger->entries[i];

		if (e.event == LEDGER_REMINDED &&
		    e.day + REVISE_DAYS >= r->today)
			ok = revise(&m, &e) && ok;
	}
	/* first the message: a run that dies here finds it there */
	for (i = 0; i < map_count(m.asking); i++) {
		const struct asking *a = map_value(m.asking, i);

		ok = mail_queue(r, ROLE_REMINDERS, a->unit, NULL,
		    message_of(r, a)) && enter(r, a) && ok;
	}
	return ok;
}

void
reminders_show(struct run *r)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	struct reminders m;
	size_t i, j;

	if (!find(&m, r))
		return;
	for (i = 0; i < map_count(m.asking); i++) {
		const struct asking *a = map_value(m.asking, i);

		for (j = 0; j < mail->recipient_count; j++)
			if (mail_is_for(&mail->recipients[j], ROLE_REMINDERS,
			    a->unit))
				printf("%s: %s\t%s\n",
				    _("would be written by the next run"),
				    mail->recipients[j].address,
				    message_of(r, a).subject);
	}
}
