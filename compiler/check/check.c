/* One submission from cells to facts: the order of work.  Room: check. */
#include "check/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "check/check_parts.h"

/* A finding and when it was made. */
struct ordered {
	const struct finding *finding;
	size_t		 made;
};

/* By line, then column, then order of making; what concerns the whole file
 * comes last. */
static int
compare_findings(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;
	int la = a->finding->place.line, lb = b->finding->place.line;
	int ca = a->finding->place.column, cb = b->finding->place.column;

	if (la != lb)
		return la == 0 ? 1 : lb == 0 ? -1 : la < lb ? -1 : 1;
	if (ca != cb)
		return ca < cb ? -1 : 1;
	return a->made < b->made ? -1 : 1;
}

/* What a refusal is about: a line and a field, or a line and a column. */
static const char *
subject(struct arena *a, const struct finding *f)
{
	if (f->field != NULL)
		return arena_printf(a, "%d:%s", f->place.line, f->field);
	return arena_printf(a, "%d:%d", f->place.line, f->place.column);
}

/* Whether a finding has a cause that the one about the unit of money tells. */
static bool
is_explained(const struct checking *c, const struct finding *f)
{
	const struct form *form = c->sub->form;
	size_t i;

	if (c->other_unit == NULL || f->rule == NULL ||
	    f->code == D_WRONG_MONEY_UNIT)
		return false;
	for (i = 0; i < form->rule_count; i++)
		if (strcmp(form->rules[i].id, f->rule) == 0)
			return c->other_unit[i];
	return false;
}

/* Append the findings to TO, but not what the front end refused in the file
 * already. */
static void
hand_over(const struct checking *c, struct diag *to)
{
	const struct diag *from = c->diag;
	const char *path = c->sub->path;
	struct arena *a = c->arena;
	size_t n = diag_count(from), known = diag_count(to), i;
	struct ordered *list = arena_alloc(a, (n + 1) * sizeof(*list));
	struct map *refused = map_new(a);

	for (i = 0; i < known; i++) {
		const struct finding *f = diag_finding(to, i);

		if (f->severity == SEVERITY_REJECT && f->place.line > 0 &&
		    f->place.file != NULL && strcmp(f->place.file, path) == 0)
			map_put(refused, subject(a, f), to);
	}
	for (i = 0; i < n; i++)
		list[i] = (struct ordered){ diag_finding(from, i), i };
	qsort(list, n, sizeof(*list), compare_findings);
	for (i = 0; i < n; i++)
		if (!is_explained(c, list[i].finding) &&
		    (list[i].finding->severity != SEVERITY_REJECT ||
		    map_count(refused) == 0 ||
		    map_find(refused, subject(a, list[i].finding)) == NULL))
			diag_adopt(to, list[i].finding);
}

/*
 * Whether a row of a form with a key has a unit and nothing else, as blank forms
 * print them: it is no record.
 */
static bool
is_unused(const struct form *form, const struct row *row)
{
	size_t i;

	if (form->key == NULL)
		return false;
	for (i = 0; i < form->field_count; i++)
		if ((row->refused != NULL && row->refused[i] != NULL) ||
		    (row->texts[i] != NULL && *row->texts[i] != '\0'))
			return false;
	return true;
}

/* Whether rules see words in some field. */
static bool
has_texts(const struct form *form)
{
	size_t i;

	for (i = 0; i < form->field_count; i++)
		if (form->fields[i]->type == FIELD_TEXT ||
		    form->fields[i]->type == FIELD_CODE ||
		    form->fields[i]->type == FIELD_ENUM)
			return true;
	return false;
}

/* The rows to be judged, with room for what will be found out. */
static void
collect_rows(struct checking *c)
{
	const struct submission *sub = c->sub;
	size_t fields = sub->form->field_count, i;
	bool texts = has_texts(sub->form);
	const char **no_texts = arena_alloc(c->arena,
	    fields * sizeof(*no_texts));

	c->no_cell_refused = arena_alloc(c->arena, fields * sizeof(bool));
	c->rows = arena_alloc(c->arena,
	    (sub->row_count + 1) * sizeof(*c->rows));
	for (i = 0; i < sub->row_count; i++) {
		struct checked_row *r = &c->rows[c->row_count];

		if (sub->rows[i].total || is_unused(sub->form, &sub->rows[i]))
			continue;
		c->row_count++;
		r->row = &sub->rows[i];
		r->facts = fact_row_new(c->arena, fields);
		r->texts = !texts ? no_texts : arena_alloc(c->arena,
		    fields * sizeof(*r->texts));
		r->refused = c->no_cell_refused;
	}
}

const char *
quote_cell(struct checking *c, const char *s)
{
	return c->sub->form->personal ? "***" :
	    diag_quote(c->diag, s, CHECK_QUOTE);
}

