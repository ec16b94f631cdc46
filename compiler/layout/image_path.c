/* Where images are.  Room: layout. */
#include <string.h>

#include "base/arena.h"
#include "layout/layout.h"
#include "layout/layout_fo.h"

const char *
value_uri(struct arena *a, const char *s)
{
	size_t len;

	if (strncmp(s, "url(", 4) != 0)
		return s;
	s += 4;
	len = strlen(s);
	if (len == 0 || s[len - 1] != ')')
		return NULL;
	len--;
	if (len >= 2 && (*s == '\'' || *s == '"') && s[len - 1] == *s) {
		s++;
		len -= 2;
	}
	return arena_strndup(a, s, len);
}

const char *
layout_image_path(struct arena *a, const char *file, const char *src)
{
	const char *name = value_uri(a, src), *slash = strrchr(file, '/');

	if (name == NULL || *name == '/' || slash == NULL)
		return arena_strdup(a, name == NULL ? "" : name);
	return arena_printf(a, "%.*s/%s", (int)(slash - file), file, name);
}
