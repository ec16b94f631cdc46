/* Reasons for which warnings are accepted.  Room: model. */
#include "model/explanation.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"
#include "model/catalog.h"
#include "model/submission.h"
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

/* S folded, with the hyphen of keyboards for every dash. */
static const char *
fold_id(struct arena *a, const char *s)
{
	char *out = unicode_fold(a, s), *to = out;
	const char *from;
	uint32_t c;
	size_t n;

	for (from = out; (n = unicode_next(from, &c)) > 0; from += n)
		if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
			*to++ = '-';
		else {
			memmove(to, from, n);
			to += n;
		}
	*to = '\0';
	return out;
}

/* Whether a code is one of warnings about a submission that a reason can make
 * good: not of the site, and not about the reason itself. */
static bool
can_be_explained(enum diag_code code)
{
	return diag_code_severity(code) == SEVERITY_WARNING &&
	    *diag_code_name(code) == 'W' && code != D_BAD_EXPLANATION;
}

bool
explanation_is_about(struct arena *a, const struct form *form, const char *s,
    const char **id, bool *refuses)
{
	const char *folded = fold_id(a, s);
	size_t i;

	*refuses = false;
	for (i = 0; i < form->rule_count; i++) {
		*id = form->rules[i].id;
		if (strcmp(fold_id(a, *id), folded) != 0)
			continue;
		*refuses = form->rules[i].severity == SEVERITY_REJECT;
		return !*refuses;
	}
	for (i = 0; i < D_MAX; i++) {
		*id = diag_code_name((enum diag_code)i);
		if (strcmp(fold_id(a, *id), folded) == 0) {
			*refuses = **id == 'R';
			return can_be_explained((enum diag_code)i);
		}
	}
	return false;
}

const char *
explanation_reason(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, strlen(s) + 1), *to = out;
	bool word = false;
	uint32_t c;
	size_t n;

	for (; (n = unicode_next(s, &c)) > 0; s += n)
		if (c == '\t' || c == '\n' || c == '\r' || c == ' ' ||
		    c == 0xa0) {
			if (to > out && to[-1] != ' ')
				*to++ = ' ';
		} else {
			memcpy(to, s, n);
			to += n;
			word |= unicode_is_word(c) && (c < '0' || c > '9');
		}
	if (to > out && to[-1] == ' ')
		to--;
	*to = '\0';
	return word ? out : NULL;
}

/* What is wrong with the reason, author and day of a row; NULL nothing. */
static const char *
fault_of(struct arena *a, const struct explanation *e)
{
	if (e->reason == NULL || *e->author == '\0' || e->day == DATE_NONE)
		return _("an explanation needs a reason, its author and the "
		    "day");
	if (unicode_length(e->reason) > EXPLANATION_MAX)
		return arena_printf(a, _("the reason has more than %d letters"),
		    EXPLANATION_MAX);
	return NULL;
}

/* What a row is for: form, period, sender; false after a finding. */
static bool
read_subject(const struct table *t, size_t row, const struct catalog *c,
    struct explanation *e)
{
	const char *form = table_value(t, row, FORM);
	const char *period = table_value(t, row, PERIOD);
	const char *unit = table_value(t, row, UNIT);

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
	else
		return true;
	return false;
}

/* A row of the province's table; false after a finding. */
static bool
read_row(const struct table *t, size_t row, const struct catalog *c,
    struct explanation *e)
{
	const char *about = table_value(t, row, ABOUT), *fault;
	const struct unit *u;
	bool refuses;

	*e = (struct explanation){
		.unit = table_value(t, row, ROW),
		.reason = explanation_reason(t->arena,
		    table_value(t, row, REASON)),
		.author = table_value(t, row, AUTHOR),
		.day = table_date(t, row, DAY),
	};
	if (!read_subject(t, row, c, e))
		return false;
	u = units_find(c->units, e->unit, period_end(e->period));
	if (!explanation_is_about(t->arena, e->form, about, &e->about,
	    &refuses))
		diag_report(t->diag, D_CONFIG_VALUE, table_place(t, row),
		    about, "about", refuses ?
		    _("a rule that only warns: what refuses a file cannot be "
		    "accepted") :
		    _("a rule of the form or the code of a warning"));
	else if (*e->unit != '\0' && (u == NULL ||
	    !unit_is_within(u, e->sender)))
		diag_report(t->diag, D_CONFIG_UNKNOWN, table_place(t, row),
		    _("unit"), e->unit, "");
	else if ((fault = fault_of(t->arena, e)) != NULL)
		diag_report(t->diag, D_CONFIG_RULE, table_place(t, row), fault);
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

		if (read_row(&t, i, c, &e)) {
			e.line = table_place(&t, i).line;
			*ARENA_PUSH(a, out->list, out->count, out->cap) = e;
		}
	}
}

void
explanations_lint(struct arena *a, const char *path,
    const struct explanations *all, date today, struct diag *diag)
{
	char day[DATE_TEXT];
	size_t i;

	for (i = 0; i < all->count; i++)
		if (all->list[i].day > today)
			diag_report(diag, D_CONFIG_WARNING,
			    ((struct place){ path, all->list[i].line, 0 }),
			    arena_printf(a, _("the reason for %s bears the "
			    "day %s, which is still to come: files of until "
			    "then are accepted unseen"), all->list[i].about,
			    language_date(all->list[i].day, day)));
}

void
explanations_pick(struct arena *a, const struct explanations *from,
    const struct submission *sub, struct explanations *out)
{
	size_t i;

	out->cap = out->count;	/* the list may be another's: it is copied */
	for (i = 0; i < from->count; i++) {
		struct explanation e = from->list[i];

		if (e.form != sub->form || e.sender != sub->unit ||
		    !period_equal(e.period, sub->period) ||
		    e.day < sub->received)
			continue;
		e.line = 0;
		*ARENA_PUSH(a, out->list, out->count, out->cap) = e;
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
		bool warns = f->severity == SEVERITY_WARNING;

		for (j = 0; warns && j < all->count; j++) {
			struct explanation *e = &all->list[j];

			if (!explains(e, f))
				continue;
			if (f->severity == SEVERITY_WARNING)
				diag_explain(diag, i, e->reason, e->author);
			e->used = true;
		}
	}
}

bool
explanations_are_left(const struct explanations *all)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (!all->list[i].used)
			return true;
	return false;
}

void
explanations_tell(struct arena *a, const struct explanations *all,
    const char *path, struct diag *diag)
{
	size_t i;

	for (i = 0; i < all->count; i++) {
		const struct explanation *e = &all->list[i];

		if (!e->used && *e->author == '\0')
			diag_report(diag, D_EXPLANATION_UNUSED,
			    ((struct place){ path, e->line, e->column }),
			    *e->unit == '\0' ? e->about :
			    arena_printf(a, "%s %s", e->about, e->unit));
	}
}

/* The sender's next from I on; the count when there is none. */
static size_t
next_sent(const struct explanations *all, size_t i)
{
	while (i < all->count && *all->list[i].author != '\0')
		i++;
	return i;
}

bool
explanations_equal(const struct explanations *a, const struct explanations *b)
{
	size_t i = next_sent(a, 0), j = next_sent(b, 0);

	for (; i < a->count && j < b->count; i = next_sent(a, i + 1),
	    j = next_sent(b, j + 1))
		if (strcmp(a->list[i].about, b->list[j].about) != 0 ||
		    strcmp(a->list[i].unit, b->list[j].unit) != 0 ||
		    strcmp(a->list[i].reason, b->list[j].reason) != 0)
			return false;
	return i == a->count && j == b->count;
}
