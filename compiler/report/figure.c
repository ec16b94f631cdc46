/*
 * The closed set of figures that templates and their conditions may name.
 * Room: report.
 *
 *	figure   := base { "|" modifier }
 *	base     := INDICATOR | FORM "." FIELD | "this" | word
 */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "report/report_figure.h"

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

bool
show_is_planned(enum show show)
{
	return show == SHOW_TARGET || show == SHOW_MILESTONE;
}

bool
show_is_plain_sum(enum show show)
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
	return show_is_plain_sum(ref->show) ||
	    (ref->indicator->kind == INDICATOR_VALUE &&
	    (ref->show == SHOW_VALUE || show_is_planned(ref->show) ||
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
