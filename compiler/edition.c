/*
 * The files of a period: its reports, each with its manifest and its tables, its
 * data, the list of their digests and that of their inputs.
 *
 * What a report was made from goes to the archive; one that is replaced is kept
 * before anything else happens, unless it was a draft.  Then come the tables, the
 * PDF, the ledger's entry, the message, and last the manifest: as long as that is
 * the old one, the next run does it all again, with the same result.  SHA256SUMS
 * and INPUTS are written behind all reports.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "publish.h"

char *
edition_path(struct run *r, const char *path)
{
	return file_join(r->arena, r->site, path);
}

/* The digest of a file of the site; "" when it cannot be read. */
const char *
edition_digest(struct run *r, const char *path)
{
	return digest_file(r->arena, edition_path(r, path), LIST_MAX);
}

/*
 * Before the first file is written, the list of inputs goes: a run that is
 * interrupted must not leave one that is true again when a change of the site's
 * files is taken back.
 */
static bool
begin(struct edition *e)
{
	const char *path = file_join(e->run->arena, e->folder, "INPUTS");

	if (e->begun)
		return true;
	e->begun = true;
	return unlink(edition_path(e->run, path)) == 0 || errno == ENOENT ||
	    run_failed(e->run, path);
}

static void
sum(struct edition *e, const char *name, const char *sha256)
{
	map_put(e->sums, name, arena_strdup(e->run->arena, sha256));
}

/* Write a file of the period and enter its digest; what has these bytes already
 * is left alone. */
static bool
write_file(struct edition *e, const char *name, const void *data, size_t len)
{
	struct run *r = e->run;
	const char *path = file_join(r->arena, e->folder, name);
	char sha256[DIGEST_HEX];

	digest_bytes(sha256, data, len);
	sum(e, name, sha256);
	if (strcmp(edition_digest(r, path), sha256) == 0)
		return true;
	if (!begin(e))
		return false;
	if (!file_write(edition_path(r, path), data, len))
		return run_failed(r, path);
	e->written++;
	return true;
}

/* ---- names ---- */

static const char *
replace(struct arena *a, const char *s, const char *key, const char *value)
{
	const char *at = strstr(s, key);

	return at == NULL ? s : arena_printf(a, "%.*s%s%s", (int)(at - s), s,
	    value, at + strlen(key));
}

static const char *
report_name(struct run *r, const struct site_report *report,
    const struct unit *unit, struct period p)
{
	char text[PERIOD_TEXT];
	const char *name = replace(r->arena, report->file, "{id}", report->id);

	name = replace(r->arena, name, "{period}", period_format(p, text));
	return replace(r->arena, name, "{unit}", unit->code);
}

const char *
edition_manifest(struct run *r, const char *pdf)
{
	return arena_printf(r->arena, "manifest/%s.txt", pdf);
}

/* ---- one report ---- */

static bool
write_manifest(struct edition *e, const char *pdf, const struct manifest *m)
{
	struct text t;
	bool ok;

	text_init(&t, LIST_MAX);
	manifest_write(m, &t);
	ok = !text_is_full(&t) && write_file(e, edition_manifest(e->run, pdf),
	    text_string(&t), t.len);
	text_free(&t);
	return ok;
}

/* The name of a report's tables of a kind, in the period's folder. */
static const char *
tables_name(struct run *r, const char *pdf, enum made_part kind)
{
	size_t len = strlen(pdf);

	if (len > 4 && strcmp(pdf + len - 4, ".pdf") == 0)
		len -= 4;
	return arena_printf(r->arena, "tables/%.*s.%s", (int)len, pdf,
	    tables_suffixes[kind]);
}

/* A report that is as it was; its time may have come to be final. */
static bool
leave(struct edition *e, const struct rendering *t)
{
	struct manifest m = *t->before;
	enum made_part i;

	m.final = t->final;
	sum(e, t->name, m.pdf);
	for (i = 0; i < MADE_PDF; i++)
		sum(e, tables_name(e->run, t->name, i), m.tables[i]);
	return replaced_record(e->run, LEDGER_REPORT, t->path, m.pdf, &m) &&
	    write_manifest(e, t->name, &m);
}

