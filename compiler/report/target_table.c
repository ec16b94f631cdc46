/* The table of targets against actual figures.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/xmltree.h"
#include "report/report_figure.h"
#include "report/report_format.h"
#include "report/report_template.h"

enum { NOTE_EMS = 22 };		/* what is longer stands below the table */

enum column {
	COLUMN_NUMBER, COLUMN_LABEL, COLUMN_MEASURE, COLUMN_PLAN,
	COLUMN_ACTUAL, COLUMN_RATE, COLUMN_YEAR_AGO, COLUMN_CHANGE,
	COLUMN_REMAINING, COLUMN_VERDICT, COLUMN_NOTE, COLUMN_MAX
};

static const struct {
	const char	*name;
	enum word	 head;
	enum align	 align;
	enum show	 show;		/* the number in it; of others the label */
} columns[COLUMN_MAX] = {
	[COLUMN_NUMBER] = { "number", W_STT, ALIGN_CENTER, SHOW_LABEL },
	[COLUMN_LABEL] = { "label", W_INDICATOR, ALIGN_LEFT, SHOW_LABEL },
	[COLUMN_MEASURE] = { "measure", W_MEASURE, ALIGN_CENTER, SHOW_LABEL },
	[COLUMN_PLAN] = { "plan", W_PLAN, ALIGN_CENTER, SHOW_TARGET },
	[COLUMN_ACTUAL] = { "actual", W_ACTUAL, ALIGN_RIGHT, SHOW_VALUE },
	[COLUMN_RATE] = { "rate", W_RATE, ALIGN_RIGHT, SHOW_LABEL },
	[COLUMN_YEAR_AGO] = { "year_ago", W_YEAR_AGO, ALIGN_RIGHT,
	    SHOW_YEAR_AGO },
	[COLUMN_CHANGE] = { "change", W_CHANGE, ALIGN_RIGHT, SHOW_CHANGE },
	[COLUMN_REMAINING] = { "remaining", W_REMAINING, ALIGN_RIGHT,
	    SHOW_REMAINING },
	[COLUMN_VERDICT] = { "verdict", W_VERDICT, ALIGN_CENTER, SHOW_LABEL },
	[COLUMN_NOTE] = { "note", W_NOTE, ALIGN_LEFT, SHOW_LABEL },
};

/* Base units that are missing, and the numbers of the rows that lack them. */
struct gap {
	const char	*units;
	const char	*rows;
	size_t		 count;		/* of the units */
};

struct target_table {
	struct grid	*table;
	bool		 with[COLUMN_MAX];
	int		 number;	/* of the last row */
	int		 group;		/* of the last group */
	const xmlNode	*node;
	size_t		 note_count, note_cap;
	const char	**notes;	/* too long to stand beside their rows */
	const char	*year_ago;	/* which rows lack units a year before */
	size_t		 bias_count, bias_cap;
	const char	**biases;	/* notes on pairs that are not complete */
	size_t		 gap_count, gap_cap;
	struct gap	*gaps;
	bool		*printed;	/* by indicator->index */
};

static void
choose_columns(struct job *j, const xmlNode *node, struct target_table *t)
{
	const char *list = job_attribute(j, node, "columns"), *p;
	size_t len;
	int i;

	for (i = 0; i < COLUMN_MAX && list == NULL; i++)
		t->with[i] = i != COLUMN_RATE && i != COLUMN_REMAINING && (j->view->year_ago_count > 0 ||
		    (i != COLUMN_YEAR_AGO && i != COLUMN_CHANGE));
	for (p = list == NULL ? "" : list + strspn(list, " \t\r\n");
	    *p != '\0'; p += len, p += strspn(p, " \t\r\n")) {
		len = strcspn(p, " \t\r\n");
		for (i = 0; i < COLUMN_MAX; i++)
			if (strlen(columns[i].name) == len &&
			    memcmp(columns[i].name, p, len) == 0)
				t->with[i] = true;
	}
	for (i = 0; i < COLUMN_MAX; i++)
		if (t->with[i])
			grid_column(j, t->table, columns[i].name,
			    word(columns[i].head), columns[i].align);
}

/* Say below the table how many units the figures of the year before are of,
 * where not of all. */
static void
note_year_ago(struct job *j, struct target_table *t, const struct data_row *row)
{
	const struct data_row *before = view_year_ago(j->view, row->unit,
	    row->indicator);

	if (before == NULL || !row_is_partial(before) ||
	    !(t->with[COLUMN_YEAR_AGO] || t->with[COLUMN_CHANGE]))
		return;
	t->year_ago = arena_printf(j->arena, "%s%s%s %zu/%zu",
	    t->year_ago == NULL ? "" : t->year_ago,
	    t->year_ago == NULL ? "" : "; ", t->with[COLUMN_NUMBER] ?
	    arena_printf(j->arena, "%d:", t->number) :
	    arena_printf(j->arena, "%s:", row->indicator->label),
	    before->reported, before->expected);
}

/* What a row is called below the table: its number, if it has one. */
static const char *
name_of(struct job *j, const struct target_table *t,
    const struct data_row *row)
{
	return !t->with[COLUMN_NUMBER] ? row->indicator->label :
	    arena_printf(j->arena, "%d", t->number);
}

