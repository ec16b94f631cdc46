/* Cells become facts: one cell, its type, its bounds.  Room: check. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/map.h"
#include "base/pattern.h"
#include "base/text.h"
#include "base/unicode.h"
#include "check/check_parts.h"

/* The largest number of CHECK_DIGITS digits. */
#define VALUE_MAX	INT64_C(999999999999999999)

/* What holds for all cells of a field. */
struct value_plan {
	bool		 is_number;	/* and has bounds that fit what follows */
	enum number_use	 use;
	int64_t		 factor;	/* from as written to the smallest unit */
	int64_t		 min, max;	/* in the smallest unit */
};

/* A cell while it is being read. */
struct reading {
	struct checking	*check;
	const struct row *row;
	const struct field *field;
	const char	*text;
};

/* Where a cell stands; an element that is not there, where its row says the
 * unit. */
static struct place
place_of(const struct checking *c, const struct row *row, size_t field)
{
	struct cell cell = row_cell(c->sub, row, field);

	if (cell.column == 0)
		cell = row->unit_cell;
	return (struct place){ c->sub->path, cell.line, cell.column };
}

static struct place
place_read(const struct reading *r)
{
	return place_of(r->check, r->row, r->field->index);
}

/* Refuse the cell: CODE with the text, the cell's name and up to three more. */
static bool
refuse(const struct reading *r, enum diag_code code, const char *third,
    const char *fourth, const char *fifth)
{
	struct checking *c = r->check;

	diag_report_field(c->diag, code, place_read(r), r->field->name,
	    quote_cell(c, r->text),
	    cell_name(c->arena, c->sub, r->field), third, fourth, fifth);
	return false;
}

/* Refuse what a spreadsheet saved instead of a value. */
static bool
refuse_error(const struct reading *r)
{
	return refuse(r, D_SPREADSHEET_ERROR, r->text[1] == '#' ?
	    _("widen the column, which is too narrow for its number,") :
	    _("repair the formula"), NULL, NULL);
}

/* A number as the country writes it. */
static const char *
localise(const struct reading *r, struct decimal d)
{
	return decimal_localise(r->check->arena, d, ".", ",");
}

/* "from 5 to 60", for a message. */
static const char *
bounds(const struct reading *r)
{
	struct arena *a = r->check->arena;
	const struct decimal *min = r->field->min, *max = r->field->max;

	if (max == NULL)
		return arena_printf(a, _("the values from %s up"),
		    localise(r, *min));
	if (min == NULL)
		return arena_printf(a, _("the values up to %s"),
		    localise(r, *max));
	return arena_printf(a, _("the values from %s to %s"),
	    localise(r, *min), localise(r, *max));
}

/* Whether a number has more than CHECK_DIGITS digits in its smallest unit. */
static bool
is_too_long(struct decimal d)
{
	const int128 limit = 1000000000000000000;	/* 10^CHECK_DIGITS */

	return d.coef >= limit || d.coef <= -limit;
}

/* Refuse a number with more places than the field has. */
static bool
too_fine(const struct reading *r)
{
	int digits = r->field->digits + (r->field->type == FIELD_MONEY ?
	    r->check->sub->money_scale : 0);

	return digits == 0 ? refuse(r, D_NOT_WHOLE, NULL, NULL, NULL) :
	    refuse(r, D_TOO_MANY_PLACES,
	    arena_printf(r->check->arena, "%d", digits), NULL, NULL);
}

/* Bring a number as written to the field's smallest unit. */
static bool
scale(const struct reading *r, struct decimal *d)
{
	const struct field *f = r->field;
	struct checking *c = r->check;
	int money = f->type == FIELD_MONEY ? c->sub->money_scale : 0;
	struct decimal times = { 1, 0 };
	int i;

	/* a number of this length times 10^9 still fits 128 bits */
	if (is_too_long(*d))
		return refuse(r, D_TOO_LARGE,
		    arena_printf(c->arena, "%d", CHECK_DIGITS), NULL, NULL);
	for (i = 0; i < money; i++)
		times.coef *= 10;
	if ((money > 0 && !decimal_mul(d, *d, times)) ||
	    !decimal_rescale(d, f->digits))
		return too_fine(r);
	if (is_too_long(*d))
		return refuse(r, D_TOO_LARGE,
		    arena_printf(c->arena, "%d", CHECK_DIGITS), NULL, NULL);
	return true;
}

