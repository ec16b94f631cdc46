/* Values of properties: lengths, numbers, colours, keywords.  Room: layout. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "layout/layout_fo.h"

static const char *const words_by_id[W_MAX] = {
#define WORD(id, keyword) [W_##id] = keyword,
#include "layout/word.def"
#undef WORD
};

/* Units as exact ratios to the millipoint. */
static const struct {
	const char	*name;
	int64_t		 num, den;
} units[] = {
	{ "pt", 1000, 1 },
	{ "mm", 720000, 254 },
	{ "cm", 7200000, 254 },
	{ "in", 72000, 1 },
	{ "pc", 12000, 1 },
	{ "px", 1000, 1 },
};

static const struct {
	const char	*name;
	struct color	 color;
} colors[] = {
	{ "black", { 0, 0, 0 } }, { "white", { 255, 255, 255 } },
	{ "gray", { 128, 128, 128 } }, { "grey", { 128, 128, 128 } },
	{ "silver", { 192, 192, 192 } }, { "red", { 255, 0, 0 } },
	{ "maroon", { 128, 0, 0 } }, { "yellow", { 255, 255, 0 } },
	{ "olive", { 128, 128, 0 } }, { "lime", { 0, 255, 0 } },
	{ "green", { 0, 128, 0 } }, { "aqua", { 0, 255, 255 } },
	{ "teal", { 0, 128, 128 } }, { "blue", { 0, 0, 255 } },
	{ "navy", { 0, 0, 128 } }, { "fuchsia", { 255, 0, 255 } },
	{ "purple", { 128, 0, 128 } }, { "orange", { 255, 165, 0 } },
};

enum word
word_find(const char *s, size_t len)
{
	int i;

	for (i = 1; i < W_MAX; i++)
		if (strlen(words_by_id[i]) == len &&
		    memcmp(words_by_id[i], s, len) == 0)
			return i;
	return W_UNKNOWN;
}

const char *
word_name(enum word w)
{
	return w == W_UNKNOWN ? "" : words_by_id[w];
}

/* Whether S is one of the keywords in LIST, "a|b|c". */
static bool
listed(const char *list, const char *s)
{
	size_t len = strlen(s), n;
	const char *p;

	for (p = list; *p != '\0'; p += n + (p[n] == '|')) {
		n = strcspn(p, "|");
		if (n == len && memcmp(p, s, n) == 0)
			return len > 0;
	}
	return false;
}

/*
 * Read a decimal number at *S and advance: *MANTISSA / 10^*SCALE.  At most nine
 * digits before and six behind the point count; more behind are dropped.
 */
static bool
number(const char **s, int64_t *mantissa, int *scale)
{
	const char *p = *s;
	bool minus = *p == '-';
	int64_t m = 0;
	int n = 0, places = 0;

	if (*p == '-' || *p == '+')
		p++;
	for (; isdigit((unsigned char)*p); p++, n++)
		if (m < 1000000000)
			m = m * 10 + (*p - '0');
	if (*p == '.' && isdigit((unsigned char)p[1]))
		for (p++; isdigit((unsigned char)*p); p++, n++)
			if (places < 6) {
				m = m * 10 + (*p - '0');
				places++;
			}
	if (n == 0)
		return false;
	*mantissa = minus ? -m : m;
	*scale = places;
	*s = p;
	return true;
}

/* M / 10^SCALE * NUM / DEN, half away from zero. */
static int64_t
scaled(int64_t m, int scale, int64_t num, int64_t den)
{
	bool minus = m < 0;
	__extension__ __int128 n = (minus ? -m : m), d = den;

	while (scale-- > 0)
		d *= 10;
	n = (n * num * 2 + d) / (2 * d);
	if (n > INT64_MAX)
		n = INT64_MAX;
	return minus ? -(int64_t)n : (int64_t)n;
}

static enum value_error
in_range(int64_t n, int64_t least, int64_t most, enum unit unit,
    struct value *out)
{
	if (n > most || n < -most)
		return VALUE_TOO_LARGE;
	if (n < least)
		return VALUE_WRONG;
	out->unit = unit;
	out->n = (int32_t)n;
	return VALUE_OK;
}

