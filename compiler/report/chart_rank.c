/* Rows of units, in the order of the tree or of merit.  Room: report. */
#include <stdlib.h>

#include "base/arena.h"
#include "report/report_chart.h"

enum { NAME_GAP = 5000, RANK_GAP = 5000 };	/* [mpt] */

/* Below 0 when A comes before B by merit; 0 for equals. */
static int
merit(const struct chart *c, const struct chart_row *a,
    const struct chart_row *b)
{
	int cmp;

	if (!a->ranks || !b->ranks)
		return b->ranks - a->ranks;
	cmp = ratio_cmp(a->value, b->value);
	return c->high ? -cmp : cmp;
}

/* By insertion, which leaves equals in their order. */
static void
sort(const struct chart *c, struct chart_row *rows, size_t count)
{
	size_t i, k;

	for (i = 1; i < count; i++) {
		struct chart_row row = rows[i];

		for (k = i; k > 0 && merit(c, &row, &rows[k - 1]) < 0; k--)
			rows[k] = rows[k - 1];
		rows[k] = row;
	}
}

void
chart_rank(struct chart *c, struct chart_row *rows, size_t count)
{
	size_t i, rank = 1;

	if (!c->ranked)
		return;
	sort(c, rows, count);
	for (i = 0; i < count && rows[i].ranks; i++) {
		if (i > 0 && merit(c, &rows[i - 1], &rows[i]) != 0)
			rank = i + 1;
		rows[i].rank = arena_printf(c->job->arena, "%zu", rank);
	}
}

const char *
chart_extremes(const struct chart *c, const struct chart_row *rows,
    size_t count)
{
	const struct chart_row *most = NULL, *least = NULL;
	struct arena *a = c->job->arena;
	size_t i, all = 0, unknown = 0;
	const char *s;

	for (i = 0; i < count; i++) {
		if (rows[i].unit == c->scope->unit)
			continue;
		all++;
		unknown += !rows[i].known;
		if (!rows[i].known)
			continue;
		if (most == NULL || ratio_cmp(rows[i].value, most->value) > 0)
			most = &rows[i];
		if (least == NULL || ratio_cmp(rows[i].value, least->value) < 0)
			least = &rows[i];
	}
	s = arena_printf(a, "%zu %s", all, word(W_UNITS));
	if (most != NULL)
		s = arena_printf(a, "%s, %s %s (%s), %s %s (%s)", s,
		    word(W_HIGHEST), most->name, most->text, word(W_LOWEST),
		    least->name, least->text);
	return unknown == 0 ? s : arena_printf(a, "%s, %zu %s %s", s, unknown,
	    word(W_UNITS), word(W_NO_DATA));
}

static int
ranks_width(const struct chart *c)
{
	return c->ranked ? chart_text_width(c, "99", false) + RANK_GAP : 0;
}

int
chart_names_width(const struct chart *c, const struct chart_row *rows,
    size_t count)
{
	int w, widest = 0;
	size_t i;

	for (i = 0; i < count; i++) {
		w = chart_text_width(c, rows[i].name, rows[i].unit ==
		    c->scope->unit);
		if (w > widest)
			widest = w;
	}
	return ranks_width(c) + widest + NAME_GAP;
}

void
chart_name(struct chart *c, const struct chart_row *row, int x, int y,
    bool bold)
{
	if (c->ranked)
		chart_text(c, ranks_width(c) - RANK_GAP, y, "end", false,
		    "#000000", row->rank);
	chart_text(c, x - NAME_GAP, y, "end", bold, "#000000", row->name);
}
