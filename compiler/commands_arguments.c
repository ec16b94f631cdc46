/* Arguments of commands: periods, units, forms and items as users name them. */
#include "commands.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/unicode.h"

static const struct place nowhere;

enum { NAMES_NEAR = 6 };		/* that are suggested at most */

/* How far what was written is from the spelling of a name; more than MOST when
 * it is further. */
static int
distance(struct arena *a, const struct known_name *known, const char *written,
    int most)
{
	return unicode_distance(written, unicode_fold(a, known->spelling),
	    most);
}

const char *
names_suggest(struct arena *a, const struct known_name *known, size_t count,
    const char *written)
{
	const char *folded = unicode_fold(a, written), *out = "";
	size_t length = unicode_length(folded), i, j;
	int least = length < 3 ? 1 : length < 6 ? 2 : (int)length / 4 + 1;
	const struct known_name *near[NAMES_NEAR];
	size_t found = 0;

	for (i = 0; i < count; i++) {
		int d = distance(a, &known[i], folded, least);

		if (d < least)
			found = 0;
		if (d > least)
			continue;
		least = d;
		for (j = 0; j < found; j++)
			if (strcmp(near[j]->name, known[i].name) == 0)
				break;
		if (j == found && found < NAMES_NEAR)
			near[found++] = &known[i];
	}
	for (i = 0; i < found; i++)
		out = arena_printf(a, "%s%s%s", out, i == 0 ? "" : ", ",
		    near[i]->name);
	return found == 0 ? "" :
	    arena_printf(a, _("; did you mean %s?"), out);
}

bool
period_argument(struct run *r, const char *s, struct period *p)
{
	char buf[PERIOD_TEXT];

	if (period_parse(s, p))
		return true;
	diag_report(r->diag, D_CONFIG_VALUE, nowhere, s, _("PERIOD"),
	    intake_period(r->arena, s, p) ? period_format(*p, buf) :
	    "2020-03, 2020-Q1, 2020-H1, 2020-9M, 2020");
	return false;
}

/* ", ...": that a unit of this code is of other days; "" when there is none. */
static const char *
of_other_days(struct run *r, const char *code, date day)
{
	const struct units *units = r->catalog->units;
	char buf[DATE_TEXT];
	size_t i;

	for (i = 0; i < units->count; i++)
		if (strcmp(units->list[i]->code, code) == 0)
			return arena_printf(r->arena,
			    _(" on %s, when %s is not valid"),
			    date_format(day, buf), units->list[i]->full_name);
	return "";
}

/* Which unit may have been meant, or where units are listed. */
static const char *
unit_suggest(struct run *r, const char *s, struct unit_scope scope)
{
	const char *near = units_suggest(r->arena, r->catalog->units, s,
	    scope);

	return *near != '\0' ? near :
	    _("; write a code or a name as in units.csv");
}

const struct unit *
unit_argument(struct run *r, const char *s, struct period p, int level)
{
	date day = period_end(p);
	const struct units *units = r->catalog->units;
	struct unit_scope scope = { NULL, level, day };
	const struct unit *u = units_read(units, s, scope);

	if (u == NULL)
		diag_report(r->diag, D_CONFIG_UNKNOWN, nowhere, _("unit"), s,
		    arena_printf(r->arena, "%s%s", of_other_days(r, s, day),
		    unit_suggest(r, s, scope)));
	return u;
}

/* The forms by code, number and title. */
static const char *
form_suggest(struct run *r, const char *written)
{
	const struct catalog *c = r->catalog;
	struct known_name *known = arena_alloc(r->arena,
	    (4 * c->form_count + 1) * sizeof(*known));
	size_t n = 0, i;

	for (i = 0; i < c->form_count; i++) {
		const struct form *f = c->forms[i];

		known[n++] = (struct known_name){ f->short_code, f->id };
		known[n++] = (struct known_name){ f->short_code,
		    f->short_code };
		known[n++] = (struct known_name){ f->short_code, f->code };
		known[n++] = (struct known_name){ f->short_code, f->title };
	}
	return names_suggest(r->arena, known, n, written);
}

const struct form *
form_argument(struct run *r, const char *s)
{
	const struct catalog *c = r->catalog;
	const struct form *form = catalog_form(c, s);

	if (form == NULL)
		diag_report(r->diag, D_CONFIG_UNKNOWN, nowhere, _("form"), s,
		    arena_printf(r->arena, _("; forms of this site: %s%s"),
		    catalog_form_codes(r->arena, c), form_suggest(r, s)));
	return form;
}

/* The numbers of a form, each by three spellings; the end of the list. */
static struct known_name *
add_fields(struct run *r, const struct form *form, struct known_name *to)
{
	size_t i;

	for (i = 0; i < form->fact_count; i++) {
		const struct field *f = form->facts[i];
		const char *name = arena_printf(r->arena, "%s.%s", form->id,
		    f->name);

		if (f->personal || !field_is_number(f))
			continue;
		*to++ = (struct known_name){ name, name };
		*to++ = (struct known_name){ name, f->name };
		*to++ = (struct known_name){ name, f->label };
	}
	return to;
}

const char *
item_suggest(struct run *r, struct period p, const char *written)
{
	const struct catalog *c = r->catalog;
	const struct plan *plan = catalog_plan(c, p);
	size_t most = plan == NULL ? 0 : 2 * plan->indicator_count, i;
	struct known_name *known, *end;

	for (i = 0; i < c->form_count; i++)
		most += 3 * c->forms[i]->fact_count;
	end = known = arena_alloc(r->arena, (most + 1) * sizeof(*known));
	for (i = 0; plan != NULL && i < plan->indicator_count; i++) {
		const struct indicator *n = plan->indicators[i];

		*end++ = (struct known_name){ n->id, n->id };
		*end++ = (struct known_name){ n->id, n->label };
	}
	for (i = 0; i < c->form_count; i++)
		end = add_fields(r, c->forms[i], end);
	return names_suggest(r->arena, known, (size_t)(end - known), written);
}
