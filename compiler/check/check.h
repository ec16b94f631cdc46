/*
 * Check: a submission's cells become facts, and the form's rules are judged.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "model/duty.h"
#include "model/facts.h"
#include "model/submission.h"

struct arena;

/*
 * Check one submission by itself: values (types, bounds, required), units of
 * rows (known, below the sender, valid, once each), total rows against the sum,
 * the rules that need nothing else.  All findings of the file in one pass.
 * Returns what was understood; it is to be used only when the diag got no
 * finding at SEVERITY_REJECT.  Pure: opens no file.
 */
struct compiled	*check_submission(struct arena *, const struct catalog *,
		    const struct submission *, struct diag *);

/*
 * Judge an accepted submission against all facts: the rules that look at other
 * forms or periods, and whether its numbers can have been counted.  Findings
 * are warnings, placed at its lines.
 */
void	check_cross(struct arena *, const struct catalog *,
	    const struct facts *, const struct source *, struct diag *);

/* Print a compiled submission for tests: a line a row. */
struct text;
void	check_dump(const struct compiled *, struct text *);

/* How one expected report of a duty stands on a day. */
struct duty_status {
	const struct duty *duty;
	const struct form *form;	/* NULL when untracked */
	const struct unit *unit;	/* the sender; NULL when untracked */
	struct period	 period;
	date		 data_from, data_to;	/* the days that it reports */
	date		 deadline;	/* last good day */
	enum duty_state	 state;
	bool		 over;		/* the day is after the deadline */
	date		 received;	/* the first file that counts, DATE_NONE none */
	date		 latest;	/* the last file of any sort, DATE_NONE none */
	size_t		 files;		/* taken in or rejected */
	int		 sequence;	/* the latest accepted, 0 none */
	int		 days_late;	/* working days, 0 unless late */
};

/* What was received, from the ledger, in order. */
struct receipt {
	const struct form *form;
	const struct unit *unit;
	struct period	 period;
	date		 day;
	int		 sequence;
	bool		 valid;		/* taken in */
	bool		 empty;		/* and has no value */
};

/*
 * How all duties of a plan stand on a day, for the periods that end within
 * WITHIN (e.g. a quarter: its months and itself): in the order of duties,
 * periods, forms, units.  What came after the day is left out, so that a day
 * that is over looks for ever as it did in the evening.  In the arena; *COUNT
 * is set.
 */
struct duty_status *check_duties(struct arena *, const struct catalog *,
		    const struct plan *, struct period within,
		    const struct receipt *, size_t receipt_count, date today,
		    size_t *count);

/* The same of one report that is expected. */
struct duty_status check_report(const struct catalog *, const struct duty *,
		    const struct form *, const struct unit *, struct period,
		    const struct receipt *, size_t receipt_count, date today);

#endif
