/*
 * What the envelope says, taken at its word: form, sender, period and the rest, or
 * what is wrong with them.  Room: intake.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "intake/intake.h"
#include "intake/intake_parts.h"

enum {
	YEAR_LEAST = 1900,	/* of periods, in whatever words */
	PREPARER_MAX = 200,	/* letters; the schema says the same of XML */
};

/* Report that neither the file nor its name tells KEY. */
static void
report_missing(struct reading *r, enum envelope_key key, const char *example)
{
	const char *how = arena_printf(r->arena, r->is_xml ?
	    _("%s=\"%s\" in the root element") :
	    _("a line \"%s;%s\" above the table"),
	    r->is_xml ? envelope_attribute(key) : envelope_line(key), example);
	const char *name = r->catalog->site->file_name_example;

	reading_report(r, D_NO_ENVELOPE, r->root_line, r->root_column,
	    envelope_words(key), how,
	    r->is_xml || name == NULL || *name == '\0' ? "" :
	    arena_printf(r->arena, _(", or name the file like %s"), name));
}

static void
report_conflict(struct reading *r, enum envelope_key key)
{
	const struct said *said = &r->envelope.said[key];

	reading_report(r, D_ENVELOPE_CONFLICT, said->line, said->column,
	    envelope_words(key), reading_quote_cell(r, said->text),
	    reading_quote_cell(r, r->envelope.named[key]));
}

static void
report_value(struct reading *r, enum envelope_key key, const char *should)
{
	const struct said *said = &r->envelope.said[key];

	reading_report(r, D_BAD_ENVELOPE, said->line, said->column,
	    reading_quote_cell(r, said->text), envelope_words(key), should);
}

void
envelope_miss_form(struct reading *r)
{
	const struct form *first = catalog_first_form(r->catalog);

	report_missing(r, ENVELOPE_FORM, first != NULL ? first->short_code :
	    "...");
}

/* A code of a form has no blank in it, or a digit; what has is anything, even
 * somebody's name. */
static const char *
quote_form(struct reading *r, const char *text)
{
	return strchr(text, ' ') == NULL || strpbrk(text, "0123456789") !=
	    NULL ? reading_quote_cell(r, text) : "***";
}

const struct form *
envelope_form(struct reading *r, bool *wrong)
{
	const struct said *said = &r->envelope.said[ENVELOPE_FORM];
	const char *named = r->envelope.named[ENVELOPE_FORM];
	const struct form *by_name = named == NULL ? NULL :
	    envelope_form_named(r, named);
	const struct form *form;

	*wrong = false;
	if (said->text == NULL)
		return r->is_xml ? NULL : by_name;
	if ((form = envelope_form_named(r, said->text)) == NULL) {
		*wrong = true;
		reading_report(r, D_UNKNOWN_FORM, said->line, said->column,
		    quote_form(r, said->text), catalog_form_codes(r->arena, r->catalog));
	} else if (by_name != NULL && by_name != form)
		report_conflict(r, ENVELOPE_FORM);
	return form;
}

/* A period as machines write it, or else as people do: "quý I năm 2020". */
static bool
read_period(struct arena *a, const char *s, bool machine,
    struct period *period)
{
	return period_parse(s, period) || (!machine &&
	    period_of_words(a, s, period) && period->year >= YEAR_LEAST);
}

/* "quarter, year": the periods of the form. */
static const char *
period_kinds(struct reading *r)
{
	struct text t;
	const char *s;
	int kind;

	text_init(&t, 256);
	for (kind = 0; kind < PERIOD_KIND_MAX; kind++)
		if (r->form->periods[kind])
			text_addf(&t, "%s%s", t.len > 0 ? ", " : "",
			    _(period_kind_name((enum period_kind)kind)));
	s = arena_strdup(r->arena, text_string(&t));
	text_free(&t);
	return s;
}

