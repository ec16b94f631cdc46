/* The elements chart and charts of templates.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "report/report_chart.h"

enum {
	TEXT_SIZE = 9000, COLUMN_GAP = 10000,	/* [mpt] */
	MM = 28346,			/* [mpt / 10] */
	NOTES_MAX = 64 * 1024,
};

static const struct {
	const char	*name;
	bool		(*draw)(struct chart *);
	bool		 figure;	/* it shows one, which must be named */
} kinds[] = {
	{ "bars", chart_bars, true },
	{ "verdicts", chart_verdicts, false },
	{ "trend", chart_trend, true },
};

/* A length in tenths of UNIT mpt, or what is there when it is not given. */
static int
length(struct chart *c, const char *name, int unit, int otherwise)
{
	const char *text = job_attribute(c->job, c->node, name);
	struct decimal d;

	if (text == NULL || !decimal_parse(&d, text, strlen(text)) ||
	    !decimal_rescale(&d, 1))
		return otherwise;
	return (int)d.coef * unit / 10;
}

static bool
is_number(const struct figure_ref *ref)
{
	return ref->word >= 0 ? !word_is_text(ref->word) :
	    !show_is_text(ref->show) && ref->show != SHOW_LABEL &&
	    ref->show != SHOW_MEASURE;
}

/* The places of a figure as the chart prints it. */
static int
places(const struct chart *c)
{
	if (c->ref.digits >= 0 || c->ref.word >= 0)
		return c->ref.digits >= 0 ? c->ref.digits : 0;
	if (c->indicator != NULL)
		return c->indicator->digits;
	return c->ref.scale > 0 ? 0 : c->ref.field->digits;
}

/* The figure of bars and trends; false after a finding. */
static bool
figure(struct chart *c, const char *kind)
{
	const char *spec = job_attribute(c->job, c->node, "figure"), *why;

	if (spec == NULL) {
		job_value_error(c->job, c->line, "", "figure",
		    _("an indicator or a field of a form"));
		return false;
	}
	why = figure_parse(c->job, c->scope, spec, &c->ref);
	if (why == NULL && !is_number(&c->ref))
		why = _("a chart shows numbers, not words");
	c->indicator = c->ref.current ? c->scope->indicator :
	    c->ref.indicator;
	if (why == NULL && strcmp(kind, "trend") == 0 && (c->indicator == NULL
	    || c->ref.show == SHOW_YEAR_AGO || c->ref.show == SHOW_CHANGE))
		why = _("of other periods a report knows only indicators");
	if (why != NULL)
		job_figure_error(c->job, c->line, spec, why);
	else
		c->places = places(c);
	return why == NULL;
}

/* More is better, unless the attribute or a target "at most" says otherwise. */
static bool
is_high(struct chart *c)
{
	const char *best = job_attribute(c->job, c->node, "best");
	const struct target *t = c->indicator == NULL ? NULL :
	    c->indicator->target;

	if (best != NULL)
		return strcmp(best, "high") == 0;
	return t == NULL || t->at == AT_LEAST || t->at == ABOVE;
}

/* The caption; without one, the figure's name and its unit of measure. */
static const char *
caption(struct chart *c)
{
	struct job *j = c->job;
	const char *text = job_text_attribute(j, c->scope, c->node, "caption");
	struct figure_ref ref = c->ref;
	const char *label, *measure;

	if (text != NULL || c->ref.word >= 0 ||
	    (c->indicator == NULL && c->ref.field == NULL))
		return text == NULL ? "" : text;
	ref.show = SHOW_LABEL;
	label = figure_print(j, c->scope, &ref).text;
	ref.show = SHOW_MEASURE;
	measure = figure_print(j, c->scope, &ref).text;
	return measure[0] == '\0' ? label :
	    arena_printf(j->arena, "%s (%s)", label, measure);
}

static xmlNode *
line(struct chart *c, const char *align, int size, const char *text)
{
	xmlNode *b = tree_add(c->job, tree_flow(c->job), "block", "text-align",
	    align, "font-size", tree_length(c->job, size), "line-height",
	    tree_length(c->job, size * 115 / 100), NULL);

	tree_text(b, text);
	return b;
}

