/*
 * libFuzzer target: the letter about a dropped file of any bytes.  It is
 * written whatever the file is, and the sender's own file with remarks is read
 * by intake as the very table that the file itself was read as.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "check/check.h"
#include "intake/intake.h"
#include "report/report.h"
#include "sample.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The rows as intake reads them, without their places in an XML file. */
static char *
rows_of(struct arena *a, const char *name, const void *data, size_t len,
    struct submission **s, struct diag *diag)
{
	struct text t;
	char *out;

	*s = intake_read(a, sample_site(), name, name, data, len,
	    date_of(2021, 1, 15), NULL, diag);
	if (*s == NULL)
		return NULL;
	text_init(&t, 64 * 1024 * 1024);
	intake_dump(*s, &t);
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	return out;
}

static bool
has(const char *s, const char *end, const char *words)
{
	return memmem(s, (size_t)(end - s), words, strlen(words)) != NULL;
}

/*
 * Whether several lines look like headers: letters may then take another one
 * for them than intake did, and nobody else would know better.
 */
static bool
has_many_headers(const struct form *form, const char *data, size_t len)
{
	size_t lines = 0, names = 0, i;
	const char *s = data, *end;

	for (; s < data + len; s = end + 1, names = 0) {
		end = memchr(s, '\n', (size_t)(data + len - s));
		if (end == NULL)
			end = data + len;
		for (i = 0; i < form->field_count; i++)
			names += has(s, end, form->fields[i]->name) ||
			    has(s, end, form->fields[i]->label);
		lines += names > 2;
	}
	return lines > 1;
}

static void
compare(struct arena *a, const char *name, const char *before,
    const struct text *copy)
{
	struct diag *diag = diag_new();
	struct submission *s;
	char *after = rows_of(a, name, text_string(copy), copy->len, &s, diag);

	if (after == NULL || strcmp(before, after) != 0) {
		fprintf(stderr, "--- before\n%s--- after\n%s--- copy\n%s\n",
		    before, after == NULL ? "nothing\n" : after,
		    text_string(copy));
		diag_print(diag, 0, stderr);
		abort();
	}
	diag_free(diag);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *name = names[len % 4], *suffix = "", *before;
	struct arena *a = arena_new();
	struct diag *diag = diag_new();
	struct submission *s;
	struct text copy, letter;
	struct letter l = { .catalog = sample_site(), .file = name,
	    .data = arena_strndup(a, (const char *)data, len), .len = len,
	    .received = date_of(2021, 1, 15), .deadline = DATE_NONE };
	const struct finding **list;
	size_t i;

	before = rows_of(a, name, l.data, len, &s, diag);
	if (s != NULL) {
		check_submission(a, l.catalog, s, diag);
		l.form = s->form;
		l.unit = s->unit;
	}
	list = arena_alloc(a, (diag_count(diag) + 1) * sizeof(*list));
	for (i = 0; i < diag_count(diag); i++)
		list[i] = diag_finding(diag, i);
	l.findings = list;
	l.finding_count = diag_count(diag);
	text_init(&letter, 64 * 1024 * 1024);
	report_letter_text(a, &l, &letter);
	report_letter_csv(a, &l, &letter);
	text_init(&copy, 64 * 1024 * 1024);
	if (report_letter_copy(a, &l, &copy, &suffix) && before != NULL &&
	    strcmp(suffix, ".csv") == 0 &&
	    !has_many_headers(s->form, l.data, len))
		compare(a, name, before, &copy);
	text_free(&copy);
	text_free(&letter);
	diag_free(diag);
	arena_free(a);
	return 0;
}
