/* Reading the duties of plans/YEAR.xml.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/xmltree.h"
#include "model/model_load.h"

static const struct form *
form_named(const struct load_scope *scope, const char *id)
{
	size_t i;

	for (i = 0; i < scope->form_count; i++)
		if (strcmp(scope->forms[i]->id, id) == 0)
			return scope->forms[i];
	return NULL;
}

static void
read_forms(const struct loader *l, const xmlNode *node,
    struct load_scope *scope, struct duty *duty)
{
	const char *list = load_attribute(l, node, "forms", ""), *word;
	size_t cap = 0;
	int k;

	while ((word = load_word(l->arena, &list)) != NULL) {
		const struct form *form = form_named(scope, word);

		if (form == NULL) {
			if (map_find(scope->broken, word) == NULL)
				diag_report(l->diag, D_CONFIG_UNKNOWN,
				    load_place(l, node), _("form"), word, "");
			continue;
		}
		*ARENA_PUSH(l->arena, duty->forms, duty->form_count, cap) =
		    form;
		for (k = 0; k < PERIOD_KIND_MAX; k++)
			if (duty->periods[k] && !form->periods[k])
				load_complain(l, load_place(l, node).line,
				    _("duty %s asks for form %s by %s, but the "
				    "form has no such period"), duty->id, word,
				    period_kind_name(k));
	}
}

/* Each way to say a deadline. */
static const struct {
	const char	*attribute;
	enum deadline	 kind;
	bool		 exclusive;
} ways[] = {
	{ "until", DEADLINE_DATE, false },
	{ "before", DEADLINE_DATE, true },
	{ "after-end", DEADLINE_DAYS, false },
	{ "working-days", DEADLINE_WORKING_DAYS, false },
	{ "until-day", DEADLINE_MONTH_DAY, false },
	{ "before-day", DEADLINE_MONTH_DAY, true },
};

enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

static void
check_date(const struct loader *l, int line, const struct duty *duty, int year)
{
	int k;

	for (k = 0; k < PERIOD_YEAR; k++)
		if (duty->periods[k])
			load_complain(l, line, _("duty %s has one day for "
			    "several periods (%s); give it periods=\"year\", "
			    "or after-end"), duty->id, period_kind_name(k));
	if (duty->until != DATE_NONE && (duty->until < date_of(year, 1, 1) ||
	    duty->until >= date_of(year + 2, 1, 1)))
		load_complain(l, line, _("duty %s: its day is neither in %d "
		    "nor in the year after; look at the year"), duty->id,
		    year);
}

static void
read_deadline(const struct loader *l, const xmlNode *node, struct duty *duty)
{
	const char *month = load_attribute(l, node, "month", NULL);
	int line = load_place(l, node).line;
	size_t count = 0, i, way = 0;

	for (i = 0; i < WAYS; i++)
		if (load_attribute(l, node, ways[i].attribute, NULL) != NULL) {
			way = i;
			count++;
		}
	if (count != 1)
		load_complain(l, line, _("duty %s needs one of until, before, "
		    "after-end, working-days, until-day, before-day"),
		    duty->id);
	duty->deadline = ways[way].kind;
	duty->exclusive = ways[way].exclusive;
	duty->until = DATE_NONE;
	if (duty->deadline == DEADLINE_DATE)
		duty->until = load_date(l, node, ways[way].attribute);
	else
		duty->days = load_int(l, node, ways[way].attribute, 0);
	if (duty->until != DATE_NONE)
		check_date(l, line, duty, load_int(l, node->parent, "year",
		    0));
	if (month != NULL && duty->deadline != DEADLINE_MONTH_DAY)
		load_complain(l, line, _("duty %s: month says in which month "
		    "until-day or before-day is, and there is none of them"),
		    duty->id);
	duty->same_month = month != NULL && strcmp(month, "same") == 0;
}

static enum shift
read_shift(const struct loader *l, const xmlNode *node)
{
	const char *s = load_attribute(l, node, "shift", "no");

	return strcmp(s, "no") == 0 ? SHIFT_NONE :
	    strcmp(s, "previous") == 0 ? SHIFT_PREVIOUS : SHIFT_NEXT;
}

