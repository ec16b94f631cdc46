/*
 * Taking in: each dropped file is read in a child, decided, recorded in the
 * ledger and moved.  The record comes first; a move that an interruption left
 * undone is found and carried out by receive_settle().
 */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "check/check.h"
#include "compile.h"
#include "receive.h"

enum { DEATHS_MAX = 3 };

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

/*
 * Move a file to where it is kept.  Somebody may have replaced it since it was
 * read: what lies there now is not what was decided on and stays in the drop
 * folder, and what was read is written down.
 */
static bool
keep(struct run *r, const struct drop *drop, const char *path)
{
	const char *from = file_join(r->arena, "inbox", drop->name);
	const char *to = file_join(r->arena, r->site, path);

	if (store_move(r, from, path)) {
		if (spool_is_still(drop, to, true))
			return true;
		if (!store_move(r, path, store_free_path(r, from)))
			return store_fail(r, path, from);
	} else if (errno != ENOENT)
		return store_fail(r, from, path);
	diag_report(r->diag, D_CHANGED_MEANWHILE, ((struct place){ from, 0,
	    0 }), NULL);
	/* too large to be read whole: then it was refused */
	return drop->len != (size_t)drop->mark.size ||
	    store_write(r, path, drop->data, drop->len);
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
	return keep(r, drop, path);
}

static bool
reject(struct run *r, const struct drop *drop, struct ledger_entry *e,
    size_t from)
{
	char day[DATE_TEXT];
	const char *path = store_free_path(r, arena_printf(r->arena,
	    "rejected/%s/%.12s-%s", date_format(r->today, day), drop->sha256,
	    store_safe_name(r->arena, drop->name)));

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
	return decide(r, drop, e, LEDGER_UNCHANGED, store_free_path(r,
	    store_path(r, "superseded", e)), codes_since(r, from));
}

