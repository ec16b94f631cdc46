/*
 * Making reports: each is compiled in a child process; only one whose document
 * is not that of its manifest, or that was made with other tools, is laid out
 * and painted.
 *
 * A document bears a day.  It is compiled first for the day that it bears: when
 * nothing else in it changed, it is the same document.
 */
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/map.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "layout/layout.h"
#include "publish.h"

/* A document: its FO, and what it prints. */
struct document {
	struct dataset	 data;
	xmlDoc		*fo;
	char		 sha256[DIGEST_HEX];
};

/* Compile for a day with corrections; false after findings. */
static bool
compile(struct document *d, struct run *r, const struct renderings *all,
    const struct rendering *t, date day, const struct manifest *corrections)
{
	xmlFreeDoc(d->fo);
	d->data = *all->data;
	d->data.today = day;
	d->data.draft = t->draft;
	d->data.log = report_log(r->arena);
	if (corrections != NULL) {
		d->data.edition = corrections->edition;
		d->data.replaces = corrections->replaces;
		d->data.errata = corrections->errata;
		d->data.erratum_count = corrections->erratum_count;
	}
	d->fo = report_fo(r->arena, t->report->template, &d->data, t->unit,
	    r->diag);
	if (d->fo == NULL)
		return false;
	xmltree_digest(d->fo, d->sha256);
	return true;
}

/* Whether a report was made with the program and the fonts that are here. */
static bool
same_tools(const struct manifest *m, const struct tools *tools)
{
	size_t i;

	if (strcmp(m->program, tools->program) != 0)
		return false;
	for (i = 0; i < tools->font_count; i++)
		if (!manifest_has(m, tools->fonts[i].sha256))
			return false;
	return true;
}

/* ---- what it was made from ---- */

/* The forms that the printed numbers are made from, by index. */
static bool *
forms_of(struct run *r, const struct document *d)
{
	const struct catalog *c = r->catalog;
	bool *used = arena_alloc(r->arena, c->form_count + 1);
	struct map *seen = map_new(r->arena);
	size_t i, k;

	for (i = 0; i < d->data.log->count; i++) {
		const char *item = d->data.log->list[i].item;

		if (!map_add(seen, item, seen))
			continue;
		for (k = 0; k < c->form_count; k++)
			used[k] |= correct_uses(&d->data, item, c->forms[k]);
	}
	return used;
}

static void
add_submissions(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct document *d, struct manifest *m)
{
	const bool *forms = forms_of(r, d);
	const bool *near = correct_sources(r->arena, r->catalog->units,
	    t->unit);
	size_t i, k;

	for (i = 0; i < all->entry_count; i++) {
		const struct ledger_entry *e = all->entries[i];
		const struct form *form = catalog_form(r->catalog, e->form);
		struct period p;
		const struct unit *u;

		if (form == NULL || !period_parse(e->period, &p) ||
		    period_cmp(p, all->data->period) > 0 ||
		    (u = units_find(r->catalog->units, e->unit,
		    period_end(p))) == NULL || !near[u->index])
			continue;
		for (k = 0; r->catalog->forms[k] != form; k++)
			;
		if (forms[k])
			manifest_add(r->arena, m, "submission", e->sha256,
			    e->path);
	}
}

/* The images of a document, by what it calls them. */
struct gathering {
	struct run	*run;
	const char	*template;
	struct manifest	*manifest;
	struct map	*seen;
};

static void
add_image(void *context, xmlNode *n, const char *src)
{
	struct gathering *g = context;
	struct arena *a = g->run->arena;
	const char *name = arena_strdup(a, src);

	(void)n;
	if (map_add(g->seen, name, g))
		manifest_add(a, g->manifest, "image", inputs_digest(g->run,
		    layout_image_path(a, g->template, name)), name);
}

static void
add_images(struct run *r, const struct rendering *t, const struct document *d,
    struct manifest *m)
{
	struct gathering g = { r, t->report->template, m, map_new(r->arena) };
	size_t count;

	/* only a template brings them along, and few do */
	images_of_template(r, g.template, &count);
	if (count > 0)
		images_each(r->arena, xmlDocGetRootElement(d->fo), add_image,
		    &g);
}

static void
add_files(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct document *d, struct manifest *m)
{
	const struct tools *tools = inputs_tools(r);
	size_t i;

	for (i = 0; i < tools->font_count; i++)
		manifest_add(r->arena, m, "font", tools->fonts[i].sha256,
		    tools->fonts[i].name);
	for (i = 0; i < r->catalog->file_count; i++)
		manifest_add(r->arena, m, "site", r->catalog->files[i].sha256,
		    r->catalog->files[i].name);
	manifest_add(r->arena, m, "template", inputs_digest(r,
	    t->report->template), arena_printf(r->arena, "templates/%s",
	    file_name(t->report->template)));
	add_images(r, t, d, m);
	add_submissions(r, all, t, d, m);
}

