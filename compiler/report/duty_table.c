/* How the reporting duties stand.  Room: report. */
#include "base/arena.h"
#include "report/report_duty.h"
#include "report/report_format.h"

/* How the reports of one duty, form and period stand. */
struct duty_group {
	const struct data_duty *first;
	struct duty_counts counts;
};

static bool
same_group(const struct data_duty *a, const struct data_duty *b)
{
	return a->duty == b->duty && a->form == b->form &&
	    period_equal(a->period, b->period);
}

static const char *
number(struct job *j, size_t n)
{
	return arena_printf(j->arena, "%zu", n);
}

/* The last day of the data, where one is not the period's; the deadline. */
static void
day_columns(struct job *j, struct grid *t)
{
	if (duty_has_cut_off(j->data))
		grid_column(j, t, "data_to", word(W_DATA_TO), ALIGN_CENTER);
	grid_column(j, t, "deadline", word(W_DEADLINE), ALIGN_CENTER);
}

static void
put_days(struct job *j, struct grid_row *r, const struct data_duty *d)
{
	if (duty_has_cut_off(j->data))
		grid_cell(j, r, format_date_short(j->arena, d->data_to),
		    ALIGN_CENTER);
	grid_cell(j, r, format_date_short(j->arena, d->deadline),
	    ALIGN_CENTER);
}

/* Counts of the summary: always a column, or only where one is not 0. */
static const struct {
	const char	*name;
	enum word	 head;
	enum duty_state	 states[2];	/* that are added */
	bool		 rare;
} summary_counts[] = {
	{ "on_time", W_ON_TIME, { DUTY_ON_TIME, DUTY_RESUBMITTED }, false },
	{ "late", W_LATE, { DUTY_LATE, DUTY_LATE }, false },
	{ "missing", W_MISSING, { DUTY_MISSING, DUTY_MISSING }, false },
	{ "rejected", W_REJECTED, { DUTY_REJECTED, DUTY_REJECTED }, false },
	{ "empty", W_EMPTY, { DUTY_EMPTY, DUTY_EMPTY }, true },
	{ "pending", W_PENDING, { DUTY_PENDING, DUTY_PENDING }, true },
};

enum { SUMMARY_COUNTS = sizeof(summary_counts) / sizeof(summary_counts[0]) };

static size_t
summary_count(const struct duty_counts *c, size_t i)
{
	const enum duty_state *s = summary_counts[i].states;

	return c->of[s[0]] + (s[1] != s[0] ? c->of[s[1]] : 0);
}

static void
summary_row(struct job *j, struct grid *t, const struct duty_group *g,
    const struct duty_counts *all)
{
	const struct duty_counts *c = &g->counts;
	struct grid_row *r = grid_row_numbered(j, t);
	size_t i;

	grid_cell(j, r, g->first->duty->label, ALIGN_LEFT);
	grid_cell(j, r, g->first->form->short_code, ALIGN_CENTER);
	grid_cell(j, r, format_capital(j->arena, period_label(j->arena,
	    g->first->period)), ALIGN_LEFT);
	put_days(j, r, g->first);
	duty_count_cell(j, r, c->expected);
	for (i = 0; i < SUMMARY_COUNTS; i++)
		if (!summary_counts[i].rare || summary_count(all, i) > 0)
			duty_count_cell(j, r, summary_count(c, i));
	grid_cell(j, r, duty_share(j->arena, c->timely, c->due),
	    ALIGN_CENTER);
}

static void
summary_columns(struct job *j, struct grid *t, const struct duty_counts *all)
{
	size_t i;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "duty", word(W_DUTY), ALIGN_LEFT);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "period", word(W_PERIOD), ALIGN_LEFT);
	day_columns(j, t);
	grid_column(j, t, "due", word(W_DUE), ALIGN_CENTER);
	for (i = 0; i < SUMMARY_COUNTS; i++)
		if (!summary_counts[i].rare || summary_count(all, i) > 0)
			grid_column(j, t, summary_counts[i].name,
			    word(summary_counts[i].head), ALIGN_CENTER);
	grid_column(j, t, "share", word(W_SHARE_ON_TIME), ALIGN_CENTER);
}