/* A length with a unit, or a percentage when PERCENT. */
static enum value_error
dimension(const char *s, length em, bool sign, bool percent, struct value *out)
{
	int64_t m, least = sign ? -LENGTH_MAX : 0;
	int scale;
	size_t i;

	if (!number(&s, &m, &scale))
		return VALUE_WRONG;
	if (strcmp(s, "%") == 0)
		return !percent ? VALUE_WRONG : in_range(scaled(m, scale, 1000,
		    1), sign ? -LENGTH_MAX : 0, LENGTH_MAX, UNIT_PERCENT, out);
	if (strcmp(s, "em") == 0)
		return in_range(scaled(m, scale, em, 1), least, LENGTH_MAX,
		    UNIT_LENGTH, out);
	if (*s == '\0' && m == 0)
		return in_range(0, 0, 1, UNIT_LENGTH, out);
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(s, units[i].name) == 0)
			return in_range(scaled(m, scale, units[i].num,
			    units[i].den), least, LENGTH_MAX, UNIT_LENGTH,
			    out);
	return VALUE_WRONG;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *p = c == '\0' ? NULL :
	    strchr(digits, tolower((unsigned char)c));

	return p == NULL ? -1 : (int)(p - digits);
}

static enum value_error
rgb_function(const char *s, struct value *out)
{
	int64_t m;
	int i, scale;
	uint8_t c[3];

	for (i = 0, s += 4; i < 3; i++) {
		s += strspn(s, " ");
		if (!number(&s, &m, &scale) || scale > 0 || m < 0 || m > 255)
			return VALUE_WRONG;
		c[i] = (uint8_t)m;
		s += strspn(s, " ");
		if (*s++ != (i < 2 ? ',' : ')'))
			return VALUE_WRONG;
	}
	out->color = (struct color){ c[0], c[1], c[2] };
	return *s == '\0' ? VALUE_OK : VALUE_WRONG;
}

