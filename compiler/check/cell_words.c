/* What a cell says that is no number: days, truths, lists, codes.  Room: check. */
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/pattern.h"
#include "base/text.h"
#include "base/unicode.h"
#include "check/check_cell.h"

/* N digits at *P, advanced behind them; -1 when there are not MIN to MAX. */
static int
take_number(const char **p, size_t min, size_t max)
{
	int value = 0;
	size_t n = 0;

	for (; **p >= '0' && **p <= '9' && n < max; (*p)++, n++)
		value = value * 10 + (**p - '0');
	return n < min ? -1 : value;
}

/* Day, month and year with the same separator: 31/03/2020. */
static bool
parse_day_first(const char *s, date *out)
{
	int day, month, year;
	char mark;

	if ((day = take_number(&s, 1, 2)) < 0)
		return false;
	mark = *s;
	if (mark != '/' && mark != '-' && mark != '.')
		return false;
	s++;
	if ((month = take_number(&s, 1, 2)) < 0 || *s++ != mark ||
	    (year = take_number(&s, 4, 4)) < 0 || *s != '\0')
		return false;
	*out = date_of(year, month, day);
	return *out != DATE_NONE;
}

bool
cell_read_date(const struct reading *r, int64_t *value)
{
	const char *s = r->text;
	bool table = r->check->sub->numbers == NUMBERS_VIETNAMESE;
	date d;

	if (!date_parse(s, &d) && !(table && parse_day_first(s, &d)))
		return cell_refuse(r, D_NOT_DATE,
		    table ? "31/03/2020" : "2020-03-31", NULL, NULL);
	*value = d;
	return true;
}

/* What S says as a truth, in a table or in XML; false when nothing. */
static bool
find_truth(const char *s, bool table, int64_t *value)
{
	static const struct {
		const char	*word;	/* folded */
		bool		 value, table;	/* in tables only */
	} words[] = {
		{ "true", true, false }, { "1", true, false },
		{ "false", false, false }, { "0", false, false },
		{ "có", true, true }, { "co", true, true },
		{ "đúng", true, true }, { "dung", true, true },
		{ "x", true, true }, { "không", false, true },
		{ "khong", false, true }, { "sai", false, true },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (*s == *words[i].word && (table || !words[i].table) &&
		    strcmp(s, words[i].word) == 0) {
			*value = words[i].value;
			return true;
		}
	return false;
}

bool
cell_read_boolean(const struct reading *r, int64_t *value)
{
	bool table = r->check->sub->numbers == NUMBERS_VIETNAMESE;

	if (find_truth(r->text, table, value) || (table &&
	    find_truth(unicode_fold(r->check->arena, r->text), true,
	    value)))
		return true;
	return cell_refuse(r, D_NOT_IN_LIST, table ? "có, không" : "true, false",
	    NULL, NULL);
}

/* The only value whose label a text without any marks can be, "hop tac xa"; -1 when
 * there is none. */
static int
find_unmarked(struct arena *a, const struct field *f, const char *folded)
{
	int found = -1;
	size_t i;

	if (folded[unicode_skip_ascii(folded, strlen(folded))] != '\0')
		return -1;
	for (i = 0; i < f->value_count; i++)
		if (strcmp(folded, unicode_ascii(a, unicode_fold(a,
		    f->values[i].label))) == 0) {
			if (found >= 0)
				return -1;
			found = (int)i;
		}
	return found;
}

/* The value of an enum that S says, by code or by label; -1 when none. */
static int
find_value(struct arena *a, const struct field *f, const char *s)
{
	const struct enum_value *v;
	const char *folded;
	size_t i;

	for (i = 0; i < f->value_count; i++)
		if ((*s == *f->values[i].code &&
		    strcmp(s, f->values[i].code) == 0) ||
		    (*s == *f->values[i].label &&
		    strcmp(s, f->values[i].label) == 0))
			return (int)i;
	folded = unicode_fold(a, s);
	v = map_find(f->by_word, folded);
	return v != NULL ? (int)(v - f->values) : find_unmarked(a, f, folded);
}

/* Several values, divided by commas or semicolons; false: not of the list. */
static bool
read_many(const struct reading *r, int64_t *value, const char **text)
{
	struct arena *a = r->check->arena;
	const struct field *f = r->field;
	const char *s = r->text;
	uint64_t set = 0;
	size_t i;

	for (;;) {
		size_t n, len;
		int found;

		s += strspn(s, " ");
		n = len = strcspn(s, ",;");
		while (len > 0 && s[len - 1] == ' ')
			len--;
		found = find_value(a, f, s[len] == '\0' ? s :
		    arena_strndup(a, s, len));
		if (found < 0)
			return false;
		set |= (uint64_t)1 << found;
		if (s[n] == '\0')
			break;
		s += n + 1;
	}
	*value = (int64_t)set;
	*text = "";
	for (i = 0; i < f->value_count; i++)
		if ((set >> i & 1) != 0)
			*text = **text == '\0' ? f->values[i].code :
			    arena_printf(a, "%s %s", *text, f->values[i].code);
	return true;
}

bool
cell_read_enum(const struct reading *r, int64_t *value, const char **text)
{
	const struct field *f = r->field;
	int found = f->many ? -1 : find_value(r->check->arena, f,
	    r->text);
	struct text list;
	size_t i;
	bool ok;

	if (f->many && read_many(r, value, text))
		return true;
	if (found >= 0) {
		*value = found;
		*text = f->values[found].code;
		return true;
	}
	text_init(&list, 4096);
	for (i = 0; i < f->value_count; i++)
		text_addf(&list, "%s%s", i > 0 ? ", " : "",
		    r->check->sub->numbers == NUMBERS_XML ?
		    f->values[i].code : f->values[i].label);
	ok = cell_refuse(r, D_NOT_IN_LIST, text_string(&list), NULL, NULL);
	text_free(&list);
	return ok;
}

bool
cell_read_code(const struct reading *r, const char **text)
{
	const struct field *f = r->field;

	if (number_is_spreadsheet_error(r->text))
		return cell_refuse_error(r);
	if (f->pattern != NULL &&
	    pattern_match(f->pattern, r->text) != PATTERN_MATCHES)
		return cell_refuse(r, D_BAD_CODE, f->pattern_words, NULL, NULL);
	*text = r->text;
	return true;
}

/* How many characters a text has, a run of blanks and line ends being one: as the
 * schema of the form counts. */
static size_t
length_of(const char *s)
{
	size_t n = unicode_length(s);

	for (; *s != '\0'; s++)
		n -= strchr(" \t\n\r", *s) != NULL && s[1] != '\0' &&
		    strchr(" \t\n\r", s[1]) != NULL;
	return n;
}

bool
cell_read_words(const struct reading *r, const char **text)
{
	struct checking *c = r->check;
	size_t max = r->field->length > 0 ? r->field->length : CHECK_TEXT;
	size_t len = strlen(r->text);

	if (number_is_spreadsheet_error(r->text))
		return cell_refuse_error(r);
	if (len > max && (len = length_of(r->text)) > max) {
		diag_report_field(c->diag, D_TEXT_TOO_LONG, cell_place_read(r),
		    r->field->name, cell_name(c->arena, c->sub, r->field),
		    arena_printf(c->arena, "%zu", len),
		    arena_printf(c->arena, "%zu", max));
		return false;
	}
	*text = r->text;
	return true;
}
