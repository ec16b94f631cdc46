/* Cells become facts: one row after the other.  Room: check. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "check/check_cell.h"

/* The largest number of CHECK_DIGITS digits. */
#define VALUE_MAX	INT64_C(999999999999999999)

/* What holds for all cells of a field. */
struct value_plan {
	bool		 is_number;	/* and has bounds that fit what follows */
	enum number_use	 use;
	int64_t		 factor;	/* from as written to the smallest unit */
	int64_t		 min, max;	/* in the smallest unit */
};

struct place
cell_place(const struct checking *c, const struct row *row, size_t field)
{
	struct cell cell = row_cell(c->sub, row, field);

	if (cell.column == 0)
		cell = row->unit_cell;
	return (struct place){ c->sub->path, cell.line, cell.column };
}

struct place
cell_place_read(const struct reading *r)
{
	return cell_place(r->check, r->row, r->field->index);
}

bool
cell_refuse(const struct reading *r, enum diag_code code, const char *third,
    const char *fourth, const char *fifth)
{
	struct checking *c = r->check;

	diag_report_field(c->diag, code, cell_place_read(r), r->field->name,
	    quote_cell(c, r->text),
	    cell_name(c->arena, c->sub, r->field), third, fourth, fifth);
	return false;
}

bool
cell_refuse_error(const struct reading *r)
{
	return cell_refuse(r, D_SPREADSHEET_ERROR, r->text[1] == '#' ?
	    _("widen the column, which is too narrow for its number,") :
	    _("repair the formula"), NULL, NULL);
}

static bool
read_cell(const struct reading *r, int64_t *value, const char **text)
{
	switch (r->field->type) {
	case FIELD_COUNT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
	case FIELD_PERCENT:
		return cell_read_number(r, value);
	case FIELD_DATE:
		return cell_read_date(r, value);
	case FIELD_BOOLEAN:
		return cell_read_boolean(r, value);
	case FIELD_ENUM:
		return cell_read_enum(r, value, text);
	case FIELD_CODE:
		return cell_read_code(r, text);
	case FIELD_TEXT:
	case FIELD_TYPE_MAX:
		break;
	}
	return cell_read_words(r, text);
}

/* The schema's own words about a value in which nothing else was wrong. */
static bool
accepted_by_schema(const struct reading *r)
{
	const char **refused = r->row->refused;

	if (refused == NULL || refused[r->field->index] == NULL)
		return true;
	diag_report_field(r->check->diag, D_XML_STRUCTURE, cell_place_read(r),
	    r->field->name, refused[r->field->index]);
	return false;
}

/* What is the same for all cells of a field. */
static void
plan(const struct checking *c, const struct field *f, struct value_plan *p)
{
	int places = f->digits + (f->type == FIELD_MONEY ?
	    c->sub->money_scale : 0);
	struct decimal min, max;

	*p = (struct value_plan){ .use = number_use_of(c, f),
	    .factor = 1, .min = f->is_signed ? -VALUE_MAX : 0,
	    .max = VALUE_MAX };
	for (; places > 0; places--)
		p->factor *= 10;
	if (f->min != NULL) {
		min = *f->min;
		if (!decimal_rescale(&min, f->digits))
			return;
		if (min.coef > p->min)
			p->min = min.coef < VALUE_MAX ? (int64_t)min.coef :
			    VALUE_MAX;
	}
	if (f->max != NULL) {
		max = *f->max;
		if (!decimal_rescale(&max, f->digits))
			return;
		if (max.coef < p->max)
			p->max = max.coef > -VALUE_MAX ? (int64_t)max.coef :
			    -VALUE_MAX;
	}
	if (f->type == FIELD_MONEY && c->money_unclear)
		p->max = p->min - 1;	/* none is plain */
	p->is_number = field_is_number(f);
}

/* Whether the cell is a number that is written plainly and within its bounds,
 * as almost all are: there is nothing to say of it. */
static bool
is_plain(const struct checking *c, const char *text,
    const struct value_plan *p, int64_t *value)
{
	int64_t n = text[0] - '0';

	if (!p->is_number)
		return false;
	/* one digit is the most frequent number */
	if ((n < 0 || n > 9 || text[1] != '\0') &&
	    !number_read_plain(text, c->sub->numbers, p->use, &n))
		return false;
	if (__builtin_mul_overflow(n, p->factor, &n) ||
	    n < p->min || n > p->max)
		return false;
	*value = n;
	return true;
}

/* A cell that is not empty; what is wrong with it is reported. */
static bool
check_cell(struct checking *c, struct checked_row *row, size_t i)
{
	struct reading r = { c, row->row, c->sub->form->fields[i],
	    row->row->texts[i] };

	return read_cell(&r, &row->facts.values[i], &row->texts[i]) &&
	    accepted_by_schema(&r);
}

