/*
 * Taking in: each dropped file is read in a child, decided, recorded in the
 * ledger and moved.  The record comes first; a move that an interruption left
 * undone is found and carried out by receive_settle().
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "check/check.h"
#include "compile.h"

enum { ANSWER_MAX = 256 * 1024 * 1024, DEATHS_MAX = 3, NAME_MAX_SHOWN = 80 };

/* ---- the child's work and its answer ---- */

struct work {
	const struct catalog	*catalog;
	const struct drop	*drop;
	const char		*shown_as;
	date			 today;
};

static void
put_finding(const struct finding *f, struct text *out)
{
	text_addf(out, "finding %d %d %d %d %s %s %s %zu\n", (int)f->code,
	    (int)f->severity, f->place.line, f->place.column,
	    f->field == NULL ? "-" : f->field,
	    f->rule == NULL ? "-" : f->rule,
	    f->unit == NULL ? "-" : f->unit, strlen(f->text));
	text_add(out, f->text);
	text_addc(out, '\n');
}

static void
put_envelope(const struct submission *s, struct text *out)
{
	char period[PERIOD_TEXT];

	text_addf(out, "envelope %s %zu %s %s %d\n", s->form->id,
	    s->unit->index, period_format(s->period, period),
	    submission_kind_name(s->kind), s->sequence);
}

/* In the child: read, check, answer. */
static void
read_and_check(void *context, struct text *answer)
{
	const struct work *w = context;
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	struct submission *s;
	struct compiled *c = NULL;
	size_t i;

	s = intake_read(a, w->catalog, w->drop->name, w->shown_as,
	    w->drop->data, w->drop->len, w->today, diag);
	if (s != NULL)
		c = check_submission(a, w->catalog, s, diag);
	for (i = 0; i < diag_count(diag); i++)
		put_finding(diag_finding(diag, i), answer);
	if (s != NULL)
		put_envelope(s, answer);
	if (c != NULL && !diag_has(diag, 0, SEVERITY_REJECT)) {
		text_add(answer, "compiled\n");
		compiled_write(c, answer);
	}
	/* the child ends here, and with it all its memory */
}

/* A cursor over the answer's lines. */
struct cursor {
	struct arena	*arena;
	const char	*p, *end;
};

static char *
next_word(struct cursor *c)
{
	const char *start = c->p;

	while (c->p < c->end && *c->p != ' ' && *c->p != '\n')
		c->p++;
	start = arena_strndup(c->arena, start, (size_t)(c->p - start));
	if (c->p < c->end)
		c->p++;
	return (char *)start;
}

/* A word, NULL for "-". */
static const char *
next_name(struct cursor *c)
{
	const char *word = next_word(c);

	return strcmp(word, "-") == 0 ? NULL : word;
}

static int
next_int(struct cursor *c)
{
	const char *word = next_word(c);
	struct decimal d;

	return decimal_parse(&d, word, strlen(word)) && d.scale == 0 ?
	    (int)d.coef : 0;
}

static bool
adopt_finding(struct run *r, struct cursor *c, const char *path)
{
	struct finding f;
	size_t len;
	int code = next_int(c), severity = next_int(c);

	f.place.file = path;
	f.place.line = next_int(c);
	f.place.column = next_int(c);
	f.field = next_name(c);
	f.rule = next_name(c);
	f.unit = next_name(c);
	len = (size_t)next_int(c);
	if (code < 0 || code >= D_MAX || severity < 0 ||
	    severity >= SEVERITY_MAX || len > (size_t)(c->end - c->p))
		return false;
	f.code = (enum diag_code)code;
	f.severity = (enum severity)severity;
	f.text = arena_strndup(c->arena, c->p, len);
	c->p += len;
	if (c->p < c->end)
		c->p++;
	diag_adopt(r->diag, &f);
	return true;
}

static void
adopt_envelope(struct run *r, struct cursor *c, struct reading *out)
{
	int unit;

	out->form = catalog_form(r->catalog, next_word(c));
	unit = next_int(c);
	if (unit >= 0 && (size_t)unit < r->catalog->units->count)
		out->unit = r->catalog->units->list[unit];
	out->has_period = period_parse(next_word(c), &out->period);
	submission_kind_parse(next_word(c), &out->kind);
	out->sequence = next_int(c);
}

