/*
 * The closed set of figures that templates and their conditions may name, and
 * how each is printed.  Room: report.
 *
 *	figure   := base { "|" modifier }
 *	base     := INDICATOR | FORM "." FIELD | "this" | word
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "report/report_format.h"
#include "report/report_template.h"

static const char *const shows[SHOW_MAX] = {
	[SHOW_VALUE] = "value",
	[SHOW_NUMERATOR] = "numerator",
	[SHOW_DENOMINATOR] = "denominator",
	[SHOW_TARGET] = "target",
	[SHOW_MILESTONE] = "milestone",
	[SHOW_VERDICT] = "verdict",
	[SHOW_LABEL] = "label",
	[SHOW_MEASURE] = "measure",
	[SHOW_REPORTED] = "reported",
	[SHOW_EXPECTED] = "expected",
	[SHOW_MISSING] = "missing",
	[SHOW_YEAR_AGO] = "year_ago",
	[SHOW_YEAR_AGO_REPORTED] = "year_ago_reported",
	[SHOW_YEAR_AGO_EXPECTED] = "year_ago_expected",
	[SHOW_CHANGE] = "change",
	[SHOW_REMAINING] = "remaining",
	[SHOW_CERTAIN] = "certain",
	[SHOW_BAND] = "band",
};

const char *
show_name(enum show show)
{
	return shows[show];
}

bool
show_is_text(enum show show)
{
	return show == SHOW_VERDICT || show == SHOW_CERTAIN ||
	    show == SHOW_BAND;
}

/* Money in thousands, millions, thousands of millions of đồng. */
static const struct { const char *name; int scale; } scales[] = {
	{ "dong", 0 }, { "nghin", 3 }, { "trieu", 6 }, { "ty", 9 },
};

static bool
base_of(struct job *j, const struct scope *s, const char *name,
    struct figure_ref *ref)
{
	const char *dot = strchr(name, '.');
	const struct form *form;

	if ((ref->word = word_by_name(j, name)) >= 0)
		return true;
	if (strcmp(name, "this") == 0 && s->indicator != NULL) {
		ref->indicator = s->indicator;
		return ref->current = true;
	}
	if ((ref->indicator = plan_indicator(j->data->plan, name)) != NULL)
		return true;
	if (dot == NULL || (form = catalog_form(j->data->catalog,
	    arena_strndup(j->arena, name, (size_t)(dot - name)))) == NULL)
		return false;
	ref->field = form_fact(form, dot + 1);
	return ref->field != NULL && field_is_number(ref->field) &&
	    !ref->field->personal;
}

