/*
 * A checked submission as bytes: what a child hands to its parent and what
 * cache/ holds.  A few lines of words tell what it is; then come the rows, by
 * groups: the columns of their units, their lines and the states of their facts
 * (one number a row when they are all alike, else a mark, and one byte each
 * behind the column), then a column of numbers for each fact.  Room: model.
 */
#include "model/facts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "model/packed.h"

static const char magic[] = "tonghop-compiled-7";

enum {
	GROUP = PACKED_MAX,		/* rows */
	ROWS_MAX = 1000 * 1000,		/* more than intake takes */
	STATES_DIFFER = 0xff,
};

static bool
has_number(uint8_t state)
{
	return state == FACT_REPORTED || state == FACT_ESTIMATED;
}

/* The state of all facts of a row, or STATES_DIFFER. */
static int
state_of(const struct fact_row *r, size_t count)
{
	if (count == 0)
		return FACT_MISSING;
	return memcmp(r->states, r->states + 1, count - 1) == 0 ?
	    r->states[0] : STATES_DIFFER;
}

/* Units, lines and states of COUNT rows. */
static void
put_heads(const struct compiled_row *rows, size_t count, size_t fields,
    struct text *out)
{
	int64_t units[GROUP], lines[GROUP], states[GROUP];
	size_t i;

	for (i = 0; i < count; i++) {
		units[i] = (int64_t)rows[i].unit->index;
		lines[i] = rows[i].line;
		states[i] = state_of(&rows[i].facts, fields);
	}
	packed_put(out, units, count);
	packed_put(out, lines, count);
	packed_put(out, states, count);
	for (i = 0; i < count; i++)
		if (states[i] == STATES_DIFFER)
			text_addn(out, rows[i].facts.states, fields);
}

/* What is no number is written as 0, whatever a row keeps there. */
static void
put_group(const struct compiled_row *rows, size_t count, size_t fields,
    struct text *out)
{
	int64_t column[GROUP];
	size_t i, j;

	put_heads(rows, count, fields, out);
	for (j = 0; j < fields; j++) {
		for (i = 0; i < count; i++)
			column[i] = has_number(rows[i].facts.states[j]) ?
			    rows[i].facts.values[j] : 0;
		packed_put(out, column, count);
	}
}

/* "UT-12 22327 LINE COLUMN USED DAY AUTHOR<tab>REASON": "-" for no unit. */
static void
put_explanation(const struct explanation *e, struct text *out)
{
	text_addf(out, "%s %s %d %d %d %d %s\t%s\n", e->about,
	    *e->unit == '\0' ? "-" : e->unit, e->line, e->column, e->used,
	    (int)e->day, e->author, e->reason);
}

void
compiled_write(const struct compiled *c, struct text *out)
{
	char period[PERIOD_TEXT];
	size_t i;

	text_addf(out, "%s %s %zu %s %s %d %zu %zu\n", magic, c->form->id,
	    c->unit->index, period_format(c->period, period),
	    submission_kind_name(c->kind), c->sequence, c->form->fact_count,
	    c->row_count);
	text_add(out, "columns");
	for (i = 0; i < c->form->fact_count; i++)
		text_addf(out, " %d", c->columns == NULL ? 0 : c->columns[i]);
	text_addf(out, "\ncontent %s\nexplanations %zu\n", c->content,
	    c->explanations.count);
	for (i = 0; i < c->explanations.count; i++)
		put_explanation(&c->explanations.list[i], out);
	for (i = 0; i < c->row_count; i += GROUP)
		put_group(c->rows + i, c->row_count - i < GROUP ?
		    c->row_count - i : GROUP, c->form->fact_count, out);
	text_add(out, "end\n");
}

/* The next token up to a blank or line end; NULL at the end of the line. */
struct reader {
	struct arena	*arena;
	const char	*p, *end;
};

