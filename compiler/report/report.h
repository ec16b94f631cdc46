/*
 * Report: figures as data that machines read, and as a document: a template
 * of the site's vocabulary compiled to an XSL-FO tree.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "model/catalog.h"
#include "model/duty.h"
#include "model/facts.h"

struct arena;
struct map;
struct text;

/*
 * One row of data: a figure, formatted by nobody.  The room that computes it is
 * a neighbour, so compile.c copies it over.
 */
struct data_row {
	const struct unit *unit;
	const struct indicator *indicator;
	bool		 applies, known, estimated, counted, has_denominator;
	bool		 adjusted;	/* an adjustment went into it */
	bool		 carried;	/* so did a stock of an earlier day */
	struct decimal	 numerator, denominator;
	struct decimal	 value;		/* rounded to the indicator's digits */
	struct decimal	 printed;	/* rounded so that it does not contradict
					 * the verdict */
	bool		 has_target;	/* the plan has one for this level */
	bool		 has_threshold;	/* only its watch has */
	struct ratio	 target;	/* when either has */
	bool		 has_milestone;	/* of the target, before it is due */
	struct ratio	 milestone;
	bool		 is_of_year;	/* judged by all since the year began */
	const char	*verdict;	/* "met", ... */
	const char	*own;		/* the target's by itself, where others have
					 * to be met too */
	const char	*certain;	/* "true", "false": whatever is missing, the
					 * verdict stands; "" without one */
	const char	*band;		/* of the watch, "" none */
	bool		 has_remaining;	/* to be added to the numerator: */
	struct decimal	 remaining;
	bool		 has_plain;	/* differs by more than 0.1 point: */
	struct ratio	 plain;		/* the ratio with all halves of pairs */
	size_t		 reported, expected;
};

/* The sum of a form's field at a unit. */
struct data_sum {
	const struct unit *unit;
	const struct field *field;
	enum fact_state	 state;		/* not applicable: it does not add up */
	struct ratio	 value;		/* when reported or estimated */
	bool		 adjusted, carried;
	size_t		 reported, expected;
};

/* How a reporting duty stands. */
struct data_duty {
	const struct duty *duty;
	const struct form *form;	/* NULL when untracked */
	const struct unit *unit;
	struct period	 period;
	date		 data_from, data_to;	/* the days that it reports */
	date		 deadline;
	date		 received;	/* the first file that counts, DATE_NONE none */
	date		 latest;	/* the last file of any sort, DATE_NONE none */
	enum duty_state	 state;
	bool		 over;		/* the deadline is */
	int		 days_late;	/* working days */
	int		 sequence;	/* the latest taken in, 0 none */
	size_t		 files;		/* taken in or rejected */
};

/* A warning about a submission of the period that was accepted. */
struct data_explanation {
	const struct unit *unit;	/* the sender */
	const struct form *form;
	const struct explanation *explanation;
};

/* A number or a verdict as a document printed it. */
struct data_printed {
	const struct unit *unit;
	const char	*item;		/* id of an indicator, or FORM.FIELD */
	const char	*as;		/* "value", "numerator 6 .1", "verdict" */
	const char	*text;		/* "" where there is none */
};

/* A cell of a table, from 0; heads are no row. */
struct data_place {
	size_t		 row, column;
};

/* How a number follows, exactly, from others of its table. */
enum data_rule {
	DATA_GIVEN,			/* from none of them */
	DATA_SUM,			/* all parts added up */
	DATA_DIFFERENCE,		/* the first part less the second */
	DATA_QUOTIENT,			/* the first by the second, times TIMES */
};

/* The exact number that a cell's text is rounded from. */
struct data_number {
	struct ratio	 exact;
	enum data_rule	 rule;
	struct decimal	 times;
	size_t		 part_count, part_cap;
	struct data_place *parts;	/* of a sum also such as have no number,
					 * which then is missing */
};

/* A table as it is printed, before it is parted: cells over several columns are
 * in the first of them. */
struct data_table {
	const char	*caption, *measure;	/* "" none */
	const char	*heading;	/* that it stands under, or "Bảng 2" */
	size_t		 leading;	/* columns that say what a row is about */
	size_t		 column_count;
	const char	**heads;
	const char	*aligns;	/* by column: 'l', 'c' or 'r' */
	size_t		 row_count;
	const char	*const **rows;	/* of texts by column */
	const struct data_number *const **numbers;	/* likewise; NULL where
					 * a text is no number */
	const int	*const *spans;	/* likewise: columns that a cell is wide */
	const bool	*strong;	/* by row: printed bold, as totals are */
	size_t		 note_count;
	const char	*const *notes;
};

/* All that a document printed, each once, in the order of printing. */

struct data_log {
	struct arena	*arena;
	struct map	*known;		/* "UNIT ITEM AS" -> struct data_printed */
	size_t		 count, cap;
	struct data_printed *list;
	size_t		 table_count, table_cap;
	struct data_table *tables;
};

/* A published number that is another one since. */
struct data_erratum {
	int		 edition;	/* of the document that first has NOW */
	date		 before_day, day;	/* of both editions */
	const char	*unit;		/* code */
	const char	*item, *as;
	const char	*before, *now;
	const char	*cause;		/* what came or was changed in between */
};