static bool
modifier(struct figure_ref *ref, const char *m, bool *shown)
{
	size_t i;

	for (i = 0; i < SHOW_MAX; i++)
		if (strcmp(shows[i], m) == 0 && !*shown) {
			ref->show = (enum show)i;
			return *shown = true;
		}
	for (i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		if (strcmp(scales[i].name, m) == 0 && ref->scale < 0) {
			ref->scale = scales[i].scale;
			return true;
		}
	if (m[0] == '.' && m[1] >= '0' && m[1] <= '6' && m[2] == '\0' &&
	    ref->digits < 0) {
		ref->digits = m[1] - '0';
		return true;
	}
	if (strcmp(m, "pad") == 0)
		return ref->padded = true;
	if (strcmp(m, "capital") == 0)
		return ref->capital = true;
	if (strcmp(m, "upper") == 0)
		return ref->upper = true;
	return false;
}

/* Whether a number is the plan's, and nothing that was reported. */
static bool
is_planned(enum show show)
{
	return show == SHOW_TARGET || show == SHOW_MILESTONE;
}

/* Whether a row shows a number as it was reported, in its smallest unit. */
static bool
is_plain_sum(enum show show)
{
	return show == SHOW_NUMERATOR || show == SHOW_DENOMINATOR ||
	    show == SHOW_REMAINING;
}

/* Whether a figure is an amount of money, so that a scale suits it. */
static bool
is_money(const struct figure_ref *ref)
{
	if (ref->field != NULL)
		return ref->field->type == FIELD_MONEY &&
		    ref->show == SHOW_VALUE;
	return is_plain_sum(ref->show) ||
	    (ref->indicator->kind == INDICATOR_VALUE &&
	    (ref->show == SHOW_VALUE || is_planned(ref->show) ||
	    ref->show == SHOW_YEAR_AGO || ref->show == SHOW_CHANGE));
}

/* What cannot be shown of which base. */
static const char *
suits(const struct figure_ref *ref, bool shown)
{
	bool text = ref->word >= 0 && word_is_text(ref->word);

	if (ref->word >= 0 && (shown || ref->scale >= 0 || ref->digits >= 0))
		return _("this word takes only the modifiers pad, capital and "
		    "upper");
	if (text && ref->padded)
		return _("\"pad\" is for counts");
	if (ref->field != NULL && shown && ref->show != SHOW_VALUE &&
	    ref->show != SHOW_LABEL && ref->show != SHOW_MEASURE &&
	    ref->show != SHOW_REPORTED && ref->show != SHOW_EXPECTED &&
	    ref->show != SHOW_MISSING)
		return _("a form's field has value, label, measure, reported, "
		    "expected and missing only");
	if (ref->word < 0 && ref->scale >= 0 && !is_money(ref))
		return _("dong, nghin, trieu and ty are for amounts of money");
	return NULL;
}

const char *
figure_parse(struct job *j, const struct scope *s, const char *spec,
    struct figure_ref *ref)
{
	const char *p = spec, *bar;
	bool shown = false;
	char *part;

	*ref = (struct figure_ref){ .word = -1, .scale = -1, .digits = -1 };
	bar = p + strcspn(p, "|");
	part = arena_strndup(j->arena, p, (size_t)(bar - p));
	if (!base_of(j, s, part, ref))
		return arena_printf(j->arena, _("\"%s\" is no indicator of "
		    "the plan, no number of a form (form.field) and no word of "
		    "tonghop-template(5)"), part);
	while (*bar == '|') {
		p = bar + 1;
		bar = p + strcspn(p, "|");
		part = arena_strndup(j->arena, p, (size_t)(bar - p));
		if (!modifier(ref, part, &shown))
			return arena_printf(j->arena, _("\"%s\" is not a "
			    "modifier, or is one too many"), part);
	}
	return suits(ref, shown);
}

static struct printed
plain(const char *text)
{
	return (struct printed){ .text = text, .known = true, .applies = true };
}

static struct printed
number_of_count(struct job *j, size_t n)
{
	struct printed p = plain(arena_printf(j->arena, "%zu", n));

	p.number = true;
	return p;
}

/* Whether so many units stand behind a figure as the plan asks for before it is
 * judged: of fewer nothing is said against another year either. */
static bool
is_comparable(struct job *j, const struct data_row *row)
{
	struct ratio coverage = { decimal_int((long long)row->reported),
	    decimal_int((long long)row->expected) };

	return row->expected > 0 && ratio_cmp(coverage,
	    j->data->plan->min_coverage) >= 0;
}

/* The figure's change against the year before, exact; false: not known, or too
 * few units stand behind one of them. */
static bool
change_of(struct job *j, const struct data_row *row, struct ratio *out)
{
	const struct data_row *before = view_year_ago(j->view, row->unit,
	    row->indicator);
	struct ratio now, then;

	if (before == NULL || !is_comparable(j, row) ||
	    !is_comparable(j, before) || !row_value(row, &now) ||
	    !row_value(before, &then) || row->counted != before->counted ||
	    !ratio_sub(&now, now, then))
		return false;
	*out = now;
	return true;
}

/*
 * The places of a target that no decimal is equal to, as of one that blends
 * others: those of the value, and more while the two would look equal and are
 * not.
 */
static int
blended_digits(const struct data_row *row, struct ratio target)
{
	int digits = row_digits(row), most = row->indicator->digits + 4;
	struct decimal a, b;
	struct ratio value;

	while (digits < most && row_value(row, &value) &&
	    ratio_cmp(value, target) != 0 && ratio_round(&a, value, digits) &&
	    ratio_round(&b, target, digits) && decimal_cmp(a, b) == 0)
		digits++;
	return digits;
}

/* A target or milestone as the plan wrote it, and as it is printed: scaled, to
 * few places. */
static bool
target_of(const struct data_row *row, enum show show, struct ratio *out,
    int *digits)
{
	bool has = show == SHOW_TARGET ?
	    row->has_target || row->has_threshold : row->has_milestone;
	struct decimal d;

	if (!has)
		return false;
	*out = show == SHOW_TARGET ? row->target : row->milestone;
	if ((!row->counted && !decimal_shift(&out->num,
	    row->indicator->scale)) || !ratio_shortest(&d, *out))
		return false;
	*digits = ratio_cmp(ratio_of(d), *out) != 0 ?
	    blended_digits(row, *out) :
	    d.scale < row->indicator->digits + 2 ? d.scale :
	    row->indicator->digits + 2;
	return true;
}

/* The exact number that a row shows, and the places it is printed with. */
static bool
number_of_row(struct job *j, const struct data_row *row, enum show show,
    struct ratio *out, int *digits)
{
	const struct data_row *before;
	struct decimal d;

	*digits = row_digits(row);
	switch (show) {
	case SHOW_VALUE:
		return row_value(row, out);
	case SHOW_NUMERATOR:
	case SHOW_DENOMINATOR:
		d = show == SHOW_NUMERATOR ? row->numerator : row->denominator;
		*out = ratio_of(d);
		*digits = 0;
		return row->known && (show == SHOW_NUMERATOR ||
		    row->has_denominator || row->counted);
	case SHOW_TARGET:
	case SHOW_MILESTONE:
		return target_of(row, show, out, digits);
	case SHOW_YEAR_AGO:
		before = view_year_ago(j->view, row->unit, row->indicator);
		return before != NULL && row_value(before, out);
	case SHOW_CHANGE:
		return change_of(j, row, out);
	case SHOW_REMAINING:
		*out = ratio_of(row->remaining);
		*digits = 0;
		return row->has_remaining;
	default:
		return false;
	}
}

static bool
is_percent(const struct data_row *row, enum show show)
{
	return (show == SHOW_VALUE || is_planned(show) ||
	    show == SHOW_YEAR_AGO) &&
	    (row->counted || strcmp(row->indicator->unit, "%") == 0);
}

/* Bring a number to the scale asked for; *PLACES is what it is printed with. */
static bool
rescale(const struct data_row *row, enum show show, int scale,
    struct ratio *r, int *places)
{
	int by = scale - (is_plain_sum(show) ? 0 : row->indicator->scale);

	if (scale < 0 || by == 0)
		return true;
	*places = scale == 9 ? 2 : 0;
	for (; by < 0; by++)
		if (!decimal_mul(&r->num, r->num, decimal_int(10)))
			return false;
	return decimal_shift(&r->num, by);
}

static struct printed
print_row(struct job *j, const struct data_row *row, enum show show,
    int scale, int digits)
{
	struct printed p = { .text = "", .number = true };
	const struct data_row *before;
	struct decimal d;
	struct ratio r;
	int places;

	p.applies = row->applies;
	p.reported = row->reported;
	p.expected = row->expected;
	if (!number_of_row(j, row, show, &r, &places) ||
	    !rescale(row, show, scale, &r, &places) ||
	    !ratio_round(&d, r, digits >= 0 ? digits : places))
		return p;
	p.text = show == SHOW_CHANGE ? format_change(j->arena, d) :
	    format_decimal(j->arena, d);
	p.known = true;
	p.percent = is_percent(row, show);
	before = view_year_ago(j->view, row->unit, row->indicator);
	p.estimated = show == SHOW_YEAR_AGO ? before->estimated :
	    !is_planned(show) && row->estimated;
	p.adjusted = show == SHOW_YEAR_AGO ? before->adjusted :
	    !is_planned(show) && row->adjusted;
	p.carried = show == SHOW_YEAR_AGO ? before->carried :
	    !is_planned(show) && row->carried;
	p.partial = !is_planned(show) && show != SHOW_YEAR_AGO &&
	    row_is_partial(row);
	if (show == SHOW_YEAR_AGO || show == SHOW_CHANGE)
		p.partial |= row_is_partial(before);
	return p;
}

struct printed
figure_of_row(struct job *j, const struct data_row *row, enum show show,
    int scale, int digits)
{
	struct printed p = { .text = "", .number = true };

	if (row == NULL)
		return p;
	p = print_row(j, row, show, scale, digits);
	printed_row(j, row, show, scale, digits, p.text);
	return p;
}

/* How many units stand behind the figure of the year before, or should. */
static size_t
year_ago_units(struct job *j, const struct data_row *row, enum show show)
{
	const struct data_row *before = row == NULL ? NULL :
	    view_year_ago(j->view, row->unit, row->indicator);

	return before == NULL ? 0 : show == SHOW_YEAR_AGO_REPORTED ?
	    before->reported : before->expected;
}

/* What a row says in words. */
static struct printed
print_text(struct job *j, const struct data_row *row, enum show show)
{
	struct printed p = plain(row == NULL ? "" : show == SHOW_CERTAIN ?
	    word_of_certain(row->certain) : show == SHOW_BAND ? row->band :
	    row_verdict(row));

	p.known = p.text[0] != '\0' || show != SHOW_VERDICT;
	p.applies = row != NULL && row->applies;
	if (row != NULL)
		printed_row(j, row, show, -1, -1, p.text);
	return p;
}

static struct printed
print_indicator(struct job *j, const struct scope *s,
    const struct figure_ref *ref)
{
	const struct indicator *ind = ref->current ? s->indicator :
	    ref->indicator;
	const struct data_row *row = view_row(j->view, s->unit, ind);

	switch (ref->show) {
	case SHOW_LABEL:
		return plain(ind->label);
	case SHOW_MEASURE:
		return plain(ind->unit);
	case SHOW_VERDICT:
	case SHOW_CERTAIN:
	case SHOW_BAND:
		return print_text(j, row, ref->show);
	case SHOW_REPORTED:
		return number_of_count(j, row == NULL ? 0 : row->reported);
	case SHOW_EXPECTED:
		return number_of_count(j, row == NULL ? 0 : row->expected);
	case SHOW_MISSING:
		return number_of_count(j, row == NULL ? 0 :
		    row->expected - row->reported);
	case SHOW_YEAR_AGO_REPORTED:
	case SHOW_YEAR_AGO_EXPECTED:
		return number_of_count(j, year_ago_units(j, row, ref->show));
	default:
		return figure_of_row(j, row, ref->show, ref->scale,
		    ref->digits);
	}
}

static struct printed
print_sum(struct job *j, const struct data_sum *sum,
    const struct figure_ref *ref)
{
	struct printed p = { .text = "", .number = true,
	    .reported = sum->reported, .expected = sum->expected };
	int scale = ref->scale > 0 ? ref->scale : 0, digits = ref->digits;
	struct ratio value;
	struct decimal d;

	p.applies = sum->state != FACT_NOT_APPLICABLE;
	if (sum->state == FACT_MISSING || !p.applies)
		return p;
	value = sum->value;
	if (digits < 0)
		digits = scale == 9 ? 2 : scale > 0 ? 0 : ref->field->digits;
	if (!decimal_shift(&value.num, scale) ||
	    !ratio_round(&d, value, digits))
		return p;
	p.text = format_decimal(j->arena, d);
	p.known = true;
	p.percent = ref->field->type == FIELD_PERCENT;
	p.estimated = sum->state == FACT_ESTIMATED;
	p.adjusted = sum->adjusted;
	p.carried = sum->carried;
	p.partial = sum->reported < sum->expected;
	return p;
}

/* How many units stand behind a sum, should, or do not. */
static size_t
units_of(const struct data_sum *sum, enum show show)
{
	return show == SHOW_REPORTED ? sum->reported : show == SHOW_EXPECTED ?
	    sum->expected : sum->expected - sum->reported;
}

static struct printed
print_field(struct job *j, const struct scope *s, const struct figure_ref *ref)
{
	const struct data_sum *sum = view_sum(j->view, s->unit, ref->field);
	struct printed p = { .text = "", .number = true, .applies = true };

	if (ref->show == SHOW_LABEL)
		return plain(ref->field->label);
	if (ref->show == SHOW_MEASURE)
		return plain(ref->field->unit);
	if (sum == NULL)
		return p;
	if (ref->show != SHOW_VALUE)
		return number_of_count(j, units_of(sum, ref->show));
	p = print_sum(j, sum, ref);
	printed_field(j, sum, ref->scale, ref->digits, p.text);
	return p;
}

/* The text with its first letter, or all of it, in upper case. */
static const char *
in_case(struct job *j, const struct figure_ref *ref, const char *text)
{
	if (ref->upper)
		return unicode_upper(j->arena, text);
	return ref->capital ? format_capital(j->arena, text) : text;
}

struct printed
figure_print(struct job *j, const struct scope *s, const struct figure_ref *ref)
{
	struct printed p;

	if (ref->word >= 0 && word_is_text(ref->word))
		p = plain(word_text(j, s, ref->word));
	else if (ref->word >= 0)
		p = number_of_count(j, word_count(j, s, ref->word));
	else if (ref->field != NULL)
		p = print_field(j, s, ref);
	else
		p = print_indicator(j, s, ref);
	if (ref->padded && p.number && p.known)
		p.text = format_padded(j->arena, p.text);
	p.text = in_case(j, ref, p.text);
	return p;
}

const char *
figure_marked(struct job *j, const char *text, const struct printed *p,
    struct marks *marks)
{
	if (!p->known)
		return text;
	marks->partial |= p->partial;
	marks->estimated |= p->estimated;
	marks->adjusted |= p->adjusted;
	marks->carried |= p->carried;
	return arena_printf(j->arena, "%s%s%s%s%s", text,
	    p->partial ? "*" : "", p->estimated ? " ư" : "",
	    p->adjusted ? " đc" : "", p->carried ? " t" : "");
}

static struct expr_value
text_value(const char *text)
{
	return (struct expr_value){ .type = EXPR_TEXT, .text = text };
}

static struct expr_value
ratio_value(struct ratio r)
{
	return (struct expr_value){ .type = EXPR_NUMBER, .number = r };
}

static struct expr_value
value_of_row(struct job *j, const struct data_row *row, enum show show)
{
	const struct data_row *before;
	struct ratio r;
	int digits;

	switch (show) {
	case SHOW_YEAR_AGO:
		before = row == NULL ? NULL : view_year_ago(j->view, row->unit,
		    row->indicator);
		return before != NULL && is_comparable(j, before) &&
		    row_value(before, &r) ? ratio_value(r) : expr_missing();
	case SHOW_YEAR_AGO_REPORTED:
	case SHOW_YEAR_AGO_EXPECTED:
		return expr_number(decimal_int((long long)year_ago_units(j,
		    row, show)));
	case SHOW_VERDICT:
		return text_value(row == NULL ? "none" : row->verdict);
	case SHOW_CERTAIN:
		return text_value(row == NULL || row->certain[0] == '\0' ?
		    "none" : row->certain);
	case SHOW_BAND:
		return text_value(row == NULL ? "" : row->band);
	case SHOW_LABEL:
		return row == NULL ? expr_missing() :
		    text_value(row->indicator->label);
	case SHOW_MEASURE:
		return row == NULL ? expr_missing() :
		    text_value(row->indicator->unit);
	case SHOW_REPORTED:
	case SHOW_EXPECTED:
	case SHOW_MISSING:
		return expr_number(decimal_int(row == NULL ? 0 :
		    show == SHOW_REPORTED ? (long long)row->reported :
		    show == SHOW_EXPECTED ? (long long)row->expected :
		    (long long)(row->expected - row->reported)));
	default:
		return row != NULL && number_of_row(j, row, show, &r, &digits) ?
		    ratio_value(r) : expr_missing();
	}
}

struct expr_value
figure_value(struct job *j, const struct scope *s, const struct figure_ref *ref)
{
	const struct data_sum *sum;

	if (ref->word >= 0 && word_is_text(ref->word))
		return text_value(word_text(j, s, ref->word));
	if (ref->word >= 0)
		return expr_number(decimal_int((long long)word_count(j, s,
		    ref->word)));
	if (ref->field == NULL)
		return value_of_row(j, view_row(j->view, s->unit,
		    ref->current ? s->indicator : ref->indicator), ref->show);
	sum = view_sum(j->view, s->unit, ref->field);
	if (sum != NULL && ref->show != SHOW_VALUE)
		return expr_number(decimal_int((long long)units_of(sum,
		    ref->show)));
	if (sum == NULL || (sum->state != FACT_REPORTED &&
	    sum->state != FACT_ESTIMATED))
		return expr_missing();
	return ratio_value(sum->value);
}

bool
figure_number_of_row(struct job *j, const struct data_row *row,
    const struct figure_ref *ref, struct ratio *out)
{
	int places;

	return row != NULL && row->applies && number_of_row(j, row, ref->show,
	    out, &places) && rescale(row, ref->show, ref->scale, out, &places);
}

bool
figure_number(struct job *j, const struct scope *s,
    const struct figure_ref *ref, struct ratio *out)
{
	struct expr_value v;

	if (ref->word < 0 && ref->field == NULL && ref->show != SHOW_REPORTED &&
	    ref->show != SHOW_EXPECTED && ref->show != SHOW_MISSING)
		return figure_number_of_row(j, view_row(j->view, s->unit,
		    ref->current ? s->indicator : ref->indicator), ref, out);
	v = figure_value(j, s, ref);
	if (v.type != EXPR_NUMBER)
		return false;
	*out = v.number;
	return ref->scale <= 0 || decimal_shift(&out->num, ref->scale);
}
