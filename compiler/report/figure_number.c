/* The exact numbers of figures, and what conditions compare.  Room: report. */
#include <string.h>

#include "report/report_figure.h"

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

bool
figure_of_row_exact(struct job *j, const struct data_row *row, enum show show,
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

bool
figure_count(struct job *j, const struct data_row *row, enum show show,
    struct ratio *out)
{
	if (row != NULL && show == SHOW_YEAR_AGO)
		row = view_year_ago(j->view, row->unit, row->indicator);
	else if (show != SHOW_VALUE)
		return false;
	if (row == NULL || !row->known || !row->counted)
		return false;
	*out = ratio_of(row->numerator);
	return true;
}

bool
figure_rescale(const struct data_row *row, enum show show, int scale,
    struct ratio *r, int *places)
{
	int by = scale - (show_is_plain_sum(show) ? 0 : row->indicator->scale);

	if (scale < 0 || by == 0)
		return true;
	*places = scale == 9 ? 2 : 0;
	for (; by < 0; by++)
		if (!decimal_mul(&r->num, r->num, decimal_int(10)))
			return false;
	return decimal_shift(&r->num, by);
}

size_t
figure_year_ago_units(struct job *j, const struct data_row *row, enum show show)
{
	const struct data_row *before = row == NULL ? NULL :
	    view_year_ago(j->view, row->unit, row->indicator);

	return before == NULL ? 0 : show == SHOW_YEAR_AGO_REPORTED ?
	    before->reported : before->expected;
}

size_t
figure_units_of(const struct data_sum *sum, enum show show)
{
	return show == SHOW_REPORTED ? sum->reported : show == SHOW_EXPECTED ?
	    sum->expected : sum->expected - sum->reported;
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
		return expr_number(decimal_int((long long)figure_year_ago_units(j,
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
		return row != NULL && figure_of_row_exact(j, row, show, &r, &digits) ?
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
		return expr_number(decimal_int((long long)figure_units_of(sum,
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

	return row != NULL && row->applies && figure_of_row_exact(j, row, ref->show,
	    out, &places) && figure_rescale(row, ref->show, ref->scale, out, &places);
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