/* Whether a report was made with the tools and from the files that it would be
 * made from now. */
static bool
same_files(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct document *d)
{
	const struct manifest *before = t->before;
	struct manifest now = { .file_count = 0 };
	size_t i;

	if (!same_tools(before, inputs_tools(r)))
		return false;
	add_files(r, all, t, d, &now);
	for (i = 0; i < now.file_count && i < before->file_count; i++)
		if (strcmp(now.files[i].sha256, before->files[i].sha256) != 0 ||
		    strcmp(now.files[i].name, before->files[i].name) != 0)
			return false;
	return now.file_count == before->file_count;
}

static void
add_printed(struct run *r, const struct document *d, struct manifest *m)
{
	size_t i;

	for (i = 0; i < d->data.log->count; i++) {
		const struct data_printed *p = &d->data.log->list[i];

		*ARENA_PUSH(r->arena, m->printed, m->printed_count,
		    m->printed_cap) = (struct manifest_printed){
		    p->unit->code, p->item, p->as, p->text };
	}
}

/* ---- in the child ---- */

/*
 * The manifest of a report that is made now, as far as it is known before it is;
 * what it corrects is decided by what the document D prints.  It was made when a
 * document of the SAME bytes was, as long as that was made of the same FILES.
 */
static struct manifest *
begin_manifest(struct run *r, const struct renderings *all,
    const struct rendering *t, const struct document *d, bool same, bool files)
{
	const struct manifest *before = t->before;
	struct manifest *m = arena_alloc(r->arena, sizeof(*m));
	char period[PERIOD_TEXT];

	m->program = inputs_tools(r)->program;
	m->report = t->report->id;
	m->unit = t->unit->code;
	m->period = arena_strdup(r->arena, period_format(all->data->period,
	    period));
	m->day = same ? before->day : r->today;
	m->final = t->final;
	m->edition = before == NULL ? 1 : before->edition;
	m->replaces = before == NULL ? DATE_NONE : before->replaces;
	files = files && before->made != DATE_NONE;
	m->made = files ? before->made : r->today;
	m->receipts = files ? before->receipts : receive_receipts(r);
	if (same) {
		m->errata = before->errata;
		m->erratum_count = before->erratum_count;
	} else if (before != NULL && before->final) {
		m->edition++;
		m->replaces = before->day;
		correct_list(r, all, t, d->data.log, m);
	}
	return m;
}

static const char *
digest_of(struct run *r, const void *bytes, size_t len)
{
	char sha256[DIGEST_HEX];

	digest_bytes(sha256, bytes, len);
	return arena_strdup(r->arena, sha256);
}

/* Put what was made into the answer: the manifest, the tables, and the PDF; what is
 * made AGAIN has no tables. */
static void
answer_made(struct run *r, struct manifest *m, const struct document *d,
    const unsigned char *pdf, size_t len, bool again, struct text *answer)
{
	struct text t, tables[MADE_PDF];
	size_t i;
	bool ok = true;

	for (i = 0; i < MADE_PDF; i++)
		text_init(&tables[i], LIST_MAX);
	if (!again) {
		tables_csv(d->data.log, &tables[MADE_CSV]);
		tables_json(d->data.log, &tables[MADE_JSON]);
		ok = tables_xlsx(d->data.log, m->day, &tables[MADE_XLSX],
		    r->diag);
	}
	m->document = d->sha256;
	m->pdf = digest_of(r, pdf, len);
	for (i = 0; i < MADE_PDF; i++)
		m->tables[i] = digest_of(r, text_string(&tables[i]),
		    tables[i].len);
	text_init(&t, LIST_MAX);
	manifest_write(m, &t);
	answer_findings(r->diag, answer);
	if (ok) {
		text_addf(answer, "made %zu", t.len);
		for (i = 0; i < MADE_PDF; i++)
			text_addf(answer, " %zu", tables[i].len);
		text_addf(answer, " %zu\n", len);
		text_addn(answer, text_string(&t), t.len);
		for (i = 0; i < MADE_PDF; i++)
			text_addn(answer, text_string(&tables[i]),
			    tables[i].len);
		text_addn(answer, pdf, len);
	}
	for (i = 0; i < MADE_PDF; i++)
		text_free(&tables[i]);
	text_free(&t);
}

/* ---- as it was ---- */

