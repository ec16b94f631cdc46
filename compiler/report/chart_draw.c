/* What charts are drawn of: lines, text, bars, the legend.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "report/report_chart.h"

#define SVG_NS "http://www.w3.org/2000/svg"

enum {
	SIZE_LEAST = 7000, SIZE_STEP = 500,	/* of text [mpt] */
	ROW_PERCENT = 165, ROW_LEAST_PERCENT = 125,	/* of the text's size */
	HATCH = 2400,			/* between its lines [mpt] */
	PATH_MAX_TEXT = 64 * 1024,
	SWATCH = 14000, SWATCH_GAP = 4000, LEGEND_GAP = 12000,
};

static const struct {
	const char	*verdict;	/* NULL: none */
	enum word	 word;
	const char	*fill, *stroke, *dashes;
	bool		 hatched;
} looks[LOOK_MAX] = {
	[LOOK_MET] = { "met", W_MET, "#595959", "#000000", NULL, false },
	[LOOK_ON_TRACK] = { "on-track", W_ON_TRACK, "#a6a6a6", "#000000",
	    NULL, false },
	[LOOK_PROGRESS] = { "in-progress", W_IN_PROGRESS, "#e6e6e6", "#000000",
	    NULL, false },
	[LOOK_BEHIND] = { "behind", W_BEHIND, "#d0d0d0", "#000000", NULL,
	    true },
	[LOOK_MISSED] = { "missed", W_MISSED, "#ffffff", "#000000", NULL,
	    true },
	[LOOK_UNKNOWN] = { "not-assessable", W_NOT_ASSESSABLE, "#ffffff",
	    "#000000", "2, 1.5", false },
	[LOOK_PLAIN] = { NULL, W_MAX, "#8c8c8c", "#000000", NULL, false },
};

enum look
look_of_verdict(const char *verdict)
{
	int i;

	for (i = 0; i < LOOK_PLAIN; i++)
		if (strcmp(looks[i].verdict, verdict) == 0)
			return (enum look)i;
	return LOOK_PLAIN;
}

/* A coordinate in points: "12.5". */
static const char *
at(struct chart *c, int mpt)
{
	struct decimal d = { mpt, 3 };
	char buf[DECIMAL_TEXT];

	return arena_strdup(c->job->arena, decimal_format(d, buf));
}

void
chart_open(struct chart *c)
{
	struct job *j = c->job;
	xmlNode *b = tree_add(j, tree_flow(j), "block", "text-align", "center",
	    "text-indent", "0pt", "space-after", "3pt", NULL);

	if (c->note_count > 0)
		tree_set(b, "keep-with-next.within-page", "always");
	b = tree_add(j, b, "instream-foreign-object", NULL);
	c->svg = tree_add(j, b, "svg", "width", tree_length(j, c->width),
	    "height", tree_length(j, c->height), "viewBox",
	    arena_printf(j->arena, "0 0 %s %s", at(c, c->width),
	    at(c, c->height)), NULL);
	xmlSetNs(c->svg, xmlNewNs(c->svg, (const xmlChar *)SVG_NS,
	    (const xmlChar *)"svg"));
	if (c->caption[0] != '\0')	/* for those who have it read to them */
		tree_text(tree_add(j, c->svg, "title", NULL), c->caption);
	c->desc = tree_add(j, c->svg, "desc", NULL);
}

void
chart_describe(struct chart *c, enum word kind, const char *says)
{
	tree_text(c->desc, arena_printf(c->job->arena, "%s%s: %s.", word(kind),
	    c->caption[0] == '\0' ? "" : arena_printf(c->job->arena, " “%s”",
	    c->caption), says));
}

void
chart_line(struct chart *c, int x1, int y1, int x2, int y2, const char *width,
    const char *color, const char *dashes)
{
	xmlNode *line = tree_add(c->job, c->svg, "line", "x1", at(c, x1), "y1",
	    at(c, y1), "x2", at(c, x2), "y2", at(c, y2), "stroke", color,
	    "stroke-width", width, NULL);

	if (dashes != NULL)
		tree_set(line, "stroke-dasharray", dashes);
}

void
chart_text(struct chart *c, int x, int y, const char *anchor, bool bold,
    const char *color, const char *text)
{
	xmlNode *node;

	if (text[0] == '\0')
		return;
	node = tree_add(c->job, c->svg, "text", "x", at(c, x), "y",
	    at(c, y + c->size * 33 / 100), "font-size", at(c, c->size),
	    "text-anchor", anchor, "fill", color, NULL);
	if (bold)
		tree_set(node, "font-weight", "bold");
	tree_text(node, text);
}

/* Slanting lines over a rectangle, each cut at its sides. */
static void
hatch(struct chart *c, int x, int y, int width, int height)
{
	struct text t;
	int foot;

	text_init(&t, PATH_MAX_TEXT);
	for (foot = x - height + HATCH; foot < x + width; foot += HATCH) {
		int head = foot + height, below = foot < x ? x - foot : 0;
		int above = head > x + width ? head - x - width : 0;

		text_addf(&t, "%sM %s %s L %s %s", t.len > 0 ? " " : "",
		    at(c, foot + below), at(c, y + height - below),
		    at(c, head - above), at(c, y + above));
	}
	if (t.len > 0)
		tree_add(c->job, c->svg, "path", "d", text_string(&t), "fill",
		    "none", "stroke", "#000000", "stroke-width", "0.4", NULL);
	text_free(&t);
}