/* Report a period that the form is not for, or that has not begun. */
static void
judge_period(struct reading *r, struct period p)
{
	const struct said *said = &r->envelope.said[ENVELOPE_PERIOD];
	char text[PERIOD_TEXT], start[DATE_TEXT], today[DATE_TEXT];

	period_format(p, text);
	if (!r->form->periods[p.kind])
		reading_report(r, D_PERIOD_NOT_OF_FORM, said->line,
		    said->column, r->form->short_code, text,
		    period_kinds(r));
	if (r->today != DATE_NONE && period_start(p) > r->today)
		reading_report(r, D_PERIOD_NOT_OVER, said->line, said->column,
		    text, language_date(period_start(p), start),
		    language_date(r->today, today));
}

/* Whether two texts are the same period, as people write them. */
static bool
same_period(struct reading *r, const char *first, const char *second)
{
	struct period p, q;

	return read_period(r->arena, first, false, &p) &&
	    read_period(r->arena, second, false, &q) && period_equal(p, q);
}

static bool
settle_period(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_PERIOD];
	const char *named = r->envelope.named[ENVELOPE_PERIOD];
	struct period period, by_name;
	bool has_name = named != NULL &&
	    read_period(r->arena, named, false, &by_name);

	if (said->text == NULL && (named == NULL || r->is_xml)) {
		report_missing(r, ENVELOPE_PERIOD, "2020-Q1");
		return false;
	}
	if (said->text == NULL ? !has_name :
	    !read_period(r->arena, said->text, r->is_xml, &period)) {
		reading_report(r, D_BAD_PERIOD, said->line, said->column,
		    reading_quote_cell(r, said->text == NULL ? named : said->text));
		return false;
	}
	if (said->text == NULL)
		period = by_name;
	else if (has_name && !period_equal(period, by_name))
		report_conflict(r, ENVELOPE_PERIOD);
	r->sub->period = period;
	judge_period(r, period);
	return true;
}

/* The one unit whose code is CODE behind zeros that a spreadsheet dropped. */
static const struct unit *
unit_with_zeros(struct reading *r, const char *code, date day)
{
	const struct unit *found = NULL, *u;
	char padded[16];
	int zeros;

	if (strspn(code, "0123456789") != strlen(code) || strlen(code) > 8)
		return NULL;
	for (zeros = 1; zeros <= 4; zeros++) {
		memset(padded, '0', (size_t)zeros);
		memcpy(padded + zeros, code, strlen(code) + 1);
		u = units_find(r->catalog->units, padded, day);
		if (u != NULL && found != NULL)
			return NULL;
		found = u != NULL ? u : found;
	}
	return found;
}

/* Among whom a sender is looked for: of a district and the town of its name, the
 * one that sends the form. */
static struct unit_scope
sender_scope(const struct reading *r, date day)
{
	return (struct unit_scope){ NULL, r->form == NULL ? LEVEL_ANY :
	    r->form->sender_level, day };
}

/*
 * The unit that TEXT names on a day: its code, its name, a code before its name
 * ("568 - Nha Trang") or a code without its leading zeros.  SPEAK: tell which
 * of these it was.
 */
static const struct unit *
find_unit(struct reading *r, const char *text, date day, bool speak)
{
	const struct said *said = &r->envelope.said[ENVELOPE_UNIT];
	const struct units *units = r->catalog->units;
	const char *code = arena_strndup(r->arena, text,
	    strcspn(text, " -:"));
	const struct unit *u;

	if ((u = units_find(units, text, day)) != NULL)
		return u;
	if (isdigit((unsigned char)*code) &&
	    (u = units_find(units, code, day)) != NULL)
		return u;
	if ((u = units_read(units, text, sender_scope(r, day))) != NULL) {
		if (speak)
			reading_report(r, D_UNIT_BY_NAME, said->line,
			    said->column, reading_quote_cell(r, text),
			    arena_printf(r->arena, "%s %s", u->code,
			    u->full_name));
		return u;
	}
	if ((u = unit_with_zeros(r, text, day)) != NULL && speak)
		reading_report(r, D_ZERO_RESTORED, said->line, said->column,
		    text, u->code);
	return u;
}

