/* The watch list: units beyond a threshold.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_template.h"


enum { LIST_MAX = 16 * 1024 * 1024 };

/* The units under one indicator's watch. */
struct watched {
	const struct indicator *indicator;
	size_t		 count, cap;
	const struct data_row **rows;	/* beyond the threshold */
	size_t		 unknown_count, unknown_cap;
	const struct unit **unknown;	/* not enough data to tell */
};

/*
 * The threshold is compared here with the exact figure, since a row has one
 * verdict only and an indicator may have both a target and a watch.
 */
static void
watch_unit(struct job *j, struct watched *w, const struct unit *unit)
{
	const struct data_row *row = view_row(j->view, unit, w->indicator);
	struct ratio value;
	int i;

	if (row == NULL || !row->applies)
		return;
	if (!row_value(row, &value) || strcmp(row->verdict,
	    "not-assessable") == 0) {
		*ARENA_PUSH(j->arena, w->unknown, w->unknown_count,
		    w->unknown_cap) = unit;
		return;
	}
	for (i = 0; i < w->indicator->scale; i++)
		decimal_mul(&value.num, value.num, decimal_int(10));
	if (watch_band(w->indicator->watch, value) > 0)
		*ARENA_PUSH(j->arena, w->rows, w->count, w->cap) = row;
}

static void
watch_levels(struct job *j, const struct scope *s, const char *levels,
    struct watched *w)
{
	const struct site *site = j->data->catalog->site;
	const struct unit **units;
	size_t i, k, count;

	for (i = (size_t)s->unit->level + 1; i < site->level_count; i++) {
		if (!w->indicator->watch->levels[i] ||
		    !job_lists(levels, site->levels[i].id))
			continue;
		count = view_units(j->arena, j->view, s->unit, (int)i,
		    &units);
		for (k = 0; k < count; k++)
			watch_unit(j, w, units[k]);
	}
}

/* "> 1%" */
static const char *
limit_text(struct job *j, const struct indicator *ind, struct decimal limit)
{
	bool percent = strcmp(ind->unit, "%") == 0;

	decimal_shift(&limit, ind->scale);
	return arena_printf(j->arena, "%s" NBSP "%s%s%s",
	    comparator_sign(ind->watch->at), format_decimal(j->arena, limit),
	    percent ? "" : NBSP, ind->unit);
}

/* "> 1%"; of bands "theo dõi > 1%, cảnh báo > 3%". */
static const char *
limits_text(struct job *j, const struct indicator *ind)
{
	const struct watch *w = ind->watch;
	const char *s = "";
	size_t i;

	if (w->band_count == 0)
		return limit_text(j, ind, w->value);
	for (i = 1; i < w->band_count; i++)
		s = arena_printf(j->arena, "%s%s%s %s", s, i > 1 ? ", " : "",
		    w->bands[i].name, limit_text(j, ind, w->bands[i].near));
	return s;
}

/* "Tỷ lệ nợ quá hạn (ngưỡng > 1%)" over all columns. */
static void
watch_head(struct job *j, struct grid *t, const struct watched *w, int number)
{
	const struct indicator *ind = w->indicator;
	struct grid_cell *c = grid_group(j, t, number, ind->label);

	c->text = arena_printf(j->arena, "%s (%s %s)", ind->label,
	    word(W_WATCH_ABOVE), limits_text(j, ind));
	if (w->count > 0)
		c->text = arena_printf(j->arena, "%s: %zu %s", c->text,
		    w->count, word(W_UNITS));
}

/* A line over all columns but the first. */
static struct grid_row *
watch_line(struct job *j, struct grid *t, const char *text)
{
	struct grid_row *r = grid_row(j, t);
	struct grid_cell *c;

	grid_cell(j, r, "", ALIGN_CENTER);
	c = grid_cell(j, r, text, ALIGN_LEFT);
	c->italic = true;
	c->span = (int)t->column_count - 1;
	return r;
}

