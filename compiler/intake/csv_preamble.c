/* The lines above the table of a CSV submission.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

/* "Đơn vị tính: đồng" in one cell. */
static bool
split_at_colon(struct arena *a, const char *s, enum envelope_key *key,
    const char **value)
{
	const char *colon = strchr(s, ':');

	if (colon == NULL || !envelope_key(a,
	    arena_strndup(a, s, (size_t)(colon - s)), key))
		return false;
	*value = colon + 1;
	return true;
}

bool
csv_is_remark(const char *s)
{
	return (*s == 'R' || *s == 'W') && strspn(s + 1, "0123456789") == 3 &&
	    strncmp(s + 4, ": ", 2) == 0;
}

/* The next cell from I on that is filled by the sender; the count: none. */
static size_t
next_filled(const struct csv_row *row, size_t i)
{
	while (i < row->count && (row->cells[i].text[0] == '\0' ||
	    csv_is_remark(row->cells[i].text)))
		i++;
	return i;
}

/* Whether a cell is a key, with or without a colon behind it. */
static bool
is_key(struct arena *a, const char *s, enum envelope_key *key, bool *colon)
{
	size_t n = strlen(s);

	*colon = n > 0 && s[n - 1] == ':';
	return envelope_key(a, *colon ? arena_strndup(a, s, n - 1) : s, key);
}

/* The cells from FROM on up to the next that is a key, blanks between; *AT is
 * set to where they end. */
static const char *
value_behind(struct arena *a, const struct csv_row *row, size_t from,
    size_t *at)
{
	const char *value = row->cells[from].text, *rest;
	enum envelope_key key;
	bool colon;
	size_t i = from;

	while ((i = next_filled(row, i + 1)) < row->count &&
	    !is_key(a, row->cells[i].text, &key, &colon) &&
	    !split_at_colon(a, row->cells[i].text, &key, &rest))
		value = arena_printf(a, "%s %s", value, row->cells[i].text);
	*at = i;
	return value;
}

bool
csv_preamble(struct arena *a, const struct csv_row *row, size_t *at,
    enum envelope_key *key, const char **value, int *column)
{
	size_t start = next_filled(row, *at), i, behind;
	bool colon;

	for (i = start; i < row->count; i = next_filled(row, i + 1)) {
		const char *cell = row->cells[i].text;

		*column = (int)i + 1;
		*at = i + 1;
		if (split_at_colon(a, cell, key, value) &&
		    (*value)[strspn(*value, " ")] != '\0')
			return true;
		if (!is_key(a, cell, key, &colon) || (!colon && i != start) ||
		    (behind = next_filled(row, i + 1)) == row->count)
			continue;
		*value = value_behind(a, row, behind, at);
		*column = (int)behind + 1;
		/* without a colon it may be a word of a title */
		if (colon || next_filled(row, behind + 1) == *at)
			return true;
	}
	return false;
}

/* The texts of a row's cells from FROM on, tabs between, behind START. */
static const char *
joined(struct sheet *s, const struct csv_row *row, size_t from,
    const char *start)
{
	struct arena *a = s->reading->arena;

	for (; from < row->count; from++) {
		const char *cell = sheet_cell(s, row, from);

		if (*cell != '\0')
			start = arena_printf(a, "%s%s%s", start,
			    *start == '\0' ? "" : "\t", reading_line(s->reading, cell));
	}
	return start;
}

bool
csv_begins_explanation(struct arena *a, const char *cell, const char **rest)
{
	const char *colon, *key;
	size_t n;

	if (*cell != 'g' && *cell != 'G')
		return false;
	colon = strchr(cell, ':');
	n = colon == NULL ? strlen(cell) : (size_t)(colon - cell);
	while (n > 0 && strchr("0123456789 .()", cell[n - 1]) != NULL)
		n--;		/* "Giải trình 1" */
	key = unicode_fold(a, arena_strndup(a, cell, n));
	*rest = colon == NULL ? "" : colon + 1 + strspn(colon + 1, " ");
	return strcmp(key, "giải trình") == 0 ||
	    strcmp(key, "giai_trinh") == 0 || strcmp(key, "giai trinh") == 0;
}

bool
csv_is_explanation(struct sheet *s, const struct csv_row *row, size_t *first,
    const char **rest)
{
	size_t i = 0;

	while (i < row->count && *row->cells[i].text == '\0')
		i++;
	*first = i;
	return i < row->count && csv_begins_explanation(s->reading->arena,
	    row->cells[i].text, rest);
}

bool
csv_explain(struct sheet *s, const struct csv_row *row)
{
	struct reading *r = s->reading;
	const char *rest;
	size_t i;

	if (!csv_is_explanation(s, row, &i, &rest))
		return false;
	*ARENA_PUSH(r->arena, r->reasons, r->reason_count, r->reason_cap) =
	    (struct said){ joined(s, row, i + 1, rest), row->line, (int)i + 1 };
	return true;
}

/* The line of blanks that says what may be left out. */
static bool
is_blank_remark(struct sheet *s, const struct csv_row *row)
{
	return strncmp(sheet_cell(s, row, 0), BLANK_REMARK,
	    strlen(BLANK_REMARK)) == 0;
}

/* Read what a line above the headers tells into the envelope; false when it tells
 * nothing. */
static bool
read_preamble_row(struct reading *r, const struct csv_row *row)
{
	enum envelope_key key;
	const char *value;
	int column;
	bool any = false, money = false;
	size_t at = 0;

	while (csv_preamble(r->arena, row, &at, &key, &value, &column)) {
		/* "Đơn vị: triệu đồng" */
		if (key == ENVELOPE_UNIT && envelope_money(r->arena, value) >= 0)
			key = ENVELOPE_MONEY;
		money |= key == ENVELOPE_MONEY;
		envelope_say(r, key, value, row->line, column);
		any = true;
	}
	if (any && !money)
		(void)money_hear(r, row, true);
	return any;
}

void
csv_read_preamble(struct sheet *s)
{
	size_t i;

	s->titles = arena_alloc(s->reading->arena,
	    (s->header + 1) * sizeof(*s->titles));
	for (i = 0; i < s->header; i++) {
		const struct csv_row *row = &s->table.rows[i];

		s->titles[i] = !sheet_row_is_blank(row) && !csv_explain(s, row) &&
		    !read_preamble_row(s->reading, row);
	}
}

void
csv_hear_titles(struct sheet *s)
{
	struct reading *r = s->reading;
	const struct said *said = r->envelope.said;
	date from, to;
	size_t i;

	for (i = 0; i < s->header; i++) {
		const struct csv_row *row = &s->table.rows[i];

		if (s->titles[i] && !money_hear(r, row, true) &&
		    !days_told(s, row, &from, &to) &&
		    !is_blank_remark(s, row) &&
		    said[ENVELOPE_UNIT].line != row->line &&
		    said[ENVELOPE_PERIOD].line != row->line)
			reading_report(r, D_PREAMBLE_IGNORED, row->line, 0,
			    sheet_row_text(r, row));
	}
}