/* All that reports of one period are made of; rows by unit, then indicator. */
struct dataset {
	const struct catalog *catalog;
	const struct plan *plan;
	struct period	 period;
	date		 today;
	size_t		 unit_count;
	const struct unit **units;	/* valid and reporting, in printing order */
	size_t		 row_count;
	struct data_row	*rows;
	size_t		 year_ago_count;	/* the same a year before; 0 when
					 * nothing is known of it */
	struct data_row	*year_ago;
	/* The figures of an earlier period, asked for by charts; *COUNT is 0
	 * when nothing is known of it.  NULL: of no other period. */
	const struct data_row *(*past)(void *context, struct period,
			    size_t *count);
	void		*past_context;
	size_t		 sum_count;
	struct data_sum	*sums;
	size_t		 duty_count;
	struct data_duty *duties;
	size_t		 history_count;	/* duties of the year before and of this
					 * one up to the period, in order */
	struct data_duty *history;
	size_t		 explanation_count;
	struct data_explanation *explanations;
	const struct facts *facts;	/* for the annex of sources; or NULL */
	bool		 draft;		/* a deadline of what it is made of is still
					 * to come */
	int		 edition;	/* of one document; above 1 it replaces one */
	date		 replaces;	/* the day of that one */
	size_t		 erratum_count;	/* numbers that changed, by edition */
	const struct data_erratum *errata;
	struct data_log	*log;		/* where a document notes what it prints;
					 * or NULL */
};

/* A document on the board. */
struct board_link {
	const char	*href;		/* from where the page is */
	const char	*text;
	const struct unit *unit;	/* of a letter, its sender; else NULL */
};

/* A period on the board. */
struct board_period {
	struct period	 period;
	size_t		 duty_count;
	struct data_duty *duties;
	size_t		 report_count, report_cap;
	struct board_link *reports;
	size_t		 letter_count, letter_cap;
	struct board_link *letters;	/* about files that were taken in */
	size_t		 rejected_count, rejected_cap;
	struct board_link *rejected;	/* about others */
};

struct board {
	const char	*organisation;
	date		 day;
	const struct units *units;
	size_t		 period_count;
	struct board_period *periods;	/* in the order of the page */
	size_t		 unknown_count, unknown_cap;
	struct board_link *unknown;	/* about files of no known period */
};

/*
 * Append the board as HTML, UTF-8: for each period the rates of the duties, its
 * reports, how each unit's submissions stand, and the letters.  False when it is
 * too long.
 */
bool	report_board(struct arena *, const struct board *, struct text *);

/* What a sender is told about one file. */
struct letter {
	const struct catalog *catalog;
	const char	*file;		/* its name, fit to be shown */
	const char	*data;		/* its bytes */
	size_t		 len;
	date		 received;
	bool		 accepted;
	const struct form *form;	/* NULL: not understood */
	const struct unit *unit;	/* likewise */
	bool		 has_period;	/* likewise */
	struct period	 period;
	int		 sequence;	/* to send again with; 0: as it is */
	int		 counting;	/* of a refused file: the sequence that was
					 * taken in before and counts; 0: none */
	date		 counting_since;
	date		 deadline;	/* DATE_NONE: no duty asks for it */
	const char	*duty;		/* label of that duty */
	size_t		 finding_count;	/* about this file, of all severities */
	const struct finding *const *findings;
	const char	*list;		/* name of the list of all findings beside
					 * the letter; NULL: none */
	const char	*copy;		/* of the annotated copy; NULL: none */
	const char	*changes;	/* of the list of what differs from the
					 * file that it replaces; NULL: none */
};

/* The letter as text, in the language of messages; its first line is the
 * verdict. */
void	 report_letter_text(struct arena *, const struct letter *,
	    struct text *);

/* What findings of a code ("R301") have in common, as a heading; NULL when it is
 * not about submissions. */
const char *report_cause(const char *code);

/* All findings as CSV with semicolons, a line each. */
void	 report_letter_csv(struct arena *, const struct letter *,
	    struct text *);

/*
 * The sender's own file with a remark beside each line or before each row that
 * has something wrong: all its bytes, in its encoding, and remarks between
 * them.  *SUFFIX is ".csv" or ".xml".  False when the file is not text.
 */
bool	 report_letter_copy(struct arena *, const struct letter *,
	    struct text *, const char **suffix);

/* The letter through a template, as report_fo(). */
xmlDoc	*report_letter_fo(struct arena *, const char *template_path,
	    const struct letter *, struct diag *);

/* The rows of one unit as CSV (with header), or of all when UNIT is NULL. */
void	 report_csv(const struct dataset *, const struct unit *,
	    struct text *);

/* The same as XML (schemas/data.xsd).  Free with xmlFreeDoc(). */
xmlDoc	*report_xml(const struct dataset *, const struct unit *);

/* Of these rows those whose figures a document printed, as its log says. */
void	 report_csv_printed(const struct dataset *, const struct data_log *,
	    struct text *);

/* An empty log, in the arena; what it noted of a number, NULL when nothing. */
struct data_log	*report_log(struct arena *);
const struct data_printed *report_logged(const struct data_log *,
	    const char *unit, const char *item, const char *as);

/*
 * How the duties stand: of each unit that sends or has senders below, all
 * together (no duty named) and by duty, period and form, with the counts that
 * rates are made of; as CSV, and as XML (schemas/data.xsd).
 */
void	 report_duties_csv(const struct dataset *, const struct unit *,
	    struct text *);
xmlDoc	*report_duties_xml(const struct dataset *, const struct unit *);

/*
 * Compile a template for one unit to FO.  NULL after findings with the
 * template's lines.  Free with xmlFreeDoc(); each FO element carries the
 * template's line (xmlGetLineNo) and doc->URL its path.
 */
xmlDoc	*report_fo(struct arena *, const char *template_path,
	    const struct dataset *, const struct unit *, struct diag *);

#endif
