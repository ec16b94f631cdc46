/*
 * How many targets each unit has met, a bar of parts for each unit.  Units are
 * ranked by the share of their targets that is met, if more than half of them
 * could be judged.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "report/report_chart.h"

enum { VALUE_GAP = 4000, PART_PADDING = 3000 };	/* [mpt] */

/* Count the verdicts against the targets of a unit. */
static size_t
count(struct chart *c, const struct unit *unit, size_t counts[LOOK_MAX])
{
	const struct plan *plan = c->job->data->plan;
	size_t i, n = 0;

	for (i = 0; i < plan->indicator_count; i++) {
		const struct data_row *row = view_row(c->job->view, unit,
		    plan->indicators[i]);
		enum look look;

		if (row == NULL || plan->indicators[i]->target == NULL ||
		    (look = look_of_verdict(row->verdict)) == LOOK_PLAIN)
			continue;
		counts[look]++;
		c->looks[look] = true;
		n++;
	}
	return n;
}

static void
add_row(struct chart *c, struct chart_row *r, const struct unit *unit,
    const char *name)
{
	size_t all = count(c, unit, r->counts);

	r->unit = unit;
	r->name = name;
	r->rank = "";
	r->known = all > 0;
	r->ranks = r->counts[LOOK_UNKNOWN] * 2 < all;
	r->value = (struct ratio){ decimal_int((long long)r->counts[LOOK_MET]),
	    decimal_int(all > 0 ? (long long)all : 1) };
	r->text = all == 0 ? word(W_NO_DATA) : arena_printf(c->job->arena,
	    "%zu/%zu", r->counts[LOOK_MET], all);
}

/* The largest number of targets that a unit has. */
static size_t
largest(const struct chart_row *rows, size_t n)
{
	size_t i, k, most = 1;

	for (i = 0; i < n; i++) {
		size_t all = 0;

		for (k = 0; k < LOOK_MAX; k++)
			all += rows[i].counts[k];
		if (all > most)
			most = all;
	}
	return most;
}

/* The parts of a bar, each with its number where it is wide enough. */
static int
draw_parts(struct chart *c, const struct chart_row *r, int x, int y, int row,
    int plot, size_t most)
{
	int high = row * 70 / 100, k, from, to;
	size_t sum = 0;

	for (k = 0, from = x; k < LOOK_MAX; k++, from = to) {
		const char *text = arena_printf(c->job->arena, "%zu",
		    r->counts[k]);
		int w = chart_text_width(c, text, false) + PART_PADDING;

		sum += r->counts[k];
		to = x + (int)((long long)plot * (long long)sum /
		    (long long)most);
		if (r->counts[k] == 0)
			continue;
		chart_bar(c, (enum look)k, from, y + (row - high) / 2,
		    to - from, high);
		if (w > to - from)
			continue;
		if (k == LOOK_MISSED || k == LOOK_BEHIND)
			chart_blank(c, (from + to - w) / 2, y + (row -
			    c->size) / 2, w, c->size);
		chart_text(c, (from + to) / 2, y + row / 2, "middle", false,
		    k == LOOK_MET ? "#ffffff" : "#000000", text);
	}
	return to;
}

bool
chart_verdicts(struct chart *c)
{
	struct job *j = c->job;
	const char *total = job_text_attribute(j, c->scope, c->node, "total");
	int level = job_level(j, c->scope, c->node, "level"), row, x, plot;
	const struct unit **units;
	struct chart_row *rows;
	size_t i, n, most;

	if (level < 0)
		return false;
	n = view_units(j->arena, j->view, c->scope->unit, level, &units);
	rows = arena_alloc(j->arena, (n + 1) * sizeof(*rows));
	for (i = 0; i < n; i++)
		add_row(c, &rows[i], units[i], format_capital(j->arena,
		    units[i]->full_name));
	c->high = true;
	chart_rank(c, rows, n);
	if (total != NULL)
		add_row(c, &rows[n++], c->scope->unit, total);
	if (n == 0 || !chart_rows(c, n, 0, &row))
		return false;
	most = largest(rows, n);
	x = chart_names_width(c, rows, n);
	plot = c->width - x - VALUE_GAP - chart_text_width(c, "99/99", true);
	chart_open(c);
	for (i = 0; i < n; i++) {
		int y = row * (int)i, end;
		bool bold = rows[i].unit == c->scope->unit;

		chart_name(c, &rows[i], x, y + row / 2, bold);
		end = draw_parts(c, &rows[i], x, y, row, plot, most);
		chart_text(c, end + VALUE_GAP, y + row / 2, "start", bold,
		    "#000000", rows[i].text);
	}
	chart_line(c, x, 0, x, row * (int)n, "0.8", "#000000", NULL);
	chart_legend(c, row * (int)n);
	chart_describe(c, W_CHART_VERDICTS, chart_extremes(c, rows, n));
	return true;
}
