/*
 * Periods as people write them: "Quý I/2020", "Q1-2020", "tháng 03/2020", "6
 * tháng đầu năm 2020", "cả năm 2020".  Room: intake.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_parts.h"

enum { TOKENS_MAX = 8, TOKEN_SIZE = 8 };

/* The words and numbers of a text, without marks, in lower case. */
struct tokens {
	size_t	 count;
	char	 text[TOKENS_MAX][TOKEN_SIZE];
};

/* What stands beside the year.  "#" is any number, "@" a Roman one. */
static const struct {
	const char	*words;
	enum period_kind kind;
	int		 index;		/* 0: the number */
} shapes[] = {
	{ "quy #", PERIOD_QUARTER, 0 }, { "quy @", PERIOD_QUARTER, 0 },
	{ "qui #", PERIOD_QUARTER, 0 }, { "qui @", PERIOD_QUARTER, 0 },
	{ "q #", PERIOD_QUARTER, 0 }, { "@", PERIOD_QUARTER, 0 },
	{ "3 thang dau nam", PERIOD_QUARTER, 1 },
	{ "ba thang dau nam", PERIOD_QUARTER, 1 },
	{ "6 thang dau nam", PERIOD_HALF, 1 },
	{ "sau thang dau nam", PERIOD_HALF, 1 },
	{ "6 thang cuoi nam", PERIOD_HALF, 2 },
	{ "sau thang cuoi nam", PERIOD_HALF, 2 }, { "h #", PERIOD_HALF, 0 },
	{ "9 thang dau nam", PERIOD_NINE_MONTHS, 1 },
	{ "chin thang dau nam", PERIOD_NINE_MONTHS, 1 },
	{ "9 thang nam", PERIOD_NINE_MONTHS, 1 },
	{ "9 thang", PERIOD_NINE_MONTHS, 1 },
	{ "12 thang nam", PERIOD_YEAR, 1 }, { "12 thang", PERIOD_YEAR, 1 },
	{ "nam", PERIOD_YEAR, 1 }, { "ca nam", PERIOD_YEAR, 1 },
	{ "thang # nam", PERIOD_MONTH, 0 }, { "thang #", PERIOD_MONTH, 0 },
	{ "t #", PERIOD_MONTH, 0 }, { "#", PERIOD_MONTH, 0 },
	{ "quy # nam", PERIOD_QUARTER, 0 }, { "quy @ nam", PERIOD_QUARTER, 0 },
	{ "qui @ nam", PERIOD_QUARTER, 0 },
};

/* Cut a text at everything between its words and numbers; false when there are
 * more or longer ones than periods have. */
static bool
cut(struct arena *a, const char *s, struct tokens *t)
{
	const char *p = unicode_ascii(a, unicode_fold(a, s));

	t->count = 0;
	while (*p != '\0') {
		bool digit = isdigit((unsigned char)*p) != 0;
		size_t n = 0;

		if (strchr(" ./-,:", *p) != NULL) {
			p++;
			continue;
		}
		while (digit ? isdigit((unsigned char)p[n]) :
		    isalpha((unsigned char)p[n]))
			n++;
		if (n == 0 || n >= TOKEN_SIZE || t->count == TOKENS_MAX)
			return false;
		memcpy(t->text[t->count], p, n);
		t->text[t->count++][n] = '\0';
		p += n;
	}
	return true;
}

static bool
is_year(const char *s)
{
	return strlen(s) == 4 && (*s == '1' || *s == '2');
}

/*
 * Take the year out; false when there is not one, or when one digit behind it
 * may be a month or a quarter.
 */
static bool
take_year(struct tokens *t, int *year)
{
	size_t i, at = t->count;

	for (i = 0; i < t->count; i++)
		if (is_year(t->text[i])) {
			if (at < t->count)
				return false;
			at = i;
		}
	if (at == t->count || (at == 0 && t->count == 2 &&
	    isdigit((unsigned char)t->text[1][0]) && t->text[1][1] == '\0'))
		return false;
	*year = (int)strtol(t->text[at], NULL, 10);
	t->count--;
	memmove(t->text[at], t->text[at + 1],
	    (t->count - at) * sizeof(t->text[0]));
	return true;
}

/* A Roman number up to IV; 0 when it is none. */
static int
roman(const char *s)
{
	static const char *const numbers[] = { "i", "ii", "iii", "iv" };
	int i;

	for (i = 0; i < 4; i++)
		if (strcmp(s, numbers[i]) == 0)
			return i + 1;
	return 0;
}

/* Whether the tokens are these words; the number among them in *NUMBER. */
static bool
are(const struct tokens *t, const char *words, int *number)
{
	size_t i;

	for (i = 0; i < t->count; i++, words += *words == ' ') {
		const char *s = t->text[i];
		size_t n = strcspn(words, " ");

		if (*words == '#' && isdigit((unsigned char)*s) &&
		    strlen(s) <= 2)
			*number = (int)strtol(s, NULL, 10);
		else if (*words == '@' && roman(s) > 0)
			*number = roman(s);
		else if (n == 0 || strlen(s) != n || memcmp(s, words, n) != 0)
			return false;
		words += n;
	}
	return *words == '\0';
}

/* How many years stand in a text, each as four digits. */
static size_t
count_years(const char *s)
{
	size_t count = 0, n;

	for (; *s != '\0'; s += n > 0 ? n : 1) {
		n = strspn(s, "0123456789");
		count += n == 4;
	}
	return count;
}

/* The one period of which a text speaks among other words: "Báo cáo quý I/2020". */
static bool
is_among_words(struct arena *a, const char *s, struct period *p)
{
	struct period list[2];

	if (count_years(s) != 1 || periods_spoken_of(a, s, list, 2) != 1 ||
	    list[0].year == 0)
		return false;
	*p = list[0];
	return true;
}

bool
period_of_words(struct arena *a, const char *s, struct period *p)
{
	struct tokens t;
	int year, number;
	size_t i;

	if (!cut(a, s, &t) || !take_year(&t, &year) || t.count == 0)
		return is_among_words(a, s, p);
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		number = shapes[i].index;
		if (!are(&t, shapes[i].words, &number))
			continue;
		*p = (struct period){ year, shapes[i].kind, number };
		return number >= 1 && number <= period_count(p->kind);
	}
	return is_among_words(a, s, p);
}

bool
intake_period(struct arena *a, const char *s, struct period *period)
{
	return period_of_words(a, s, period);
}
