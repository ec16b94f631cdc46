/*
 * Publishing: the figures of a period as a dataset, and documents printed with
 * the site's fonts.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check.h"
#include "figures/figures.h"
#include "paint/paint.h"
#include "publish.h"

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
	struct data_row row = {
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
		.has_threshold = f->has_threshold,
		.target = f->target,
		.has_milestone = f->has_milestone,
		.milestone = f->milestone,
		.is_of_year = f->so_far != NULL,
		.verdict = verdict_name(f->verdict),
		.own = verdict_name(f->own),
		.certain = !figure_is_judged(f) ? "" :
		    f->certain ? "true" : "false",
		.band = f->band == NULL ? "" : f->band->name,
		.reported = f->reported,
		.expected = f->expected,
	};

	row.has_remaining = figure_remaining(f, &row.remaining);
	row.has_plain = figure_plain(f, &row.plain);
	return row;
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

static struct data_sum
sum_of(const struct figures *figures, const struct unit *unit,
    const struct field *field)
{
	struct field_figure s = figures_field(figures, unit, field);

	return (struct data_sum){ unit, field, s.state, s.value, s.adjusted,
	    s.carried, s.reported, s.expected };
}

static void
copy_sums(struct run *r, const struct figures *figures, struct dataset *d)
{
	const struct form *form;
	size_t i, j, k, n = 0;

	for (j = 0; j < r->catalog->form_count; j++)
		n += r->catalog->forms[j]->fact_count;
	d->sums = arena_alloc(r->arena, (d->unit_count * n + 1) *
	    sizeof(*d->sums));
	for (i = 0; i < d->unit_count; i++)
		for (j = 0; j < r->catalog->form_count; j++) {
			form = r->catalog->forms[j];
			for (k = 0; k < form->fact_count; k++)
				if (field_is_number(form->facts[k]))
					d->sums[d->sum_count++] = sum_of(
					    figures, d->units[i],
					    form->facts[k]);
		}
}

/* Note which explanations are needed by what is to be said today of an accepted
 * submission beside others; the rest was noted when it was checked. */
static void
judge_again(struct run *r, const struct source *s)
{
	struct diag *unsaid;

	if (!explanations_are_left(&s->explanations))
		return;
	unsaid = diag_new();
	run_judge(r, s, unsaid);
	diag_free(unsaid);
}

/* The explanations of all accepted submissions of the period that some warning
 * needed. */
static void
copy_explanations(struct run *r, struct dataset *d)
{
	size_t i, j, k, cap = 0;

	for (i = 0; i < d->unit_count; i++)
		for (j = 0; j < r->catalog->form_count; j++) {
			const struct form *form = r->catalog->forms[j];
			const struct source *s = facts_source(r->facts, form,
			    d->units[i], d->period);

			if (s != NULL)
				judge_again(r, s);
			for (k = 0; s != NULL && k < s->explanations.count; k++)
				if (s->explanations.list[k].used)
					*ARENA_PUSH(r->arena, d->explanations,
					    d->explanation_count, cap) =
					    (struct data_explanation){
					    d->units[i], form,
					    &s->explanations.list[k] };
		}
}

struct data_row *
publish_rows_on(struct run *r, const struct plan *plan, struct period p,
    date day, const struct unit *const *units, size_t count, size_t *n)
{
	struct figures *figures = figures_compute_on(r->arena, r->catalog,
	    plan, r->facts, p, day, r->diag);
	struct data_row *rows;

	*n = 0;
	if (figures == NULL)
		return NULL;
	*n = copy_rows(r, figures, units, count, &rows);
	return rows;
}

/* The figures a year before, in the units of today. */
static bool
copy_year_ago(struct run *r, struct dataset *d)
{
	struct period before = period_year_ago(d->period), *known;
	size_t i, n = facts_periods(r->arena, r->facts, &known);

	for (i = 0; i < n && known[i].year != before.year; i++)
		;
	if (i == n)
		return true;
	d->year_ago = publish_rows_on(r, d->plan, before,
	    period_end(d->period), d->units, d->unit_count, &n);
	if (d->year_ago == NULL)
		return false;
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
	d->facts = r->facts;
	d->unit_count = figures_units(r->arena, figures, &d->units);
	d->row_count = copy_rows(r, figures, d->units, d->unit_count,
	    &d->rows);
	copy_sums(r, figures, d);
	duties_copy(r, d);
	copy_explanations(r, d);
	past_attach(r, d);
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

bool
publish_open_fonts(struct run *r)
{
	return fonts_of(r->catalog->site, r->diag) != NULL;
}

unsigned char *
publish_paint(struct run *r, xmlDoc *fo, date day, size_t *len)
{
	char text[DATE_TEXT];

	return publish_format(r->arena, fo, r->catalog->site,
	    date_format(day, text), len, r->diag);
}

const char *
publish_folder(struct run *r, struct period p)
{
	char text[PERIOD_TEXT];

	return arena_printf(r->arena, "reports/%s", period_format(p, text));
}