/* Say below the table which units a row lacks, once for equal lists. */
static void
note_gap(struct job *j, struct target_table *t, const struct data_row *row)
{
	const char *units = view_missing(j->arena, j->view, row->unit,
	    row->indicator);
	const char *name = name_of(j, t, row);
	size_t i;

	if (units[0] == '\0')
		return;
	for (i = 0; i < t->gap_count; i++)
		if (strcmp(t->gaps[i].units, units) == 0) {
			t->gaps[i].rows = arena_printf(j->arena, "%s, %s",
			    t->gaps[i].rows, name);
			return;
		}
	*ARENA_PUSH(j->arena, t->gaps, t->gap_count, t->gap_cap) = (struct gap){
		units, name, row->expected - row->reported };
}

/* What stands beside the row; what is long stands below the table instead. */
static const char *
short_note(struct job *j, struct target_table *t, const struct data_row *row)
{
	const char *note = target_note(j, row);

	if (text_width(note, strlen(note), MPT, false) <= NOTE_EMS * MPT)
		return note;
	*ARENA_PUSH(j->arena, t->notes, t->note_count, t->note_cap) =
	    t->with[COLUMN_NUMBER] ? arena_printf(j->arena, "%s %d: %s.",
	    word(W_INDICATOR), t->number, note) : arena_printf(j->arena,
	    "%s: %s.", row->indicator->label, note);
	return word(W_SEE_NOTE);
}

static const char *
cell_text(struct job *j, struct target_table *t,
    const struct data_row *row, enum column column)
{
	switch (column) {
	case COLUMN_NUMBER:
		return arena_printf(j->arena, "%d", t->number);
	case COLUMN_LABEL:
		return row->indicator->label;
	case COLUMN_MEASURE:
		return row->indicator->unit;
	case COLUMN_PLAN:
		return target_plan(j, row);
	case COLUMN_ACTUAL:
		return target_actual(j, row);
	case COLUMN_RATE:
		return target_rate(j, row);
	case COLUMN_YEAR_AGO:
		return target_year_ago(j, row);
	case COLUMN_CHANGE:
		return target_change(j, row);
	case COLUMN_REMAINING:
		return figure_of_row(j, row, SHOW_REMAINING, -1, -1).text;
	case COLUMN_VERDICT:
		printed_row(j, row, SHOW_VERDICT, -1, -1, row_verdict(row));
		return row_verdict(row);
	case COLUMN_NOTE:
		return short_note(j, t, row);
	default:
		return "";
	}
}

/* The exact number in a column; false: none. */
static bool
number_of(struct job *j, const struct target_table *t,
    const struct data_row *row, enum column column, struct ratio *out)
{
	struct figure_ref ref = { .show = columns[column].show, .scale = -1 };

	if (column == COLUMN_NUMBER) {
		*out = ratio_of(decimal_int(t->number));
		return true;
	}
	if (column == COLUMN_RATE)
		return target_rate_of(row, out);
	return ref.show != SHOW_LABEL && (figure_count(j, row, ref.show,
	    out) || figure_number_of_row(j, row, &ref, out));
}

/* Where a column's number stands in the last row; false when there is none. */
static bool
has_number(const struct target_table *t, enum column column, size_t *at)
{
	const struct grid *g = t->table;
	int i;

	for (*at = 0, i = 0; i < (int)column; i++)
		*at += t->with[i];
	return t->with[column] &&
	    g->rows[g->row_count - 1].cells[*at].number != NULL;
}

/* Of which two numbers of the last row another is made. */
static void
add_rule(struct job *j, struct target_table *t, enum column whole,
    enum data_rule rule, enum column first, enum column second)
{
	size_t at, a, b;

	if (has_number(t, whole, &at) && has_number(t, first, &a) &&
	    has_number(t, second, &b))
		grid_rule(j, t->table, t->table->row_count - 1, at, rule, a, b,
		    decimal_int(100));
}

/* A blended target stands only where the plan wants it: elsewhere its parts do. */
static bool
is_left_out(const struct data_row *row)
{
	const struct target *t = row->indicator->target;

	return t != NULL && t->part_count > 0 && !t->levels[row->unit->level];
}

