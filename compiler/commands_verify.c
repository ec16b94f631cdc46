/* The commands about what was published: verifying it, and making it again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "commands.h"

/* ---- verify ---- */

/* Whether a period was published whole, not only reports of some units. */
static bool
is_published(struct run *r, struct period p)
{
	return file_exists(file_join(r->arena, file_join(r->arena, r->site,
	    publish_folder(r, p)), "SHA256SUMS"));
}

bool
cmd_verify(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	size_t n, i, verified = 0;
	char **names = count > 0 ? NULL : file_list(r->arena,
	    file_join(r->arena, r->site, "reports"), &n);
	struct period p;
	bool ok = verify_ledger(r);

	ok = verify_archive(r) && ok;
	if (count > 0) {
		if (!period_argument(r, args[0], &p))
			return false;
		n = 1;
	}
	if (!run_link(r))
		return false;
	for (i = 0; i < n; i++) {
		if (count == 0 && (!period_parse(names[i], &p) ||
		    !is_published(r, p)))
			continue;
		ok = verify_period(r, p) && ok;
		verified++;
	}
	if (ok && !o->quiet)
		printf(_("%zu published periods are as they were written\n"),
		    verified);
	return ok;
}

/* ---- replay ---- */

/* The number of an edition; 0 when all are wanted, -1 after a finding. */
static int
edition_argument(struct run *r, const char *s)
{
	size_t len = s == NULL ? 0 : strlen(s);

	if (s == NULL)
		return 0;
	if (len > 0 && len < 7 && strspn(s, "0123456789") == len &&
	    strtol(s, NULL, 10) > 0)
		return (int)strtol(s, NULL, 10);
	diag_report(r->diag, D_CONFIG_VALUE, ((struct place){ NULL, 0, 0 }), s,
	    "--edition", "--edition 1");
	return -1;
}

bool
cmd_replay(struct run *r, const struct options *o, char *const *args,
    size_t count)
{
	struct replay wish = { .edition = edition_argument(r, o->edition),
	    .words = args + 1, .word_count = count - 1,
	    .folder = o->output };

	return period_argument(r, args[0], &wish.period) &&
	    wish.edition >= 0 && replay_period(r, &wish);
}
