/*
 * One figure over periods of the report's kind, the report's own the last.
 * A period that is missing is a gap in the line, never a zero; one that lacks
 * units is a hollow point beside the line.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_chart.h"

enum {
	PERIODS = 5, PERIODS_MAX = 12, TICKS = 4,
	HEIGHT = 90000, AXIS_GAP = 4000, SIDE = 12000,
	DASHES = 18000,		/* [mpt] */
	NEAR = 2500,		/* a text from its point, and from lines [mpt] */
	STUB = 15000,		/* of a line beside a text: like a minus */
	BETWEEN = 4000,		/* names of periods, at least */
	STEPS = 48,		/* along a line, to see where it runs */
};

struct box { int left, top, right, bottom; };

struct point {
	struct period	 period;
	bool		 known, partial;
	struct ratio	 value;
	const char	*plain;		/* without signs */
	const char	*text;
	int		 x, y;
};

struct trend {
	size_t		 count;
	struct point	 points[PERIODS_MAX];
	bool		 has_target;
	struct ratio	 target;
	const char	*target_text;
	struct axis	 axis;
	int		 top, bottom, left;
	size_t		 label_count;
	struct box	 labels[PERIODS_MAX];
};

static const struct data_row *
row_at(struct chart *c, struct period p)
{
	const struct dataset *d = c->job->data;
	const struct data_row *rows;
	size_t i, count = 0;

	if (period_equal(p, d->period))
		return view_row(c->job->view, c->scope->unit, c->indicator);
	rows = d->past == NULL ? NULL : d->past(d->past_context, p, &count);
	for (i = 0; i < count; i++)
		if (rows[i].unit == c->scope->unit && strcmp(
		    rows[i].indicator->id, c->indicator->id) == 0)
			return &rows[i];
	return NULL;
}

static void
add_point(struct chart *c, struct point *point, struct period period)
{
	struct job *j = c->job;
	const struct data_row *row = row_at(c, period);
	struct printed p = figure_of_row(j, row, c->ref.show, c->ref.scale,
	    c->ref.digits);

	point->period = period;
	point->known = figure_number_of_row(j, row, &c->ref, &point->value);
	point->partial = point->known && p.partial;
	point->plain = p.text;
	point->text = point->known ? figure_marked(j, p.text, &p, &c->marks) :
	    "";
	c->hollow |= point->partial;
	if (point->partial)
		chart_note(c, arena_printf(j->arena, "%s %zu/%zu",
		    period_label(j->arena, period), p.reported, p.expected));
}

/* The periods, without those before the first that is known. */
static void
collect(struct chart *c, struct trend *t)
{
	const char *text = job_attribute(c->job, c->node, "periods");
	struct period p = c->job->data->period, list[PERIODS_MAX];
	struct decimal d = decimal_int(PERIODS);
	size_t i, count;

	if (text != NULL)
		decimal_parse(&d, text, strlen(text));
	count = (size_t)d.coef;
	for (i = count; i > 0; i--, p = period_previous(p))
		list[i - 1] = p;
	for (i = 0; i < count; i++) {
		add_point(c, &t->points[t->count], list[i]);
		if (t->count > 0 || t->points[0].known)
			t->count++;
	}
}

static bool
scale(struct chart *c, struct trend *t)
{
	const struct data_row *row = row_at(c, c->job->data->period);
	struct figure_ref ref = c->ref;
	struct ratio low, high;
	size_t i;

	low = high = t->points[0].value;
	ref.show = SHOW_TARGET;
	if (chart_has_target(c, row) && figure_number_of_row(c->job, row, &ref,
	    &t->target)) {
		t->has_target = true;
		t->target_text = chart_target_text(c, row);
		low = ratio_cmp(t->target, low) < 0 ? t->target : low;
		high = ratio_cmp(t->target, high) > 0 ? t->target : high;
	}
	for (i = 0; i < t->count; i++) {
		if (!t->points[i].known)
			continue;
		if (ratio_cmp(t->points[i].value, low) < 0)
			low = t->points[i].value;
		if (ratio_cmp(t->points[i].value, high) > 0)
			high = t->points[i].value;
	}
	if (ratio_cmp(low, high) == 0) {	/* a level line, above zero */
		if (low.num.coef > 0)
			low = ratio_of(decimal_int(0));
		else
			high = ratio_of(decimal_int(0));
	}
	if (axis_fit(&t->axis, low, high, TICKS, c->places))
		return true;
	job_limit_error(c->job, c->line, _("the numbers of a chart"),
	    _("18 digits"));
	return false;
}

static const char *
tick_text(struct chart *c, const struct trend *t, int i)
{
	return format_decimal(c->job->arena, axis_tick(&t->axis, i));
}

static int
height_at(const struct trend *t, struct ratio value)
{
	return t->bottom - axis_at(&t->axis, value);
}

