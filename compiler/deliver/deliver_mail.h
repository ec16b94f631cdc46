/*
 * What the files of deliver tell each other: the grammar of what goes into
 * envelopes, building and reading messages, talking to the server.
 */
#ifndef DELIVER_DELIVER_MAIL_H
#define DELIVER_DELIVER_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/digest.h"
#include "deliver/deliver.h"
#include "model/site.h"

struct arena;

/*
 * Whether a string is a plain ASCII mail address (RFC 5321 section 4.1.2:
 * dot-string "@" domain, no quoted parts, no address literals).  Everything
 * else is kept from the libraries: they let line ends through.
 */
bool	address_is_valid(const char *);

/* Whether a string is a domain of letters, digits and inner hyphens. */
bool	domain_is_valid(const char *);

/* The domain of a valid address.  Borrowed. */
const char *address_domain(const char *);

/* Whether a UTF-8 string has a control character, a line end for instance. */
bool	text_has_control(const char *);

/* The parts of "smtp://host[:port]" or "smtps://...". */
struct server {
	const char	*host;		/* without the brackets of IPv6 */
	const char	*url;		/* scheme://host[:port], lower case scheme */
	bool		 is_local;	/* a loopback address or "localhost" */
};

/* False when it is not such a URL: no user, path or other scheme is taken. */
bool	server_parse(struct arena *, const char *, struct server *);

/* An attachment that was read. */
struct message_part {
	const char	*name;
	const char	*type, *subtype;
	const char	*bytes;
	size_t		 len;
};

/*
 * The bytes of a message with CRLF line ends, in the arena; ID (64 hex digits)
 * gives Message-ID and boundary, so that the same message has the same bytes.
 * All strings were checked before.
 */
char	*message_build(struct arena *, const struct site_mail *,
	    const struct message *, const struct message_part *,
	    const char id[static DIGEST_HEX], size_t *len);

/* Who sends a message and who is to have it. */
struct envelope {
	const char	*from, *to;
	const char	*subject;	/* decoded */
};

/*
 * The envelope of a message file by its own headers, in the arena.  False when
 * it has not exactly one sender and one recipient with valid addresses.
 */
bool	message_envelope(struct arena *, const char *, size_t len,
	    struct envelope *);

/*
 * *LEN bytes of a message behind a first header with the digest of its body; and
 * whether the body is still the one that it tells.  The headers may have been
 * corrected by hand.
 */
char	*message_seal(struct arena *, const char *, size_t *len);
bool	 message_is_whole(const char *, size_t len);

enum { MESSAGE_MAX = 128 << 20 };

/* A message's name is KEY-ID.eml: digits of either. */
enum { KEY_HEX = 16, ID_HEX = DIGEST_HEX - 1 };

/*
 * Take a message of ours apart again, in the arena: subject, text, day, and the
 * attachments with their bytes.  False when it is none.
 */
bool	message_read(struct arena *, const char *, size_t len,
	    struct message *, struct message_part **);

/* Queue a message whose attachments were read, as deliver_queue() does. */
bool	outbox_queue(struct arena *, const struct site *,
	    const struct message *, struct message_part *, struct diag *);

/* The folders of a site's messages; as paths in the site. */
extern const char *const outbox_folders[MAIL_STATE_MAX];

struct outbox {
	const char	*folders[MAIL_STATE_MAX];
};

/* Make the folders where they are missing. */
bool	outbox_open(struct arena *, const struct site *, struct outbox *,
	    struct diag *);

/* The names of a state's messages, sorted; NULL after a finding. */
char	**outbox_list(struct arena *, const struct outbox *, enum mail_state,
	    size_t *count, struct diag *);

const char *outbox_path(struct arena *, const struct outbox *,
	    enum mail_state, const char *name);

/* A path as people are told of it: within the site when it is there. */
const char *outbox_shown(const struct site *, const char *path);

/* A finding by errno about a path; by what is wrong with VALUE.  False. */
bool	outbox_fail(struct diag *, const char *path);
bool	outbox_complain(struct arena *, struct diag *, const char *what,
	    const char *value);

enum smtp_result {
	SMTP_SENT,		/* the server took it */
	SMTP_REFUSED,		/* it does not take this message now */
	SMTP_REJECTED,		/* nor will it ever */
	SMTP_LOST,		/* it hung up before DATA: stop trying */
	SMTP_DOWN,		/* it takes nothing from us: stop trying */
	SMTP_UNKNOWN,		/* the connection was lost behind DATA */
};

struct smtp;

/*
 * Prepare to talk to the site's server.  NULL after a finding: an address that
 * is none, a password file that others may read, no TLS to another machine.
 */
struct smtp *smtp_new(struct arena *, const struct site *, struct diag *);
void	 smtp_free(struct smtp *);

/*
 * Send one message.  BEGIN is called right before its first byte leaves: when
 * it returns false nothing is sent.  A dead connection is opened again once,
 * but never behind BEGIN.
 */
enum smtp_result smtp_send(struct smtp *, const struct envelope *,
	    const char *, size_t len, bool (*begin)(void *), void *context);

/* Why the last message was not sent, as the server or libcurl say it. */
const char *smtp_reason(const struct smtp *);

#endif