/* A row, unless the indicator is printed already or not for this unit. */
static bool
add_row(struct job *j, const struct scope *s, struct target_table *t,
    const struct indicator *indicator)
{
	const struct scope this = { .unit = s->unit, .indicator = indicator };
	const struct data_row *row = view_row(j->view, s->unit, indicator);
	struct grid_row *r;
	struct grid_cell *c;
	struct ratio number;
	const char *bias;
	int i;

	if (t->printed[indicator->index] || row == NULL || !row->applies ||
	    !job_test(j, &this, t->node, "where") ||
	    is_left_out(row))
		return false;
	t->printed[indicator->index] = true;
	t->number++;
	r = grid_row(j, t->table);
	for (i = 0; i < COLUMN_MAX; i++) {
		if (!t->with[i])
			continue;
		c = grid_cell(j, r, cell_text(j, t, row, i),
		    columns[i].align);
		c->bold = i == COLUMN_VERDICT &&
		    (strcmp(row->verdict, "missed") == 0 ||
		    strcmp(row->verdict, "behind") == 0);
		c->item = i == COLUMN_ACTUAL ? indicator->id : NULL;
		if (number_of(j, t, row, i, &number))
			grid_number(j, c, number);
	}
	add_rule(j, t, COLUMN_RATE, DATA_QUOTIENT, COLUMN_ACTUAL, COLUMN_PLAN);
	add_rule(j, t, COLUMN_CHANGE, DATA_DIFFERENCE, COLUMN_ACTUAL,
	    COLUMN_YEAR_AGO);
	if (row->reported < row->expected)
		note_gap(j, t, row);
	note_year_ago(j, t, row);
	bias = target_bias(j, row, name_of(j, t, row));
	if (bias[0] != '\0')
		*ARENA_PUSH(j->arena, t->biases, t->bias_count, t->bias_cap) =
		    bias;
	return true;
}

static bool
in_section(const struct indicator *indicator, const char *section)
{
	size_t n = strlen(section);

	return strncmp(indicator->section, section, n) == 0 &&
	    (indicator->section[n] == '\0' || indicator->section[n] == '.');
}

/* The indicators of a <group>: its items, or those chosen of its section. */
static void
add_group_rows(struct job *j, const struct scope *s, const xmlNode *node,
    struct target_table *t, const struct indicator **chosen, size_t count)
{
	const char *section = job_attribute(j, node, "section");
	const struct indicator **items = chosen;
	size_t i, rows = t->table->row_count;
	bool any = false;

	if (job_attribute(j, node, "items") != NULL)
		count = job_indicators(j, s, node, "items", &items);
	grid_group(j, t->table, ++t->group, job_content(j, s, node));
	for (i = 0; i < count; i++)
		if (section == NULL || in_section(items[i], section))
			any |= add_row(j, s, t, items[i]);
	if (!any) {
		t->table->row_count = rows;
		t->group--;
	}
}

/* Those that no group took, under a head of their own if there are groups. */
static void
add_others(struct job *j, const struct scope *s, struct target_table *t,
    const struct indicator **chosen, size_t count)
{
	size_t i, rows = t->table->row_count;
	bool any = false;

	if (t->group > 0)
		grid_group(j, t->table, ++t->group, word(W_OTHER_INDICATORS));
	for (i = 0; i < count; i++)
		any |= add_row(j, s, t, chosen[i]);
	if (!any)
		t->table->row_count = rows;
}

/* What the table shows: its items, or all indicators with a target. */
static size_t
chosen_indicators(struct job *j, const struct scope *s, const xmlNode *node,
    const struct indicator ***out)
{
	size_t i, n = 0, count = job_indicators(j, s, node, "items", out);

	if (job_attribute(j, node, "items") != NULL)
		return count;
	for (i = 0; i < count; i++)
		if ((*out)[i]->target != NULL)
			(*out)[n++] = (*out)[i];
	return n;
}

static void
add_notes(struct job *j, struct target_table *t)
{
	size_t i;

	for (i = 0; i < t->gap_count; i++)
		grid_note(j, t->table, arena_printf(j->arena, "%s%s %s.",
		    i == 0 ? arena_printf(j->arena, "%s ", word(W_NOTES)) : "",
		    word_with(j->arena, W_NOTE_INCOMPLETE, t->gaps[i].rows),
		    lists_note(j, t->table, word_with(j->arena,
		    W_NOTE_INCOMPLETE, t->gaps[i].rows), t->gaps[i].units,
		    t->gaps[i].count)));
	if (t->year_ago != NULL)
		*ARENA_PUSH(j->arena, t->notes, t->note_count, t->note_cap) =
		    arena_printf(j->arena, "%s %s.", word(W_NOTE_YEAR_AGO),
		    t->year_ago);
	for (i = 0; i < t->bias_count; i++)
		*ARENA_PUSH(j->arena, t->notes, t->note_count, t->note_cap) =
		    t->biases[i];
	for (i = 0; i < t->note_count; i++)
		grid_note(j, t->table, arena_printf(j->arena, "%s%s",
		    i + t->gap_count == 0 ? arena_printf(j->arena, "%s ",
		    word(W_NOTES)) : "", t->notes[i]));
}

void
element_target_table(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct target_table t = { .table = grid_new(j, s, node),
	    .node = node };
	const struct indicator **chosen;
	const xmlNode *n;
	size_t count = chosen_indicators(j, s, node, &chosen);

	t.printed = arena_alloc(j->arena, j->data->plan->indicator_count + 1);
	choose_columns(j, node, &t);
	grid_rename(j, s, node, t.table);
	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n))
		if (xmltree_is(n, "group"))
			add_group_rows(j, s, n, &t, chosen, count);
	add_others(j, s, &t, chosen, count);
	if (t.table->row_count == 0 && job_attribute(j, node, "where") != NULL)
		grid_note(j, t.table, word(W_NO_INDICATOR));
	add_notes(j, &t);
	grid_emit(j, t.table);
}