static void
adopt_answer(struct run *r, const struct text *answer, const char *path,
    struct reading *out)
{
	struct cursor c = { r->arena, text_string(answer),
	    text_string(answer) + answer->len };

	while (c.p < c.end) {
		const char *word = next_word(&c);

		if (strcmp(word, "finding") == 0) {
			if (!adopt_finding(r, &c, path))
				break;
		} else if (strcmp(word, "envelope") == 0)
			adopt_envelope(r, &c, out);
		else {
			out->compiled = compiled_read(r->arena, r->catalog,
			    c.p, (size_t)(c.end - c.p));
			break;
		}
	}
}

struct reading
receive_read(struct run *r, const struct drop *drop, const char *shown_as)
{
	struct work w = { r->catalog, drop, shown_as, r->today };
	struct reading out = { .sequence = 0 };
	struct text answer;
	enum box_end end;

	text_init(&answer, ANSWER_MAX);
	end = box_run(r->arena, read_and_check, &w, &answer, &out.why);
	if (end == BOX_DONE)
		adopt_answer(r, &answer, shown_as, &out);
	else
		out.died = true;
	if (end == BOX_FAILED)
		out.why = system_error(errno);
	text_free(&answer);
	return out;
}

/* ---- what the ledger says ---- */

static bool
same_report(const struct ledger_entry *a, const struct ledger_entry *b)
{
	return strcmp(a->form, b->form) == 0 && strcmp(a->unit, b->unit) == 0 &&
	    strcmp(a->period, b->period) == 0;
}

/*
 * The key of the report that an entry is about: one form of one unit for one
 * period.
 */
static const char *
report_key(struct run *r, const struct ledger_entry *e)
{
	return arena_printf(r->arena, "%s %s %s", e->form, e->unit, e->period);
}

size_t
receive_current(struct run *r, const struct ledger_entry ***out)
{
	struct map *latest = map_new(r->arena);
	size_t i;

	for (i = 0; i < r->ledger->count; i++) {
		struct ledger_entry *e = &r->ledger->entries[i];

		if (e->event == LEDGER_ACCEPTED)
			map_put(latest, report_key(r, e), e);
	}
	*out = arena_alloc(r->arena, (map_count(latest) + 1) * sizeof(**out));
	for (i = 0; i < map_count(latest); i++)
		(*out)[i] = map_value(latest, i);
	return map_count(latest);
}

/* The latest accepted entry of the same report, NULL when none. */
static const struct ledger_entry *
current_of(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event == LEDGER_ACCEPTED && same_report(x, e))
			return x;
	}
	return NULL;
}

/* The last entry about these bytes that decided something; NULL when none. */
static const struct ledger_entry *
decision_about(struct run *r, const char *sha256)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event != LEDGER_REPORT && x->event != LEDGER_SENT &&
		    x->event != LEDGER_FAILED &&
		    strcmp(x->sha256, sha256) == 0)
			return x;
	}
	return NULL;
}

/* An accepted entry of these bytes about another report than E; or NULL. */
static const struct ledger_entry *
accepted_elsewhere(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event == LEDGER_ACCEPTED && !same_report(x, e) &&
		    strcmp(x->sha256, e->sha256) == 0)
			return x;
	}
	return NULL;
}

static size_t
deaths_of(struct run *r, const char *sha256)
{
	size_t i, n = 0;

	for (i = 0; i < r->ledger->count; i++)
		n += r->ledger->entries[i].event == LEDGER_FAILED &&
		    strcmp(r->ledger->entries[i].sha256, sha256) == 0;
	return n;
}

/* ---- places of files ---- */

