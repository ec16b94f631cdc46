/* The rows of one unit in a form with a key: told apart, gathered, tallied.
 * And rules of unique fields.  Room: check. */
#include <endian.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/language.h"
#include "base/map.h"
#include "base/text.h"
#include "base/unicode.h"
#include "check/check_parts.h"

/* What tells a row apart; NULL when its unit or its key was refused. */
static const char *
key_of(struct checking *c, const struct checked_row *r)
{
	const struct form *form = c->sub->form;
	const char *text = r->texts[form->key->index];

	if (r->unit == NULL || text == NULL)
		return NULL;
	return form->is_register ? text : arena_join(c->arena, r->unit->code,
	    ' ', text);
}

/* Whether two rows of a key have the same in every cell. */
static bool
repeats(const struct checking *c, const struct checked_row *a,
    const struct checked_row *b)
{
	size_t i;

	for (i = 0; i < c->sub->form->field_count; i++) {
		const char *s = a->row->texts[i];
		const char *t = b->row->texts[i];

		if (strcmp(s == NULL ? "" : s, t == NULL ? "" : t) != 0)
			return false;
	}
	return a->unit == b->unit;
}

/* Report a key that was there before; true when the row can be dropped. */
static bool
judge_double(struct checking *c, struct checked_row *r,
    const struct checked_row *first)
{
	const struct field *key = c->sub->form->key;
	struct cell cell = row_cell(c->sub, r->row, key->index);
	const char *line = arena_printf(c->arena, "%d", first->row->line);
	struct place place = { c->sub->path, cell.line, cell.column };

	if (repeats(c, r, first)) {
		diag_report(c->diag, D_ROW_REPEATED, ((struct place){
		    c->sub->path, r->row->line, 0 }), line);
		return true;
	}
	r->duplicate = true;
	diag_report_field(c->diag, D_DUPLICATE_KEY, place, key->name,
	    r->unit->code, r->unit->full_name,
	    cell_name(c->arena, c->sub, key), line);
	return false;
}

static void
drop_doubles(struct checking *c)
{
	struct map *seen = map_new_large(c->arena, c->row_count);
	size_t i, kept = 0;

	for (i = 0; i < c->row_count; i++) {
		const char *key = key_of(c, &c->rows[i]);
		void **first = key == NULL ? NULL : map_place(seen, key);

		if (first != NULL && *first != NULL &&
		    judge_double(c, &c->rows[i], *first))
			continue;
		c->rows[kept] = c->rows[i];
		if (first != NULL && *first == NULL)
			*first = &c->rows[kept];
		kept++;
	}
	c->row_count = kept;
}

void
check_keys(struct checking *c)
{
	/* by unit: its place in c->units, from 1 */
	size_t *place = arena_alloc(c->arena,
	    c->catalog->units->count * sizeof(*place));
	size_t i;

	drop_doubles(c);
	for (i = 0; i < c->row_count; i++) {
		const struct checked_row *r = &c->rows[i];
		struct checked_unit *u;

		if (r->unit == NULL)
			continue;
		if (place[r->unit->index] == 0) {
			u = ARENA_PUSH(c->arena, c->units, c->unit_count,
			    c->unit_cap);
			u->unit = r->unit;
			place[r->unit->index] = c->unit_count;
		}
		u = &c->units[place[r->unit->index] - 1];
		u->spoilt |= r->spoilt;
		if (!r->duplicate)
			*ARENA_PUSH(c->arena, u->rows, u->row_count,
			    u->row_cap) = r;
		u->spoilt |= r->duplicate;
	}
}

/* A number as decimal_format() writes it. */
static void
add_number(struct text *out, struct decimal d)
{
	char buf[DECIMAL_TEXT], *end = buf + sizeof(buf), *p = end;
	uint64_t n = (uint64_t)d.coef;

	/* most numbers are whole and short */
	if (d.scale != 0 || d.coef < 0 || d.coef > INT64_MAX) {
		text_add(out, decimal_format(d, buf));
		return;
	}
	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	text_addn(out, p, (size_t)(end - p));
}

