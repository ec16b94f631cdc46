/* The command status: who has sent what, for people and for machines. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/language.h"
#include "check/check.h"
#include "commands.h"

/* ---- colours ---- */

/* The colour of a state on a terminal (ECMA-48, SGR). */
static const char *const colours[DUTY_STATE_MAX] = {
	[DUTY_ON_TIME] = "32",
	[DUTY_RESUBMITTED] = "32",
	[DUTY_LATE] = "33",
	[DUTY_REJECTED] = "31",
	[DUTY_EMPTY] = "31",
	[DUTY_MISSING] = "31",
	[DUTY_PENDING] = "2",
	[DUTY_UNTRACKED] = "2",
};

/* Whether standard output is a terminal whose user has nothing against it. */
static bool
wants_colours(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) == 1 && (no == NULL || *no == '\0') &&
	    term != NULL && strcmp(term, "dumb") != 0;
}

static void
print_state(enum duty_state state)
{
	const char *name = _(duty_state_label(state));

	if (wants_colours())
		printf("\033[%sm%s\033[m", colours[state], name);
	else
		fputs(name, stdout);
}

/* ---- for people ---- */

static void
print_duty(const struct duty_status *d)
{
	char period[PERIOD_TEXT], deadline[DATE_TEXT], day[DATE_TEXT];

	if (d->state == DUTY_UNTRACKED) {
		printf("%s\t%s\t", d->duty->id, d->duty->label);
		print_state(d->state);
		putchar('\n');
		return;
	}
	printf("%s\t%s\t%s\t%s %s\t", d->duty->id,
	    period_format(d->period, period), d->form->short_code,
	    d->unit->code, d->unit->full_name);
	print_state(d->state);
	printf("\t%s", date_format(d->deadline, deadline));
	if (d->received != DATE_NONE)
		printf("\t%s", date_format(d->received, day));
	if (d->days_late > 0)
		printf(_("\t%d working days late"), d->days_late);
	if (d->received != DATE_NONE && d->sequence > 1 &&
	    d->latest > d->received)
		printf(_("\tsent again %s"), date_format(d->latest, day));
	if (d->received == DATE_NONE && d->latest != DATE_NONE)
		printf(_("\tlast file %s"), date_format(d->latest, day));
	putchar('\n');
}

static void
print_counts(const struct duty_counts *c)
{
	printf(_("of %zu expected: %zu on time, %zu on time and sent "
	    "again, %zu late, %zu missing, %zu rejected, "
	    "%zu without values, %zu not due yet"), c->expected, c->of[DUTY_ON_TIME],
	    c->of[DUTY_RESUBMITTED], c->of[DUTY_LATE], c->of[DUTY_MISSING],
	    c->of[DUTY_REJECTED], c->of[DUTY_EMPTY], c->of[DUTY_PENDING]);
	putchar('\n');
}

/* "35/40 (87.5 %)", rounded half up; "-" while nothing is due. */
static const char *
share(struct arena *a, size_t n, size_t due)
{
	struct ratio r = { decimal_int((long long)n * 100),
	    decimal_int((long long)due) };
	struct decimal percent;
	bool vi = strcmp(language_name(), "vi") == 0;

	if (due == 0 || !ratio_round(&percent, r, 1))
		return "-";
	return arena_printf(a, "%zu/%zu (%s %%)", n, due,
	    decimal_localise(a, percent, "", vi ? "," : "."));
}

static void
print_rates(struct run *r, const struct unit *u, const struct duty_counts *c)
{
	printf(_("%s %s\tin time %s\treceived %s"), u->code, u->full_name,
	    share(r->arena, c->timely, c->due),
	    share(r->arena, c->complete, c->due));
	putchar('\n');
}

/* How the reports of a unit and of those below it stand; NULL: of all. */
static struct duty_counts
counts_of(const struct duty_status *list, size_t n, const struct unit *u)
{
	struct duty_counts c = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		if (u == NULL || (list[i].unit != NULL &&
		    unit_is_within(list[i].unit, u)))
			duty_count(&c, list[i].state, list[i].over);
	return c;
}

static void
print_all(struct run *r, const struct duty_status *list, size_t n)
{
	const struct units *units = r->catalog->units;
	struct duty_counts c = counts_of(list, n, NULL);
	size_t i;

	for (i = 0; i < n; i++) {
		/* what is not tracked is said once, not for each month */
		if (i > 0 && list[i].state == DUTY_UNTRACKED &&
		    list[i].duty == list[i - 1].duty)
			continue;
		if (!r->quiet || (list[i].state != DUTY_ON_TIME &&
		    list[i].state != DUTY_RESUBMITTED))
			print_duty(&list[i]);
	}
	print_counts(&c);
	for (i = 0; i < units->count; i++)
		if ((c = counts_of(list, n, units->list[i])).due > 0)
			print_rates(r, units->list[i], &c);
}