/* A name that is safe in any folder: odd bytes as %XX, not too long. */
static char *
safe_name(struct arena *a, const char *name)
{
	struct text t;
	char *out;
	size_t len = strlen(name), bad;
	bool valid = unicode_is_valid(name, len, &bad);
	const unsigned char *p;

	text_init(&t, 3 * NAME_MAX_SHOWN);
	if (len > NAME_MAX_SHOWN)	/* keep the end: it has the suffix */
		name += len - NAME_MAX_SHOWN;
	while ((*name & 0xc0) == 0x80)
		name++;
	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || *p == '%' ||
		    (!valid && *p >= 0x80))
			text_addf(&t, "%%%02X", *p);
		else
			text_addc(&t, (char)*p);
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	return out;
}

/* ".csv" of "x.csv", lower case ASCII only; "" when there is none. */
static const char *
suffix_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t n;

	if (dot == NULL || dot == name)
		return "";
	n = strspn(dot + 1,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	return dot[n + 1] == '\0' && n > 0 && n <= 5 ? dot : "";
}

/* FOLDER/PERIOD/FORM/UNIT/0001-SHA256.csv, as the site's files are kept. */
static const char *
store_path(struct run *r, const char *folder, const struct ledger_entry *e)
{
	return arena_printf(r->arena, "%s/%s/%s/%s/%04d-%.12s%s", folder,
	    e->period, e->form, e->unit, e->sequence, e->sha256,
	    suffix_of(e->name));
}

/* A path like WANTED that no file has yet. */
static const char *
free_path(struct run *r, const char *wanted)
{
	const char *path = wanted;
	int n;

	for (n = 2; file_exists(file_join(r->arena, r->site, path)); n++)
		path = arena_printf(r->arena, "%s.%d", wanted, n);
	return path;
}

/* Move a file of the site, both paths relative to it. */
static bool
move_within(struct run *r, const char *from, const char *to)
{
	char *target = file_join(r->arena, r->site, to);
	char *folder = arena_strndup(r->arena, target,
	    (size_t)(file_name(target) - target));

	if (!file_make_folder(folder) ||
	    !file_move(file_join(r->arena, r->site, from), target)) {
		diag_report(r->diag, D_SYSTEM, ((struct place){ from, 0, 0 }),
		    to, system_error(errno));
		return false;
	}
	return true;
}

/* ---- decisions ---- */

/* The codes of findings FROM to the end, each once: "R301 W501". */
static const char *
codes_since(struct run *r, size_t from)
{
	struct map *seen = map_new(r->arena);
	struct text t;
	const char *out;

	text_init(&t, 4096);
	for (; from < diag_count(r->diag); from++) {
		const char *name =
		    diag_code_name(diag_finding(r->diag, from)->code);

		if (map_add(seen, name, seen))
			text_addf(&t, "%s%s", t.len > 0 ? " " : "", name);
	}
	out = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return out;
}

/* Record a decision, then carry it out. */
static bool
decide(struct run *r, const struct drop *drop, struct ledger_entry *e,
    enum ledger_event event, const char *path, const char *codes)
{
	e->event = event;
	e->path = path;
	e->codes = codes;
	if (!ledger_append(r->arena, r->ledger, r->ledger_path, e, r->diag))
		return false;
	r->counts[event]++;
	return move_within(r, file_join(r->arena, "inbox", drop->name), path);
}

static bool
reject(struct run *r, const struct drop *drop, struct ledger_entry *e,
    size_t from)
{
	char day[DATE_TEXT];
	const char *path = free_path(r, arena_printf(r->arena,
	    "rejected/%s/%.12s-%s", date_format(r->today, day), drop->sha256,
	    safe_name(r->arena, drop->name)));

	const char *codes = codes_since(r, from);

	e->event = LEDGER_REJECTED;
	return letter_reject(r, e, drop->data, drop->len, path, from) &&
	    decide(r, drop, e, LEDGER_REJECTED, path, codes);
}

static bool
set_aside_unchanged(struct run *r, const struct drop *drop,
    struct ledger_entry *e, const struct ledger_entry *first)
{
	char day[DATE_TEXT];
	size_t from = diag_count(r->diag);

