/*
 * The door of the room deliver, opened when somebody comes: the room is loaded with
 * the libraries of mail when one of its functions is first called.
 */
#include <string.h>

#include "deliver/deliver.h"
#include "loaded.h"

/* The room's own function of the name of the one that stands for it here. */
#define ROOM(f, diag) \
	__typeof__(&(f)) room_function; \
	LOADED("deliver.so", f, room_function, (diag))

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
