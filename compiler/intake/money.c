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

/* A unit is a multiple and a currency, compared folded; longer ones first.
 * ALONE: the multiple is a unit by itself where one is told, "ĐVT: triệu". */
static const struct {
	const char	*text;
	int		 scale;
	bool		 alone;
} multiples[] = {
	{ "1.000.000", 6, true }, { "1,000,000", 6, true },
	{ "1 000 000", 6, true }, { "1000000", 6, true },
	{ "1.000", 3, true }, { "1,000", 3, true }, { "1 000", 3, true },
	{ "1000", 3, true },
	{ "nghìn", 3, true }, { "ngàn", 3, true }, { "nghin", 3, true },
	{ "ngan", 3, true }, { "thousand", 3, true }, { "triệu", 6, true },
	{ "trieu", 6, true }, { "triêu", 6, true }, { "million", 6, true },
	{ "tỷ", 9, true }, { "tỉ", 9, true }, { "ty", 9, false },
	{ "ng", 3, false }, { "tr", 6, false }, { "", 0, false },
};
static const char *const currencies[] = {
	"đồng việt nam", "dong viet nam", "đồng", "dong", "đông", "vnđ",
	"vnd", "đ", "d", "việt nam đồng",
	"viet nam dong",
};

/* What stands before a unit that all amounts have. */
static const char *const markers[] = {
	"đơn vị tính", "đơn vị tiền tệ", "đơn vị tiền", "đơn vị", "đvt",
	"đ.v.t", "đv tính", "đ/v tính", "tính bằng", "tính theo",
	"don vi tinh", "don vi", "dvt", "dv tinh", "tinh bang", "tinh theo",
	"unit",
};

/* What divides units from each other and from words around them. */
static const char marks[] = ",;:/&+()[]-";

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

/* Whether nothing but a mark stands behind a word that ends at S. */
static bool
ends_part(const char *s)
{
	s += strspn(s, " .");
	return *s == '\0' || strchr(marks, *s) != NULL;
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
			    is_letter(s[n + m]) || (n == 0 && m == 1))
				continue;	/* "d" alone is anything */
			*scale = multiples[i].scale;
			return n + m;
		}
	}
	return 0;
}