static bool
write_tables(struct edition *e, const struct rendering *t,
    const struct made *made)
{
	enum made_part i;

	for (i = 0; i < MADE_PDF; i++)
		if (!write_file(e, tables_name(e->run, t->name, i),
		    made->bytes[i], made->len[i]))
			return false;
	return true;
}

static bool
take(void *context, const struct rendering *t, const struct manifest *now,
    const struct made *made)
{
	struct edition *e = context;
	struct run *r = e->run;
	const char *kept;

	if (now == NULL)
		return false;
	if (now == t->before)
		return leave(e, t);
	replaced_lost(e, t);
	if (!archive_keep(r, t->report, now) ||
	    !replaced_keep(e, t, now, &kept))
		return false;
	replaced_tell(e, t, now, kept);
	return write_tables(e, t, made) &&
	    write_file(e, t->name, made->bytes[MADE_PDF], made->len[MADE_PDF]) &&
	    replaced_record(r, LEDGER_REPORT, t->path, now->pdf, now) &&
	    mail_report(r, t->report, t->unit, t->path, e->data) &&
	    write_manifest(e, t->name, now);
}

/* ---- all reports ---- */

static bool
is_wanted(const struct unit *u, const struct unit *const *units, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (units[i] == u)
			return true;
	return count == 0;
}

/* Whether the deadlines of the unit's duties and of those below it are over, or
 * one is still to come: *FINAL or *DRAFT. */
static void
judge_time(const struct dataset *d, const struct unit *unit, bool *draft,
    bool *final)
{
	size_t i;

	for (i = 0; i < d->duty_count; i++) {
		const struct data_duty *x = &d->duties[i];

		if (x->unit != NULL && unit_is_within(x->unit, unit)) {
			*final = true;
			*draft |= !x->over;
		}
	}
	*final &= !*draft;
}

void
edition_judge(const struct dataset *data, struct rendering *t)
{
	judge_time(data, t->unit, &t->draft, &t->final);
	if (t->before != NULL && t->before->final) {
		t->final = true;	/* for good, whatever becomes due */
		t->draft = false;
	}
}

/* Whether a file of the period has this digest. */
static bool
is_there(struct run *r, const char *folder, const char *name,
    const char *sha256)
{
	return strcmp(edition_digest(r, file_join(r->arena, folder, name)),
	    sha256) == 0;
}

static struct rendering
rendering_of(struct run *r, const struct dataset *data,
    const struct site_report *report, const struct unit *unit)
{
	struct rendering t = { .report = report, .unit = unit };
	const char *folder = publish_folder(r, data->period);
	enum made_part i;
	size_t len;
	char *text;

	t.name = report_name(r, report, unit, data->period);
	t.path = file_join(r->arena, folder, t.name);
	text = file_read(r->arena, edition_path(r, file_join(r->arena, folder,
	    edition_manifest(r, t.name))), LIST_MAX, &len);
	t.before = text == NULL ? NULL : manifest_read(r->arena, text);
	t.intact = t.before != NULL && is_there(r, folder, t.name,
	    t.before->pdf);
	t.whole = t.intact && t.before->made != DATE_NONE;
	for (i = 0; i < MADE_PDF && t.whole; i++)
		t.whole = t.before->tables[i] != NULL && is_there(r, folder,
		    tables_name(r, t.name, i), t.before->tables[i]);
	edition_judge(data, &t);
	return t;
}

void
edition_list(struct renderings *all, const struct unit *const *units,
    size_t count)
{
	const struct site *site = all->run->catalog->site;
	const struct dataset *d = all->data;
	size_t i, j;

	for (i = 0; i < site->report_count; i++) {
		if (!site->reports[i].periods[d->period.kind])
			continue;
		for (j = 0; j < d->unit_count; j++)
			if (d->units[j]->level == site->reports[i].level &&
			    is_wanted(d->units[j], units, count))
				*ARENA_PUSH(all->run->arena, all->list,
				    all->count, all->cap) = rendering_of(
				    all->run, d, &site->reports[i],
				    d->units[j]);
	}
}

/* ---- the period ---- */

