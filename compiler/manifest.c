/*
 * The manifest of a report: what it was made from, what it prints and what it
 * corrects, as lines of words between tabs.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"
#include "publish.h"

enum { FIELDS_MAX = 10 };

void
manifest_add(struct arena *a, struct manifest *m, const char *kind,
    const char *sha256, const char *name)
{
	*ARENA_PUSH(a, m->files, m->file_count, m->file_cap) =
	    (struct manifest_file){ kind, sha256, name };
}

bool
manifest_is_archived(const struct manifest_file *f)
{
	return strcmp(f->kind, "submission") != 0 && *f->sha256 != '\0';
}

bool
manifest_has(const struct manifest *m, const char *sha256)
{
	size_t i;

	for (i = 0; i < m->file_count; i++)
		if (strcmp(m->files[i].sha256, sha256) == 0)
			return true;
	return false;
}

void
manifest_write(const struct manifest *m, struct text *t)
{
	char day[DATE_TEXT], before[DATE_TEXT];
	size_t i;

	text_addf(t, "tonghop\t%s\nreport\t%s\t%s\t%s\nday\t%s\nstate\t%s\n"
	    "edition\t%d\ndocument\t%s\npdf\t%s\n", m->program, m->report,
	    m->unit, m->period, date_format(m->day, day),
	    m->final ? "final" : "draft", m->edition, m->document, m->pdf);
	if (m->made != DATE_NONE)
		text_addf(t, "made\t%s\t%d\n", date_format(m->made, day),
		    m->receipts);
	for (i = 0; i < MADE_PDF; i++)
		if (m->tables[i] != NULL)
			text_addf(t, "table\t%s\t%s\n", tables_suffixes[i],
			    m->tables[i]);
	if (m->replaces != DATE_NONE)
		text_addf(t, "replaces\t%s\n", date_format(m->replaces, day));
	for (i = 0; i < m->file_count; i++)
		text_addf(t, "from\t%s\t%s\t%s\n", m->files[i].kind,
		    m->files[i].sha256, m->files[i].name);
	for (i = 0; i < m->erratum_count; i++) {
		const struct data_erratum *e = &m->errata[i];

		text_addf(t, "erratum\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
		    e->edition, date_format(e->before_day, before),
		    date_format(e->day, day), e->unit, e->item, e->as,
		    e->before, e->now, e->cause);
	}
	for (i = 0; i < m->printed_count; i++)
		text_addf(t, "printed\t%s\t%s\t%s\t%s\n", m->printed[i].unit,
		    m->printed[i].item, m->printed[i].as, m->printed[i].text);
}

/* ---- reading ---- */

typedef bool reader(struct arena *, struct manifest *, const char *const *);

static bool
read_program(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	m->program = f[0];
	return true;
}

static bool
read_report(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	m->report = f[0];
	m->unit = f[1];
	m->period = f[2];
	return true;
}

static bool
read_day(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return date_parse(f[0], &m->day);
}

static bool
read_state(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	m->final = strcmp(f[0], "final") == 0;
	return m->final || strcmp(f[0], "draft") == 0;
}

static bool
parse_count(const char *s, int *n)
{
	size_t len = strlen(s);

	*n = (int)strtol(s, NULL, 10);
	return len > 0 && len < 10 && strspn(s, "0123456789") == len;
}

static bool
parse_edition(const char *s, int *n)
{
	return parse_count(s, n) && *n > 0;
}

static bool
read_edition(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return parse_edition(f[0], &m->edition);
}

static bool
read_replaces(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return date_parse(f[0], &m->replaces);
}

static bool
read_made(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return date_parse(f[0], &m->made) && parse_count(f[1], &m->receipts);
}

/* A digest that a line has alone. */
static bool
take_digest(const char **out, const char *text)
{
	*out = text;
	return strlen(text) == DIGEST_HEX - 1;
}

static bool
read_document(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return take_digest(&m->document, f[0]);
}

static bool
read_pdf(struct arena *a, struct manifest *m, const char *const *f)
{
	(void)a;
	return take_digest(&m->pdf, f[0]);
}

static bool
read_table(struct arena *a, struct manifest *m, const char *const *f)
{
	size_t i;

	(void)a;
	for (i = 0; i < MADE_PDF; i++)
		if (strcmp(tables_suffixes[i], f[0]) == 0)
			return take_digest(&m->tables[i], f[1]);
	return true;	/* of a kind that there is no more */
}

static bool
read_from(struct arena *a, struct manifest *m, const char *const *f)
{
	manifest_add(a, m, f[0], f[1], f[2]);
	return true;
}

static bool
read_erratum(struct arena *a, struct manifest *m, const char *const *f)
{
	struct data_erratum *e = ARENA_PUSH(a, m->errata, m->erratum_count,
	    m->erratum_cap);

	e->unit = f[3];
	e->item = f[4];
	e->as = f[5];
	e->before = f[6];
	e->now = f[7];
	e->cause = f[8];
	return parse_edition(f[0], &e->edition) &&
	    date_parse(f[1], &e->before_day) && date_parse(f[2], &e->day);
}

static bool
read_printed(struct arena *a, struct manifest *m, const char *const *f)
{
	*ARENA_PUSH(a, m->printed, m->printed_count, m->printed_cap) =
	    (struct manifest_printed){ f[0], f[1], f[2], f[3] };
	return true;
}

static const struct {
	const char	*name;
	size_t		 fields;
	reader		*read;
} lines[] = {
	{ "tonghop", 1, read_program },
	{ "report", 3, read_report },
	{ "day", 1, read_day },
	{ "state", 1, read_state },
	{ "edition", 1, read_edition },
	{ "replaces", 1, read_replaces },
	{ "document", 1, read_document },
	{ "pdf", 1, read_pdf },
	{ "made", 2, read_made },
	{ "table", 2, read_table },
	{ "from", 3, read_from },
	{ "erratum", 9, read_erratum },
	{ "printed", 4, read_printed },
};

/* Divide a line at its tabs; how many fields it has, FIELDS_MAX at most. */
static size_t
divide(char *line, const char *fields[FIELDS_MAX])
{
	size_t n = 0;

	for (;;) {
		char *tab = strchr(line, '\t');

		if (n < FIELDS_MAX)
			fields[n] = line;
		n++;
		if (tab == NULL)
			return n;
		*tab = '\0';
		line = tab + 1;
	}
}

static bool
read_line(struct arena *a, struct manifest *m, char *line)
{
	const char *fields[FIELDS_MAX];
	size_t i, n = divide(line, fields);

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (strcmp(lines[i].name, fields[0]) == 0)
			return n == lines[i].fields + 1 &&
			    lines[i].read(a, m, fields + 1);
	return false;
}

struct manifest *
manifest_read(struct arena *a, const char *text)
{
	struct manifest *m = arena_alloc(a, sizeof(*m));
	char *p = arena_strdup(a, text), *end;

	m->replaces = m->made = DATE_NONE;
	for (; (end = strchr(p, '\n')) != NULL; p = end + 1) {
		*end = '\0';
		if (!read_line(a, m, p))
			return NULL;
	}
	return *p == '\0' && m->program != NULL && m->report != NULL &&
	    m->edition > 0 && m->document != NULL && m->pdf != NULL ? m : NULL;
}
