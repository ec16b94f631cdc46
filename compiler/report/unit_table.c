/* The table of figures by unit, with totals and groups.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/language.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_units.h"


enum { NOTE_MAX = 16 * 1024 * 1024 };

/* What a column shows of a unit; a count of units as "11/13". */
static const char *
cell_text(struct job *j, struct unit_table *t, const struct scope *s,
    const struct figure_ref *ref, struct printed *p)
{
	const struct data_row *row = ref->indicator == NULL ? NULL :
	    view_row(j->view, s->unit, ref->indicator);
	const char *text;

	*p = figure_print(j, s, ref);
	/* a number that has a sum, but of no unit */
	if ((row != NULL && !row->applies) || (ref->field != NULL &&
	    ref->show == SHOW_VALUE && !p->applies && p->expected == 0)) {
		t->dashes = true;
		p->applies = false;
		return "–";
	}
	text = p->text;
	if (row != NULL && row->counted && ref->show == SHOW_VALUE &&
	    p->known) {
		t->counts = true;
		text = arena_printf(j->arena, "%s/%s",
		    format_decimal(j->arena, row->numerator),
		    format_decimal(j->arena, row->denominator));
	}
	if (!p->known)
		return "";
	return figure_marked(j, text, p, &t->marks);
}

/* The base units that any of the partial columns lacks at a unit; *COUNT of them. */
static const char *
lacking(struct job *j, const struct unit_table *t, const struct unit *unit,
    const bool *partial, size_t *count)
{
	const char *best = "", *units;
	const struct data_row *row;
	size_t i;

	*count = 1;

	for (i = 0; i < t->ref_count; i++) {
		if (!partial[i] || t->refs[i].indicator == NULL)
			continue;
		units = view_missing(j->arena, j->view, unit,
		    t->refs[i].indicator);
		if (strlen(units) <= strlen(best))
			continue;
		best = units;
		row = view_row(j->view, unit, t->refs[i].indicator);
		*count = row->expected - row->reported;
	}
	return best;
}

/* A unit that lacks columns goes to those that lack the same. */
static void
add_gap(struct job *j, struct unit_table *t, const bool *blank,
    const struct unit *unit)
{
	const char *columns = "";
	size_t i;

	for (i = 0; i < t->ref_count; i++)
		if (blank[i])
			columns = arena_printf(j->arena, "%s%s%zu", columns,
			    columns[0] == '\0' ? "" : ", ", i + UNIT_LEADING + 1);
	for (i = 0; i < t->gap_count; i++)
		if (strcmp(t->gaps[i].columns, columns) == 0) {
			t->gaps[i].units = arena_printf(j->arena, "%s, %s",
			    t->gaps[i].units, unit->full_name);
			t->gaps[i].count++;
			return;
		}
	*ARENA_PUSH(j->arena, t->gaps, t->gap_count, t->gap_cap) = (struct gap){
		columns, unit->full_name, 1 };
}

/* Collect what the notes below the table have to say of a unit. */
static void
remark(struct job *j, struct unit_table *t, const struct unit *unit,
    const bool *blank, const bool *partial, size_t shown)
{
	size_t i, blanks = 0, partials = 0, count;
	const char *units;

	for (i = 0; i < t->ref_count; i++) {
		blanks += blank[i];
		partials += partial[i];
	}
	if (blanks > 0 && shown == 0) {
		t->silent_count++;
		text_addf(t->silent, "%s%s", t->silent->len > 0 ? ", " : "",
		    unit->full_name);
	} else if (blanks > 0) {
		add_gap(j, t, blank, unit);
	}
	if (partials == 0)
		return;
	units = lacking(j, t, unit, partial, &count);
	t->partial_count += count;
	text_addf(t->partial, "%s%s", t->partial->len > 0 ? "; " : "",
	    units[0] != '\0' ? units : unit->full_name);
}

