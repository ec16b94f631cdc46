/*
 * Publishing: the figures of a period as a dataset, the dataset as documents,
 * the documents as files.  A period's folder lists its inputs, so that a run
 * with nothing new writes nothing.
 */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "check/check.h"
#include "compile.h"
#include "figures/figures.h"
#include "paint/paint.h"

enum { LIST_MAX = 64 * 1024 * 1024 };

const struct plan *
publish_plan(struct run *r, struct period p)
{
	const struct plan *plan = catalog_plan(r->catalog, p);
	char text[PERIOD_TEXT];

	if (plan == NULL)
		diag_report(r->diag, D_NO_PLAN, ((struct place){ NULL, 0, 0 }),
		    period_format(p, text),
		    arena_printf(r->arena, "plans/%d.xml", p.year));
	return plan;
}

struct figures *
publish_figures(struct run *r, struct period p)
{
	const struct plan *plan = publish_plan(r, p);

	return plan == NULL ? NULL : figures_compute(r->arena, r->catalog,
	    plan, r->facts, p, r->diag);
}

/* ---- figures as a dataset: rooms do not know each other, so copy ---- */

static struct data_row
row_of(const struct figure *f)
{
	return (struct data_row){
		.unit = f->unit,
		.indicator = f->indicator,
		.applies = f->applies,
		.known = f->known,
		.estimated = f->estimated,
		.adjusted = f->adjusted,
		.carried = f->carried,
		.counted = f->counted,
		.has_denominator = f->counted ||
		    f->indicator->kind == INDICATOR_RATIO,
		.numerator = f->numerator,
		.denominator = f->denominator,
		.value = f->known ? figure_rounded(f, false) : decimal_int(0),
		.printed = f->known ? figure_rounded(f, true) : decimal_int(0),
		.has_target = f->has_target,
		.target = f->target,
		.verdict = verdict_name(f->verdict),
		.reported = f->reported,
		.expected = f->expected,
	};
}

static size_t
copy_rows(struct run *r, const struct figures *figures,
    const struct unit *const *units, size_t unit_count, struct data_row **out)
{
	const struct plan *plan = figures_plan(figures);
	size_t i, j, n = 0;

	*out = arena_alloc(r->arena, (unit_count * plan->indicator_count + 1) *
	    sizeof(**out));
	for (i = 0; i < unit_count; i++)
		for (j = 0; j < plan->indicator_count; j++) {
			const struct figure *f = figures_find(figures,
			    units[i], plan->indicators[j]);

			if (f != NULL)
				(*out)[n++] = row_of(f);
		}
	return n;
}

static void
copy_sums(struct run *r, const struct figures *figures, struct dataset *d)
{
	size_t i, j, k, cap = 0;

	for (i = 0; i < d->unit_count; i++)
		for (j = 0; j < r->catalog->form_count; j++)
			for (k = 0; k < r->catalog->forms[j]->fact_count; k++) {
				const struct field *f =
				    r->catalog->forms[j]->facts[k];
				struct field_figure s;

				if (!field_is_number(f))
					continue;
				s = figures_field(figures, d->units[i], f);
				*ARENA_PUSH(r->arena, d->sums, d->sum_count,
				    cap) = (struct data_sum){ d->units[i], f,
				    s.state, s.value, s.adjusted, s.carried,
				    s.reported, s.expected };
			}
}

/* The explanations of all accepted submissions of the period. */
static void
copy_explanations(struct run *r, struct dataset *d)
{
	size_t i, j, k, cap = 0;

	for (i = 0; i < d->unit_count; i++)
		for (j = 0; j < r->catalog->form_count; j++) {
			const struct form *form = r->catalog->forms[j];
			const struct source *s = facts_source(r->facts, form,
			    d->units[i], d->period);

			for (k = 0; s != NULL && k < s->explanations.count; k++)
				*ARENA_PUSH(r->arena, d->explanations,
				    d->explanation_count, cap) =
				    (struct data_explanation){ d->units[i],
				    form, &s->explanations.list[k] };
		}
}

/* The figures a year before, in the units of today. */
static bool
copy_year_ago(struct run *r, struct dataset *d)
{
	struct period before = period_year_ago(d->period), *known;
	size_t i, n = facts_periods(r->arena, r->facts, &known);
	struct figures *figures;

	for (i = 0; i < n && known[i].year != before.year; i++)
		;
	if (i == n)
		return true;
	figures = figures_compute_on(r->arena, r->catalog, d->plan, r->facts,
	    before, period_end(d->period), r->diag);
	if (figures == NULL)
		return false;
	n = copy_rows(r, figures, d->units, d->unit_count, &d->year_ago);
	for (i = 0; i < n && !d->year_ago[i].known; i++)
		;
	d->year_ago_count = i < n ? n : 0;
	return true;
}

