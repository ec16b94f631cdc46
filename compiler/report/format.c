/* Numbers, dates and words of documents.  Room: report. */
#include "report/report_format.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/unicode.h"


enum { FALLBACK_PLACES = 6 };

static const char *const words[W_MAX] = {
#define WORD(name, text) [W_##name] = text,
#include "report/words.def"
#undef WORD
};

const char *
word(enum word w)
{
	return words[w];
}

const char *
word_with(struct arena *a, enum word w, const char *arg)
{
	const char *s = words[w], *hole = strstr(s, "{1}");

	if (hole == NULL)
		return s;
	return arena_printf(a, "%.*s%s%s", (int)(hole - s), s, arg, hole + 3);
}

struct named { const char *name; enum word word; };

static const char *
named(const struct named *table, size_t count, const char *name)
{
	size_t i;

	for (i = 0; name != NULL && i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return words[table[i].word];
	return "";
}

const char *
word_of_verdict(const char *verdict)
{
	static const struct named table[] = {
		{ "met", W_MET },
		{ "missed", W_MISSED },
		{ "in-progress", W_IN_PROGRESS },
		{ "on-track", W_ON_TRACK },
		{ "behind", W_BEHIND },
		{ "not-assessable", W_NOT_ASSESSABLE },
		{ "watch", W_WATCH },
		{ "clear", W_CLEAR },
		{ "alert", W_ALERT },
	};

	return named(table, sizeof(table) / sizeof(table[0]), verdict);
}

const char *
word_of_certain(const char *certain)
{
	return certain[0] == '\0' ? "" : word(strcmp(certain, "true") == 0 ?
	    W_CERTAIN : W_UNCERTAIN);
}

const char *
word_of_state(enum duty_state state)
{
	static const enum word table[DUTY_STATE_MAX] = {
		[DUTY_ON_TIME] = W_ON_TIME,
		[DUTY_RESUBMITTED] = W_RESUBMITTED,
		[DUTY_LATE] = W_LATE,
		[DUTY_REJECTED] = W_REJECTED,
		[DUTY_EMPTY] = W_EMPTY,
		[DUTY_MISSING] = W_MISSING,
		[DUTY_PENDING] = W_PENDING,
		[DUTY_UNTRACKED] = W_UNTRACKED_STATE,
	};

	return word(table[state]);
}

const char *
format_decimal(struct arena *a, struct decimal d)
{
	const char *s = decimal_localise(a, d, ".", ",");

	return s[0] == '-' ? arena_printf(a, MINUS "%s", s + 1) : s;
}

const char *
format_change(struct arena *a, struct decimal d)
{
	const char *s = format_decimal(a, d);

	return d.coef > 0 ? arena_printf(a, "+%s", s) : s;
}

const char *
format_padded(struct arena *a, const char *number)
{
	return number[0] >= '1' && number[0] <= '9' && number[1] == '\0' ?
	    arena_printf(a, "0%s", number) : number;
}

const char *
format_ratio(struct arena *a, struct ratio r, int digits)
{
	struct decimal d;

	return ratio_round(&d, r, digits) ? format_decimal(a, d) : NULL;
}

bool
ratio_shortest(struct decimal *out, struct ratio r)
{
	struct decimal d;
	int places;

	for (places = 0; places <= DECIMAL_SCALE_MAX; places++) {
		if (!ratio_round(&d, r, places))
			break;
		if (ratio_cmp(ratio_of(d), r) == 0) {
			*out = d;
			return true;
		}
	}
	return ratio_round(out, r, FALLBACK_PLACES);
}

bool
decimal_shift(struct decimal *d, int power)
{
	struct decimal shorter = *d;

	while (shorter.scale > 0 && shorter.coef % 10 == 0) {
		shorter.coef /= 10;
		shorter.scale--;
	}
	if (shorter.scale + power > DECIMAL_SCALE_MAX)
		return false;
	shorter.scale += power;
	*d = shorter;
	return true;
}

const char *
format_date_long(struct arena *a, date day)
{
	int y, m, d;

	date_split(day, &y, &m, &d);
	return arena_printf(a, "ngày %02d tháng %0*d năm %d", d, m <= 2 ? 2 : 1,
	    m, y);
}

const char *
format_date_short(struct arena *a, date day)
{
	int y, m, d;

	if (day == DATE_NONE)
		return "";
	date_split(day, &y, &m, &d);
	return arena_printf(a, "%02d/%02d/%d", d, m, y);
}

const char *
format_roman(struct arena *a, int n)
{
	static const struct { int value; const char *digits; } steps[] = {
		{ 1000, "M" }, { 900, "CM" }, { 500, "D" }, { 400, "CD" },
		{ 100, "C" }, { 90, "XC" }, { 50, "L" }, { 40, "XL" },
		{ 10, "X" }, { 9, "IX" }, { 5, "V" }, { 4, "IV" }, { 1, "I" },
	};
	struct text t;
	const char *s;
	size_t i;

	text_init(&t, 64);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (; n >= steps[i].value; n -= steps[i].value)
			text_add(&t, steps[i].digits);
	s = arena_strdup(a, text_string(&t));
	text_free(&t);
	return s;
}

const char *
format_capital(struct arena *a, const char *text)
{
	uint32_t c;
	size_t n = unicode_next(text, &c);

	return arena_printf(a, "%s%s", unicode_upper(a, arena_strndup(a, text,
	    n)), text + n);
}

const char *
format_small(struct arena *a, const char *text)
{
	uint32_t c;
	size_t n = unicode_next(text, &c), m = unicode_next(text + n, &c);
	const char *second = arena_strndup(a, text + n, m);

	if (strcmp(unicode_lower(a, second), second) != 0)
		return text;
	return arena_printf(a, "%s%s", unicode_lower(a, arena_strndup(a, text,
	    n)), text + n);
}