/* The number in the cell's text, unscaled. */
static struct number
read_text(struct checking *c, const char *s, const struct field *f)
{
	return number_read(c->arena, number_bare(c, f, s), c->sub->numbers,
	    number_use_of(c, f));
}

/* An example of a number that tells nothing of the cell. */
static const char *
plain_hint(const struct reading *r)
{
	return number_hint(r->check->arena, "", r->check->sub->numbers,
	    number_use_of(r->check, r->field));
}

static bool
read_number(const struct reading *r, int64_t *value)
{
	const struct field *f = r->field;
	struct number n = read_text(r->check, r->text, f);
	bool hides = r->check->sub->form->personal;

	switch (n.result) {
	case NUMBER_SPREADSHEET:
		return refuse_error(r);
	case NUMBER_MALFORMED:
		return refuse(r, D_NOT_NUMBER, hides ? plain_hint(r) : n.hint,
		    NULL, NULL);
	case NUMBER_AMBIGUOUS:
		return hides ? refuse(r, D_AMBIGUOUS_NUMBER, _("one number"),
		    _("another one"), plain_hint(r)) :
		    refuse(r, D_AMBIGUOUS_NUMBER, n.first, n.second, n.hint);
	case NUMBER_TOO_LONG:
		return refuse(r, D_TOO_LARGE, arena_printf(r->check->arena,
		    "%d", CHECK_DIGITS), NULL, NULL);
	case NUMBER_TOO_FINE:
		return too_fine(r);
	case NUMBER_READ:
		break;
	}
	if (r->check->sub->numbers == NUMBERS_XML && n.value.scale > 0 &&
	    number_use_of(r->check, f) == NUMBER_WHOLE)
		return refuse(r, D_NOT_WHOLE, NULL, NULL, NULL);
	if (!scale(r, &n.value))
		return false;
	/* XML has no minus at all there: nor "-0" */
	if (!f->is_signed && (n.value.coef < 0 ||
	    (r->check->sub->numbers == NUMBERS_XML && *r->text == '-')))
		return refuse(r, D_NEGATIVE, NULL, NULL, NULL);
	if ((f->min != NULL && decimal_cmp(n.value, *f->min) < 0) ||
	    (f->max != NULL && decimal_cmp(n.value, *f->max) > 0))
		return refuse(r, D_OUT_OF_RANGE, bounds(r), NULL, NULL);
	*value = (int64_t)n.value.coef;
	return true;
}

bool
value_quietly(struct checking *c, const char *text,
    const struct field *f, struct decimal *out)
{
	struct number n = read_text(c, text, f);
	int i, money = f->type == FIELD_MONEY ? c->sub->money_scale : 0;
	struct decimal times = { 1, 0 };

	for (i = 0; i < money; i++)
		times.coef *= 10;
	if (n.result != NUMBER_READ ||
	    !decimal_mul(out, n.value, times))
		return false;
	return true;
}

/* What the numbers of a table show of their author's habits. */
struct habits {
	bool		 comma;		/* stands before places, dots do not */
	bool		 small, large;	/* amounts of up to three digits, and of
					 * more, without any mark */
};

static void
look_at(struct habits *h, const struct field *f, const char *text)
{
	size_t digits = strspn(text, "0123456789");

	/* a whole number has groups and no places */
	h->comma |= number_shows_comma(text) || (f->digits == 0 &&
	    f->type != FIELD_MONEY && strchr(text, '.') != NULL);
	if (f->type != FIELD_MONEY || text[digits] != '\0')
		return;
	h->large |= digits > 3;
	h->small |= digits > 0 && digits <= 3 &&
	    text[strspn(text, "0")] != '\0';
}

void
check_commas(struct checking *c)
{
	const struct form *form = c->sub->form;
	struct habits h = { false, false, false };
	size_t i, k;

	c->scaled = NUMBER_SCALED;
	if (c->sub->money_scale == 0 || c->sub->numbers != NUMBERS_VIETNAMESE)
		return;
	for (i = 0; i < c->sub->row_count && !h.comma; i++)
		for (k = 0; k < form->field_count; k++)
			if (c->sub->rows[i].texts[k] != NULL &&
			    field_is_number(form->fields[k]))
				look_at(&h, form->fields[k],
				    c->sub->rows[i].texts[k]);
	/* who means three places would write 12.000 for a whole number; who
	 * writes 12000 has no dots between groups */
	if (!h.comma)
		c->scaled = h.small && !h.large ? NUMBER_UNSURE :
		    NUMBER_DOUBTFUL;
}