static bool
write_data(struct edition *e)
{
	struct text csv;
	xmlDoc *doc = report_xml(e->data, NULL);
	char *xml;
	size_t len = 0;
	bool ok;

	text_init(&csv, LIST_MAX);
	report_csv(e->data, NULL, &csv);
	ok = write_file(e, "data.csv", text_string(&csv), csv.len);
	text_free(&csv);
	xml = xmltree_write(doc, &len);
	ok = xml != NULL && write_file(e, "data.xml", xml, len) && ok;
	xmlFree(xml);
	xmlFreeDoc(doc);
	return ok;
}

/* Take over the digests of files that were written earlier and are there. */
static void
read_sums(struct edition *e)
{
	struct run *r = e->run;
	const char *folder = edition_path(r, e->folder);
	size_t len;
	char *line = file_read(r->arena, file_join(r->arena, folder,
	    "SHA256SUMS"), LIST_MAX, &len), *end;

	for (; line != NULL && (end = strchr(line, '\n')) != NULL;
	    line = end + 1) {
		*end = '\0';
		if (end - line < DIGEST_HEX + 2)
			continue;
		line[DIGEST_HEX - 1] = '\0';
		if (file_exists(file_join(r->arena, folder,
		    line + DIGEST_HEX + 1)))
			map_put(e->sums, line + DIGEST_HEX + 1, line);
	}
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* SHA256SUMS, by name; of the WHOLE period, or of what is there. */
static bool
write_sums(struct edition *e, bool whole)
{
	struct run *r = e->run;
	size_t i, n = map_count(e->sums);
	const char **names = arena_alloc(r->arena, (n + 1) * sizeof(*names));
	const char *path = file_join(r->arena, e->folder, "SHA256SUMS");
	struct text t;
	bool ok;

	for (i = 0; i < n; i++)
		names[i] = map_key(e->sums, i);
	qsort(names, n, sizeof(*names), compare_names);
	text_init(&t, LIST_MAX);
	for (i = 0; i < n; i++)
		if (whole || !e->begun || strcmp(names[i], "INPUTS") != 0)
			text_addf(&t, "%s  %s\n", (const char *)map_find(
			    e->sums, names[i]), names[i]);
	ok = file_write(edition_path(r, path), text_string(&t), t.len) ||
	    run_failed(r, path);
	text_free(&t);
	return ok;
}

/* The list of inputs comes last: it tells that all was written. */
static bool
write_whole(struct edition *e, struct period p)
{
	struct run *r = e->run;
	const char *inputs = publish_inputs(r, p);
	const char *path = file_join(r->arena, e->folder, "INPUTS");
	char sha256[DIGEST_HEX];

	digest_bytes(sha256, inputs, strlen(inputs));
	map_put(e->sums, "INPUTS", arena_strdup(r->arena, sha256));
	return write_data(e) && write_sums(e, true) && (file_write(edition_path(r, path),
	    inputs, strlen(inputs)) || run_failed(r, path));
}

bool
publish_period(struct run *r, struct period p, const struct unit *const *units,
    size_t unit_count, size_t *written)
{
	struct edition e = { .run = r, .data = publish_dataset(r, p),
	    .folder = publish_folder(r, p), .sums = map_new(r->arena),
	    .said = map_new(r->arena) };
	const char *folder = file_join(r->arena, e.folder, "manifest");
	const char *tables = file_join(r->arena, e.folder, "tables");
	struct renderings all = { .run = r, .data = e.data, .context = &e,
	    .take = take };
	bool ok;

	*written = 0;
	if (e.data == NULL)
		return false;
	if (!file_make_folder(edition_path(r, folder)))
		return run_failed(r, folder);
	if (!file_make_folder(edition_path(r, tables)))
		return run_failed(r, tables);
	if (!publish_has_report(r, p))
		diag_report(r->diag, D_NO_REPORT, ((struct place){ NULL, 0, 0 }),
		    file_name(e.folder), e.folder);
	read_sums(&e);
	edition_list(&all, units, unit_count);
	ok = render_all(&all);
	if (ok && unit_count == 0)
		ok = write_whole(&e, p);
	else
		ok = write_sums(&e, false) && ok;
	*written = e.written;
	return ok;
}
