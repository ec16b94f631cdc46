/*
 * Organisation units: a dated tree.  A unit is known by its code and the day
 * from which it is valid, since codes are used again; the level is the depth in
 * the tree (0 is the root) and how many levels there are is data.
 */
#ifndef MODEL_UNIT_H
#define MODEL_UNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/decimal.h"

struct arena;
struct diag;

enum { LEVELS_MAX = 8 };

struct predecessor {
	const struct unit	*unit;
	struct decimal		 weight;	/* share of it that came here, 0..1 */
};

struct unit {
	size_t		 index;		/* place in units.list */
	const char	*code;		/* "22327"; text, zeros count */
	const char	*name;		/* "Vĩnh Hòa" */
	const char	*type;		/* "phường" */
	const char	*full_name;	/* "phường Vĩnh Hòa" */
	const char	*class;		/* "lowland", "lowland poor:yes": one of each
					 * set that it is in, "" none; inherited */
	int		 level;
	bool		 reports;	/* false: exists, but has no union that
					 * reports; inherited */
	date		 from, to;	/* valid days, inclusive; DATE_NONE: open */
	const struct unit *parent;	/* NULL for the root */
	size_t		 child_count;
	const struct unit **children;	/* of all times, in printing order */
	size_t		 predecessor_count;
	struct predecessor *predecessors;	/* units this one replaced */
	int		 line;		/* in units.csv */
};

struct units {
	size_t		 count;
	struct unit	**list;		/* parents before children, in printing order */
	const struct unit *root;
	int		 levels;
	struct map	*by_code;	/* -> struct unit_chain */
	struct unit_names *names;	/* for units_named() */
	const char	*sha256;	/* of units.csv */
	const char	*events_sha256;	/* of unit-events.csv; NULL: there is none */
};

/* Units that share a code or a name. */
struct unit_chain {
	const struct unit *unit;
	struct unit_chain *next;
};

/*
 * Read units.csv (code,name,type,parent,class,valid_from,valid_to,reports;
 * parents before children; the order of lines is the order of printing) and,
 * when it exists, unit-events.csv.  NULL after findings: no or two roots, an
 * unknown parent, an overlap in the validity of a code, a child outlasting its
 * parent, an event whose units do not exist.
 */
struct units	*units_load(struct arena *, const char *units_path,
		    const char *events_path, struct diag *);

/*
 * Tell how the offices of units are called: ORGANISATION is the root's, whose
 * full name at its end is left out; ALSO are other beginnings, "|" between them.
 */
void	units_name_offices(struct units *, const char *organisation,
	    const char *also);

/*
 * The units of all times that have this folded name, alone or behind their type
 * or its initials (tp nha trang), and those with this code; NULL when none.
 * Names are indexed when the first is asked for, since most submissions name
 * their units by code.
 */
const struct unit_chain *units_named(const struct units *, const char *folded);

/* Likewise, as people also write them: with a dot behind the initials, and behind
 * how offices are called (Hội LHPN phường 1; P. 1; Hội LHPN TP.Nha Trang). */
const struct unit_chain *units_called(const struct units *, const char *folded);
const struct unit_chain *units_coded(const struct units *, const char *code);

/* Likewise, of names written without any marks: "xa van thang". */
const struct unit_chain *units_unmarked(const struct units *,
	    const char *folded);

/* The unit with this code on that day; NULL when none. */
const struct unit *units_find(const struct units *, const char *code, date);

/*
 * Where a name is looked for.  Of several units of one name, such as a district
 * and the town in it, the one of LEVEL is meant where only such a unit can stand.
 */
struct unit_scope {
	const struct unit *above;	/* NULL: anywhere */
	int		 level;		/* LEVEL_ANY: none is preferred */
	date		 day;
};

enum { LEVEL_ANY = -1 };

/* Whether a unit is one of a scope, of whatever level. */
bool	unit_is_in_scope(const struct unit *, const struct unit_scope *);

/*
 * The unit of a scope that is called this name (folded; see units_called());
 * NULL when none or more than one.
 */
const struct unit *units_find_name(const struct units *, const char *name,
		    struct unit_scope);

/*
 * Likewise, as people and spreadsheets also write units where one is asked for:
 * by its code, with its code or a number before it, its code, type or the units
 * above it behind it, without any marks, a code as a number; when that can mean
 * no other.
 */
const struct unit *units_read(const struct units *, const char *text,
		    struct unit_scope);

/*
 * Classes stand one behind the other with blanks between.  Those of the form
 * SET:CLASS are of the set of that name, the others of one without a name; a
 * unit is in one class of a set at most.  Whether some are of the same set; what
 * a unit has with OWN classes when the unit above it has ABOVE (in the arena);
 * whether two single classes are of one set.
 */
bool	classes_clash(const char *classes);
const char *classes_inherit(struct arena *, const char *own,
		    const char *above);
bool	classes_are_of_one_set(const char *class, const char *other);

/* Whether a unit is of a class; of any class of that class's set; and its class
 * of the set without a name, "" when none. */
bool	unit_is_of(const struct unit *, const char *class);
bool	unit_has_class_beside(const struct unit *, const char *class);
const char *unit_plain_class(struct arena *, const struct unit *);

bool	unit_is_valid(const struct unit *, date);

/* Whether U is ANCESTOR or lies below it. */
bool	unit_is_within(const struct unit *u, const struct unit *ancestor);

/* The unit's ancestor (or itself) at a level; NULL when it is above it. */
const struct unit *unit_at_level(const struct unit *, int level);

enum {
	UNITS_LIKE = 3,
	UNIT_TEXT_MAX = 1000,	/* bytes of a text in which a unit is looked for;
				 * a longer one names none and is like none */
};

/*
 * The units of a scope that are equally and most like a mistyped name or code, up
 * to three; how many.
 */
size_t	units_like(const struct units *, const char *name, struct unit_scope,
	    const struct unit *like[static UNITS_LIKE]);

/*
 * Such units as a question behind a sentence, "" when there are none: "; did you
 * mean 22345 phường Vạn Thắng, ...?".  In the arena.
 */
const char *units_question(struct arena *, const struct unit *const like[],
	    size_t count);
const char *units_suggest(struct arena *, const struct units *,
	    const char *name, struct unit_scope);

#endif
