/*
 * A published report is replaced: the one that there was is kept, and what is
 * another number now is told.
 */
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "publish.h"

enum { SAID_MAX = 20 };		/* corrections that a run tells one by one */

/* ---- the ledger ---- */

static const char draft[] = "draft", final[] = "final";

/* The last entry of these bytes at a path; of any bytes when SHA256 is NULL. */
static const struct ledger_entry *
recorded(struct run *r, const char *path, const char *sha256)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if ((x->event == LEDGER_REPORT ||
		    x->event == LEDGER_SUPERSEDED) &&
		    strcmp(x->path, path) == 0)
			return sha256 == NULL ||
			    strcmp(x->sha256, sha256) == 0 ? x : NULL;
	}
	return NULL;
}

bool
replaced_record(struct run *r, enum ledger_event event, const char *path,
    const char *sha256, const struct manifest *m)
{
	struct ledger_entry e = { .day = r->today, .event = event,
	    .name = file_name(path), .sha256 = sha256, .form = "",
	    .unit = m->unit, .period = m->period, .kind = m->final ? final :
	    draft, .path = path, .codes = "" };
	const struct ledger_entry *last = recorded(r, path, sha256);

	if (last != NULL && (strcmp(last->kind, e.kind) == 0 ||
	    event != LEDGER_REPORT))
		return true;
	if (event == LEDGER_REPORT)
		r->counts[LEDGER_REPORT]++;
	return ledger_append(r->arena, r->ledger, r->ledger_path, &e, r->diag);
}

/* ---- what is replaced ---- */

/* Write a copy of a file of the site for good. */
static bool
copy(struct run *r, const char *from, const char *to)
{
	struct arena *a = arena_new();
	char *target = edition_path(r, to);
	size_t len;
	char *data = file_read(a, edition_path(r, from), LIST_MAX, &len);
	bool ok = data != NULL && (file_exists(target) ||
	    (file_make_folder(arena_strndup(a, target,
	    (size_t)(file_name(target) - target))) &&
	    file_write(target, data, len)));

	arena_free(a);
	return ok || run_failed(r, to);
}

/* What was published stays as it was; a text beside it names what replaced it. */
static bool
name_successor(struct run *r, const char *kept, const struct rendering *t,
    const struct manifest *now)
{
	const char *path = arena_printf(r->arena, "%s.successor.txt", kept);
	char day[DATE_TEXT];
	const char *text = arena_printf(r->arena,
	    _("This edition was replaced on %s by edition %d:\n"
	    "%s\nSHA-256 %s\n"), language_date(r->today, day), now->edition,
	    t->path, now->pdf);

	return file_write(edition_path(r, path), text, strlen(text)) ||
	    run_failed(r, path);
}

/*
 * Keep the report that lies at a path before another takes its place, with its
 * manifest.  A draft needs not be kept: the ledger tells that it was one.
 */
bool
replaced_keep(struct edition *e, const struct rendering *t, const struct manifest *now,
    const char **kept)
{
	struct run *r = e->run;
	const char *sha256 = edition_digest(r, t->path);
	const struct ledger_entry *x = recorded(r, t->path, sha256);
	char day[DATE_TEXT];

	*kept = NULL;
	if (*sha256 == '\0' || strcmp(sha256, now->pdf) == 0 ||
	    (x != NULL && strcmp(x->kind, draft) == 0))
		return true;
	date_format(t->intact ? t->before->day : x != NULL ? x->day :
	    r->today, day);
	*kept = arena_printf(r->arena, "superseded/%s/%s-%.12s-%s", e->folder,
	    day, sha256, t->name);
	return copy(r, t->path, *kept) && (!t->intact || copy(r,
	    file_join(r->arena, e->folder, edition_manifest(r, t->name)),
	    arena_printf(r->arena, "%s.txt", *kept))) &&
	    name_successor(r, *kept, t, now) && replaced_record(r, LEDGER_SUPERSEDED, *kept, sha256, now);
}

/* How a number was shown, in words; NULL: as the value that it is. */
static const char *
shown_as(const char *as)
{
	static const struct {
		const char	*as, *words;
	} ways[] = {
		{ "numerator", N_("numerator") },
		{ "denominator", N_("denominator") },
		{ "target", N_("target") },
		{ "verdict", N_("verdict") },
		{ "milestone", N_("to be reached by now") },
		{ "year_ago", N_("the year before") },
		{ "change", N_("change since the year before") },
	};
	size_t i, len = strcspn(as, " ");

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strlen(ways[i].as) == len &&
		    strncmp(ways[i].as, as, len) == 0)
			return _(ways[i].words);
	return NULL;
}

/* "568 thành phố Nha Trang, T16 (đánh giá)". */
static const char *
name_of(struct edition *e, const struct data_erratum *x)
{
	struct arena *a = e->run->arena;
	const struct unit *u = units_find(e->run->catalog->units, x->unit,
	    period_end(e->data->period));
	const char *name = arena_printf(a, "%s%s%s, %s", x->unit,
	    u == NULL ? "" : " ", u == NULL ? "" : u->full_name, x->item);
	const char *as = shown_as(x->as);

	return as == NULL ? name : arena_printf(a, "%s (%s)", name, as);
}

/* Tell which published numbers are others now, each once. */
static size_t
tell_corrections(struct edition *e, const struct manifest *now)
{
	struct run *r = e->run;
	size_t i, n = 0;

	for (i = 0; i < now->erratum_count; i++) {
		const struct data_erratum *x = &now->errata[i];
		const char *key = name_of(e, x);

		if (x->edition != now->edition)
			continue;
		n++;
		if (map_add(e->said, key, e->said) &&
		    map_count(e->said) <= SAID_MAX)
			diag_report(r->diag, D_NUMBER_CORRECTED,
			    ((struct place){ e->folder, 0, 0 }), key,
			    *x->before == '\0' ? "–" : x->before,
			    *x->now == '\0' ? "–" : x->now, x->cause);
	}
	return n;
}

void
replaced_tell(struct edition *e, const struct rendering *t,
    const struct manifest *now, const char *kept)
{
	struct run *r = e->run;

	if (kept != NULL)
		diag_report(r->diag, D_REPORT_REPLACED,
		    ((struct place){ t->path, 0, 0 }),
		    arena_printf(r->arena, "%d", now->edition), kept,
		    arena_printf(r->arena, "%zu", tell_corrections(e, now)));
}

/* A final report that is gone with its manifest cannot be compared with. */
void
replaced_lost(struct edition *e, const struct rendering *t)
{
	struct run *r = e->run;
	const struct ledger_entry *x = recorded(r, t->path, NULL);
	char day[DATE_TEXT];

	if (t->before == NULL && x != NULL && strcmp(x->kind, final) == 0)
		diag_report(r->diag, D_PUBLISHED_LOST,
		    ((struct place){ t->path, 0, 0 }),
		    language_date(x->day, day));
}