/* N digits at *P, advanced behind them; -1 when there are not MIN to MAX. */
static int
take_number(const char **p, size_t min, size_t max)
{
	int value = 0;
	size_t n = 0;

	for (; **p >= '0' && **p <= '9' && n < max; (*p)++, n++)
		value = value * 10 + (**p - '0');
	return n < min ? -1 : value;
}

/* Day, month and year with the same separator: 31/03/2020. */
static bool
parse_day_first(const char *s, date *out)
{
	int day, month, year;
	char mark;

	if ((day = take_number(&s, 1, 2)) < 0)
		return false;
	mark = *s;
	if (mark != '/' && mark != '-' && mark != '.')
		return false;
	s++;
	if ((month = take_number(&s, 1, 2)) < 0 || *s++ != mark ||
	    (year = take_number(&s, 4, 4)) < 0 || *s != '\0')
		return false;
	*out = date_of(year, month, day);
	return *out != DATE_NONE;
}

static bool
read_date(const struct reading *r, int64_t *value)
{
	const char *s = r->text;
	bool table = r->check->sub->numbers == NUMBERS_VIETNAMESE;
	date d;

	if (!date_parse(s, &d) && !(table && parse_day_first(s, &d)))
		return refuse(r, D_NOT_DATE,
		    table ? "31/03/2020" : "2020-03-31", NULL, NULL);
	*value = d;
	return true;
}

