/*
 * Corrections: the page of a document that lists which published numbers are
 * others now, and the line under its title that says so.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "report/report_format.h"
#include "report/report_template.h"

/* Whether this edition itself corrects a number. */
static bool
corrects(const struct dataset *d)
{
	return d->erratum_count > 0 &&
	    d->errata[d->erratum_count - 1].edition == d->edition;
}

void
errata_line(struct job *j)
{
	const struct dataset *d = j->data;
	xmlNode *b;

	if ((!d->draft && d->edition < 2) || j->corrected)
		return;
	j->corrected = true;
	b = tree_add(j, tree_flow(j), "block", "text-align", "center",
	    "font-style", "italic", "space-after", "6pt", NULL);
	tree_text(b, d->draft ? word(W_DRAFT) : word_with(j->arena,
	    corrects(d) ? W_ERRATA_REPLACES : W_REPLACES,
	    format_date_short(j->arena, d->replaces)));
}

/* What an indicator or a field is called; its own name when the plan and the
 * forms know it no more. */
static const char *
label_of(struct job *j, const char *item, const char **measure)
{
	const struct indicator *ind = plan_indicator(j->data->plan, item);
	const char *dot = strchr(item, '.');
	const struct form *form = dot == NULL ? NULL :
	    catalog_form(j->data->catalog, arena_strndup(j->arena, item,
	    (size_t)(dot - item)));
	const struct field *field = form == NULL ? NULL :
	    form_fact(form, dot + 1);

	*measure = ind != NULL ? ind->unit : field != NULL ? field->unit : "";
	return ind != NULL ? ind->label : field != NULL ? field->label : item;
}

static const char *
what_of(struct job *j, const struct data_erratum *e)
{
	const char *as = printed_as(j, e->as), *measure;
	const char *label = label_of(j, e->item, &measure);

	if (*as != '\0')
		label = arena_printf(j->arena, "%s – %s", label, as);
	return *measure == '\0' || strncmp(e->as, "verdict", 7) == 0 ? label :
	    arena_printf(j->arena, "%s (%s)", label, measure);
}

static const char *
unit_of(struct job *j, const char *code)
{
	const struct unit *u = units_find(j->data->catalog->units, code,
	    period_end(j->data->period));

	return u == NULL ? code : format_capital(j->arena, u->full_name);
}

/* A number as it was printed, or that there was none. */
static void
number(struct job *j, struct grid_row *r, const char *text)
{
	grid_cell(j, r, *text == '\0' ? word(W_NO_DATA) : text, ALIGN_RIGHT);
}

/* "Bản ngày 20/4/2020 thay bản ngày 08/4/2020" over all columns. */
static void
edition(struct job *j, struct grid *t, const struct data_erratum *e)
{
	struct grid_row *r = grid_row(j, t);
	struct grid_cell *c;
	const char *text = word_with(j->arena, W_ERRATA_EDITION,
	    format_date_short(j->arena, e->day));
	const char *at = strstr(text, "{2}");

	if (at != NULL)
		text = arena_printf(j->arena, "%.*s%s%s", (int)(at - text),
		    text, format_date_short(j->arena, e->before_day), at + 3);
	c = grid_cell(j, r, text, ALIGN_LEFT);
	c->bold = true;
	c->span = (int)t->column_count;
	r->with_next = true;
}

static void
row(struct job *j, struct grid *t, const struct data_erratum *e)
{
	struct grid_row *r = grid_row(j, t);

	grid_cell(j, r, unit_of(j, e->unit), ALIGN_LEFT);
	grid_cell(j, r, what_of(j, e), ALIGN_LEFT);
	number(j, r, e->before);
	number(j, r, e->now);
	grid_cell(j, r, e->cause, ALIGN_LEFT);
}

void
errata_page(struct job *j)
{
	const struct dataset *d = j->data;
	struct grid *t;
	xmlNode *b;
	size_t i;

	if (d->erratum_count == 0)
		return;
	tree_open(j, false, true);
	b = tree_add(j, tree_flow(j), "block", "id", "errata", "text-align",
	    "center", "font-weight", "bold", "space-after", "6pt", NULL);
	tree_text(b, unicode_upper(j->arena, word(W_ERRATA)));
	b = tree_add(j, tree_flow(j), "block", "text-align", "justify",
	    "text-indent", "36pt", "space-after", "6pt", NULL);
	tree_text(b, word(W_ERRATA_INTRO));
	t = grid_plain(j);
	grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	grid_column(j, t, "label", word(W_INDICATOR), ALIGN_LEFT);
	grid_column(j, t, "before", word(W_PUBLISHED), ALIGN_RIGHT);
	grid_column(j, t, "now", word(W_CORRECTED), ALIGN_RIGHT);
	grid_column(j, t, "cause", word(W_CAUSE), ALIGN_LEFT);
	for (i = 0; i < d->erratum_count; i++) {
		if (i == 0 || d->errata[i].edition != d->errata[i - 1].edition)
			edition(j, t, &d->errata[i]);
		row(j, t, &d->errata[i]);
	}
	grid_emit(j, t);
	tree_close(j);
}
