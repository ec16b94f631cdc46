/*
 * Numbers as people and programs write them, read strictly.  Room: check.
 *
 * Vietnamese tables write 1.234.567,89: a dot, a space or a no-break space
 * between groups of three, a comma before the places.  Machines and other
 * countries write the same signs the other way round, so a text that both
 * habits accept with different results is refused, naming both readings.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "check/check_parts.h"

enum { GROUPS_MAX = 16, DIGITS_MAX = 30 };

/* A text cut at its separators: 12.345,6 is three groups. */
struct groups {
	bool		 negative;
	size_t		 count;
	const char	*start[GROUPS_MAX];
	size_t		 len[GROUPS_MAX];
	char		 mark[GROUPS_MAX];	/* behind the group */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The text with every kind of blank between digits made a plain space. */
static char *
plain_blanks(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *p = out;

	while (*s != '\0') {
		uint32_t c;
		size_t n = unicode_next(s, &c);

		if (n == 0)
			n = 1;
		else if (c == 0xa0 || c == 0x202f || c == 0x2009 ||
		    c == 0x2007) {
			*p++ = ' ';
			s += n;
			continue;
		}
		memcpy(p, s, n);
		p += n;
		s += n;
	}
	*p = '\0';
	return out;
}

/* Cut S into groups of digits; false when anything else is in it. */
static bool
cut(const char *s, struct groups *g)
{
	*g = (struct groups){ .negative = *s == '-' };
	if (g->negative)
		s++;
	for (;;) {
		size_t n = 0;

		while (is_digit(s[n]))
			n++;
		if (n == 0 || g->count == GROUPS_MAX)
			return false;
		g->start[g->count] = s;
		g->len[g->count] = n;
		g->mark[g->count++] = s[n];
		if (s[n] == '\0')
			return true;
		if (s[n] != '.' && s[n] != ',' && s[n] != ' ')
			return false;
		s += n + 1;
	}
}

/* Whether the first COUNT groups are thousands, all separated by MARK. */
static bool
are_thousands(const struct groups *g, size_t count, char mark)
{
	size_t i;

	if (count == 1)
		return true;
	if (g->len[0] > 3 || g->start[0][0] == '0')
		return false;
	for (i = 0; i < count; i++)
		if ((i > 0 && g->len[i] != 3) ||
		    (i + 1 < count && g->mark[i] != mark))
			return false;
	return true;
}

/* Groups FROM to TO-1 in one piece, without leading zeros. */
static char *
join(char *out, const struct groups *g, size_t from, size_t to)
{
	for (; from < to; from++) {
		memcpy(out, g->start[from], g->len[from]);
		out += g->len[from];
	}
	*out = '\0';
	return out;
}

/*
 * The number whose first WHOLE groups stand before the point and whose next
 * one, if any, behind it, written with POINT.  In the arena.
 */
static char *
write_groups(struct arena *a, const struct groups *g, size_t whole,
    const char *point)
{
	size_t i, size = 2 + strlen(point);
	char *out, *p, *digits;

	for (i = 0; i < g->count; i++)
		size += g->len[i];
	out = p = arena_alloc(a, size);
	if (g->negative)
		*p++ = '-';
	digits = p;
	p = join(p, g, 0, whole);
	while (digits[0] == '0' && digits[1] != '\0') {
		memmove(digits, digits + 1, (size_t)(p - digits));
		p--;
	}
	if (whole < g->count) {
		memcpy(p, point, strlen(point));
		join(p + strlen(point), g, whole, g->count);
	}
	return out;
}

/* The value of groups of which WHOLE stand before the point; zeros behind its last
 * place are none. */
static struct number
number_of(struct arena *a, const struct groups *g, size_t whole)
{
	struct number n = { NUMBER_TOO_LONG, { 0, 0 }, "", "", "" };
	const char *text = write_groups(a, g, whole, ".");
	size_t len = strlen(text);

	if (whole < g->count && g->len[whole] > DECIMAL_SCALE_MAX) {
		n.result = NUMBER_TOO_FINE;
		return n;
	}
	if (whole < g->count) {
		while (text[len - 1] == '0')
			len--;
		len -= text[len - 1] == '.';
	}
	if (decimal_parse(&n.value, text, len))
		n.result = NUMBER_READ;
	return n;
}

/* A text that is FIRST to some and SECOND to others. */
static struct number
doubt(const char *first, const char *second, const char *hint)
{
	return (struct number){ NUMBER_AMBIGUOUS, { 0, 0 }, hint, first,
	    second };
}

static struct number
malformed(const char *hint)
{
	return (struct number){ NUMBER_MALFORMED, { 0, 0 }, hint, "", "" };
}

/* One dot: thousands here, places elsewhere. */
static struct number
read_one_dot(struct arena *a, const struct groups *g, enum number_use use)
{
	const char *joined = write_groups(a, g, 2, ",");
	const char *places = write_groups(a, g, 1, ",");
	struct groups whole = *g;	/* without what stands behind the dot */

	whole.count = 1;
	/* 5.0 persons are likely five, but 1.25 can only be 125 */
	if (!are_thousands(g, 2, '.'))
		return doubt(places, joined, use != NUMBER_WHOLE ? places :
		    strspn(g->start[1], "0") >= g->len[1] ?
		    write_groups(a, &whole, 1, ",") : joined);
	if (use == NUMBER_PLACES)
		return doubt(joined, places, places);
	if (use == NUMBER_DOUBTFUL)
		return doubt(joined, places, joined);
	return number_of(a, g, 2);
}

static struct number
read_vietnamese(struct arena *a, const struct groups *g, enum number_use use,
    const char *text)
{
	size_t n = g->count, last = n - 1;
	char before = n > 1 ? g->mark[n - 2] : '\0';

	if (n == 1)
		return number_of(a, g, 1);
	if (before == ',' && are_thousands(g, last, g->mark[0])) {
		if (g->mark[0] == ',' && n > 2)		/* 1,234,567 */
			return malformed(are_thousands(g, n, ',') ?
			    write_groups(a, g, n, ",") : number_hint(a, text,
			    NUMBERS_VIETNAMESE, use));
		if ((use == NUMBER_WHOLE || use == NUMBER_UNSURE ||
		    use == NUMBER_DOUBTFUL) && are_thousands(g, n, ','))
			return doubt(write_groups(a, g, 2, ","),
			    write_groups(a, g, 1, ","),
			    write_groups(a, g, 2, ","));	/* 1,234 */
		return number_of(a, g, last);
	}
	if (n == 2 && before == '.')
		return read_one_dot(a, g, use);
	if (before != ',' && are_thousands(g, n, before))
		return number_of(a, g, n);
	if (before == '.' && are_thousands(g, last, ','))	/* 1,234.5 */
		return malformed(write_groups(a, g, last, ","));
	return malformed(number_hint(a, text, NUMBERS_VIETNAMESE, use));
}

static struct number
read_xml(struct arena *a, const struct groups *g, enum number_use use,
    const char *text)
{
	if (g->count == 1)
		return number_of(a, g, 1);
	if (g->count == 2 && g->mark[0] == '.')
		return number_of(a, g, 1);
	if (g->count == 2 && g->mark[0] == ',' && !are_thousands(g, 2, ','))
		return malformed(write_groups(a, g, 1, "."));
	if ((g->count > 2 || g->mark[0] == ' ') &&
	    are_thousands(g, g->count, g->mark[0]))
		return malformed(write_groups(a, g, g->count, "."));
	return malformed(number_hint(a, text, NUMBERS_XML, use));
}

bool
number_read_plain(const char *s, enum number_style style, enum number_use use,
    int64_t *out)
{
	bool negative = *s == '-';
	const char *start = s += negative;
	uint64_t n = 0;

	for (; is_digit(*s) && s - start <= CHECK_DIGITS; s++)
		n = n * 10 + (uint64_t)(*s - '0');
	if (s == start || s - start > CHECK_DIGITS)
		return false;
	if (*s == '.') {
		int groups = (CHECK_DIGITS - (int)(s - start)) / 3;

		/* one to three digits before the first dot, three behind each */
		if (s - start > 3 || *start == '0' ||
		    style != NUMBERS_VIETNAMESE || use == NUMBER_PLACES ||
		    use == NUMBER_DOUBTFUL)
			return false;
		for (; *s == '.'; s += 4) {
			if (groups-- == 0 || !is_digit(s[1]) ||
			    !is_digit(s[2]) || !is_digit(s[3]))
				return false;
			n = n * 1000 + (uint64_t)(s[1] * 100 + s[2] * 10 +
			    s[3] - '0' * 111);
		}
	}
	*out = negative ? -(int64_t)n : (int64_t)n;
	return *s == '\0';
}

struct number
number_read(struct arena *a, const char *s, enum number_style style,
    enum number_use use)
{
	const char *text = plain_blanks(a, s);
	struct groups g;