/* What S says as a truth, in a table or in XML; false when nothing. */
static bool
find_truth(const char *s, bool table, int64_t *value)
{
	static const struct {
		const char	*word;	/* folded */
		bool		 value, table;	/* in tables only */
	} words[] = {
		{ "true", true, false }, { "1", true, false },
		{ "false", false, false }, { "0", false, false },
		{ "có", true, true }, { "co", true, true },
		{ "đúng", true, true }, { "dung", true, true },
		{ "x", true, true }, { "không", false, true },
		{ "khong", false, true }, { "sai", false, true },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (*s == *words[i].word && (table || !words[i].table) &&
		    strcmp(s, words[i].word) == 0) {
			*value = words[i].value;
			return true;
		}
	return false;
}

static bool
read_boolean(const struct reading *r, int64_t *value)
{
	bool table = r->check->sub->numbers == NUMBERS_VIETNAMESE;

	if (find_truth(r->text, table, value) || (table &&
	    find_truth(unicode_fold(r->check->arena, r->text), true,
	    value)))
		return true;
	return refuse(r, D_NOT_IN_LIST, table ? "có, không" : "true, false",
	    NULL, NULL);
}

/* The only value whose label a text without any marks can be, "hop tac xa"; -1 when
 * there is none. */
static int
find_unmarked(struct arena *a, const struct field *f, const char *folded)
{
	int found = -1;
	size_t i;

	if (folded[unicode_skip_ascii(folded, strlen(folded))] != '\0')
		return -1;
	for (i = 0; i < f->value_count; i++)
		if (strcmp(folded, unicode_ascii(a, unicode_fold(a,
		    f->values[i].label))) == 0) {
			if (found >= 0)
				return -1;
			found = (int)i;
		}
	return found;
}

/* The value of an enum that S says, by code or by label; -1 when none. */
static int
find_value(struct arena *a, const struct field *f, const char *s)
{
	const struct enum_value *v;
	const char *folded;
	size_t i;

	for (i = 0; i < f->value_count; i++)
		if ((*s == *f->values[i].code &&
		    strcmp(s, f->values[i].code) == 0) ||
		    (*s == *f->values[i].label &&
		    strcmp(s, f->values[i].label) == 0))
			return (int)i;
	folded = unicode_fold(a, s);
	v = map_find(f->by_word, folded);
	return v != NULL ? (int)(v - f->values) : find_unmarked(a, f, folded);
}

/* Several values, divided by commas or semicolons; false: not of the list. */
static bool
read_many(const struct reading *r, int64_t *value, const char **text)
{
	struct arena *a = r->check->arena;
	const struct field *f = r->field;
	const char *s = r->text;
	uint64_t set = 0;
	size_t i;

	for (;;) {
		size_t n, len;
		int found;

		s += strspn(s, " ");
		n = len = strcspn(s, ",;");
		while (len > 0 && s[len - 1] == ' ')
			len--;
		found = find_value(a, f, s[len] == '\0' ? s :
		    arena_strndup(a, s, len));
		if (found < 0)
			return false;
		set |= (uint64_t)1 << found;
		if (s[n] == '\0')
			break;
		s += n + 1;
	}
	*value = (int64_t)set;
	*text = "";
	for (i = 0; i < f->value_count; i++)
		if ((set >> i & 1) != 0)
			*text = **text == '\0' ? f->values[i].code :
			    arena_printf(a, "%s %s", *text, f->values[i].code);
	return true;
}

static bool
read_enum(const struct reading *r, int64_t *value, const char **text)
{
	const struct field *f = r->field;
	int found = f->many ? -1 : find_value(r->check->arena, f,
	    r->text);
	struct text list;
	size_t i;
	bool ok;

	if (f->many && read_many(r, value, text))
		return true;
	if (found >= 0) {
		*value = found;
		*text = f->values[found].code;
		return true;
	}
	text_init(&list, 4096);
	for (i = 0; i < f->value_count; i++)
		text_addf(&list, "%s%s", i > 0 ? ", " : "",
		    r->check->sub->numbers == NUMBERS_XML ?
		    f->values[i].code : f->values[i].label);
	ok = refuse(r, D_NOT_IN_LIST, text_string(&list), NULL, NULL);
	text_free(&list);
	return ok;
}

static bool
read_code(const struct reading *r, const char **text)
{
	const struct field *f = r->field;

	if (number_is_spreadsheet_error(r->text))
		return refuse_error(r);
	if (f->pattern != NULL &&
	    pattern_match(f->pattern, r->text) != PATTERN_MATCHES)
		return refuse(r, D_BAD_CODE, f->pattern_words, NULL, NULL);
	*text = r->text;
	return true;
}

static bool
read_words(const struct reading *r, const char **text)
{
	struct checking *c = r->check;
	size_t max = r->field->length > 0 ? r->field->length : CHECK_TEXT;
	size_t len = strlen(r->text);

	if (number_is_spreadsheet_error(r->text))
		return refuse_error(r);
	if (len > max && (len = unicode_length(r->text)) > max) {
		diag_report_field(c->diag, D_TEXT_TOO_LONG, place_read(r),
		    r->field->name, cell_name(c->arena, c->sub, r->field),
		    arena_printf(c->arena, "%zu", len),
		    arena_printf(c->arena, "%zu", max));
		return false;
	}
	*text = r->text;
	return true;
}

static bool
read_cell(const struct reading *r, int64_t *value, const char **text)
{
	switch (r->field->type) {
	case FIELD_COUNT:
	case FIELD_MONEY:
	case FIELD_DECIMAL:
	case FIELD_PERCENT:
		return read_number(r, value);
	case FIELD_DATE:
		return read_date(r, value);
	case FIELD_BOOLEAN:
		return read_boolean(r, value);
	case FIELD_ENUM:
		return read_enum(r, value, text);
	case FIELD_CODE:
		return read_code(r, text);
	case FIELD_TEXT:
	case FIELD_TYPE_MAX:
		break;
	}
	return read_words(r, text);
}

/* The schema's own words about a value in which nothing else was wrong. */
static bool
accepted_by_schema(const struct reading *r)
{
	const char **refused = r->row->refused;

	if (refused == NULL || refused[r->field->index] == NULL)
		return true;
	diag_report_field(r->check->diag, D_XML_STRUCTURE, place_read(r),
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
	diag_report_field(c->diag, D_ALWAYS_APPLIES, place_of(c, row->row, i),
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
		if (empty && (text != NULL || c->sub->numbers == NUMBERS_XML))
			diag_report_field(c->diag, D_REQUIRED,
			    place_of(c, row->row, i), f->name,
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
