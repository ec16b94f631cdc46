/* The lines above the table of a CSV submission.  Room: intake. */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_csv.h"

enum { KEY_MAX = 64 };		/* bytes; no key is longer */

/* Whether words may end before AT: behind a blank or a mark; STRONG: behind a mark or
 * a gap, as between things that have nothing to do with each other. */
static bool
may_begin(const char *s, const char *at, bool strong)
{
	static const char signs[] = "([;,|-\t\xa0\x93\x94";	/* also dashes */

	if (at == s || strchr(signs, at[-1]) != NULL)
		return true;
	return at[-1] == ' ' && (!strong || at - 1 == s || at[-2] == ' ' ||
	    at[-2] == '.' || strchr(signs, at[-2]) != NULL);
}

/* Where the key begins that ends at COLON; NULL when none does. */
static const char *
key_before(struct arena *a, const char *s, const char *colon, bool strong,
    enum envelope_key *key)
{
	const char *at = colon - s > KEY_MAX ? colon - KEY_MAX : s;

	for (; at < colon; at++)
		if (may_begin(s, at, strong) && *at != ' ' && envelope_key(a,
		    arena_strndup(a, at, (size_t)(colon - at)), key))
			return at;
	return NULL;
}

/* The first key in a text with a colon behind it, which is in *COLON; NULL: none. */
static const char *
find_key(struct arena *a, const char *s, bool strong, enum envelope_key *key,
    const char **colon)
{
	const char *from = s, *at = NULL;

	while (at == NULL && (*colon = strchr(from, ':')) != NULL) {
		at = key_before(a, s, *colon, strong, key);
		from = *colon + 1;
	}
	return at;
}

/* The text from S to END without what divides it from what follows. */
static const char *
cut_off(struct arena *a, const char *s, const char *end)
{
	while (end > s && strchr(" \t([;,|.-", end[-1]) != NULL)
		end--;
	return arena_strndup(a, s, (size_t)(end - s));
}

/*
 * "Đơn vị tính: đồng" in one cell; *REST is the next of the kind in the same cell,
 * NULL when there is none.  FIRST: nothing of the cell was read before.
 */
static bool
split_at_colon(struct arena *a, const char *s, bool first,
    enum envelope_key *key, const char **value, const char **rest)
{
	const char *colon, *at = find_key(a, s, first, key, &colon), *next;
	enum envelope_key other;

	*rest = NULL;
	/* within other words it may be the number of what they quote */
	if (at == NULL || (*key == ENVELOPE_FORM && at != s + strspn(s, " (")))
		return false;
	*value = colon + 1;
	if ((next = find_key(a, *value, false, &other, &colon)) != NULL) {
		*rest = next;
		*value = cut_off(a, *value, next);
	}
	if (at > s && at[-1] == '(' && strchr(*value, '(') == NULL)
		*value = arena_strndup(a, *value, strcspn(*value, ")"));
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

/* Bytes after which no further cell is joined: no value, and no reason with its
 * units, is as long. */
enum { JOINED_MOST = 4096 };

/* The cells from FROM on up to the next that is a key, blanks between; *AT is
 * set to where they end. */
static const char *
value_behind(struct arena *a, const struct csv_row *row, size_t from,
    size_t *at)
{
	const char *value = row->cells[from].text, *other, *rest;
	enum envelope_key key;
	bool colon;
	size_t i = from;

	while ((i = next_filled(row, i + 1)) < row->count &&
	    !is_key(a, row->cells[i].text, &key, &colon) &&
	    !split_at_colon(a, row->cells[i].text, true, &key, &other, &rest))
		if (strlen(value) < JOINED_MOST)
			value = arena_printf(a, "%s %s", value,
			    row->cells[i].text);
	*at = i;
	return value;
}

bool
csv_preamble(struct arena *a, const struct csv_row *row,
    struct preamble_at *from, enum envelope_key *key, const char **value,
    int *column)
{
	size_t start = next_filled(row, from->cell), i, behind, *at = &from->cell;
	bool colon;

	*column = (int)from->cell;
	if (from->rest != NULL && split_at_colon(a, from->rest, false, key,
	    value, &from->rest))
		return true;
	for (i = start; i < row->count; i = next_filled(row, i + 1)) {
		const char *cell = row->cells[i].text;

		*column = (int)i + 1;
		*at = i + 1;
		if (split_at_colon(a, cell, true, key, value, &from->rest) &&
		    (*value)[strspn(*value, " ")] != '\0')
			return true;
		from->rest = NULL;
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

		if (*cell != '\0' && strlen(start) < JOINED_MOST)
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
	reading_reason(r, (struct said){ joined(s, row, i + 1, rest), row->line,
	    (int)i + 1 });
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
	struct preamble_at at = { 0, NULL };

	while (csv_preamble(r->arena, row, &at, &key, &value, &column)) {
		/* "Đơn vị: triệu đồng" */
		if (key == ENVELOPE_UNIT && money_told(r, value) !=
		    MONEY_UNCLEAR)
			key = ENVELOPE_MONEY;
		money |= key == ENVELOPE_MONEY;
		/* "Đơn vị tính: hộ" tells nothing of money */
		if (key != ENVELOPE_MONEY || money_told(r, value) !=
		    MONEY_NONE)
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
