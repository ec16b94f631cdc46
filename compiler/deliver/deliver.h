/*
 * Deliver: reports become e-mails in the outbox, and the outbox is sent.
 */
#ifndef DELIVER_DELIVER_H
#define DELIVER_DELIVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/diag.h"
#include "model/site.h"

struct arena;

struct attachment {
	const char	*name;		/* as the reader sees it; UTF-8 */
	const char	*path;
	const char	*type;		/* "application/pdf" */
};

struct message {
	const struct site_recipient *to;
	const char	*subject;	/* UTF-8, NFC */
	const char	*body;		/* plain text */
	date		 day;
	const char	*occasion;	/* what it is the only message about; NULL:
					 * about its documents */
	bool		 at_once;	/* it is never held */
	size_t		 attachment_count;
	const struct attachment *attachments;
};

/* The states of a message, each a folder of the site. */
enum mail_state {
	MAIL_WAITS,		/* outbox/: for the next sending */
	MAIL_HELD,		/* outbox/held/: for the office */
	MAIL_SENDING,		/* outbox/sending/: is being handed over */
	MAIL_UNKNOWN,		/* outbox/unknown/: nobody confirmed it */
	MAIL_FAILED,		/* outbox/failed/: refused for good */
	MAIL_SENT,		/* sent/: the server took it */
	MAIL_STATE_MAX
};

/*
 * Put a message into the outbox (held if the site says so) as an .eml file
 * named by the hash of documents and recipient: the same documents to the same
 * person are queued and sent once.  An earlier edition that still waits (same
 * recipient, same names of attachments, other content) is replaced.  What is
 * more than the site's max_bytes goes into further messages; a document that is
 * too large alone is only mentioned.  False after a finding.
 */
bool	deliver_queue(const struct site *, const struct message *,
	    struct diag *);

/*
 * Put another text into a message about an occasion that still waits or is held,
 * or take it back when there is no body.  One that was sent, or is being sent,
 * stays as it is.  False after a finding.
 */
bool	deliver_revise(const struct site *, const struct message *,
	    struct diag *);

/*
 * Send what waits in the outbox; each message that the server took moves to
 * sent/.  What it refused for now is tried again: by PATIENT sending after 5
 * minutes, 10, 20, up to 4 hours, else at once; for 5 days.  What it refused
 * for good, and what is no longer as it was written, moves to outbox/failed/, what
 * may or may not have arrived to outbox/unknown/; both are told about each time.
 * A server that takes nothing is told about once, and left alone by PATIENT
 * sending for 5 minutes, 10, 20, up to an hour.  *SENT is set.  False when there
 * is anything of the kind; then there are findings.
 */
bool	deliver_send(struct arena *, const struct site *, bool patient,
	    size_t *sent, struct diag *);

struct mail_item {
	const char	*path;		/* within the site */
	const char	*id;		/* 64 hex digits: recipient and documents */
	const char	*to, *subject;	/* "?" when it cannot be read */
	size_t		 bytes;
};

/* The messages of a state by name, path and id alone; NULL after a finding. */
struct mail_item *deliver_list(struct arena *, const struct site *,
	    enum mail_state, size_t *count, struct diag *);

/* Read a message's recipient, subject and size. */
void	deliver_describe(struct arena *, const struct site *,
	    struct mail_item *);

/*
 * Move messages from one state to another: those whose recipient or start of
 * the file's name is among WANTED, all when that is empty.  One that was refused
 * and is larger than the site now says is divided.  *MOVED is added to.
 */
bool	deliver_move(struct arena *, const struct site *, enum mail_state from,
	    enum mail_state to, char *const *wanted, size_t wanted_count,
	    size_t *moved, struct diag *);

/* Print a message file's structure for tests. */
struct text;
bool	deliver_dump(const char *path, struct text *, struct diag *);

#endif