/* What the fields say together, compared folded; false when one is missing.  In
 * a form with a key, rows of other units do not matter. */
static bool
join(struct checking *c, const struct rule *rule, const struct checked_row *r,
    struct text *out)
{
	size_t i;

	text_clear(out);
	if (c->sub->form->key != NULL && r->unit != NULL)
		text_add(out, r->unit->code);
	for (i = 0; i < rule->unique_count; i++) {
		size_t f = rule->unique[i]->index;

		if (r->facts.states[f] == FACT_MISSING)
			return false;
		text_addc(out, '\n');
		if (r->texts[f] != NULL)
			text_add(out, unicode_fold(c->arena, r->texts[f]));
		else
			add_number(out, fact_row_find(&r->facts,
			    rule->unique[i]).value);
	}
	return true;
}

/* "22327 phường Vĩnh Hòa: the same as in line 12", without what is the same. */
static const char *
sameness(struct checking *c, const struct checked_row *r,
    const struct checked_row *first)
{
	const char *line = arena_printf(c->arena, _("the same as in line %d"),
	    first->row->line);

	return r->unit == NULL ? line : arena_printf(c->arena, "%s: %s",
	    unit_caption(c->arena, r->unit), line);
}

static void
report_same(struct checking *c, const struct rule *rule,
    const struct checked_row *r, const struct checked_row *first)
{
	const struct field *f = rule->unique[0];
	struct cell cell = row_cell(c->sub, r->row, f->index);

	rule_report(c->diag, rule, rule->severity == SEVERITY_REJECT ?
	    D_RULE_FAILED : D_RULE_WARNS, rule->severity,
	    (struct place){ c->sub->path, cell.line, cell.column },
	    (struct about){ .field = f->name,
	    .unit = r->unit == NULL ? NULL : r->unit->code },
	    sameness(c, r, first));
}

void
check_unique(struct checking *c, const struct rule *rule)
{
	struct map *seen = map_new_large(c->arena, c->row_count);
	struct text words;
	size_t i;

	text_init(&words, SIZE_MAX / 2);
	for (i = 0; i < c->row_count; i++) {
		void **first;

		if (!join(c, rule, &c->rows[i], &words))
			continue;
		first = map_place(seen, arena_strndup(c->arena, words.data,
		    words.len));
		if (*first == NULL)
			*first = &c->rows[i];
		else
			report_same(c, rule, &c->rows[i], *first);
	}
	text_free(&words);
}

/* ---- tallies ---- */

/* The unit whose rows are added. */
struct tallying {
	struct checking	*check;
	struct checked_unit *unit;
};

static struct expr_value
value_of(void *context, const struct expr_name *name, enum expr_time when,
    int index)
{
	const struct tallying *t = context;
	const struct field *f = name->target;
	const struct checked_row *row;
	struct fact fact;

	if (index == EXPR_THIS_ROW || when != EXPR_NOW)
		return expr_missing();
	row = t->unit->rows[index];
	if (row->texts[f->index] != NULL)
		return (struct expr_value){ .type = EXPR_TEXT,
		    .text = row->texts[f->index] };
	fact = fact_row_find(&row->facts, f);
	return fact_operand(t->check->arena, f, &fact);
}

static bool
column_of(void *context, const struct expr_name *name, size_t first,
    size_t count, struct expr_lanes *out)
{
	const struct tallying *t = context;

	column_of_rows(name->target, t->unit->rows + first, count, out);
	return true;
}

static size_t
rows_of(void *context)
{
	const struct tallying *t = context;

	return t->unit->row_count;
}

/* A tally as it is stored; false when the number cannot be. */
static bool
store(struct expr_value v, const struct field *f, int64_t *out)
{
	struct decimal d;

	if (v.type != EXPR_NUMBER || !ratio_round(&d, v.number, f->digits) ||
	    ratio_cmp(ratio_of(d), v.number) != 0 || d.coef < INT64_MIN ||
	    d.coef > INT64_MAX)
		return false;
	*out = (int64_t)d.coef;
	return true;
}

