/*
 * Letters to senders: what is known of a file is handed to the room report, and
 * what comes back is written beside the file.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"
#include "receive.h"

/* The list of what a file changes, behind the name of its letter. */
#define CHANGES	".thay-doi.csv"

enum { LETTER_MAX = 64 * 1024 * 1024, COPY_MAX = 4 * INTAKE_FILE_MAX };

/* The sequence that the sender has to write when he sends again. */
static int
next_sequence(struct run *r, const struct ledger_entry *e)
{
	int latest = 0;
	size_t i;

	for (i = 0; i < r->ledger->count; i++) {
		const struct ledger_entry *x = &r->ledger->entries[i];

		if (x->event == LEDGER_ACCEPTED && x->sequence > latest &&
		    strcmp(x->form, e->form) == 0 &&
		    strcmp(x->unit, e->unit) == 0 &&
		    strcmp(x->period, e->period) == 0)
			latest = x->sequence;
	}
	if (e->event == LEDGER_ACCEPTED && e->sequence > latest)
		latest = e->sequence;
	return latest > 0 ? latest + 1 : e->sequence;
}

/* The day until which the letter's form has to come. */
static void
find_deadline(struct run *r, struct letter *l)
{
	const struct plan *plan = !l->has_period ? NULL :
	    catalog_plan(r->catalog, l->period);
	size_t i;

	if (plan == NULL || l->form == NULL || l->unit == NULL ||
	    l->unit->level != l->form->sender_level || !l->unit->reports)
		return;
	for (i = 0; i < plan->duty_count; i++) {
		const struct duty *duty = plan->duties[i];
		date day = duty_deadline(duty, l->period,
		    &r->catalog->site->calendar);

		if (duty_asks(duty, l->form, l->period.kind) &&
		    (l->deadline == DATE_NONE || day < l->deadline)) {
			l->deadline = day;
			l->duty = duty->label;
		}
	}
}

struct letter
letter_about(struct run *r, const struct ledger_entry *e, const char *data,
    size_t len)
{
	struct letter l = { .catalog = r->catalog, .data = data, .len = len,
	    .received = e->day, .deadline = DATE_NONE };
	const struct ledger_entry *counting;

	l.accepted = e->event == LEDGER_ACCEPTED;
	l.file = diag_quote(r->diag, e->name, 200);
	l.form = catalog_form(r->catalog, e->form);
	l.has_period = period_parse(e->period, &l.period);
	l.unit = units_find(r->catalog->units, e->unit, l.has_period ?
	    period_end(l.period) : e->day);
	l.sequence = next_sequence(r, e);
	if (!l.accepted && (counting = recorded_current(r, e)) != NULL) {
		l.counting = counting->sequence;
		l.counting_since = counting->day;
	}
	find_deadline(r, &l);
	return l;
}

static bool
write_beside(struct run *r, const char *base, const char *suffix,
    const void *data, size_t len)
{
	const char *path = arena_printf(r->arena, "%s/%s%s", r->site, base,
	    suffix);

	if (file_make_folder(arena_strndup(r->arena, path,
	    (size_t)(file_name(path) - path))) && file_write(path, data, len))
		return true;
	diag_report(r->diag, D_SYSTEM, ((struct place){ base, 0, 0 }), path,
	    system_error(errno));
	return false;
}

static bool
write_text(struct run *r, const char *base, const char *suffix,
    struct text *text)
{
	bool ok = write_beside(r, base, suffix, text_string(text), text->len);

	text_free(text);
	return ok;
}

/* Whether anything is to be remarked: notices are not. */
static bool
has_remarks(const struct letter *l)
{
	size_t i;

	for (i = 0; i < l->finding_count; i++)
		if (l->findings[i]->severity != SEVERITY_NOTICE)
			return true;
	return false;
}

/* Whether a file holds what is about persons, or may: one whose form is unknown
 * can be any of them. */
static bool
may_be_personal(const struct run *r, const struct letter *l)
{
	size_t i;

	if (l->form != NULL)
		return l->form->personal;
	for (i = 0; i < r->catalog->form_count; i++)
		if (r->catalog->forms[i]->personal)
			return true;
	return false;
}

