/*
 * Sending the outbox: each message handed over once, tried again later when
 * that may help, and what became of it told.  Room: deliver.
 */
#include "deliver/deliver_mail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"

static struct place
at(const char *path)
{
	return (struct place){ path, 0, 0 };
}

enum {
	RETRY_FIRST = 5 * 60,		/* seconds until the second attempt */
	RETRY_LAST = 4 * 3600,		/* between later ones */
	RETRY_FOR = 5 * 24 * 3600,	/* from the first attempt on */
	SERVER_LAST = 3600,		/* between attempts to reach the server */
	NOTE_MAX = 4096,
};

/* How a message that could not be sent is tried again; all 0: it was not. */
struct wait {
	long	attempts, first, next;	/* times in seconds of the clock */
};

/* "ATTEMPTS FIRST NEXT"; anything else is as if there was nothing. */
static struct wait
wait_read(struct arena *a, const char *path)
{
	struct wait w;
	size_t len;
	char *s = file_read(a, path, NOTE_MAX, &len), *end;

	if (s == NULL)
		return (struct wait){ 0 };
	w.attempts = strtol(s, &end, 10);
	w.first = strtol(end, &end, 10);
	w.next = strtol(end, &end, 10);
	return *end == '\n' ? w : (struct wait){ 0 };
}

/* The wait after one more attempt: twice as long each time, up to LAST. */
static struct wait
wait_longer(struct wait w, long now, long last)
{
	long delay = RETRY_FIRST, i;

	for (i = 0; i < w.attempts && delay < last; i++)
		delay *= 2;
	if (w.attempts == 0)
		w.first = now;
	w.attempts++;
	w.next = now + (delay < last ? delay : last);
	return w;
}

/* Note that it was tried once more; false after a finding. */
static bool
wait_note(struct arena *a, const char *path, struct wait w, struct diag *diag)
{
	const char *note = arena_printf(a, "%ld %ld %ld\n", w.attempts,
	    w.first, w.next);

	return file_write(path, note, strlen(note)) || outbox_fail(diag, path);
}

/* The note NAME.SUFFIX about the message NAME.eml at PATH. */
static const char *
note_path(struct arena *a, const char *path, const char *suffix)
{
	return arena_printf(a, "%.*s%s", (int)(strlen(path) - strlen(".eml")),
	    path, suffix);
}

