/* The commands about mail: what waits, sending it, holding it back. */
#include <stdio.h>

#include "base/language.h"
#include "commands.h"
#include "deliver/deliver.h"

/* What sending now would do: each message, its recipient, subject, size. */
static bool
show_queue(struct run *r)
{
	static const struct {
		enum mail_state	 state;
		const char	*word;
	} shown[] = {
		{ MAIL_WAITS, N_("would be sent") },
		{ MAIL_HELD, N_("is held") },
		{ MAIL_SENDING, N_("perhaps sent") },
		{ MAIL_UNKNOWN, N_("perhaps sent") },
		{ MAIL_FAILED, N_("was refused") },
	};
	size_t i, j, n;
	bool ok = true;

	for (j = 0; j < sizeof(shown) / sizeof(shown[0]); j++) {
		struct mail_item *list = deliver_list(r->arena,
		    r->catalog->site, shown[j].state, &n, r->diag);

		ok = list != NULL && ok;
		for (i = 0; list != NULL && i < n; i++) {
			deliver_describe(r->arena, r->catalog->site, &list[i]);
			printf("%s: %s\t%s\t%zu\t%s\n", _(shown[j].word),
			    list[i].to, diag_quote(r->diag, list[i].subject,
			    200), list[i].bytes, list[i].path);
		}
	}
	return ok;
}

bool
cmd_send(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	bool ok;

	(void)args;
	(void)count;
	if (o->dry_run) {
		ok = show_queue(r);
		reminders_show(r);
		return ok;
	}
	ok = mail_send(r, false);
	if (!o->quiet || r->counts[LEDGER_SENT] > 0)
		printf(_("messages sent: %zu"), r->counts[LEDGER_SENT]),
		    putchar('\n');
	return ok;
}

static bool
told(const struct options *o, size_t moved)
{
	if (!o->quiet)
		printf(_("messages moved: %zu"), moved), putchar('\n');
	return true;
}

bool
cmd_hold(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	size_t moved = 0;

	return deliver_move(r->arena, r->catalog->site, MAIL_WAITS, MAIL_HELD,
	    args, count, &moved, r->diag) && told(o, moved);
}

bool
cmd_release(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	const struct site *site = r->catalog->site;
	size_t moved = 0;

	if (!deliver_move(r->arena, site, MAIL_HELD, MAIL_WAITS, args, count,
	    &moved, r->diag))
		return false;
	/* what was refused, or may have arrived, only when it is named */
	if (count > 0 && (!deliver_move(r->arena, site, MAIL_FAILED,
	    MAIL_WAITS, args, count, &moved, r->diag) ||
	    !deliver_move(r->arena, site, MAIL_UNKNOWN, MAIL_WAITS, args,
	    count, &moved, r->diag)))
		return false;
	return told(o, moved);
}
