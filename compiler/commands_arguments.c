/* Arguments of commands: periods, units and forms as users name them. */
#include "commands.h"

#include <string.h>

#include "base/arena.h"
#include "base/language.h"

static const struct place nowhere;

bool
period_argument(struct run *r, const char *s, struct period *p)
{
	if (period_parse(s, p))
		return true;
	diag_report(r->diag, D_CONFIG_VALUE, nowhere, s, _("PERIOD"),
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
		    units_suggest(r->arena, units, s, scope)));
	return u;
}

const struct form *
form_argument(struct run *r, const char *s)
{
	const struct catalog *c = r->catalog;
	const struct form *form = catalog_form(c, s);

	if (form == NULL)
		diag_report(r->diag, D_CONFIG_UNKNOWN, nowhere, _("form"), s,
		    arena_printf(r->arena, _("; forms of this site: %s"),
		    catalog_form_codes(r->arena, c)));
	return form;
}