static const char *
next_token(struct reader *r)
{
	const char *start;

	while (r->p < r->end && *r->p == ' ')
		r->p++;
	start = r->p;
	while (r->p < r->end && *r->p != ' ' && *r->p != '\n')
		r->p++;
	return r->p == start ? NULL : arena_strndup(r->arena, start,
	    (size_t)(r->p - start));
}

static bool
next_line(struct reader *r)
{
	if (r->p >= r->end || *r->p != '\n')
		return false;
	r->p++;
	return true;
}

static bool
next_number(struct reader *r, long long min, long long max, long long *out)
{
	const char *t = next_token(r);
	struct decimal d;

	if (t == NULL || !decimal_parse(&d, t, strlen(t)) || d.scale != 0 ||
	    d.coef < min || d.coef > max)
		return false;
	*out = (long long)d.coef;
	return true;
}

/* What stands at R up to MARK, which is passed over; NULL: there is none. */
static const char *
take_up_to(struct reader *r, char mark)
{
	const char *start = r->p;
	const char *end = memchr(start, mark, (size_t)(r->end - start));

	if (end == NULL)
		return NULL;
	r->p = end + 1;
	return arena_strndup(r->arena, start, (size_t)(end - start));
}

static bool
read_explanation(struct reader *r, struct explanation *e)
{
	long long line, column, used, day;

	*e = (struct explanation){ .about = next_token(r) };
	if (e->about == NULL || (e->unit = next_token(r)) == NULL ||
	    !next_number(r, 0, INT_MAX, &line) ||
	    !next_number(r, 0, INT_MAX, &column) ||
	    !next_number(r, 0, 1, &used) ||
	    !next_number(r, INT_MIN, INT_MAX, &day) || r->p >= r->end ||
	    *r->p++ != ' ')
		return false;
	if (strcmp(e->unit, "-") == 0)
		e->unit = "";
	e->line = (int)line;
	e->column = (int)column;
	e->used = used != 0;
	e->day = (date)day;
	return (e->author = take_up_to(r, '\t')) != NULL &&
	    (e->reason = take_up_to(r, '\n')) != NULL &&
	    strchr(e->author, '\n') == NULL;
}

static bool
read_explanations(struct reader *r, struct compiled *c)
{
	struct explanations *all = &c->explanations;
	const char *t = next_token(r);
	long long count;

	if (t == NULL || strcmp(t, "explanations") != 0 ||
	    !next_number(r, 0, 100000, &count) || !next_line(r))
		return false;
	for (; count > 0; count--)
		if (!read_explanation(r, ARENA_PUSH(r->arena, all->list,
		    all->count, all->cap)))
			return false;
	return true;
}

static bool
take_states(struct reader *r, int64_t state, uint8_t *states, size_t count)
{
	size_t i;

	if (state >= 0 && state <= FACT_NOT_APPLICABLE) {
		memset(states, (int)state, count);
		return true;
	}
	if (state != STATES_DIFFER || (size_t)(r->end - r->p) < count)
		return false;
	memcpy(states, r->p, count);
	r->p += count;
	for (i = 0; i < count; i++)
		if (states[i] > FACT_NOT_APPLICABLE)
			return false;
	return true;
}

static bool
take_heads(struct reader *r, const struct units *all,
    struct compiled_row *rows, size_t count, size_t fields)
{
	int64_t units[GROUP], lines[GROUP], states[GROUP];
	size_t i;

	if (!packed_take(&r->p, r->end, units, count) ||
	    !packed_take(&r->p, r->end, lines, count) ||
	    !packed_take(&r->p, r->end, states, count))
		return false;
	for (i = 0; i < count; i++) {
		if (units[i] < 0 || (uint64_t)units[i] >= all->count ||
		    lines[i] < 0 || lines[i] > INT32_MAX ||
		    !take_states(r, states[i], rows[i].facts.states, fields))
			return false;
		rows[i].unit = all->list[units[i]];
		rows[i].line = (int)lines[i];
	}
	return true;
}

