/*
 * Replaying: published reports are made again out of what the site keeps of the
 * day on which they were made, and compared with what was published.
 */
#include <fnmatch.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "publish.h"

static const char same[] = N_("same"), differs[] = N_("differs"),
    not_made[] = N_("not made");

/* A report that is made again, and what came of it: one of the words above. */
struct again {
	const struct published *report;
	const char	*result;	/* NULL: nothing yet */
};

struct replaying {
	struct run	*run;
	const struct replay *wish;
	const char	*scratch;	/* a folder for views */
	size_t		 view_count;
	size_t		 count, cap;
	struct again	*list;
	struct map	*said;		/* files and programs that were told */
	/* the view at work */
	struct run	 then;
	struct dataset	*data;
	struct again	**group;	/* those that are rendered, in order */
	const struct rendering *renderings;
};

/* ---- what is wanted ---- */

static bool
is_named(const struct replay *wish, const struct published *x)
{
	const struct manifest *m = x->manifest;
	size_t i;

	for (i = 0; i < wish->word_count; i++)
		if (fnmatch(wish->words[i], x->name, 0) == 0 ||
		    fnmatch(wish->words[i], file_name(x->path), 0) == 0 ||
		    (m != NULL && (strcmp(wish->words[i], m->report) == 0 ||
		    strcmp(wish->words[i], m->unit) == 0)))
			return true;
	return wish->word_count == 0;
}

static bool
is_wanted(const struct replay *wish, const struct published *x)
{
	return is_named(wish, x) && (wish->edition == 0 ||
	    (x->manifest != NULL && x->manifest->edition == wish->edition));
}

/* Of what nobody knows how it was made, that is said at once. */
static void
begin(struct replaying *p, const struct published *x)
{
	struct run *r = p->run;
	struct again *a = ARENA_PUSH(r->arena, p->list, p->count, p->cap);

	*a = (struct again){ x, NULL };
	if (x->manifest != NULL && x->manifest->made != DATE_NONE)
		return;
	a->result = not_made;
	diag_report(r->diag, D_REPLAY_UNKNOWN, ((struct place){
	    edition_path(r, x->path), 0, 0 }), x->manifest == NULL ?
	    _("its manifest is gone or was changed; restore that from the "
	    "backup") : arena_printf(r->arena, _("tonghop %s, which published "
	    "it, kept no archive yet"), x->manifest->program));
}

static bool
list_wanted(struct replaying *p)
{
	struct run *r = p->run;
	const struct replay *wish = p->wish;
	const char *folder = publish_folder(r, wish->period);
	size_t i, n;
	struct published *all = published_list(r, wish->period, &n);

	for (i = 0; i < n; i++)
		if (is_wanted(wish, &all[i]))
			begin(p, &all[i]);
	if (p->count > 0)
		return true;
	diag_report(r->diag, D_REPLAY_NOTHING, ((struct place){
	    edition_path(r, folder), 0, 0 }), file_name(folder), n == 0 ? "" :
	    _(" under such a name; without names, all are made again"));
	return false;
}

/* ---- the folder for what is made ---- */

/* Whether a path, which perhaps is not there yet, is in the site. */
static bool
is_in_site(struct run *r, const char *path)
{
	char site[PATH_MAX], real[PATH_MAX], *slash;
	char *part = arena_strdup(r->arena, path);
	size_t len;

	if (realpath(r->site, site) == NULL)
		return false;
	while (realpath(part, real) == NULL) {
		slash = strrchr(part, '/');
		if (slash == NULL || slash == part)
			part = arena_strdup(r->arena, slash == NULL ? "." :
			    "/");
		else
			*slash = '\0';
	}
	len = strlen(site);
	return strncmp(real, site, len) == 0 && (real[len] == '\0' ||
	    real[len] == '/');
}

static bool
make_folder(struct run *r, const char *folder)
{
	if (folder == NULL)
		return true;
	if (is_in_site(r, folder)) {
		diag_report(r->diag, D_CONFIG_VALUE, ((struct place){ NULL, 0,
		    0 }), folder, "-o", _("a folder outside of the site"));
		return false;
	}
	return (file_make_folder(folder) && access(folder, W_OK | X_OK) == 0) ||
	    run_failed(r, folder);
}

