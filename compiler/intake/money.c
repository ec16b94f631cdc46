/*
 * Units of money: as values of the envelope, and where the text around a table
 * mentions one.  What is not understood there would change every amount by
 * thousands, so a mention that nobody explains is refused.  Room: intake.
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "intake/intake_csv.h"

/* A unit is a multiple and a currency, compared folded; longer ones first. */
static const struct {
	const char	*text;
	int		 scale;
} multiples[] = {
	{ "1.000.000", 6 }, { "1,000,000", 6 }, { "1000000", 6 },
	{ "1.000", 3 }, { "1,000", 3 }, { "1000", 3 },
	{ "nghìn", 3 }, { "ngàn", 3 }, { "nghin", 3 }, { "ngan", 3 },
	{ "triệu", 6 }, { "trieu", 6 }, { "triêu", 6 }, { "tỷ", 9 }, { "tỉ", 9 }, { "ty", 9 },
	{ "ng", 3 }, { "tr", 6 }, { "", 0 },
};
static const char *const currencies[] = {
	"đồng", "dong", "đông", "vnđ", "vnd", "đ",
};

/* What is half of a unit of money, or one of another tongue: behind a marker
 * it is not passed over. */
static const char *const halves[] = {
	"nghìn", "ngàn", "nghin", "ngan", "triệu", "trieu", "triêu", "tr",
	"tỷ", "tỉ", "1.000", "1000", "1.000.000", "million", "thousand", "mil",
};

/* What stands before a unit that all amounts have. */
static const char *const markers[] = {
	"đơn vị", "đvt", "đv tính", "tính bằng", "tính theo", "don vi", "unit",
};

/* Words of units for those who look for Vietnamese words. */
static const char *const words[] = {
	"đồng", "đ", "vnđ", "nghìn đồng", "ngàn đồng", "triệu đồng", "trđ",
	"tr.đ", "tỷ đồng", "tỉ đồng",
};

const char *
money_word(size_t i)
{
	return i < sizeof(words) / sizeof(words[0]) ? words[i] : NULL;
}

static bool
is_letter(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

/* The length of a unit of money that S begins with, 0 when it does not. */
static size_t
match(const char *s, int *scale)
{
	size_t i, k;

	for (i = 0; i < sizeof(multiples) / sizeof(multiples[0]); i++) {
		size_t n = strlen(multiples[i].text);

		if (strncmp(s, multiples[i].text, n) != 0)
			continue;
		if (n > 0)
			n += strspn(s + n, ". _");
		for (k = 0; k < sizeof(currencies) / sizeof(currencies[0]);
		    k++) {
			size_t m = strlen(currencies[k]);

			if (strncmp(s + n, currencies[k], m) != 0 ||
			    is_letter(s[n + m]))
				continue;
			*scale = multiples[i].scale;
			return n + m;
		}
	}
	return 0;
}

int
envelope_money(struct arena *a, const char *s)
{
	const char *folded = unicode_fold(a, s);
	int scale;
	size_t n = match(folded, &scale);

	return n > 0 && folded[n] == '\0' ? scale : -1;
}

/* Whether what stands before AT makes an amount: "500 triệu đồng". */
static bool
is_amount(const char *text, const char *at)
{
	if (isdigit((unsigned char)*at))
		return false;
	while (at > text && at[-1] == ' ')
		at--;
	return at > text && isdigit((unsigned char)at[-1]);
}

/*
 * The unit of money that TEXT, folded, mentions; *LEN is the mention's length.
 * NULL when there is none, the first when there are several.  PLAIN: đồng
 * counts as well.
 */
static const char *
mention(const char *text, bool plain, int *scale, size_t *len)
{
	const char *s;

	for (s = text; *s != '\0'; s++) {
		if (s > text && (is_letter(s[-1]) || ((s[-1] == '.' ||
		    s[-1] == ',') && isdigit((unsigned char)*s))))
			continue;
		*len = match(s, scale);
		if (*len > 0 && (plain || *scale > 0) && !is_amount(text, s))
			return s;
	}
	return NULL;
}

int
money_among(struct arena *a, const char *s)
{
	const char *at = unicode_fold(a, s);
	int first = -1, scale;
	size_t len;

	for (; (at = mention(at, true, &scale, &len)) != NULL; at += len) {
		if (first >= 0 && scale != first)
			return -1;
		first = scale;
	}
	return first;
}

/* Whether the unit is said to be that of the amounts. */
static bool
is_marked(const char *text, const char *at, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		if (strstr(text, markers[i]) != NULL)
			return true;
	return text + strspn(text, "([") == at &&
	    at[len + strspn(at + len, ")].")] == '\0';
}

static size_t
filled_cells(const struct csv_row *row)
{
	size_t i, n = 0;

	for (i = 0; i < row->count; i++)
		n += row->cells[i].text[0] != '\0' &&
		    !csv_is_remark(row->cells[i].text);
	return n;
}

/* The half of a unit that a text with a marker has; NULL: none. */
static const char *
half_of(const char *text)
{
	size_t i, k, n;
	const char *at;

	for (i = 0; i < sizeof(markers) / sizeof(markers[0]); i++)
		for (k = 0; k < sizeof(halves) / sizeof(halves[0]) &&
		    strstr(text, markers[i]) != NULL; k++) {
			n = strlen(halves[k]);
			at = strstr(text, halves[k]);
			if (at != NULL && (at == text || !is_letter(at[-1])) &&
			    !is_letter(at[n]) && !is_amount(text, at))
				return halves[k];
		}
	return NULL;
}

bool
money_hear(struct reading *r, const struct csv_row *row, bool above)
{
	struct money_doubt *doubt = &r->envelope.doubt;
	bool alone = filled_cells(row) == 1;
	bool understood = false;
	size_t i, len;

	for (i = 0; i < row->count; i++) {
		const char *text, *at;
		int scale = -1;

		if (row->cells[i].text[0] == '\0' ||
		    csv_is_remark(row->cells[i].text))
			continue;
		text = unicode_fold(r->arena, row->cells[i].text);
		at = mention(text, false, &scale, &len);
		if (at == NULL && (at = half_of(text)) == NULL)
			continue;
		if (scale > 0)
			at = arena_strndup(r->arena, at, len);
		if (scale > 0 && above && is_marked(text, strstr(text, at), len) &&
		    (alone || strlen(text) > len)) {
			envelope_say(r, ENVELOPE_MONEY, at,
			    csv_line(row, i), (int)i + 1);
			understood = true;
		} else if (doubt->said.text == NULL) {
			doubt->said = (struct said){ at, csv_line(row, i),
			    (int)i + 1 };
			doubt->scale = scale;
			doubt->above = above;
		}
	}
	return understood;
}

void
money_judge(struct reading *r)
{
	const struct money_doubt *doubt = &r->envelope.doubt;
	const struct said *said = &doubt->said;

	if (said->text == NULL || (r->envelope.said[ENVELOPE_MONEY].text !=
	    NULL && (doubt->above || doubt->scale == r->sub->money_scale)))
		return;
	reading_report(r, D_MONEY_DOUBT, said->line, said->column,
	    reading_quote(r, said->text), envelope_line(ENVELOPE_MONEY));
}