	diag_report(r->diag, D_UNCHANGED,
	    ((struct place){ file_join(r->arena, "inbox", drop->name), 0, 0 }),
	    language_date(first->day, day));
	return decide(r, drop, e, LEDGER_UNCHANGED, free_path(r,
	    store_path(r, "superseded", e)), codes_since(r, from));
}

static const char *
number_text(struct run *r, size_t n)
{
	return arena_printf(r->arena, "%zu", n);
}

/* Keep the compiled facts for later runs; losing them only costs time. */
static const char *
cache_path(struct run *r, const char *sha256)
{
	return arena_printf(r->arena, "%s/cache/%.16s-%.16s.facts", r->site,
	    sha256, r->catalog->sha256);
}

static void
cache_compiled(struct run *r, const char *sha256, const struct compiled *c)
{
	struct text t;

	text_init(&t, ANSWER_MAX);
	compiled_write(c, &t);
	if (file_make_folder(file_join(r->arena, r->site, "cache")))
		file_write_cache(cache_path(r, sha256), text_string(&t),
		    t.len);
	text_free(&t);
}

/* Refuse a file that may not take the place of the one that counts. */
static bool
reject_older(struct run *r, const struct drop *drop, struct ledger_entry *e,
    const struct ledger_entry *old, size_t from)
{
	struct place place = { file_join(r->arena, "inbox", drop->name), 0, 0 };

	diag_report(r->diag, e->sequence == old->sequence ? D_OLD_SEQUENCE :
	    D_OVERTAKEN, place, number_text(r, (size_t)e->sequence),
	    number_text(r, (size_t)old->sequence),
	    number_text(r, (size_t)old->sequence + 1));
	return reject(r, drop, e, from);
}

/* Tell what a file changes.  CHANGES is NULL when the earlier one, which was
 * told already, cannot be read any more. */
static bool
replace(struct run *r, const struct drop *drop, struct ledger_entry *e,
    const struct ledger_entry *old, const struct changes *changes)
{
	struct place place = { file_join(r->arena, "inbox", drop->name), 0, 0 };

	diag_report(r->diag, D_REPLACES, place,
	    number_text(r, (size_t)old->sequence), old->name,
	    changes == NULL ? "?" : number_text(r, changes->count));
	if (changes == NULL || changes->count == 0)
		return true;
	changes_report(r->arena, changes, place.file, r->diag);
	return letter_changes(r, e, changes);
}

/* A good file: is it new, a correction, or nothing new? */
static bool
accept(struct run *r, const struct drop *drop, struct ledger_entry *e,
    const struct reading *reading, size_t from)
{
	const struct ledger_entry *old = current_of(r, e);
	struct compiled *before;
	struct changes *changes = NULL;
	const char *codes;

	if (old != NULL && (before = receive_compiled(r, old)) != NULL)
		changes = changes_between(r->arena, before, reading->compiled);
	if (old != NULL && e->sequence <= old->sequence)
		return changes != NULL && changes->count == 0 &&
		    !changes->records ? set_aside_unchanged(r, drop, e, old) :
		    reject_older(r, drop, e, old, from);
	if (old != NULL && !replace(r, drop, e, old, changes))
		return false;
	cache_compiled(r, drop->sha256, reading->compiled);
	codes = codes_since(r, from);
	e->event = LEDGER_ACCEPTED;
	return letter_begin(r) && letter_accept(r, e, drop->data, drop->len, true) &&
	    decide(r, drop, e, LEDGER_ACCEPTED, free_path(r,
	    store_path(r, "accepted", e)), codes);
}

static bool
mourn(struct run *r, const struct drop *drop, struct ledger_entry *e,
    const char *why)
{
	size_t from = diag_count(r->diag), n = deaths_of(r, drop->sha256) + 1;
	struct place place = { file_join(r->arena, "inbox", drop->name), 0, 0 };

	if (n >= DEATHS_MAX) {
		diag_report(r->diag, D_QUARANTINED, place, number_text(r, n));
		return decide(r, drop, e, LEDGER_QUARANTINED, free_path(r,
		    arena_printf(r->arena, "quarantine/%.12s-%s", drop->sha256,
		    safe_name(r->arena, drop->name))), codes_since(r, from));
	}
	diag_report(r->diag, D_CHILD_DIED, place, why, number_text(r, n),
	    number_text(r, DEATHS_MAX));
	e->event = LEDGER_FAILED;
	e->path = place.file;
	e->codes = codes_since(r, from);
	return ledger_append(r->arena, r->ledger, r->ledger_path, e, r->diag);
}

