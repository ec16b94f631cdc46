/*
 * A bar for each unit's figure, and marks of their targets.  A figure that is
 * missing has no bar and says so; a bar always begins at zero.  Room: report.
 *
 *	 1 huyện A  |########|      95,2
 *	 2 huyện B  |//////| |      81,0*
 *	   huyện C  |               chưa có số liệu
 *	            0   50   100
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_chart.h"

enum { TICKS = 5, VALUE_GAP = 4000, PLOT_LEAST = 60000 };	/* [mpt] */

struct bars {
	size_t		 count;
	struct chart_row *rows;
	struct axis	 axis;
	bool		 known;		/* any figure */
	bool		 common;	/* all targets are this one */
	struct ratio	 target;
	int		 x;		/* where the plot begins */
	int		 row;		/* height of a row */
};

/* Whether a figure is from enough units to be compared with others'. */
static bool
is_comparable(const struct data_row *row, const struct printed *p)
{
	if (row != NULL && strcmp(row->verdict, "not-assessable") == 0)
		return false;
	return row == NULL || strcmp(row->verdict, "none") != 0 ||
	    !p->partial;
}

/* One unit's bar; false when the figure does not apply to it. */
static bool
add_row(struct chart *c, struct bars *b, const struct unit *unit,
    const char *name)
{
	const struct scope s = { .unit = unit, .indicator =
	    c->scope->indicator };
	const struct data_row *row = c->indicator == NULL ? NULL :
	    view_row(c->job->view, unit, c->indicator);
	struct printed p = figure_print(c->job, &s, &c->ref);
	struct chart_row *r = &b->rows[b->count];
	struct figure_ref target = c->ref;

	if (!p.applies && (row != NULL || c->ref.field != NULL))
		return false;
	target.show = SHOW_TARGET;
	r->unit = unit;
	r->name = name;
	r->rank = "";
	r->known = figure_number(c->job, &s, &c->ref, &r->value);
	r->ranks = r->known && is_comparable(row, &p);
	r->has_target = chart_has_target(c, row) &&
	    figure_number_of_row(c->job, row, &target, &r->target);
	r->look = row == NULL || c->ref.show != SHOW_VALUE ? LOOK_PLAIN :
	    look_of_verdict(row->verdict);
	r->text = r->known ? figure_marked(c->job, p.text, &p, &c->marks) :
	    word(W_NO_DATA);
	if (r->known && p.partial)
		chart_note(c, arena_printf(c->job->arena, "%s %zu/%zu",
		    unit->full_name, p.reported, p.expected));
	b->count++;
	return true;
}

/* The units of the level, then the one that they belong to. */
static bool
collect(struct chart *c, struct bars *b)
{
	struct job *j = c->job;
	const char *total = job_text_attribute(j, c->scope, c->node, "total");
	int level = job_level(j, c->scope, c->node, "level");
	const struct unit **units;
	size_t i, count;

	if (level < 0)
		return false;
	count = view_units(j->arena, j->view, c->scope->unit, level, &units);
	b->rows = arena_alloc(j->arena, (count + 1) * sizeof(*b->rows));
	for (i = 0; i < count; i++)
		add_row(c, b, units[i], format_capital(j->arena,
		    units[i]->full_name));
	chart_rank(c, b->rows, b->count);
	if (total != NULL)
		add_row(c, b, c->scope->unit, total);
	return b->count > 0;
}

static void
widen(struct ratio *low, struct ratio *high, struct ratio value)
{
	if (ratio_cmp(value, *low) < 0)
		*low = value;
	if (ratio_cmp(value, *high) > 0)
		*high = value;
}

/* The scale, and whether one line shows the targets of all. */
static bool
scale(struct chart *c, struct bars *b)
{
	struct ratio low = ratio_of(decimal_int(0)), high = low;
	size_t i, targets = 0;

	b->common = true;
	for (i = 0; i < b->count; i++) {
		if (b->rows[i].known)
			widen(&low, &high, b->rows[i].value);
		b->known |= b->rows[i].known;
		if (b->rows[i].known)
			c->looks[b->rows[i].look] = true;
		if (!b->rows[i].has_target)
			continue;
		widen(&low, &high, b->rows[i].target);
		if (targets++ == 0)
			b->target = b->rows[i].target;
		b->common &= ratio_cmp(b->target, b->rows[i].target) == 0;
	}
	b->common &= targets > 0;
	c->targets = targets > 0 && !b->common;
	if (!b->known || axis_fit(&b->axis, low, high, TICKS, c->places))
		return b->known;
	job_limit_error(c->job, c->line, _("the numbers of a chart"),
	    _("18 digits"));
	return false;
}

