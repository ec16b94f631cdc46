/*
 * Findings: what is to be said about inputs, in order, each with its code from
 * diag.def, its severity and its place.  One line each, in the shape compilers
 * use: FILE:LINE:COLUMN: SEVERITY CODE: sentence
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum diag_code {
#define DIAG(name, code, severity, text) D_##name,
#include "base/diag.def"
#undef DIAG
	D_MAX
};

enum severity {
	SEVERITY_NOTICE,
	SEVERITY_WARNING,	/* taken in, but look at it */
	SEVERITY_REJECT,	/* the submission is refused */
	SEVERITY_ERROR,		/* the site, a template or the system failed */
	SEVERITY_MAX
};

/* Where: line and column count from 1; 0 stands for the file as a whole. */
struct place {
	const char	*file;
	int		 line;
	int		 column;
};

struct finding {
	enum diag_code	 code;
	enum severity	 severity;
	struct place	 place;
	const char	*field;		/* machine name of the field, or NULL */
	const char	*text;		/* the sentence, in the user's language */
	const char	*rule;		/* the id of the rule that speaks, or NULL */
	const char	*unit;		/* code of the unit that it is about, or NULL */
	const char	*formula;	/* the test of the rule, or NULL */
};

/* What a finding is about; any of them may be NULL. */
struct about {
	const char	*field;		/* machine name */
	const char	*rule;		/* the id of the rule that speaks */
	const char	*unit;		/* code */
	const char	*formula;	/* the test of the rule, for machines */
};

struct diag;

/* An empty list; diag_free() accepts NULL. */
struct diag	*diag_new(void);
void		 diag_free(struct diag *);

/*
 * Report the code at a place; the further arguments are the strings for {1} to
 * {9}, copied; NULL when there are none.  The severity is the code's own.
 */
#define diag_report(diag, code, place, ...)				\
	diag_put((diag), (code), diag_code_severity(code), (place),	\
	    (struct about){ NULL, NULL, NULL, NULL },			\
	    (const char *const []){ __VA_ARGS__, NULL })

/* The same for a cell: NAME is the machine name of its field. */
#define diag_report_field(diag, code, place, name, ...)			\
	diag_put((diag), (code), diag_code_severity(code), (place),	\
	    (struct about){ (name), NULL, NULL, NULL },			\
	    (const char *const []){ __VA_ARGS__, NULL })

/* ARGS ends with NULL. */
void	diag_put(struct diag *, enum diag_code, enum severity, struct place,
	    struct about, const char *const args[]);

/* Say of the finding that was just put which unit it is about. */
void	diag_about(struct diag *, const char *unit);

/*
 * Keep of the warnings and notices to come the first MOST of each cause: of a
 * code, a field and a rule.  The others are counted.
 */
void	diag_bound(struct diag *, size_t most);

/* Report of each cause how many were not kept, for the file as a whole. */
void	diag_report_rest(struct diag *, const char *file);

/*
 * Make the I-th finding, a warning, a notice that tells the reason for which it
 * is accepted, and whose it is ("" the sender's).
 */
void	diag_explain(struct diag *, size_t i, const char *reason,
	    const char *author);

/* Append a copy of a finding that was worded elsewhere (a child process). */
void	diag_adopt(struct diag *, const struct finding *);

/* The findings in order, how many of a severity, and the worst of all. */
size_t	diag_count(const struct diag *);
const struct finding *diag_finding(const struct diag *, size_t i);
size_t	diag_count_of(const struct diag *, enum severity);

/* Whether any finding from the FROM-th on is at least as bad as SEVERITY. */
bool	diag_has(const struct diag *, size_t from, enum severity);

/* "R301"; the untranslated text; the severity of a code. */
const char	*diag_code_name(enum diag_code);
const char	*diag_code_text(enum diag_code);
enum severity	 diag_code_severity(enum diag_code);

/* "reject" and so on in the user's language; or for machines, in English. */
const char	*severity_word(enum severity);
const char	*severity_name(enum severity);

/*
 * Write findings FROM to the end as lines; in JSON with the members file, line,
 * column, severity, code, field, rule, unit, formula and text.
 */
void	diag_print(const struct diag *, size_t from, FILE *);

/* The same without notices about single lines: what a run has to say. */
void	diag_print_brief(const struct diag *, size_t from, FILE *);

/* The same as a JSON array of objects. */
void	diag_print_json(const struct diag *, size_t from, FILE *);

/*
 * TEXT with control and direction-changing characters made visible, so that
 * what a sender wrote cannot move the cursor or forge a line.  In a buffer of
 * the diag; at most MAX bytes, the rest shown as an ellipsis.
 */
const char	*diag_quote(struct diag *, const char *text, size_t max);

#endif
