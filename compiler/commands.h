/* The commands of tonghop(1): a table, a function each. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "compile.h"

/* What the command line says besides the command. */
struct options {
	const char	*output;	/* -o */
	bool		 csv, xml, xsd, csvw, json, quiet, force, letter,
			 dry_run, duties;
	const char	*emit;		/* --emit fo */
	const char	*edition;	/* --edition N */
};

struct command {
	const char	*name;
	const char	*usage;		/* of its arguments */
	const char	*summary;
	size_t		 args_min, args_max;
	bool		 needs_site;
	bool		 locks;
	bool		(*exec)(struct run *, const struct options *,
			    char *const *args, size_t count);
};

/* ---- commands_arguments.c: what an argument names; a finding when nothing ---- */

bool	period_argument(struct run *, const char *, struct period *);
/* A unit by code, or by name; of several of one name, the one of LEVEL. */
const struct unit *unit_argument(struct run *, const char *, struct period,
	    int level);
const struct form *form_argument(struct run *, const char *);

/* A name that exists, and how it may have been meant. */
struct known_name {
	const char	*name;
	const char	*spelling;	/* the name, or another word for it */
};

/*
 * "; did you mean T05?": the names whose spellings are nearest to what was
 * written; "" when none is near.  In the arena.
 */
const char *names_suggest(struct arena *, const struct known_name *, size_t,
	    const char *written);

/* The same for an item of explain: an indicator of the period's plan by its id
 * or label, FORM.FIELD by that, its field or its label. */
const char *item_suggest(struct run *, struct period, const char *written);

/* ---- commands_init.c ---- */

bool	cmd_init(struct run *, const struct options *, char *const *args,
	    size_t count);

/* ---- commands_mail.c ---- */

bool	cmd_send(struct run *, const struct options *, char *const *args,
	    size_t count);
bool	cmd_hold(struct run *, const struct options *, char *const *args,
	    size_t count);
bool	cmd_release(struct run *, const struct options *, char *const *args,
	    size_t count);

/* ---- commands_verify.c ---- */

bool	cmd_verify(struct run *, const struct options *, char *const *args,
	    size_t count);
bool	cmd_replay(struct run *, const struct options *, char *const *args,
	    size_t count);

/* ---- commands_status.c ---- */

bool	cmd_status(struct run *, const struct options *, char *const *args,
	    size_t count);

extern const struct command commands[];
extern const size_t command_count;

#endif
