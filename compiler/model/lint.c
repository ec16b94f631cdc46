/*
 * What a site says that is not wrong and yet is hardly meant: fields that no
 * rule looks at, rules that can never speak, forms that nobody is asked for.
 * Room: model.
 */
#include <stdio.h>

#include "base/language.h"
#include "base/text.h"
#include "model/catalog.h"

enum { LIST_MAX = 4000 };

/* Whether a rule of any form, or the tally of one, mentions the field. */
static bool
is_mentioned(const struct expr *e, const struct field *f)
{
	const struct expr_name *const *names;
	size_t n = e == NULL ? 0 : expr_names(e, &names), i;

	for (i = 0; i < n; i++)
		if (names[i]->target == f)
			return true;
	return false;
}

static bool
is_checked(const struct catalog *c, const struct field *f)
{
	size_t i, j, k;

	for (i = 0; i < c->form_count; i++) {
		const struct form *form = c->forms[i];

		for (j = 0; j < form->rule_count; j++) {
			const struct rule *r = &form->rules[j];

			if (is_mentioned(r->test, f))
				return true;
			for (k = 0; k < r->unique_count; k++)
				if (r->unique[k] == f)
					return true;
		}
		for (j = 0; form->key != NULL && j < form->fact_count; j++)
			if (is_mentioned(form->facts[j]->tally, f))
				return true;
	}
	return false;
}

/* Numbers that only their own type and bounds are checked of. */
static void
lint_fields(const struct catalog *c, const struct form *form,
    struct diag *diag)
{
	struct text list;
	size_t i;

	text_init(&list, LIST_MAX);
	for (i = 0; i < form->field_count; i++) {
		const struct field *f = form->fields[i];

		if (field_is_number(f) && !is_checked(c, f))
			text_addf(&list, "%s\"%s\"", list.len > 0 ? ", " : "",
			    f->label);
	}
	if (list.len > 0)
		diag_report(diag, D_FIELDS_UNCHECKED,
		    ((struct place){ form->path, 0, 0 }), text_string(&list));
	text_free(&list);
}

static bool
share_a_period(const struct form *a, const struct form *b)
{
	int kind;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++)
		if (a->periods[kind] && b->periods[kind])
			return true;
	return false;
}

/* A rule about two forms needs a period for which both are sent. */
static void
lint_rule(const struct form *form, const struct rule *r, struct diag *diag)
{
	const struct expr_name *const *names;
	size_t n = r->test == NULL ? 0 : expr_names(r->test, &names), i;

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		if (f != NULL && !share_a_period(form, f->form)) {
			diag_report(diag, D_RULE_SILENT, r->place, r->id,
			    f->form->id, form->id);
			return;
		}
	}
}

static bool
is_asked_for(const struct plan *p, const struct form *form)
{
	size_t i, j;

	for (i = 0; i < p->duty_count; i++)
		for (j = 0; j < p->duties[i]->form_count; j++)
			if (p->duties[i]->forms[j] == form)
				return true;
	return false;
}

/* The forms that no duty of a plan asks for: they have no deadline. */
static void
lint_duties(const struct catalog *c, const struct plan *p, struct diag *diag)
{
	struct text list;
	size_t i;

	text_init(&list, LIST_MAX);
	for (i = 0; i < c->form_count; i++)
		if (!is_asked_for(p, c->forms[i]))
			text_addf(&list, "%s%s", list.len > 0 ? ", " : "",
			    c->forms[i]->id);
	if (list.len > 0)
		diag_report(diag, D_FORMS_UNASKED,
		    ((struct place){ p->path, 0, 0 }), text_string(&list));
	text_free(&list);
}

/* Whether a duty's last report of a year is due in the next one. */
static bool
ends_next_year(const struct duty *duty, int year, const struct calendar *c)
{
	int kind;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
		struct period p = { year, (enum period_kind)kind,
		    period_count((enum period_kind)kind) };

		if (duty->periods[kind] && duty_deadline(duty, p, c) >=
		    date_of(year + 1, 1, 1))
			return true;
	}
	return false;
}

/* The last deadlines of a year look at the calendar of the next, which the
 * site may not have yet. */
static void
lint_calendar(const struct catalog *c, const struct plan *p,
    struct diag *diag)
{
	const struct calendar *calendar = &c->site->calendar;
	char year[16];
	size_t i;

	if (calendar_knows(calendar, p->year + 1))
		return;
	snprintf(year, sizeof(year), "%d", p->year + 1);
	for (i = 0; i < p->duty_count; i++)
		if (duty_counts_days_off(p->duties[i]) &&
		    ends_next_year(p->duties[i], p->year, calendar)) {
			diag_report(diag, D_NEXT_CALENDAR,
			    p->duties[i]->place, year);
			return;
		}
}

/* The last day in a month of the data of a form's reports by a kind of period; 0
 * when none is asked for. */
static int
last_day(const struct plan *plan, const struct form *form, int kind)
{
	struct period p = { plan->year, (enum period_kind)kind,
	    period_count((enum period_kind)kind) };
	const struct duty *duty = plan_duty(plan, form, p.kind);
	date end;

	if (duty == NULL)
		return 0;
	end = duty_data_end(duty, form, p);
	/* which day of which month, both told from the period's last month */
	return end == period_end(p) ? 31 : (int)(end - period_end(p));
}

/* Where months end with a cut-off and quarters do not, months do not add up. */
static void
lint_ends(const struct plan *plan, const struct form *form, struct diag *diag)
{
	int kind, first = -1;

	for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
		/* the last month of nine has another length */
		if (kind == PERIOD_NINE_MONTHS ||
		    last_day(plan, form, kind) == 0)
			continue;
		if (first < 0)
			first = kind;
		if (last_day(plan, form, kind) == last_day(plan, form, first))
			continue;
		diag_report(diag, D_OTHER_ENDS, plan_duty(plan, form,
		    (enum period_kind)kind)->place, form->id,
		    _(period_kind_name((enum period_kind)kind)),
		    _(period_kind_name((enum period_kind)first)));
		return;
	}
}

void
catalog_lint(const struct catalog *c, struct diag *diag)
{
	size_t i, j;

	for (i = 0; i < c->form_count; i++) {
		lint_fields(c, c->forms[i], diag);
		for (j = 0; j < c->forms[i]->rule_count; j++)
			lint_rule(c->forms[i], &c->forms[i]->rules[j], diag);
	}
	for (i = 0; i < c->plan_count; i++) {
		lint_duties(c, c->plans[i], diag);
		lint_calendar(c, c->plans[i], diag);
		for (j = 0; j < c->form_count; j++)
			lint_ends(c->plans[i], c->forms[j], diag);
	}
}