static const char *
number_text(struct run *r, size_t n)
{
	return arena_printf(r->arena, "%zu", n);
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

bool
receive_replace(struct run *r, const struct drop *drop, struct ledger_entry *e,
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
	const struct ledger_entry *old = recorded_current(r, e);
	struct compiled *before;
	struct changes *changes = NULL;
	const char *codes;

	if (old != NULL && (before = receive_compiled(r, old)) != NULL)
		changes = changes_between(r->arena, before, reading->compiled);
	if (old != NULL && e->sequence <= old->sequence)
		return changes != NULL && changes->count == 0 &&
		    !changes->records && !changes->reasons ? set_aside_unchanged(r, drop, e, old) :
		    reject_older(r, drop, e, old, from);
	if (old != NULL && !receive_replace(r, drop, e, old, changes))
		return false;
	reread_keep(r, drop->sha256, reading->compiled);
	codes = codes_since(r, from);
	e->event = LEDGER_ACCEPTED;
	return letter_begin(r) &&
	    letter_accept(r, e, drop->data, drop->len, true) &&
	    decide(r, drop, e, LEDGER_ACCEPTED, store_free_path(r,
	    store_path(r, "accepted", e)), codes);
}

static bool
mourn(struct run *r, const struct drop *drop, struct ledger_entry *e,
    const char *why)
{
	size_t from = diag_count(r->diag),
	    n = recorded_deaths(r, drop->sha256) + 1;
	struct place place = { file_join(r->arena, "inbox", drop->name), 0, 0 };

	if (n >= DEATHS_MAX) {
		diag_report(r->diag, D_QUARANTINED, place, number_text(r, n));
		return decide(r, drop, e, LEDGER_QUARANTINED,
		    store_free_path(r, arena_printf(r->arena,
		    "quarantine/%.12s-%s", drop->sha256,
		    store_safe_name(r->arena, drop->name))),
		    codes_since(r, from));
	}
	diag_report(r->diag, D_CHILD_DIED, place, why, number_text(r, n),
	    number_text(r, DEATHS_MAX));
	e->event = LEDGER_FAILED;
	e->path = place.file;
	e->codes = codes_since(r, from);
	return ledger_append(r->arena, r->ledger, r->ledger_path, e, r->diag);
}

static bool
receive_one(struct run *r, const struct drop *drop)
{
	const struct ledger_entry *seen = recorded_decision(r, drop->sha256);
	const char *shown = file_join(r->arena, "inbox", drop->name);
	size_t from = diag_count(r->diag);
	struct reading reading;
	struct ledger_entry e;

	bool same_name = seen != NULL && strcmp(seen->name,
	    ledger_name(r->arena, drop->name)) == 0;

	/* decided by a run that was interrupted before it moved the file */
	if (same_name && !file_exists(file_join(r->arena, r->site,
	    seen->path)))
		return keep(r, drop, seen->path);
	/* another name may speak of another period */
	if (same_name && seen->event == LEDGER_ACCEPTED) {
		e = *seen;
		e.day = r->today;
		e.name = arena_strdup(r->arena, drop->name);
		return set_aside_unchanged(r, drop, &e, seen);
	}
	reading = receive_read(r, drop, shown);
	if (!spool_is_still(drop, drop->path, false)) {
		diag_report(r->diag, D_CHANGED_MEANWHILE, ((struct place){
		    shown, 0, 0 }), NULL);
		return true;
	}
	e = receive_entry(r, drop, &reading);
	if (reading.died)
		return mourn(r, drop, &e, reading.why);
	if (reading.compiled == NULL)
		return reject(r, drop, &e, from);
	if ((seen = recorded_elsewhere(r, &e)) != NULL) {
		diag_report(r->diag, D_SAME_FILE, ((struct place){ shown, 0,
		    0 }), seen->name, seen->form, seen->unit, seen->period);
		return reject(r, drop, &e, from);
	}
	return accept(r, drop, &e, &reading, from);
}

/* What an earlier run has told of files that it left. */
static const char *
told_before(struct run *r, const char *path)
{
	size_t len;
	char *told = file_read(r->arena, path, SPOOL_LEFT_MAX, &len);

	return told == NULL ? "" : told;
}

/* Keep it for the next run; losing it only means that it is told again. */
static void
keep_told(struct run *r, const char *path, const char *left)
{
	if (strcmp(left, told_before(r, path)) != 0 &&
	    file_make_folder(file_join(r->arena, r->site, "cache")))
		file_write_cache(path, left, strlen(left));
}

bool
receive_all(struct run *r)
{
	const char *inbox = file_join(r->arena, r->site, "inbox");
	const char *left = file_join(r->arena, r->site, "cache/left");
	struct spool *spool;
	struct drop *drop;
	bool ok = true, any = false;

	file_make_folder(inbox);	/* if it is not there, opening says so */
	/* who asks by hand is told all */
	spool = spool_open(r->arena, inbox, "inbox", r->quiet ?
	    told_before(r, left) : "", r->diag);
	if (spool == NULL)
		return false;
	do {
		struct arena *a = arena_new();	/* for the file's bytes */

		if ((drop = spool_next(spool, a)) != NULL) {
			ok = receive_one(r, drop) && ok;
			any = true;
		}
		arena_free(a);
	} while (drop != NULL);
	keep_told(r, left, spool_left(spool));
	spool_close(spool);
	ok = receive_settle(r) && ok;
	/* the ledger is durable already; a move that a power cut undoes is
	 * done again */
	if (any && !file_sync_all(r->site))
		return run_failed(r, r->site);
	return ok;
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
		    recorded_current(r, &e)->sequence > e.sequence &&
		    !recorded_superseded(r, &e)) {
			e.event = LEDGER_SUPERSEDED;
			e.day = r->today;
			e.codes = "";
			e.path = store_free_path(r,
			    store_path(r, "superseded", &e));
			if (!ledger_append(r->arena, r->ledger, r->ledger_path,
			    &e, r->diag))
				return false;
			r->counts[LEDGER_SUPERSEDED]++;
		} else
			continue;
		ok = (store_move(r, from, e.path) ||
		    store_fail(r, from, e.path)) && ok;
	}
	return ok;
}
