/*
 * The outbox: which messages wait, are on their way, were sent.  Room: deliver.
 *
 *	outbox/NAME.eml		waits
 *	outbox/sending/NAME.eml	is being handed over
 *	outbox/unknown/NAME.eml	was handed over, but nobody confirmed it
 *	sent/NAME.eml		was taken by the server
 *
 * NAME is KEY-ID: the digest of recipient and names of documents, which all
 * editions of a report share, and the digest of recipient and documents.
 *
 * A message is in exactly one of them and goes from one to the next by a
 * rename.  What lies in sending/ when nobody sends was cut off by a crash, so
 * nobody knows whether it arrived: it is held, never sent again by itself.
 */
#include "deliver/deliver_mail.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/unicode.h"

enum {
	ATTACHMENT_MAX = 32 << 20,
	MESSAGE_MAX = 64 << 20,
	KEY_HEX = 16,
	ID_HEX = DIGEST_HEX - 1,
};

static const char suffix[] = ".eml";

struct outbox {
	const char	*queue, *sending, *unknown, *sent;	/* folders */
};

static struct place
place_of(const char *path)
{
	return (struct place){ path, 0, 0 };
}

static bool
fail(struct diag *diag, const char *path)
{
	diag_report(diag, D_SYSTEM, place_of(path), path, system_error(errno));
	return false;
}

static bool
outbox_open(struct arena *a, const struct site *site, struct outbox *o,
    struct diag *diag)
{
	const char *const *f, *folders[4];

	o->queue = file_join(a, site->path, "outbox");
	o->sending = file_join(a, o->queue, "sending");
	o->unknown = file_join(a, o->queue, "unknown");
	o->sent = file_join(a, site->path, "sent");
	folders[0] = o->sending;
	folders[1] = o->unknown;
	folders[2] = o->sent;
	folders[3] = NULL;
	for (f = folders; *f != NULL; f++)
		if (!file_make_folder(*f))
			return fail(diag, *f);
	return true;
}

/* Add a piece with its length, so that no two lists of pieces look the same. */
static void
add_piece(struct digest *d, const char *s, size_t len)
{
	unsigned char head[8];
	size_t i, n = len;

	for (i = 0; i < sizeof(head); i++, n >>= 8)
		head[i] = (unsigned char)n;
	digest_add(d, head, sizeof(head));
	digest_add(d, s, len);
}

/*
 * What makes a message the same as another: the recipient and the documents;
 * neither the day nor the words around them.  Without a document the subject
 * and the text are the document.
 */
static void
identify(const struct message *m, const struct message_part *parts,
    char id[static DIGEST_HEX])
{
	struct digest *d = digest_new();
	size_t i;

	add_piece(d, "tonghop-mail-1", 14);
	add_piece(d, m->to->address, strlen(m->to->address));
	for (i = 0; i < m->attachment_count; i++) {
		add_piece(d, parts[i].name, strlen(parts[i].name));
		add_piece(d, parts[i].bytes, parts[i].len);
	}
	if (m->attachment_count == 0) {
		add_piece(d, m->subject, strlen(m->subject));
		add_piece(d, m->body, strlen(m->body));
	}
	digest_finish(d, id);
}

/* KEY-ID.eml; a message without documents has no other editions. */
static const char *
name_message(struct arena *a, const struct message *m, const char *id)
{
	struct digest *d = digest_new();
	char key[DIGEST_HEX];
	size_t i;

	add_piece(d, m->to->address, strlen(m->to->address));
	for (i = 0; i < m->attachment_count; i++)
		add_piece(d, m->attachments[i].name,
		    strlen(m->attachments[i].name));
	if (m->attachment_count == 0)
		add_piece(d, id, ID_HEX);
	digest_finish(d, key);
	return arena_printf(a, "%.*s-%s%s", KEY_HEX, key, id, suffix);
}

