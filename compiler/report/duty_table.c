/* How the reporting duties stand.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "report/report_format.h"
#include "report/report_template.h"

/* How the reports of one duty, form and period stand. */
struct duty_group {
	const struct data_duty *first;
	size_t		 due, on_time, late, missing, rejected, pending;
};

static bool
is(const struct data_duty *d, const char *state)
{
	return strcmp(d->state, state) == 0;
}

static bool
same_group(const struct data_duty *a, const struct data_duty *b)
{
	return a->duty == b->duty && a->form == b->form &&
	    period_equal(a->period, b->period);
}

static void
count_duty(struct duty_group *g, const struct data_duty *d)
{
	g->on_time += is(d, "on-time");
	g->late += is(d, "late");
	g->missing += is(d, "missing");
	g->rejected += is(d, "rejected");
	g->pending += is(d, "pending");
	g->due += !is(d, "pending");
}

static const char *
number(struct job *j, size_t n)
{
	return arena_printf(j->arena, "%zu", n);
}

static void
summary_row(struct job *j, struct grid *t, const struct duty_group *g)
{
	struct grid_row *r = grid_row(j, t);
	struct ratio share = { decimal_int((long long)g->on_time * 100),
	    decimal_int(g->due > 0 ? (long long)g->due : 1) };

	grid_cell(j, r, number(j, t->row_count), ALIGN_CENTER);
	grid_cell(j, r, g->first->duty->label, ALIGN_LEFT);
	grid_cell(j, r, g->first->form->short_code, ALIGN_CENTER);
	grid_cell(j, r, format_capital(j->arena, period_label(j->arena,
	    g->first->period)), ALIGN_LEFT);
	grid_cell(j, r, format_date_short(j->arena, g->first->deadline),
	    ALIGN_CENTER);
	grid_cell(j, r, number(j, g->due), ALIGN_CENTER);
	grid_cell(j, r, number(j, g->on_time), ALIGN_CENTER);
	grid_cell(j, r, number(j, g->late), ALIGN_CENTER);
	grid_cell(j, r, number(j, g->missing), ALIGN_CENTER);
	grid_cell(j, r, number(j, g->rejected), ALIGN_CENTER);
	grid_cell(j, r, g->due == 0 ? word(W_PENDING) :
	    arena_printf(j->arena, "%zu/%zu (%s%%)", g->on_time, g->due,
	    format_ratio(j->arena, share, 1)), ALIGN_CENTER);
}

/* Whether a duty's report belongs to this document and can be followed. */
static bool
concerns(const struct scope *s, const struct data_duty *d)
{
	return d->unit != NULL && d->form != NULL &&
	    unit_is_within(d->unit, s->unit);
}

static void
summary(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	struct duty_group g = { NULL };
	size_t i;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "duty", word(W_DUTY), ALIGN_LEFT);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "period", word(W_PERIOD), ALIGN_LEFT);
	grid_column(j, t, "deadline", word(W_DEADLINE), ALIGN_CENTER);
	grid_column(j, t, "due", word(W_DUE), ALIGN_CENTER);
	grid_column(j, t, "on_time", word(W_ON_TIME), ALIGN_CENTER);
	grid_column(j, t, "late", word(W_LATE), ALIGN_CENTER);
	grid_column(j, t, "missing", word(W_MISSING), ALIGN_CENTER);
	grid_column(j, t, "rejected", word(W_REJECTED), ALIGN_CENTER);
	grid_column(j, t, "share", word(W_SHARE_ON_TIME), ALIGN_CENTER);
	grid_rename(j, s, node, t);
	for (i = 0; i < j->data->duty_count; i++) {
		const struct data_duty *d = &j->data->duties[i];

		if (!concerns(s, d))
			continue;
		if (g.first != NULL && !same_group(g.first, d)) {
			summary_row(j, t, &g);
			g = (struct duty_group){ NULL };
		}
		g.first = g.first == NULL ? d : g.first;
		count_duty(&g, d);
	}
	if (g.first != NULL)
		summary_row(j, t, &g);
	if (t->row_count > 0)
		grid_emit(j, t);
}

static const char *
state_text(struct job *j, const struct data_duty *d)
{
	if (is(d, "late") && d->days_late > 0)
		return format_capital(j->arena, word_with(j->arena, W_LATE_DAYS,
		    arena_printf(j->arena, "%d", d->days_late)));
	return word_of_state(d->state);
}