/* ---- for machines ---- */

static void
set_text(json_t *o, const char *name, const char *value)
{
	json_object_set_new(o, name, json_string(value));
}

static void
set_number(json_t *o, const char *name, size_t value)
{
	json_object_set_new(o, name, json_integer((json_int_t)value));
}

/* null where there is no day */
static void
set_day(json_t *o, const char *name, date day)
{
	char buf[DATE_TEXT];

	json_object_set_new(o, name, day == DATE_NONE ? json_null() :
	    json_string(date_format(day, buf)));
}

static json_t *
duty_json(const struct duty_status *d)
{
	json_t *o = json_object();
	char period[PERIOD_TEXT];

	set_text(o, "duty", d->duty->id);
	set_text(o, "label", d->duty->label);
	set_text(o, "period", period_format(d->period, period));
	set_text(o, "state", duty_state_name(d->state));
	set_day(o, "data_from", d->data_from);
	set_day(o, "data_to", d->data_to);
	set_day(o, "deadline", d->deadline);
	if (d->state == DUTY_UNTRACKED)
		return o;
	set_text(o, "form", d->form->id);
	set_text(o, "form_code", d->form->short_code);
	set_text(o, "unit", d->unit->code);
	set_text(o, "unit_name", d->unit->full_name);
	json_object_set_new(o, "over", json_boolean(d->over));
	set_day(o, "received", d->received);
	set_day(o, "latest", d->latest);
	set_number(o, "days_late", (size_t)d->days_late);
	set_number(o, "sequence", (size_t)d->sequence);
	set_number(o, "files", d->files);
	return o;
}

static void
set_counts(json_t *o, const struct duty_counts *c)
{
	int k;

	set_number(o, "expected", c->expected);
	for (k = 0; k < DUTY_UNTRACKED; k++)
		set_number(o, duty_state_name((enum duty_state)k), c->of[k]);
	set_number(o, "due", c->due);
	set_number(o, "timely", c->timely);
	set_number(o, "complete", c->complete);
}

static json_t *
units_json(struct run *r, const struct duty_status *list, size_t n)
{
	const struct units *units = r->catalog->units;
	json_t *out = json_array();
	size_t i;

	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		struct duty_counts c = counts_of(list, n, u);
		json_t *o;

		if (c.expected == 0)
			continue;
		o = json_object();
		set_text(o, "unit", u->code);
		set_text(o, "unit_name", u->full_name);
		set_text(o, "level", r->catalog->site->levels[u->level].id);
		set_counts(o, &c);
		json_array_append_new(out, o);
	}
	return out;
}

/* All that print_all() says; a PERIOD of NULL: nothing was received. */
static void
print_json(struct run *r, const struct period *p,
    const struct duty_status *list, size_t n)
{
	json_t *root = json_object(), *duties = json_array();
	struct duty_counts c = counts_of(list, n, NULL);
	char text[PERIOD_TEXT];
	size_t i;

	json_object_set_new(root, "period", p == NULL ? json_null() :
	    json_string(period_format(*p, text)));
	set_day(root, "today", r->today);
	for (i = 0; i < n; i++)
		json_array_append_new(duties, duty_json(&list[i]));
	json_object_set_new(root, "duties", duties);
	set_counts(root, &c);
	json_object_set_new(root, "units", units_json(r, list, n));
	json_dumpf(root, stdout, JSON_INDENT(1));
	putchar('\n');
	json_decref(root);
}

/* ---- the command ---- */

/* The latest period for which anything is known. */
static bool
latest_period(struct run *r, struct period *p)
{
	struct period *known;
	size_t n = facts_periods(r->arena, r->facts, &known);

	while (n > 0 && catalog_plan(r->catalog, known[n - 1]) == NULL)
		n--;
	if (n > 0)
		*p = known[n - 1];
	return n > 0;
}

bool
cmd_status(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	struct duty_status *list;
	struct period p;
	char text[PERIOD_TEXT];
	size_t n;

	if (!run_link(r) || (count > 0 && !period_argument(r, args[0], &p)))
		return false;
	if (count == 0 && !latest_period(r, &p)) {
		if (o->json)
			print_json(r, NULL, NULL, 0);
		else
			puts(_("nothing was received yet"));
		return true;
	}
	list = duties_find(r, p, &n);
	if (list == NULL && catalog_plan(r->catalog, p) == NULL)
		return false;
	if (o->json) {
		print_json(r, &p, list, n);
		return true;
	}
	printf("%s\n", period_format(p, text));
	print_all(r, list, n);
	return true;
}
