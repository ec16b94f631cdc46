/* Classes of units: one of each set.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "model/unit.h"

/* The word at S, up to a blank; *NEXT is the word behind it. */
static size_t
word_at(const char *s, const char **next)
{
	size_t n = strcspn(s, " ");

	*next = s + n + strspn(s + n, " ");
	return n;
}

/* The length of the name of a class's set, with the mark behind it. */
static size_t
set_length(const char *class, size_t len)
{
	const char *mark = memchr(class, ':', len);

	return mark == NULL ? 0 : (size_t)(mark + 1 - class);
}

/* The class among CLASSES that is of the same set as CLASS; NULL when none. */
static const char *
of_same_set(const char *classes, const char *class)
{
	size_t set = set_length(class, strcspn(class, " ")), len;
	const char *s, *next;

	for (s = classes; *s != '\0'; s = next) {
		len = word_at(s, &next);
		if (set_length(s, len) == set && memcmp(s, class, set) == 0)
			return s;
	}
	return NULL;
}

bool
classes_clash(const char *classes)
{
	const char *s, *next;

	for (s = classes; *s != '\0'; s = next) {
		word_at(s, &next);
		if (of_same_set(next, s) != NULL)
			return true;
	}
	return false;
}

const char *
classes_inherit(struct arena *a, const char *own, const char *above)
{
	const char *s, *next;
	size_t len;

	if (*own == '\0')
		return above;
	for (s = above; *s != '\0'; s = next) {
		len = word_at(s, &next);
		if (of_same_set(own, s) == NULL)
			own = arena_printf(a, "%s %.*s", own, (int)len, s);
	}
	return own;
}

bool
unit_is_of(const struct unit *u, const char *class)
{
	size_t n = strlen(class);
	const char *s = of_same_set(u->class, class);

	return s != NULL && strncmp(s, class, n) == 0 &&
	    (s[n] == '\0' || s[n] == ' ');
}

bool
unit_has_class_beside(const struct unit *u, const char *class)
{
	return of_same_set(u->class, class) != NULL;
}

bool
classes_are_of_one_set(const char *class, const char *other)
{
	return of_same_set(class, other) != NULL;
}

const char *
unit_plain_class(struct arena *a, const struct unit *u)
{
	const char *s = of_same_set(u->class, "-");

	return s == NULL ? "" : arena_strndup(a, s, strcspn(s, " "));
}
