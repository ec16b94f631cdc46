/* Tables: rows, columns, cells, and how numbers follow from others.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/xmltree.h"
#include "report/report_format.h"
#include "report/report_template.h"

struct grid *
grid_new(struct job *j, const struct scope *s, const xmlNode *node)
{
	struct grid *t = arena_alloc(j->arena, sizeof(*t));
	const char *size = job_attribute(j, node, "size");
	const char *marks = job_attribute(j, node, "marks");
	struct decimal d;

	t->names = GRID_NAMES;
	t->size = j->table_size;
	if (size != NULL && decimal_parse(&d, size, strlen(size)) &&
	    decimal_rescale(&d, 3))
		t->size = (int)d.coef;
	t->size_least = GRID_SIZE_LEAST;
	size = job_attribute(j, node, "size-least");
	if (size != NULL && decimal_parse(&d, size, strlen(size)) &&
	    decimal_rescale(&d, 3))
		t->size_least = (int)d.coef;
	t->caption = job_text_attribute(j, s, node, "caption");
	t->measure = job_text_attribute(j, s, node, "measure");
	t->marks = marks == NULL || strcmp(marks, "yes") == 0;
	return t;
}

struct grid *
grid_plain(struct job *j)
{
	struct grid *t = arena_alloc(j->arena, sizeof(*t));

	t->names = GRID_NAMES;
	t->size = j->table_size;
	t->size_least = GRID_SIZE_LEAST;
	return t;
}

void
grid_column(struct job *j, struct grid *t, const char *name,
    const char *head, enum align align)
{
	struct grid_column *c = ARENA_PUSH(j->arena, t->columns,
	    t->column_count, t->column_cap);

	c->name = name;
	c->head = head;
	c->align = align;
	c->mark = arena_printf(j->arena, "(%zu)", t->column_count);
}

struct grid_row *
grid_row(struct job *j, struct grid *t)
{
	struct grid_row *r = ARENA_PUSH(j->arena, t->rows, t->row_count,
	    t->row_cap);

	*r = (struct grid_row){ .group = t->group };
	return r;
}

struct grid_cell *
grid_cell(struct job *j, struct grid_row *r, const char *text,
    enum align align)
{
	struct grid_cell *c = ARENA_PUSH(j->arena, r->cells, r->count, r->cap);

	c->text = text;
	c->span = 1;
	c->align = align;
	return c;
}

void
grid_number(struct job *j, struct grid_cell *c, struct ratio exact)
{
	c->number = arena_alloc(j->arena, sizeof(*c->number));
	*c->number = (struct data_number){ .exact = exact,
	    .times = decimal_int(1) };
}

void
grid_part(struct job *j, struct grid_cell *c, enum data_rule rule, size_t row,
    size_t column)
{
	struct data_number *n = c->number;

	n->rule = rule;
	*ARENA_PUSH(j->arena, n->parts, n->part_count, n->part_cap) =
	    (struct data_place){ row, column };
}

void
grid_rule(struct job *j, struct grid *t, size_t row, size_t column,
    enum data_rule rule, size_t first, size_t second, struct decimal times)
{
	struct grid_cell *cells = t->rows[row].cells, *c = &cells[column];
	struct ratio a = cells[first].number->exact;
	struct ratio b = cells[second].number->exact, r;

	if (rule == DATA_DIFFERENCE || times.coef == 0)
		times = decimal_int(1);
	if (!(rule == DATA_QUOTIENT ? ratio_div(&r, a, b) :
	    ratio_sub(&r, a, b)) || !ratio_mul(&r, r, ratio_of(times)) ||
	    ratio_cmp(r, c->number->exact) != 0)
		return;
	grid_part(j, c, rule, row, first);
	grid_part(j, c, rule, row, second);
	c->number->times = times;
}

struct grid_row *
grid_row_numbered(struct job *j, struct grid *t)
{
	struct grid_row *r = grid_row(j, t);

	grid_number(j, grid_cell(j, r, arena_printf(j->arena, "%zu",
	    t->row_count), ALIGN_CENTER),
	    ratio_of(decimal_int((long long)t->row_count)));
	return r;
}

struct grid_cell *
grid_group(struct job *j, struct grid *t, int number, const char *label)
{
	const char *numeral = format_roman(j->arena, number);
	bool numbered = strcmp(t->columns[0].name, "number") == 0;
	struct grid_row *r;
	struct grid_cell *c;

	t->group = NULL;
	r = grid_row(j, t);
	r->with_next = true;
	t->group = arena_printf(j->arena, "%s. %s", numeral, label);
	if (numbered)
		grid_cell(j, r, numeral, ALIGN_CENTER)->bold = true;
	c = grid_cell(j, r, label, ALIGN_LEFT);
	c->bold = true;
	c->span = (int)t->column_count - numbered;
	return c;
}

/* A list without one of its members. */
static void *
without(struct job *j, const void *list, size_t size, size_t count,
    size_t member)
{
	char *rest = arena_alloc(j->arena, count * size);

	memcpy(rest, list, member * size);
	memcpy(rest + member * size, (const char *)list + (member + 1) * size,
	    (count - member - 1) * size);
	return rest;
}

