/* The sender's own file with remarks.  Room: report. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "report/report_remarks.h"

enum { REMARK_MAX = 1500 };	/* bytes of one finding in a remark */

void
remarks_copy(struct remarks *r, size_t to)
{
	if (to > r->copied) {
		text_addn(r->out, r->data + r->copied, to - r->copied);
		r->copied = to;
	}
}

uint32_t
remarks_unit(const struct remarks *r, size_t at)
{
	const struct recode *recode = &r->parts->file.recode;

	return at + recode->unit <= r->len ?
	    recode_unit(recode, r->data + at) : 0;
}

const char *
remarks_text(struct remarks *r, const struct finding *f)
{
	const char *text, *cause = letter_cause(r->arena, r->parts->letter, f,
	    &text);
	char *s, *p;

	/* of rules the cause has the sentence, the text only the figures */
	s = arena_printf(r->arena, "%s: %s", diag_code_name(f->code),
	    strcmp(text, f->text) == 0 ? text : strcmp(text, cause) == 0 ?
	    cause : arena_printf(r->arena, "%s: %s", cause, text));
	if (strlen(s) > REMARK_MAX) {
		for (p = s + REMARK_MAX; ((unsigned char)*p & 0xc0) == 0x80;)
			p--;
		*p = '\0';
		s = arena_printf(r->arena, "%s\xe2\x80\xa6", s);
	}
	for (p = s; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20)
			*p = ' ';
	return s;
}

static int
by_line(const void *pa, const void *pb)
{
	const struct finding *a = *(const struct finding *const *)pa;
	const struct finding *b = *(const struct finding *const *)pb;

	if (a->place.line != b->place.line)
		return a->place.line < b->place.line ? -1 : 1;
	return a->place.column < b->place.column ? -1 :
	    a->place.column > b->place.column;
}

bool
report_letter_copy(struct arena *a, const struct letter *l, struct text *out,
    const char **suffix)
{
	struct remarks r = { .arena = a, .parts = letter_parts(a, l),
	    .data = l->data, .len = l->len, .out = out };
	size_t i;

	if (!r.parts->file.is_text)
		return false;
	r.findings = arena_alloc(a, (l->finding_count + 1) *
	    sizeof(*r.findings));
	for (i = 0; i < l->finding_count; i++)
		if (l->findings[i]->severity != SEVERITY_NOTICE)
			r.findings[r.count++] = l->findings[i];
	qsort(r.findings, r.count, sizeof(*r.findings), by_line);
	*suffix = r.parts->file.is_xml ? ".xml" : ".csv";
	if (r.parts->file.is_xml)
		remarks_xml(&r);
	else
		remarks_csv(&r);
	remarks_copy(&r, l->len);
	return true;
}
