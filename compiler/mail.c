/*
 * Mail: reports and letters become messages to those whom site.xml names, and
 * what was sent is entered in the ledger.
 */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "compile.h"
#include "deliver/deliver.h"

enum { BODY_MAX = 16 * 1024 * 1024 };

bool
mail_is_for(const struct site_recipient *to, enum site_role role,
    const struct unit *unit)
{
	/* by code: a unit's name may change within the year */
	return to->roles[role] && strcmp(to->unit->code, unit->code) == 0;
}

bool
mail_has(struct run *r, enum site_role role, const struct unit *unit)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	size_t i;

	for (i = 0; i < mail->recipient_count; i++)
		if (mail_is_for(&mail->recipients[i], role, unit))
			return true;
	return false;
}

bool
mail_queue(struct run *r, enum site_role role, const struct unit *unit,
    const char *report, struct message m)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	bool ok = true;
	size_t i;

	for (i = 0; i < mail->recipient_count; i++) {
		m.to = &mail->recipients[i];
		if (mail_is_for(m.to, role, unit) && (report == NULL ||
		    m.to->report == NULL || strcmp(m.to->report,
		    report) == 0))
			ok = deliver_queue(r->catalog->site, &m, r->diag) && ok;
	}
	return ok;
}

bool
mail_revise(struct run *r, enum site_role role, const struct unit *unit,
    struct message m)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	bool ok = true;
	size_t i;

	for (i = 0; i < mail->recipient_count; i++) {
		m.to = &mail->recipients[i];
		if (mail_is_for(m.to, role, unit))
			ok = deliver_revise(r->catalog->site, &m,
			    r->diag) && ok;
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

/* How many of the targets that the unit has are reached, and which are not. */
static void
put_verdicts(const struct dataset *d, const struct unit *unit, struct text *t)
{
	enum { MET, ON_TRACK, BEHIND, MISSED, NAMES };
	static const char *const names[NAMES] = { "met", "on-track", "behind",
	    "missed" };
	size_t counts[NAMES + 1] = { 0 }, all = 0, i, k;

	for (i = 0; i < d->row_count; i++) {
		if (d->rows[i].unit != unit || !d->rows[i].has_target)
			continue;
		for (k = 0; k < NAMES; k++)
			if (strcmp(d->rows[i].verdict, names[k]) == 0)
				break;
		counts[k]++;
		all++;
	}
	if (all == 0)
		return;
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
	return mail_queue(r, ROLE_REPORTS, unit, report->id, m);
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
	return m.body == NULL || mail_queue(r, ROLE_LETTERS, to, NULL, m);
}

/* ---- mail that did not arrive ---- */

/* Whether a recipient is told of failures: what cannot reach him is not told. */
static bool
hears_of_failures(struct run *r, const char *address)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	size_t i;

	for (i = 0; i < mail->recipient_count; i++)
		if (mail->recipients[i].roles[ROLE_FAILURES] &&
		    strcmp(mail->recipients[i].address, address) == 0)
			return true;
	return false;
}

/* The message that a finding is about, by its path in a state's folder. */
static const struct mail_item *
item_of(const struct mail_item *list, size_t n, const struct finding *f)
{
	size_t i;

	for (i = 0; i < n && f->place.file != NULL; i++)
		if (strcmp(file_name(f->place.file),
		    file_name(list[i].path)) == 0)
			return &list[i];
	return NULL;
}

/* Add what the findings from FROM on say of the messages of a state. */
static size_t
list_failures(struct run *r, enum mail_state state, size_t from,
    struct text *t, const char **occasion)
{
	size_t n, i, count = 0;
	struct mail_item *list = deliver_list(r->arena, r->catalog->site,
	    state, &n, r->diag);

	for (i = from; list != NULL && i < diag_count(r->diag); i++) {
		const struct finding *f = diag_finding(r->diag, i);
		const struct mail_item *item = item_of(list, n, f);
		struct mail_item named;

		if (item == NULL)
			continue;
		named = *item;
		deliver_describe(r->arena, r->catalog->site, &named);
		if (hears_of_failures(r, named.to))
			continue;
		text_addf(t, "- %s %s: %s\n  %s\n", diag_code_name(f->code),
		    named.path, named.to, f->text);
		*occasion = arena_printf(r->arena, "%s %s", *occasion,
		    item->id);
		count++;
	}
	return count;
}

/*
 * Write to those who hear of failures what the findings from FROM on say of
 * messages that did not arrive or perhaps did not.  *ANY: there is something.
 */
static bool
mail_failures(struct run *r, size_t from, bool *any)
{
	const struct site_mail *mail = &r->catalog->site->mail;
	struct message m = { .day = r->today, .at_once = true };
	bool ok = true;
	struct text t;
	size_t i, count;

	m.occasion = "failures";
	text_init(&t, BODY_MAX);
	text_addf(&t, "%s\n\n", _("Mail that did not arrive, or of which nobody "
	    "knows:"));
	count = list_failures(r, MAIL_FAILED, from, &t, &m.occasion);
	count += list_failures(r, MAIL_UNKNOWN, from, &t, &m.occasion);
	text_addf(&t, "\n%s\n\n%s\n", _("tonghop send tells it again; "
	    "man tonghop says what to do about each code."),
	    r->catalog->site->organisation);
	m.body = take_text(r, &t);
	m.subject = arena_printf(r->arena, _("Mail that did not arrive: %zu"),
	    count);
	*any = count > 0;
	for (i = 0; *any && i < mail->recipient_count; i++) {
		m.to = &mail->recipients[i];
		if (m.to->roles[ROLE_FAILURES])
			ok = deliver_queue(r->catalog->site, &m, r->diag) && ok;
	}
	return ok;
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
	size_t sent, from = diag_count(r->diag);
	bool any, ok = deliver_send(r->arena, r->catalog->site, patient, &sent,
	    r->diag);

	ok = mail_failures(r, from, &any) && ok;
	/* once more, for those that tell of failures */
	if (any)
		ok = deliver_send(r->arena, r->catalog->site, true, &sent,
		    r->diag) && ok;
	return record_sent(r) && ok;
}