/* An archived image lies beside the archived template, under its digest. */
static void
name_archived(void *context, xmlNode *n, const char *src)
{
	const struct manifest *m = context;
	size_t i;

	for (i = 0; i < m->file_count; i++)
		if (strcmp(m->files[i].kind, "image") == 0 &&
		    strcmp(m->files[i].name, src) == 0)
			xmlSetProp(n, (const xmlChar *)"src",
			    (const xmlChar *)m->files[i].sha256);
}

/* Make a report as its manifest says, out of the archive. */
static void
render_again(struct run *r, const struct renderings *all,
    const struct rendering *t, struct text *answer)
{
	struct document d = { .fo = NULL };
	struct manifest m = *t->before;
	unsigned char *pdf;
	size_t len;

	if (!compile(&d, r, all, t, m.day, &m))
		return;
	images_each(r->arena, xmlDocGetRootElement(d.fo), name_archived, &m);
	if ((pdf = publish_paint(r, d.fo, m.day, &len)) != NULL)
		answer_made(r, &m, &d, pdf, len, true, answer);
}

/* ---- as it would be now ---- */

static void
render(struct run *r, const struct renderings *all, const struct rendering *t,
    struct text *answer)
{
	const struct manifest *before = t->before;
	struct document d = { .fo = NULL };
	struct manifest *m;
	unsigned char *pdf;
	size_t len;
	bool same, files;

	if (!compile(&d, r, all, t, before != NULL ? before->day : r->today,
	    before))
		return;
	same = before != NULL && strcmp(before->document, d.sha256) == 0;
	files = same && same_files(r, all, t, &d);
	if (files && t->whole && !r->force) {
		answer_findings(r->diag, answer);
		text_add(answer, "same\n");
		return;
	}
	m = begin_manifest(r, all, t, &d, same, files);
	if (before != NULL && !same && !compile(&d, r, all, t, m->day, m))
		return;
	add_files(r, all, t, &d, m);
	add_printed(r, &d, m);
	if ((pdf = publish_paint(r, d.fo, m->day, &len)) != NULL)
		answer_made(r, m, &d, pdf, len, false, answer);
}

static void
work(void *context, size_t i, struct text *answer)
{
	struct renderings *all = context;
	struct run r = *all->run;

	r.diag = diag_new();
	r.arena = arena_new();
	(all->again ? render_again : render)(&r, all, &all->list[i], answer);
	if (answer->len == 0)	/* what stopped it */
		answer_findings(r.diag, answer);
}

/* ---- in the parent ---- */

/* "made M C J X P", bytes of the manifest, the tables, and the PDF. */
static bool
take_made(struct renderings *all, const struct rendering *t, struct cursor *c)
{
	int manifest_len = cursor_int(c), len[MADE_MAX];
	const struct manifest *now;
	struct made made;
	const char *text;
	size_t i;

	for (i = 0; i < MADE_MAX; i++)
		len[i] = cursor_int(c);
	text = cursor_bytes(c, manifest_len);
	now = text == NULL ? NULL : manifest_read(c->arena, text);
	for (i = 0; i < MADE_PDF; i++)
		made.bytes[i] = cursor_bytes(c, len[i]);
	made.bytes[MADE_PDF] = c->p;	/* the rest */
	for (i = 0; i < MADE_MAX; i++) {
		if (made.bytes[i] == NULL || len[i] < 0)
			return false;
		made.len[i] = (size_t)len[i];
	}
	return now != NULL && c->end - c->p == len[MADE_PDF] &&
	    all->take(all->context, t, now, &made);
}

static bool
take(void *context, size_t i, const struct text *answer, const char *why)
{
	struct renderings *all = context;
	const struct rendering *t = &all->list[i];
	struct arena *a = arena_new();
	struct cursor c = { a, text_string(answer), text_string(answer) +
	    answer->len };
	const char *word = "";
	bool ok = false;

	if (why != NULL)
		diag_report(all->run->diag, D_REPORT_DIED,
		    ((struct place){ t->path, 0, 0 }), why);
	while (why == NULL && c.p < c.end) {
		word = cursor_word(&c);
		if (strcmp(word, "finding") != 0 ||
		    !answer_adopt(all->run, &c, NULL))
			break;
	}
	if (strcmp(word, "made") == 0)
		ok = take_made(all, t, &c);
	else
		ok = all->take(all->context, t, strcmp(word, "same") == 0 ?
		    t->before : NULL, NULL);
	arena_free(a);
	return ok;
}

bool
render_all(struct renderings *all)
{
	const struct workers w = { all, all->count, work, take };

	/* what all children need is found once; but a process opens fonts for
	 * good, and others come with the next archived site */
	all->entry_count = receive_current(all->run, &all->entries);
	if (all->again)
		return workers_run(all->run, &w);
	inputs_tools(all->run);
	return publish_open_fonts(all->run) && workers_run(all->run, &w);
}