/* Fill an entry from what was understood of the file. */
struct ledger_entry
receive_entry(struct run *r, const struct drop *drop,
    const struct reading *reading)
{
	char period[PERIOD_TEXT];

	return (struct ledger_entry){
		.day = r->today,
		.name = arena_strdup(r->arena, drop->name),
		.sha256 = arena_strdup(r->arena, drop->sha256),
		.form = reading->form == NULL ? "" : reading->form->id,
		.unit = reading->unit == NULL ? "" : reading->unit->code,
		.period = !reading->has_period ? "" : arena_strdup(r->arena,
		    period_format(reading->period, period)),
		.sequence = reading->sequence,
		.kind = reading->form == NULL ? "" :
		    submission_kind_name(reading->kind),
		.codes = "",
	};
}

static bool
receive_one(struct run *r, const struct drop *drop)
{
	const struct ledger_entry *seen = decision_about(r, drop->sha256);
	const char *shown = file_join(r->arena, "inbox", drop->name);
	size_t from = diag_count(r->diag);
	struct reading reading;
	struct ledger_entry e;

	bool same_name = seen != NULL && strcmp(seen->name,
	    ledger_name(r->arena, drop->name)) == 0;

	/* decided by a run that was interrupted before it moved the file */
	if (same_name && !file_exists(file_join(r->arena, r->site,
	    seen->path)))
		return move_within(r, shown, seen->path);
	/* another name may speak of another period */
	if (same_name && seen->event == LEDGER_ACCEPTED) {
		e = *seen;
		e.day = r->today;
		e.name = arena_strdup(r->arena, drop->name);
		return set_aside_unchanged(r, drop, &e, seen);
	}
	reading = receive_read(r, drop, shown);
	e = receive_entry(r, drop, &reading);
	if (reading.died)
		return mourn(r, drop, &e, reading.why);
	if (reading.compiled == NULL)
		return reject(r, drop, &e, from);
	if ((seen = accepted_elsewhere(r, &e)) != NULL) {
		diag_report(r->diag, D_SAME_FILE, ((struct place){ shown, 0,
		    0 }), seen->name, seen->form, seen->unit, seen->period);
		return reject(r, drop, &e, from);
	}
	return accept(r, drop, &e, &reading, from);
}

bool
receive_all(struct run *r)
{
	const char *inbox = file_join(r->arena, r->site, "inbox");
	struct drop **drops;
	size_t i, count;
	bool ok = true;

	file_make_folder(inbox);	/* if it is not there, scanning says so */
	drops = spool_scan(r->arena, inbox, &count, r->diag);
	if (drops == NULL)
		return false;
	for (i = 0; i < count; i++)
		ok = receive_one(r, drops[i]) && ok;
	ok = receive_settle(r) && ok;
	/* the ledger is durable already; a move that a power cut undoes is
	 * done again */
	return (count == 0 || file_sync_all(r->site)) && ok;
}

static bool
is_superseded(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = 0; i < r->ledger->count; i++)
		if (r->ledger->entries[i].event == LEDGER_SUPERSEDED &&
		    strcmp(r->ledger->entries[i].sha256, e->sha256) == 0 &&
		    same_report(&r->ledger->entries[i], e))
			return true;
	return false;
}

