/*
 * A private view of a site as it was when a report was made: a folder with the
 * site's files out of the archive, and links to the files of senders that
 * counted then.  Everything above reads it as it reads any site.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "paint/paint.h"
#include "publish.h"

static bool
is_of_view(const struct manifest_file *f)
{
	return strcmp(f->kind, "site") == 0 || strcmp(f->kind, "font") == 0;
}

/* The next file of a manifest from the I-th on that all reports of a run have. */
static size_t
next_of_view(const struct manifest *m, size_t i)
{
	while (i < m->file_count && !is_of_view(&m->files[i]))
		i++;
	return i;
}

bool
view_is_same(const struct manifest *a, const struct manifest *b)
{
	size_t i = next_of_view(a, 0), k = next_of_view(b, 0);

	if (a->made != b->made || a->receipts != b->receipts)
		return false;
	while (i < a->file_count && k < b->file_count) {
		if (strcmp(a->files[i].name, b->files[k].name) != 0 ||
		    strcmp(a->files[i].sha256, b->files[k].sha256) != 0)
			return false;
		i = next_of_view(a, i + 1);
		k = next_of_view(b, k + 1);
	}
	return i == a->file_count && k == b->file_count;
}

/* ---- the folder ---- */

/* A path in the view, the folders above it made; NULL after a finding. */
static const char *
room_for(struct run *r, const char *folder, const char *name)
{
	const char *path = file_join(r->arena, folder, name);

	if (file_make_folder(arena_strndup(r->arena, path,
	    (size_t)(file_name(path) - path))))
		return path;
	run_failed(r, path);
	return NULL;
}

static bool
put(struct run *r, const char *folder, const char *name, const void *data,
    size_t len)
{
	const char *path = room_for(r, folder, name);

	return path != NULL && (file_write_cache(path, data, len) ||
	    run_failed(r, path));
}

/* Link to a file wherever the program was started. */
static bool
put_link(struct run *r, const char *folder, const char *name,
    const char *target)
{
	const char *path = room_for(r, folder, name);
	char real[PATH_MAX];

	return path != NULL && ((realpath(target, real) != NULL &&
	    symlink(real, path) == 0) || run_failed(r, path));
}

/* A name of the manifest leads nowhere else. */
static bool
is_inside(const char *name)
{
	return *name != '/' && strstr(name, "..") == NULL;
}

/* A form stands as the site's own and as one that is shipped: either may be what
 * site.xml asks for. */
static bool
put_archived(struct run *r, const char *folder, const struct manifest_file *f)
{
	size_t len;
	char *data = file_read(r->arena, edition_path(r, archive_path(r,
	    f->sha256)), LIST_MAX, &len);

	if (data == NULL)
		return run_failed(r, edition_path(r, archive_path(r, f->sha256)));
	if (strncmp(f->name, "forms/", 6) == 0 &&
	    !put(r, folder, arena_printf(r->arena, "data/schemas/%s", f->name),
	    data, len))
		return false;
	return put(r, folder, f->name, data, len);
}

/* What the report was made from, but for its template and its images. */
static bool
put_site(struct run *r, const char *folder, const struct manifest *m,
    const char *path)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < m->file_count; i++) {
		const struct manifest_file *f = &m->files[i];

		if (!is_of_view(f))
			continue;
		ok = archive_has(r, f, path, true) && ok;
		if (ok && strcmp(f->kind, "site") == 0 && is_inside(f->name))
			ok = put_archived(r, folder, f);
	}
	return ok;
}

/* The schemas belong to the program. */
static bool
put_schemas(struct run *r, const char *folder)
{
	static const char *const names[] = { "schemas/site.xsd",
	    "schemas/form.xsd", "schemas/plan.xsd", "schemas/template.xsd" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!put_link(r, folder, arena_printf(r->arena, "data/%s",
		    names[i]), file_join(r->arena, r->data, names[i])))
			return false;
	return true;
}

/*
 * site.xml must find a template for each report that it names; those that are
 * made again are read out of the archive, and of others nothing is wanted.
 */
static bool
put_templates(struct run *r, const char *folder)
{
	xmlDoc *doc = xmltree_read(file_join(r->arena, folder, "site.xml"),
	    NULL, D_CONFIG_XML, D_CONFIG_SCHEMA, r->diag);
	xmlNode *n = doc == NULL ? NULL : xmltree_child(
	    xmlDocGetRootElement(doc), "reports");
	bool ok = doc != NULL;

	for (n = n == NULL ? NULL : xmltree_first(n); ok && n != NULL;
	    n = xmltree_next(n)) {
		const char *name = xmltree_attribute(r->arena, n, "template");

		if (name != NULL && is_inside(name))
			ok = put(r, folder, arena_printf(r->arena,
			    "templates/%s", name), "", 0);
	}
	xmlFreeDoc(doc);
	return ok;
}

/* The files that counted then, each under the name that it had; PATH is the
 * report that asks. */
static bool
put_submissions(struct run *r, struct run *then, const char *path)
{
	const struct ledger_entry **entries;
	size_t i, n = receive_current(then, &entries);
	bool ok = true;

	for (i = 0; i < n; i++) {
		const struct ledger_entry *e = entries[i];

		ok = archive_has_submission(r, e, path) && ok && put_link(r,
		    then->site, e->path, edition_path(r, receive_place(r,
		    e)));
	}
	return ok;
}

/* ---- the run ---- */

/* The fonts are those of the archive, in the order in which they were listed. */
static bool
name_fonts(struct run *r, struct run *then, const struct manifest *m)
{
	struct site *site = then->catalog->site;
	size_t i, n = 0, cap = 0;

	for (i = 0; site->font_count == 0 && i < fonts_default_count; i++)
		*ARENA_PUSH(r->arena, site->fonts, n, cap) =
		    (struct site_font){ fonts_default[i].family,
		    fonts_default[i].bold, fonts_default[i].italic, NULL };
	site->font_count = n > 0 ? n : site->font_count;
	for (i = n = 0; i < m->file_count; i++)
		if (strcmp(m->files[i].kind, "font") == 0 &&
		    n < site->font_count)
			site->fonts[n++].path = edition_path(r,
			    archive_path(r, m->files[i].sha256));
	return n == site->font_count;
}

bool
view_open(struct run *r, const char *folder, const struct manifest *m,
    const char *path, struct run *then)
{
	*then = (struct run){ .arena = r->arena, .diag = diag_new(),
	    .site = folder, .data = file_join(r->arena, folder, "data"),
	    .today = m->made, .quiet = true, .jobs = r->jobs, .lock = -1 };
	then->ledger = receive_ledger_then(r, m->receipts);
	if (then->ledger == NULL) {
		diag_report(r->diag, D_ARCHIVE_GONE, ((struct place){
		    r->ledger_path, 0, 0 }), arena_printf(r->arena,
		    _("the entry of file %d"), m->receipts), path);
		return false;
	}
	if (!put_site(r, folder, m, path) || !put_schemas(r, folder) ||
	    !put_templates(r, folder) || !put_submissions(r, then, path))
		return false;
	then->catalog = catalog_load(r->arena, folder, then->data,
	    then->diag);
	return then->catalog != NULL && name_fonts(r, then, m) &&
	    run_link(then);
}

void
view_close(struct run *then)
{
	catalog_free(then->catalog);
	diag_free(then->diag);
}
