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

static bool
is_odd(unsigned char c, bool valid)
{
	return c < 0x20 || c == 0x7f || c == '%' || (!valid && c >= 0x80);
}

/* Where the end of a name begins that has room: the end has the suffix. */
static const unsigned char *
shown_part(const unsigned char *name, bool valid)
{
	const unsigned char *p = name + strlen((const char *)name);
	size_t room = NAME_MAX_SHOWN;

	while (p > name && room >= (is_odd(p[-1], valid) ? 3 : 1))
		room -= is_odd(*--p, valid) ? 3 : 1;
	while (valid && (*p & 0xc0) == 0x80)	/* within a character */
		p++;
	return p;
}

char *
store_safe_name(struct arena *a, const char *name)
{
	struct text t;
	char *out;
	size_t bad;
	bool valid = unicode_is_valid(name, strlen(name), &bad);
	const unsigned char *p;

	text_init(&t, 2 * NAME_MAX_SHOWN);
	for (p = shown_part((const unsigned char *)name, valid); *p != '\0';
	    p++)
		if (is_odd(*p, valid))
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

/* Create the folder that a file of the site is to lie in. */
static bool
make_room(struct run *r, const char *path)
{
	char *target = file_join(r->arena, r->site, path);

	return file_make_folder(arena_strndup(r->arena, target,
	    (size_t)(file_name(target) - target)));
}

bool
store_move(struct run *r, const char *from, const char *to)
{
	return make_room(r, to) && file_move(file_join(r->arena, r->site,
	    from), file_join(r->arena, r->site, to));
}

bool
store_fail(struct run *r, const char *path, const char *to)
{
	diag_report(r->diag, D_SYSTEM, ((struct place){ path, 0, 0 }), to,
	    system_error(errno));
	return false;
}

bool
store_write(struct run *r, const char *path, const void *data, size_t len)
{
	return (make_room(r, path) && file_write(file_join(r->arena, r->site,
	    path), data, len)) || store_fail(r, path, path);
}