/* Whose number a column shows, as it is noted that it is printed. */
static const char *
item_of(struct job *j, const struct figure_ref *ref)
{
	if (ref->indicator != NULL)
		return ref->show == SHOW_LABEL || ref->show == SHOW_MEASURE ||
		    ref->show == SHOW_REPORTED || ref->show == SHOW_EXPECTED ||
		    ref->show == SHOW_MISSING ? NULL : ref->indicator->id;
	return ref->field == NULL || ref->show != SHOW_VALUE ? NULL :
	    arena_printf(j->arena, "%s.%s", ref->field->form->id,
	    ref->field->name);
}

/* What a row begins with: its number among its like. */
static void
add_number(struct job *j, struct grid_row *r, size_t nth, enum row_kind kind)
{
	struct grid_cell *c = grid_cell(j, r, kind == ROW_TOTAL ? "" :
	    kind == ROW_GROUP ? format_roman(j->arena, (int)nth) :
	    arena_printf(j->arena, "%zu", nth), ALIGN_CENTER);

	c->bold = kind != ROW_PLAIN;
	if (kind == ROW_PLAIN)
		grid_number(j, c, ratio_of(decimal_int((long long)nth)));
}

/* A row of a unit, the NTH of its kind. */
static void
add_row(struct job *j, struct unit_table *t, const struct unit *unit,
    size_t nth, const char *name, enum row_kind kind)
{
	const struct scope s = { .unit = unit };
	bool blank[UNIT_COLUMNS_MAX] = { false }, partial[UNIT_COLUMNS_MAX] = { false };
	struct grid_row *r = grid_row(j, t->table);
	struct unit_row *noted = ARENA_PUSH(j->arena, t->rows, t->row_count,
	    t->row_cap);
	struct data_log *log = j->log;
	struct grid_cell *c;
	size_t i, shown = 0;

	noted->unit = unit;
	noted->kind = kind;
	noted->depth = t->depth;
	noted->numbers = arena_alloc(j->arena, (t->ref_count + 1) *
	    sizeof(*noted->numbers));
	add_number(j, r, nth, kind);
	c = grid_cell(j, r, name, ALIGN_LEFT);
	c->bold = kind != ROW_PLAIN;
	for (i = 0; i < t->ref_count; i++) {
		struct printed p;

		if (t->adds[i] != ADDS_NOT)
			j->log = NULL;	/* it may be printed as another one */
		c = grid_cell(j, r, cell_text(j, t, &s, &t->refs[i], &p),
		    t->table->columns[i + UNIT_LEADING].align);
		j->log = log;
		c->bold = kind != ROW_PLAIN;
		c->item = p.known ? item_of(j, &t->refs[i]) : NULL;
		unit_sums_note(j, t, &s, i, p.text, &p);
		shown += p.known;
		blank[i] = !p.known && p.applies;
		partial[i] = p.known && p.partial;
	}
	r->with_next = kind == ROW_GROUP;
	r->with_previous = kind == ROW_TOTAL;
	if (kind == ROW_PLAIN)
		remark(j, t, unit, blank, partial, shown);
}

/* Rows of those units for which the table's condition holds, numbered. */
static size_t
add_list(struct job *j, struct unit_table *t, const struct unit **units,
    size_t count)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++) {
		const struct scope s = { .unit = units[i] };

		if (job_test(j, &s, t->node, "where"))
			add_row(j, t, units[i], ++n, format_capital(j->arena,
			    units[i]->full_name), ROW_PLAIN);
	}
	return n;
}

/* Rows of a level; those of deeper levels behind the unit above them. */
static size_t
add_units(struct job *j, struct unit_table *t, const struct unit *unit,
    int level)
{
	const struct unit **units;
	size_t i, count, n = 0, rows;

	if (unit->level + 1 >= level) {
		count = view_units(j->arena, j->view, unit, level, &units);
		return add_list(j, t, units, count);
	}
	count = view_units(j->arena, j->view, unit, unit->level + 1, &units);
	for (i = 0; i < count; i++) {
		const char *name = format_capital(j->arena,
		    units[i]->full_name), *above = t->table->group;

		rows = t->row_count;
		add_row(j, t, units[i], ++n, name, ROW_GROUP);
		t->table->group = arena_printf(j->arena, "%s. %s",
		    format_roman(j->arena, (int)n), name);
		t->depth++;
		if (add_units(j, t, units[i], level) == 0 &&
		    job_attribute(j, t->node, "where") != NULL) {
			t->row_count = t->table->row_count = rows;
			n--;	/* nothing of this group */
		}
		t->depth--;
		t->table->group = above;
	}
	return n;
}

