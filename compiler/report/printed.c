/*
 * What a document prints, noted as it is printed: its manifest lists it, so that
 * the next edition can be compared with it.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "report/report_format.h"
#include "report/report_template.h"

struct data_log *
report_log(struct arena *a)
{
	struct data_log *log = arena_alloc(a, sizeof(*log));

	log->arena = a;
	log->known = map_new(a);
	return log;
}

static const char *
key_of(struct arena *a, const char *unit, const char *item, const char *as)
{
	return arena_printf(a, "%s %s %s", unit, item, as);
}

const struct data_printed *
report_logged(const struct data_log *log, const char *unit, const char *item,
    const char *as)
{
	return map_find(log->known, key_of(log->arena, unit, item, as));
}

/* How a number is printed: "value 6 .1". */
static const char *
way_of(struct job *j, enum show show, int scale, int digits)
{
	const char *as = show_name(show);

	if (scale >= 0)
		as = arena_printf(j->log->arena, "%s %d", as, scale);
	if (digits >= 0)
		as = arena_printf(j->log->arena, "%s .%d", as, digits);
	return as;
}

static void
note(struct job *j, const struct unit *unit, const char *item,
    const char *as, const char *text)
{
	struct data_log *log = j->log;
	struct data_printed *p;

	if (report_logged(log, unit->code, item, as) != NULL)
		return;
	p = arena_alloc(log->arena, sizeof(*p));
	*p = (struct data_printed){ unit, item, as, text };
	map_put(log->known, key_of(log->arena, unit->code, item, as), p);
	*ARENA_PUSH(log->arena, log->list, log->count, log->cap) = *p;
}

void
printed_row(struct job *j, const struct data_row *row, enum show show,
    int scale, int digits, const char *text)
{
	if (j->log == NULL || !row->applies)
		return;
	/* tables print a count of units as "11/13" */
	if (row->counted && show == SHOW_VALUE && row->known)
		text = arena_printf(j->arena, "%s/%s",
		    format_decimal(j->arena, row->numerator),
		    format_decimal(j->arena, row->denominator));
	note(j, row->unit, row->indicator->id, way_of(j, show, scale, digits),
	    text);
}

void
printed_field(struct job *j, const struct data_sum *sum, int scale, int digits,
    const char *text)
{
	const struct field *f = sum->field;

	if (j->log != NULL)
		note(j, sum->unit, arena_printf(j->arena, "%s.%s", f->form->id,
		    f->name), way_of(j, SHOW_VALUE, scale, digits), text);
}

void
printed_adjusted(struct job *j, const struct unit *unit,
    const struct figure_ref *ref, const char *text)
{
	const char *item = ref->field == NULL ? ref->indicator->id :
	    arena_printf(j->arena, "%s.%s", ref->field->form->id,
	    ref->field->name);

	if (j->log != NULL)
		note(j, unit, item, arena_printf(j->log->arena, "%s%s",
		    way_of(j, ref->show, ref->scale, ref->digits),
		    " adjusted"), text);
}

/* How numbers are shown that are not the value itself. */
static const struct { enum show show; enum word word; } ways[] = {
	{ SHOW_NUMERATOR, W_AS_NUMERATOR },
	{ SHOW_DENOMINATOR, W_AS_DENOMINATOR },
	{ SHOW_TARGET, W_PLAN },
	{ SHOW_VERDICT, W_VERDICT },
	{ SHOW_REMAINING, W_REMAINING },
	{ SHOW_CERTAIN, W_VERDICT },
	{ SHOW_BAND, W_BAND },
	{ SHOW_YEAR_AGO, W_YEAR_AGO },
	{ SHOW_CHANGE, W_CHANGE },
};

const char *
printed_as(struct job *j, const char *as)
{
	size_t i, len = strcspn(as, " ");

	(void)j;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strncmp(show_name(ways[i].show), as, len) == 0 &&
		    show_name(ways[i].show)[len] == '\0')
			return word(ways[i].word);
	return "";
}

/* A cell's text in one line, without the space that aligns it. */
static const char *
text_of(struct arena *a, const char *cell)
{
	char *text = arena_strdup(a, cell), *p;
	size_t len = strlen(text), n = strlen(NBSP);

	while ((p = strchr(text, '\n')) != NULL)
		*p = ' ';
	for (; len >= n && strcmp(text + len - n, NBSP) == 0; len -= n)
		text[len - n] = '\0';
	return text;
}

/* A row's texts, numbers and spans by column. */
static void
put_row(struct arena *a, const struct grid *t, const struct grid_row *r,
    const char **texts, const struct data_number **numbers, int *spans)
{
	size_t i, col = 0;

	for (i = 0; i < t->column_count; i++) {
		texts[i] = "";
		spans[i] = 1;
	}
	for (i = 0; i < r->count && col < t->column_count; i++) {
		texts[col] = text_of(a, r->cells[i].text);
		numbers[col] = r->cells[i].number;
		spans[col] = r->cells[i].span;
		col += (size_t)r->cells[i].span;
	}
}

/* The rows of a table. */
static void
put_rows(struct arena *a, const struct grid *t, struct data_table *out)
{
	size_t i, n = t->column_count;
	const char ***rows = arena_alloc(a, t->row_count * sizeof(*rows));
	const struct data_number ***numbers = arena_alloc(a, t->row_count *
	    sizeof(*numbers));
	int **spans = arena_alloc(a, t->row_count * sizeof(*spans));
	bool *strong = arena_alloc(a, t->row_count * sizeof(*strong));

	for (i = 0; i < t->row_count; i++) {
		const struct grid_row *r = &t->rows[i];

		rows[i] = arena_alloc(a, n * sizeof(**rows));
		numbers[i] = arena_alloc(a, n * sizeof(**numbers));
		spans[i] = arena_alloc(a, n * sizeof(**spans));
		put_row(a, t, r, rows[i], numbers[i], spans[i]);
		strong[i] = r->count > 1 && r->cells[1].bold;
	}
	out->rows = (const char *const **)rows;
	out->numbers = (const struct data_number *const **)numbers;
	out->spans = (const int *const *)spans;
	out->strong = strong;
}

static const char *
or_nothing(const char *text)
{
	return text == NULL ? "" : text;
}

void
printed_table(struct job *j, const struct grid *t)
{
	static const char letters[] = { [ALIGN_LEFT] = 'l',
	    [ALIGN_CENTER] = 'c', [ALIGN_RIGHT] = 'r' };
	struct data_table *out;
	struct arena *a;
	char *aligns;
	size_t i;

	if (j->log == NULL || t->row_count == 0)
		return;
	a = j->log->arena;
	out = ARENA_PUSH(a, j->log->tables, j->log->table_count,
	    j->log->table_cap);
	*out = (struct data_table){ .caption = or_nothing(t->caption),
	    .measure = or_nothing(t->measure), .heading = j->bookmark_count == 0 ?
	    arena_printf(a, "%s %zu", word(W_TABLE), j->log->table_count) :
	    j->bookmarks[j->bookmark_count - 1].title,
	    .leading = t->leading, .column_count = t->column_count, .row_count =
	    t->row_count, .note_count = t->note_count, .notes = t->notes };
	out->heads = arena_alloc(a, t->column_count * sizeof(*out->heads));
	out->aligns = aligns = arena_alloc(a, t->column_count + 1);
	for (i = 0; i < t->column_count; i++) {
		out->heads[i] = t->columns[i].head;
		aligns[i] = letters[t->columns[i].align];
	}
	put_rows(a, t, out);
}