/* Whether the unit itself sends all reports of its document. */
static bool
sends_alone(struct job *j, const struct scope *s)
{
	size_t i;

	for (i = 0; i < j->data->duty_count; i++)
		if (concerns(s, &j->data->duties[i]) &&
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
	grid_column(j, t, "duty", word(W_DUTY), ALIGN_LEFT);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "period", word(W_PERIOD), ALIGN_LEFT);
	grid_column(j, t, "deadline", word(W_DEADLINE), ALIGN_CENTER);
	grid_column(j, t, "received", word(W_RECEIVED), ALIGN_CENTER);
	grid_column(j, t, "state", word(W_STATE), ALIGN_LEFT);
	grid_rename(j, s, node, t);
	for (i = 0; i < j->data->duty_count; i++) {
		const struct data_duty *d = &j->data->duties[i];

		if (!concerns(s, d))
			continue;
		r = grid_row(j, t);
		grid_cell(j, r, number(j, t->row_count), ALIGN_CENTER);
		if (!alone)
			grid_cell(j, r, format_capital(j->arena,
			    d->unit->full_name), ALIGN_LEFT);
		grid_cell(j, r, d->duty->label, ALIGN_LEFT);
		grid_cell(j, r, d->form->short_code, ALIGN_CENTER);
		grid_cell(j, r, format_capital(j->arena, period_label(j->arena,
		    d->period)), ALIGN_LEFT);
		grid_cell(j, r, format_date_short(j->arena, d->deadline),
		    ALIGN_CENTER);
		grid_cell(j, r, format_date_short(j->arena, d->received),
		    ALIGN_CENTER);
		grid_cell(j, r, state_text(j, d), ALIGN_LEFT)->bold =
		    !is(d, "on-time");
	}
	if (t->row_count > 0)
		grid_emit(j, t);
}

/* The units of a group in a state, by name; of late ones by how much. */
static const char *
units_in(struct job *j, const struct scope *s, const struct data_duty *first,
    size_t count, const char *state)
{
	size_t i, n = 0, due = 0;
	const char *list = "";

	for (i = 0; i < count; i++) {
		const struct data_duty *d = &first[i];

		if (!concerns(s, d))
			continue;
		due++;
		if (!is(d, state))
			continue;
		list = arena_printf(j->arena, "%s%s%s", list, n++ > 0 ? "; " :
		    "", d->unit->full_name);
		if (is(d, "late"))
			list = arena_printf(j->arena, "%s (%s, %s)", list,
			    format_date_short(j->arena, d->received),
			    word_with(j->arena, W_LATE_DAYS,
			    arena_printf(j->arena, "%d", d->days_late)));
		else if (is(d, "rejected"))
			list = arena_printf(j->arena, "%s (%s)", list,
			    word(W_SENT_BACK));
	}
	return n > 1 && n == due && strcmp(state, "missing") == 0 ?
	    word_with(j->arena, W_ALL_UNITS, number(j, n)) : list;
}

/* A row for a group of reports of which some did not come in time. */
static void
exception_row(struct job *j, const struct scope *s, struct grid *t,
    const struct data_duty *first, size_t count)
{
	const char *late = units_in(j, s, first, count, "late");
	const char *missing = units_in(j, s, first, count, "missing");
	const char *rejected = units_in(j, s, first, count, "rejected");
	struct grid_row *r;

	if (late[0] == '\0' && missing[0] == '\0' && rejected[0] == '\0')
		return;
	r = grid_row(j, t);
	grid_cell(j, r, number(j, t->row_count), ALIGN_CENTER);
	grid_cell(j, r, arena_printf(j->arena, "%s (%s), %s",
	    first->duty->label, first->form->short_code,
	    period_label(j->arena, first->period)), ALIGN_LEFT);
	grid_cell(j, r, format_date_short(j->arena, first->deadline),
	    ALIGN_CENTER);
	grid_cell(j, r, late, ALIGN_LEFT);
	grid_cell(j, r, arena_printf(j->arena, "%s%s%s", missing,
	    missing[0] != '\0' && rejected[0] != '\0' ? "; " : "", rejected),
	    ALIGN_LEFT);
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

		if (!is(d, "untracked") || d->duty == last)
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
		tracked += concerns(s, &j->data->duties[i]) &&
		    !is(&j->data->duties[i], "pending");
	if (job_lists(show, "summary"))
		summary(j, s, node);
	if (job_lists(show, "all"))
		duty_list(j, s, node);
	else if (job_lists(show, "exceptions") && exceptions(j, s, node) == 0)
		sentence(j, word(tracked == 0 ? W_NO_DUTY : W_ALL_ON_TIME));
	untracked(j);
}
