/*
 * The annex of sources: for every item whose numbers a report prints, what it is
 * made of and which lines of which files it was taken from, as `tonghop explain`
 * tells; numbers in tables lead to it, and it leads back.  Room: report.
 */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/text.h"
#include "model/facts_time.h"
#include "report/report_format.h"
#include "report/report_template.h"


enum {
	SIZE = 8500, LINE = 10200,		/* [mpt] */
	FIELDS_MAX = 32, TEXT_MAX = 1024 * 1024, SHA_DIGITS = 12,
};

/* The lines of one file that a number was taken from. */
struct span {
	const struct source *source;
	int		 first, last;
};

struct spans {
	size_t		 count, cap;
	struct span	*list;
};

struct sources {
	struct job	*job;
	size_t		 count, cap;
	const struct source **files;	/* in the order of their first use */
};

/* An item: an indicator, or a field by itself. */
struct item {
	const char	*id;
	const struct indicator *indicator;	/* NULL: a field */
	size_t		 count;
	const struct field *fields[FIELDS_MAX];	/* that it is made of */
};

/* ---- what an item is made of ---- */

static void
add_fields(struct item *item, const struct expr *e)
{
	const struct expr_name *const *names;
	size_t i, k, n = e == NULL ? 0 : expr_names(e, &names);

	for (i = 0; i < n; i++) {
		const struct field *f = names[i]->target;

		for (k = 0; k < item->count && item->fields[k] != f; k++)
			;
		if (f != NULL && k == item->count && k < FIELDS_MAX)
			item->fields[item->count++] = f;
	}
}

static struct item
item_of(struct job *j, const char *id)
{
	struct item item = { .id = id, .indicator = plan_indicator(
	    j->data->plan, id) };
	const struct indicator *ind = item.indicator;
	const char *dot = strchr(id, '.');
	const struct form *form;

	if (ind != NULL) {
		add_fields(&item, ind->of);
		add_fields(&item, ind->to);
		if (ind->target != NULL)
			add_fields(&item, ind->target->value);
	} else if (dot != NULL && (form = catalog_form(j->data->catalog,
	    arena_strndup(j->arena, id, (size_t)(dot - id)))) != NULL)
		item.fields[item.count++] = form_fact(form, dot + 1);
	return item;
}

static bool
is_name(char c)
{
	return c == '_' || c == '.' || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* An expression with what its fields are called for their names. */
static const char *
in_words(struct job *j, const struct item *item, const char *text)
{
	struct text t;
	const char *out;
	size_t i, len;

	text_init(&t, TEXT_MAX);
	for (; *text != '\0'; text += len) {
		const struct field *f = NULL;
		char *word;

		for (len = 0; is_name(text[len]); len++)
			;
		word = arena_strndup(j->arena, text, len == 0 ? 1 : len);
		for (i = 0; len > 0 && i < item->count; i++)
			if (strcmp(word, arena_printf(j->arena, "%s.%s",
			    item->fields[i]->form->id,
			    item->fields[i]->name)) == 0)
				f = item->fields[i];
		if (f == NULL)
			text_add(&t, word);
		else
			text_addf(&t, "“%s” (%s)", f->label,
			    f->form->short_code);
		len = len == 0 ? 1 : len;
	}
	out = arena_strdup(j->arena, text_string(&t));
	text_free(&t);
	return out;
}

static const char *
formula(struct job *j, const struct item *item)
{
	const struct indicator *ind = item->indicator;
	bool scaled = ind->times.coef != 0 &&
	    decimal_cmp(ind->times, decimal_int(1)) != 0;
	const char *s = in_words(j, item, ind->to == NULL && !scaled ?
	    expr_text(ind->of) : expr_operand(j->arena, ind->of, false));

	if (ind->to != NULL)
		s = arena_printf(j->arena, "%s / %s", s, in_words(j, item,
		    expr_operand(j->arena, ind->to, true)));
	if (scaled)
		s = arena_printf(j->arena, "%s × %s", s,
		    format_decimal(j->arena, ind->times));
	return s;
}

/* ---- files and lines ---- */

static void
add_line(struct job *j, struct spans *s, struct origin o)
{
	size_t i;

	if (o.source == NULL)
		return;
	for (i = 0; i < s->count && s->list[i].source != o.source; i++)
		;
	if (i == s->count)
		*ARENA_PUSH(j->arena, s->list, s->count, s->cap) =
		    (struct span){ o.source, o.line, o.line };
	if (o.line < s->list[i].first)
		s->list[i].first = o.line;
	if (o.line > s->list[i].last)
		s->list[i].last = o.line;
}

/* The lines that a field's number at a unit is taken from. */
static void
add_lines(struct job *j, struct spans *s, const struct unit *unit,
    const struct field *f)
{
	const struct dataset *d = j->data;
	struct arena *a = arena_new();
	struct fact_part *parts;
	size_t i, k, n;

	for (i = 0; i < d->unit_count; i++) {
		if (d->units[i]->level != f->form->row_level ||
		    !unit_is_within(d->units[i], unit))
			continue;
		n = facts_over_parts(a, d->facts, d->units[i], d->period, f,
		    &parts);
		for (k = 0; k < n; k++)
			add_line(j, s, facts_origin(d->facts, parts[k].unit,
			    parts[k].period, f->form));
	}
	arena_free(a);
}

/* The place of a file in the list, counted from 1. */
static size_t
number_of(struct sources *all, const struct source *source)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (all->files[i] == source)
			return i + 1;
	*ARENA_PUSH(all->job->arena, all->files, all->count, all->cap) =
	    source;
	return all->count;
}

