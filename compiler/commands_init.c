/*
 * The command init: a new site, made of commented examples, that runs as it
 * is.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "commands.h"

enum { EXAMPLE_MAX = 16 * 1024 * 1024 };

/* The shipped examples. */
static const struct {
	const char	*from;	/* below the shipped data */
	const char	*to;
	const char	*this_year, *next_year, *last_year;	/* in its text */
} examples[] = {
	{ "samples/new-site/units.csv", "units.csv", NULL, NULL, NULL },
	{ "samples/khanh-hoa/plans/2020.xml", NULL /* by year */, "2020", "2021",
	    "2019" },
	/* the last one: it makes the folder a site */
	{ "samples/new-site/site.xml", "site.xml", "@YEAR@", "@NEXT@", NULL },
};

/* Whether WORD, if there is one, stands at S. */
static bool
stands_at(const char *s, const char *word)
{
	return word != NULL && strncmp(s, word, strlen(word)) == 0;
}

/* The text of an example, its years moved so that this one is YEAR. */
static void
put_example(struct text *t, const char *s, size_t i, int year)
{
	while (*s != '\0') {
		if (stands_at(s, examples[i].this_year)) {
			text_addf(t, "%d", year);
			s += strlen(examples[i].this_year);
		} else if (stands_at(s, examples[i].next_year)) {
			text_addf(t, "%d", year + 1);
			s += strlen(examples[i].next_year);
		} else if (stands_at(s, examples[i].last_year)) {
			text_addf(t, "%d", year - 1);
			s += strlen(examples[i].last_year);
		} else
			text_addc(t, *s++);
	}
}

static bool
write_example(struct run *r, size_t i, int year)
{
	const char *from = file_join(r->arena, r->data, examples[i].from);
	const char *to = file_join(r->arena, r->site, examples[i].to == NULL ?
	    arena_printf(r->arena, "plans/%d.xml", year) : examples[i].to);
	struct text t;
	size_t len;
	char *s = file_read(r->arena, from, EXAMPLE_MAX, &len);
	bool ok;

	if (s == NULL)
		return run_failed(r, from);
	text_init(&t, EXAMPLE_MAX);
	put_example(&t, s, i, year);
	ok = file_write(to, text_string(&t), t.len) || run_failed(r, to);
	text_free(&t);
	return ok;
}

bool
cmd_init(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	static const char *const folders[] = { "inbox", "plans", "templates" };
	int year, month, day;
	size_t i;

	(void)count;
	r->site = args[0];
	if (file_exists(file_join(r->arena, r->site, "site.xml"))) {
		errno = EEXIST;
		return run_failed(r, file_join(r->arena, r->site, "site.xml"));
	}
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (!file_make_folder(file_join(r->arena, r->site, folders[i])))
			return run_failed(r, folders[i]);
	date_split(r->today, &year, &month, &day);
	for (i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		if (!write_example(r, i, year))
			return false;
	if (o->quiet)
		return true;
	printf(_("%s is a site now.  Edit site.xml, units.csv and "
	    "plans/%d.xml, then:"), r->site, year);
	printf("\n    tonghop check -C %s\n    tonghop form 04-UT 011 %d-Q1 -C "
	    "%s\n    tonghop run -C %s\n", r->site, year, r->site, r->site);
	return true;
}