/* Nothing that is there is replaced. */
static bool
write_pdf(struct replaying *p, const struct published *x,
    const struct made *made, const char *sha256)
{
	struct run *r = p->run;
	const char *path;

	if (p->wish->folder == NULL)
		return true;
	path = file_join(r->arena, p->wish->folder, file_name(x->path));
	if (!file_exists(path))
		return file_write(path, made->bytes[MADE_PDF],
		    made->len[MADE_PDF]) ||
		    run_failed(r, path);
	if (strcmp(inputs_digest(r, path), sha256) == 0)
		return true;
	diag_report(r->diag, D_REPLAY_EXISTS, ((struct place){ path, 0, 0 }),
	    NULL);
	return false;
}

/* ---- comparing ---- */

static bool
is_other_program(struct replaying *p, const struct manifest *m)
{
	return strcmp(m->program, inputs_program(p->run)) != 0;
}

/* "it was published by tonghop 0.1 95fe..." */
static const char *
other_program(struct replaying *p, const struct manifest *m)
{
	return arena_printf(p->run->arena, _("it was published by tonghop %s, "
	    "and this is tonghop %s; install that one and replay again"),
	    m->program, inputs_program(p->run));
}

static void
tell_difference(struct replaying *p, const struct published *x,
    const struct manifest *now)
{
	const struct manifest *m = x->manifest;
	struct run *r = p->run;

	diag_report(r->diag, D_REPLAY_DIFFERS, ((struct place){
	    edition_path(r, x->path), 0, 0 }), m->pdf, arena_strdup(r->arena,
	    now->pdf), is_other_program(p, m) ? other_program(p, m) :
	    strcmp(m->document, now->document) == 0 ?
	    _("what it says is the same, so the libraries that write PDF "
	    "files are others than then; replay it on a system of the time") :
	    _("the same program makes something else of the same files; keep "
	    "both and tell those who maintain it"));
}

/* Another program that does the same needs no words but these, once. */
static void
tell_program(struct replaying *p, const struct manifest *m)
{
	struct run *r = p->run;

	if (is_other_program(p, m) && map_add(p->said, m->program, p))
		diag_report(r->diag, D_REPLAY_PROGRAM, ((struct place){
		    edition_path(r, publish_folder(r, p->wish->period)), 0,
		    0 }), m->program, inputs_program(r));
}

static bool
compare(void *context, const struct rendering *t, const struct manifest *now,
    const struct made *made)
{
	struct replaying *p = context;
	struct again *a = p->group[t - p->renderings];
	const struct manifest *m = a->report->manifest;

	if (now == NULL) {
		a->result = not_made;
		return false;
	}
	a->result = strcmp(now->pdf, m->pdf) == 0 ? same : differs;
	if (a->result == same)
		tell_program(p, m);
	else
		tell_difference(p, a->report, now);
	return write_pdf(p, a->report, made, now->pdf);
}

/* ---- making ---- */

/* The report as it was described then, its template and images checked. */
static const struct site_report *
report_of(struct replaying *p, const struct published *x)
{
	const struct site *site = p->then.catalog->site;
	const struct manifest *m = x->manifest;
	struct run *r = p->run;
	struct site_report *report = NULL;
	bool ok = true;
	size_t i;

	for (i = 0; i < site->report_count && report == NULL; i++)
		if (strcmp(site->reports[i].id, m->report) == 0) {
			report = arena_alloc(r->arena, sizeof(*report));
			*report = site->reports[i];
		}
	for (i = 0; i < m->file_count; i++) {
		const struct manifest_file *f = &m->files[i];
		bool template = strcmp(f->kind, "template") == 0;

		if (!template && strcmp(f->kind, "image") != 0)
			continue;
		ok = archive_has(r, f, x->path, true) && ok;
		if (template && report != NULL)
			report->template = edition_path(r, archive_path(r,
			    f->sha256));
	}
	return ok ? report : NULL;
}

/* How a report is to be made; false when it cannot be. */
static bool
rendering_of(struct replaying *p, const struct published *x,
    struct rendering *t)
{
	const struct dataset *d = p->data;
	size_t i;

	*t = (struct rendering){ .report = report_of(p, x), .name = x->name,
	    .path = x->path, .before = x->manifest };
	for (i = 0; t->unit == NULL && i < d->unit_count; i++)
		if (strcmp(d->units[i]->code, x->manifest->unit) == 0)
			t->unit = d->units[i];
	if (t->report == NULL || t->unit == NULL)
		return false;
	edition_judge(d, t);
	return true;
}

