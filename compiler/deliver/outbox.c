/*
 * The outbox: which messages wait, are on their way, were sent.  Room: deliver.
 *
 *	outbox/NAME.eml		waits
 *	outbox/NAME.wait	when it is tried again, and how often it was
 *	outbox/server.wait	when the server is tried again that took nothing
 *	outbox/held/NAME.eml	waits for the office to release it
 *	outbox/failed/NAME.eml	was refused for good, or for too long
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
	ATTACHMENT_MAX = 60 << 20,
	WORDS_BYTES = 16 << 10,		/* for headers and text of a message */
};

static const char suffix[] = ".eml";

const char *const outbox_folders[MAIL_STATE_MAX] = {
	[MAIL_WAITS] = "outbox", [MAIL_HELD] = "outbox/held",
	[MAIL_SENDING] = "outbox/sending", [MAIL_UNKNOWN] = "outbox/unknown",
	[MAIL_FAILED] = "outbox/failed", [MAIL_SENT] = "sent",
};

bool
outbox_fail(struct diag *diag, const char *path)
{
	diag_report(diag, D_SYSTEM, ((struct place){ path, 0, 0 }), path, system_error(errno));
	return false;
}

bool
outbox_open(struct arena *a, const struct site *site, struct outbox *o,
    struct diag *diag)
{
	int i;

