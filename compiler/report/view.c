/* Finding rows, sums and units in a dataset.  Room: report. */
#include "report/report_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "report/report_format.h"

enum { LIST_MAX = 16 * 1024 * 1024 };

static int
order(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
row_cmp(const void *pa, const void *pb)
{
	const struct data_row *a = *(const struct data_row *const *)pa;
	const struct data_row *b = *(const struct data_row *const *)pb;

	return a->unit != b->unit ? order(a->unit->index, b->unit->index) :
	    order(a->indicator->index, b->indicator->index);
}

/* Figures of another year belong to another plan: its ids are compared. */
static int
year_ago_cmp(const void *pa, const void *pb)
{
	const struct data_row *a = *(const struct data_row *const *)pa;
	const struct data_row *b = *(const struct data_row *const *)pb;

	return a->unit != b->unit ? order(a->unit->index, b->unit->index) :
	    strcmp(a->indicator->id, b->indicator->id);
}

static int
sum_cmp(const void *pa, const void *pb)
{
	const struct data_sum *a = *(const struct data_sum *const *)pa;
	const struct data_sum *b = *(const struct data_sum *const *)pb;

	if (a->unit != b->unit)
		return order(a->unit->index, b->unit->index);
	if (a->field->form != b->field->form)
		return strcmp(a->field->form->id, b->field->form->id);
	return order(a->field->index, b->field->index);
}

static size_t
index_rows(struct arena *a, const struct data_row *from, size_t count,
    const struct unit *within, const struct data_row ***out,
    int (*cmp)(const void *, const void *))
{
	const struct data_row **list;
	size_t i, n = 0;

	list = arena_alloc(a, (count + 1) * sizeof(*list));
	for (i = 0; i < count; i++)
		if (unit_is_within(from[i].unit, within))
			list[n++] = &from[i];
	qsort(list, n, sizeof(*list), cmp);
	*out = list;
	return n;
}

struct view *
view_new(struct arena *a, const struct dataset *data, const struct unit *unit)
{
	struct view *v = arena_alloc(a, sizeof(*v));
	size_t i;

	v->data = data;
	v->unit = unit;
	v->present = arena_alloc(a, data->catalog->units->count + 1);
	for (i = 0; i < data->unit_count; i++) {
		v->present[data->units[i]->index] = true;
		if (data->units[i]->level > v->base_level)
			v->base_level = data->units[i]->level;
	}
	v->row_count = index_rows(a, data->rows, data->row_count, unit,
	    &v->rows, row_cmp);
	v->year_ago_count = index_rows(a, data->year_ago, data->year_ago_count,
	    unit, &v->year_ago, year_ago_cmp);
	v->sums = arena_alloc(a, (data->sum_count + 1) * sizeof(*v->sums));
	for (i = 0; i < data->sum_count; i++)
		if (unit_is_within(data->sums[i].unit, unit))
			v->sums[v->sum_count++] = &data->sums[i];
	qsort(v->sums, v->sum_count, sizeof(*v->sums), sum_cmp);
	return v;
}

const struct data_row *
view_row(const struct view *v, const struct unit *unit,
    const struct indicator *indicator)
{
	const struct data_row key = { .unit = unit, .indicator = indicator };
	const struct data_row *p = &key, *const *found;

	found = bsearch(&p, v->rows, v->row_count, sizeof(*v->rows), row_cmp);
	return found == NULL ? NULL : *found;
}

const struct data_row *
view_year_ago(const struct view *v, const struct unit *unit,
    const struct indicator *indicator)
{
	const struct data_row key = { .unit = unit, .indicator = indicator };
	const struct data_row *p = &key, *const *found;

	found = bsearch(&p, v->year_ago, v->year_ago_count,
	    sizeof(*v->year_ago), year_ago_cmp);
	return found == NULL ? NULL : *found;
}

const struct data_sum *
view_sum(const struct view *v, const struct unit *unit,
    const struct field *field)
{
	const struct data_sum key = { .unit = unit, .field = field };
	const struct data_sum *p = &key, *const *found;

	found = bsearch(&p, v->sums, v->sum_count, sizeof(*v->sums), sum_cmp);
	return found == NULL ? NULL : *found;
}

struct unit_list {
	size_t			 count, cap;
	const struct unit	**units;
};

static void
collect(struct arena *a, const struct view *v, const struct unit *unit,
    int level, struct unit_list *list)
{
	size_t i;

	for (i = 0; i < unit->child_count; i++) {
		const struct unit *child = unit->children[i];

		if (!v->present[child->index])
			continue;
		if (child->level == level)
			*ARENA_PUSH(a, list->units, list->count, list->cap) =
			    child;
		else if (child->level < level)
			collect(a, v, child, level, list);
	}
}

size_t
view_units(struct arena *a, const struct view *v, const struct unit *unit,
    int level, const struct unit ***units)
{
	struct unit_list list = { 0 };

	collect(a, v, unit, level, &list);
	*units = list.units;
	return list.count;
}

bool
row_value(const struct data_row *row, struct ratio *out)
{
	const struct indicator *ind = row->indicator;
	struct decimal times = ind->times.coef == 0 ? decimal_int(1) :
	    ind->times;
	struct ratio r;

	if (!row->known)
		return false;
	if (row->counted)
		times = decimal_int(100);
	r.den = row->has_denominator || row->counted ? row->denominator :
	    decimal_int(1);
	if (r.den.coef == 0 || !decimal_mul(&r.num, row->numerator, times))
		return false;
	if (!row->counted && !decimal_shift(&r.num, ind->scale))
		return false;
	*out = r;
	return true;
}

const char *
row_verdict(const struct data_row *row)
{
	bool watched = strcmp(row->verdict, "watch") == 0 ||
	    strcmp(row->verdict, "clear") == 0 ||
	    strcmp(row->verdict, "alert") == 0;

	return watched && row->band[0] != '\0' ? row->band :
	    word_of_verdict(row->verdict);
}

int
row_digits(const struct data_row *row)
{
	int digits = row->indicator->digits;

	return row->printed.scale > digits ? row->printed.scale : digits;
}

bool
row_is_partial(const struct data_row *row)
{
	return row->known && row->reported < row->expected;
}

/* Name units of one parent; where it is ALL of them, their number. */
static void
add_group(struct text *t, const struct unit *parent, const struct unit **units,
    size_t count, bool all)
{
	size_t i;

	text_add(t, t->len > 0 ? "; " : "");
	text_add(t, parent->full_name);
	if (all) {
		text_addf(t, " (%s %zu %s)", word(W_ALL_OF), count,
		    word(W_UNITS));
		return;
	}
	text_add(t, " (");
	for (i = 0; i < count; i++)
		text_addf(t, "%s%s", i > 0 ? ", " : "", units[i]->full_name);
	text_add(t, ")");
}

const char *
view_missing(struct arena *a, const struct view *v, const struct unit *unit,
    const struct indicator *indicator)
{
	const struct unit **base, **gone;
	size_t i, n, count, due;
	const char *s;
	struct text t;

	text_init(&t, LIST_MAX);
	count = view_units(a, v, unit, v->base_level, &base);
	gone = arena_alloc(a, (count + 1) * sizeof(*gone));
	for (i = 0; i < count;) {
		const struct unit *parent = base[i]->parent;

		for (n = due = 0; i < count && base[i]->parent == parent; i++) {
			const struct data_row *row = view_row(v, base[i],
			    indicator);

			if (row == NULL || !row->applies)
				continue;
			due++;
			if (!row->known)
				gone[n++] = base[i];
		}
		if (n > 0)
			add_group(&t, parent, gone, n, n == due && n > 1);
	}
	s = arena_strdup(a, text_string(&t));
	text_free(&t);
	return s;
}