/* What signs in the chart mean, and which figures lack units. */
static void
notes(struct chart *c)
{
	static const enum word words[] = { W_NOTE_ESTIMATE, W_NOTE_ADJUSTED,
	    W_NOTE_CARRIED };
	const bool seen[] = { c->marks.estimated, c->marks.adjusted,
	    c->marks.carried };
	struct text t;
	size_t i;
	xmlNode *b;

	text_init(&t, NOTES_MAX);
	for (i = 0; i < c->note_count; i++)
		text_addf(&t, "%s%s%s", i > 0 ? ";" : word(c->hollow ?
		    W_TREND_HOLLOW : W_CHART_PARTIAL), " ", c->notes[i]);
	text_add(&t, t.len > 0 ? "." : "");
	for (i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
		if (seen[i])
			text_addf(&t, "%s%s", t.len > 0 ? " " : "",
			    word(words[i]));
	if (text_is_full(&t))
		job_limit_error(c->job, c->line, _("a note under a table"),
		    "64 kB");
	if (t.len > 0) {
		b = line(c, "start", c->size - 500, text_string(&t));
		tree_set(b, "font-style", "italic");
		tree_set(b, "space-after", "4pt");
	}
	text_free(&t);
}

void
element_chart(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct chart c = { .job = j, .scope = s, .node = node,
	    .line = (int)xmlGetLineNo(node), .ref = { .word = -1 } };
	const char *kind = job_attribute(j, node, "kind"), *sorted;
	xmlNode *b;
	size_t i;

	for (i = 0; strcmp(kinds[i].name, kind) != 0; i++)
		;
	if (kinds[i].figure && !figure(&c, kind))
		return;
	sorted = job_attribute(j, node, "sort");
	c.ranked = sorted != NULL && strcmp(sorted, "ranking") == 0;
	c.high = is_high(&c);
	tree_flow(j);
	c.size = length(&c, "size", 1000, TEXT_SIZE);
	c.most = length(&c, "height", MM / 10, 0);
	c.width = j->width;
	c.caption = caption(&c);
	if (c.caption[0] != '\0') {
		b = line(&c, "center", c.size + 1000, c.caption);
		tree_set(b, "role", "Caption");
		tree_set(b, "font-weight", "bold");
		tree_set(b, "space-before", "4pt");
		tree_set(b, "space-after", "2pt");
		tree_set(b, "keep-with-next.within-page", "always");
	}
	if (kinds[i].draw(&c))
		notes(&c);
	else
		tree_set(line(&c, "center", c.size, word(W_NO_DATA)),
		    "font-style", "italic");
}

/* Charts beside each other, each in a column of a table without rules. */
void
element_charts(struct job *j, const struct scope *s, const xmlNode *node)
{
	xmlNode *flow = tree_flow(j), *table, *row;
	int width = j->width, count = 0, each;
	const xmlNode *n;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		count++;
	each = (width - (count - 1) * COLUMN_GAP) / count;
	table = tree_add(j, flow, "table", "table-layout", "fixed", "width",
	    tree_length(j, width), "space-before", "6pt", NULL);
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		tree_add(j, table, "table-column", "column-width",
		    tree_length(j, xmltree_next(n) == NULL ? each :
		    each + COLUMN_GAP), NULL);
	row = tree_add(j, tree_add(j, table, "table-body", NULL), "table-row",
	    "keep-together.within-page", "always", NULL);
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n)) {
		j->flow = tree_add(j, row, "table-cell", "padding-right",
		    xmltree_next(n) == NULL ? "0pt" :
		    tree_length(j, COLUMN_GAP), NULL);
		j->width = each;
		j->line = (int)xmlGetLineNo(n);
		element_chart(j, s, n);
		if (j->flow->children == NULL)
			tree_add(j, j->flow, "block", NULL);
	}
	j->flow = flow;
	j->width = width;
}