void
chart_bar(struct chart *c, enum look look, int x, int y, int width, int height)
{
	xmlNode *bar;

	c->looks[look] = true;
	bar = tree_add(c->job, c->svg, "rect", "x", at(c, x), "y", at(c, y),
	    "width", at(c, width), "height", at(c, height), "fill",
	    looks[look].fill, "stroke", looks[look].stroke, "stroke-width",
	    "0.5", NULL);
	if (looks[look].dashes != NULL)
		tree_set(bar, "stroke-dasharray", looks[look].dashes);
	if (looks[look].hatched)
		hatch(c, x, y, width, height);
}

void
chart_blank(struct chart *c, int x, int y, int width, int height)
{
	tree_add(c->job, c->svg, "rect", "x", at(c, x), "y", at(c, y), "width",
	    at(c, width), "height", at(c, height), "fill", "#ffffff", NULL);
}

void
chart_polyline(struct chart *c, const int *points, size_t count)
{
	struct text t;
	size_t i;

	text_init(&t, PATH_MAX_TEXT);
	for (i = 0; i < count; i++)
		text_addf(&t, "%s%s,%s", i > 0 ? " " : "",
		    at(c, points[2 * i]), at(c, points[2 * i + 1]));
	tree_add(c->job, c->svg, "polyline", "points", text_string(&t), "fill",
	    "none", "stroke", "#000000", "stroke-width", "1.2", NULL);
	text_free(&t);
}

void
chart_dot(struct chart *c, int x, int y, bool hollow)
{
	tree_add(c->job, c->svg, "circle", "cx", at(c, x), "cy", at(c, y), "r",
	    "2", "fill", hollow ? "#ffffff" : "#000000", "stroke", "#000000",
	    "stroke-width", "0.8", NULL);
}

void
chart_target(struct chart *c, int x, int y, int height)
{
	chart_line(c, x, y, x, y + height, "2", "#ffffff", NULL);
	chart_line(c, x, y, x, y + height, "1.2", "#000000", NULL);
}

bool
chart_has_target(const struct chart *c, const struct data_row *row)
{
	return c->ref.show == SHOW_VALUE && row != NULL &&
	    row->has_target;
}

const char *
chart_target_text(struct chart *c, const struct data_row *row)
{
	return arena_printf(c->job->arena, "%s %s\xc2\xa0%s", word(W_PLAN),
	    comparator_sign(row->indicator->target->at), figure_of_row(c->job,
	    row, SHOW_TARGET, c->ref.scale, c->ref.digits).text);
}

int
chart_text_width(const struct chart *c, const char *text, bool bold)
{
	return text_width(text, strlen(text), c->size, bold);
}

void
chart_note(struct chart *c, const char *note)
{
	*ARENA_PUSH(c->job->arena, c->notes, c->note_count, c->note_cap) =
	    note;
}

/* One entry of the legend: its place, or with DRAW its sign and words. */
static void
legend_entry(struct chart *c, int i, int x, int y, bool draw)
{
	if (!draw)
		return;
	if (i == LOOK_MAX)
		chart_target(c, x + SWATCH / 2, y - c->size / 2, c->size);
	else
		chart_bar(c, (enum look)i, x, y - c->size * 35 / 100, SWATCH,
		    c->size * 70 / 100);
	chart_text(c, x + SWATCH + SWATCH_GAP, y, "start", false, "#000000",
	    word(i == LOOK_MAX ? W_TARGET_MARK : looks[i].word));
}

/* Walk over the entries of the legend; the number of its lines. */
static int
legend(struct chart *c, int y, bool draw)
{
	int i, x = 0, lines = 0;

	for (i = 0; i <= LOOK_MAX; i++) {
		int width;

		if (i == LOOK_MAX ? !c->targets : !c->looks[i] ||
		    looks[i].word == W_MAX)
			continue;
		width = SWATCH + SWATCH_GAP + chart_text_width(c, word(
		    i == LOOK_MAX ? W_TARGET_MARK : looks[i].word), false);
		if (lines == 0 || x + width > c->width) {
			x = 0;
			lines++;
		}
		legend_entry(c, i, x, y + (2 * lines - 1) * c->size * 7 / 10,
		    draw);
		x += width + LEGEND_GAP;
	}
	return lines;
}

int
chart_legend_height(const struct chart *c)
{
	struct chart trial = *c;

	return legend(&trial, 0, false) * c->size * 14 / 10;
}

void
chart_legend(struct chart *c, int y)
{
	legend(c, y, true);
}

bool
chart_rows(struct chart *c, size_t count, int other_lines, int *row)
{
	for (; c->size >= SIZE_LEAST; c->size -= SIZE_STEP) {
		int other = other_lines * c->size * 14 / 10 +
		    chart_legend_height(c);
		int rest = c->most - other;

		*row = c->size * ROW_PERCENT / 100;
		if (c->most > 0 && *row > rest / (int)count)
			*row = rest / (int)count;
		c->height = other + *row * (int)count;
		if (*row >= c->size * ROW_LEAST_PERCENT / 100)
			return true;
	}
	job_limit_error(c->job, c->line, arena_printf(c->job->arena,
	    _("a chart of %zu rows"), count), _("its height even in small "
	    "print; give it more height or fewer rows"));
	return false;
}
