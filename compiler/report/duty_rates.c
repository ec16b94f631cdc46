/* Rates of timeliness and completeness, unit by unit.  Room: report. */
#include "base/arena.h"
#include "report/report_duty.h"
#include "report/report_format.h"

enum { FIRST_COUNT = 2, COUNTS = 4 };	/* columns that are added up */

bool
duty_concerns(const struct scope *s, const struct data_duty *d)
{
	return d->unit != NULL && d->form != NULL &&
	    unit_is_within(d->unit, s->unit);
}

void
duty_add(struct duty_counts *c, const struct data_duty *d)
{
	duty_count(c, d->state, d->over);
}

bool
duty_has_cut_off(const struct dataset *data)
{
	size_t i;

	for (i = 0; i < data->duty_count; i++)
		if (data->duties[i].duty->cut_off > 0)
			return true;
	return false;
}

const char *
duty_share(struct arena *a, size_t n, size_t due)
{
	struct ratio share = { decimal_int((long long)n * 100),
	    decimal_int((long long)due) };

	return due == 0 ? word(W_PENDING) : arena_printf(a, "%zu/%zu (%s%%)",
	    n, due, format_ratio(a, share, 1));
}

struct grid_cell *
duty_count_cell(struct job *j, struct grid_row *r, size_t n)
{
	struct grid_cell *c = grid_cell(j, r, arena_printf(j->arena, "%zu", n),
	    ALIGN_CENTER);

	grid_number(j, c, ratio_of(decimal_int((long long)n)));
	return c;
}

static void
put_counts(struct job *j, struct grid_row *r, const struct duty_counts *c,
    bool bold)
{
	duty_count_cell(j, r, c->due)->bold = bold;
	duty_count_cell(j, r, c->timely)->bold = bold;
	duty_count_cell(j, r, c->complete - c->timely)->bold = bold;
	duty_count_cell(j, r, c->due - c->complete)->bold = bold;
	grid_cell(j, r, duty_share(j->arena, c->timely, c->due),
	    ALIGN_CENTER)->bold = bold;
	grid_cell(j, r, duty_share(j->arena, c->complete, c->due),
	    ALIGN_CENTER)->bold = bold;
}

/* What one unit owes. */
static struct duty_counts
counts_of(struct job *j, const struct scope *s, const struct unit *unit)
{
	struct duty_counts c = { 0 };
	size_t i;

	for (i = 0; i < j->data->duty_count; i++)
		if (duty_concerns(s, &j->data->duties[i]) &&
		    (unit == NULL || j->data->duties[i].unit == unit))
			duty_add(&c, &j->data->duties[i]);
	return c;
}

void
duty_rates(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	struct duty_counts all = counts_of(j, s, NULL);
	const struct units *units = j->data->catalog->units;
	struct grid_row *r;
	size_t i, k;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	grid_column(j, t, "due", word(W_REPORTS_DUE), ALIGN_CENTER);
	grid_column(j, t, "on_time", word(W_ON_TIME), ALIGN_CENTER);
	grid_column(j, t, "late", word(W_LATE), ALIGN_CENTER);
	grid_column(j, t, "absent", word(W_NOT_RECEIVED), ALIGN_CENTER);
	grid_column(j, t, "share", word(W_SHARE_ON_TIME), ALIGN_CENTER);
	grid_column(j, t, "complete", word(W_SHARE_COMPLETE), ALIGN_CENTER);
	grid_rename(j, s, node, t);
	for (i = 0; i < units->count; i++) {
		struct duty_counts c = counts_of(j, s, units->list[i]);

		if (c.expected == 0)
			continue;
		r = grid_row_numbered(j, t);
		grid_cell(j, r, format_capital(j->arena,
		    units->list[i]->full_name), ALIGN_LEFT);
		put_counts(j, r, &c, false);
	}
	if (all.due == 0)
		return;
	t->rows[t->row_count - 1].with_next = true;
	r = grid_row(j, t);
	grid_cell(j, r, "", ALIGN_CENTER);
	grid_cell(j, r, word(W_TOTAL), ALIGN_LEFT)->bold = true;
	put_counts(j, r, &all, true);
	for (i = 0; i < COUNTS; i++)
		for (k = 0; k + 1 < t->row_count; k++)
			grid_part(j, &r->cells[i + FIRST_COUNT], DATA_SUM, k,
			    i + FIRST_COUNT);
	grid_emit(j, t);
}