/* Where a finding about a message lies, what it is about, for whom it is. */
static void
report(struct arena *a, struct diag *diag, enum diag_code code,
    const char *path, const struct envelope *e, const char *why)
{
	diag_report(diag, code, at(path), arena_printf(a, "\"%s\"",
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
 * Hold what a sender that died left in sending/, and remind of what is held:
 * of all, or only of those ones.  True when there are findings.
 */
static bool
hold_unknown(struct arena *a, const struct outbox *o, bool all,
    struct diag *diag)
{
	size_t i, count;
	char **names = outbox_list(a, o, MAIL_SENDING, &count, diag);
	bool any;

	if (names == NULL)
		return true;
	for (i = 0; i < count; i++) {
		const char *from = outbox_path(a, o, MAIL_SENDING, names[i]);

		if (!file_move_durably(from,
		    outbox_path(a, o, MAIL_UNKNOWN, names[i]))) {
			outbox_fail(diag, from);
			return true;
		}
	}
	if (count == 0 && !all)
		return false;
	names = outbox_list(a, o, MAIL_UNKNOWN, &count, diag);
	any = names == NULL || count > 0;
	for (i = 0; names != NULL && i < count; i++)
		report_unknown(a, diag, outbox_path(a, o, MAIL_UNKNOWN, names[i]),
		    "");
	return any;
}

static void
report_damaged(struct diag *diag, const char *path, const char *to)
{
	diag_report(diag, D_MAIL_DAMAGED, at(path), to);
}

/* One that was refused for good, or that nobody may send. */
static void
tell_one_failed(struct arena *a, struct diag *diag, const char *path)
{
	struct envelope e;
	size_t len, n;
	char *bytes = file_read(a, path, MESSAGE_MAX, &len);
	char *why = file_read(a, note_path(a, path, ".why"), NOTE_MAX, &n);

	if (bytes == NULL || !message_envelope(a, bytes, len, &e))
		report_damaged(diag, path, "?");
	else if (!message_is_whole(bytes, len))
		report_damaged(diag, path, e.to);
	else
		report(a, diag, D_MAIL_REJECTED, path, &e, why == NULL ? "?" :
		    why);
}

/* Remind of what was refused for good.  True when there are findings. */
static bool
tell_failed(struct arena *a, const struct outbox *o, struct diag *diag)
{
	size_t i, count;
	char **names = outbox_list(a, o, MAIL_FAILED, &count, diag);

	for (i = 0; names != NULL && i < count; i++)
		tell_one_failed(a, diag, outbox_path(a, o, MAIL_FAILED,
		    names[i]));
	return names == NULL || count > 0;
}

/* One message on its way. */
struct passage {
	const char	*queued, *sending, *unknown, *failed, *sent; /* paths */
	const char	*wait;
	struct diag	*diag;
};

/* Mark a message as being handed over; called right before it is. */
static bool
begin(void *context)
{
	struct passage *p = context;

	return file_move_durably(p->queued, p->sending) ||
	    outbox_fail(p->diag, p->queued);
}

static bool
move(struct diag *diag, const char *from, const char *to)
{
	return file_move_durably(from, to) || outbox_fail(diag, from);
}

/* The server will not take it: no use in trying again. */
static bool
give_up(struct arena *a, const struct passage *p, const struct envelope *e,
    const char *why)
{
	const char *note = note_path(a, p->failed, ".why");

	unlink(p->wait);
	if (!file_write(note, why, strlen(why)))
		return outbox_fail(p->diag, note);
	move(p->diag, p->queued, p->failed);
	report(a, p->diag, D_MAIL_REJECTED, p->failed, e, why);
	return false;
}

/* Not now: note when to try again, and how long that has been going on. */
static bool
try_later(struct arena *a, const struct passage *p, const struct envelope *e,
    const char *why)
{
	long now = (long)time(NULL);
	struct wait w = wait_longer(wait_read(a, p->wait), now, RETRY_LAST);

	if (now - w.first > RETRY_FOR)
		return give_up(a, p, e, why);
	report(a, p->diag, D_MAIL_FAILED, p->queued, e, why);
	wait_note(a, p->wait, w, p->diag);
	return false;
}

/* Put a message where it belongs after an attempt, and say what happened. */
static bool
settle(struct arena *a, const struct passage *p, const struct envelope *e,
    enum smtp_result result, const char *why)
{
	bool begun = !file_exists(p->queued);

	switch (result) {
	case SMTP_SENT:
		if (!move(p->diag, p->sending, p->sent))
			return false;
		unlink(p->wait);
		return true;
	case SMTP_UNKNOWN:
		if (!move(p->diag, p->sending, p->unknown))
			return false;
		report_unknown(a, p->diag, p->unknown, why);
		return false;
	default:
		if (begun && !move(p->diag, p->sending, p->queued))
			return false;
		if (result == SMTP_DOWN)	/* told once, of all */
			return false;
		return result == SMTP_REJECTED ? give_up(a, p, e, why) :
		    try_later(a, p, e, why);
	}
}

static enum smtp_result
send_one(struct arena *a, struct smtp *smtp, const struct outbox *o,
    const char *name, bool patient, bool *ok, struct diag *diag)
{
	struct passage p = { outbox_path(a, o, MAIL_WAITS, name),
	    outbox_path(a, o, MAIL_SENDING, name), outbox_path(a, o, MAIL_UNKNOWN, name),
	    outbox_path(a, o, MAIL_FAILED, name),
	    outbox_path(a, o, MAIL_SENT, name),
	    note_path(a, outbox_path(a, o, MAIL_WAITS, name), ".wait"), diag };
	enum smtp_result result = SMTP_REFUSED;
	struct envelope e;
	size_t len;
	char *bytes;

	if (file_exists(p.sent)) {	/* the same was queued and sent */
		*ok = unlink(p.queued) == 0 || outbox_fail(diag, p.queued);
		return result;
	}
	*ok = patient && wait_read(a, p.wait).next > (long)time(NULL);
	if (*ok)
		return result;
	if ((bytes = file_read(a, p.queued, MESSAGE_MAX, &len)) == NULL) {
		outbox_fail(diag, p.queued);
		return result;
	}
	if (!message_envelope(a, bytes, len, &e) ||
	    !message_is_whole(bytes, len)) {
		unlink(p.wait);
		if (move(diag, p.queued, p.failed))
			tell_one_failed(a, diag, p.failed);
		return result;
	}
	result = smtp_send(smtp, &e, bytes, len, begin, &p);
	*ok = settle(a, &p, &e, result, smtp_reason(smtp));
	return result;
}

/* When the server is tried again, a file as those of messages. */
static const char *
server_note(struct arena *a, const struct outbox *o)
{
	return file_join(a, o->folders[MAIL_WAITS], "server.wait");
}

/* The server takes nothing: say it once, and note when to try again. */
static void
server_is_down(const struct site *site, const char *note,
    const struct outbox *o, const char *why, size_t count, struct diag *diag)
{
	struct arena *a = arena_new();

	wait_note(a, note, wait_longer(wait_read(a, note), (long)time(NULL),
	    SERVER_LAST), diag);
	diag_report(diag, D_MAIL_FAILED, at(o->folders[MAIL_WAITS]),
	    arena_printf(a, _("what waits (messages: %zu)"), count),
	    site->mail.server, why);
	arena_free(a);
}

/* Send all that waits, until the server cannot be talked to. */
static bool
send_all(const struct site *site, struct smtp *smtp, const struct outbox *o,
    char **names, size_t count, bool patient, const char *note,
    size_t *sent, struct diag *diag)
{
	enum smtp_result result = SMTP_SENT;
	bool all = true, ok;
	size_t i;

	for (i = 0; i < count && result != SMTP_DOWN && result != SMTP_LOST;
	    i++) {
		struct arena *a = arena_new();

		result = send_one(a, smtp, o, names[i], patient, &ok,
		    diag);
		*sent += result == SMTP_SENT;
		if (result == SMTP_SENT)
			unlink(note);
		all = all && ok;
		arena_free(a);
	}
	if (result == SMTP_DOWN)
		server_is_down(site, note, o, smtp_reason(smtp), count - i + 1,
		    diag);
	return all;
}

static bool
send_queue(struct arena *a, const struct site *site, const struct outbox *o,
    bool patient, size_t *sent, struct diag *diag)
{
	bool held = hold_unknown(a, o, !patient, diag), ok;
	size_t count;
	char **names = outbox_list(a, o, MAIL_WAITS, &count, diag);
	const char *note = server_note(a, o);
	struct smtp *smtp;

	if (!patient)
		held = tell_failed(a, o, diag) || held;
	if (names == NULL || count == 0)
		return names != NULL && !held;
	if (site->mail.server == NULL)
		return outbox_complain(a, diag, _("messages wait, but site.xml names "
		    "no server"), o->folders[MAIL_WAITS]);
	if (patient && wait_read(a, note).next > (long)time(NULL))
		return !held;
	if ((smtp = smtp_new(a, site, diag)) == NULL)
		return false;
	ok = send_all(site, smtp, o, names, count, patient, note, sent, diag);
	smtp_free(smtp);
	return ok && !held;
}

bool
deliver_send(struct arena *a, const struct site *site, bool patient,
    size_t *sent, struct diag *diag)
{
	const char *lock;
	struct outbox o;
	bool ok = false;
	int fd;

	*sent = 0;
	if (!outbox_open(a, site, &o, diag))
		return false;
	lock = file_join(a, o.folders[MAIL_WAITS], ".lock");
	if ((fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0640)) < 0)
		return outbox_fail(diag, lock);
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		ok = send_queue(a, site, &o, patient, sent, diag);
	else if (errno == EWOULDBLOCK)
		diag_report(diag, D_SITE_BUSY, at(lock), NULL);
	else
		outbox_fail(diag, lock);
	close(fd);
	return ok;
}
