/*
 * What the reports of a period are made from, as a list that is kept beside
 * them: when it is still the same, nothing needs to be made.
 */
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"
#include "layout/layout.h"
#include "paint/paint.h"
#include "publish.h"

const char *
inputs_program(struct run *r)
{
	return arena_printf(r->arena, "%s %s", program_version(),
	    program_build(r->arena));
}

const struct tools *
inputs_tools(struct run *r)
{
	const struct site *site = r->catalog->site;
	struct tools *tools;
	size_t i;

	if (r->tools != NULL)
		return r->tools;
	tools = arena_alloc(r->arena, sizeof(*tools));
	tools->program = inputs_program(r);
	tools->font_count = site->font_count > 0 ? site->font_count :
	    fonts_default_count;
	tools->fonts = arena_alloc(r->arena, (tools->font_count + 1) *
	    sizeof(*tools->fonts));
	tools->paths = arena_alloc(r->arena, (tools->font_count + 1) *
	    sizeof(*tools->paths));
	for (i = 0; i < tools->font_count; i++) {
		const char *path = site->font_count > 0 ? site->fonts[i].path :
		    fonts_default[i].path;

		tools->paths[i] = path;
		tools->fonts[i] = (struct manifest_file){ "font",
		    digest_file(r->arena, path, LIST_MAX), file_name(path) };
	}
	return r->tools = tools;
}

const char *
inputs_digest(struct run *r, const char *path)
{
	return digest_file(r->arena, path, LIST_MAX);
}

static void
put(struct text *t, const char *sha256, const char *name)
{
	text_add(t, sha256);
	text_add(t, "  ");
	text_add(t, name);
	text_addc(t, '\n');
}

/* A template and its images. */
static void
put_template(struct run *r, const char *path, struct text *t)
{
	size_t i, n;
	const char **images = images_of_template(r, path, &n);

	put(t, inputs_digest(r, path), arena_printf(r->arena, "templates/%s",
	    file_name(path)));
	for (i = 0; i < n; i++)
		put(t, inputs_digest(r, layout_image_path(r->arena, path,
		    images[i])), images[i]);
}

/* What the reports of all periods are made with. */
static void
put_tools(struct run *r, struct text *t)
{
	const struct site *site = r->catalog->site;
	const struct tools *tools = inputs_tools(r);
	size_t i;

	text_addf(t, "tonghop %s\n", tools->program);
	for (i = 0; i < tools->font_count; i++)
		put(t, tools->fonts[i].sha256, tools->fonts[i].name);
	for (i = 0; i < r->catalog->file_count; i++)
		put(t, r->catalog->files[i].sha256, r->catalog->files[i].name);
	for (i = 0; i < site->report_count; i++)
		put_template(r, site->reports[i].template, t);
}

/* The accepted files of the period and those before it. */
static void
put_submissions(struct run *r, struct period p, struct text *t)
{
	const struct ledger_entry **entries;
	size_t i, n = receive_current(r, &entries);
	struct period of;

	for (i = 0; i < n; i++)
		if (period_parse(entries[i]->period, &of) &&
		    period_cmp(of, p) <= 0)
			put(t, entries[i]->sha256, entries[i]->path);
}

/* What the reports of all periods are made with, as a list. */
static const char *
tools_list(struct run *r)
{
	struct text t;

	if (r->tools_list != NULL)
		return r->tools_list;
	text_init(&t, LIST_MAX);
	put_tools(r, &t);
	r->tools_list = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return r->tools_list;
}

/*
 * A line for every input of the period's reports: the program, the fonts, the
 * configuration, the templates, the accepted files that count, the duties as
 * they stand.
 */
const char *
publish_inputs(struct run *r, struct period p)
{
	struct text t;
	const char *out;

	text_init(&t, LIST_MAX);
	text_add(&t, tools_list(r));
	put_submissions(r, p, &t);
	duties_inputs(r, p, &t);
	out = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return out;
}

bool
publish_has_report(struct run *r, struct period p)
{
	const struct site *site = r->catalog->site;
	size_t i;

	for (i = 0; i < site->report_count; i++)
		if (site->reports[i].periods[p.kind])
			return true;
	return false;
}

/* Whether a file that SHA256SUMS lists is gone. */
static bool
lacks_files(struct run *r, const char *folder)
{
	size_t len;
	char *sums = file_read(r->arena, file_join(r->arena, folder,
	    "SHA256SUMS"), LIST_MAX, &len), *end;
	bool gone = sums == NULL;

	for (; !gone && (end = strchr(sums, '\n')) != NULL; sums = end + 1) {
		*end = '\0';
		gone = end - sums <= DIGEST_HEX + 1 ||
		    !file_exists(file_join(r->arena, folder,
		    sums + DIGEST_HEX + 1));
	}
	return gone;
}

bool
publish_is_due(struct run *r, struct period p)
{
	const char *folder = file_join(r->arena, r->site,
	    publish_folder(r, p));
	size_t len;
	char *before;

	if (!publish_has_report(r, p) || catalog_plan(r->catalog, p) == NULL)
		return false;
	before = file_read(r->arena, file_join(r->arena, folder, "INPUTS"),
	    LIST_MAX, &len);
	return before == NULL || strcmp(before, publish_inputs(r, p)) != 0 ||
	    lacks_files(r, folder);
}

/* ---- what is known since the last run ---- */

static const char *
stamp_path(struct run *r)
{
	return file_join(r->arena, r->site, "cache/nothing-due");
}

/* The digest of all that lists of inputs are computed from. */
static const char *
stamp_of(struct run *r)
{
	char hex[DIGEST_HEX], day[DATE_TEXT];
	struct digest *d = digest_new();
	const char *list = tools_list(r);

	digest_add(d, list, strlen(list));
	digest_add(d, r->ledger->chain, strlen(r->ledger->chain));
	date_format(r->today, day);
	digest_add(d, day, strlen(day));
	digest_finish(d, hex);
	return arena_strdup(r->arena, hex);
}

bool
inputs_known(struct run *r)
{
	size_t len;
	char *p = file_read(r->arena, stamp_path(r), LIST_MAX, &len), *end;
	struct period of;

	if (p == NULL || !r->ledger->chained || (end = strchr(p, '\n')) ==
	    NULL)
		return false;
	*end = '\0';
	if (strcmp(p, stamp_of(r)) != 0)
		return false;
	for (p = end + 1; (end = strchr(p, '\n')) != NULL; p = end + 1) {
		*end = '\0';
		if (!period_parse(p, &of) || lacks_files(r, file_join(r->arena,
		    r->site, publish_folder(r, of))))
			return false;
	}
	return *p == '\0';
}

void
inputs_remember(struct run *r, const struct period *periods, size_t count)
{
	char text[PERIOD_TEXT];
	struct text t;
	size_t i;

	text_init(&t, LIST_MAX);
	text_addf(&t, "%s\n", stamp_of(r));
	for (i = 0; i < count; i++)
		if (publish_has_report(r, periods[i]) &&
		    catalog_plan(r->catalog, periods[i]) != NULL)
			text_addf(&t, "%s\n", period_format(periods[i],
			    text));
	if (file_make_folder(file_join(r->arena, r->site, "cache")))
		file_write_cache(stamp_path(r), text_string(&t), t.len);
	text_free(&t);
}
