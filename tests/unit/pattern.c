/* Patterns match whole strings and give up on costly ones. */
#include "base/pattern.h"

#include <time.h>

#include "base/arena.h"
#include "check.h"

static const struct {
	const char		*pattern, *text;
	enum pattern_result	 result;
} cases[] = {
	{ "[0-9]{5}", "22327", PATTERN_MATCHES },
	{ "[0-9]{5}", "223271", PATTERN_DIFFERS },
	{ "[0-9]{5}", "x22327", PATTERN_DIFFERS },
	{ "[0-9]{5}", "22327\n", PATTERN_DIFFERS },
	{ "a|ab", "ab", PATTERN_MATCHES },
	{ "", "", PATTERN_MATCHES },
	{ "\\d+", "123", PATTERN_MATCHES },
	{ "\\d+", "\xd9\xa1", PATTERN_DIFFERS },	/* Arabic-Indic 1 */
	{ "\\w", "đ", PATTERN_DIFFERS },
	{ ".", "đ", PATTERN_MATCHES },		/* one character, two bytes */
	{ "[đĐ]", "Đ", PATTERN_MATCHES },
	{ "a b", "a b", PATTERN_MATCHES },
	{ "^a$", "a", PATTERN_MATCHES },
	{ ".", "\xff", PATTERN_TOO_COSTLY },	/* not UTF-8: no answer */
};

static void
wrong_patterns(struct arena *a)
{
	const char *error = NULL;
	size_t offset = 99;

	check(pattern_new(a, "a(b", &error, &offset) == NULL && error != NULL &&
	    offset == 3, "open parenthesis", "offset %zu", offset);
	check(pattern_new(a, "[z-a]", &error, &offset) == NULL, "bad range",
	    "taken");
	check(pattern_new(a, "\xff", &error, &offset) == NULL, "not UTF-8",
	    "taken");
	pattern_free(NULL);
}

/* No answer within a second, where a backtracker would take for ever. */
static void
costly(struct arena *a)
{
	static const char *const patterns[] = { "^(a+)+$", "(a|aa)+", "(a*)*b",
	    "((a?){30}a{30})+b" };
	char text[64];
	size_t i;

	memset(text, 'a', sizeof(text) - 2);
	text[sizeof(text) - 2] = '!';
	text[sizeof(text) - 1] = '\0';
	for (i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		const char *error;
		size_t offset;
		struct pattern *p = pattern_new(a, patterns[i], &error,
		    &offset);
		clock_t start = clock();
		enum pattern_result r = pattern_match(p, text);
		double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;

		/* PCRE2 may see without trying that there is no match */
		check(r != PATTERN_MATCHES && seconds < 20, patterns[i],
		    "result %d after %.1f s", (int)r, seconds);
		if (i == 0)
			check(r == PATTERN_TOO_COSTLY, "too costly", "%d",
			    (int)r);
		pattern_free(p);
	}
}

static void
groups(struct arena *a)
{
	const char *error;
	size_t offset;
	struct pattern *p = pattern_new(a,
	    "(?<form>[^_]+)_(?<period>[^_]+)(_(?<seq>[0-9]+))?\\.csv",
	    &error, &offset);

	check_string("group", pattern_group(a, p, "04-UT_2020-Q1_2.csv",
	    "period"), "2020-Q1");
	check_string("group with Vietnamese", pattern_group(a, p,
	    "Biểu_2020.csv", "form"), "Biểu");
	check_string("group that took no part", pattern_group(a, p,
	    "04-UT_2020-Q1.csv", "seq"), NULL);
	check_string("no such group", pattern_group(a, p,
	    "04-UT_2020-Q1.csv", "unit"), NULL);
	check_string("no match", pattern_group(a, p, "x.csv", "form"), NULL);
	pattern_free(p);
}

int
main(void)
{
	struct arena *a = arena_new();
	size_t i, offset;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *error;
		struct pattern *p = pattern_new(a, cases[i].pattern, &error,
		    &offset);
		enum pattern_result r = p == NULL ? (enum pattern_result)-1 :
		    pattern_match(p, cases[i].text);
		char name[64];

		snprintf(name, sizeof(name), "%zu: %s", i, cases[i].pattern);
		check(r == cases[i].result, name, "result %d", (int)r);
		pattern_free(p);
	}
	wrong_patterns(a);
	costly(a);
	groups(a);
	arena_free(a);
	return check_result();
}