/* " [1: 6–24; 5: 7]", "" when nobody reported. */
static const char *
lines_of(struct sources *all, const struct item *item,
    const struct unit *unit)
{
	struct job *j = all->job;
	struct spans s = { 0 };
	const char *out = "";
	size_t i;

	for (i = 0; i < item->count; i++)
		add_lines(j, &s, unit, item->fields[i]);
	for (i = 0; i < s.count; i++) {
		const struct span *x = &s.list[i];

		out = arena_printf(j->arena, x->first == x->last ?
		    "%s%s%zu:" NBSP "%d" : "%s%s%zu:" NBSP "%d–%d", out,
		    i == 0 ? "" : "; ", number_of(all, x->source), x->first,
		    x->last);
	}
	return s.count == 0 ? "" : arena_printf(j->arena, " [%s]", out);
}

/* ---- numbers ---- */

static const char *
short_decimal(struct job *j, struct decimal d)
{
	while (d.scale > 0 && d.coef % 10 == 0) {
		d.coef /= 10;
		d.scale--;
	}
	return format_decimal(j->arena, d);
}

/* "12.345 / 456.789", "12.345", or that there is none. */
static const char *
operands(struct job *j, const struct data_row *row)
{
	if (row->reported == 0)
		return word(W_NO_DATA);
	if (!row->counted && !row->has_denominator)
		return short_decimal(j, row->numerator);
	return arena_printf(j->arena, "%s / %s",
	    short_decimal(j, row->numerator),
	    short_decimal(j, row->denominator));
}

static const char *
sum_text(struct job *j, const struct data_sum *sum)
{
	const char *s;

	if (sum == NULL || sum->state == FACT_MISSING)
		return word(W_NO_DATA);
	if (sum->state == FACT_NOT_APPLICABLE)
		return word(W_NOT_ADDED);
	s = format_ratio(j->arena, sum->value, sum->field->digits);
	return s == NULL ? "?" : s;
}

/* What an item is at a unit; false when it has none there. */
static bool
number_at(struct job *j, const struct item *item, const struct unit *unit,
    const char **out, size_t *reported, size_t *expected)
{
	const struct data_row *row = item->indicator == NULL ? NULL :
	    view_row(j->view, unit, item->indicator);
	const struct data_sum *sum = item->indicator != NULL ||
	    item->fields[0] == NULL ? NULL : view_sum(j->view, unit,
	    item->fields[0]);

	if (row != NULL ? !row->applies : sum == NULL || sum->expected == 0)
		return false;
	*out = row != NULL ? operands(j, row) : sum_text(j, sum);
	*reported = row != NULL ? row->reported : sum->reported;
	*expected = row != NULL ? row->expected : sum->expected;
	return true;
}

/* ---- an entry ---- */

static xmlNode *
block(struct job *j, const char *indent)
{
	return tree_add(j, tree_flow(j), "block", "font-size",
	    tree_length(j, SIZE), "line-height", tree_length(j, LINE),
	    "text-align", "justify", "start-indent", indent, NULL);
}

/* "T04. Tỷ lệ nợ quá hạn" and the way back to the table. */
static void
head(struct job *j, const struct item *item)
{
	xmlNode *b = block(j, "0pt"), *n;
	const char *label = item->indicator != NULL ? item->indicator->label :
	    item->fields[0]->label;

	tree_set(b, "id", sources_anchor(j, item->id));
	tree_set(b, "space-before", "4pt");
	tree_set(b, "keep-with-next.within-page", "always");
	n = tree_add(j, b, "inline", "font-weight", "bold", NULL);
	tree_text(n, arena_printf(j->arena, "%s. %s", item->id, label));
	if (map_find(j->placed, item->id) == NULL)
		return;
	tree_text(b, " (");
	n = tree_add(j, b, "basic-link", "internal-destination",
	    map_find(j->placed, item->id), NULL);
	tree_text(n, word(W_SOURCES_BACK));
	tree_text(b, ")");
}

/* "84,28%", "5.645,43 triệu đồng"; of counted units "131/136 (96%)". */
static const char *
as_printed(struct job *j, const struct data_row *row)
{
	struct arena *a = j->arena;
	const char *value = format_decimal(a, row->printed);
	const char *unit = row->indicator->unit;

	if (row->counted)
		return arena_printf(a, "%s/%s (%s%%)",
		    short_decimal(j, row->numerator),
		    short_decimal(j, row->denominator), value);
	return arena_printf(a, "%s%s%s", value, strcmp(unit, "%") == 0 ? "" :
	    " ", unit);
}