struct dataset *
publish_dataset(struct run *r, struct period p)
{
	struct figures *figures = publish_figures(r, p);
	struct dataset *d;

	if (figures == NULL)
		return NULL;
	d = arena_alloc(r->arena, sizeof(*d));
	d->catalog = r->catalog;
	d->plan = figures_plan(figures);
	d->period = p;
	d->today = r->today;
	d->unit_count = figures_units(r->arena, figures, &d->units);
	d->row_count = copy_rows(r, figures, d->units, d->unit_count,
	    &d->rows);
	copy_sums(r, figures, d);
	duties_copy(r, d);
	copy_explanations(r, d);
	return copy_year_ago(r, d) ? d : NULL;
}

/* ---- documents ---- */

/* The fonts of the process: opened once, since all documents share them. */
static struct fonts *
fonts_of(const struct site *site, struct diag *diag)
{
	static struct fonts *fonts;
	struct font_file *files;
	struct arena *a;
	size_t i, n = site == NULL ? 0 : site->font_count;

	if (fonts != NULL)
		return fonts;
	a = arena_new();
	files = arena_alloc(a, (n + 1) * sizeof(*files));
	for (i = 0; i < n; i++)
		files[i] = (struct font_file){ site->fonts[i].family,
		    site->fonts[i].bold, site->fonts[i].italic,
		    site->fonts[i].path };
	fonts = n > 0 ? fonts_open(files, n, diag) :
	    fonts_open(fonts_default, fonts_default_count, diag);
	arena_free(a);
	return fonts;
}

unsigned char *
publish_format(struct arena *a, xmlDoc *fo, const struct site *site,
    const char *day, size_t *len, struct diag *diag)
{
	struct fonts *fonts = fonts_of(site, diag);
	struct metrics metrics;
	struct pages *pages;

	if (fonts == NULL)
		return NULL;
	metrics = fonts_metrics(fonts);
	pages = layout_document(a, fo, &metrics, diag);
	return pages == NULL ? NULL : paint_pdf(a, pages, fonts, day, len,
	    diag);
}

unsigned char *
publish_pdf(struct run *r, const char *template, const struct dataset *data,
    const struct unit *unit, size_t *len)
{
	char day[DATE_TEXT];
	xmlDoc *fo = report_fo(r->arena, template, data, unit, r->diag);
	unsigned char *pdf;

	if (fo == NULL)
		return NULL;
	pdf = publish_format(r->arena, fo, r->catalog->site,
	    date_format(data->today, day), len, r->diag);
	xmlFreeDoc(fo);
	return pdf;
}

/* ---- files of a period ---- */

struct edition {
	struct run		*run;
	const struct dataset	*data;
	const char		*folder;	/* reports/2020-Q4, in the site */
	struct text		 sums;		/* SHA256SUMS */
	size_t			 written;
};

/* A line of SHA256SUMS. */
static void
add_sum(struct edition *e, const char *name, const void *data, size_t len)
{
	char sha256[DIGEST_HEX];

	digest_bytes(sha256, data, len);
	text_addf(&e->sums, "%s  %s\n", sha256, name);
}

static bool
write_file(struct edition *e, const char *name, const void *data, size_t len)
{
	struct run *r = e->run;
	const char *path = file_join(r->arena, file_join(r->arena, r->site,
	    e->folder), name);

	if (!file_write(path, data, len)) {
		diag_report(r->diag, D_SYSTEM, ((struct place){ path, 0, 0 }),
		    path, system_error(errno));
		return false;
	}
	add_sum(e, name, data, len);
	e->written++;
	return true;
}

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

/* Whether the last edition of a report that the ledger knows is this one. */
static bool
is_recorded(struct run *r, const struct ledger_entry *e)
{
	size_t i;

	for (i = r->ledger->count; i > 0; i--) {
		const struct ledger_entry *x = &r->ledger->entries[i - 1];

		if (x->event == LEDGER_REPORT && strcmp(x->path, e->path) == 0)
			return strcmp(x->sha256, e->sha256) == 0;
	}
	return false;
}

static bool
record_report(struct run *r, const char *path, const char *name,
    const unsigned char *pdf, size_t len, const struct unit *unit,
    struct period p)
{
	char sha256[DIGEST_HEX], period[PERIOD_TEXT];
	struct ledger_entry e = { .day = r->today, .event = LEDGER_REPORT,
	    .name = name, .sha256 = sha256, .form = "", .unit = unit->code,
	    .period = period_format(p, period), .kind = "", .path = path,
	    .codes = "" };

	digest_bytes(sha256, pdf, len);
	e.sha256 = arena_strdup(r->arena, sha256);
	e.period = arena_strdup(r->arena, period);
	if (is_recorded(r, &e))
		return true;
	r->counts[LEDGER_REPORT]++;
	return ledger_append(r->arena, r->ledger, r->ledger_path, &e, r->diag);
}