bool
receive_settle(struct run *r)
{
	size_t i, count = r->ledger->count;
	bool ok = true;

	for (i = 0; i < count; i++) {
		struct ledger_entry e = r->ledger->entries[i];
		const char *from = e.path;

		if (e.event == LEDGER_SUPERSEDED) {
			from = store_path(r, "accepted", &e);
			if (!file_exists(file_join(r->arena, r->site, from)) ||
			    file_exists(file_join(r->arena, r->site, e.path)))
				continue;
		} else if (e.event == LEDGER_ACCEPTED &&
		    current_of(r, &e)->sequence > e.sequence &&
		    !is_superseded(r, &e)) {
			e.event = LEDGER_SUPERSEDED;
			e.day = r->today;
			e.codes = "";
			e.path = free_path(r, store_path(r, "superseded", &e));
			if (!ledger_append(r->arena, r->ledger, r->ledger_path,
			    &e, r->diag))
				return false;
			r->counts[LEDGER_SUPERSEDED]++;
		} else
			continue;
		ok = move_within(r, from, e.path) && ok;
	}
	return ok;
}

/*
 * Read an accepted file once more, as on the day it came.  What there was to
 * say about it was said then, unless it would be refused now or ALOUD.
 */
static struct reading
read_again(struct run *r, const struct drop *drop, const struct ledger_entry *e,
    const char *shown_as, bool aloud)
{
	struct run then = *r;
	struct reading reading;
	size_t i;

	then.diag = diag_new();
	then.today = e->day;
	reading = receive_read(&then, drop, shown_as);
	for (i = 0; (aloud || reading.compiled == NULL) &&
	    i < diag_count(then.diag); i++)
		diag_adopt(r->diag, diag_finding(then.diag, i));
	diag_free(then.diag);
	return reading;
}

struct compiled *
receive_compiled(struct run *r, const struct ledger_entry *e)
{
	struct drop drop = { .name = e->name, .path = e->path };
	struct compiled *c;
	struct reading reading;
	size_t len;
	char *data;

	data = file_read(r->arena, cache_path(r, e->sha256), ANSWER_MAX, &len);
	if (data != NULL && (c = compiled_read(r->arena, r->catalog, data,
	    len)) != NULL)
		return c;
	drop.data = file_read(r->arena, file_join(r->arena, r->site, e->path),
	    INTAKE_FILE_MAX, &drop.len);
	if (drop.data == NULL) {
		diag_report(r->diag, D_CANNOT_READ,
		    ((struct place){ e->path, 0, 0 }), e->path,
		    system_error(errno));
		return NULL;
	}
	digest_bytes(drop.sha256, drop.data, drop.len);
	if (strcmp(drop.sha256, e->sha256) != 0) {
		diag_report(r->diag, D_STORE_CHANGED,
		    ((struct place){ e->path, 0, 0 }), drop.sha256, e->sha256);
		return NULL;
	}
	reading = read_again(r, &drop, e, e->path, false);
	if (reading.compiled != NULL)
		cache_compiled(r, e->sha256, reading.compiled);
	return reading.compiled;
}

/* The entry that the INDEX-th replaced; NULL when it was the first. */
static const struct ledger_entry *
replaced_by(struct run *r, size_t index)
{
	const struct ledger_entry *e = &r->ledger->entries[index];
	size_t i;

	for (i = index; i > 0; i--)
		if (r->ledger->entries[i - 1].event == LEDGER_ACCEPTED &&
		    same_report(&r->ledger->entries[i - 1], e))
			return &r->ledger->entries[i - 1];
	return NULL;
}

void
receive_retell(struct run *r, size_t index)
{
	struct ledger_entry e = r->ledger->entries[index];
	const struct ledger_entry *old = replaced_by(r, index);
	struct drop drop = { .name = e.name, .path = e.path };
	struct changes *changes = NULL;
	struct compiled *before;
	struct reading reading;

	if (e.event != LEDGER_ACCEPTED)
		return;
	drop.data = file_read(r->arena, file_join(r->arena, r->site, e.path),
	    INTAKE_FILE_MAX, &drop.len);
	if (drop.data == NULL)	/* replaced since, and its draft is there */
		return;
	digest_bytes(drop.sha256, drop.data, drop.len);
	reading = read_again(r, &drop, &e, file_join(r->arena, "inbox",
	    e.name), true);
	if (old == NULL || reading.compiled == NULL)
		return;
	if ((before = receive_compiled(r, old)) != NULL)
		changes = changes_between(r->arena, before, reading.compiled);
	replace(r, &drop, &e, old, changes);
}
