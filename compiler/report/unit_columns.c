/* The columns of a table of units: those that the template lists, and all numbers
 * of a form.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_units.h"

static const char *
measure_of(struct job *j, const struct scope *s, const struct figure_ref *ref)
{
	struct figure_ref unit = *ref;

	if (ref->show == SHOW_REPORTED || ref->show == SHOW_EXPECTED ||
	    ref->show == SHOW_MISSING)
		return word(W_UNITS);
	if (show_is_text(ref->show) || ref->word >= 0)
		return "";
	if (ref->scale >= 0)
		return word(ref->scale == 0 ? W_DONG : ref->scale == 3 ?
		    W_NGHIN : ref->scale == 6 ? W_TRIEU : W_TY);
	if (ref->show == SHOW_NUMERATOR || ref->show == SHOW_DENOMINATOR ||
	    ref->show == SHOW_REMAINING)
		return "";
	unit.show = SHOW_MEASURE;
	return figure_print(j, s, &unit).text;
}

/* The head of a column that the template gives none: "Dư nợ (triệu đồng)", "Dư nợ –
 * kế hoạch (triệu đồng)". */
static const char *
head_of(struct job *j, const struct scope *s, const struct figure_ref *ref)
{
	struct figure_ref label = *ref;
	const char *measure = measure_of(j, s, ref), *head, *as;

	label.show = SHOW_LABEL;
	head = figure_print(j, s, &label).text;
	as = ref->word >= 0 ? "" : printed_as(j, show_name(ref->show));
	if (as[0] != '\0')
		head = arena_printf(j->arena, "%s – %s", head,
		    format_small(j->arena, as));
	return measure[0] == '\0' ? head : arena_printf(j->arena, "%s (%s)",
	    head, measure);
}

static void
add_column(struct job *j, const struct scope *s, struct unit_table *t,
    const char *spec, const char *head, const char *adds, int line)
{
	struct figure_ref ref;
	const char *why = figure_parse(j, s, spec, &ref);

	if (why != NULL) {
		job_figure_error(j, line, spec, why);
		return;
	}
	if (ref.word >= 0 && (head == NULL || head[0] == '\0')) {
		job_figure_error(j, line, spec, _("a word has no label; write "
		    "the head of its column"));
		return;
	}
	if (t->ref_count == UNIT_COLUMNS_MAX) {
		job_limit_error(j, line, _("the number of columns"), "100");
		return;
	}
	t->lines[t->ref_count] = line;
	t->adds[t->ref_count] = adds == NULL ? ADDS_NOT :
	    strcmp(adds, "rows") == 0 ? ADDS_ROWS : ADDS_COLUMNS;
	*ARENA_PUSH(j->arena, t->refs, t->ref_count, t->ref_cap) = ref;
	grid_column(j, t->table, NULL, head == NULL || head[0] == '\0' ?
	    head_of(j, s, &ref) : head, show_is_text(ref.show) ||
	    (ref.word >= 0 && word_is_text(ref.word)) ? ALIGN_CENTER :
	    ALIGN_RIGHT);
}

/* All numbers of a form that are no one's own; those of which nobody has said
 * anything are named below the table instead. */
static void
add_form(struct job *j, const struct scope *s, const xmlNode *node,
    struct unit_table *t)
{
	const char *money = job_attribute(j, node, "money"), *spec;
	const struct form *form = job_form(j, s, node, "form");
	const struct field *f;
	size_t i;

	for (i = 0; form != NULL && i < form->fact_count; i++) {
		f = form->facts[i];
		if (!field_is_number(f) || f->personal)
			continue;
		if (!form_is_reported(j, s, f)) {
			t->unheard = t->unheard == NULL ? f->label :
			    arena_printf(j->arena, "%s; %s", t->unheard,
			    f->label);
			continue;
		}
		spec = arena_printf(j->arena, "%s.%s%s%s", form->id, f->name,
		    f->type == FIELD_MONEY && money != NULL ? "|" : "",
		    f->type == FIELD_MONEY && money != NULL ? money : "");
		add_column(j, s, t, spec, NULL, NULL, (int)xmlGetLineNo(node));
	}
}

/* Those of a form, then the list "T01 T04|verdict", then <column figure="...">. */
void
unit_columns(struct job *j, const struct scope *s, const xmlNode *node,
    struct unit_table *t)
{
	const char *items = job_attribute(j, node, "items"), *p, *spec;
	const xmlNode *n;
	size_t len;

	grid_column(j, t->table, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t->table, "unit", word(W_UNIT), ALIGN_LEFT);
	if (job_attribute(j, node, "form") != NULL)
		add_form(j, s, node, t);
	for (p = items == NULL ? "" : items + strspn(items, " \t\r\n");
	    *p != '\0'; p += len, p += strspn(p, " \t\r\n")) {
		len = strcspn(p, " \t\r\n");
		add_column(j, s, t, arena_strndup(j->arena, p, len), NULL,
		    NULL, (int)xmlGetLineNo(node));
	}
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "column") &&
		    (spec = job_attribute(j, n, "figure")) != NULL)
			add_column(j, s, t, spec, job_content(j, s, n),
			    job_attribute(j, n, "adds-up"), (int)xmlGetLineNo(n));
}
