/*
 * The words that templates may name besides indicators and fields: texts of
 * the site, the period and the unit, and counts.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "report/report_duty.h"
#include "report/report_format.h"

static const char *
text_organisation(struct job *j, const struct scope *s)
{
	(void)s;
	return j->data->catalog->site->organisation;
}

static const char *
text_place(struct job *j, const struct scope *s)
{
	(void)s;
	return j->data->catalog->site->place;
}

static const char *
text_date(struct job *j, const struct scope *s)
{
	(void)s;
	return format_date_long(j->arena, j->data->today);
}

static const char *
text_date_short(struct job *j, const struct scope *s)
{
	(void)s;
	return format_date_short(j->arena, j->data->today);
}

static const char *
text_period(struct job *j, const struct scope *s)
{
	(void)s;
	return period_label(j->arena, j->data->period);
}

static const char *
text_period_kind(struct job *j, const struct scope *s)
{
	(void)j;
	(void)s;
	return period_kind_name(j->data->period.kind);
}

static const char *
text_period_start(struct job *j, const struct scope *s)
{
	(void)s;
	return format_date_short(j->arena, period_start(j->data->period));
}

static const char *
text_period_end(struct job *j, const struct scope *s)
{
	(void)s;
	return format_date_short(j->arena, period_end(j->data->period));
}

static const char *
text_plan_title(struct job *j, const struct scope *s)
{
	(void)s;
	return j->data->plan->title;
}

static const char *
text_unit_name(struct job *j, const struct scope *s)
{
	(void)j;
	return s->unit->name;
}

static const char *
text_unit_full_name(struct job *j, const struct scope *s)
{
	(void)j;
	return s->unit->full_name;
}

static const char *
text_unit_code(struct job *j, const struct scope *s)
{
	(void)j;
	return s->unit->code;
}

static const char *
text_unit_class(struct job *j, const struct scope *s)
{
	return unit_plain_class(j->arena, s->unit);
}

static const char *
text_unit_level(struct job *j, const struct scope *s)
{
	return j->data->catalog->site->levels[s->unit->level].id;
}

static const char *
text_unit_parent(struct job *j, const struct scope *s)
{
	(void)j;
	return s->unit->parent == NULL ? "" : s->unit->parent->full_name;
}

/* Of for-each over forms; outside there is none. */
static const char *
text_form_code(struct job *j, const struct scope *s)
{
	(void)j;
	return s->form == NULL ? "" : s->form->code;
}

static const char *
text_form_title(struct job *j, const struct scope *s)
{
	(void)j;
	return s->form == NULL ? "" : s->form->title;
}

static size_t
count_period_year(struct job *j, const struct scope *s, const char *what)
{
	(void)s;
	(void)what;
	return (size_t)j->data->period.year;
}

static size_t
count_period_index(struct job *j, const struct scope *s, const char *what)
{
	(void)s;
	(void)what;
	return (size_t)j->data->period.index;
}

static size_t
count_plan_year(struct job *j, const struct scope *s, const char *what)
{
	(void)s;
	(void)what;
	return (size_t)j->data->plan->year;
}

/* Indicators of the unit with a verdict against a target: this one or any. */
static size_t
count_verdict(struct job *j, const struct scope *s, const char *what)
{
	const struct plan *plan = j->data->plan;
	size_t i, n = 0;

	for (i = 0; i < plan->indicator_count; i++) {
		const struct data_row *row = view_row(j->view, s->unit,
		    plan->indicators[i]);

		if (row == NULL || plan->indicators[i]->target == NULL ||
		    strcmp(row->verdict, "none") == 0)
			continue;
		n += what == NULL || strcmp(row->verdict, what) == 0;
	}
	return n;
}

/* How the reports stand that the unit and those below owe. */
static struct duty_counts
duties_of(struct job *j, const struct scope *s)
{
	struct duty_counts c = { 0 };
	size_t i;

	for (i = 0; i < j->data->duty_count; i++)
		if (duty_concerns(s, &j->data->duties[i]))
			duty_add(&c, &j->data->duties[i]);
	return c;
}

/* Those in a state; in any that is no longer pending. */
static size_t
count_duties(struct job *j, const struct scope *s, const char *what)
{
	struct duty_counts c = duties_of(j, s);
	enum duty_state state;

	if (what == NULL || !duty_state_parse(what, &state))
		return c.expected - c.of[DUTY_PENDING];
	/* a file sent again is in time as the first was */
	return c.of[state] + (state == DUTY_ON_TIME ?
	    c.of[DUTY_RESUBMITTED] : 0);
}

