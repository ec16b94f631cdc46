/*
 * Intake: the drop folder, and dropped files turned into submissions.  What
 * comes from outside is read in a child process that can do nothing but read,
 * think and answer.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/digest.h"
#include "model/catalog.h"
#include "model/facts.h"
#include "model/submission.h"

struct arena;
struct text;

enum {
	INTAKE_FILE_MAX = 64 * 1024 * 1024,	/* bytes of a submission */
	INTAKE_ROWS_MAX = 200000,
};

/* What a file says it is, however little of it could be read. */
struct intake_claim {
	const struct form *form;	/* NULL: not told */
	const struct unit *unit;	/* likewise */
	bool		 has_period;
	struct period	 period;
};

/*
 * Read LEN bytes, a NUL behind them, that came under the name NAME: decide the encoding, XML or
 * CSV, find form, sender and period (in the file, else by the site's file-name
 * pattern), and the rows.  PATH is how messages call the file.  NULL after
 * findings that leave nothing to check; otherwise the submission, perhaps with
 * findings at SEVERITY_REJECT about single cells or rows.  CLAIM, when it is not
 * NULL, gets what the file or its name says in either case.  A pure function of
 * its arguments: no file is opened.  What it returns may point into the bytes.
 */
struct submission *intake_read(struct arena *, const struct catalog *,
		    const char *name, const char *path, const void *,
		    size_t len, date today, struct intake_claim *,
		    struct diag *);

/* What a file's name alone says. */
struct intake_claim intake_claim_of_name(struct arena *, const struct catalog *,
		    const char *name, date today);

/* The period that a text names as people write it ("Quý I/2020", "Q1-2020"). */
bool	 intake_period(struct arena *, const char *, struct period *);

/* Print a submission for tests: header, then a line a row. */
void	 intake_dump(const struct submission *, struct text *);

/* A form that is yet to be filled in. */
struct blank;

/* One that names nobody and no period: the headers alone. */
struct blank	*blank_new(struct arena *, const struct form *);

/*
 * One for a sender and a period: a row for each unit that is expected, filled
 * in with what earlier periods settle: a number that a rule of the form makes
 * equal to one of them, a constant of the year that was reported before.  NULL
 * and a finding when the unit does not send the form or not for such periods.
 */
struct blank	*blank_for(struct arena *, const struct catalog *,
		    const struct facts *, const struct form *,
		    const struct unit *, struct period, struct diag *);

/* Append it as CSV; as XML in a new tree, free with xmlFreeDoc().  Intake takes
 * in both once they are filled in. */
void	 blank_csv(const struct blank *, struct text *);
xmlDoc	*blank_xml(const struct blank *);

/* Append the description of the form's CSV: CSV on the Web, JSON. */
void	 blank_csvw(const struct form *, struct text *);

/* How a child process ended. */
enum box_end {
	BOX_DONE,		/* the answer is complete */
	BOX_DIED,		/* killed, out of time or memory: *WHY tells */
	BOX_FAILED,		/* the system could not start it: errno */
};

/*
 * Run WORK in a forked child under limits on time, memory and system calls
 * (seccomp: no file, no network, no process).  What WORK adds to the text is
 * handed to the parent in ANSWER (cleared first).  *WHY is in the arena.
 */
enum box_end	box_run(struct arena *, void (*work)(void *context,
		    struct text *answer), void *context, struct text *answer,
		    const char **why);

/* A file in the drop folder. */
struct drop {
	const char	*name;		/* as dropped; any bytes */
	const char	*path;
	const char	*data;
	size_t		 len;
	char		 sha256[65];
	struct drop_mark {		/* which file it was, and its state */
		unsigned long long device, inode;
		long long	size, modified, changed; /* bytes, ns, ns */
	}		 mark;
};

/*
 * The drop folder: its names as they were when it was opened, but hidden and
 * temporary ones (.part .filepart .tmp .crdownload ~$), sorted.  Findings call it
 * SHOWN, and say nothing again of what TOLD, the spool_left() of an earlier one,
 * has in the same state; "" tells all.  NULL and a finding when the folder cannot
 * be read.
 */
struct spool	*spool_open(struct arena *, const char *folder,
		    const char *shown, const char *told, struct diag *);
void		 spool_close(struct spool *);

enum { SPOOL_LEFT_MAX = 16 * 1024 * 1024 };

/* What was left so far and why, a line each, told or not.  Borrowed. */
const char	*spool_left(const struct spool *);

/*
 * The next file that is ready, in the arena: a plain file that nobody is writing,
 * read whole.  Others are left; a finding says why.  NULL at the end.
 */
struct drop	*spool_next(struct spool *, struct arena *);

/*
 * Whether the file that was read still lies at PATH with the bytes that it had.
 * MOVED: it was renamed since, which leaves its own mark.
 */
bool		 spool_is_still(const struct drop *, const char *path,
		    bool moved);

/*
 * The ledger: the append-only record of every receipt and decision, a CSV file
 * that a spreadsheet opens.  An entry is a line.  Its last column is the SHA-256
 * of that of the line before (of nothing in the first) and the line up to the
 * comma before it, so that no line can be changed, moved or removed unnoticed
 * but the last ones.
 */
enum ledger_event {
	LEDGER_ACCEPTED,
	LEDGER_REJECTED,
	LEDGER_UNCHANGED,	/* the same content again */
	LEDGER_SUPERSEDED,	/* replaced by a later sequence */
	LEDGER_QUARANTINED,
	LEDGER_REPORT,		/* a report was written */
	LEDGER_SENT,
	LEDGER_FAILED,		/* reading it ended badly; it is tried again */
	LEDGER_REMINDED,	/* a unit was written to about what it owes */
};

struct ledger_entry {
	date		 day;		/* of the run */
	enum ledger_event event;
	const char	*name;		/* as dropped; in the ledger as
					 * ledger_name() writes it */
	const char	*sha256;
	const char	*form;		/* id, or "" */
	const char	*unit;		/* code, or "" */
	const char	*period;	/* or "" */
	int		 sequence;	/* 0: unknown */
	const char	*kind;		/* or "" */
	const char	*path;		/* in the site, where the file is now */
	const char	*codes;		/* of the findings, "R301 W501"; or "" */
};

struct ledger {
	size_t			 count, cap;
	struct ledger_entry	*entries;	/* in order of writing */
	bool			 chained;	/* each line has its check; those of
						 * earlier versions have none */
	char			 chain[DIGEST_HEX];	/* of the last line */
};

/* Read a ledger; an absent file is an empty one.  NULL after findings. */
struct ledger	*ledger_read(struct arena *, const char *path, struct diag *);

/* Append one entry to the file, durably, and to LEDGER.  False and a finding. */
bool	 ledger_append(struct arena *, struct ledger *, const char *path,
	    const struct ledger_entry *, struct diag *);

const char *ledger_event_name(enum ledger_event);

/* Whether a list of codes, as the ledger has it, names one. */
bool	 ledger_has_code(const char *codes, enum diag_code);

/*
 * The name of a file as the ledger writes it: %XX for controls, "%", bytes that
 * are not UTF-8, and a first character that begins formulas.  In the arena.
 */
const char *ledger_name(struct arena *, const char *name);

#endif