	for (i = 0; i < MAIL_STATE_MAX; i++) {
		o->folders[i] = file_join(a, site->path,
		    outbox_folders[i]);
		if (!file_make_folder(o->folders[i]))
			return outbox_fail(diag, o->folders[i]);
	}
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
 * neither the day nor the words around them.  Without a document the occasion
 * is, or else the subject and the text.
 */
static void
identify(const struct message *m, const struct message_part *parts,
    char id[static DIGEST_HEX])
{
	struct digest *d = digest_new();
	size_t i;

	add_piece(d, "tonghop-mail-1", 14);
	add_piece(d, m->to->address, strlen(m->to->address));
	if (m->occasion != NULL) {
		add_piece(d, m->occasion, strlen(m->occasion));
		digest_finish(d, id);
		return;
	}
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

bool
outbox_complain(struct arena *a, struct diag *diag, const char *what,
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
		return outbox_complain(a, diag,
		    _("the sender is not a mail address"), from);
	if (!address_is_valid(m->to->address))
		return outbox_complain(a, diag,
		    _("the recipient is not a mail address"), m->to->address);
	if (site->mail.from_name != NULL &&
	    text_has_control(site->mail.from_name))
		return outbox_complain(a, diag, _("control character in the sender's "
		    "name"), site->mail.from_name);
	if (m->to->name != NULL && text_has_control(m->to->name))
		return outbox_complain(a, diag, _("control character in the "
		    "recipient's name"), m->to->name);
	if (text_has_control(m->subject))
		return outbox_complain(a, diag, _("control character in the subject"),
		    m->subject);
	if (!unicode_is_valid(m->body, strlen(m->body), &bad))
		return outbox_complain(a, diag, _("the text is not UTF-8"),
		    m->subject);
	for (i = 0; i < m->attachment_count; i++)
		if (*m->attachments[i].name == '\0' ||
		    text_has_control(m->attachments[i].name) ||
		    strchr(m->attachments[i].name, '/') != NULL)
			return outbox_complain(a, diag, _("not the name of an "
			    "attachment"), m->attachments[i].name);
	return true;
}

const char *
outbox_shown(const struct site *site, const char *path)
{
	size_t n = strlen(site->path);

	return strncmp(path, site->path, n) == 0 && path[n] == '/' ?
	    path + n + 1 : path;
}

static bool
read_parts(struct arena *a, const struct site *site, const struct message *m,
    struct message_part *parts, struct diag *diag)
{
	size_t i;

	for (i = 0; i < m->attachment_count; i++) {
		const struct attachment *from = &m->attachments[i];

		parts[i].name = from->name;
		if (!split_type(a, from->type, &parts[i]))
			return outbox_complain(a, diag, _("not a media type"),
			    from->type);
		parts[i].bytes = file_read(a, from->path, ATTACHMENT_MAX,
		    &parts[i].len);
		if (parts[i].bytes == NULL) {
			const char *path = outbox_shown(site, from->path);

			diag_report(diag, D_CANNOT_READ, ((struct place){ path,
			    0, 0 }), path, system_error(errno));
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

char **
outbox_list(struct arena *a, const struct outbox *o, enum mail_state state,
    size_t *count, struct diag *diag)
{
	size_t i, n = 0, all;
	char **names = file_list(a, o->folders[state], &all);

	if (names == NULL) {
		outbox_fail(diag, o->folders[state]);
		return NULL;
	}
	for (i = 0; i < all; i++)
		if (is_message(names[i]))
			names[n++] = names[i];
	*count = n;
	return names;
}

const char *
outbox_path(struct arena *a, const struct outbox *o, enum mail_state state,
    const char *name)
{
	return file_join(a, o->folders[state], name);
}

/* Whether the message waits, is on its way or was sent already. */
static bool
is_known(struct arena *a, const struct outbox *o, const char *name)
{
	int i;

	for (i = 0; i < MAIL_STATE_MAX; i++)
		if (file_exists(outbox_path(a, o, (enum mail_state)i, name)))
			return true;
	return false;
}

/* Take back the earlier editions that still wait: nobody needs them now. */
static bool
drop_earlier(struct arena *a, const struct outbox *o, enum mail_state state,
    const char *name, struct diag *diag)
{
	size_t i, count;
	char **names = outbox_list(a, o, state, &count, diag);
	bool ok = names != NULL;

	for (i = 0; ok && i < count; i++)
		if (strncmp(names[i], name, KEY_HEX + 1) == 0 &&
		    strcmp(names[i], name) != 0) {
			const char *path = outbox_path(a, o, state, names[i]);

			ok = unlink(path) == 0 || outbox_fail(diag, path);
		}
	return ok;
}

/* One message; its parts were read. */
static bool
queue_one(struct arena *a, const struct site *site, const struct outbox *o,
    const struct message *m, const struct message_part *parts,
    struct diag *diag)
{
	const char *name, *path, *bytes;
	char id[DIGEST_HEX];
	size_t len;

	identify(m, parts, id);
	name = name_message(a, m, id);
	if (!is_known(a, o, name)) {
		path = outbox_path(a, o, site->mail.hold && !m->at_once ?
		    MAIL_HELD : MAIL_WAITS, name);
		bytes = message_build(a, &site->mail, m, parts, id, &len);
		if (!file_write(path, bytes, len))
			return outbox_fail(diag, path);
	}
	return drop_earlier(a, o, MAIL_WAITS, name, diag) &&
	    drop_earlier(a, o, MAIL_HELD, name, diag);
}

/* The bytes of a part as base64 in lines of 76 characters. */
static size_t
sent_bytes(const struct message_part *part)
{
	return (part->len + 2) / 3 * 4 / 76 * 78 + 1024;
}

/*
 * Leave out what is too large for any message, saying where it lies.  *COUNT
 * of parts and attachments remain.
 */
static struct message
leave_out(struct arena *a, const struct message *m, size_t max,
    struct message_part *parts)
{
	struct attachment *list = arena_alloc(a,
	    (m->attachment_count + 1) * sizeof(*list));
	struct message out = *m;
	size_t i, n = 0;

	for (i = 0; i < m->attachment_count; i++) {
		if (sent_bytes(&parts[i]) + WORDS_BYTES > max) {
			out.body = arena_printf(a, _("%s\n%s is too large for "
			    "mail (%zu bytes); ask the office for it.\n"),
			    out.body, parts[i].name, parts[i].len);
			continue;
		}
		list[n] = m->attachments[i];
		parts[n++] = parts[i];
	}
	/* the notice is another message than the document */
	if (n == 0 && m->attachment_count > 0 && m->occasion == NULL)
		out.occasion = arena_printf(a, "%s %s", m->subject, out.body);
	out.attachments = list;
	out.attachment_count = n;
	return out;
}

/* How many of N parts fit into one message, at least one if there is any. */
static size_t
parts_that_fit(const struct message_part *parts, size_t n, size_t max)
{
	size_t i, bytes = WORDS_BYTES;

	for (i = 0; i < n; i++) {
		bytes += sent_bytes(&parts[i]);
		if (bytes > max && i > 0)
			return i;
	}
	return n;
}

bool
outbox_queue(struct arena *a, const struct site *site, const struct message *m,
    struct message_part *parts, struct diag *diag)
{
	size_t max = site->mail.max_bytes, at, n, number, total = 0;
	struct message rest, one;
	struct outbox o;

	if (!outbox_open(a, site, &o, diag))
		return false;
	if (max == 0)
		return queue_one(a, site, &o, m, parts, diag);
	rest = leave_out(a, m, max, parts);
	at = 0;
	do {
		at += parts_that_fit(parts + at, rest.attachment_count - at,
		    max);
		total++;
	} while (at < rest.attachment_count);
	for (at = 0, number = 1; number <= total; at += n, number++) {
		n = parts_that_fit(parts + at, rest.attachment_count - at, max);
		one = rest;
		one.attachments += at;
		one.attachment_count = n;
		if (total > 1)
			one.subject = arena_printf(a, "%s (%zu/%zu)",
			    rest.subject, number, total);
		if (!queue_one(a, site, &o, &one, parts + at, diag))
			return false;
	}
	return true;
}

bool
deliver_queue(const struct site *site, const struct message *m,
    struct diag *diag)
{
	/* attachments are large: they live no longer than this call */
	struct arena *a = arena_new();
	struct message_part *parts = arena_alloc(a,
	    (m->attachment_count + 1) * sizeof(*parts));
	bool ok = check_message(a, site, m, diag) &&
	    read_parts(a, site, m, parts, diag) &&
	    outbox_queue(a, site, m, parts, diag);

	arena_free(a);
	return ok;
}

static bool
revise(struct arena *a, const struct site *site, const struct message *m,
    struct diag *diag)
{
	static const enum mail_state waiting[] = { MAIL_WAITS, MAIL_HELD };
	const char *path = NULL, *name, *bytes;
	char id[DIGEST_HEX];
	struct outbox o;
	size_t i, len;

	if (!outbox_open(a, site, &o, diag))
		return false;
	identify(m, NULL, id);
	name = name_message(a, m, id);
	for (i = 0; i < 2 && (path == NULL || !file_exists(path)); i++)
		path = outbox_path(a, &o, waiting[i], name);
	if (!file_exists(path))
		return true;
	if (m->body == NULL)
		return unlink(path) == 0 || outbox_fail(diag, path);
	if (!check_message(a, site, m, diag))
		return false;
	bytes = message_build(a, &site->mail, m, NULL, id, &len);
	return file_write(path, bytes, len) || outbox_fail(diag, path);
}

bool
deliver_revise(const struct site *site, const struct message *m,
    struct diag *diag)
{
	struct arena *a = arena_new();
	bool ok = revise(a, site, m, diag);

	arena_free(a);
	return ok;
}
