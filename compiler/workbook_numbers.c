/* Numbers of tables in a spreadsheet: values, number formats, formulas. */
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter/utility.h>

#include "workbook.h"

#define MINUS "\xe2\x88\x92"

enum {
	DIGITS = 15,			/* that spreadsheets keep of a number */
	ARGUMENTS = 255,		/* of a function */
	FORMULA = 8000,			/* of 8,192 [characters] */
	NUMBER_FORMAT = 200,		/* of 255 [bytes] */
};

/* What formulas are about. */
struct cells {
	struct arena	*arena;
	const struct data_table *table;
	const struct shown *shown;
	size_t		 first;
};

/* A part of a number format that stands as it is; NULL when it cannot. */
static const char *
literal(struct arena *a, const char *s, size_t len)
{
	if (len == 0)
		return "";
	return memchr(s, '"', len) != NULL ? NULL :
	    arena_printf(a, "\"%.*s\"", (int)len, s);
}

/*
 * The format by which a number looks like its text: PREFIX, digits with PLACES, and
 * what is behind them; the separators are those of the reader's country.
 */
static const char *
number_format(struct arena *a, const char *text, size_t prefix, int places,
    const char *behind)
{
	const char *digits = places == 0 ? "#,##0" :
	    arena_printf(a, "#,##0.%.*s", places, "000000000000000000");
	const char *before = literal(a, text, prefix);
	const char *plain = prefix > 0 && text[prefix - 1] == '+' ?
	    literal(a, text, prefix - 1) : before;
	const char *after = literal(a, behind, strlen(behind)), *format;

	if (before == NULL || plain == NULL || after == NULL)
		return NULL;
	format = arena_printf(a, "%s%s%s;%s\"" MINUS "\"%s%s", before, digits,
	    after, plain, digits, after);
	return strlen(format) <= NUMBER_FORMAT ? format : NULL;
}

/* The number to 15 digits; false when it has more before the point. */
static bool
to_digits(struct ratio exact, struct decimal printed, struct decimal *out)
{
	int128 whole = printed.coef < 0 ? -printed.coef : printed.coef;
	int i, digits = 1;

	for (i = 0; i < printed.scale; i++)
		whole /= 10;
	for (; whole >= 10; whole /= 10)
		digits++;
	return digits <= DIGITS && ratio_round(out, exact, DIGITS - digits);
}

struct shown
workbook_number(struct arena *a, const char *text, const struct data_number *n)
{
	size_t prefix = strcspn(text, "0123456789"), minus = strlen(MINUS), len;
	const char *digits = text + prefix, *end, *comma;
	struct decimal printed, value, again;
	struct shown s = { .number = false };
	char buf[DECIMAL_TEXT];
	int places = 0;
	bool negative = prefix >= minus && memcmp(digits - minus, MINUS,
	    minus) == 0;

	len = strspn(digits, "0123456789.");
	while (len > 0 && digits[len - 1] == '.')
		len--;
	comma = digits + len;
	if (*comma == ',')
		places = (int)strspn(comma + 1, "0123456789");
	end = comma + (places > 0 ? places + 1 : 0);
	if (len == 0 || places > DIGITS ||
	    !ratio_round(&printed, n->exact, places) ||
	    negative != (printed.coef < 0) ||
	    strcmp(decimal_localise(a, printed, ".", ",") + negative,
	    arena_strndup(a, digits, (size_t)(end - digits))) != 0 ||
	    !to_digits(ratio_of(printed), printed, &value))
		return s;
	s.format = number_format(a, text, prefix - (negative ? minus : 0),
	    places, end);
	again = value = printed;
	s.exact = to_digits(n->exact, printed, &value);
	if (s.exact) {
		again = value;
		s.exact = decimal_round(&again, places) &&
		    decimal_cmp(again, printed) == 0 &&
		    (printed.coef != 0 || value.coef >= 0);
	}
	s.value = strtod(decimal_format(s.exact ? value : printed, buf), NULL);
	s.number = s.format != NULL;
	return s;
}

/* ---- formulas ---- */

/* "C12" */
static const char *
cell_ref(const struct cells *s, struct data_place p)
{
	char name[LXW_MAX_CELL_NAME_LENGTH];

	lxw_rowcol_to_cell(name, (lxw_row_t)(s->first + p.row),
	    (lxw_col_t)p.column);
	return arena_strdup(s->arena, name);
}

/* Whether all parts say what the rule takes them for: numbers, not rounded; a part
 * of a sum may be missing. */
static bool
has_parts(const struct cells *s, const struct data_number *n)
{
	size_t i;

	for (i = 0; i < n->part_count; i++) {
		struct data_place p = n->parts[i];
		bool known = s->table->numbers[p.row][p.column] != NULL;

		if (known ? !s->shown[p.row * s->table->column_count +
		    p.column].exact : n->rule != DATA_SUM)
			return false;
	}
	return n->part_count > 0;
}

/* "=SUM(C4:C9,C11)"; NULL when it would be too long. */
static const char *
sum_formula(const struct cells *s, const struct data_number *n)
{
	const char *list = "", *from, *to;
	size_t i, k, arguments = 0, len = 0;

	for (i = 0; i < n->part_count; i = k) {
		struct data_place p = n->parts[i];

		for (k = i + 1; k < n->part_count &&
		    n->parts[k].column == p.column &&
		    n->parts[k].row == p.row + (k - i); k++)
			;
		from = cell_ref(s, p);
		to = cell_ref(s, n->parts[k - 1]);
		list = arena_printf(s->arena, "%s%s%s%s%s", list,
		    arguments > 0 ? "," : "", from, k > i + 1 ? ":" : "",
		    k > i + 1 ? to : "");
		len = strlen(list);
		if (++arguments > ARGUMENTS || len > FORMULA)
			return NULL;
	}
	return arena_printf(s->arena, "=SUM(%s)", list);
}

const char *
workbook_formula(struct arena *arena, const struct data_table *t,
    const struct shown *shown, size_t first, const struct data_number *n)
{
	struct cells s = { arena, t, shown, first };
	const char *a, *b;
	char times[DECIMAL_TEXT];

	if (n->rule == DATA_GIVEN || !has_parts(&s, n))
		return NULL;
	if (n->rule == DATA_SUM)
		return sum_formula(&s, n);
	a = cell_ref(&s, n->parts[0]);
	b = cell_ref(&s, n->parts[1]);
	if (n->rule == DATA_DIFFERENCE)
		return arena_printf(arena, "=%s-%s", a, b);
	return arena_printf(arena, "=%s/%s*%s", a, b,
	    decimal_format(n->times, times));
}
