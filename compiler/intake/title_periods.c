/*
 * The periods of which a longer text speaks: "Báo cáo 6 tháng đầu năm và kế hoạch
 * 6 tháng cuối năm 2020".  Room: intake.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_parts.h"

enum { WORDS_MAX = 400 };

/* A text cut at everything between its words and numbers, folded. */
struct words {
	size_t		 count;
	const char	*list[WORDS_MAX];
	char		 before[WORDS_MAX];	/* the sign right before the blanks
						 * in front of it, or ' ' */
	bool		 quotes;	/* a document, which has a day itself */
	bool		 unmarked;	/* typed without marks, as without Unikey */
};

/*
 * How a period is called besides its year.  "#" is any number, "@" one as
 * quarters have.  BARE: said of a period even when no year stands beside it.
 */
static const struct {
	const char	*words;
	enum period_kind kind;
	int		 index;		/* 0: the number */
	bool		 bare;
} shapes[] = {
	{ "quý @", PERIOD_QUARTER, 0, true },
	{ "quí @", PERIOD_QUARTER, 0, true },
	{ "qúy @", PERIOD_QUARTER, 0, true },
	{ "q @", PERIOD_QUARTER, 0, false },
	{ "qi", PERIOD_QUARTER, 1, false }, { "qii", PERIOD_QUARTER, 2, false },
	{ "qiii", PERIOD_QUARTER, 3, false },
	{ "qiv", PERIOD_QUARTER, 4, false },
	{ "3 tháng đầu năm", PERIOD_QUARTER, 1, true },
	{ "ba tháng đầu năm", PERIOD_QUARTER, 1, true },
	{ "6 tháng đầu năm", PERIOD_HALF, 1, true },
	{ "sáu tháng đầu năm", PERIOD_HALF, 1, true },
	{ "6 tháng cuối năm", PERIOD_HALF, 2, true },
	{ "sáu tháng cuối năm", PERIOD_HALF, 2, true },
	{ "9 tháng đầu năm", PERIOD_NINE_MONTHS, 1, true },
	{ "chín tháng đầu năm", PERIOD_NINE_MONTHS, 1, true },
	{ "9 tháng", PERIOD_NINE_MONTHS, 1, false },
	{ "chín tháng", PERIOD_NINE_MONTHS, 1, false },
	{ "12 tháng", PERIOD_YEAR, 1, false },
	{ "mười hai tháng", PERIOD_YEAR, 1, false },
	{ "cả", PERIOD_YEAR, 1, false },
	{ "tháng #", PERIOD_MONTH, 0, true }, { "t #", PERIOD_MONTH, 0, false },
};

/* The length of the letter at S, 0 when it is a sign; dashes and quotation marks of
 * print are. */
static size_t
letter(const char *s)
{
	if (strncmp(s, "\xe2\x80", 2) == 0)
		return 0;
	return (unsigned char)*s >= 0x80 || isalpha((unsigned char)*s) ? 1 : 0;
}

/* Cut a text into words and numbers. */
static void
cut(struct arena *a, const char *text, struct words *w)
{
	const char *s = unicode_fold(a, text);
	char before = ' ';

	w->count = 0;
	w->quotes = strstr(s, "kèm theo") != NULL ||
	    strstr(s, "kem theo") != NULL || strstr(s, "ban hành") != NULL ||
	    strstr(s, "ban hanh") != NULL;
	w->unmarked = s[unicode_skip_ascii(s, strlen(s))] == '\0';
	while (*s != '\0' && w->count < WORDS_MAX) {
		bool digit = isdigit((unsigned char)*s) != 0;
		size_t n = 0;

		while (digit ? isdigit((unsigned char)s[n]) != 0 :
		    letter(s + n) > 0)
			n++;
		if (n == 0) {
			before = *s == ' ' ? before : *s;
			s += (unsigned char)*s < 0x80 ? 1 : strnlen(s, 3);
			continue;
		}
		w->before[w->count] = before;
		w->list[w->count++] = arena_strndup(a, s, n);
		before = ' ';
		s += n;
	}
}

/* The I-th word; "" behind the last. */
static const char *
word(const struct words *w, size_t i)
{
	return i < w->count ? w->list[i] : "";
}

