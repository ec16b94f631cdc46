/* Where the site keeps the files that it was given, and moving them there. */
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "compile.h"
#include "receive.h"

enum { NAME_MAX_SHOWN = 80 };

char *
store_safe_name(struct arena *a, const char *name)
{
	struct text t;
	char *out;
	size_t len = strlen(name), bad;
	bool valid = unicode_is_valid(name, len, &bad);
	const unsigned char *p;

	text_init(&t, 3 * NAME_MAX_SHOWN);
	if (len > NAME_MAX_SHOWN)	/* keep the end: it has the suffix */
		name += len - NAME_MAX_SHOWN;
	while ((*name & 0xc0) == 0x80)
		name++;
	for (p = (const unsigned char *)name; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || *p == '%' ||
		    (!valid && *p >= 0x80))
			text_addf(&t, "%%%02X", *p);
		else
			text_addc(&t, (char)*p);
	out = arena_strdup(a, text_string(&t));
	text_free(&t);
	return out;
}

/* ".csv" of "x.csv", lower case ASCII only; "" when there is none. */
static const char *
suffix_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t n;

	if (dot == NULL || dot == name)
		return "";
	n = strspn(dot + 1,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	return dot[n + 1] == '\0' && n > 0 && n <= 5 ? dot : "";
}

const char *
store_path(struct run *r, const char *folder, const struct ledger_entry *e)
{
	return arena_printf(r->arena, "%s/%s/%s/%s/%04d-%.12s%s", folder,
	    e->period, e->form, e->unit, e->sequence, e->sha256,
	    suffix_of(e->name));
}

const char *
store_free_path(struct run *r, const char *wanted)
{
	const char *path = wanted;
	int n;

	for (n = 2; file_exists(file_join(r->arena, r->site, path)); n++)
		path = arena_printf(r->arena, "%s.%d", wanted, n);
	return path;
}

bool
store_move(struct run *r, const char *from, const char *to)
{
	char *target = file_join(r->arena, r->site, to);
	char *folder = arena_strndup(r->arena, target,
	    (size_t)(file_name(target) - target));

	if (!file_make_folder(folder) ||
	    !file_move(file_join(r->arena, r->site, from), target)) {
		diag_report(r->diag, D_SYSTEM, ((struct place){ from, 0, 0 }),
		    to, system_error(errno));
		return false;
	}
	return true;
}
