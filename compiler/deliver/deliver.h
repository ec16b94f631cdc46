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
	size_t		 attachment_count;
	const struct attachment *attachments;
};

/*
 * Put a message into the outbox as an .eml file named by the hash of document
 * and recipient: the same document to the same person is queued and sent once.
 * An earlier edition that still waits (same recipient, same names of
 * attachments, other content) is replaced.  False after a finding.
 */
bool	deliver_queue(struct arena *, const struct site *,
	    const struct message *, struct diag *);

/*
 * Send what is in the outbox; each message that the server took moves to
 * sent/.  What it refused stays; what may or may not have arrived moves to
 * outbox/unknown/ and is told about each time.  *SENT is set.  False when there
 * is anything of the kind; then there are findings.
 */
bool	deliver_send(struct arena *, const struct site *, size_t *sent,
	    struct diag *);

/* Print a message file's structure for tests. */
struct text;
bool	deliver_dump(const char *path, struct text *, struct diag *);

#endif
