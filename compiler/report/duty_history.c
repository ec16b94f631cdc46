/*
 * The history of reporting duties: for each unit, and each form by a kind of
 * period, a strip of symbols, one a period, the latest on the right.  Room: report.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "report/report_duty.h"
#include "report/report_format.h"

enum { LAST_DEFAULT = 12, LAST_MAX = 24, STRIPS_MAX = 6 };

/* All in the faces that documents come with. */
static const char *const symbols[DUTY_STATE_MAX] = {
	[DUTY_ON_TIME] = "●",
	[DUTY_RESUBMITTED] = "■",
	[DUTY_LATE] = "▲",
	[DUTY_REJECTED] = "×",
	[DUTY_EMPTY] = "□",
	[DUTY_MISSING] = "○",
	[DUTY_PENDING] = "…",
	[DUTY_UNTRACKED] = "–",		/* the unit had not to report */
};

static const enum word kind_words[PERIOD_KIND_MAX] = {
	[PERIOD_MONTH] = W_KIND_MONTH,
	[PERIOD_QUARTER] = W_KIND_QUARTER,
	[PERIOD_HALF] = W_KIND_HALF,
	[PERIOD_NINE_MONTHS] = W_KIND_NINE_MONTHS,
	[PERIOD_YEAR] = W_KIND_YEAR,
};

/* A column: a form by a kind of period, and the last of these periods. */
struct strip {
	const struct data_duty *like;
	size_t		 number;	/* in the order of the plan */
	size_t		 count;
	struct period	 periods[LAST_MAX];
};

struct history {
	struct job	*job;
	const struct scope *scope;
	size_t		 last;		/* periods a strip shows */
	size_t		 strip_count, strip_cap;
	struct strip	*strips;
	struct map	*by_key;	/* duty, form, period, unit -> data_duty */
	bool		 used[DUTY_STATE_MAX];	/* symbols that stand there */
};

/* Duties of two plans are the same when they are called the same. */
static bool
is_alike(const struct data_duty *a, const struct data_duty *b)
{
	return a->form == b->form && a->period.kind == b->period.kind &&
	    strcmp(a->duty->id, b->duty->id) == 0;
}

/* By the unit's code: it may be renamed between the periods. */
static const char *
key_of(struct arena *a, const struct data_duty *d, struct period p,
    const struct unit *unit)
{
	char buf[PERIOD_TEXT];

	return arena_printf(a, "%s %s %s %s", d->duty->id, d->form->id,
	    period_format(p, buf), unit->code);
}

/* Add a period, unless it is there; the first falls off when there are many. */
static void
add_period(struct strip *s, struct period p, size_t last)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (period_equal(s->periods[i], p))
			return;
	if (s->count == last) {
		memmove(s->periods, s->periods + 1,
		    (last - 1) * sizeof(*s->periods));
		s->count--;
	}
	s->periods[s->count++] = p;
}

static struct strip *
strip_of(struct history *h, const struct data_duty *d)
{
	struct strip *s;
	size_t i;

	for (i = 0; i < h->strip_count; i++)
		if (is_alike(h->strips[i].like, d))
			return &h->strips[i];
	s = ARENA_PUSH(h->job->arena, h->strips, h->strip_count,
	    h->strip_cap);
	*s = (struct strip){ .like = d, .number = h->strip_count };
	return s;
}

/* The state of a unit in a period of a strip; untracked: nothing is expected. */
static enum duty_state
state_in(const struct history *h, const struct strip *s, struct period p,
    const struct unit *unit)
{
	const struct data_duty *d = map_find(h->by_key, key_of(
	    h->job->arena, s->like, p, unit));

	return d == NULL ? DUTY_UNTRACKED : d->state;
}

/* Gaps stand between years, and between the quarters of months. */
static bool
begins_group(struct period p)
{
	return p.kind == PERIOD_MONTH ? p.index % 3 == 1 : p.index == 1;
}

static void
put_strip(struct history *h, struct grid_row *r, const struct strip *s,
    const struct unit *unit)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < s->count; i++) {
		struct period p = s->periods[i];
		enum duty_state state = state_in(h, s, p, unit);

		h->used[state] = true;
		text = arena_printf(h->job->arena, "%s%s%s", text,
		    i > 0 && begins_group(p) ? " " : "", symbols[state]);
	}
	grid_cell(h->job, r, text, ALIGN_LEFT);
}

