/* Figures as they are printed.  Room: report. */
#include <string.h>

#include "base/arena.h"
#include "base/unicode.h"
#include "report/report_figure.h"

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

static bool
is_percent(const struct data_row *row, enum show show)
{
	return (show == SHOW_VALUE || show_is_planned(show) ||
	    show == SHOW_YEAR_AGO) &&
	    (row->counted || strcmp(row->indicator->unit, "%") == 0);
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
	if (!figure_of_row_exact(j, row, show, &r, &places) ||
	    !figure_rescale(row, show, scale, &r, &places) ||
	    !ratio_round(&d, r, digits >= 0 ? digits : places))
		return p;
	p.text = show == SHOW_CHANGE ? format_change(j->arena, d) :
	    format_decimal(j->arena, d);
	p.known = true;
	p.percent = is_percent(row, show);
	before = view_year_ago(j->view, row->unit, row->indicator);
	p.estimated = show == SHOW_YEAR_AGO ? before->estimated :
	    !show_is_planned(show) && row->estimated;
	p.adjusted = show == SHOW_YEAR_AGO ? before->adjusted :
	    !show_is_planned(show) && row->adjusted;
	p.carried = show == SHOW_YEAR_AGO ? before->carried :
	    !show_is_planned(show) && row->carried;
	p.partial = !show_is_planned(show) && show != SHOW_YEAR_AGO &&
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
		return number_of_count(j, figure_year_ago_units(j, row, ref->show));
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
		return number_of_count(j, figure_units_of(sum, ref->show));
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