static void
watch_rows(struct job *j, struct grid *t, const struct watched *w,
    bool parents, bool bands)
{
	struct text names;
	struct grid_cell *c;
	struct ratio value;
	size_t i;

	for (i = 0; i < w->count; i++) {
		const struct data_row *row = w->rows[i];
		struct grid_row *r = grid_row(j, t);
		struct printed p = figure_of_row(j, row, SHOW_VALUE, -1, -1);

		grid_number(j, grid_cell(j, r, arena_printf(j->arena, "%zu",
		    i + 1), ALIGN_CENTER), ratio_of(decimal_int((long long)i +
		    1)));
		grid_cell(j, r, format_capital(j->arena, row->unit->full_name),
		    ALIGN_LEFT);
		if (parents)
			grid_cell(j, r, format_capital(j->arena,
			    row->unit->parent->full_name), ALIGN_LEFT);
		c = grid_cell(j, r, arena_printf(j->arena, "%s%s%s%s", p.text,
		    p.percent ? "" : NBSP, p.percent ? "%" :
		    w->indicator->unit, p.partial ? " *" : ""),
		    ALIGN_RIGHT);
		c->item = w->indicator->id;
		if (row_value(row, &value))
			grid_number(j, c, value);
		if (bands)
			grid_cell(j, r, row->band[0] != '\0' ?
			    format_capital(j->arena, row->band) :
			    word(W_WATCH), ALIGN_CENTER);
	}
	if (w->count == 0)
		watch_line(j, t, word(W_WATCH_NONE));
	if (w->unknown_count == 0)
		return;
	text_init(&names, LIST_MAX);
	for (i = 0; i < w->unknown_count; i++)
		text_addf(&names, "%s%s", i > 0 ? ", " : "",
		    w->unknown[i]->full_name);
	watch_line(j, t, arena_printf(j->arena, "%s %s.",
	    word(W_WATCH_UNKNOWN), lists_note(j, t, arena_printf(j->arena,
	    "%s: %s", w->indicator->label, format_small(j->arena,
	    word(W_WATCH_UNKNOWN_OF))), arena_strdup(j->arena,
	    text_string(&names)), w->unknown_count)))->with_previous = true;
	text_free(&names);
}

/* Whether units are listed that do not stand directly under the report's. */
static bool
needs_parents(struct job *j, const struct scope *s, const char *levels)
{
	const struct site *site = j->data->catalog->site;
	size_t i;

	for (i = (size_t)s->unit->level + 2; i < site->level_count; i++)
		if (job_lists(levels, site->levels[i].id))
			return true;
	return false;
}

/* Name once what the figures with an asterisk lack. */
static void
note_partial(struct job *j, struct grid *t, const struct watched *w)
{
	const char *intro = word(W_NOTE_PARTIAL), *note;
	size_t i, k;

	for (i = 0; i < w->count; i++) {
		if (!row_is_partial(w->rows[i]))
			continue;
		note = arena_printf(j->arena, "%s %s.", intro, lists_note(j, t,
		    w->indicator->label, view_missing(j->arena, j->view,
		    w->rows[i]->unit, w->indicator), w->rows[i]->expected -
		    w->rows[i]->reported));
		for (k = 0; k < t->note_count; k++)
			if (strcmp(t->notes[k], note) == 0)
				break;
		if (k == t->note_count)
			grid_note(j, t, note);
	}
}

/* Whether figures are told apart by more than a threshold. */
static bool
needs_bands(const struct indicator *const *chosen, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (chosen[i]->watch != NULL &&
		    chosen[i]->watch->band_count > 0)
			return true;
	return false;
}

void
element_watch_list(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = grid_new(j, s, node);
	const char *levels = job_attribute(j, node, "levels");
	const struct indicator **chosen;
	size_t i, count = job_indicators(j, s, node, "items", &chosen);
	bool parents = needs_parents(j, s, levels);
	bool bands = needs_bands(chosen, count);
	int number = 0;

	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "unit", word(W_UNIT), ALIGN_LEFT);
	if (parents)
		grid_column(j, t, "parent", word(W_PARENT), ALIGN_LEFT);
	grid_column(j, t, "value", word(W_VALUE), ALIGN_RIGHT);
	if (bands)
		grid_column(j, t, "band", word(W_BAND), ALIGN_CENTER);
	grid_rename(j, s, node, t);
	for (i = 0; i < count; i++) {
		struct watched w = { .indicator = chosen[i] };

		if (chosen[i]->watch == NULL)
			continue;
		watch_levels(j, s, levels, &w);
		watch_head(j, t, &w, ++number);
		watch_rows(j, t, &w, parents, bands);
		note_partial(j, t, &w);
	}
	grid_emit(j, t);
}