/* Those whose deadline is over. */
static size_t
count_over(struct job *j, const struct scope *s, const char *what)
{
	(void)what;
	return duties_of(j, s).due;
}

static const char *
text_timely(struct job *j, const struct scope *s)
{
	struct duty_counts c = duties_of(j, s);

	return duty_share(j->arena, c.timely, c.due);
}

static const char *
text_complete(struct job *j, const struct scope *s)
{
	struct duty_counts c = duties_of(j, s);

	return duty_share(j->arena, c.complete, c.due);
}

static size_t
count_children(struct job *j, const struct scope *s, const char *what)
{
	const struct unit **units;

	(void)what;
	return view_units(j->arena, j->view, s->unit, s->unit->level + 1,
	    &units);
}

static size_t
count_base(struct job *j, const struct scope *s, const char *what)
{
	const struct unit **units;

	(void)what;
	return view_units(j->arena, j->view, s->unit, j->view->base_level,
	    &units);
}

/* Every word there is: a text or a count. */
static const struct {
	const char	*name;
	const char	*(*text)(struct job *, const struct scope *);
	size_t		(*count)(struct job *, const struct scope *,
			    const char *what);
	const char	*what;
} words[] = {
	{ "organisation", text_organisation, NULL, NULL },
	{ "place", text_place, NULL, NULL },
	{ "date", text_date, NULL, NULL },
	{ "date.short", text_date_short, NULL, NULL },
	{ "period.label", text_period, NULL, NULL },
	{ "period.kind", text_period_kind, NULL, NULL },
	{ "period.year", NULL, count_period_year, NULL },
	{ "period.index", NULL, count_period_index, NULL },
	{ "period.start", text_period_start, NULL, NULL },
	{ "period.end", text_period_end, NULL, NULL },
	{ "plan.title", text_plan_title, NULL, NULL },
	{ "plan.year", NULL, count_plan_year, NULL },
	{ "unit.name", text_unit_name, NULL, NULL },
	{ "unit.full_name", text_unit_full_name, NULL, NULL },
	{ "unit.code", text_unit_code, NULL, NULL },
	{ "unit.class", text_unit_class, NULL, NULL },
	{ "unit.level", text_unit_level, NULL, NULL },
	{ "unit.parent", text_unit_parent, NULL, NULL },
	{ "form.code", text_form_code, NULL, NULL },
	{ "form.title", text_form_title, NULL, NULL },
	{ "count.units", NULL, count_children, NULL },
	{ "count.base_units", NULL, count_base, NULL },
	{ "count.targets", NULL, count_verdict, NULL },
	{ "count.met", NULL, count_verdict, "met" },
	{ "count.missed", NULL, count_verdict, "missed" },
	{ "count.in_progress", NULL, count_verdict, "in-progress" },
	{ "count.on_track", NULL, count_verdict, "on-track" },
	{ "count.behind", NULL, count_verdict, "behind" },
	{ "count.not_assessable", NULL, count_verdict, "not-assessable" },
	{ "count.due", NULL, count_duties, NULL },
	{ "count.on_time", NULL, count_duties, "on-time" },
	{ "count.late", NULL, count_duties, "late" },
	{ "count.missing", NULL, count_duties, "missing" },
	{ "count.rejected", NULL, count_duties, "rejected" },
	{ "count.resubmitted", NULL, count_duties, "resubmitted" },
	{ "count.empty", NULL, count_duties, "empty" },
	{ "count.pending", NULL, count_duties, "pending" },
	{ "count.over", NULL, count_over, NULL },
	{ "share.on_time", text_timely, NULL, NULL },
	{ "share.complete", text_complete, NULL, NULL },
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

int
word_by_name(struct job *j, const char *name)
{
	int i;

	for (i = 0; i < WORDS; i++)
		if (strcmp(words[i].name, name) == 0)
			return i;
	/* those of letters are numbered behind */
	i = j->letter == NULL ? -1 : letter_word(name);
	return i < 0 ? -1 : WORDS + i;
}

bool
word_is_text(int w)
{
	return w >= WORDS ? letter_word_is_text(w - WORDS) :
	    words[w].text != NULL;
}

const char *
word_text(struct job *j, const struct scope *s, int w)
{
	if (!word_is_text(w))
		return NULL;
	return w >= WORDS ? letter_word_text(j, w - WORDS) :
	    words[w].text(j, s);
}

size_t
word_count(struct job *j, const struct scope *s, int w)
{
	return w >= WORDS ? letter_word_count(j, w - WORDS) :
	    words[w].count(j, s, words[w].what);
}
