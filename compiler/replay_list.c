/* Published reports: which editions the ledger knows of a period. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/map.h"
#include "publish.h"

/* Characters before the name in superseded/reports: "2020-04-20-0123456789ab-". */
enum { KEPT_PREFIX = 24 };

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* The manifest of a report; NULL when it is not there or not that of this PDF. */
static const struct manifest *
manifest_of(struct run *r, const char *path, const char *sha256)
{
	size_t len;
	char *text = file_read(r->arena, edition_path(r, path), LIST_MAX, &len);
	const struct manifest *m = text == NULL ? NULL :
	    manifest_read(r->arena, text);

	return m != NULL && strcmp(m->pdf, sha256) == 0 ? m : NULL;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct published *)a)->path,
	    ((const struct published *)b)->path);
}

struct published *
published_list(struct run *r, struct period p, size_t *count)
{
	const char *folder = arena_printf(r->arena, "%s/",
	    publish_folder(r, p));
	const char *kept = arena_printf(r->arena, "superseded/%s", folder);
	struct map *last = map_new(r->arena);
	struct published *list;
	size_t i;

	for (i = 0; i < r->ledger->count; i++) {
		struct ledger_entry *e = &r->ledger->entries[i];

		if ((e->event == LEDGER_REPORT && begins(e->path, folder)) ||
		    (e->event == LEDGER_SUPERSEDED && begins(e->path, kept) &&
		    strlen(file_name(e->path)) > KEPT_PREFIX))
			map_put(last, e->path, e);
	}
	*count = map_count(last);
	list = arena_alloc(r->arena, (*count + 1) * sizeof(*list));
	for (i = 0; i < *count; i++) {
		const struct ledger_entry *e = map_value(last, i);
		const char *name = file_name(e->path);
		bool now = e->event == LEDGER_REPORT;

		list[i] = (struct published){ e->path, now ? name : name +
		    KEPT_PREFIX, manifest_of(r, now ? file_join(r->arena,
		    publish_folder(r, p), edition_manifest(r, name)) :
		    arena_printf(r->arena, "%s.txt", e->path), e->sha256) };
	}
	qsort(list, *count, sizeof(*list), compare_paths);
	return list;
}
