/*
 * The rules and tallies of a form, parsed when all forms are known: what they
 * may mention, and how often they are judged.  Room: model.
 */
#include "base/language.h"
#include "model/model_load.h"

static bool
is_tally(const struct field *f)
{
	return f->tally_text != NULL;
}

/*
 * In a form with a key a rule is about one row or about all rows of a unit:
 * columns inside sum() and count() and tallies speak of all of them.
 */
static void
check_rows(const struct form *form, struct rule *r, const struct loader *l)
{
	const struct expr_name *const *names;
	size_t count = expr_names(r->test, &names), i;
	const struct field *column = NULL;
	bool all = expr_looks_across_rows(r->test);
	int line = r->place.line;

	for (i = 0; i < count; i++) {
		const struct field *f = names[i]->target;

		if (f->form != form || is_tally(f)) {
			all |= f->form == form;
			if (names[i]->in_rows)
				load_complain(l, line, _("rule %s: sum() and "
				    "count() add rows, but \"%s\" is no "
				    "column of them"), r->id, f->name);
			continue;
		}
		if (r->crosses)
			load_complain(l, line, _("rule %s looks at another "
			    "form or period, so it can use tallies only; "
			    "\"%s\" is a column of the rows"), r->id,
			    f->name);
		if (names[i]->alone)
			column = f;
	}
	r->per_unit = all && !r->crosses;
	if (r->per_unit && column != NULL)
		load_complain(l, line, _("rule %s is about all rows of a "
		    "unit, but \"%s\" outside sum() and count() is the "
		    "column of one row"), r->id, column->name);
}

/* What a rule mentions must be there for the same rows. */
static void
check_rule(const struct form *form, struct rule *r, const struct loader *l)
{
	const struct expr_name *const *names;
	size_t count = expr_names(r->test, &names), i;

	if (count == 0)
		load_complain(l, r->place.line, _("rule %s mentions no field"),
		    r->id);
	r->crosses = expr_looks_back(r->test);
	r->whole = form->key == NULL && expr_looks_across_rows(r->test);
	for (i = 0; i < count; i++) {
		const struct field *f = names[i]->target;

		if (f->form == form)
			continue;
		r->crosses = true;
		if (f->form->row_level != form->row_level &&
		    f->form->row_level >= 0 && form->row_level >= 0)
			load_complain(l, r->place.line, _("rule %s compares "
			    "with form %s, whose rows speak of another level"),
			    r->id, f->form->id);
	}
	if (r->crosses && r->severity == SEVERITY_REJECT)
		load_complain(l, r->place.line, _("rule %s looks at another "
		    "form or period; it cannot reject a submission: write "
		    "severity=\"warn\""), r->id);
	if (form->key != NULL)
		check_rows(form, r, l);
}

/* A tally adds or counts columns of the form's own rows. */
static void
check_tally(const struct form *form, const struct field *tally, int line,
    const struct loader *l)
{
	const struct expr_name *const *names;
	size_t count = expr_names(tally->tally, &names), i;
	bool wrong = count == 0 || expr_looks_back(tally->tally);

	for (i = 0; i < count; i++) {
		const struct field *f = names[i]->target;

		wrong |= f->form != form || is_tally(f) || names[i]->alone;
	}
	if (wrong)
		load_complain(l, line, _("tally %s must be made of columns of "
		    "this form inside sum() and count()"), tally->name);
}

static void
link_tally(struct form *form, struct field *f, const struct loader *l,
    struct load_scope *scope)
{
	f->tally = load_expr(l, f->line, f->tally_text, EXPR_NUMBER, scope);
	if (f->tally != NULL)
		check_tally(form, f, f->line, l);
}

void
form_link(struct form *form, const struct loader *l, struct load_scope *scope)
{
	size_t i;

	scope->home = form;
	for (i = 0; form->key != NULL && i < form->fact_count; i++)
		link_tally(form, form->facts[i], l, scope);
	for (i = 0; i < form->rule_count; i++) {
		struct rule *r = &form->rules[i];

		if (r->unique_count > 0)
			continue;
		r->test = load_expr(l, r->place.line, r->text,
		    EXPR_TRUTH, scope);
		if (r->test != NULL)
			check_rule(form, r, l);
	}
}