static enum value_error
color(const char *s, struct value *out)
{
	size_t i, len = strlen(s);
	int d[6];

	out->unit = UNIT_COLOR;
	if (strncmp(s, "rgb(", 4) == 0)
		return rgb_function(s, out);
	if (*s != '#') {
		for (i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
			if (strcmp(s, colors[i].name) == 0) {
				out->color = colors[i].color;
				return VALUE_OK;
			}
		return VALUE_WRONG;
	}
	if (len != 4 && len != 7)
		return VALUE_WRONG;
	for (i = 0; i < len - 1; i++)
		if ((d[i] = hex_digit(s[i + 1])) < 0)
			return VALUE_WRONG;
	if (len == 4)
		out->color = (struct color){ (uint8_t)(d[0] * 17),
		    (uint8_t)(d[1] * 17), (uint8_t)(d[2] * 17) };
	else
		out->color = (struct color){ (uint8_t)(d[0] * 16 + d[1]),
		    (uint8_t)(d[2] * 16 + d[3]), (uint8_t)(d[4] * 16 + d[5]) };
	return VALUE_OK;
}

static enum value_error
count(const char *s, int32_t least, struct value *out)
{
	int64_t m;
	int scale;

	if (!number(&s, &m, &scale) || scale > 0 || *s != '\0')
		return VALUE_WRONG;
	return in_range(m, least, 1000000, UNIT_COUNT, out);
}

/* proportional-column-width(1.5), or a length or percentage. */
static enum value_error
share(const char *s, length em, struct value *out)
{
	static const char name[] = "proportional-column-width(";
	int64_t m;
	int scale;

	if (strncmp(s, name, sizeof(name) - 1) != 0)
		return dimension(s, em, false, true, out);
	s += sizeof(name) - 1;
	if (!number(&s, &m, &scale) || strcmp(s, ")") != 0)
		return VALUE_WRONG;
	return in_range(scaled(m, scale, 1000, 1), 1, LENGTH_MAX, UNIT_SHARE,
	    out);
}

static enum value_error
line_height(const char *s, length em, struct value *out)
{
	int64_t m;
	int scale;
	const char *p = s;

	if (number(&p, &m, &scale) && *p == '\0')
		return in_range(scaled(m, scale, 1000, 1), 0, LENGTH_MAX,
		    UNIT_NUMBER, out);
	if (dimension(s, em, false, true, out) != VALUE_OK)
		return VALUE_WRONG;
	/* A percentage is inherited as the length that it gives here. */
	if (out->unit == UNIT_PERCENT)
		return in_range((int64_t)em * out->n / 100000, 0, LENGTH_MAX,
		    UNIT_LENGTH, out);
	return VALUE_OK;
}

static enum value_error
font_size(const char *s, length em, struct value *out)
{
	enum value_error e = dimension(s, em, false, true, out);

	if (e == VALUE_OK && out->unit == UNIT_PERCENT)
		e = in_range((int64_t)em * out->n / 100000, 0, LENGTH_MAX,
		    UNIT_LENGTH, out);
	if (e != VALUE_OK)
		return e;
	return out->n < 500 ? VALUE_WRONG : out->n > 1000000 ?
	    VALUE_TOO_LARGE : VALUE_OK;
}

static enum value_error
weight(const char *s, struct value *out)
{
	enum value_error e = count(s, 100, out);

	if (e == VALUE_OK && (out->n > 900 || out->n % 100 != 0))
		return VALUE_WRONG;
	return e;
}

static enum value_error
texts(struct arena *a, bool is_uri, const char *s, struct value *out)
{
	const char *t = is_uri ? value_uri(a, s) : s;

	if (t == NULL || *t == '\0')
		return VALUE_WRONG;
	out->unit = UNIT_TEXT;
	out->text = arena_strdup(a, t);
	return VALUE_OK;
}

enum value_error
value_parse(struct arena *a, enum value_kind kind, const char *words, length em,
    const char *s, struct value *out)
{
	*out = (struct value){ .unit = UNIT_WORD };
	if (listed(words, s)) {
		out->n = (int32_t)word_find(s, strlen(s));
		return VALUE_OK;
	}
	switch (kind) {
	case KIND_WORD:
		return VALUE_WRONG;
	case KIND_LENGTH:
		return dimension(s, em, false, false, out);
	case KIND_SIGNED:
		return dimension(s, em, true, false, out);
	case KIND_EXTENT:
		return dimension(s, em, false, true, out);
	case KIND_SIGNED_EXTENT:
	case KIND_INDENT:
		return dimension(s, em, true, true, out);
	case KIND_COUNT:
		return count(s, 1, out);
	case KIND_PRECEDENCE:
		return count(s, 0, out);
	case KIND_KEEP:
		return count(s, 1, out);
	case KIND_COLOR:
		return color(s, out);
	case KIND_TEXT:
	case KIND_FAMILY:
		return texts(a, false, s, out);
	case KIND_URI:
		return texts(a, true, s, out);
	case KIND_FONT_SIZE:
		return font_size(s, em, out);
	case KIND_WEIGHT:
		return weight(s, out);
	case KIND_LINE_HEIGHT:
		return line_height(s, em, out);
	case KIND_SHARE:
		return share(s, em, out);
	}
	return VALUE_WRONG;
}

const char *
value_help(struct arena *a, enum value_kind kind, const char *words)
{
	const char *const help[] = {
		[KIND_WORD] = "",
		[KIND_LENGTH] = "12pt",
		[KIND_SIGNED] = "12pt",
		[KIND_EXTENT] = _("12pt or 50%"),
		[KIND_SIGNED_EXTENT] = _("12pt or 50%"),
		[KIND_INDENT] = _("12pt or 50%"),
		[KIND_COUNT] = "1, 2, 3 ...",
		[KIND_PRECEDENCE] = "0, 1, 2 ...",
		[KIND_KEEP] = "1, 2, 3 ...",
		[KIND_COLOR] = _("#c00000 or black"),
		[KIND_TEXT] = _("a text"),
		[KIND_URI] = "url(...)",
		[KIND_FAMILY] = _("a family"),
		[KIND_FONT_SIZE] = _("0.5pt to 1000pt"),
		[KIND_WEIGHT] = "100, 200 ... 900",
		[KIND_LINE_HEIGHT] = _("1.2 or 14pt"),
		[KIND_SHARE] = _("12pt, 50% or proportional-column-width(1)"),
	};
	char *s = *words == '\0' || *help[kind] == '\0' ?
	    arena_printf(a, "%s%s", help[kind], words) :
	    arena_printf(a, _("%s or %s"), help[kind], words);
	char *p;

	for (p = strchr(s, '|'); p != NULL; p = strchr(p, '|'))
		*p = '/';
	return s;
}
