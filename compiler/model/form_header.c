/* Fields by what people write over their columns.  Room: model. */
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "model/form.h"

/* Two fields whose headers are the same without marks. */
static struct field both;

void
form_add_header(struct arena *a, struct form *form, struct field *f,
    const char *key)
{
	void **unmarked = map_place(form->by_unmarked, unicode_ascii(a, key));

	map_add(form->by_header, key, f);
	*unmarked = *unmarked == NULL || *unmarked == f ? f : &both;
}

bool
form_is_name(const struct field *f, const char *header)
{
	return strcasecmp(f->name, header) == 0;
}

/* The length of "12. ", "12) " or "(12) " at the start; 0 when none. */
static size_t
number_before(const char *s)
{
	size_t open = *s == '(', n = open + strspn(s + open, "0123456789");

	if (n == open || n > open + 2 || (s[n] != ')' && (open || s[n] != '.')))
		return 0;
	n++;
	n += strspn(s + n, " ");
	return s[n] == '\0' || strspn(s + n, "0123456789") > 0 ? 0 : n;
}

/* The length of S without "(12)", "[12]" or "(*)" at its end. */
static size_t
without_number(const char *s, size_t n)
{
	size_t i = n;

	if (n < 4 || (s[n - 1] != ')' && s[n - 1] != ']'))
		return n;
	for (i = n - 1; i > 0 && strchr("0123456789*", s[i - 1]) != NULL; i--)
		;
	return i < n - 1 && i > 1 && (s[i - 1] == '(' || s[i - 1] == '[') ?
	    i - 1 : n;
}

/* The text between quotation marks, which some program doubled; without any, the
 * text itself. */
static const char *
unquoted(struct arena *a, const char *s)
{
	static const char *const pairs[][2] = { { "\"", "\"" }, { "'", "'" },
	    { "\xe2\x80\x9c", "\xe2\x80\x9d" },
	    { "\xe2\x80\x98", "\xe2\x80\x99" } };
	size_t n = strlen(s), i, open, close;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		open = strlen(pairs[i][0]);
		close = strlen(pairs[i][1]);
		if (n > open + close && strncmp(s, pairs[i][0], open) == 0 &&
		    strcmp(s + n - close, pairs[i][1]) == 0)
			return arena_strndup(a, s + open, n - open - close);
	}
	return s;
}

char *
form_bare_header(struct arena *a, const char *folded)
{
	const char *quoted = unquoted(a, folded);
	const char *s = quoted + number_before(quoted);
	size_t n = strlen(s), before;

	do {
		before = n;
		while (n > 0 && strchr("*:. ", s[n - 1]) != NULL)
			n--;
		n = without_number(s, n);
	} while (n < before);
	return arena_strndup(a, s, n);
}

const struct field *
form_headed(struct arena *a, const struct form *form, const char *folded)
{
	const struct field *f = map_find(form->by_header, folded);
	const char *bare;

	if (f != NULL)
		return f;
	bare = form_bare_header(a, folded);
	if ((f = map_find(form->by_header, bare)) != NULL)
		return f;
	if (bare[unicode_skip_ascii(bare, strlen(bare))] != '\0')
		return NULL;
	f = map_find(form->by_unmarked, bare);
	return f == &both ? NULL : f;
}
