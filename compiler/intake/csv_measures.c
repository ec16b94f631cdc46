/*
 * The row of units of measure that many tables have under their headers: hộ,
 * người, triệu đồng.  Room: intake.
 */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

enum { ROWS_BELOW = 3 };	/* among which it is looked for */

/* S without the brackets around it, folded. */
static const char *
bare(struct arena *a, const char *s)
{
	char *out = unicode_fold(a, s);
	size_t n = strlen(out);

	if (n > 2 && ((out[0] == '(' && out[n - 1] == ')') ||
	    (out[0] == '[' && out[n - 1] == ']'))) {
		out[n - 1] = '\0';
		out++;
	}
	return unicode_fold(a, out);
}

/* Whether a cell tells the field's unit of measure, or one of money for money. */
static bool
is_measure(struct arena *a, const struct field *f, const char *text)
{
	const char *s = bare(a, text);

	if (*f->unit != '\0' && strcmp(s, unicode_fold(a, f->unit)) == 0)
		return true;
	return f->type == FIELD_MONEY && envelope_money(a, s) >= 0;
}

/* What stands before such a row: nothing, a dash, or "ĐVT". */
static bool
is_its_caption(struct arena *a, const char *text)
{
	enum envelope_key key;

	return text[strspn(text, "-x ")] == '\0' ||
	    (envelope_key(a, bare(a, text), &key) && key == ENVELOPE_MONEY);
}

bool
csv_is_measures(struct sheet *s, const struct csv_row *row)
{
	struct arena *a = s->reading->arena;
	size_t i, found = 0;

	for (i = 0; i < row->count && i < s->column_count; i++) {
		const char *text = row->cells[i].text;
		const struct column *c = &s->columns[i];

		if (*text == '\0' || csv_is_remark(text))
			continue;
		if (c->role != COLUMN_FIELD ? !is_its_caption(a, text) :
		    !is_measure(a, c->field, text))
			return false;
		found += c->role == COLUMN_FIELD;
	}
	return found > 0;
}

void
csv_measures_below(struct sheet *s)
{
	struct reading *r = s->reading;
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];
	size_t i, at, end = s->header + 1 + ROWS_BELOW;

	for (at = s->header + 1; at < end && at < s->table.count; at++) {
		const struct csv_row *row = &s->table.rows[at];

		if (!csv_is_measures(s, row))
			continue;
		for (i = 0; i < row->count && i < s->column_count; i++) {
			const char *text = bare(r->arena, row->cells[i].text);

			if (*text == '\0' ||
			    s->columns[i].role != COLUMN_FIELD ||
			    s->columns[i].field->type != FIELD_MONEY)
				continue;
			envelope_say(r, ENVELOPE_MONEY, text,
			    csv_line(row, i), (int)i + 1);
			/* one that differs was reported: that is enough */
			if (envelope_money(r->arena, text) !=
			    money_told(r, said->text))
				return;
		}
		return;
	}
}