/* Whether S is "token/token" (RFC 2045 section 5.1); splits it. */
static bool
split_type(struct arena *a, const char *s, struct message_part *part)
{
	static const char token[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&^_.+-";
	size_t n = strspn(s, token), rest;

	if (n == 0 || s[n] != '/')
		return false;
	rest = strspn(s + n + 1, token);
	part->type = arena_strndup(a, s, n);
	part->subtype = arena_strdup(a, s + n + 1);
	return rest > 0 && s[n + 1 + rest] == '\0';
}

static bool
complain(struct arena *a, struct diag *diag, const char *what,
    const char *value)
{
	diag_report(diag, D_MAIL_CONFIG, ((struct place){ NULL, 0, 0 }),
	    arena_printf(a, "%s: \"%s\"", what, diag_quote(diag, value, 200)));
	return false;
}

/* Everything that goes into a header or the envelope, before it goes there. */
static bool
check_message(struct arena *a, const struct site *site,
    const struct message *m, struct diag *diag)
{
	const char *from = site->mail.from == NULL ? "" : site->mail.from;
	size_t i, bad;

	if (!address_is_valid(from))
		return complain(a, diag,
		    _("the sender is not a mail address"), from);
	if (!address_is_valid(m->to->address))
		return complain(a, diag,
		    _("the recipient is not a mail address"), m->to->address);
	if (site->mail.from_name != NULL &&
	    text_has_control(site->mail.from_name))
		return complain(a, diag, _("control character in the sender's "
		    "name"), site->mail.from_name);
	if (m->to->name != NULL && text_has_control(m->to->name))
		return complain(a, diag, _("control character in the "
		    "recipient's name"), m->to->name);
	if (text_has_control(m->subject))
		return complain(a, diag, _("control character in the subject"),
		    m->subject);
	if (!unicode_is_valid(m->body, strlen(m->body), &bad))
		return complain(a, diag, _("the text is not UTF-8"),
		    m->subject);
	for (i = 0; i < m->attachment_count; i++)
		if (*m->attachments[i].name == '\0' ||
		    text_has_control(m->attachments[i].name) ||
		    strchr(m->attachments[i].name, '/') != NULL)
			return complain(a, diag, _("not the name of an "
			    "attachment"), m->attachments[i].name);
	return true;
}

static bool
read_parts(struct arena *a, const struct message *m,
    struct message_part *parts, struct diag *diag)
{
	size_t i;

	for (i = 0; i < m->attachment_count; i++) {
		const struct attachment *from = &m->attachments[i];

		parts[i].name = from->name;
		if (!split_type(a, from->type, &parts[i]))
			return complain(a, diag, _("not a media type"),
			    from->type);
		parts[i].bytes = file_read(a, from->path, ATTACHMENT_MAX,
		    &parts[i].len);
		if (parts[i].bytes == NULL) {
			diag_report(diag, D_CANNOT_READ, place_of(from->path),
			    from->path, system_error(errno));
			return false;
		}
	}
	return true;
}

/* Whether a name in a folder is a message: KEY-ID.eml. */
static bool
is_message(const char *name)
{
	static const char hex[] = "0123456789abcdef";

	return strspn(name, hex) == KEY_HEX && name[KEY_HEX] == '-' &&
	    strspn(name + KEY_HEX + 1, hex) == ID_HEX &&
	    strcmp(name + KEY_HEX + 1 + ID_HEX, suffix) == 0;
}

/* The messages of a folder in the order of their names; NULL after a finding. */
static char **
list_messages(struct arena *a, const char *folder, size_t *count,
    struct diag *diag)
{
	size_t i, n = 0, all;
	char **names = file_list(a, folder, &all);

	if (names == NULL) {
		fail(diag, folder);
		return NULL;
	}
	for (i = 0; i < all; i++)
		if (is_message(names[i]))
			names[n++] = names[i];
	*count = n;
	return names;
}

/* Whether the message waits, is on its way or was sent already. */
static bool
is_known(struct arena *a, const struct outbox *o, const char *name)
{
	return file_exists(file_join(a, o->queue, name)) ||
	    file_exists(file_join(a, o->sending, name)) ||
	    file_exists(file_join(a, o->unknown, name)) ||
	    file_exists(file_join(a, o->sent, name));
}

/* Take back the earlier editions that still wait: nobody needs them now. */
static bool
drop_earlier(struct arena *a, const struct outbox *o, const char *name,
    struct diag *diag)
{
	size_t i, count;
	char **names = list_messages(a, o->queue, &count, diag);
	bool ok = names != NULL;

	for (i = 0; ok && i < count; i++)
		if (strncmp(names[i], name, KEY_HEX + 1) == 0 &&
		    strcmp(names[i], name) != 0) {
			const char *path = file_join(a, o->queue, names[i]);

			ok = unlink(path) == 0 || fail(diag, path);
		}
	return ok;
}

static bool
queue(struct arena *a, const struct site *site, const struct message *m,
    struct diag *diag)
{
	struct message_part *parts = arena_alloc(a,
	    (m->attachment_count + 1) * sizeof(*parts));
	const char *name, *path, *bytes;
	char id[DIGEST_HEX];
	struct outbox o;
	size_t len;

	if (!check_message(a, site, m, diag) ||
	    !read_parts(a, m, parts, diag) || !outbox_open(a, site, &o, diag))
		return false;
	identify(m, parts, id);
	name = name_message(a, m, id);
	if (is_known(a, &o, name))
		return drop_earlier(a, &o, name, diag);
	path = file_join(a, o.queue, name);
	bytes = message_build(a, &site->mail, m, parts, id, &len);
	return (file_write(path, bytes, len) || fail(diag, path)) &&
	    drop_earlier(a, &o, name, diag);
}

bool
deliver_queue(struct arena *unused, const struct site *site,
    const struct message *m, struct diag *diag)
{
	/* attachments are large: they live no longer than this call */
	struct arena *a = arena_new();
	bool ok = queue(a, site, m, diag);

	arena_free(a);
	(void)unused;
	return ok;
}

/* Where a finding about a message lies, what it is about, for whom it is. */
static void
report(struct arena *a, struct diag *diag, enum diag_code code,
    const char *path, const struct envelope *e, const char *why)
{
	diag_report(diag, code, place_of(path), arena_printf(a, "\"%s\"",
	    diag_quote(diag, e->subject, 200)), e->to, why);
}

static void
report_unknown(struct arena *a, struct diag *diag, const char *path,
    const char *why)
{
	struct envelope e = { "", "?", "?" };
	size_t len;
	char *bytes = file_read(a, path, MESSAGE_MAX, &len);

	if (bytes != NULL && !message_envelope(a, bytes, len, &e))
		e = (struct envelope){ "", "?", "?" };
	report(a, diag, D_MAIL_UNKNOWN, path, &e, arena_printf(a,
	    "%s%s%s", why, *why == '\0' ? "" : "; ",
	    _("ask the recipient, then move the file to sent/ if it arrived, "
	    "to outbox/ if it did not")));
}

/*
 * Hold what a sender that died left in sending/, and remind of all that is
 * held.  True when any is held or something failed: there are findings.
 */
static bool
hold_unknown(struct arena *a, const struct outbox *o, struct diag *diag)
{
	size_t i, count;
	char **names = list_messages(a, o->sending, &count, diag);
	bool any;

	if (names == NULL)
		return true;
	for (i = 0; i < count; i++) {
		const char *from = file_join(a, o->sending, names[i]);

		if (!file_move_durably(from,
		    file_join(a, o->unknown, names[i]))) {
			fail(diag, from);
			return true;
		}
	}
	names = list_messages(a, o->unknown, &count, diag);
	any = names == NULL || count > 0;
	for (i = 0; names != NULL && i < count; i++)
		report_unknown(a, diag, file_join(a, o->unknown, names[i]),
		    "");
	return any;
}

/* One message on its way. */
struct passage {
	const char	*queued, *sending, *unknown, *sent;	/* paths */
	struct diag	*diag;
};

/* Mark a message as being handed over; called right before it is. */
static bool
begin(void *context)
{
	struct passage *p = context;

	return file_move_durably(p->queued, p->sending) ||
	    fail(p->diag, p->queued);
}

static bool
move(struct diag *diag, const char *from, const char *to)
{
	return file_move_durably(from, to) || fail(diag, from);
}

/* Put a message where it belongs after an attempt, and say what happened. */
static bool
settle(struct arena *a, const struct passage *p, const struct envelope *e,
    enum smtp_result result, const char *why)
{
	bool begun = !file_exists(p->queued);

	switch (result) {
	case SMTP_SENT:
		return move(p->diag, p->sending, p->sent);
	case SMTP_UNKNOWN:
		if (!move(p->diag, p->sending, p->unknown))
			return false;
		report_unknown(a, p->diag, p->unknown, why);
		return false;
	default:
		report(a, p->diag, D_MAIL_FAILED, p->queued, e, why);
		if (begun)
			move(p->diag, p->sending, p->queued);
		return false;
	}
}

static enum smtp_result
send_one(struct arena *a, struct smtp *smtp, const struct outbox *o,
    const char *name, bool *ok, struct diag *diag)
{
	struct passage p = { file_join(a, o->queue, name),
	    file_join(a, o->sending, name), file_join(a, o->unknown, name),
	    file_join(a, o->sent, name), diag };
	enum smtp_result result = SMTP_REFUSED;
	struct envelope e;
	size_t len;
	char *bytes;

	if (file_exists(p.sent)) {	/* the same was queued and sent */
		*ok = unlink(p.queued) == 0 || fail(diag, p.queued);
		return result;
	}
	*ok = false;
	if ((bytes = file_read(a, p.queued, MESSAGE_MAX, &len)) == NULL) {
		fail(diag, p.queued);
		return result;
	}
	if (!message_envelope(a, bytes, len, &e)) {
		diag_report(diag, D_MAIL_FAILED, place_of(p.queued), name, "?",
		    _("it does not have one sender and one recipient"));
		return result;
	}
	result = smtp_send(smtp, &e, bytes, len, begin, &p);
	*ok = settle(a, &p, &e, result, smtp_reason(smtp));
	return result;
}

/* Send all that waits, until the server cannot be talked to. */
static bool
send_all(const struct site *site, struct smtp *smtp, const struct outbox *o,
    char **names, size_t count, size_t *sent, struct diag *diag)
{
	enum smtp_result result = SMTP_SENT;
	bool all = true, ok;
	size_t i;

	for (i = 0; i < count && result != SMTP_DOWN; i++) {
		struct arena *a = arena_new();

		result = send_one(a, smtp, o, names[i], &ok, diag);
		*sent += result == SMTP_SENT;
		all = all && ok;
		arena_free(a);
	}
	if (i < count) {
		struct arena *a = arena_new();

		diag_report(diag, D_MAIL_FAILED, place_of(o->queue),
		    arena_printf(a, _("the remaining messages (%zu)"),
		    count - i), site->mail.server, smtp_reason(smtp));
		arena_free(a);
	}
	return all;
}

static bool
send_queue(struct arena *a, const struct site *site, const struct outbox *o,
    size_t *sent, struct diag *diag)
{
	bool held = hold_unknown(a, o, diag), ok;
	size_t count;
	char **names = list_messages(a, o->queue, &count, diag);
	struct smtp *smtp;

	if (names == NULL || count == 0)
		return names != NULL && !held;
	if (site->mail.server == NULL)
		return complain(a, diag, _("messages wait, but site.xml names "
		    "no server"), o->queue);
	if ((smtp = smtp_new(a, site, diag)) == NULL)
		return false;
	ok = send_all(site, smtp, o, names, count, sent, diag);
	smtp_free(smtp);
	return ok && !held;
}

bool
deliver_send(struct arena *a, const struct site *site, size_t *sent,
    struct diag *diag)
{
	const char *lock;
	struct outbox o;
	bool ok = false;
	int fd;

	*sent = 0;
	if (!outbox_open(a, site, &o, diag))
		return false;
	lock = file_join(a, o.queue, ".lock");
	if ((fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0640)) < 0)
		return fail(diag, lock);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		ok = send_queue(a, site, &o, sent, diag);
	else if (errno == EWOULDBLOCK)
		diag_report(diag, D_SITE_BUSY, place_of(lock), NULL);
	else
		fail(diag, lock);
	close(fd);
	return ok;
}
