/*
 * How reporting duties stand: the states of one expected report, and the counts
 * of many.  Who has sent what is found by check; here is what it is called and
 * what it adds up to.
 */
#ifndef MODEL_DUTY_H
#define MODEL_DUTY_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A report is received when a file of it was taken in that says something; the
 * first such file tells whether it came in time.
 */
enum duty_state {
	DUTY_ON_TIME,
	DUTY_RESUBMITTED,	/* in time, but not with the first file */
	DUTY_LATE,		/* received after the deadline */
	DUTY_REJECTED,		/* deadline over, only rejected files */
	DUTY_EMPTY,		/* deadline over, what counts says nothing */
	DUTY_MISSING,		/* deadline over, no file at all */
	DUTY_PENDING,		/* deadline not over, not received */
	DUTY_UNTRACKED,		/* the duty has no form */
	DUTY_STATE_MAX
};

/* "on-time" ... for machines; for people, to be translated; and back from the
 * former, false when it is none. */
const char *duty_state_name(enum duty_state);
const char *duty_state_label(enum duty_state);
bool	duty_state_parse(const char *, enum duty_state *);

/*
 * Reports by state.  Rates are of those whose deadline is over, so that nothing
 * is counted as done before it was due: of DUE reports, TIMELY came in time and
 * COMPLETE came at all; TIMELY <= COMPLETE <= DUE.
 */
struct duty_counts {
	size_t	 expected;		/* all that can be followed */
	size_t	 of[DUTY_STATE_MAX];
	size_t	 due, timely, complete;
};

/* Count a report; OVER: the day is after its deadline. */
void	duty_count(struct duty_counts *, enum duty_state, bool over);

#endif