/*
 * The columns but the folded one, those behind it marked anew; the head of the next
 * says what both hold.  Names are in the first column of texts.
 */
static void
fold_columns(struct job *j, const struct grid *t, struct grid *f)
{
	size_t i;

	f->columns = without(j, t->columns, sizeof(*t->columns),
	    t->column_count, t->folded);
	f->column_count = f->column_cap = t->column_count - 1;
	for (i = t->folded; i < f->column_count; i++)
		f->columns[i].mark = t->columns[i].mark;
	f->names = 0;
	while (f->columns[f->names].align != ALIGN_LEFT)
		f->names++;
	f->columns[t->folded].head = arena_printf(j->arena, "%s\n%s",
	    t->columns[t->folded].head, t->columns[t->folded + 1].head);
}

struct grid *
grid_fold(struct job *j, const struct grid *t)
{
	struct grid *f = arena_alloc(j->arena, sizeof(*f));
	const char *label, *last = NULL;
	struct grid_row *r;
	size_t i;
	int number = 0;

	*f = *t;
	f->rows = NULL;
	f->row_count = f->row_cap = 0;
	fold_columns(j, t, f);
	for (i = 0; i < t->row_count; i++, last = label) {
		label = t->rows[i].cells[t->folded].text;
		if (last == NULL || strcmp(label, last) != 0) {
			grid_group(j, f, ++number, label);
			f->group = format_roman(j->arena, number);
		}
		r = grid_row(j, f);
		r->cells = without(j, t->rows[i].cells,
		    sizeof(*r->cells), t->column_count, t->folded);
		r->count = r->cap = f->column_count;
	}
	return f;
}

void
grid_note(struct job *j, struct grid *t, const char *note)
{
	*ARENA_PUSH(j->arena, t->notes, t->note_count, t->note_cap) = note;
}

void
grid_rename(struct job *j, const struct scope *s, const xmlNode *node,
    struct grid *t)
{
	const xmlNode *n;
	size_t i;

	for (n = xmltree_first(node); n != NULL; n = xmltree_next(n)) {
		const char *name = xmltree_is(n, "column") ?
		    job_attribute(j, n, "name") : NULL;

		for (i = 0; name != NULL && i < t->column_count; i++)
			if (t->columns[i].name != NULL &&
			    strcmp(t->columns[i].name, name) == 0)
				t->columns[i].head = job_content(j, s, n);
	}
}

const char *
grid_longest_group(const struct grid *t)
{
	const char *longest = NULL, *group;
	size_t i;

	for (i = 0; i < t->row_count; i++)
		if ((group = t->rows[i].group) != NULL && (longest == NULL ||
		    strlen(group) > strlen(longest)))
			longest = group;
	return longest;
}

const char *
grid_continued(struct job *j, const struct grid *t, const char *group)
{
	if (t->brief)
		group = arena_strndup(j->arena, group, strcspn(group, "."));
	return arena_printf(j->arena, "%s %s", group, word(W_CONTINUED));
}