/* The rows whose unit is known, as they are. */
static void
compile_rows(struct checking *c, struct compiled *out)
{
	const struct form *form = out->form;
	size_t i, j;

	out->columns = c->sub->columns;
	out->content = "-";
	out->rows = arena_alloc(c->arena,
	    (c->row_count + 1) * sizeof(*out->rows));
	for (i = 0; i < c->row_count; i++) {
		const struct checked_row *r = &c->rows[i];

		if (r->unit == NULL || r->duplicate)
			continue;
		for (j = 0; j < form->field_count; j++)
			if (form->fields[j]->personal)
				r->facts.states[j] = FACT_MISSING;
		out->rows[out->row_count++] = (struct compiled_row){
			r->unit, r->row->line, r->facts,
		};
	}
}

/* Of a form with a key: the tallies of the units. */
static void
compile_tallies(struct checking *c, struct compiled *out)
{
	size_t i;

	out->content = check_content(c);
	out->rows = arena_alloc(c->arena,
	    (c->unit_count + 1) * sizeof(*out->rows));
	out->row_count = c->unit_count;
	for (i = 0; i < c->unit_count; i++) {
		const struct checked_unit *u = &c->units[i];

		out->rows[i] = (struct compiled_row){ u->unit,
		    u->row_count == 0 ? 0 : u->rows[0]->row->line,
		    u->tallies };
	}
}

/* A table of units and empty cells, as a blank form is, reports nothing. */
static void
look_for_values(struct checking *c)
{
	size_t i, k;

	/* a row of a form with a key has its key */
	if (c->row_count == 0 || c->sub->form->key != NULL)
		return;
	for (i = 0; i < c->row_count; i++)
		for (k = 0; k < c->sub->form->field_count; k++)
			if (c->rows[i].facts.states[k] != FACT_MISSING ||
			    c->rows[i].refused[k])
				return;
	diag_report(c->diag, D_NO_VALUES,
	    ((struct place){ c->sub->path, 0, 0 }),
	    arena_printf(c->arena, "%d", c->sub->sequence + 1));
}

/* What was understood. */
static struct compiled *
compile(struct checking *c)
{
	struct compiled *out = arena_alloc(c->arena, sizeof(*out));
	const struct submission *sub = c->sub;

	out->form = sub->form;
	out->unit = sub->unit;
	out->period = sub->period;
	out->kind = sub->kind;
	out->sequence = sub->sequence;
	out->explanations = c->explanations;
	if (sub->form->key == NULL)
		compile_rows(c, out);
	else
		compile_tallies(c, out);
	return out;
}

/* Warnings whose reason is known, also those of the front end (TOLD), are no
 * warnings any more. */
static void
accept(struct checking *c, struct diag *told)
{
	c->explanations = c->sub->explanations;
	explanations_pick(c->arena, &c->catalog->explanations, c->sub,
	    &c->explanations);
	explanations_apply(&c->explanations, c->diag, 0);
	explanations_apply(&c->explanations, told, 0);
}

bool
check_is_full(const struct checking *c)
{
	return diag_count_of(c->diag, SEVERITY_REJECT) >= CHECK_REFUSALS;
}

/* What is to be said when units and cells are read. */
static void
judge(struct checking *c)
{
	const struct form *form = c->sub->form;

	if (form->key != NULL)
		check_keys(c);
	if (c->row_count > 0)
		check_totals(c);
	if (form->key != NULL) {
		check_missing_rows(c);
		check_tallies(c);
	}
	check_rules(c);
	check_money_unit(c);
	look_for_values(c);
	if (form->key == NULL)
		check_missing_rows(c);
}

struct compiled *
check_submission(struct arena *a, const struct catalog *catalog,
    const struct submission *sub, struct diag *diag)
{
	struct checking c = {
		.arena = a, .catalog = catalog, .sub = sub,
		.diag = diag_new(), .day = period_end(sub->period),
		.money_unclear = sub->money_unclear,
	};

	diag_bound(c.diag, CHECK_LISTED);
	collect_rows(&c);
	check_units(&c);
	if (c.row_count == 0)
		diag_report(c.diag, sub->form->empty_is_zero ? D_NO_RECORDS :
		    D_NO_ROWS,
		    ((struct place){ sub->path, 0, 0 }), NULL);
	check_places(&c);
	check_commas(&c);
	check_values(&c);
	if (!check_is_full(&c))
		judge(&c);
	if (check_is_full(&c))
		diag_report(c.diag, D_XML_LIMIT,
		    ((struct place){ sub->path, 0, 0 }),
		    _("the number of findings in the file"),
		    arena_printf(a, "%d", CHECK_REFUSALS));
	diag_report_rest(c.diag, sub->path);
	accept(&c, diag);
	hand_over(&c, diag);
	diag_free(c.diag);
	return compile(&c);
}
