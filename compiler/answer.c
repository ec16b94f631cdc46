/*
 * What a child process answers: words, numbers and findings as text, and what
 * its parent reads of them.
 */
#include <string.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/text.h"
#include "compile.h"

/* ---- the child's side ---- */

static void
put_finding(const struct finding *f, struct text *out)
{
	text_addf(out, "finding %d %d %d %d %s %s %s %zu %zu %zu\n", (int)f->code,
	    (int)f->severity, f->place.line, f->place.column,
	    f->field == NULL ? "-" : f->field,
	    f->rule == NULL ? "-" : f->rule,
	    f->unit == NULL ? "-" : f->unit,
	    f->place.file == NULL ? 0 : strlen(f->place.file),
	    strlen(f->text), f->formula == NULL ? 0 : strlen(f->formula));
	text_add(out, f->place.file == NULL ? "" : f->place.file);
	text_add(out, f->text);
	text_add(out, f->formula == NULL ? "" : f->formula);
	text_addc(out, '\n');
}

void
answer_findings(const struct diag *diag, struct text *out)
{
	size_t i;

	for (i = 0; i < diag_count(diag); i++)
		put_finding(diag_finding(diag, i), out);
}

/* ---- the parent's ---- */

const char *
cursor_word(struct cursor *c)
{
	const char *start = c->p;

	while (c->p < c->end && *c->p != ' ' && *c->p != '\n')
		c->p++;
	start = arena_strndup(c->arena, start, (size_t)(c->p - start));
	if (c->p < c->end)
		c->p++;
	return start;
}

/* A word, NULL for "-". */
static const char *
next_name(struct cursor *c)
{
	const char *word = cursor_word(c);

	return strcmp(word, "-") == 0 ? NULL : word;
}

int
cursor_int(struct cursor *c)
{
	const char *word = cursor_word(c);
	struct decimal d;

	return decimal_parse(&d, word, strlen(word)) && d.scale == 0 ?
	    (int)d.coef : 0;
}

const char *
cursor_bytes(struct cursor *c, int len)
{
	const char *out;

	if (len < 0 || (size_t)len > (size_t)(c->end - c->p))
		return NULL;
	out = arena_strndup(c->arena, c->p, (size_t)len);
	c->p += len;
	return out;
}

bool
answer_adopt(struct run *r, struct cursor *c, const char *path)
{
	int code = cursor_int(c), severity = cursor_int(c), file_len, text_len,
	    formula_len;
	struct finding f;

	f.place.line = cursor_int(c);
	f.place.column = cursor_int(c);
	f.field = next_name(c);
	f.rule = next_name(c);
	f.unit = next_name(c);
	file_len = cursor_int(c);
	text_len = cursor_int(c);
	formula_len = cursor_int(c);
	f.place.file = cursor_bytes(c, file_len);
	f.text = cursor_bytes(c, text_len);
	f.formula = cursor_bytes(c, formula_len);
	if (code < 0 || code >= D_MAX || severity < 0 ||
	    severity >= SEVERITY_MAX || f.place.file == NULL || f.text == NULL ||
	    f.formula == NULL)
		return false;
	f.code = (enum diag_code)code;
	f.severity = (enum severity)severity;
	if (path != NULL)
		f.place.file = path;
	else if (file_len == 0)
		f.place.file = NULL;
	if (formula_len == 0)
		f.formula = NULL;
	if (c->p < c->end)
		c->p++;
	diag_adopt(r->diag, &f);
	return true;
}
