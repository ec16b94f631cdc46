/*
 * Verifying: what was published and what it was made from, compared with the
 * hashes that were written down and with the figures computed anew.
 */
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "publish.h"

enum { FILE_MAX = 64 * 1024 * 1024, HEX = DIGEST_HEX - 1 };

/* Compare a file of the site with the digest that it had. */
static bool
verify_file(struct run *r, const char *path, const char *sha256)
{
	const char *full = file_join(r->arena, r->site, path);
	struct arena *a = arena_new();
	char now[DIGEST_HEX] = "";
	size_t len;
	char *data = file_read(a, full, FILE_MAX, &len);
	bool same;

	if (data != NULL)
		digest_bytes(now, data, len);
	same = strcmp(now, sha256) == 0;
	if (data == NULL)
		diag_report(r->diag, D_PUBLISHED_GONE,
		    ((struct place){ full, 0, 0 }), sha256);
	else if (!same)
		diag_report(r->diag, D_PUBLISHED_CHANGED,
		    ((struct place){ full, 0, 0 }), sha256,
		    arena_strdup(r->arena, now));
	arena_free(a);
	return same;
}

/* The next line of a text, without its end; NULL after the last. */
static char *
next_line(char **rest)
{
	char *line = *rest, *end = strchr(line, '\n');

	if (*line == '\0')
		return NULL;
	*rest = end == NULL ? line + strlen(line) : end + 1;
	if (end != NULL)
		*end = '\0';
	return line;
}

/* Whether a line is "DIGEST  NAME", as sha256sum writes. */
static bool
is_sum(const char *line)
{
	return strspn(line, "0123456789abcdef") == HEX &&
	    strncmp(line + HEX, "  ", 2) == 0 && line[HEX + 2] != '\0';
}

static const char *
full_path(struct run *r, const char *folder, const char *name)
{
	return file_join(r->arena, file_join(r->arena, r->site, folder), name);
}

/* The files that SHA256SUMS lists. */
static bool
verify_sums(struct run *r, const char *folder)
{
	const char *path = full_path(r, folder, "SHA256SUMS");
	size_t len;
	char *rest = file_read(r->arena, path, FILE_MAX, &len), *line;
	bool ok = true;
	int number = 0;

	if (rest == NULL) {
		diag_report(r->diag, D_PUBLISHED_GONE,
		    ((struct place){ path, 0, 0 }), "");
		return false;
	}
	while ((line = next_line(&rest)) != NULL) {
		number++;
		if (!is_sum(line)) {
			diag_report(r->diag, D_PUBLISHED_LIST,
			    ((struct place){ path, number, 0 }), "");
			ok = false;
			continue;
		}
		line[HEX] = '\0';
		ok = verify_file(r, file_join(r->arena, folder,
		    line + HEX + 2), line) && ok;
	}
	return ok;
}

/* Say how a line of data differs from what is computed now. */
static void
tell_difference(struct run *r, const char *path, int number,
    const char *published, const char *now)
{
	diag_report(r->diag, D_PUBLISHED_FIGURE,
	    ((struct place){ path, number, 0 }),
	    published == NULL ? "" : published, now == NULL ? "" : now);
}

/* The figures, computed anew, against data.csv. */
static bool
verify_figures(struct run *r, struct period p, const char *folder)
{
	const char *path = full_path(r, folder, "data.csv");
	struct dataset *data = publish_dataset(r, p);
	size_t len;
	char *then = file_read(r->arena, path, FILE_MAX, &len), *now;
	char *before, *after;
	struct text t;
	bool ok = true;
	int number = 0;

	if (data == NULL || then == NULL)
		return false;
	text_init(&t, FILE_MAX);
	report_csv(data, NULL, &t);
	now = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	do {
		number++;
		before = next_line(&then);
		after = next_line(&now);
		if ((before == NULL) == (after == NULL) && (before == NULL ||
		    strcmp(before, after) == 0))
			continue;
		tell_difference(r, path, number, before, after);
		ok = false;
	} while (before != NULL || after != NULL);
	return ok;
}

/* The lines of a list of inputs that are "DIGEST  NAME". */
static struct map *
sums_of(struct run *r, const char *list)
{
	struct map *sums = map_new(r->arena);
	char *rest = arena_strdup(r->arena, list), *line;

	while ((line = next_line(&rest)) != NULL)
		if (is_sum(line))
			map_put(sums, line, line);
	return sums;
}

