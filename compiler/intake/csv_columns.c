/* The columns of a CSV submission, bound to its form's fields.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

enum { HEADER_MOST = 1000 };	/* bytes of a header that may be mistyped */

/* The column of an earlier header that has the same meaning; -1 none. */
static int
earlier(const struct sheet *s, size_t column)
{
	const struct column *c = &s->columns[column];
	struct arena *a = s->reading->arena;
	size_t i;

	for (i = 0; i < column; i++) {
		const struct column *d = &s->columns[i];

		if (d->role != c->role)
			continue;
		if (c->role == COLUMN_FIELD ? d->field == c->field :
		    (c->role == COLUMN_CODE || c->role == COLUMN_NAME) &&
		    strcmp(unicode_fold(a, d->header),
		    unicode_fold(a, c->header)) == 0)
			return (int)i;
	}
	return -1;
}

/*
 * A money unit in a header speaks for the whole file, as one in a line above
 * would; so it must not stand over some columns only.
 */
static void
note_measure(struct sheet *s, const struct column *c,
    const struct heading *h, int line, int column)
{
	struct reading *r = s->reading;
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];
	int scale;

	if (c->field->type != FIELD_MONEY)
		return;
	if (h->measure == NULL ||
	    map_find(c->field->form->by_header, h->key) != NULL ||
	    (scale = envelope_money(r->arena, h->measure)) < 0) {
		s->plain_money = true;
		return;
	}
	if (said->text == NULL)
		s->money_column = column;
	if (said->text == NULL ||
	    scale != envelope_money(r->arena, said->text))
		envelope_say(r, ENVELOPE_MONEY, h->measure, line, column);
}

/* Report a money unit that stands over some columns of money only. */
static void
judge_measures(struct sheet *s, int line)
{
	struct reading *r = s->reading;
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];

	if (s->money_column > 0 && s->plain_money &&
	    envelope_money(r->arena, said->text) != 0)
		reading_report(r, D_BAD_ENVELOPE, line, s->money_column,
		    reading_quote(r, said->text), _("the unit of money"),
		    _("it over all columns of money, or in a line above the "
		    "table"));
}

static void
bind_column(struct sheet *s, const struct csv_row *row, size_t i)
{
	struct reading *r = s->reading;
	struct column *c = &s->columns[i];
	struct heading h;

	c->header = reading_value(r, row->cells[i].text, csv_line(row, i),
	    (int)i + 1);
	if (*c->header == '\0')
		return;
	h = csv_heading(r->arena, c->header);
	c->field = csv_headed(r->arena, r->form, &h);
	c->role = c->field != NULL ? COLUMN_FIELD :
	    csv_common_role(r, r->form, &h);
	s->column_count = i + 1;
}

/* Report what is wrong with a column. */
static void
judge_column(struct sheet *s, const struct csv_row *row, size_t i)
{
	struct reading *r = s->reading;
	struct column *c = &s->columns[i];
	int line = csv_line(row, i), number = (int)i + 1, first;
	struct heading h;
	char here[8], there[8];

	if (c->role == COLUMN_BLANK)
		return;
	h = csv_heading(r->arena, c->header);
	column_letters(number, here);
	if (c->role == COLUMN_UNKNOWN)
		reading_report(r, D_COLUMN_IGNORED, line, number, here,
		    reading_quote_cell(r, c->header),
		    r->form->short_code);
	else if ((first = earlier(s, i)) >= 0) {
		reading_report(r, D_DUPLICATE_COLUMN, line, number, here,
		    reading_quote_cell(r, c->header),
		    column_letters(first + 1, there));
		c->role = COLUMN_UNKNOWN;
	} else if (c->role == COLUMN_FIELD)
		note_measure(s, c, &h, line, number);
}

static bool
has_role(const struct sheet *s, enum column_role role)
{
	size_t i;

	for (i = 0; i < s->column_count; i++)
		if (s->columns[i].role == role)
			return true;
	return false;
}

/* What to do about a missing field: a column that is hardly another one may only
 * be mistyped. */
static const char *
remedy(struct sheet *s, const struct field *f)
{
	struct arena *a = s->reading->arena;
	const char *label = unicode_fold(a, f->label);
	int best = (int)unicode_length(label) / 6 + 2;
	const struct column *like = NULL;
	char letters[8];
	size_t i;

	for (i = 0; i < s->column_count; i++) {
		const struct column *c = &s->columns[i];
		int d = c->role != COLUMN_UNKNOWN || c->field != NULL ||
		    strlen(c->header) > HEADER_MOST ? best : unicode_distance(
		    label, unicode_fold(a, c->header), best - 1);

		if (d < best) {
			best = d;
			like = c;
		}
	}
	return like == NULL ? _("add it") : arena_printf(a,
	    _("if column %s \"%s\" is meant, correct its name, else add it"),
	    column_letters((int)(like - s->columns) + 1, letters),
	    reading_quote_cell(s->reading, like->header));
}

/* Whether the columns that were found are headed by the names of their fields. */
static bool
has_names(const struct sheet *s)
{
	const struct submission *sub = s->reading->sub;
	size_t i, found = 0, named = 0;

	for (i = 0; i < sub->form->field_count; i++)
		if (sub->headers[i] != NULL) {
			found++;
			named += form_is_name(sub->form->fields[i],
			    sub->headers[i]);
		}
	return named * 2 > found;
}

static void
report_missing(struct sheet *s, const char *label, const char *name,
    const char *remedy)
{
	struct reading *r = s->reading;

	reading_report(r, D_MISSING_COLUMN, s->table.rows[s->header].line, 0,
	    arena_printf(r->arena, has_names(s) ? "\"%s\" [%s]" : "\"%s\"",
	    label, name), remedy);
}

bool
csv_bind_columns(struct sheet *s)
{
	struct reading *r = s->reading;
	const struct csv_row *row = &s->table.rows[s->header];
	bool ok;
	size_t i;

	s->columns = arena_alloc(r->arena,
	    (row->count + 1) * sizeof(*s->columns));
	for (i = 0; i < row->count; i++)
		bind_column(s, row, i);
	ok = has_role(s, COLUMN_CODE) || has_role(s, COLUMN_NAME) ||
	    r->form->row_level == r->form->sender_level || csv_find_units(s);
	for (i = 0; i < s->column_count; i++) {
		struct column *c = &s->columns[i];

		judge_column(s, row, i);
		if (c->role == COLUMN_FIELD) {
			r->sub->headers[c->field->index] = c->header;
			r->sub->columns[c->field->index] = (int)i + 1;
		}
	}
	judge_measures(s, row->line);
	csv_measures_below(s);
	if (!ok)
		report_missing(s, CODE_LABEL, CODE_NAME, _("add it"));
	for (i = 0; i < r->form->field_count; i++) {
		const struct field *f = r->form->fields[i];

		if (f->required && r->sub->columns[i] == 0)
			report_missing(s, f->label, f->name, remedy(s, f));
	}
	return ok;
}
