/*
 * The door of the room deliver, opened when somebody comes: the libraries of mail
 * take longer to load than a report takes to print, so the room stands in
 * deliver.so, beside the program or in ../lib/tonghop, and is loaded when one of
 * its functions is first called.
 */
#include <dlfcn.h>
#include <string.h>

#include "base/diag.h"
#include "base/language.h"
#include "deliver/deliver.h"

/* A function of the room; NULL after a finding, without one when DIAG is NULL. */
static void *
find(const char *function, struct diag *diag)
{
	static void *room;
	void *found = NULL;

	if (room == NULL)
		room = dlopen("deliver.so", RTLD_NOW | RTLD_LOCAL);
	if (room != NULL)
		found = dlsym(room, function);
	if (found == NULL && diag != NULL)
		diag_report(diag, D_SYSTEM, ((struct place){ NULL, 0, 0 }),
		    "deliver.so",
		    _("it is missing or damaged; install tonghop again"));
	return found;
}

/*
 * A function's pointer by way of bytes: C knows no cast from an object's.  The
 * type of F is that of the door's own function, which the caller stands for.
 */
#define ROOM(f, diag) \
	__typeof__(&(f)) room_function; \
	void *room_found = find(#f, (diag)); \
	memcpy(&room_function, &room_found, sizeof(room_found))

bool
deliver_queue(const struct site *site, const struct message *message,
    struct diag *diag)
{
	ROOM(deliver_queue, diag);
	return room_function != NULL && room_function(site, message, diag);
}

bool
deliver_revise(const struct site *site, const struct message *message,
    struct diag *diag)
{
	ROOM(deliver_revise, diag);
	return room_function != NULL && room_function(site, message, diag);
}

bool
deliver_send(struct arena *a, const struct site *site, bool patient,
    size_t *sent, struct diag *diag)
{
	ROOM(deliver_send, diag);
	*sent = 0;
	return room_function != NULL &&
	    room_function(a, site, patient, sent, diag);
}

struct mail_item *
deliver_list(struct arena *a, const struct site *site, enum mail_state state,
    size_t *count, struct diag *diag)
{
	ROOM(deliver_list, diag);
	*count = 0;
	return room_function == NULL ? NULL :
	    room_function(a, site, state, count, diag);
}

void
deliver_describe(struct arena *a, const struct site *site,
    struct mail_item *item)
{
	ROOM(deliver_describe, NULL);
	if (room_function != NULL)	/* it is: the item was listed there */
		room_function(a, site, item);
}

bool
deliver_move(struct arena *a, const struct site *site, enum mail_state from,
    enum mail_state to, char *const *wanted, size_t wanted_count,
    size_t *moved, struct diag *diag)
{
	ROOM(deliver_move, diag);
	return room_function != NULL && room_function(a, site, from, to, wanted,
	    wanted_count, moved, diag);
}

bool
deliver_dump(const char *path, struct text *out, struct diag *diag)
{
	ROOM(deliver_dump, diag);
	return room_function != NULL && room_function(path, out, diag);
}
