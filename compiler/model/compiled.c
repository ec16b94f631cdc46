/*
 * A checked submission as text: what a child hands to its parent and what
 * cache/ holds.  One line a row, a token a value: "." missing, "-" not
 * applicable, else r or e (reported, estimated) and the number.  Room: model.
 */
#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static const char magic[] = "tonghop-compiled-2";

static void
write_fact(const struct fact *f, struct text *out)
{
	char buf[DECIMAL_TEXT];

	switch (f->state) {
	case FACT_MISSING:
		text_add(out, " .");
		break;
	case FACT_NOT_APPLICABLE:
		text_add(out, " -");
		break;
	default:
		text_add(out, f->state == FACT_ESTIMATED ? " e" : " r");
		text_add(out, decimal_format(f->value, buf));
	}
}

void
compiled_write(const struct compiled *c, struct text *out)
{
	char period[PERIOD_TEXT];
	size_t i, j;

	text_addf(out, "%s %s %zu %s %s %d %zu %zu\n", magic, c->form->id,
	    c->unit->index, period_format(c->period, period),
	    submission_kind_name(c->kind), c->sequence, c->form->fact_count,
	    c->row_count);
	text_add(out, "columns");
	for (i = 0; i < c->form->fact_count; i++)
		text_addf(out, " %d", c->columns == NULL ? 0 : c->columns[i]);
	text_addf(out, "\ncontent %s\n", c->content);
	for (i = 0; i < c->row_count; i++) {
		text_addf(out, "%zu %d", c->rows[i].unit->index,
		    c->rows[i].line);
		for (j = 0; j < c->form->fact_count; j++)
			write_fact(&c->rows[i].facts[j], out);
		text_addc(out, '\n');
	}
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

/* A value as facts_put() can hold it: 64 bits of the field's smallest unit. */
static bool
is_storable(struct decimal d, const struct field *f)
{
	return decimal_rescale(&d, f->digits) && d.coef >= INT64_MIN &&
	    d.coef <= INT64_MAX;
}

static bool
next_fact(struct reader *r, const struct field *field, struct fact *f)
{
	const char *t = next_token(r);

	if (t == NULL)
		return false;
	if (strcmp(t, ".") == 0 || strcmp(t, "-") == 0) {
		f->state = *t == '.' ? FACT_MISSING : FACT_NOT_APPLICABLE;
		return true;
	}
	f->state = *t == 'e' ? FACT_ESTIMATED : FACT_REPORTED;
	return (*t == 'e' || *t == 'r') &&
	    decimal_parse(&f->value, t + 1, strlen(t + 1)) &&
	    is_storable(f->value, field);
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

static bool
read_row(struct reader *r, const struct catalog *catalog,
    const struct form *form, struct compiled_row *row)
{
	long long unit, line;
	size_t j;

	if (!next_number(r, 0, (long long)catalog->units->count - 1, &unit) ||
	    !next_number(r, 0, INT32_MAX, &line))
		return false;
	row->unit = catalog->units->list[unit];
	row->line = (int)line;
	row->facts = arena_alloc(r->arena,
	    form->fact_count * sizeof(*row->facts));
	for (j = 0; j < form->fact_count; j++)
		if (!next_fact(r, form->facts[j], &row->facts[j]))
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
	size_t i;

	/* a row takes at least four bytes: a false count cannot ask for more */
	if (!read_header(&r, catalog, c) || !read_columns(&r, c) ||
	    !read_content(&r, c) || c->row_count > len / 4)
		return NULL;
	c->rows = arena_alloc(a, c->row_count * sizeof(*c->rows));
	for (i = 0; i < c->row_count; i++)
		if (!read_row(&r, catalog, c->form, &c->rows[i]))
			return NULL;
	t = next_token(&r);
	return t != NULL && strcmp(t, "end") == 0 && next_line(&r) &&
	    r.p == r.end ? c : NULL;
}
