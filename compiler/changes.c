/*
 * What a later sequence of a submission changes: cell by cell, where it stands,
 * what it was and what it is.
 */
#include <string.h>

#include "base/arena.h"
#include "base/csvfile.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "compile.h"

enum { LIST_MAX = 64 * 1024 * 1024 };

static bool
is_known(const struct fact *f)
{
	return f != NULL && f->state != FACT_MISSING;
}

static bool
is_same(const struct fact *a, const struct fact *b)
{
	if (!is_known(a) || !is_known(b))
		return is_known(a) == is_known(b);
	return a->state == b->state && decimal_cmp(a->value, b->value) == 0;
}

/* A fact of a row, NULL when there is no row. */
static const struct fact *
fact_at(struct arena *a, const struct compiled_row *row, const struct field *f)
{
	struct fact *fact;

	if (row == NULL)
		return NULL;
	fact = arena_alloc(a, sizeof(*fact));
	*fact = fact_row_find(&row->facts, f);
	return fact;
}

/* Add the differences of two rows of one unit; either may be NULL. */
static void
compare_rows(struct arena *a, struct changes *list, const struct form *form,
    const struct compiled_row *before, const struct compiled_row *now)
{
	size_t i;

	for (i = 0; i < form->fact_count; i++) {
		const struct fact *x, *y;

		if (before != NULL && now != NULL &&
		    before->facts.states[i] == now->facts.states[i] &&
		    before->facts.values[i] == now->facts.values[i])
			continue;
		x = fact_at(a, before, form->facts[i]);
		y = fact_at(a, now, form->facts[i]);
		if (is_same(x, y))
			continue;
		*ARENA_PUSH(a, list->list, list->count, list->cap) =
		    (struct change){
			.unit = now == NULL ? before->unit : now->unit,
			.field = form->facts[i],
			.before = x, .now = y,
			.line_before = before == NULL ? 0 : before->line,
			.line_now = now == NULL ? 0 : now->line,
		};
	}
}

static const char *
unit_key(struct arena *a, const struct compiled_row *row)
{
	return arena_printf(a, "%zu", row->unit->index);
}

struct changes *
changes_between(struct arena *a, const struct compiled *before,
    const struct compiled *now)
{
	struct changes *out = arena_alloc(a, sizeof(*out));
	struct map *old = map_new(a), *new = map_new(a);
	size_t i;

	out->before = before;
	out->now = now;
	for (i = 0; i < before->row_count; i++)
		map_put(old, unit_key(a, &before->rows[i]), &before->rows[i]);
	for (i = 0; i < now->row_count; i++) {
		const char *key = unit_key(a, &now->rows[i]);

		map_put(new, key, &now->rows[i]);
		compare_rows(a, out, now->form, map_find(old, key),
		    &now->rows[i]);
	}
	for (i = 0; i < before->row_count; i++)
		if (map_find(new, unit_key(a, &before->rows[i])) == NULL)
			compare_rows(a, out, now->form, &before->rows[i], NULL);
	/* records may differ in what no tally tells of */
	out->records = strcmp(before->content, now->content) != 0;
	out->reasons = !explanations_equal(&before->explanations,
	    &now->explanations);
	return out;
}

/* The labels of a set of values of an enum. */
static const char *
set_text(struct arena *a, const struct field *f, struct decimal set)
{
	const char *out = "";
	size_t i;

	for (i = 0; i < f->value_count; i++)
		if (((long long)set.coef >> i & 1) != 0)
			out = arena_printf(a, "%s%s%s", out,
			    *out == '\0' ? "" : ", ", f->values[i].label);
	return out;
}

static const char *
plain_value(struct arena *a, const struct field *f, struct decimal value)
{
	char day[DATE_TEXT];

	switch (f->type) {
	case FIELD_DATE:
		return arena_strdup(a, language_date((date)value.coef, day));
	case FIELD_BOOLEAN:
		return value.coef != 0 ? _("yes") : _("no");
	case FIELD_ENUM:
		return f->many ? set_text(a, f, value) :
		    value.coef >= 0 && (size_t)value.coef < f->value_count ?
		    f->values[value.coef].label : "";
	case FIELD_TEXT:
	case FIELD_CODE:
		return "\xe2\x80\xa6";		/* facts keep no words */
	default:
		return decimal_localise(a, value, ".", ",");
	}
}

/* A value as a table shows it; "" for none. */
static const char *
value_text(struct arena *a, const struct field *f, const struct fact *fact)
{
	const char *s;

	if (!is_known(fact) || fact->state == FACT_NOT_APPLICABLE)
		return "";
	s = plain_value(a, f, fact->value);
	return fact->state == FACT_ESTIMATED ?
	    arena_printf(a, _("%s (estimated)"), s) : s;
}

static int
column_of(const struct compiled *c, const struct field *f, int line)
{
	return line > 0 && c->columns != NULL ? c->columns[f->index] : 0;
}

/* What a sentence says of a value: "none" for an empty one. */
static const char *
told(const char *value)
{
	return *value == '\0' ? _("empty") : value;
}

void
changes_report(struct arena *a, const struct changes *list, const char *path,
    struct diag *diag)
{
	const struct unit *gone = NULL;
	size_t i;

	for (i = 0; i < list->count; i++) {
		const struct change *c = &list->list[i];
		struct place place = { path, c->line_now,
		    column_of(list->now, c->field, c->line_now) };

		if (c->now == NULL) {		/* said once for the unit */
			if (c->unit != gone)
				diag_report(diag, D_ROW_GONE, place,
				    c->unit->code, c->unit->full_name);
			gone = c->unit;
			continue;
		}
		diag_report_field(diag, D_VALUE_CHANGED, place, c->field->name,
		    c->unit->full_name,
		    told(value_text(a, c->field, c->before)),
		    told(value_text(a, c->field, c->now)));
	}
}

/* A number from 1, "" for none; a column in letters. */
static const char *
line_text(struct arena *a, int line)
{
	return line < 1 ? "" : arena_printf(a, "%d", line);
}

static const char *
column_text(struct arena *a, int column)
{
	char letters[8];

	return column < 1 ? "" :
	    arena_strdup(a, column_letters(column, letters));
}

bool
changes_csv(struct arena *a, const struct changes *list, struct text *out)
{
	const char *row[] = { _("unit code"), _("unit"), _("field"),
	    _("label"), _("line before"), _("column before"),
	    _("value before"), _("line now"), _("column now"),
	    _("value now") };
	enum { CELLS = sizeof(row) / sizeof(row[0]) };
	size_t i;

	text_init(out, LIST_MAX);
	text_add(out, "\xef\xbb\xbf");	/* without it Excel reads no UTF-8 */
	csv_put_row(out, row, CELLS, ';');
	for (i = 0; i < list->count; i++) {
		const struct change *c = &list->list[i];
		const struct field *f = c->field;

		row[0] = c->unit->code;
		row[1] = c->unit->full_name;
		row[2] = f->name;
		row[3] = f->label;
		row[4] = line_text(a, c->line_before);
		row[5] = column_text(a, column_of(list->before, f,
		    c->line_before));
		row[6] = value_text(a, f, c->before);
		row[7] = line_text(a, c->line_now);
		row[8] = column_text(a, column_of(list->now, f, c->line_now));
		row[9] = value_text(a, f, c->now);
		csv_put_row(out, row, CELLS, ';');
	}
	return !text_is_full(out);
}
