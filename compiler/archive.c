/*
 * The archive: what published reports were made from besides submissions, for
 * good, so that each edition can be made again when the site's own files, the
 * fonts and the images have long become others.
 */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "layout/layout.h"
#include "publish.h"

const char *
archive_path(struct run *r, const char *sha256)
{
	return arena_printf(r->arena, "archive/%s", sha256);
}

/* Where a file lies now that a report is made from. */
static const char *
source_of(struct run *r, const struct site_report *report,
    const struct manifest_file *f)
{
	const struct tools *tools = inputs_tools(r);
	const struct catalog *c = r->catalog;
	size_t i;

	if (strcmp(f->kind, "template") == 0)
		return report->template;
	if (strcmp(f->kind, "image") == 0)
		return layout_image_path(r->arena, report->template, f->name);
	for (i = 0; i < tools->font_count; i++)
		if (strcmp(tools->fonts[i].sha256, f->sha256) == 0)
			return tools->paths[i];
	for (i = 0; i < c->file_count; i++)
		if (strcmp(c->files[i].sha256, f->sha256) == 0)
			return c->files[i].path;
	return "";
}

/* Whether it need not be written. */
static bool
is_kept(struct run *r, const char *path, const char *sha256)
{
	return r->force ? strcmp(edition_digest(r, path), sha256) == 0 :
	    file_exists(edition_path(r, path));
}

/* The bytes must be those that the report was made from: who changes a file
 * while a run reads it gets the report with the next run. */
static bool
keep(struct run *r, const char *path, const char *sha256, const char *source)
{
	struct arena *a = arena_new();
	char now[DIGEST_HEX] = "";
	size_t len;
	char *data = file_read(a, source, LIST_MAX, &len);
	bool ok = false;

	if (data != NULL)
		digest_bytes(now, data, len);
	if (strcmp(now, sha256) != 0)
		diag_report(r->diag, D_ARCHIVE_MEANWHILE,
		    ((struct place){ source, 0, 0 }), NULL);
	else
		ok = (file_make_folder(edition_path(r, "archive")) &&
		    file_write(edition_path(r, path), data, len)) ||
		    run_failed(r, path);
	arena_free(a);
	return ok;
}

bool
archive_keep(struct run *r, const struct site_report *report,
    const struct manifest *m)
{
	size_t i;

	if (r->kept == NULL)
		r->kept = map_new(r->arena);
	for (i = 0; i < m->file_count; i++) {
		const struct manifest_file *f = &m->files[i];
		const char *path = archive_path(r, f->sha256);

		if (!manifest_is_archived(f) ||
		    map_find(r->kept, path) != NULL)
			continue;
		if (!is_kept(r, path, f->sha256) &&
		    !keep(r, path, f->sha256, source_of(r, report, f)))
			return false;
		map_add(r->kept, path, r->kept);
	}
	return true;
}

/* Look at a file; a finding when it is not there or, if the WHOLE is looked at, not
 * as it was. */
static bool
look(struct run *r, const char *path, const char *sha256, const char *name,
    const char *report, bool whole)
{
	struct place place = { path, 0, 0 };
	const char *now;

	if (!file_exists(path)) {
		diag_report(r->diag, D_ARCHIVE_GONE, place, name, report);
		return false;
	}
	if (!whole)
		return true;
	now = digest_file(r->arena, path, LIST_MAX);
	if (strcmp(now, sha256) == 0)
		return true;
	if (*now == '\0')
		diag_report(r->diag, D_CANNOT_READ, place, path,
		    system_error(errno));
	else
		diag_report(r->diag, D_ARCHIVE_CHANGED, place, name, report,
		    now);
	return false;
}

/* The same, once for each file. */
static bool
look_once(struct run *r, const char *path, const char *sha256,
    const char *name, const char *report, bool whole)
{
	static bool good = true, bad = false;
	bool *known;

	if (r->kept == NULL)
		r->kept = map_new(r->arena);
	if ((known = map_find(r->kept, path)) == NULL) {
		known = look(r, path, sha256, name, report, whole) ? &good :
		    &bad;
		map_add(r->kept, path, known);
	}
	return *known;
}

bool
archive_has(struct run *r, const struct manifest_file *f, const char *report,
    bool whole)
{
	return look_once(r, edition_path(r, archive_path(r, f->sha256)),
	    f->sha256, f->name, report, whole);
}

bool
archive_has_submission(struct run *r, const struct ledger_entry *e,
    const char *report)
{
	return look_once(r, edition_path(r, receive_place(r, e)), e->sha256,
	    e->name, report, true);
}