static void
summary(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	struct duty_counts all = { 0 };
	struct duty_group g = { NULL };
	size_t i;

	for (i = 0; i < j->data->duty_count; i++)
		if (duty_concerns(s, &j->data->duties[i]))
			duty_add(&all, &j->data->duties[i]);
	summary_columns(j, t, &all);
	grid_rename(j, s, node, t);
	for (i = 0; i < j->data->duty_count; i++) {
		const struct data_duty *d = &j->data->duties[i];

		if (!duty_concerns(s, d))
			continue;
		if (g.first != NULL && !same_group(g.first, d)) {
			summary_row(j, t, &g, &all);
			g = (struct duty_group){ NULL };
		}
		g.first = g.first == NULL ? d : g.first;
		duty_add(&g.counts, d);
	}
	if (g.first != NULL)
		summary_row(j, t, &g, &all);
	t->folded = GRID_NAMES;
	if (all.of[DUTY_RESUBMITTED] > 0)
		grid_note(j, t, word_with(j->arena, W_RESUBMITTED_NOTE,
		    number(j, all.of[DUTY_RESUBMITTED])));
	if (t->row_count > 0)
		grid_emit(j, t);
}

static const char *
state_text(struct job *j, const struct data_duty *d)
{
	if (d->state == DUTY_LATE)
		return format_capital(j->arena, word_with(j->arena, W_LATE_DAYS,
		    arena_printf(j->arena, "%d", d->days_late)));
	if (d->state == DUTY_RESUBMITTED && d->latest > d->received)
		return arena_printf(j->arena, "%s, %s", word(W_ON_TIME),
		    word_with(j->arena, W_RESUBMITTED_ON,
		    format_date_short(j->arena, d->latest)));
	return word_of_state(d->state);
}

/* Whether the unit itself sends all reports of its document. */
static bool
sends_alone(struct job *j, const struct scope *s)
{
	size_t i;

	for (i = 0; i < j->data->duty_count; i++)
		if (duty_concerns(s, &j->data->duties[i]) &&
		    j->data->duties[i].unit != s->unit)
			return false;
	return true;
}

/* The reports one by one. */
static void
duty_list(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	bool alone = sends_alone(j, s);
	struct grid_row *r;
	size_t i;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	if (!alone)
		grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	t->folded = t->column_count;
	grid_column(j, t, "duty", word(W_DUTY), ALIGN_LEFT);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "period", word(W_PERIOD), ALIGN_LEFT);
	day_columns(j, t);
	grid_column(j, t, "received", word(W_RECEIVED), ALIGN_CENTER);
	grid_column(j, t, "state", word(W_STATE), ALIGN_LEFT);
	grid_rename(j, s, node, t);
	for (i = 0; i < j->data->duty_count; i++) {
		const struct data_duty *d = &j->data->duties[i];

		if (!duty_concerns(s, d))
			continue;
		r = grid_row_numbered(j, t);
		if (!alone)
			grid_cell(j, r, format_capital(j->arena,
			    d->unit->full_name), ALIGN_LEFT);
		grid_cell(j, r, d->duty->label, ALIGN_LEFT);
		grid_cell(j, r, d->form->short_code, ALIGN_CENTER);
		grid_cell(j, r, format_capital(j->arena, period_label(j->arena,
		    d->period)), ALIGN_LEFT);
		put_days(j, r, d);
		grid_cell(j, r, format_date_short(j->arena, d->received),
		    ALIGN_CENTER);
		grid_cell(j, r, state_text(j, d), ALIGN_LEFT)->bold =
		    d->state != DUTY_ON_TIME &&
		    d->state != DUTY_RESUBMITTED && d->state != DUTY_PENDING;
	}
	if (t->row_count > 0)
		grid_emit(j, t);
}

/* The units of a group in a state, by name; of late ones by how much. */
static const char *
units_in(struct job *j, const struct scope *s, const struct data_duty *first,
    size_t count, enum duty_state state)
{
	size_t i, n = 0, due = 0;
	const char *list = "";

	for (i = 0; i < count; i++) {
		const struct data_duty *d = &first[i];

		if (!duty_concerns(s, d))
			continue;
		due++;
		if (d->state != state)
			continue;
		list = arena_printf(j->arena, "%s%s%s", list, n++ > 0 ? "; " :
		    "", d->unit->full_name);
		if (state == DUTY_LATE)
			list = arena_printf(j->arena, "%s (%s, %s)", list,
			    format_date_short(j->arena, d->received),
			    word_with(j->arena, W_LATE_DAYS,
			    arena_printf(j->arena, "%d", d->days_late)));
		else if (state != DUTY_MISSING)
			list = arena_printf(j->arena, "%s (%s)", list,
			    word(state == DUTY_EMPTY ? W_WITHOUT_VALUES :
			    W_SENT_BACK));
	}
	return n > 1 && n == due && state == DUTY_MISSING ?
	    word_with(j->arena, W_ALL_UNITS, number(j, n)) : list;
}