/* Warn of each input in ONE that is not in OTHER. */
static void
tell_inputs(struct run *r, const char *path, const struct map *one,
    const struct map *other, enum diag_code code)
{
	size_t i;

	for (i = 0; i < map_count(one); i++) {
		const char *line = map_value(one, i);

		if (map_find(other, line) == NULL)
			diag_report(r->diag, code,
			    ((struct place){ path, 0, 0 }), line + HEX + 2);
	}
}

/* What the reports were made from, against what counts now: whether it is the
 * same, duties and program included. */
static bool
verify_inputs(struct run *r, struct period p, const char *folder)
{
	const char *path = full_path(r, folder, "INPUTS");
	const char *inputs = publish_inputs(r, p);
	size_t len;
	char *list = file_read(r->arena, path, FILE_MAX, &len);
	struct map *then, *now;

	if (list == NULL)
		return false;	/* reports of single units only */
	then = sums_of(r, list);
	now = sums_of(r, inputs);
	tell_inputs(r, path, then, now, D_INPUT_GONE);
	tell_inputs(r, path, now, then, D_INPUT_NEW);
	return strcmp(list, inputs) == 0;
}

/* Whether a report that is made anew has the bytes of the one that lies there. */
static bool
compare_report(void *context, const struct rendering *t,
    const struct manifest *now, const struct made *made)
{
	struct run *r = context;

	(void)made;
	if (now == NULL)
		return false;
	if (t->before == NULL || strcmp(now->pdf, t->before->pdf) == 0)
		return true;
	diag_report(r->diag, D_REPORT_DIFFERS, ((struct place){
	    file_join(r->arena, r->site, t->path), 0, 0 }), t->before->pdf,
	    arena_strdup(r->arena, now->pdf));
	return false;
}

static bool
verify_reports(struct run *r, struct period p)
{
	struct run again = *r;
	struct renderings all = { .run = &again, .data = publish_dataset(r, p),
	    .context = r, .take = compare_report };

	if (all.data == NULL)
		return false;
	again.force = true;
	edition_list(&all, NULL, 0);
	return render_all(&all);
}

/* Whether all is in the archive that reports of a period were made from, those
 * included that were replaced. */
static bool
verify_kept(struct run *r, struct period p)
{
	size_t i, k, n;
	const struct published *list = published_list(r, p, &n);
	bool ok = true;

	for (i = 0; i < n; i++) {
		const struct manifest *m = list[i].manifest;

		if (m == NULL || m->made == DATE_NONE)
			continue;
		for (k = 0; k < m->file_count; k++)
			ok = (!manifest_is_archived(&m->files[k]) ||
			    archive_has(r, &m->files[k], list[i].path,
			    false)) && ok;
	}
	return ok;
}

bool
verify_period(struct run *r, struct period p)
{
	const char *folder = publish_folder(r, p);
	bool ok = verify_kept(r, p);
	bool same = verify_inputs(r, p, folder);

	ok = verify_sums(r, folder) && ok;
	if (!ok)
		return false;
	if (file_exists(full_path(r, folder, "data.csv")))
		ok = verify_figures(r, p, folder);
	/* where something came in between, reports differ, and run says how */
	return (!same || verify_reports(r, p)) && ok;
}

bool
verify_archive(struct run *r)
{
	size_t i, n = 0;
	char **names = file_list(r->arena, edition_path(r, "archive"), &n);
	bool ok = true;

	for (i = 0; i < n; i++)
		if (strlen(names[i]) == HEX &&
		    strspn(names[i], "0123456789abcdef") == HEX)
			ok = verify_file(r, archive_path(r, names[i]),
			    names[i]) && ok;
	return ok;
}

/* The latest entry about each report, and about each file that was accepted. */
bool
verify_ledger(struct run *r)
{
	struct map *last = map_new(r->arena);
	bool ok = true;
	size_t i;

	for (i = 0; i < r->ledger->count; i++) {
		struct ledger_entry *e = &r->ledger->entries[i];

		if (e->event == LEDGER_REPORT)
			map_put(last, e->path, e);
		else if (e->event == LEDGER_ACCEPTED ||
		    e->event == LEDGER_SUPERSEDED)
			map_put(last, arena_printf(r->arena, "%s/%s/%s/%d/%s",
			    e->form, e->unit, e->period, e->sequence,
			    e->sha256), e);
	}
	for (i = 0; i < map_count(last); i++) {
		const struct ledger_entry *e = map_value(last, i);

		ok = verify_file(r, e->path, e->sha256) && ok;
	}
	return ok;
}
