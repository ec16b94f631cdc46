/*
 * A form: what a district sends, from schemas/forms/ID.xml (form.xsd).  One
 * description gives the checks of CSV and XML alike, the XSD, blank forms and
 * how each field adds up.
 */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "model/expr.h"
#include "model/period.h"

struct arena;
struct pattern;

enum field_type {
	FIELD_COUNT,		/* whole, not negative unless signed */
	FIELD_MONEY,		/* whole đồng once scaled by the money unit */
	FIELD_DECIMAL,
	FIELD_PERCENT,
	FIELD_TEXT,
	FIELD_DATE,
	FIELD_CODE,		/* text that matches a pattern */
	FIELD_ENUM,
	FIELD_BOOLEAN,
	FIELD_TYPE_MAX
};

/* How values of several periods combine. */
enum field_time {
	TIME_NONE,		/* not at all: texts, identifiers */
	TIME_STOCK,		/* the last */
	TIME_FLOW,		/* the sum */
	TIME_CUMULATIVE,	/* the last of the year */
	TIME_CONSTANT,		/* the same all year */
	TIME_DISTINCT,		/* the last; never added */
	TIME_MAX,		/* the largest */
};

/* How values of several units combine: the sum, the mean weighted by another
 * field, the largest, not at all. */
enum field_space { SPACE_SUM, SPACE_WEIGHTED, SPACE_MAX, SPACE_NONE };

struct enum_value {
	const char	*code;
	const char	*label;
};

/* A column of a submission; or a tally, which is none. */
struct field {
	size_t		 index;		/* place in form.fields, of a tally in
					 * form.facts */
	const struct form *form;
	const char	*name;		/* machine name: du_no */
	const char	*label;
	size_t		 alias_count;
	const char	**aliases;	/* other headers by which it is known */
	enum field_type	 type;
	const char	*unit;		/* unit of measure: "hộ", "đồng"; "" none */
	enum field_time	 time;
	enum field_space space;
	const struct field *weight;	/* of SPACE_WEIGHTED */
	int		 look_back;	/* periods before in which a stock is looked for
					 * when nobody reported it in a period */
	bool		 required;
	bool		 may_not_apply;	/* a unit may have no such thing */
	bool		 is_signed;	/* negative values are allowed */
	bool		 personal;	/* personal data: never leaves its file */
	int		 digits;	/* decimal places stored and allowed; 0 for
					 * count and money */
	const struct decimal *min, *max;	/* NULL: no bound */
	size_t		 length;	/* of a text [characters], 0: 500 */
	const char	*pattern_text;	/* of a code, or NULL */
	const char	*pattern_words;	/* what it asks for, told to a person; or
					 * the pattern itself */
	struct pattern	*pattern;
	size_t		 value_count;	/* of an enum */
	struct enum_value *values;
	struct map	*by_word;	/* folded code or label -> enum_value */
	bool		 many;		/* an enum of several values at once;
					 * their fact is the sum of 2^index */
	const char	*tally_text;	/* of a tally: how it is computed from
					 * the rows of one unit; or NULL */
	const struct expr *tally;	/* parsed; NULL until the forms are linked */
	int		 line;		/* of a tally, in the form's file */
};

enum { FIELD_MANY_MAX = 60 };		/* values of an enum with many */

enum rule_missing {
	RULE_SKIPS,		/* a missing operand: the rule says nothing */
	RULE_ZERO,		/* counts as zero */
	RULE_FAILS,		/* is itself a failure */
};

struct rule {
	const char	*id;
	enum severity	 severity;	/* SEVERITY_REJECT or SEVERITY_WARNING */
	const char	*text;		/* the test as it is written */
	const struct expr *test;	/* NULL: a rule of unique fields */
	size_t		 unique_count;	/* fields that together are different */
	const struct field **unique;	/* in every row; none: a rule of a test */
	const char	*message;
	enum rule_missing missing;
	bool		 crosses;	/* needs other forms or periods: judged
					 * after intake, always a warning */
	bool		 whole;		/* uses sum() or count(): judged once a
					 * submission, not once a row */
	bool		 per_unit;	/* of a form with a key: about all rows
					 * of a unit, judged once a unit */
	struct place	 place;
};

struct form {
	const char	*id;		/* uy_thac */
	const char	*code;		/* Biểu 04-UT */
	const char	*short_code;	/* 04-UT: the code's last word */
	const char	*title;
	int		 version;	/* from 1 */
	int		 row_level;	/* level of the units that rows speak of */
	int		 sender_level;	/* level of the unit that sends it */
	bool		 periods[PERIOD_KIND_MAX];
	size_t		 field_count;	/* the columns of a submission */
	struct field	**fields;
	size_t		 fact_count;	/* what is stored of a unit: the fields;
					 * of a form with a key, the tallies */
	struct field	**facts;
	const struct field *key;	/* NULL: one row a unit.  Else a unit has
					 * a row for each value of the key */
	bool		 is_register;	/* has a key that is unique in the whole
					 * submission: rows are records */
	bool		 empty_is_zero;	/* a unit without a row has nothing */
	bool		 personal;	/* some field is personal: no message
					 * quotes what its cells say */
	struct map	*by_name;	/* field or tally name -> field */
	struct map	*by_header;	/* folded label, alias or name -> field */
	struct map	*by_unmarked;	/* likewise, without marks */
	size_t		 rule_count;
	struct rule	*rules;
	const char	*path;
	const char	*sha256;	/* of the file, hex */
};

/* A column by its name; what is stored of a unit, by its name.  Or NULL. */
struct field *form_field(const struct form *, const char *name);
struct field *form_fact(const struct form *, const char *name);

/* Make a folded header known that is not in by_header yet. */
void	form_add_header(struct arena *, struct form *, struct field *,
	    const char *key);

/* A folded header without the number of its column ("(1)", "1. "), stars, colons
 * and dots. */
char	*form_bare_header(struct arena *, const char *folded);

/* Whether a header is the name by which machines know a field. */
bool	form_is_name(const struct field *, const char *header);

/*
 * The field that a folded header means: by label, alias or name, also with such
 * things around it, also without any marks when no other field is called so.
 */
const struct field *form_headed(struct arena *, const struct form *,
	    const char *folded);

bool	 field_is_number(const struct field *);

/* Whether some field of a form is an amount of money. */
bool	 form_has_money(const struct form *);

/*
 * The pattern of a code when all languages of patterns read it alike (letters,
 * digits, classes, groups, alternatives, plain repetitions); NULL otherwise.
 */
const char *field_plain_pattern(const struct field *);

/* "count", "money", ... as forms write it. */
const char *field_type_name(enum field_type);

/*
 * The XSD of the form's submissions (urn:tonghop:submission:1), as intake
 * applies it and `tonghop form ID --xsd` prints it: a new tree, free with
 * xmlFreeDoc().  Structure and types of values; not the rules.
 */
xmlDoc	*form_xsd(const struct form *);

#endif