static void
tally_unit(struct checking *c, struct checked_unit *u)
{
	const struct form *form = c->sub->form;
	struct tallying t = { c, u };
	char day[DATE_TEXT];
	struct expr_row from = { &t, value_of, rows_of,
	    date_format(c->day, day), column_of };
	struct place place = { c->sub->path, u->row_count == 0 ? 0 :
	    u->rows[0]->row->line, 0 };
	size_t i;

	u->tallies = fact_row_new(c->arena, form->fact_count);
	for (i = 0; i < form->fact_count; i++) {
		const struct field *f = form->facts[i];
		struct expr_value v;

		if (f->tally == NULL || u->spoilt)
			continue;
		v = expr_eval(f->tally, &from);
		if (v.type == EXPR_MISSING)
			continue;
		if (store(v, f, &u->tallies.values[i]))
			u->tallies.states[i] = c->sub->kind == KIND_ESTIMATE ?
			    FACT_ESTIMATED : FACT_REPORTED;
		else
			diag_report(c->diag, D_RULE_OVERFLOW, place, f->name,
			    f->tally_text);
	}
}

void
check_tallies(struct checking *c)
{
	size_t i;

	for (i = 0; i < c->unit_count; i++)
		tally_unit(c, &c->units[i]);
}

/* ---- the content as a whole ---- */

/* What was understood of a row, in bytes. */
struct telling {
	const struct form *form;
	char		*marks;		/* per field */
	char		*numbers;	/* of fields that are numbers */
	struct text	 words;		/* all of it */
};

enum { NUMBER_BYTES = 10 };

/* Seven bits a byte, the lowest first; all but the last have the highest bit. */
static char *
put_number(char *p, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		*p++ = (char)(n | 0x80);
	*p++ = (char)n;
	return p;
}

/* Its unit, then a mark for each cell, the numbers, and the texts. */
static void
tell_row(struct telling *t, const struct checked_row *r)
{
	static const char marks[] = { [FACT_MISSING] = '-',
	    [FACT_REPORTED] = '=', [FACT_ESTIMATED] = '=',
	    [FACT_NOT_APPLICABLE] = 'x' };
	size_t fields = t->form->field_count, i;
	char *end = t->numbers;

	text_clear(&t->words);
	text_add(&t->words, r->unit == NULL ? "" : r->unit->code);
	text_addc(&t->words, '\n');
	for (i = 0; i < fields; i++) {
		t->marks[i] = marks[r->facts.states[i]];
		if (t->marks[i] != '-' && r->texts[i] == NULL)
			end = put_number(end, (uint64_t)r->facts.values[i]);
	}
	text_addn(&t->words, t->marks, fields);
	text_addn(&t->words, t->numbers, (size_t)(end - t->numbers));
	for (i = 0; i < fields; i++)
		if (t->marks[i] != '-' && r->texts[i] != NULL)
			text_addn(&t->words, r->texts[i],
			    strlen(r->texts[i]) + 1);
}

static int
compare_digests(const void *a, const void *b)
{
	uint64_t x, y;		/* the beginning decides almost always */

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	if (x != y)
		return be64toh(x) < be64toh(y) ? -1 : 1;
	return memcmp(a, b, DIGEST_BYTES);
}

const char *
check_content(struct checking *c)
{
	size_t fields = c->sub->form->field_count, i;
	struct telling t = { .form = c->sub->form };
	unsigned char (*list)[DIGEST_BYTES] = arena_alloc(c->arena,
	    (c->row_count + 1) * sizeof(*list));
	char hex[DIGEST_HEX];

	t.marks = arena_alloc(c->arena, fields);
	t.numbers = arena_alloc(c->arena, fields * NUMBER_BYTES);
	text_init(&t.words, SIZE_MAX / 2);
	for (i = 0; i < c->row_count; i++) {
		tell_row(&t, &c->rows[i]);
		digest_raw(list[i], t.words.data, t.words.len);
	}
	text_free(&t.words);
	if (c->row_count > 1)
		qsort(list, c->row_count, sizeof(*list), compare_digests);
	digest_bytes(hex, list, c->row_count * sizeof(*list));
	return arena_strdup(c->arena, hex);
}
