/*
 * A checked submission as bytes: what a child hands to its parent and what
 * cache/ holds.  A few lines of words tell what it is; then come the rows, each
 * as its unit, its line, the states of its facts (one byte when they are all
 * alike, else one each behind a mark) and the numbers of those that have one.
 * Whole numbers are written seven bits a byte, the lowest first, the eighth bit
 * telling that more follow; the sign is the lowest bit of all (zigzag).  Room:
 * model.
 */
#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static const char magic[] = "tonghop-compiled-4";

enum { STATES_DIFFER = 0xff, NUMBER_BYTES = 10, BUFFER = 8192 };

/* Bytes on their way into a text. */
struct packer {
	struct text	*out;
	size_t		 len;
	unsigned char	 bytes[BUFFER];
};

static void
flush(struct packer *p)
{
	text_addn(p->out, (const char *)p->bytes, p->len);
	p->len = 0;
}

static void
put_bytes(struct packer *p, const void *data, size_t len)
{
	flush(p);
	text_addn(p->out, data, len);
}

static void
put_number(struct packer *p, uint64_t n)
{
	if (p->len > BUFFER - NUMBER_BYTES)
		flush(p);
	for (; n >= 0x80; n >>= 7)
		p->bytes[p->len++] = (unsigned char)(n | 0x80);
	p->bytes[p->len++] = (unsigned char)n;
}

/* 0, -1, 1, -2 ... as 0, 1, 2, 3 ... */
static uint64_t
zigzag(int64_t n)
{
	return (uint64_t)n << 1 ^ (n < 0 ? ~UINT64_C(0) : 0);
}

static int64_t
unzigzag(uint64_t n)
{
	return (int64_t)(n >> 1 ^ ((n & 1) != 0 ? ~UINT64_C(0) : 0));
}

static bool
has_number(uint8_t state)
{
	return state == FACT_REPORTED || state == FACT_ESTIMATED;
}

static void
put_facts(struct packer *p, const struct fact_row *r, size_t count)
{
	size_t i;

	for (i = 1; i < count && r->states[i] == r->states[0]; i++)
		;
	if (i >= count)
		put_number(p, count == 0 ? FACT_MISSING : r->states[0]);
	else {
		put_number(p, STATES_DIFFER);
		put_bytes(p, r->states, count);
	}
	for (i = 0; i < count; i++)
		if (has_number(r->states[i]))
			put_number(p, zigzag(r->values[i]));
}

/* "UT-12 22327 REASON": "-" for no unit; a reason is one line. */
static void
put_explanation(const struct explanation *e, struct text *out)
{
	const char *s;

	text_addf(out, "%s %s ", e->about, *e->unit == '\0' ? "-" : e->unit);
	for (s = e->reason; *s != '\0'; s++)
		text_addc(out, *s == '\n' ? ' ' : *s);
	text_addc(out, '\n');
}

void
compiled_write(const struct compiled *c, struct text *out)
{
	struct packer p = { .out = out };
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
	for (i = 0; i < c->row_count; i++) {
		put_number(&p, c->rows[i].unit->index);
		put_number(&p, (uint64_t)c->rows[i].line);
		put_facts(&p, &c->rows[i].facts, c->form->fact_count);
	}
	flush(&p);
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

static bool
read_explanation(struct reader *r, struct explanation *e)
{
	const char *end;

	*e = (struct explanation){ .about = next_token(r), .author = "",
	    .day = DATE_NONE };
	e->unit = next_token(r);
	if (e->about == NULL || e->unit == NULL || r->p >= r->end ||
	    *r->p != ' ')
		return false;
	if (strcmp(e->unit, "-") == 0)
		e->unit = "";
	r->p++;
	if ((end = memchr(r->p, '\n', (size_t)(r->end - r->p))) == NULL)
		return false;
	e->reason = arena_strndup(r->arena, r->p, (size_t)(end - r->p));
	r->p = end;
	return next_line(r);
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

/* A number below LIMIT (0: any) as put_number() writes it. */
static bool
take_number(struct reader *r, uint64_t limit, uint64_t *out)
{
	uint64_t n = 0;
	int shift;

	for (shift = 0; shift < 64 && r->p < r->end; shift += 7) {
		unsigned char byte = (unsigned char)*r->p++;

		/* of the tenth byte one bit is left */
		if (shift == 63 && byte > 1)
			return false;
		n |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			*out = n;
			return limit == 0 || n < limit;
		}
	}
	return false;
}

static bool
take_states(struct reader *r, uint8_t *states, size_t count)
{
	uint64_t state;
	size_t i;

	if (!take_number(r, STATES_DIFFER + 1, &state))
		return false;
	if (state != STATES_DIFFER) {
		memset(states, (int)state, count);
		return state <= FACT_NOT_APPLICABLE;
	}
	if ((size_t)(r->end - r->p) < count)
		return false;
	memcpy(states, r->p, count);
	r->p += count;
	for (i = 0; i < count; i++)
		if (states[i] > FACT_NOT_APPLICABLE)
			return false;
	return true;
}

static bool
take_row(struct reader *r, const struct catalog *catalog, size_t count,
    struct compiled_row *row)
{
	uint64_t unit, line, n;
	size_t i;

	if (!take_number(r, catalog->units->count, &unit) ||
	    !take_number(r, INT32_MAX, &line) ||
	    !take_states(r, row->facts.states, count))
		return false;
	row->unit = catalog->units->list[unit];
	row->line = (int)line;
	for (i = 0; i < count; i++) {
		if (!has_number(row->facts.states[i]))
			continue;
		if (!take_number(r, 0, &n))
			return false;
		row->facts.values[i] = unzigzag(n);
	}
	return true;
}

/* The rows, in one piece of memory for all of them. */
static bool
take_rows(struct reader *r, const struct catalog *catalog, struct compiled *c)
{
	size_t n = c->form->fact_count, i;
	struct fact_row all;

	/* a row takes at least three bytes: a false count cannot ask for more */
	if (c->row_count > (size_t)(r->end - r->p) / 3)
		return false;
	all = fact_row_new(r->arena, c->row_count * n);
	c->rows = arena_alloc(r->arena, c->row_count * sizeof(*c->rows));
	for (i = 0; i < c->row_count; i++) {
		c->rows[i].facts = (struct fact_row){ all.values + i * n,
		    all.states + i * n };
		if (!take_row(r, catalog, n, &c->rows[i]))
			return false;
	}
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
	    !next_number(r, 0, 10000000, &rows) || !next_line(r))
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
