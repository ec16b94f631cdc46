/*
 * Mail: reports, letters and reminders become messages to those whom site.xml
 * names, and what was sent is entered in the ledger.
 */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"
#include "deliver/deliver.h"

enum { BODY_MAX = 16 * 1024 * 1024, LATE_DAYS_MAX = 30 };

/* Whether a recipient gets what has this role and is about this unit. */
static bool
is_for(const struct site_recipient *to, enum site_role role,
    const struct unit *unit)
{
	/* by code: a unit's name may change within the year */
	return to->roles[role] && strcmp(to->unit->code, unit->code) == 0;
}

/* Queue a message for everyone who gets what has this role. */
static bool
queue_for(struct run *r, enum site_role role, const struct unit *unit,
    const char *report, struct message *m)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	bool ok = true;
	size_t i;

	for (i = 0; i < mail->recipient_count; i++) {
		m->to = &mail->recipients[i];
		if (is_for(m->to, role, unit) && (report == NULL ||
		    m->to->report == NULL || strcmp(m->to->report,
		    report) == 0))
			ok = deliver_queue(r->catalog->site, m, r->diag) && ok;
	}
	return ok;
}

static const char *
take_text(struct run *r, struct text *t)
{
	const char *out = arena_strdup(r->arena, text_string(t));

	text_free(t);
	return out;
}

/* ---- reports ---- */

/* Name the targets of the unit that have a verdict. */
static void
list_verdict(const struct dataset *d, const struct unit *unit,
    const char *verdict, const char *line, struct text *t)
{
	size_t i;

	for (i = 0; i < d->row_count; i++)
		if (d->rows[i].unit == unit && d->rows[i].has_target &&
		    strcmp(d->rows[i].verdict, verdict) == 0)
			text_addf(t, line, d->rows[i].indicator->id,
			    d->rows[i].indicator->label);
}

/* How many targets of the unit are reached, and which are not. */
static void
put_verdicts(const struct dataset *d, const struct unit *unit, struct text *t)
{
	enum { MET, ON_TRACK, BEHIND, MISSED, NAMES };
	static const char *const names[NAMES] = { "met", "on-track", "behind",
	    "missed" };
	size_t counts[NAMES + 1] = { 0 }, i, k;

	for (i = 0; i < d->row_count; i++) {
		if (d->rows[i].unit != unit || !d->rows[i].has_target)
			continue;
		for (k = 0; k < NAMES; k++)
			if (strcmp(d->rows[i].verdict, names[k]) == 0)
				break;
		counts[k]++;
	}
	text_addf(t, _("Targets: %zu reached, %zu on track, %zu behind, "
	    "%zu not reached, %zu not judged yet."), counts[MET],
	    counts[ON_TRACK], counts[BEHIND], counts[MISSED], counts[NAMES]);
	text_addc(t, '\n');
	list_verdict(d, unit, "behind", _("- behind: %s %s\n"), t);
	list_verdict(d, unit, "missed", _("- not reached: %s %s\n"), t);
}

bool
mail_report(struct run *r, const struct site_report *report,
    const struct unit *unit, const char *path, const struct dataset *data)
{
	struct attachment pdf = { file_name(path), file_join(r->arena, r->site,
	    path), "application/pdf" };
	struct message m = { .day = r->today, .attachment_count = 1,
	    .attachments = &pdf };
	struct text t;

	if (r->catalog->site->mail.server == NULL)
		return true;
	m.subject = arena_printf(r->arena, "%s %s, %s", _("Report"),
	    period_label(r->arena, data->period), unit->full_name);
	text_init(&t, BODY_MAX);
	text_addf(&t, "%s %s\n\n", _("Attached is the report"), pdf.name);
	put_verdicts(data, unit, &t);
	text_addf(&t, "\n%s\n", r->catalog->site->organisation);
	m.body = take_text(r, &t);
	return queue_for(r, ROLE_REPORTS, unit, report->id, &m);
}

/* ---- letters ---- */

static const struct unit *
root_unit(struct run *r)
{
	const struct units *units = r->catalog->units;
	size_t i;

	for (i = 0; i < units->count; i++)
		if (units->list[i]->parent == NULL)
			return units->list[i];
	return NULL;
}

/* Add a part of the letter if it was written. */
static void
attach(struct run *r, const char *base, const char *suffix, const char *type,
    struct attachment *list, size_t *count)
{
	const char *path = arena_printf(r->arena, "%s/%s%s", r->site, base,
	    suffix);

	if (file_exists(path))
		list[(*count)++] = (struct attachment){ file_name(path), path,
		    type };
}

bool
mail_letter(struct run *r, const struct letter *l, const char *base)
{
	/* who sent a file that says nothing of itself, the province asks */
	const struct unit *to = l->unit != NULL ? l->unit : root_unit(r);
	struct attachment parts[4];
	struct message m = { .day = r->today, .attachments = parts };
	size_t len;

	if (r->catalog->site->mail.server == NULL || to == NULL)
		return true;
	attach(r, base, ".thu.pdf", "application/pdf", parts,
	    &m.attachment_count);
	if (l->copy != NULL)
		attach(r, base, l->copy + strlen(file_name(base)),
		    strstr(l->copy, ".xml") != NULL ? "application/xml" :
		    "text/csv", parts, &m.attachment_count);
	attach(r, base, ".loi.csv", "text/csv", parts, &m.attachment_count);
	if (l->changes != NULL)
		attach(r, base, l->changes + strlen(file_name(base)),
		    "text/csv", parts, &m.attachment_count);
	m.subject = arena_printf(r->arena, l->accepted ?
	    _("Taken in, please look at it: %s") : _("Not taken in: %s"),
	    l->file);
	m.body = file_read(r->arena, arena_printf(r->arena, "%s/%s.thu.txt",
	    r->site, base), BODY_MAX, &len);
	return m.body == NULL || queue_for(r, ROLE_LETTERS, to, NULL, &m);
}