/* The rows of the units that are listed, or of those of a level. */
static size_t
add_rows(struct job *j, struct unit_table *t, const struct scope *s,
    const xmlNode *node)
{
	const struct unit **units;
	size_t count;
	int level;

	if (job_attribute(j, node, "units") != NULL) {
		count = job_units(j, s, node, "units", &units);
		return add_list(j, t, units, count);
	}
	level = job_level(j, s, node, "level");
	return level < 0 ? 0 : add_units(j, t, s->unit, level);
}

/* The row below the others: the whole unit, where the rows are all of it. */
static void
add_total(struct job *j, struct unit_table *t, const struct scope *s,
    const xmlNode *node)
{
	const char *total = job_text_attribute(j, s, node, "total");

	if (total == NULL && job_attribute(j, node, "where") == NULL &&
	    job_attribute(j, node, "units") == NULL)
		total = word(W_TOTAL);
	if (total != NULL)
		add_row(j, t, s->unit, 0, total, ROW_TOTAL);
}

/* A number of a table: its decimal places, whether a mark is behind it. */
static bool
is_number(const char *text, int *places, bool *marked)
{
	const char *p = text + (strncmp(text, MINUS, strlen(MINUS)) == 0 ?
	    strlen(MINUS) : 0);
	size_t n = strspn(p, "0123456789.");

	if (n == 0)
		return false;
	p += n;
	*places = *p == ',' ? (int)strspn(p + 1, "0123456789") : 0;
	p += *places > 0 ? *places + 1 : 0;
	*marked = *p == '*';
	return p[*marked] == '\0';
}

/*
 * Numbers of a column stand at their decimal comma: those with fewer places, or
 * without the asterisk that others carry, get as much space behind them.  A
 * digit and an asterisk are as wide as two no-break spaces, a comma as one.
 */
static void
align_numbers(struct job *j, struct grid *t)
{
	size_t i, col;

	for (col = UNIT_LEADING; col < t->column_count; col++) {
		int most = 0, places, pad;
		bool marks = false, marked;

		for (i = 0; i < t->row_count; i++) {
			const char *text = t->rows[i].cells[col].text;

			if (strchr(text, '*') != NULL)
				marks = true;
			if (is_number(text, &places, &marked) && places > most)
				most = places;
		}
		for (i = 0; i < t->row_count; i++) {
			struct grid_cell *c = &t->rows[i].cells[col];

			if (!is_number(c->text, &places, &marked))
				continue;
			pad = 2 * (most - places) + (places == 0 && most > 0) +
			    (marks && !marked ? 2 : 0);
			for (; pad > 0; pad--)
				c->text = arena_printf(j->arena, "%s" NBSP,
				    c->text);
		}
	}
}

/* One note: what it says, then the list of COUNT units, or of other things. */
static void
note(struct job *j, struct unit_table *t, enum word intro, struct text *list,
    size_t count)
{
	const char *text = arena_strdup(j->arena, text_string(list));
	size_t len = strlen(word(intro));

	if (count > 0)
		text = lists_note(j, t->table, arena_strndup(j->arena,
		    word(intro), len - (word(intro)[len - 1] == ':')), text,
		    count);
	if (list->len > 0)
		grid_note(j, t->table, arena_printf(j->arena, "%s%s %s.",
		    t->table->note_count == 0 ? arena_printf(j->arena, "%s ",
		    word(W_NOTES)) : "", word(intro), text));
	if (text_is_full(list))
		job_limit_error(j, j->line, _("a note under a table"), "16 MB");
	text_free(list);
}

/* Which columns are blank at which units. */
static void
note_gaps(struct job *j, struct unit_table *t)
{
	struct text list;
	size_t i, count = 0;

	text_init(&list, NOTE_MAX);
	for (i = 0; i < t->gap_count; i++) {
		text_addf(&list, "%s%s %s: %s", i > 0 ? "; " : "",
		    word(W_NOTE_GAP_COLUMN), t->gaps[i].columns,
		    t->gaps[i].units);
		count += t->gaps[i].count;
	}
	note(j, t, W_NOTE_GAPS, &list, count);
}

