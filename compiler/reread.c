/*
 * Accepted files once more: their compiled facts, out of the cache or read
 * anew, and what there was to say about them.
 */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "compile.h"
#include "receive.h"

static const char *
cache_path(struct run *r, const char *sha256)
{
	return arena_printf(r->arena, "%s/cache/%.16s-%.16s.facts", r->site,
	    sha256, r->catalog->sha256);
}

void
reread_keep(struct run *r, const char *sha256, const struct compiled *c)
{
	struct text t;

	text_init(&t, ANSWER_MAX);
	compiled_write(c, &t);
	if (file_make_folder(file_join(r->arena, r->site, "cache")))
		file_write_cache(cache_path(r, sha256), text_string(&t),
		    t.len);
	text_free(&t);
}

/*
 * Read an accepted file once more, as on the day it came.  What there was to
 * say about it was said then, unless it would be refused now or ALOUD.
 */
static struct reading
read_again(struct run *r, const struct drop *drop, const struct ledger_entry *e,
    const char *shown_as, bool aloud)
{
	struct run then = *r;
	struct reading reading;
	size_t i;

	then.diag = diag_new();
	then.today = e->day;
	reading = receive_read(&then, drop, shown_as);
	for (i = 0; (aloud || reading.compiled == NULL) &&
	    i < diag_count(then.diag); i++)
		diag_adopt(r->diag, diag_finding(then.diag, i));
	diag_free(then.diag);
	return reading;
}

struct compiled *
receive_compiled(struct run *r, const struct ledger_entry *e)
{
	struct drop drop = { .name = e->name, .path = e->path };
	struct compiled *c;
	struct reading reading;
	size_t len;
	char *data;

	data = file_read(r->arena, cache_path(r, e->sha256), ANSWER_MAX, &len);
	if (data != NULL && (c = compiled_read(r->arena, r->catalog, data,
	    len)) != NULL)
		return c;
	drop.data = file_read(r->arena, file_join(r->arena, r->site, e->path),
	    INTAKE_FILE_MAX, &drop.len);
	if (drop.data == NULL) {
		diag_report(r->diag, D_CANNOT_READ,
		    ((struct place){ e->path, 0, 0 }), e->path,
		    system_error(errno));
		return NULL;
	}
	digest_bytes(drop.sha256, drop.data, drop.len);
	if (strcmp(drop.sha256, e->sha256) != 0) {
		diag_report(r->diag, D_STORE_CHANGED,
		    ((struct place){ e->path, 0, 0 }), drop.sha256, e->sha256);
		return NULL;
	}
	reading = read_again(r, &drop, e, e->path, false);
	if (reading.compiled != NULL)
		reread_keep(r, e->sha256, reading.compiled);
	return reading.compiled;
}

void
receive_retell(struct run *r, size_t index)
{
	struct ledger_entry e = r->ledger->entries[index];
	const struct ledger_entry *old = recorded_before(r, index);
	struct drop drop = { .name = e.name, .path = e.path };
	struct changes *changes = NULL;
	struct compiled *before;
	struct reading reading;

	if (e.event != LEDGER_ACCEPTED)
		return;
	drop.data = file_read(r->arena, file_join(r->arena, r->site, e.path),
	    INTAKE_FILE_MAX, &drop.len);
	if (drop.data == NULL)	/* replaced since, and its draft is there */
		return;
	digest_bytes(drop.sha256, drop.data, drop.len);
	reading = read_again(r, &drop, &e, file_join(r->arena, "inbox",
	    e.name), true);
	if (old == NULL || reading.compiled == NULL)
		return;
	if ((before = receive_compiled(r, old)) != NULL)
		changes = changes_between(r->arena, before, reading.compiled);
	receive_replace(r, &drop, &e, old, changes);
}