static void
place(struct chart *c, struct trend *t)
{
	int w, span;
	size_t i;

	c->height = c->most > 0 ? c->most : HEIGHT;
	t->top = c->size * 16 / 10;
	t->bottom = c->height - c->size * (t->has_target ? 29 : 15) / 10;
	t->axis.size = t->bottom - t->top;
	for (i = 0; i <= (size_t)t->axis.steps; i++) {
		w = chart_text_width(c, tick_text(c, t, (int)i), false);
		if (w > t->left)
			t->left = w;
	}
	t->left += AXIS_GAP;
	span = c->width - t->left - 2 * SIDE;
	for (i = 0; i < t->count; i++) {
		t->points[i].x = t->left + SIDE + (t->count == 1 ? span / 2 :
		    span * (int)i / (int)(t->count - 1));
		if (t->points[i].known)
			t->points[i].y = height_at(t, t->points[i].value);
	}
}

static void
draw_scale(struct chart *c, const struct trend *t)
{
	int i;

	for (i = 0; i <= t->axis.steps; i++) {
		int y = height_at(t, ratio_of(axis_tick(&t->axis, i)));

		chart_line(c, t->left, y, c->width, y, "0.4", i == 0 ?
		    "#000000" : "#b0b0b0", NULL);
		chart_text(c, t->left - AXIS_GAP, y, "end", false, "#000000",
		    tick_text(c, t, i));
	}
}

/* The name of a period as short as can be: "IV/2020". */
static const char *
short_label(struct job *j, struct period p)
{
	switch (p.kind) {
	case PERIOD_MONTH:
		return arena_printf(j->arena, "%d/%d", p.index, p.year);
	case PERIOD_QUARTER:
		return arena_printf(j->arena, "%s/%d", format_roman(j->arena,
		    p.index), p.year);
	case PERIOD_HALF:
		return arena_printf(j->arena, "6T%s/%d", p.index == 1 ? "đ" :
		    "c", p.year);
	case PERIOD_NINE_MONTHS:
		return arena_printf(j->arena, "9T/%d", p.year);
	default:
		return arena_printf(j->arena, "%d", p.year);
	}
}

/* The line, in one piece for each run of periods that are known in full: a sum
 * that lacks units would look like a fall. */
static void
draw_line(struct chart *c, const struct trend *t)
{
	int line[2 * PERIODS_MAX];
	size_t i, n = 0;

	for (i = 0; i <= t->count; i++) {
		if (i < t->count && t->points[i].known &&
		    !t->points[i].partial) {
			line[2 * n] = t->points[i].x;
			line[2 * n++ + 1] = t->points[i].y;
			continue;
		}
		if (n > 1)
			chart_polyline(c, line, n);
		n = 0;
	}
	for (i = 0; i < t->count; i++)
		if (t->points[i].known)
			chart_dot(c, t->points[i].x, t->points[i].y,
			    t->points[i].partial);
}

/* Whether the numbers of neighbours would touch. */
static bool
is_crowded(const struct chart *c, const struct trend *t)
{
	int between = t->count < 2 ? c->width :
	    t->points[1].x - t->points[0].x;
	size_t i;

	for (i = 0; i < t->count; i++)
		if (chart_text_width(c, t->points[i].text, false) > between)
			return true;
	return false;
}

/* Where the name of a point's period stands: those at the ends within the drawing. */
static struct box
label_box(const struct chart *c, const struct trend *t, size_t i)
{
	int half = chart_text_width(c, short_label(c->job,
	    t->points[i].period), false) / 2, x = t->points[i].x;

	if (x + half > c->width)
		x = c->width - half;
	if (x - half < t->left)
		x = t->left + half;
	return (struct box){ .left = x - half, .right = x + half };
}

/* Whether the names of periods stand apart if only each STEP-th is written. */
static bool
labels_fit(const struct chart *c, const struct trend *t, size_t step)
{
	size_t i;

	for (i = (t->count - 1) % step; i + step < t->count; i += step)
		if (label_box(c, t, i + step).left - label_box(c, t, i).right <
		    BETWEEN)
			return false;
	return true;
}

/* The names of periods: all of them, or each second, third ... up to the last. */
static void
draw_labels(struct chart *c, const struct trend *t)
{
	size_t i, step = 1;
	struct box b;

	while (step < t->count && !labels_fit(c, t, step))
		step++;
	for (i = (t->count - 1) % step; i < t->count; i += step) {
		b = label_box(c, t, i);
		chart_text(c, (b.left + b.right) / 2, t->bottom +
		    c->size * 8 / 10, "middle", false, "#000000",
		    short_label(c->job, t->points[i].period));
	}
}

static bool
boxes_meet(const struct box *a, const struct box *b)
{
	return a->left < b->right && b->left < a->right &&
	    a->top < b->bottom && b->top < a->bottom;
}

/* How much of the line between two points runs through a box. */
static int
runs_through(const struct box *b, const struct point *from,
    const struct point *to)
{
	int i, x, y, n = 0;

	for (i = 0; i <= STEPS; i++) {
		x = from->x + (int)((long long)(to->x - from->x) * i / STEPS);
		y = from->y + (int)((long long)(to->y - from->y) * i / STEPS);
		n += x > b->left && x < b->right && y > b->top &&
		    y < b->bottom;
	}
	return n;
}