/*
 * The annotated copy; its name in the letter when there is one.  What is about
 * persons is not copied: the list of findings tells lines and columns.
 */
static bool
write_copy(struct run *r, const char *base, struct letter *l)
{
	const char *suffix;
	struct text copy;

	if (may_be_personal(r, l) || !has_remarks(l))
		return true;
	text_init(&copy, COPY_MAX);
	if (!report_letter_copy(r->arena, l, &copy, &suffix) ||
	    text_is_full(&copy)) {
		text_free(&copy);
		return true;
	}
	suffix = arena_printf(r->arena, ".chu-thich%s", suffix);
	l->copy = arena_printf(r->arena, "%s%s", file_name(base), suffix);
	return write_text(r, base, suffix, &copy);
}

/* The site's own template in the language of messages, else the shipped one. */
static const char *
template_path(struct run *r)
{
	const char *name = strcmp(language_name(), "en") == 0 ?
	    "templates/letter.en.xml" : "templates/letter.xml";
	const char *path = file_join(r->arena, r->site, name);

	return file_exists(path) ? path : file_join(r->arena, r->data, name);
}

/* The letter as PDF.  A template that fails is told and hinders nothing. */
static bool
write_pdf(struct run *r, const char *base, const struct letter *l)
{
	char day[DATE_TEXT];
	xmlDoc *fo = report_letter_fo(r->arena, template_path(r), l, r->diag);
	unsigned char *pdf;
	size_t len, before = diag_count(r->diag);

	if (fo == NULL)
		return true;
	pdf = publish_format(r->arena, fo, r->catalog->site,
	    date_format(l->received, day), &len, r->diag);
	xmlFreeDoc(fo);
	if (pdf != NULL)
		return write_beside(r, base, ".thu.pdf", pdf, len);
	/* a full disk or the like is not the template's fault: try again */
	for (; before < diag_count(r->diag); before++)
		if (diag_finding(r->diag, before)->code == D_PDF_FAILED)
			return false;
	return true;
}

static bool
write_parts(struct run *r, const char *base, struct letter *l, bool draft)
{
	struct text list, letter;

	l->list = arena_printf(r->arena, "%s.loi.csv", file_name(base));
	text_init(&list, LETTER_MAX);
	report_letter_csv(r->arena, l, &list);
	if (!write_text(r, base, ".loi.csv", &list) ||
	    !write_copy(r, base, l))
		return false;
	text_init(&letter, LETTER_MAX);
	report_letter_text(r->arena, l, &letter);
	return write_text(r, base, ".thu.txt", &letter) &&
	    (draft || (write_pdf(r, base, l) && mail_letter(r, l, base)));
}

/*
 * All parts of a letter: BASE.thu.txt and so on, BASE relative to the site.
 * What they take of memory, with copies of the whole file, ends with them.
 */
static bool
write_letter(struct run *r, const char *base, const struct letter *from,
    bool draft)
{
	struct run own = *r;
	struct letter l = *from;
	bool ok;

	own.arena = arena_new();
	ok = write_parts(&own, base, &l, draft);
	arena_free(own.arena);
	return ok;
}

void
letter_findings(struct run *r, struct letter *l, size_t from)
{
	const struct finding **list = arena_alloc(r->arena,
	    (diag_count(r->diag) - from + 1) * sizeof(*list));

	for (; from < diag_count(r->diag); from++)
		list[l->finding_count++] = diag_finding(r->diag, from);
	l->findings = list;
}

bool
letter_reject(struct run *r, const struct ledger_entry *e, const char *data,
    size_t len, const char *path, size_t from)
{
	struct letter l = letter_about(r, e, data, len);

	letter_findings(r, &l, from);
	return write_letter(r, path, &l, false);
}

/* Whether a finding is about a file, as it was dropped or as it is kept. */
static bool
is_about(struct run *r, const struct finding *f, const struct ledger_entry *e)
{
	const char *file = f->place.file;

	if (file == NULL || f->severity > SEVERITY_WARNING)
		return false;
	if (e->path != NULL && strcmp(file, e->path) == 0)
		return true;
	return strncmp(file, "inbox/", 6) == 0 &&
	    (strcmp(file + 6, e->name) == 0 ||
	    strcmp(ledger_name(r->arena, file + 6), e->name) == 0);
}