/* The formula, the number of the report's unit and its coverage. */
static void
calculation(struct job *j, const struct item *item, const char *number,
    size_t reported, size_t expected)
{
	const struct indicator *ind = item->indicator;
	const struct data_row *row = ind == NULL ? NULL :
	    view_row(j->view, j->view->unit, ind);
	xmlNode *b = block(j, "12pt");

	if (ind != NULL)
		tree_text(b, arena_printf(j->arena, "%s %s. ",
		    word(W_SOURCES_FORMULA), formula(j, item)));
	tree_text(b, arena_printf(j->arena, "%s %s", word(W_SOURCES_VALUE),
	    number));
	if (row != NULL && row->known)
		tree_text(b, arena_printf(j->arena, ", %s %s",
		    word(W_SOURCES_PRINTED), as_printed(j, row)));
	else if (ind == NULL)
		tree_text(b, arena_printf(j->arena, " %s",
		    item->fields[0]->unit));
	tree_text(b, arena_printf(j->arena, "; %zu/%zu %s.", reported,
	    expected, word(W_SOURCES_COVERAGE)));
}

/* The units that it was added up from, each with its number and lines. */
static void
parts(struct sources *all, const struct item *item)
{
	struct job *j = all->job;
	const struct unit *unit = j->view->unit, **units;
	size_t i, n = view_units(j->arena, j->view, unit, unit->level + 1,
	    &units), reported, expected;
	xmlNode *b = block(j, "12pt");
	const char *number, *comma = "";

	tree_text(b, word(W_SOURCES_FROM));
	if (n == 0)
		tree_text(b, lines_of(all, item, unit));
	for (i = 0; i < n; i++) {
		if (!number_at(j, item, units[i], &number, &reported,
		    &expected))
			continue;
		tree_text(b, arena_printf(j->arena, "%s %s %s%s", comma,
		    units[i]->full_name, number,
		    lines_of(all, item, units[i])));
		comma = ";";
	}
	tree_text(b, ".");
}

static void
entry(struct sources *all, const char *id)
{
	struct job *j = all->job;
	const struct item item = item_of(j, id);
	size_t reported, expected;
	const char *number;

	if (!number_at(j, &item, j->view->unit, &number, &reported,
	    &expected)) {
		number = word(W_NO_DATA);
		reported = expected = 0;
	}
	head(j, &item);
	calculation(j, &item, number, reported, expected);
	parts(all, &item);
}

/* ---- the annex ---- */

static void
file_table(struct sources *all)
{
	struct job *j = all->job;
	struct grid *t = grid_plain(j);
	char period[PERIOD_TEXT];
	size_t i;

	t->size = SIZE;
	t->caption = word(W_SOURCES_FILES);
	grid_column(j, t, "number", word(W_STT), ALIGN_CENTER);
	grid_column(j, t, "form", word(W_FORM), ALIGN_CENTER);
	grid_column(j, t, "unit", word(W_SENDER), ALIGN_LEFT);
	grid_column(j, t, "period", word(W_PERIOD), ALIGN_CENTER);
	grid_column(j, t, "file", word(W_FILE), ALIGN_LEFT);
	grid_column(j, t, "received", word(W_RECEIVED), ALIGN_CENTER);
	grid_column(j, t, "sha256", "SHA-256", ALIGN_LEFT);
	for (i = 0; i < all->count; i++) {
		const struct source *s = all->files[i];
		struct grid_row *r = grid_row_numbered(j, t);

		grid_cell(j, r, s->form->short_code, ALIGN_CENTER);
		grid_cell(j, r, s->unit->full_name, ALIGN_LEFT);
		grid_cell(j, r, arena_strdup(j->arena, period_format(
		    s->period, period)), ALIGN_CENTER);
		grid_cell(j, r, s->name, ALIGN_LEFT);
		grid_cell(j, r, format_date_short(j->arena, s->received),
		    ALIGN_CENTER);
		grid_cell(j, r, arena_strndup(j->arena, s->sha256, SHA_DIGITS),
		    ALIGN_LEFT);
	}
	if (t->row_count > 0)
		grid_emit(j, t);
}

const char *
sources_anchor(struct job *j, const char *item)
{
	return arena_printf(j->arena, "source-%s", item);
}

void
sources_annex(struct job *j)
{
	struct sources all = { .job = j };
	struct map *seen = map_new(j->arena);
	size_t i;
	xmlNode *b;

	if (!j->sources || j->log->count == 0)
		return;
	tree_open(j, false, true);
	b = tree_add(j, tree_flow(j), "block", "id", job_bookmark(j,
	    word(W_SOURCES), 1), "text-align", "center", "font-weight",
	    "bold", "space-after", "4pt", NULL);
	tree_text(b, word(W_SOURCES));
	b = block(j, "0pt");
	tree_set(b, "font-style", "italic");
	tree_text(b, word(W_SOURCES_INTRO));
	for (i = 0; i < j->log->count; i++)
		if (map_add(seen, j->log->list[i].item, seen))
			entry(&all, j->log->list[i].item);
	file_table(&all);
	tree_close(j);
}