static void
plain_note(struct job *j, struct unit_table *t, enum word text, bool wanted)
{
	if (wanted)
		grid_note(j, t->table, arena_printf(j->arena, "%s%s",
		    t->table->note_count == 0 ? arena_printf(j->arena, "%s ",
		    word(W_NOTES)) : "", word(text)));
}

/* The days that the data of a form are of, where not the calendar's. */
static void
note_days(struct job *j, struct unit_table *t, const struct form *form)
{
	struct arena *a = j->arena;
	date from, to;

	catalog_data_days(j->data->catalog, form, j->data->period, &from, &to);
	if (to == period_end(j->data->period))
		return;
	grid_note(j, t->table, arena_printf(a, "%s%s %s, %s %s %s %s.",
	    t->table->note_count == 0 ? arena_printf(a, "%s ",
	    word(W_NOTES)) : "", word(W_FORM), form->short_code,
	    word(W_DATA_FROM), format_date_short(a, from), word(W_UNTIL),
	    format_date_short(a, to)));
}

/* Each form behind a column, once, in the order of the columns. */
static void
note_forms(struct job *j, struct unit_table *t)
{
	struct map *noted = map_new(j->arena);
	const struct expr_name *const *names;
	size_t i, k, n;

	for (i = 0; i < t->ref_count; i++) {
		const struct figure_ref *r = &t->refs[i];

		if (r->field != NULL &&
		    map_add(noted, r->field->form->id, noted))
			note_days(j, t, r->field->form);
		n = r->indicator == NULL ? 0 :
		    expr_names(r->indicator->of, &names);
		for (k = 0; k < n; k++) {
			const struct field *f = names[k]->target;

			if (map_add(noted, f->form->id, noted))
				note_days(j, t, f->form);
		}
	}
}

/* What the notes below the table say of its numbers. */
static void
add_notes(struct job *j, struct unit_table *t)
{
	struct text list;

	note_forms(j, t);
	note(j, t, W_NOTE_SILENT, t->silent, t->silent_count);
	note_gaps(j, t);
	note(j, t, W_NOTE_PARTIAL, t->partial, t->partial_count);
	plain_note(j, t, W_NOTE_DASH, t->dashes);
	plain_note(j, t, W_NOTE_COUNTED, t->counts);
	plain_note(j, t, W_NOTE_ESTIMATE, t->marks.estimated);
	plain_note(j, t, W_NOTE_ADJUSTED, t->marks.adjusted);
	plain_note(j, t, W_NOTE_CARRIED, t->marks.carried);
	text_init(&list, NOTE_MAX);
	text_add(&list, unit_sums_rounded(j, t));
	note(j, t, W_NOTE_ROUNDED, &list, 0);
	text_init(&list, NOTE_MAX);
	text_add(&list, unit_round_columns(j, t));
	note(j, t, W_NOTE_APPORTIONED, &list, 0);
	text_init(&list, NOTE_MAX);
	text_add(&list, t->unheard == NULL ? "" : t->unheard);
	note(j, t, W_NOTE_UNHEARD, &list, 0);
}

void
element_unit_table(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct text silent, partial;
	struct unit_table t = { .node = node, .table = grid_new(j, s, node),
	    .silent = &silent, .partial = &partial };

	text_init(&silent, NOTE_MAX);
	text_init(&partial, NOTE_MAX);
	unit_columns(j, s, node, &t);
	grid_rename(j, s, node, t.table);
	if (add_rows(j, &t, s, node) > 0)
		add_total(j, &t, s, node);
	else if (job_attribute(j, node, "where") != NULL)
		grid_note(j, t.table, word(W_WATCH_NONE));
	unit_round(j, &t);
	unit_sums_rules(j, &t);
	align_numbers(j, t.table);
	if (job_says(j, node, "carry", "yes"))
		unit_sums_carry(j, &t);
	add_notes(j, &t);
	t.table->leading = UNIT_LEADING;
	grid_emit(j, t.table);
}