	if (number_is_spreadsheet_error(s))
		return (struct number){ NUMBER_SPREADSHEET, { 0, 0 }, "", "",
		    "" };
	if (strspn(s + (*s == '-'), "0123456789") > DIGITS_MAX)
		return (struct number){ NUMBER_TOO_LONG, { 0, 0 }, "", "", "" };
	if (!cut(text, &g))
		return malformed(number_hint(a, text, style, use));
	return style == NUMBERS_XML ? read_xml(a, &g, use, text) :
	    read_vietnamese(a, &g, use, text);
}

enum number_use
number_use_of(const struct checking *c, const struct field *f)
{
	if (f->type == FIELD_MONEY && (c->sub->money_scale > 0 ||
	    c->money_unclear))
		return c->scaled;
	return f->digits > 0 ? NUMBER_PLACES : NUMBER_WHOLE;
}

bool
number_shows_comma(const char *s)
{
	struct groups g;
	size_t last;

	if (!cut(s, &g) || g.count < 2)
		return false;
	last = g.count - 1;
	if (g.mark[last - 1] == '.')	/* 1.234.567 */
		return g.count > 2 && are_thousands(&g, g.count, '.');
	if (g.mark[last - 1] != ',')
		return false;
	return g.count == 2 ? !are_thousands(&g, 2, ',') :
	    are_thousands(&g, last, '.');
}