bool
envelope_same(struct reading *r, enum envelope_key key, const char *first,
    const char *second)
{
	const struct unit *u;

	if (strcmp(unicode_fold(r->arena, first),
	    unicode_fold(r->arena, second)) == 0)
		return true;
	if (r->is_xml)
		return false;
	switch (key) {
	case ENVELOPE_FORM:
		return envelope_form_named(r, first) != NULL &&
		    envelope_form_named(r, first) ==
		    envelope_form_named(r, second);
	case ENVELOPE_UNIT:
		u = find_unit(r, first, r->today, false);
		return u != NULL && u == find_unit(r, second, r->today, false);
	case ENVELOPE_PERIOD:
		return same_period(r, first, second);
	case ENVELOPE_MONEY:
		return money_told(r, first) == money_told(r, second);
	default:
		return false;
	}
}

/* The one sender whose name stands at the end of a text, behind other words, for a
 * question: "BTV Hội LHPN huyện Khánh Sơn". */
static const struct unit *
sender_at_end(struct reading *r, const char *text, date day)
{
	const struct unit *u = NULL;

	while (u == NULL && (text = strchr(text, ' ')) != NULL)
		u = find_unit(r, text += strspn(text, " "), day, false);
	return u != NULL && u->level == r->form->sender_level ? u : NULL;
}

/* Whether some unit of any time has this code. */
static const struct unit *
unit_of_any_time(struct reading *r, const char *code)
{
	size_t i;

	for (i = 0; i < r->catalog->units->count; i++)
		if (strcmp(r->catalog->units->list[i]->code, code) == 0)
			return r->catalog->units->list[i];
	return NULL;
}

static void
report_unit(struct reading *r, const char *text, date day)
{
	const struct said *said = &r->envelope.said[ENVELOPE_UNIT];
	const struct unit *u = unit_of_any_time(r, text);
	const char *suggestion = units_suggest(r->arena, r->catalog->units,
	    text, sender_scope(r, day));
	const struct unit *inside = sender_at_end(r, text, day);
	char buf[DATE_TEXT];

	if (*suggestion == '\0' && inside != NULL)
		suggestion = units_question(r->arena, &inside, 1);
	if (u != NULL)
		reading_report(r, D_UNIT_NOT_VALID, said->line, said->column,
		    u->code, u->full_name, language_date(day, buf), suggestion);
	else
		reading_report(r, D_UNKNOWN_UNIT, said->line, said->column,
		    reading_quote_cell(r, text), suggestion);
}

/* A sender of the form, for an example. */
static const char *
example_sender(struct reading *r)
{
	const struct units *units = r->catalog->units;
	size_t i;

	for (i = 0; i < units->count; i++)
		if (units->list[i]->level == r->form->sender_level &&
		    units->list[i]->reports)
			return units->list[i]->code;
	return "...";
}

static bool
settle_unit(struct reading *r, date day)
{
	const struct said *said = &r->envelope.said[ENVELOPE_UNIT];
	const char *named = r->envelope.named[ENVELOPE_UNIT];
	const char *text = said->text == NULL && !r->is_xml ? named :
	    said->text;
	const struct unit *u, *by_name;

	if (text == NULL) {
		report_missing(r, ENVELOPE_UNIT, example_sender(r));
		return false;
	}
	if ((u = find_unit(r, text, day, true)) == NULL) {
		report_unit(r, text, day);
		return false;
	}
	by_name = named == NULL ? NULL : find_unit(r, named, day, false);
	if (said->text != NULL && by_name != NULL && by_name != u)
		report_conflict(r, ENVELOPE_UNIT);
	r->sub->unit = u;
	if (u->level == r->form->sender_level && u->reports)
		return true;
	reading_report(r, D_UNIT_NOT_REPORTING, said->line, said->column,
	    u->code, u->full_name,
	    r->catalog->site->levels[r->form->sender_level].label);
	return false;
}

static void
settle_sequence(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_SEQUENCE];
	const char *named = r->envelope.named[ENVELOPE_SEQUENCE];
	int by_name = named == NULL ? 0 : envelope_sequence(r->arena, named), n = 0;

	if (said->text != NULL && (n = envelope_sequence(r->arena, said->text)) == 0)
		report_value(r, ENVELOPE_SEQUENCE,
		    _("a whole number from 1, e.g. 2"));
	else if (n > 0 && by_name > 0 && n != by_name)
		report_conflict(r, ENVELOPE_SEQUENCE);
	r->sub->sequence = n > 0 ? n : by_name > 0 ? by_name : 1;
}