/* Those of a group from whom nothing came that counts. */
static const char *
absent_units(struct job *j, const struct scope *s,
    const struct data_duty *first, size_t count)
{
	static const enum duty_state states[] = { DUTY_MISSING,
	    DUTY_REJECTED, DUTY_EMPTY };
	const char *list = "", *more;
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if ((more = units_in(j, s, first, count, states[i]))[0] !=
		    '\0')
			list = arena_printf(j->arena, "%s%s%s", list,
			    list[0] == '\0' ? "" : "; ", more);
	return list;
}

/* A row for a group of reports of which some did not come in time. */
static void
exception_row(struct job *j, const struct scope *s, struct grid *t,
    const struct data_duty *first, size_t count)
{
	const char *late = units_in(j, s, first, count, DUTY_LATE);
	const char *absent = absent_units(j, s, first, count);
	struct grid_row *r;

	if (late[0] == '\0' && absent[0] == '\0')
		return;
	r = grid_row_numbered(j, t);
	grid_cell(j, r, arena_printf(j->arena, "%s (%s), %s",
	    first->duty->label, first->form->short_code,
	    period_label(j->arena, first->period)), ALIGN_LEFT);
	grid_cell(j, r, format_date_short(j->arena, first->deadline),
	    ALIGN_CENTER);
	grid_cell(j, r, late, ALIGN_LEFT);
	grid_cell(j, r, absent, ALIGN_LEFT);
}

/* Who was late and who is missing, a row for each duty, form and period. */
static size_t
exceptions(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	const struct data_duty *d = j->data->duties;
	size_t i, n, count = j->data->duty_count;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "duty", word(W_DUTY), ALIGN_LEFT);
	grid_column(j, t, "deadline", word(W_DEADLINE), ALIGN_CENTER);
	grid_column(j, t, "late_units", word(W_LATE_UNITS), ALIGN_LEFT);
	grid_column(j, t, "missing_units", word(W_MISSING_UNITS), ALIGN_LEFT);
	grid_rename(j, s, node, t);
	for (i = 0; i < count; i += n) {
		for (n = 1; i + n < count && same_group(&d[i], &d[i + n]); n++)
			;
		if (d[i].form != NULL)
			exception_row(j, s, t, &d[i], n);
	}
	if (t->row_count > 0)
		grid_emit(j, t);
	return t->row_count;
}

/* A sentence below or instead of a table. */
static void
sentence(struct job *j, const char *text)
{
	xmlNode *b = tree_add(j, tree_flow(j), "block", "text-align", "justify",
	    "text-indent", "36pt", "space-after", "6pt", NULL);

	tree_text(b, text);
}

/* Name the duties that have no form; nobody can tell how they stand. */
static void
untracked(struct job *j)
{
	const struct duty *last = NULL;
	const char *names = "";
	size_t i;

	for (i = 0; i < j->data->duty_count; i++) {
		const struct data_duty *d = &j->data->duties[i];

		if (d->state != DUTY_UNTRACKED || d->duty == last)
			continue;
		last = d->duty;
		names = arena_printf(j->arena, "%s%s%s", names,
		    names[0] == '\0' ? "" : "; ", d->duty->label);
	}
	if (names[0] != '\0')
		sentence(j, arena_printf(j->arena, "%s %s.",
		    word(W_UNTRACKED), names));
}

void
element_duty_table(struct job *j, const struct scope *s, const xmlNode *node)
{
	const char *show = job_attribute(j, node, "show");
	size_t i, tracked = 0;

	if (show == NULL)
		show = "summary exceptions";
	for (i = 0; i < j->data->duty_count; i++)
		tracked += duty_concerns(s, &j->data->duties[i]) &&
		    j->data->duties[i].state != DUTY_PENDING;
	if (job_lists(show, "summary"))
		summary(j, s, node);
	if (job_lists(show, "rates"))
		duty_rates(j, s, node);
	if (job_lists(show, "history"))
		duty_history(j, s, node);
	if (job_lists(show, "all"))
		duty_list(j, s, node);
	else if (job_lists(show, "exceptions") && exceptions(j, s, node) == 0)
		sentence(j, word(tracked == 0 ? W_NO_DUTY : W_ALL_ON_TIME));
	if (job_lists(show, "summary") || job_lists(show, "exceptions") ||
	    job_lists(show, "all"))
		untracked(j);
}
