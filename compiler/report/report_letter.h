/*
 * A letter taken apart: its findings by cause, each with its place in the
 * sender's file.  Private to the room report.
 */
#ifndef REPORT_REPORT_LETTER_H
#define REPORT_REPORT_LETTER_H

#include "base/csvfile.h"
#include "base/recode.h"
#include "report/report.h"

/* The sender's file, as far as it can be read. */
struct letter_file {
	struct recode	 recode;
	bool		 is_text;	/* nothing said that it is none */
	bool		 is_xml;
	char		 delimiter;	/* of a table */
	struct csv_table table;		/* no rows: XML, 8 bits or broken quotes */
	size_t		 header;	/* its row of headers; table.count: none */
};

/* A finding as a letter tells it. */
struct letter_place {
	const struct finding *finding;
	const char	*line;		/* "line 12"; "" the whole file */
	const char	*column;	/* "column R \"Lãi tồn\""; or "" */
	const char	*cell;		/* what is written there; or "" */
	const char	*text;
};

/* Findings of one cause: the same code and, of rules, the same rule. */
struct letter_group {
	const char	*code;
	const char	*title;
	enum severity	 severity;
	size_t		 count, cap;
	struct letter_place *places;	/* by line */
};

/* At most so many places of a group are listed in a letter, so many remarks
 * stand at one place of a copy. */
enum { LETTER_PLACES_MAX = 20, LETTER_REMARKS_MAX = 20 };

struct letter_parts {
	const struct letter *letter;
	struct letter_file file;
	size_t		 errors, warnings;
	size_t		 group_count, group_cap;
	struct letter_group *groups;	/* errors first, notices last */
};

/* In the arena. */
struct letter_parts *letter_parts(struct arena *, const struct letter *);

/* --- letter_file.c --- */

struct letter_file letter_file(struct arena *, const struct letter *);

/* The header above a cell and its text (columns from 1); "" when there is none or
 * it cannot be told.  Lines above the table have no headers. */
const char *letter_header(const struct letter_file *, int line, int column);
const char *letter_cell(const struct letter_file *, int line, int column);

/* --- letter_cause.c --- */

/* The title of a finding's cause; *TEXT is the rest that is to be said. */
const char *letter_cause(struct arena *, const struct letter *,
	    const struct finding *, const char **text);

/* --- letter_words.c: sentences of the letter, in the arena --- */

const char *letter_verdict(struct arena *, const struct letter_parts *);
const char *letter_addressee(const struct letter *);

/* What to do, by when, how to send again, what lies beside the letter; "" when
 * there is nothing to say. */
const char *letter_task(struct arena *, const struct letter_parts *);
const char *letter_deadline(struct arena *, const struct letter *);
const char *letter_sequence(struct arena *, const struct letter *);
const char *letter_enclosed(struct arena *, const struct letter_parts *);

/* "1. Cells that are no numbers (R301): 3 places"; "... and 5 more". */
const char *letter_heading(struct arena *, const struct letter_group *,
	    size_t number);
const char *letter_rest(struct arena *, const struct letter *, size_t more);

#endif