static bool
is(struct arena *a, const struct words *w, size_t i, const char *s)
{
	return strcmp(word(w, i), s) == 0 ||
	    (w->unmarked && strcmp(word(w, i), unicode_ascii(a, s)) == 0);
}

/* A number of at most two digits; 0 when the word is none. */
static int
number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n >= 1 && n <= 2 && s[n] == '\0' ?
	    (int)strtol(s, NULL, 10) : 0;
}

/* A number as quarters have it: 1, 01, I, một; 0 when it is none. */
static int
quarter_number(struct arena *a, const struct words *w, size_t i)
{
	static const struct {
		const char	*text;
		int		 number;
	} names[] = { { "i", 1 }, { "ii", 2 }, { "iii", 3 }, { "iv", 4 },
	    { "một", 1 }, { "nhất", 1 }, { "hai", 2 }, { "ba", 3 },
	    { "bốn", 4 }, { "tư", 4 }, { "ⅰ", 1 }, { "ⅱ", 2 }, { "ⅲ", 3 },
	    { "ⅳ", 4 } };
	size_t k;

	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (is(a, w, i, names[k].text))
			return names[k].number;
	return number(word(w, i));
}

/* A year at word I, or behind "năm", "của năm" there; 0: none. */
static int
year_at(struct arena *a, const struct words *w, size_t i)
{
	const char *s;

	i += is(a, w, i, "của");
	i += is(a, w, i, "năm");
	s = word(w, i);
	return strlen(s) == 4 && strspn(s, "0123456789") == 4 &&
	    (*s == '1' || *s == '2') ? (int)strtol(s, NULL, 10) : 0;
}

/* How many words from I on are those of a shape; the number among them. */
static size_t
match(struct arena *a, const struct words *w, size_t i, const char *shape,
    int *index)
{
	size_t k, n;

	for (k = 0; *shape != '\0'; k++, shape += n + (shape[n] == ' ')) {
		const char *part;

		n = strcspn(shape, " ");
		part = arena_strndup(a, shape, n);
		if (*shape == '#')
			*index = number(word(w, i + k));
		else if (*shape == '@')
			*index = quarter_number(a, w, i + k);
		if (*shape == '#' || *shape == '@' ? *index == 0 :
		    isdigit((unsigned char)*shape) ? number(word(w, i + k)) !=
		    number(part) : !is(a, w, i + k, part))
			return 0;
	}
	return k;
}

/*
 * Whether a month at word I is no period: that of a day, "ngày 5 tháng 3", of a
 * place and day, "Nha Trang, tháng 3", or the last of several.
 */
static bool
is_of_a_day(struct arena *a, const struct words *w, size_t i)
{
	return w->quotes || w->before[i] == ',' || (i > 0 && (number(w->list[i - 1]) > 0 ||
	    is(a, w, i - 1, "ngày"))) || (i > 1 && is(a, w, i - 2, "ngày"));
}

/* The year of what ends before word END and begins at START; 0: none. */
static int
year_of(struct arena *a, const struct words *w, size_t start, size_t end)
{
	int year = year_at(a, w, end);

	/* "Năm 2020 - Quý I" */
	if (year == 0 && start > 1 && is(a, w, start - 2, "năm"))
		year = year_at(a, w, start - 1);
	return year;
}

size_t
periods_spoken_of(struct arena *a, const char *text, struct period *list,
    size_t max)
{
	struct words *w = arena_alloc(a, sizeof(*w));
	size_t i, k, n, count = 0;

	cut(a, text, w);
	for (i = 0; i < w->count; i++)
		for (k = 0; k < sizeof(shapes) / sizeof(shapes[0]) &&
		    count < max; k++) {
			struct period p = { 0, shapes[k].kind,
			    shapes[k].index };

			/* "lũy kế đến quý III" is of all before as well */
			if (i > 0 && is(a, w, i - 1, "đến"))
				break;
			n = match(a, w, i, shapes[k].words, &p.index);
			if (n == 0 || p.index > period_count(p.kind) ||
			    (p.kind == PERIOD_MONTH && is_of_a_day(a, w, i)))
				continue;
			p.year = year_of(a, w, i, i + n);
			if (p.year > 0 || shapes[k].bare) {
				list[count++] = p;
				break;
			}
		}
	return count;
}
