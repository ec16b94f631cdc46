/* Reasons for which warnings are accepted.  Room: model. */
#include "model/explanation.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "model/catalog.h"
#include "model/table.h"

enum column { FORM, UNIT, PERIOD, ABOUT, ROW, REASON, AUTHOR, DAY, COLUMN_MAX };

static const struct table_column columns[COLUMN_MAX] = {
	[FORM] = { "form", true },
	[UNIT] = { "unit", true },
	[PERIOD] = { "period", true },
	[ABOUT] = { "about", true },
	[ROW] = { "row", false },
	[REASON] = { "reason", true },
	[AUTHOR] = { "author", true },
	[DAY] = { "date", true },
};

/* Whether S is a rule of the form, or the code of a warning. */
static bool
is_about(const struct form *form, const char *s)
{
	size_t i;

	for (i = 0; i < form->rule_count; i++)
		if (strcmp(form->rules[i].id, s) == 0)
			return true;
	for (i = 0; i < D_MAX; i++)
		if (strcmp(diag_code_name((enum diag_code)i), s) == 0)
			return diag_code_severity((enum diag_code)i) ==
			    SEVERITY_WARNING;
	return false;
}

/* The word at S, a colon apart; what follows is at *REST. */
static const char *
take_word(struct arena *a, const char *s, const char **rest)
{
	size_t n = strcspn(s, " :");
	const char *word = arena_strndup(a, s, n);

	s += n;
	*rest = s + strspn(s, " ");
	return word;
}

bool
explanation_parse(struct arena *a, const struct form *form, const char *s,
    struct explanation *out)
{
	const char *rest;
	size_t len;

	*out = (struct explanation){ .unit = "", .author = "",
	    .day = DATE_NONE };
	out->about = take_word(a, s + strspn(s, " "), &rest);
	if (!is_about(form, out->about))
		return false;
	if (*rest >= '0' && *rest <= '9' &&
	    strspn(rest, "0123456789") == strcspn(rest, " :"))
		out->unit = take_word(a, rest, &rest);
	if (*rest == ':')
		rest += 1 + strspn(rest + 1, " ");
	out->reason = rest;
	len = unicode_length(rest);
	return len > 0 && len <= EXPLANATION_MAX;
}

/* A row of the province's table; false after a finding. */
static bool
read_row(const struct table *t, size_t row, const struct catalog *c,
    struct explanation *e)
{
	const char *form = table_value(t, row, FORM);
	const char *period = table_value(t, row, PERIOD);
	const char *unit = table_value(t, row, UNIT);

	*e = (struct explanation){
		.about = table_value(t, row, ABOUT),
		.unit = table_value(t, row, ROW),
		.reason = table_value(t, row, REASON),
		.author = table_value(t, row, AUTHOR),
		.day = table_date(t, row, DAY),
	};
	if ((e->form = catalog_form(c, form)) == NULL)
		diag_report(t->diag, D_CONFIG_UNKNOWN, table_place(t, row),
		    _("form"), form, "");
	else if (!period_parse(period, &e->period))
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row),
		    period, "period", "2020-Q1");
	else if ((e->sender = units_find(c->units, unit,
	    period_end(e->period))) == NULL)
		diag_report(t->diag, D_CONFIG_UNKNOWN, table_place(t, row),
		    _("unit"), unit, "");
	else if (!is_about(e->form, e->about))
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row),
		    e->about, "about",
		    _("a rule of the form or the code of a warning"));
	else if (*e->reason == '\0' || *e->author == '\0' ||
	    e->day == DATE_NONE)
		diag_report(t->diag, D_CONFIG_RULE, table_place(t, row),
		    _("an explanation needs a reason, its author and the day"));
	else
		return true;
	return false;
}

void
explanations_load(struct arena *a, const char *path, const struct catalog *c,
    struct explanations *out, struct diag *diag)
{
	struct table t;
	size_t i;

	if (!table_read(&t, a, path, columns, COLUMN_MAX, diag))
		return;
	for (i = 0; i < t.row_count; i++) {
		struct explanation e;

		if (read_row(&t, i, c, &e))
			*ARENA_PUSH(a, out->list, out->count, out->cap) = e;
	}
}

void
explanations_pick(struct arena *a, const struct explanations *from,
    const struct form *form, const struct unit *sender, struct period p,
    struct explanations *out)
{
	size_t i;

	out->cap = out->count;	/* the list may be another's: it is copied */
	for (i = 0; i < from->count; i++) {
		const struct explanation *e = &from->list[i];

		if (e->form == form && e->sender == sender &&
		    period_equal(e->period, p))
			*ARENA_PUSH(a, out->list, out->count, out->cap) = *e;
	}
}

/* Whether an explanation is about a finding. */
static bool
explains(const struct explanation *e, const struct finding *f)
{
	return (strcmp(e->about, diag_code_name(f->code)) == 0 ||
	    (f->rule != NULL && strcmp(e->about, f->rule) == 0)) &&
	    (*e->unit == '\0' ||
	    (f->unit != NULL && strcmp(e->unit, f->unit) == 0));
}

void
explanations_apply(const struct explanations *all, struct diag *diag,
    size_t from)
{
	size_t i, j;

	for (i = from; i < diag_count(diag); i++) {
		const struct finding *f = diag_finding(diag, i);

		for (j = 0; f->severity == SEVERITY_WARNING && j < all->count;
		    j++)
			if (explains(&all->list[j], f))
				diag_explain(diag, i, all->list[j].reason,
				    all->list[j].author);
	}
}