/* Note that a cell of the row was refused. */
static void
spoil(struct checking *c, struct checked_row *row, size_t field)
{
	size_t n = c->sub->form->field_count;
	bool *refused = arena_alloc(c->arena, n * sizeof(*refused));

	memcpy(refused, row->refused, n * sizeof(*refused));
	refused[field] = row->spoilt = true;
	row->refused = refused;
}

bool
value_says_not_applicable(const struct checking *c, const char *text)
{
	static const char *const words[] = { NOT_APPLICABLE_TABLE, "kad",
	    "n/a", NOT_APPLICABLE_XML };
	const char *s;
	size_t i;

	if (c->sub->numbers == NUMBERS_XML)
		return strcmp(text, NOT_APPLICABLE_XML) == 0;
	if (strchr("kKnN", *text) == NULL)
		return false;
	s = unicode_fold(c->arena, text);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(s, unicode_fold(c->arena, words[i])) == 0)
			return true;
	return false;
}

/* Such a cell: a state of its own, where the form allows it. */
static void
check_not_applicable(struct checking *c, struct checked_row *row, size_t i)
{
	const struct field *f = c->sub->form->fields[i];

	if (f->may_not_apply) {
		row->facts.states[i] = FACT_NOT_APPLICABLE;
		return;
	}
	diag_report_field(c->diag, D_ALWAYS_APPLIES, cell_place(c, row->row, i),
	    f->name, quote_cell(c, row->row->texts[i]),
	    cell_name(c->arena, c->sub, f));
	spoil(c, row, i);
}

/* What is to be written where nothing is known to stand. */
static const char *
when_empty(const struct checking *c, const struct field *f)
{
	return !field_is_number(f) ? "" : !f->may_not_apply ?
	    _(", 0 when there was nothing") :
	    arena_printf(c->arena, _(", 0 when there was nothing, %s when it "
	    "does not apply to the unit"), c->sub->numbers == NUMBERS_XML ?
	    NOT_APPLICABLE_XML : NOT_APPLICABLE_TABLE);
}

/* Whether a row that is about no known unit is filled by less than half: likely
 * it is none at all, and nothing is missing in it. */
static bool
is_hardly_a_row(const struct checking *c, const struct checked_row *row)
{
	size_t n = c->sub->form->field_count, filled = 0, i;

	if (row->unit != NULL)
		return false;
	for (i = 0; i < n; i++)
		filled += row->row->texts[i] != NULL &&
		    *row->row->texts[i] != '\0';
	return 2 * filled < n;
}

static void
check_row(struct checking *c, struct checked_row *row,
    const struct value_plan *plans, enum fact_state state)
{
	const struct form *form = c->sub->form;
	size_t i;

	for (i = 0; i < form->field_count; i++) {
		const char *text = row->row->texts[i];
		const struct field *f = form->fields[i];
		bool empty = text == NULL || *text == '\0';

		if (empty && !f->required)
			continue;
		if (!empty && (row->row->refused == NULL ||
		    row->row->refused[i] == NULL) && is_plain(c, text,
		    &plans[i], &row->facts.values[i])) {
			row->facts.states[i] = (uint8_t)state;
			continue;
		}
		if (!empty && plans[i].is_number &&
		    value_says_not_applicable(c, text)) {
			check_not_applicable(c, row, i);
			continue;
		}
		if (!empty && check_cell(c, row, i)) {
			row->facts.states[i] = (uint8_t)state;
			continue;
		}
		/* a column that a table lacks was reported once, for all rows */
		if (empty && (text != NULL || c->sub->numbers == NUMBERS_XML) &&
		    !is_hardly_a_row(c, row))
			diag_report_field(c->diag, D_REQUIRED,
			    cell_place(c, row->row, i), f->name,
			    cell_name(c->arena, c->sub, f), when_empty(c, f));
		spoil(c, row, i);
	}
}

void
check_values(struct checking *c)
{
	const struct form *form = c->sub->form;
	struct value_plan *plans = arena_alloc(c->arena,
	    (form->field_count + 1) * sizeof(*plans));
	enum fact_state state = c->sub->kind == KIND_ESTIMATE ?
	    FACT_ESTIMATED : FACT_REPORTED;
	size_t i;

	for (i = 0; i < form->field_count; i++)
		plan(c, form->fields[i], &plans[i]);
	for (i = 0; i < c->row_count && !check_is_full(c); i++)
		check_row(c, &c->rows[i], plans, state);
}
