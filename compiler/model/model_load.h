/*
 * What the loaders of the room model share: reading attributes, naming levels
 * and periods, the half-loaded catalogue.  Private to the room.
 */
#ifndef MODEL_LOAD_H
#define MODEL_LOAD_H

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/diag.h"
#include "model/catalog.h"

struct map;

/* One file that is being loaded. */
struct loader {
	struct arena	*arena;
	const char	*path;		/* of the file, as messages show it */
	const struct site *site;	/* NULL while site.xml is loaded */
	struct diag	*diag;
};

/* The place of a node in the loader's file. */
struct place load_place(const struct loader *, const xmlNode *);

/* An attribute in NFC, trimmed; FALLBACK when it is absent. */
const char *load_attribute(const struct loader *, const xmlNode *,
	    const char *name, const char *fallback);
bool	 load_yes(const struct loader *, const xmlNode *, const char *name,
	    bool fallback);

/* A small whole number that the schema has checked already. */
int	 load_int(const struct loader *, const xmlNode *, const char *name,
	    int fallback);

/* A date; a finding and DATE_NONE when the calendar has no such day. */
date	 load_date(const struct loader *, const xmlNode *, const char *name);

/* The level that an attribute names; a finding and -1 when there is none. */
int	 load_level(const struct loader *, const xmlNode *, const char *name);

/* Mark the levels, or kinds of period, that a list names. */
void	 load_levels(const struct loader *, const xmlNode *, const char *name,
	    bool levels[static LEVELS_MAX]);
void	 load_periods(const struct loader *, const xmlNode *, const char *name,
	    bool periods[static PERIOD_KIND_MAX]);

/* The next word of a list separated by blanks, NULL at its end. */
const char *load_word(struct arena *, const char **list);

/* "FILE, line N", for messages that point to a second place. */
const char *load_where(struct arena *, const char *path, int line);

/* A CONFIG_RULE finding; the text is formatted. */
void	 load_complain(const struct loader *, int line, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* The SHA-256 of a file, "" when it cannot be read. */
const char *load_digest(struct arena *, const char *path);

/*
 * How the names in an expression are found.  Names without a form are fields of
 * HOME.  BROKEN holds the ids of forms that could not be read: an expression
 * that mentions one is excused, what is wrong was said already.
 */
struct load_scope {
	struct arena	*arena;
	const struct form *home;	/* NULL: every name needs its form */
	struct form *const *forms;
	size_t		 form_count;
	const struct map *broken;	/* or NULL */
	bool		 alone;		/* other forms are not known yet */
	bool		 excused;
};

/*
 * Why the kinds of numbers that an expression adds or compares do not go
 * together, in the arena; NULL when they do.
 */
const char *expr_mixture(struct arena *, const struct expr *);

/*
 * Parse an expression that stands in a line of the loader's file; its value is
 * to be of the TYPE.  NULL after a finding, or without one when it is excused.
 */
const struct expr *load_expr(const struct loader *, int line,
	    const char *text, enum expr_type type, struct load_scope *);

/*
 * Forms in two steps: read a file; then parse its rules, when all forms are
 * known.  form_read() gives NULL when the file does not satisfy its schema;
 * other findings are left to the caller, so that one run tells all of them.
 */
struct form *form_read(struct arena *, const char *path, const char *data,
	    const struct site *, struct diag *);
void	 form_link(struct form *, const struct loader *, struct load_scope *);

/* Free what an arena does not hold: compiled patterns.  Accept NULL. */
void	 form_release(struct form *);
void	 site_release(struct site *);

/* One duty; then what only all of a plan together show. */
struct duty *duty_read(const struct loader *, const xmlNode *,
	    struct load_scope *);
void	 duties_check(const struct loader *, const struct plan *);

/* Read a plan whose expressions are resolved by the scope; NULL as above. */
struct plan *plan_read(const struct loader *, const char *data,
	    struct load_scope *);

#endif