/* The forms whose data end with a month all the same. */
static void
read_month_end(const struct loader *l, const xmlNode *node, struct duty *duty)
{
	const char *list = load_attribute(l, node, "month-end", ""), *word;
	int line = load_place(l, node).line;
	size_t i;

	if (*list == '\0')
		return;
	if (duty->cut_off == 0)
		load_complain(l, line, _("duty %s: without a cut-off all data "
		    "end with the month; remove month-end"), duty->id);
	duty->month_end = arena_alloc(l->arena,
	    (duty->form_count + 1) * sizeof(*duty->month_end));
	while ((word = load_word(l->arena, &list)) != NULL) {
		for (i = 0; i < duty->form_count; i++)
			if (strcmp(duty->forms[i]->id, word) == 0)
				break;
		if (i == duty->form_count)
			load_complain(l, line, _("duty %s: month-end names "
			    "form %s, which is not one of its forms"),
			    duty->id, word);
		else
			duty->month_end[i] = true;
	}
}

/* A report cannot be due before what it reports is over. */
static void
check_cut_off(const struct loader *l, int line, const struct duty *duty)
{
	if (duty->cut_off > 0 && duty->deadline == DEADLINE_MONTH_DAY &&
	    duty->same_month && duty->days - duty->exclusive < duty->cut_off)
		load_complain(l, line, _("duty %s is due before its data end, "
		    "on day %d of the month"), duty->id, duty->cut_off);
}

struct duty *
duty_read(const struct loader *l, const xmlNode *node,
    struct load_scope *scope)
{
	struct duty *duty = arena_alloc(l->arena, sizeof(*duty));

	duty->id = load_attribute(l, node, "id", "");
	duty->place = load_place(l, node);
	duty->label = xmltree_text(l->arena, xmltree_first(node));
	load_periods(l, node, "periods", duty->periods);
	read_forms(l, node, scope, duty);
	read_deadline(l, node, duty);
	duty->shift = read_shift(l, node);
	duty->cut_off = load_int(l, node, "cut-off", 0);
	read_month_end(l, node, duty);
	check_cut_off(l, duty->place.line, duty);
	return duty;
}

/* ---- what only all of a plan together show ---- */

/* Deadlines that look at the calendar need one for their year. */
static void
check_calendar(const struct loader *l, const struct plan *plan)
{
	size_t i;

	if (calendar_knows(&l->site->calendar, plan->year))
		return;
	for (i = 0; i < plan->duty_count; i++)
		if (duty_counts_days_off(plan->duties[i])) {
			diag_report(l->diag, D_CONFIG_WARNING,
			    plan->duties[i]->place, arena_printf(l->arena,
			    _("deadlines here count working days, but the "
			    "calendar of site.xml has no holiday in %d"),
			    plan->year));
			return;
		}
}

/* A day that is itself too late must not become the last good one. */
static void
check_exclusive(const struct loader *l, const struct duty *duty, int year)
{
	const struct calendar *c = &l->site->calendar;
	char named[DATE_TEXT], last[DATE_TEXT];
	int kind;

	/* a day that cannot be read was told of */
	if (!duty->exclusive || duty->shift != SHIFT_NEXT ||
	    (duty->deadline == DEADLINE_DATE && duty->until == DATE_NONE))
		return;
	for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
		struct period p = { year, (enum period_kind)kind, 1 };

		for (; duty->periods[kind] &&
		    p.index <= period_count(p.kind); p.index++) {
			date day = duty_named_day(duty, p, c);

			if (duty_deadline(duty, p, c) < day)
				continue;
			diag_report(l->diag, D_CONFIG_WARNING, duty->place,
			    arena_printf(l->arena, _("duty %s: reports are to "
			    "come before %s, but days off move the last day "
			    "to %s; write shift=\"previous\", or until"),
			    duty->id, language_date(day, named),
			    language_date(duty_deadline(duty, p, c), last)));
			return;
		}
	}
}

/* A form's data end on one day, whatever report they are part of. */
static void
check_same_end(const struct loader *l, const struct plan *plan,
    const struct duty *duty)
{
	size_t i;
	int kind;

	for (i = 0; i < duty->form_count; i++)
		for (kind = 0; kind < PERIOD_KIND_MAX; kind++) {
			struct period p = { plan->year,
			    (enum period_kind)kind, 1 };
			const struct duty *first = !duty->periods[kind] ? duty
			    : plan_duty(plan, duty->forms[i], p.kind);

			if (duty_data_end(first, duty->forms[i], p) ==
			    duty_data_end(duty, duty->forms[i], p))
				continue;
			load_complain(l, duty->place.line, _("duties %s and "
			    "%s let the data of form %s by %s end on "
			    "different days; make cut-off and month-end "
			    "agree"), first->id, duty->id, duty->forms[i]->id,
			    period_kind_name(p.kind));
			return;
		}
}

void
duties_check(const struct loader *l, const struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->duty_count; i++) {
		check_exclusive(l, plan->duties[i], plan->year);
		check_same_end(l, plan, plan->duties[i]);
	}
	check_calendar(l, plan);
}