/* The findings of this run about a file; whether they are worth a letter. */
static bool
gather(struct run *r, struct letter *l, const struct ledger_entry *e)
{
	const struct finding **list = NULL;
	size_t i, cap = 0;
	bool worth = false;

	for (i = 0; i < diag_count(r->diag); i++) {
		const struct finding *f = diag_finding(r->diag, i);

		if (!is_about(r, f, e))
			continue;
		worth |= f->severity == SEVERITY_WARNING ||
		    f->code == D_REPLACES;
		*ARENA_PUSH(r->arena, list, l->finding_count, cap) = f;
	}
	l->findings = list;
	return worth;
}

static const char *
letter_base(struct run *r, const struct ledger_entry *e)
{
	return arena_printf(r->arena, "letters/%s/%s/%s-%04d-%.12s", e->period,
	    e->unit, e->form, e->sequence, e->sha256);
}

bool
letter_accept(struct run *r, const struct ledger_entry *e, const char *data,
    size_t len, bool draft)
{
	struct letter l = letter_about(r, e, data, len);
	const char *base = letter_base(r, e);
	const char *changes = arena_printf(r->arena, "%s%s", base, CHANGES);

	if (!gather(r, &l, e))
		return true;
	if (file_exists(file_join(r->arena, r->site, changes)))
		l.changes = file_name(changes);
	return write_letter(r, base, &l, draft);
}

bool
letter_changes(struct run *r, const struct ledger_entry *e,
    const struct changes *list)
{
	struct text t;

	if (changes_csv(r->arena, list, &t))
		return write_text(r, letter_base(r, e), CHANGES, &t);
	text_free(&t);
	return true;
}

/* The file that tells of unfinished letters. */
static const char *
mark_path(struct run *r)
{
	return file_join(r->arena, r->site, ".letters");
}

bool
letter_begin(struct run *r)
{
	const char *path = mark_path(r), *text;

	if (file_exists(path))
		return true;
	text = arena_printf(r->arena, "%zu\n", r->first_new);
	if (file_write(path, text, strlen(text)))
		return true;
	return run_failed(r, path);
}

static bool
cannot_read(struct run *r, const char *path)
{
	diag_report(r->diag, D_CANNOT_READ, ((struct place){ path, 0, 0 }),
	    path, system_error(errno));
	return false;
}

bool
letter_resume(struct run *r)
{
	const char *path = mark_path(r);
	size_t i, len, before = r->first_new, first = before;
	char *text = file_read(r->arena, path, LETTER_MAX, &len);
	struct decimal d;

	if (text == NULL && errno == ENOENT)
		return true;
	if (text == NULL)
		return cannot_read(r, file_name(path));
	if (len > 0 && decimal_parse(&d, text, len - 1) && d.coef >= 0 &&
	    (size_t)d.coef < before)
		first = (size_t)d.coef;
	r->first_new = first;
	for (i = first; i < before; i++)
		receive_retell(r, i);
	return true;
}

static bool
letter_end(struct run *r)
{
	const char *path = mark_path(r);

	if (!file_exists(path) || unlink(path) == 0)
		return true;
	return run_failed(r, path);
}

bool
letter_write_accepted(struct run *r)
{
	bool ok = true;
	size_t i, len;

	for (i = r->first_new; i < r->ledger->count; i++) {
		struct ledger_entry e = r->ledger->entries[i];
		struct letter none = { .file = NULL };
		struct arena *a;
		char *data;

		if (e.event != LEDGER_ACCEPTED || !gather(r, &none, &e))
			continue;
		a = arena_new();
		data = file_read(a, file_join(a, r->site, e.path),
		    INTAKE_FILE_MAX, &len);
		/* one that was replaced at once has its draft */
		if (data != NULL)
			ok = letter_accept(r, &e, data, len, false) && ok;
		else if (errno != ENOENT)
			ok = cannot_read(r, e.path);
		arena_free(a);
	}
	return ok && letter_end(r);
}