/* A file made by an older form has other columns than this one. */
static void
settle_version(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_VERSION];

	if (said->text != NULL &&
	    envelope_sequence(r->arena, said->text) != r->form->version)
		report_value(r, ENVELOPE_VERSION, arena_printf(r->arena,
		    _("%d, on the form of that version"), r->form->version));
}

static void
settle_kind(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_KIND];

	if (said->text == NULL ||
	    submission_kind_parse(said->text, &r->sub->kind) || (!r->is_xml &&
	    envelope_kind(r->arena, unicode_fold(r->arena, said->text),
	    &r->sub->kind)))
		return;
	report_value(r, ENVELOPE_KIND, r->is_xml ?
	    "actual, estimate, adjustment" : "thực hiện, ước, điều chỉnh");
}

static void
settle_money(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_MONEY];
	int scale;

	if (said->text == NULL)
		return;
	scale = r->is_xml ? money_scale_parse(said->text) :
	    money_told(r, said->text);
	if (scale >= 0) {
		r->sub->money_scale = scale;
		return;
	}
	r->sub->money_unclear = r->envelope.money_unclear = true;
	report_value(r, ENVELOPE_MONEY, r->is_xml ?
	    "dong, nghin_dong, trieu_dong, ty_dong" :
	    !form_has_money(r->form) && envelope_money(r->arena,
	    said->text) > 0 ? _("every number in full, none in thousands") :
	    "đồng, nghìn đồng, triệu đồng, tỷ đồng");
}

static void
settle_signed(struct reading *r)
{
	const struct said *said = &r->envelope.said[ENVELOPE_SIGNED];
	char buf[DATE_TEXT];
	date day;

	if (said->text == NULL)
		return;
	if (!date_parse(said->text, &day))
		day = r->is_xml ? DATE_NONE : envelope_day(r->arena,
		    said->text);
	if (day == DATE_NONE)
		report_value(r, ENVELOPE_SIGNED,
		    r->is_xml ? "2020-03-31" : "31/03/2020");
	else
		r->sub->signed_on = arena_strdup(r->arena,
		    date_format(day, buf));
}

static void
settle_preparer(struct reading *r)
{
	const char *name = r->envelope.said[ENVELOPE_PREPARER].text;

	if (name == NULL)
		return;
	if (unicode_length(name) > PREPARER_MAX)
		report_value(r, ENVELOPE_PREPARER, arena_printf(r->arena,
		    _("a name of at most %d letters"), PREPARER_MAX));
	else
		r->sub->preparer = name;
}

bool
envelope_settle(struct reading *r)
{
	bool ok = settle_period(r);
	date day = ok ? period_end(r->sub->period) : r->today;

	ok = settle_unit(r, day) && ok;
	settle_version(r);
	settle_kind(r);
	settle_money(r);
	settle_sequence(r);
	settle_signed(r);
	settle_preparer(r);
	return ok;
}

struct intake_claim
envelope_claim(struct reading *r)
{
	const struct said *said = r->envelope.said;
	const char *const *named = r->envelope.named;
	struct intake_claim claim = { .form = r->form };
	const char *form = said[ENVELOPE_FORM].text, *unit, *period;

	if (form == NULL)
		form = named[ENVELOPE_FORM];
	if (claim.form == NULL && form != NULL)
		claim.form = envelope_form_named(r, form);
	period = said[ENVELOPE_PERIOD].text != NULL ?
	    said[ENVELOPE_PERIOD].text : named[ENVELOPE_PERIOD];
	claim.has_period = period != NULL &&
	    read_period(r->arena, period, false, &claim.period);
	unit = said[ENVELOPE_UNIT].text != NULL ? said[ENVELOPE_UNIT].text :
	    named[ENVELOPE_UNIT];
	if (unit != NULL)
		claim.unit = find_unit(r, unit, claim.has_period ?
		    period_end(claim.period) : r->today, false);
	return claim;
}