static bool
take_group(struct reader *r, const struct units *all,
    struct compiled_row *rows, size_t count, size_t fields)
{
	int64_t column[GROUP];
	size_t i, j;

	if (!take_heads(r, all, rows, count, fields))
		return false;
	for (j = 0; j < fields; j++) {
		if (!packed_take(&r->p, r->end, column, count))
			return false;
		for (i = 0; i < count; i++)
			rows[i].facts.values[j] = column[i];
	}
	return true;
}

/* The rows, in one piece of memory for all of them. */
static bool
take_rows(struct reader *r, const struct catalog *catalog, struct compiled *c)
{
	size_t n = c->form->fact_count, i;
	struct fact_row all;

	/* every group has its columns: a false count asks for little memory */
	if (c->row_count / GROUP * (n + 3) > (size_t)(r->end - r->p))
		return false;
	all = fact_row_new(r->arena, c->row_count * n);
	c->rows = arena_alloc(r->arena, c->row_count * sizeof(*c->rows));
	for (i = 0; i < c->row_count; i++)
		c->rows[i].facts = (struct fact_row){ all.values + i * n,
		    all.states + i * n };
	for (i = 0; i < c->row_count; i += GROUP)
		if (!take_group(r, catalog->units, c->rows + i,
		    c->row_count - i < GROUP ? c->row_count - i : GROUP, n))
			return false;
	return true;
}

static bool
read_header(struct reader *r, const struct catalog *catalog,
    struct compiled *c)
{
	long long unit, sequence, fields, rows;
	const char *t;

	if ((t = next_token(r)) == NULL || strcmp(t, magic) != 0 ||
	    (t = next_token(r)) == NULL ||
	    (c->form = catalog_form(catalog, t)) == NULL ||
	    !next_number(r, 0, (long long)catalog->units->count - 1, &unit) ||
	    (t = next_token(r)) == NULL || !period_parse(t, &c->period) ||
	    (t = next_token(r)) == NULL ||
	    !submission_kind_parse(t, &c->kind) ||
	    !next_number(r, 0, 1000000, &sequence) ||
	    !next_number(r, 0, 100000, &fields) ||
	    (size_t)fields != c->form->fact_count ||
	    !next_number(r, 0, ROWS_MAX, &rows) || !next_line(r))
		return false;
	c->unit = catalog->units->list[unit];
	c->sequence = (int)sequence;
	c->row_count = (size_t)rows;
	return true;
}

static bool
read_columns(struct reader *r, struct compiled *c)
{
	const char *t = next_token(r);
	long long n;
	size_t i;

	if (t == NULL || strcmp(t, "columns") != 0)
		return false;
	c->columns = arena_alloc(r->arena,
	    c->form->fact_count * sizeof(*c->columns));
	for (i = 0; i < c->form->fact_count; i++) {
		if (!next_number(r, 0, 100000, &n))
			return false;
		c->columns[i] = (int)n;
	}
	return next_line(r);
}

static bool
read_content(struct reader *r, struct compiled *c)
{
	const char *t = next_token(r);

	if (t == NULL || strcmp(t, "content") != 0 ||
	    (c->content = next_token(r)) == NULL)
		return false;
	return next_line(r);
}

struct compiled *
compiled_read(struct arena *a, const struct catalog *catalog, const char *s,
    size_t len)
{
	struct reader r = { a, s, s + len };
	struct compiled *c = arena_alloc(a, sizeof(*c));
	const char *t;

	if (!read_header(&r, catalog, c) || !read_columns(&r, c) ||
	    !read_content(&r, c) || !read_explanations(&r, c) ||
	    !take_rows(&r, catalog, c))
		return NULL;
	t = next_token(&r);
	return t != NULL && strcmp(t, "end") == 0 && next_line(&r) &&
	    r.p == r.end ? c : NULL;
}