/* Make those from the AT-th on that nothing came of yet and that were made in
 * this view. */
static bool
render_group(struct replaying *p, size_t at)
{
	struct run *r = p->run;
	const struct manifest *m = p->list[at].report->manifest;
	struct renderings all = { .run = &p->then, .data = p->data,
	    .again = true, .context = p, .take = compare };
	size_t i;

	p->group = arena_alloc(r->arena, p->count * sizeof(*p->group));
	for (i = at; i < p->count; i++) {
		struct again *a = &p->list[i];
		struct rendering t;

		if (a->result != NULL || !view_is_same(m, a->report->manifest))
			continue;
		a->result = not_made;
		if (!rendering_of(p, a->report, &t))
			continue;
		p->group[all.count] = a;
		*ARENA_PUSH(r->arena, all.list, all.count, all.cap) = t;
	}
	p->renderings = all.list;
	return all.count == 0 || render_all(&all);
}

/* What hindered a view is told as it is; its warnings were told then. */
static void
adopt_errors(struct run *r, const struct diag *from)
{
	size_t i;

	for (i = 0; i < diag_count(from); i++)
		if (diag_finding(from, i)->severity == SEVERITY_ERROR)
			diag_adopt(r->diag, diag_finding(from, i));
}

/* Where another program cannot make what is asked for, it is to blame. */
static void
tell_hindrance(struct replaying *p, const struct published *x)
{
	if (is_other_program(p, x->manifest) && map_add(p->said,
	    arena_printf(p->run->arena, "not %s", x->manifest->program), p))
		diag_report(p->run->diag, D_REPLAY_UNKNOWN, ((struct place){
		    edition_path(p->run, x->path), 0, 0 }),
		    other_program(p, x->manifest));
}

/* Make all that was made in one view, which is that of the AT-th. */
static bool
make_group(struct replaying *p, size_t at)
{
	struct run *r = p->run;
	const struct published *x = p->list[at].report;
	const char *folder = file_join(r->arena, p->scratch, arena_printf(
	    r->arena, "%zu", ++p->view_count));
	size_t i;
	bool ok = view_open(r, folder, x->manifest, x->path, &p->then) &&
	    (p->data = publish_dataset(&p->then,
	    p->wish->period)) != NULL;

	if (ok)
		ok = render_group(p, at);
	for (i = at; i < p->count; i++)
		if (p->list[i].result == NULL && view_is_same(x->manifest,
		    p->list[i].report->manifest))
			p->list[i].result = not_made;
	adopt_errors(r, p->then.diag);
	if (!ok)
		tell_hindrance(p, x);
	view_close(&p->then);
	return ok;
}

static bool
make_all(struct replaying *p)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->list[i].result == NULL)
			ok = make_group(p, i) && ok;
	for (i = 0; i < p->count; i++) {
		ok = ok && p->list[i].result == same;
		if (!p->run->quiet)
			printf("%s: %s\n", _(p->list[i].result),
			    p->list[i].report->path);
	}
	return ok;
}

/* ---- the scratch folder ---- */

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	remove(path);
	return 0;
}

static bool
make_again(struct replaying *p)
{
	struct run *r = p->run;
	const char *temp = getenv("TMPDIR");
	char *scratch = arena_printf(r->arena, "%s/tonghop-replay.XXXXXX",
	    temp == NULL || *temp == '\0' ? "/tmp" : temp);
	bool ok;

	if (mkdtemp(scratch) == NULL)
		return run_failed(r, scratch);
	p->scratch = scratch;
	ok = make_all(p);
	nftw(scratch, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return ok;
}

bool
replay_period(struct run *r, const struct replay *wish)
{
	struct replaying p = { .run = r, .wish = wish,
	    .said = map_new(r->arena) };

	r->ledger_path = file_join(r->arena, r->site, "ledger.csv");
	if (!file_exists(r->ledger_path)) {
		diag_report(r->diag, D_SITE_MISSING, ((struct place){ r->site,
		    0, 0 }), r->ledger_path);
		return false;
	}
	r->ledger = ledger_read(r->arena, r->ledger_path, r->diag);
	return r->ledger != NULL && list_wanted(&p) &&
	    make_folder(r, wish->folder) && make_again(&p);
}
