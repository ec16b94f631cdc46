/*
 * The figures that a rule compares, told to who wrote them: by the labels of her
 * form, as people of this country write numbers and dates.  Room: check.
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "check/check_parts.h"
#include "model/expr.h"

enum { OPERANDS = 32, OPERANDS_MAX = 8000 };

static const char *
number_words(struct arena *a, struct ratio n)
{
	struct decimal d = n.num;

	if (decimal_cmp(n.den, decimal_int(1)) != 0 &&
	    !ratio_round(&d, n, 4))
		return "?";
	return decimal_localise(a, d, ".", ",");
}

static const char *
label_of(const struct field *f, const char *code, size_t len)
{
	size_t i;

	for (i = 0; i < f->value_count; i++)
		if (strncmp(f->values[i].code, code, len) == 0 &&
		    f->values[i].code[len] == '\0')
			return f->values[i].label;
	return NULL;
}

/* The labels of values, which stand as codes with blanks between them. */
static const char *
labels_of(struct arena *a, const struct field *f, const char *codes)
{
	const char *out = "";
	size_t n;

	for (; *codes != '\0'; codes += n + (codes[n] == ' ')) {
		const char *label;

		n = strcspn(codes, " ");
		label = label_of(f, codes, n);
		out = arena_printf(a, "%s%s%s", out, *out == '\0' ? "" : ", ",
		    label == NULL ? arena_strndup(a, codes, n) : label);
	}
	return out;
}

/* A text as rules see it: values of a list by their codes, dates as 2020-03-31,
 * and "***" for what is hidden. */
static const char *
text_words(struct arena *a, const struct field *f, const char *s)
{
	char buf[DATE_TEXT];
	date day;

	if (strcmp(s, OPERAND_HIDDEN) == 0)
		return s;
	if (f != NULL && f->type == FIELD_DATE && date_parse(s, &day))
		return arena_strdup(a, language_date(day, buf));
	return arena_printf(a, "\"%s\"", f != NULL && f->type == FIELD_ENUM ?
	    labels_of(a, f, s) : s);
}

static const char *
value_words(struct arena *a, const struct field *f, struct expr_value v)
{
	switch (v.type) {
	case EXPR_NUMBER:
		return number_words(a, v.number);
	case EXPR_TRUTH:
		return v.truth ? _("yes") : _("no");
	case EXPR_TEXT:
		return text_words(a, f, v.text);
	case EXPR_OVERFLOW:
		return _("(too large)");
	default:
		return _("(missing)");
	}
}

/* 'rows counted by "Kết quả", "Chi hội"'. */
static const char *
rows_words(struct arena *a, const struct expr_operand *o)
{
	const char *labels = "";
	size_t i;

	for (i = 0; i < o->inside_count; i++) {
		const struct field *f = o->inside[i]->target;

		labels = arena_printf(a, "%s%s\"%s\"", labels,
		    i > 0 ? ", " : "", f == NULL ? o->inside[i]->name :
		    f->label);
	}
	return arena_printf(a, o->counts ? _("rows counted by %s") :
	    _("sum of the rows of %s"), labels);
}

/* '"Dư nợ cuối kỳ" of the period before'. */
static const char *
operand_words(struct arena *a, const struct form *form,
    const struct expr_operand *o)
{
	static const char *const times[] = {
		[EXPR_NOW] = NULL,
		[EXPR_PREVIOUS] = N_("%s of the period before"),
		[EXPR_PREVIOUS_IN_YEAR] =
		    N_("%s of the period before in this year"),
		[EXPR_YEAR_AGO] = N_("%s a year before"),
	};
	const struct field *f = o->name == NULL ? NULL : o->name->target;
	const char *words;

	if (o->name == NULL)
		return rows_words(a, o);
	if (f == NULL)
		return o->name->name;
	words = f->form == form ? arena_printf(a, "\"%s\"", f->label) :
	    arena_printf(a, _("\"%s\" of %s"), f->label, f->form->code);
	return times[o->time] == NULL ? words :
	    arena_printf(a, _(times[o->time]), words);
}

const char *
operands_describe(struct arena *a, const struct form *form,
    const struct unit *unit, const struct expr *test,
    const struct expr_row *row)
{
	struct expr_operand list[OPERANDS];
	size_t n = expr_operands(test, row, list, OPERANDS), i;
	struct text t;
	const char *s;

	text_init(&t, OPERANDS_MAX);
	if (unit != NULL)
		text_addf(&t, "%s: ", unit_caption(a, unit));
	for (i = 0; i < n; i++)
		text_addf(&t, "%s%s = %s", i > 0 ? ", " : "",
		    operand_words(a, form, &list[i]), value_words(a,
		    list[i].name == NULL ? NULL : list[i].name->target,
		    list[i].value));
	s = arena_strdup(a, text_string(&t));
	text_free(&t);
	return s;
}

const char *
rule_sentence(const struct rule *r)
{
	return r->message != NULL && *r->message != '\0' ? r->message :
	    r->text;
}

void
rule_report(struct diag *diag, const struct rule *rule,
    enum diag_code code, enum severity severity, struct place place,
    struct about about, const char *operands)
{
	about.rule = rule->id;
	about.formula = rule->text;
	diag_put(diag, code, severity, place, about, (const char *const []){
	    rule->id, rule_sentence(rule), operands, NULL });
}