/* What a text in a box would stand upon: lines, marks, other texts. */
static int
trouble(const struct chart *c, const struct trend *t, const struct box *b)
{
	int n = 0, y = t->has_target ? height_at(t, t->target) : 0;
	const struct point *p = t->points;
	struct box dot;
	size_t i;

	if (b->left < t->left || b->right > c->width || b->top < 0 ||
	    b->bottom > t->bottom)
		n += 10 * STEPS;
	if (t->has_target && y > b->top && y < b->bottom)
		n += STEPS;
	for (i = 0; i < t->count; i++) {
		if (!p[i].known)
			continue;
		dot = (struct box){ p[i].x - NEAR, p[i].y - NEAR,
		    p[i].x + NEAR, p[i].y + NEAR };
		n += boxes_meet(&dot, b) ? STEPS : 0;
		if (i > 0 && p[i - 1].known && !p[i].partial &&
		    !p[i - 1].partial)
			n += runs_through(b, &p[i - 1], &p[i]);
	}
	for (i = 0; i < t->label_count; i++)
		n += boxes_meet(&t->labels[i], b) ? 5 * STEPS : 0;
	return n;
}

/* The number at a point: above it if no line runs there, else below, else to
 * the sides; where there is the least in its way. */
static void
draw_value(struct chart *c, struct trend *t, size_t i)
{
	static const struct { int x, y; } places[] = {
		{ 0, -1 }, { 0, 1 }, { 1, -1 }, { -1, -1 }, { 1, 1 },
		{ -1, 1 }, { 1, 0 }, { -1, 0 }, { 0, -2 }, { 0, 2 },
	};
	const struct point *p = &t->points[i];
	bool bold = i + 1 == t->count;
	int half = chart_text_width(c, p->text, bold) / 2 + NEAR / 2, least = 0;
	int high = c->size * 45 / 100, now;
	struct box b, best = { 0 };
	size_t k;

	for (k = 0; k < sizeof(places) / sizeof(places[0]); k++) {
		int x = p->x + places[k].x * (half + NEAR);
		int y = p->y + places[k].y * (high + NEAR);

		if (places[k].x == 0 && x + half > c->width)
			x = c->width - half;
		if (places[k].x == 0 && x - half < t->left)
			x = t->left + half;
		b = (struct box){ x - half, y - high, x + half, y + high };
		now = trouble(c, t, &b);
		if (k > 0 && now >= least)
			continue;
		least = now;
		best = b;
	}
	t->labels[t->label_count++] = best;
	b = best;
	if (b.left - t->left < STUB)
		b.left = t->left;
	if (c->width - b.right < STUB)
		b.right = c->width;
	chart_blank(c, b.left, b.top, b.right - b.left, b.bottom - b.top);
	chart_text(c, best.left + half, best.top + high, "middle", bold,
	    "#000000", p->text);
}

static void
draw_points(struct chart *c, struct trend *t)
{
	bool crowded = is_crowded(c, t);
	size_t i;

	draw_labels(c, t);
	for (i = 0; i < t->count; i++)
		if (t->points[i].known && (!crowded || i == 0 ||
		    i + 1 == t->count))
			draw_value(c, t, i);
}

/* A line of dashes, and what it means below the periods. */
static void
draw_target(struct chart *c, const struct trend *t)
{
	int y = height_at(t, t->target), below = c->height - c->size * 7 / 10;

	chart_line(c, t->left, y, c->width, y, "0.8", "#000000", "3, 2");
	chart_line(c, t->left, below, t->left + DASHES, below, "0.8",
	    "#000000", "3, 2");
	chart_text(c, t->left + DASHES + AXIS_GAP, below, "start", false,
	    "#000000", t->target_text);
}

/* All numbers, from period to period. */
static void
describe(struct chart *c, const struct trend *t)
{
	struct arena *a = c->job->arena;
	const char *s = "";
	size_t i;

	for (i = 0; i < t->count; i++) {
		const struct point *p = &t->points[i];

		s = arena_printf(a, "%s%s%s %s%s", s, i == 0 ? "" : ", ",
		    period_label(a, p->period), word(p->known ? W_IS :
		    W_NO_DATA), p->known ? arena_printf(a, " %s", p->plain) :
		    "");
		if (p->partial)
			s = arena_printf(a, "%s (%s)", s,
			    word(W_TREND_PARTIAL));
	}
	if (t->has_target)
		s = arena_printf(a, "%s; %s", s, t->target_text);
	chart_describe(c, W_CHART_TREND, s);
}

bool
chart_trend(struct chart *c)
{
	struct trend t = { 0 };

	collect(c, &t);
	if (t.count == 0 || !scale(c, &t))
		return false;
	place(c, &t);
	chart_open(c);
	draw_scale(c, &t);
	if (t.has_target)
		draw_target(c, &t);
	draw_points(c, &t);
	draw_line(c, &t);
	describe(c, &t);
	return true;
}
