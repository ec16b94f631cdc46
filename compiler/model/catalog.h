/*
 * All that a site says about itself, loaded once and constant afterwards:
 * site.xml, the units, the forms, the plans.
 */
#ifndef MODEL_CATALOG_H
#define MODEL_CATALOG_H

#include <stddef.h>

#include "model/explanation.h"
#include "model/form.h"
#include "model/plan.h"
#include "model/site.h"
#include "model/unit.h"

struct arena;
struct diag;
struct text;

/* A file of the site's configuration. */
struct catalog_file {
	const char	*name;		/* "plans/2020.xml" */
	const char	*sha256;
	const char	*path;		/* where it was read */
};

struct catalog {
	const char	*data;		/* folder of the shipped schemas/ and templates/ */
	struct site	*site;
	struct units	*units;
	size_t		 form_count;
	struct form	**forms;	/* by id */
	size_t		 plan_count;
	struct plan	**plans;	/* by year */
	struct explanations explanations;	/* by the province */
	size_t		 file_count, file_cap;
	struct catalog_file *files;	/* all that were read, in a fixed order */
	const char	*sha256;	/* of all of them together */
};

/*
 * Load the site in the folder PATH; DATA holds the shipped schemas/ and
 * templates/.  A form in the site's forms/ replaces a shipped one of the same
 * id.  NULL after findings at SEVERITY_ERROR; warnings do not prevent loading.
 */
struct catalog	*catalog_load(struct arena *, const char *path,
		    const char *data, struct diag *);

/* Free what the arena does not hold (compiled patterns); accepts NULL. */
void	 catalog_free(struct catalog *);

/*
 * Report what is not wrong and yet is hardly meant: fields that no rule looks
 * at, rules that can never speak, forms that no duty asks for.
 */
void	 catalog_lint(const struct catalog *, struct diag *);

/* Print all that was understood, for tests: a line an item. */
void	 catalog_dump(const struct catalog *, struct text *);

/* By id, code or short code, compared folded; NULL when none. */
const struct form *catalog_form(const struct catalog *, const char *name);

/* The form whose code is the first; NULL when there is none. */
const struct form *catalog_first_form(const struct catalog *);

/* "00-TC, 01-KH" and so on of all forms, in the arena. */
const char	*catalog_form_codes(struct arena *, const struct catalog *);

/*
 * The plan of the period's year; NULL when none: such a period is taken in,
 * stored and compared with, but has neither indicators nor reports.
 */
const struct plan *catalog_plan(const struct catalog *, struct period);

/*
 * The days that the data of a form and period speak of, by the duty that asks
 * for it; those of the calendar when none does.
 */
void	catalog_data_days(const struct catalog *, const struct form *,
	    struct period, date *from, date *to);

/*
 * Load single files, for `tonghop check` and dump; and what catalog_load() uses.
 * Expressions of forms that mention other forms are resolved when all forms
 * are known: catalog_load() does, these leave them NULL.
 */
struct site	*site_load(struct arena *, const char *folder, const char *data,
		    struct diag *);
struct form	*form_load(struct arena *, const char *path, const char *data,
		    const struct site *, struct diag *);

/*
 * Whether a unit is expected to be in a form's rows for a period: it stands at
 * the row level, reports, and is valid on the period's last day.
 */
bool	form_expects(const struct form *, const struct unit *, struct period);

#endif
