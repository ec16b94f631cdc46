/*
 * What lies in the outbox: listed for people, and moved from one state to
 * another when they say so.  Room: deliver.
 */
#include "deliver/deliver_mail.h"

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"

struct mail_item *
deliver_list(struct arena *a, const struct site *site, enum mail_state state,
    size_t *count, struct diag *diag)
{
	struct outbox o;
	struct mail_item *list;
	char **names;
	size_t i;

	*count = 0;
	if (!outbox_open(a, site, &o, diag) ||
	    (names = outbox_list(a, &o, state, count, diag)) == NULL)
		return NULL;
	list = arena_alloc(a, (*count + 1) * sizeof(*list));
	for (i = 0; i < *count; i++) {
		list[i].path = file_join(a, outbox_folders[state], names[i]);
		list[i].id = arena_strndup(a, names[i] + KEY_HEX + 1, ID_HEX);
	}
	return list;
}

void
deliver_describe(struct arena *a, const struct site *site,
    struct mail_item *item)
{
	struct arena *scratch = arena_new();
	struct envelope e;
	size_t len;
	char *bytes = file_read(scratch, file_join(scratch, site->path,
	    item->path), MESSAGE_MAX, &len);

	item->to = item->subject = "?";
	if (bytes != NULL && message_envelope(scratch, bytes, len, &e)) {
		item->to = arena_strdup(a, e.to);
		item->subject = arena_strdup(a, e.subject);
		item->bytes = len;
	}
	arena_free(scratch);
}

/* Whether a message is meant: by its recipient or the start of its name. */
static bool
is_meant(const struct mail_item *item, char *const *wanted, size_t count)
{
	const char *name = file_name(item->path);
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(item->to, wanted[i]) == 0 ||
		    (strlen(wanted[i]) >= 4 &&
		    strncmp(name, wanted[i], strlen(wanted[i])) == 0))
			return true;
	return count == 0;
}

/* The name of a recipient as site.xml has it now. */
static const char *
name_of(const struct site *site, const char *address)
{
	size_t i;

	for (i = 0; i < site->mail.recipient_count; i++)
		if (strcmp(site->mail.recipients[i].address, address) == 0)
			return site->mail.recipients[i].name;
	return "";
}

/*
 * Divide a message that is larger than the site now says: its attachments go
 * into further ones, and one that is too large alone is only named.  False, and
 * nothing done, when it is not too large, none of ours, or cannot be divided.
 */
static bool
divide(const struct site *site, const char *path, struct diag *diag)
{
	struct arena *a = arena_new();
	struct site unheld = *site;
	struct site_recipient to = { .name = "" };
	struct message_part *parts;
	struct envelope e;
	struct message m;
	size_t len;
	char *bytes = file_read(a, path, MESSAGE_MAX, &len);
	bool ok = bytes != NULL && site->mail.max_bytes > 0 &&
	    len > site->mail.max_bytes && message_is_whole(bytes, len) &&
	    message_envelope(a, bytes, len, &e) &&
	    message_read(a, bytes, len, &m, &parts);

	if (ok) {
		to.address = e.to;
		to.name = name_of(site, e.to);
		m.to = &to;
		unheld.mail.hold = false;
		ok = outbox_queue(a, &unheld, &m, parts, diag) &&
		    unlink(path) == 0;
	}
	arena_free(a);
	return ok;
}

bool
deliver_move(struct arena *a, const struct site *site, enum mail_state from,
    enum mail_state to, char *const *wanted, size_t wanted_count,
    size_t *moved, struct diag *diag)
{
	size_t i, n;
	struct mail_item *list = deliver_list(a, site, from, &n, diag);

	for (i = 0; list != NULL && i < n; i++) {
		const char *path = file_join(a, site->path, list[i].path);

		deliver_describe(a, site, &list[i]);
		if (!is_meant(&list[i], wanted, wanted_count))
			continue;
		(*moved)++;
		if (from == MAIL_FAILED && divide(site, path, diag))
			continue;
		if (!file_move_durably(path, file_join(a, file_join(a,
		    site->path, outbox_folders[to]), file_name(path))))
			return outbox_fail(diag, path);
	}
	return list != NULL;
}