/* The plot's place between the names and the longest text beside a bar. */
static bool
place(struct chart *c, struct bars *b)
{
	int w, widest = 0;
	size_t i;

	b->x = chart_names_width(c, b->rows, b->count);
	for (i = 0; i < b->count; i++) {
		w = chart_text_width(c, b->rows[i].text, b->rows[i].unit ==
		    c->scope->unit);
		if (b->rows[i].known && w > widest)
			widest = w;
	}
	b->axis.size = c->width - b->x - widest - VALUE_GAP;
	if (b->axis.size >= PLOT_LEAST)
		return true;
	job_limit_error(c->job, c->line, _("the names of a chart"),
	    _("half of its width; give it more width or smaller print"));
	return false;
}

static void
draw_scale(struct chart *c, const struct bars *b, int top, int bottom)
{
	int i;

	for (i = 0; i <= b->axis.steps; i++) {
		struct decimal tick = axis_tick(&b->axis, i);
		int x = b->x + axis_at(&b->axis, ratio_of(tick));

		chart_line(c, x, top, x, bottom, "0.4", tick.coef == 0 ?
		    "#000000" : "#b0b0b0", NULL);
		chart_text(c, x, bottom + c->size * 7 / 10, "middle", false,
		    "#000000", format_decimal(c->job->arena, tick));
	}
}

static void
draw_row(struct chart *c, const struct bars *b, const struct chart_row *r,
    int y)
{
	int zero = axis_at(&b->axis, ratio_of(decimal_int(0)));
	int end = r->known ? axis_at(&b->axis, r->value) : zero;
	int high = b->row * 64 / 100, from = zero < end ? zero : end;
	int to = zero < end ? end : zero, x;
	bool bold = r->unit == c->scope->unit;

	chart_name(c, r, b->x, y + b->row / 2, bold);
	if (r->known)
		chart_bar(c, r->look, b->x + from, y + (b->row - high) / 2,
		    to - from, high);
	if (r->has_target) {
		x = axis_at(&b->axis, r->target);
		chart_target(c, b->x + x, y + b->row / 12,
		    b->row - b->row / 6);
		if (r->known && x > to && x < to + VALUE_GAP * 2 +
		    chart_text_width(c, r->text, bold))
			to = x;	/* the mark is not to run through it */
	}
	x = b->x + to + VALUE_GAP;
	if (b->common)		/* lines of the scale may run there */
		chart_blank(c, x - 1000, y + (b->row - c->size) / 2,
		    chart_text_width(c, r->text, bold) + 2000, c->size);
	chart_text(c, x, y + b->row / 2, "start", bold, "#000000", r->text);
}

/* "Kế hoạch: ≥ 95" of a common target. */
static const char *
target_text(struct chart *c, const struct bars *b)
{
	size_t i;

	for (i = 0; !b->rows[i].has_target; i++)
		;
	return chart_target_text(c, view_row(c->job->view, b->rows[i].unit,
	    c->indicator));
}

/* Above the line of a common target. */
static void
draw_target_line(struct chart *c, const struct bars *b, int top, int bottom)
{
	int x = b->x + axis_at(&b->axis, b->target), width;
	const char *text = target_text(c, b);

	width = chart_text_width(c, text, false);
	chart_line(c, x, top, x, bottom, "0.8", "#000000", "3, 2");
	if (x + width / 2 > c->width)
		x = c->width - width / 2;
	chart_text(c, x, top - c->size * 7 / 10, "middle", false, "#000000",
	    text);
}

bool
chart_bars(struct chart *c)
{
	struct bars b = { 0 };
	int top, bottom;
	size_t i;

	if (!collect(c, &b) || !scale(c, &b) ||
	    !chart_rows(c, b.count, 1 + b.common, &b.row) || !place(c, &b))
		return false;
	chart_open(c);
	top = b.common ? c->size * 14 / 10 : 0;
	bottom = top + b.row * (int)b.count;
	draw_scale(c, &b, top, bottom);
	if (b.common)
		draw_target_line(c, &b, top, bottom);
	for (i = 0; i < b.count; i++)
		draw_row(c, &b, &b.rows[i], top + b.row * (int)i);
	chart_legend(c, bottom + c->size * 14 / 10);
	chart_describe(c, W_CHART_BARS, arena_printf(c->job->arena, "%s%s%s",
	    chart_extremes(c, b.rows, b.count), b.common ? "; " : "",
	    b.common ? target_text(c, &b) : ""));
	return true;
}