/* The same of a multiple that may stand alone, whatever is behind it. */
static size_t
match_multiple(const char *s, int *scale)
{
	size_t i, n;

	for (i = 0; i < sizeof(multiples) / sizeof(multiples[0]); i++) {
		n = strlen(multiples[i].text);
		if (multiples[i].alone &&
		    strncmp(s, multiples[i].text, n) == 0 &&
		    !is_letter(s[n])) {
			*scale = multiples[i].scale;
			return n;
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

	if (n == 0 && !isdigit((unsigned char)*folded))
		n = match_multiple(folded, &scale);
	return n > 0 && folded[n + strspn(folded + n, ".")] == '\0' ? scale :
	    -1;
}

/* Whether nothing of TEXT, or a mark, stands before AT. */
static bool
begins_part(const char *text, const char *at)
{
	while (at > text && at[-1] == ' ')
		at--;
	return at == text || strchr(marks, at[-1]) != NULL;
}

/* Whether what stands before AT makes an amount: "500 triệu đồng"; one of a unit is
 * the unit. */
static bool
is_amount(const char *text, const char *at)
{
	if (isdigit((unsigned char)*at))
		return false;
	while (at > text && at[-1] == ' ')
		at--;
	return at > text && isdigit((unsigned char)at[-1]) &&
	    !(at[-1] == '1' && begins_part(text, at - 1));
}

/* Whether a word can begin at S. */
static bool
begins_word(const char *text, const char *s)
{
	bool digit = isdigit((unsigned char)*s) != 0;

	if (s == text)
		return true;
	if (s[-1] == 'x' && digit)	/* "x1.000" */
		return begins_word(text, s - 1);
	return !is_letter(s[-1]) &&
	    !(digit && (s[-1] == '.' || s[-1] == ','));
}

/* What a text says of units of money. */
struct mention {
	const char	*at;		/* the first; NULL: none */
	size_t		 len;
	int		 scale;		/* -1: of several, or of something else */
	bool		 half;		/* it is a multiple alone */
};

static void
note(struct mention *m, const char *at, size_t len, int scale, bool half)
{
	if (m->at == NULL)
		*m = (struct mention){ at, len, scale, half };
	else if (scale != m->scale)
		m->scale = -1;
}

/*
 * The units of money in TEXT, folded.  TOLD: it is where units are told, so that
 * "đồng" and "triệu" alone are units as well; but in "nghìn người" nobody knows what
 * is counted in thousands.
 */
static struct mention
mentions(const char *text, bool told)
{
	struct mention m = { NULL, 0, -1, false };
	const char *s = text;
	int scale = 0;

	while (*s != '\0') {
		size_t n = begins_word(text, s) ? match(s, &scale) : 0;
		bool half = n == 0 && told && begins_word(text, s) &&
		    (n = match_multiple(s, &scale)) > 0;

		if (n > 0 && is_amount(text, s))
			scale = -1;	/* passed over as a whole */
		else if (half)
			note(&m, s, n, ends_part(s + n) ? scale : -1, true);
		else if (n > 0 && (scale > 0 || (told && begins_part(text, s) &&
		    ends_part(s + n))))
			note(&m, s, n, scale, false);
		s += n > 0 ? n : 1;
	}
	return m;
}

/* Whether a part of a text is a measure of some form's field. */
static bool
is_measure(struct reading *r, const char *part)
{
	const struct catalog *c = r->catalog;
	size_t i, k;

	part = unicode_fold(r->arena, part);
	for (i = 0; i < c->form_count; i++)
		for (k = 0; k < c->forms[i]->field_count; k++) {
			const char *unit = unicode_fold(r->arena,
			    c->forms[i]->fields[k]->unit);

			if (*unit != '\0' && (strcmp(part, unit) == 0 ||
			    strcmp(part, unicode_ascii(r->arena, unit)) == 0))
				return true;
		}
	return false;
}

/* Whether a folded text is measures of forms with marks between, and nothing else. */
static bool
are_measures(struct reading *r, const char *text)
{
	bool any = false;
	size_t n;

	for (; *text != '\0'; text += n) {
		text += strspn(text, marks);
		text += strspn(text, " .");
		n = strcspn(text, marks);
		if (n > 0 && !is_measure(r, arena_strndup(r->arena, text, n)))
			return false;
		any |= n > 0;
	}
	return any;
}

int
money_told(struct reading *r, const char *s)
{
	const char *text = unicode_fold(r->arena, s);
	struct mention m = mentions(text, true);

	if (m.at == NULL && are_measures(r, text))
		return MONEY_NONE;
	/* "nghìn" may be of what a form without money counts */
	return m.at == NULL || (m.half && r->form != NULL &&
	    !form_has_money(r->form)) ? MONEY_UNCLEAR : m.scale;
}

/* What stands behind the last marker of a folded text; NULL when it has none. */
static const char *
behind_marker(const char *text)
{
	const char *last = NULL, *at;
	size_t i, n;

	for (i = 0; i < sizeof(markers) / sizeof(markers[0]); i++) {
		n = strlen(markers[i]);
		for (at = text; (at = strstr(at, markers[i])) != NULL; at += n)
			if (last == NULL || at + n > last)
				last = at + n;
	}
	return last;
}

/* Whether a unit is all of a text, in brackets or without. */
static bool
is_all(const char *text, const struct mention *m)
{
	return text + strspn(text, "([") == m->at &&
	    m->at[m->len + strspn(m->at + m->len, ")].")] == '\0';
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

/* What a folded title says of units of money; in *MARKED, whether it is said to be
 * that of the amounts. */
static struct mention
hear(const char *text, bool *marked)
{
	const char *behind = behind_marker(text);
	bool brackets = *text == '(' || *text == '[';
	struct mention m = { NULL, 0, -1, false };

	if (behind != NULL)
		m = mentions(behind, true);
	if (m.at == NULL)
		m = mentions(text, false);
	*marked = behind != NULL || (m.at != NULL && is_all(text, &m));
	if (m.at != NULL || behind != NULL)
		return m;
	/* "(triệu)", or "triệu" in a cell of its own, which may be a name */
	m = mentions(text, true);
	*marked = brackets;
	if (m.at != NULL && (isdigit((unsigned char)*m.at) || (m.scale >= 0 &&
	    !is_all(text, &m)) || (m.scale <= 0 && !brackets)))
		m.at = NULL;
	return m;
}

bool
money_hear(struct reading *r, const struct csv_row *row, bool above)
{
	struct money_doubt *doubt = &r->envelope.doubt;
	bool alone = filled_cells(row) == 1;
	bool understood = false, marked;
	size_t i;

	for (i = 0; i < row->count; i++) {
		const char *text, *at;
		struct mention m;

		if (row->cells[i].text[0] == '\0' ||
		    csv_is_remark(row->cells[i].text))
			continue;
		text = unicode_fold(r->arena, row->cells[i].text);
		m = hear(text, &marked);
		if (m.at == NULL)
			continue;
		at = arena_strndup(r->arena, m.at, m.len);
		if (m.scale >= 0 && above && marked &&
		    (alone || strlen(text) > m.len)) {
			envelope_say(r, ENVELOPE_MONEY, at,
			    csv_line(row, i), (int)i + 1);
			understood = true;
		} else if (m.scale != 0 && doubt->said.text == NULL) {
			doubt->said = (struct said){ at, csv_line(row, i),
			    (int)i + 1 };
			doubt->scale = m.scale;
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
	    NULL && (doubt->above || doubt->scale == r->sub->money_scale)) ||
	    (doubt->scale > 0 && !form_has_money(r->form)))
		return;
	r->envelope.money_unclear = true;
	reading_report(r, D_MONEY_DOUBT, said->line, said->column,
	    reading_quote(r, said->text), envelope_line(ENVELOPE_MONEY));
}
