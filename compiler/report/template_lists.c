/* The forms and units that a template names.  Room: report. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "report/report_template.h"

bool
form_is_reported(struct job *j, const struct scope *s, const struct field *f)
{
	const struct data_sum *sum = view_sum(j->view, s->unit, f);

	return sum != NULL && sum->reported > 0;
}

/* The ids of all forms, for a message. */
static const char *
all_ids(struct job *j)
{
	const struct catalog *c = j->data->catalog;
	const char *ids = "";
	size_t i;

	for (i = 0; i < c->form_count; i++)
		ids = arena_printf(j->arena, "%s%s%s", ids, i > 0 ? ", " : "",
		    c->forms[i]->id);
	return ids;
}

const struct form *
job_form(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute)
{
	const char *id = job_attribute(j, node, attribute);
	const struct form *form = strcmp(id, "this") == 0 && s->form != NULL ?
	    s->form : catalog_form(j->data->catalog, id);

	if (form == NULL)
		job_value_error(j, (int)xmlGetLineNo(node), id, attribute,
		    all_ids(j));
	return form;
}

static bool
has_figures(struct job *j, const struct scope *s, const struct form *form)
{
	size_t i;

	for (i = 0; i < form->fact_count; i++)
		if (field_is_number(form->facts[i]) &&
		    !form->facts[i]->personal &&
		    form_is_reported(j, s, form->facts[i]))
			return true;
	return false;
}

static int
form_cmp(const void *pa, const void *pb)
{
	return strcmp((*(const struct form *const *)pa)->code,
	    (*(const struct form *const *)pb)->code);
}

/* Those that a list names, "all" is all of them. */
static size_t
listed(struct job *j, const xmlNode *node, const char *list,
    const struct form ***out)
{
	const struct catalog *c = j->data->catalog;
	size_t n = 0, i, found = 0, wanted = 0;
	const char *p;

	*out = arena_alloc(j->arena, (c->form_count + 1) * sizeof(**out));
	for (i = 0; i < c->form_count; i++) {
		bool named = job_lists(list, c->forms[i]->id);

		found += named;
		if (named || strcmp(list, "all") == 0)
			(*out)[n++] = c->forms[i];
	}
	for (p = list; *p != '\0'; p += strcspn(p, " "), p += *p == ' ')
		wanted++;
	if (strcmp(list, "all") != 0 && found != wanted)
		job_value_error(j, (int)xmlGetLineNo(node), list, "forms",
		    arena_printf(j->arena, "all, %s", all_ids(j)));
	return n;
}

size_t
job_forms(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute, const struct form ***out)
{
	const struct form **forms;
	size_t i, n = 0, count = listed(j, node, job_attribute(j, node,
	    attribute), &forms);

	for (i = 0; i < count; i++)
		if (has_figures(j, s, forms[i]))
			forms[n++] = forms[i];
	qsort(forms, n, sizeof(*forms), form_cmp);
	*out = forms;
	return n;
}

/* ---- units ---- */

/* A unit within the scope's by its code; NULL after an error. */
static const struct unit *
unit_of(struct job *j, const struct scope *s, const char *code, int line,
    const char *attribute)
{
	const struct unit *u = units_find(j->data->catalog->units, code,
	    period_end(j->data->period));

	if (u != NULL && unit_is_within(u, s->unit) &&
	    j->view->present[u->index])
		return u;
	job_value_error(j, line, code, attribute, arena_printf(j->arena,
	    _("%s, or codes of units within %s"), job_level_names(j),
	    s->unit->full_name));
	return NULL;
}

size_t
job_units(struct job *j, const struct scope *s, const xmlNode *node,
    const char *attribute, const struct unit ***out)
{
	const char *list = job_attribute(j, node, attribute), *p;
	size_t n = 0, cap = 0, len;
	const struct unit *u;

	*out = NULL;
	if (site_level(j->data->catalog->site, list) >= 0)
		return view_units(j->arena, j->view, s->unit,
		    site_level(j->data->catalog->site, list), out);
	for (p = list; *p != '\0'; p += len, p += *p == ' ') {
		len = strcspn(p, " ");
		u = unit_of(j, s, arena_strndup(j->arena, p, len),
		    (int)xmlGetLineNo(node), attribute);
		if (u != NULL)
			*ARENA_PUSH(j->arena, *out, n, cap) = u;
	}
	return n;
}