/* ---- reminders (before and after deadlines) ---- */

/* Working days from FROM (not counted) to TO (counted). */
static int
working_days(struct run *r, date from, date to)
{
	int n = 0;

	while (from < to)
		n += calendar_is_working(&r->catalog->site->calendar, ++from);
	return n;
}

/* 'b' or 'a' when today is in the days before or after a deadline on which
 * one is reminded of it; else 0. */
static char
phase_of(struct run *r, const struct duty_status *d)
{
	const struct site_mail *mail = &r->catalog->site->mail;

	if (d->unit == NULL || d->form == NULL)
		return 0;
	if (d->state == DUTY_PENDING && mail->remind_before > 0 &&
	    d->deadline >= r->today && working_days(r, r->today,
	    d->deadline) <= mail->remind_before)
		return 'b';
	if ((d->state == DUTY_MISSING || d->state == DUTY_REJECTED ||
	    d->state == DUTY_EMPTY) && mail->remind_after > 0 && d->deadline < r->today &&
	    d->deadline + LATE_DAYS_MAX >= r->today &&
	    working_days(r, d->deadline, r->today) >= mail->remind_after)
		return 'a';
	return 0;
}

static bool
same_reminder(struct run *r, const struct duty_status *a,
    const struct duty_status *b)
{
	return a->unit == b->unit && a->deadline == b->deadline &&
	    phase_of(r, a) == phase_of(r, b);
}

/* One message about all that a unit has to send by the deadline of list[i]. */
static bool
remind(struct run *r, const struct duty_status *list, size_t i, size_t n)
{
	const struct duty_status *first = &list[i];
	bool before = phase_of(r, first) == 'b';
	char day[DATE_TEXT], period[PERIOD_TEXT];
	struct message m = { .day = r->today };
	struct text t;

	text_init(&t, BODY_MAX);
	text_addf(&t, before ? _("By %s we expect from you:") :
	    _("By %s we expected from you, and have not received or could not "
	    "take in:"), date_format(first->deadline, day));
	text_add(&t, "\n\n");
	for (; i < n; i++)
		if (phase_of(r, &list[i]) != 0 &&
		    same_reminder(r, first, &list[i]))
			text_addf(&t, "- %s %s, %s%s\n",
			    list[i].form->short_code, list[i].form->title,
			    period_format(list[i].period, period),
			    list[i].state == DUTY_REJECTED ?
			    _(" (what came was refused)") :
			    list[i].state == DUTY_EMPTY ?
			    _(" (what came has no values)") : "");
	text_addf(&t, "\n%s\n", r->catalog->site->organisation);
	m.body = take_text(r, &t);
	m.subject = arena_printf(r->arena, before ?
	    _("To be sent by %s: %s") : _("Not received by %s: %s"), day,
	    first->unit->full_name);
	m.occasion = arena_printf(r->arena, "reminder %c %s %s",
	    before ? 'b' : 'a', day, first->unit->code);
	return queue_for(r, ROLE_REMINDERS, first->unit, NULL, &m);
}

/* The duties of a year, of each unit and deadline once. */
static bool
remind_of_year(struct run *r, int year)
{
	struct period p = { .year = year, .kind = PERIOD_YEAR, .index = 1 };
	struct duty_status *list;
	size_t i, j, n;
	bool ok = true;

	if (catalog_plan(r->catalog, p) == NULL)
		return true;
	list = duties_find(r, p, &n);
	for (i = 0; i < n; i++) {
		if (phase_of(r, &list[i]) == 0)
			continue;
		for (j = 0; j < i && (phase_of(r, &list[j]) == 0 ||
		    !same_reminder(r, &list[j], &list[i])); j++)
			;
		if (j == i)
			ok = remind(r, list, i, n) && ok;
	}
	return ok;
}

bool
mail_reminders(struct run *r)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	int year, month, day;

	if (mail->server == NULL ||
	    (mail->remind_before == 0 && mail->remind_after == 0))
		return true;
	date_split(r->today, &year, &month, &day);
	/* the last reports of a year are due in the next */
	return remind_of_year(r, year - 1) && remind_of_year(r, year);
}

/* ---- sending ---- */

/* Enter in the ledger what was sent, also what a run that died had sent. */
static bool
record_sent(struct run *r)
{
	const struct site *site = r->catalog->site;
	struct map *known = map_new(r->arena);
	struct mail_item *list;
	size_t i, n;

	for (i = 0; i < r->ledger->count; i++)
		if (r->ledger->entries[i].event == LEDGER_SENT)
			map_add(known, r->ledger->entries[i].path, known);
	list = deliver_list(r->arena, site, MAIL_SENT, &n, r->diag);
	for (i = 0; list != NULL && i < n; i++) {
		struct ledger_entry e = { .day = r->today,
		    .event = LEDGER_SENT, .sha256 = list[i].id, .form = "",
		    .unit = "", .period = "", .kind = "",
		    .path = list[i].path, .codes = "" };

		if (map_find(known, list[i].path) != NULL)
			continue;
		deliver_describe(r->arena, site, &list[i]);
		e.name = list[i].to;
		if (!ledger_append(r->arena, r->ledger, r->ledger_path, &e,
		    r->diag))
			return false;
		r->counts[LEDGER_SENT]++;
	}
	return list != NULL;
}

bool
mail_send(struct run *r, bool patient)
{
	size_t sent;
	bool ok = deliver_send(r->arena, r->catalog->site, patient, &sent,
	    r->diag);

	return record_sent(r) && ok;
}