static bool
write_report(struct edition *e, const struct site_report *report,
    const struct unit *unit)
{
	struct run *r = e->run;
	const char *name = report_name(r, report, unit, e->data->period);
	const char *path = file_join(r->arena, e->folder, name);
	size_t len;
	unsigned char *pdf = publish_pdf(r, report->template, e->data, unit,
	    &len);

	return pdf != NULL && write_file(e, name, pdf, len) &&
	    record_report(r, path, name, pdf, len, unit, e->data->period) &&
	    mail_report(r, report, unit, path, e->data);
}

static bool
is_wanted(const struct unit *u, const struct unit *const *units, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (units[i] == u)
			return true;
	return count == 0;
}

static bool
write_reports(struct edition *e, const struct unit *const *units, size_t count)
{
	const struct site *site = e->run->catalog->site;
	bool ok = true;
	size_t i, j;

	for (i = 0; i < site->report_count; i++) {
		if (!site->reports[i].periods[e->data->period.kind])
			continue;
		for (j = 0; j < e->data->unit_count; j++)
			if (e->data->units[j]->level ==
			    site->reports[i].level &&
			    is_wanted(e->data->units[j], units, count))
				ok = write_report(e, &site->reports[i],
				    e->data->units[j]) && ok;
	}
	return ok;
}

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

/* ---- what a period's reports were made from ---- */

/*
 * A line for every input of the period's reports: the configuration, the
 * templates, the accepted files that count, the duties as they stand.
 */
const char *
publish_inputs(struct run *r, struct period p)
{
	const struct site *site = r->catalog->site;
	const struct ledger_entry **entries;
	struct text t;
	const char *out;
	char sha256[DIGEST_HEX], *data;
	size_t i, n, len;

	text_init(&t, LIST_MAX);
	text_addf(&t, "%s  site\n", r->catalog->sha256);
	for (i = 0; i < site->report_count; i++)
		if ((data = file_read(r->arena, site->reports[i].template,
		    LIST_MAX, &len)) != NULL) {
			digest_bytes(sha256, data, len);
			text_addf(&t, "%s  %s\n", sha256,
			    file_name(site->reports[i].template));
		}
	n = receive_current(r, &entries);
	for (i = 0; i < n; i++) {
		struct period of;

		if (period_parse(entries[i]->period, &of) &&
		    period_cmp(of, p) <= 0)
			text_addf(&t, "%s  %s\n", entries[i]->sha256,
			    entries[i]->path);
	}
	duties_inputs(r, p, &t);
	out = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return out;
}

const char *
publish_folder(struct run *r, struct period p)
{
	char text[PERIOD_TEXT];

	return arena_printf(r->arena, "reports/%s", period_format(p, text));
}

/* Whether the site wants a document at the end of such periods. */
static bool
has_report(const struct site *site, struct period p)
{
	size_t i;

	for (i = 0; i < site->report_count; i++)
		if (site->reports[i].periods[p.kind])
			return true;
	return false;
}

bool
publish_is_due(struct run *r, struct period p)
{
	const char *path = file_join(r->arena, file_join(r->arena, r->site,
	    publish_folder(r, p)), "INPUTS");
	size_t len;
	char *before;

	if (!has_report(r->catalog->site, p) ||
	    catalog_plan(r->catalog, p) == NULL)
		return false;
	before = file_read(r->arena, path, LIST_MAX, &len);
	return before == NULL || strcmp(before, publish_inputs(r, p)) != 0;
}

bool
publish_period(struct run *r, struct period p, const struct unit *const *units,
    size_t unit_count, size_t *written)
{
	struct edition e = { .run = r, .data = publish_dataset(r, p),
	    .folder = publish_folder(r, p) };
	const char *inputs;
	bool ok;

	*written = 0;
	if (e.data == NULL)
		return false;
	if (!file_make_folder(file_join(r->arena, r->site, e.folder))) {
		diag_report(r->diag, D_SYSTEM,
		    ((struct place){ e.folder, 0, 0 }), e.folder,
		    system_error(errno));
		return false;
	}
	if (!has_report(r->catalog->site, p))
		diag_report(r->diag, D_NO_REPORT, ((struct place){ NULL, 0, 0 }),
		    file_name(e.folder), e.folder);
	text_init(&e.sums, LIST_MAX);
	ok = write_reports(&e, units, unit_count);
	*written = e.written;
	if (ok && unit_count == 0) {
		inputs = publish_inputs(r, p);
		add_sum(&e, "INPUTS", inputs, strlen(inputs));
		ok = write_data(&e) && write_file(&e, "SHA256SUMS",
		    text_string(&e.sums), e.sums.len) &&
		    write_file(&e, "INPUTS", inputs, strlen(inputs));
	}
	text_free(&e.sums);
	return ok;
}