/* What the symbols mean that stand there, and how strips are read. */
static void
put_legend(struct history *h, struct grid *t)
{
	struct arena *a = h->job->arena;
	const char *text = "";
	int k;

	for (k = 0; k < DUTY_STATE_MAX; k++)
		if (h->used[k])
			text = arena_printf(a, "%s%s%s %s", text,
			    *text == '\0' ? "" : "; ", symbols[k],
			    k == DUTY_UNTRACKED ? word(W_NOT_EXPECTED) :
			    word_of_state((enum duty_state)k));
	grid_note(h->job, t, arena_printf(a, "%s.", text));
	grid_note(h->job, t, word_with(a, W_HISTORY_NOTE,
	    period_label(a, h->job->data->period)));
}

/* Whether a unit owes anything in the table. */
static bool
is_sender(const struct history *h, const struct unit *unit)
{
	const struct dataset *data = h->job->data;
	size_t i;

	for (i = 0; i < data->history_count; i++)
		if (duty_concerns(h->scope, &data->history[i]) &&
		    data->history[i].unit == unit)
			return unit_is_valid(unit, period_end(data->period));
	return false;
}

static size_t
last_of(struct job *j, const xmlNode *node)
{
	const char *s = job_attribute(j, node, "last");

	/* the schema lets numbers from 1 to LAST_MAX alone pass */
	return s == NULL ? LAST_DEFAULT : (size_t)strtol(s, NULL, 10);
}

/* A table of strips FROM to TO, all of one kind of period. */
static void
put_table(struct history *h, const xmlNode *node, size_t from, size_t to)
{
	struct job *j = h->job;
	const struct units *units = j->data->catalog->units;
	struct grid *t = grid_new(j, h->scope, node);
	size_t i, k;

	t->caption = arena_printf(j->arena, "%s%s%s",
	    t->caption == NULL ? "" : t->caption,
	    t->caption == NULL ? "" : ": ",
	    word(kind_words[h->strips[from].like->period.kind]));
	memset(h->used, 0, sizeof(h->used));
	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	for (k = from; k < to; k++)
		grid_column(j, t, NULL, h->strips[k].like->form->short_code,
		    ALIGN_LEFT);
	grid_rename(j, h->scope, node, t);
	for (i = 0; i < units->count; i++) {
		struct grid_row *r;

		if (!is_sender(h, units->list[i]))
			continue;
		r = grid_row_numbered(j, t);
		grid_cell(j, r, format_capital(j->arena,
		    units->list[i]->full_name), ALIGN_LEFT);
		for (k = from; k < to; k++)
			put_strip(h, r, &h->strips[k], units->list[i]);
	}
	if (t->row_count == 0)
		return;
	put_legend(h, t);
	grid_emit(j, t);
}

/* By kind of period, otherwise as the plan lists them. */
static int
by_kind(const void *pa, const void *pb)
{
	const struct strip *a = pa, *b = pb;

	if (a->like->period.kind != b->like->period.kind)
		return a->like->period.kind < b->like->period.kind ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

void
duty_history(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct history h = { .job = j, .scope = s, .last = last_of(j, node),
	    .by_key = map_new(j->arena) };
	size_t i, k;

	for (i = 0; i < j->data->history_count; i++) {
		struct data_duty *d = &j->data->history[i];

		if (!duty_concerns(s, d))
			continue;
		add_period(strip_of(&h, d), d->period, h.last);
		map_put(h.by_key, key_of(j->arena, d, d->period, d->unit), d);
	}
	if (h.strip_count > 0)
		qsort(h.strips, h.strip_count, sizeof(*h.strips), by_kind);
	for (i = 0; i < h.strip_count; i = k) {
		for (k = i + 1; k < h.strip_count && k < i + STRIPS_MAX &&
		    h.strips[k].like->period.kind ==
		    h.strips[i].like->period.kind; k++)
			;
		put_table(&h, node, i, k);
	}
}
