/* Units as people write them into cells, when it can only be one.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/unicode.h"
#include "model/unit_load.h"

/* What is looked for, and where. */
struct search {
	struct arena	*arena;
	const struct units *units;
	struct unit_scope scope;
};

/* The unit of this code or name. */
static const struct unit *
find(const struct search *s, const char *text)
{
	const struct unit *u = units_find(s->units, text, s->scope.day);

	return u != NULL ? u : unit_chain_only(units_called(
	    s->units, unicode_fold(s->arena, text)), &s->scope);
}

/* Likewise, also by its name without marks: "xa Van Thang". */
static const struct unit *
find_name(const struct search *s, const char *text)
{
	const struct unit *u = find(s, text);

	return u != NULL ? u : unit_chain_only(units_unmarked(
	    s->units, unicode_fold(s->arena, text)), &s->scope);
}

/* The text without what spreadsheets put around it, and digits of full width
 * as those of the keyboard. */
static char *
tidy(struct arena *a, const char *text)
{
	char *out = arena_alloc(a, strlen(text) + 1), *p = out, *start = out;
	uint32_t c;
	size_t n;

	for (; (n = unicode_next(text, &c)) > 0; text += n)
		if (c >= 0xff01 && c <= 0xff5e)
			*p++ = (char)(c - 0xfee0);
		else if (p > out || (c != '\'' && c != 0x2018 && c != 0x2019)) {
			memcpy(p, text, n);
			p += n;
		}
	*p = '\0';
	if (strncmp(start, "=\"", 2) == 0 && p - start > 3 && p[-1] == '"') {
		start += 2;
		*--p = '\0';
	}
	while (p > start && (p[-1] == '.' || p[-1] == ' '))
		*--p = '\0';
	if ((*start == '-' || *start == '+') && start[1] == ' ')
		start += 1 + strspn(start + 1, " ");	/* of a list */
	return start;
}

/* A code that a program took for a number: "22.327", "22327,0". */
static const struct unit *
find_number(const struct search *s, const char *text)
{
	size_t n = strlen(text), digits = strspn(text, "0123456789");
	const char *places = text + digits;
	char *joined;

	if (digits == 0 || text[strspn(text, "0123456789.,")] != '\0')
		return NULL;
	if (*places != '\0' && strspn(places + 1, "0") == strlen(places + 1))
		return units_find(s->units, arena_strndup(s->arena, text,
		    digits), s->scope.day);
	if (digits > 3 || n != digits + 4)
		return NULL;
	joined = arena_printf(s->arena, "%.*s%s", (int)digits, text,
	    places + 1);
	return units_find(s->units, joined, s->scope.day);
}

/* A code before the name, or the number of a list: "22327 - Vĩnh Hòa". */
static const struct unit *
find_numbered(const struct search *s, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	const char *rest = text + digits;
	const struct unit *coded, *named;

	if (digits == 0 || *rest == '\0')
		return NULL;
	rest += strspn(rest, " .):-");
	if (strncmp(rest, "\xe2\x80\x93", 3) == 0)
		rest += 3 + strspn(rest + 3, " ");
	named = *rest == '\0' ? NULL : find_name(s, rest);
	coded = units_find(s->units, arena_strndup(s->arena, text, digits),
	    s->scope.day);
	if (coded != NULL)
		return coded == named ? named : NULL;
	return digits < 4 && strchr(".)", text[digits]) != NULL ? named : NULL;
}

static bool
is_below(const struct search *s, const struct unit *u, const char *text)
{
	const struct unit_chain *c = units_called(s->units,
	    unicode_fold(s->arena, text));

	for (; c != NULL; c = c->next)
		if (c->unit != u && unit_is_within(u, c->unit))
			return true;
	return false;
}

/* "Vĩnh Hòa (phường)", "... (22327)", "... (Nha Trang)". */
static const struct unit *
find_bracketed(const struct search *s, const char *text)
{
	size_t n = strlen(text);
	const char *open = strchr(text, '('), *head, *inner;
	const struct unit *u;

	if (open == NULL || open == text || text[n - 1] != ')')
		return NULL;
	head = arena_strndup(s->arena, text, (size_t)(open - text));
	inner = arena_strndup(s->arena, open + 1, strlen(open) - 2);
	u = find_name(s, arena_printf(s->arena, "%s %s", inner, head));
	if (u != NULL)
		return u;
	u = find_name(s, head);
	return u != NULL && (strcmp(u->code, inner) == 0 ||
	    is_below(s, u, inner)) ? u : NULL;
}

/* "phường Vĩnh Hòa, Nha Trang, tỉnh Khánh Hòa" */
static const struct unit *
find_address(const struct search *s, const char *text)
{
	const char *comma = strchr(text, ',');
	const struct unit *u;

	if (comma == NULL || comma == text)
		return NULL;
	u = find_name(s, arena_strndup(s->arena, text,
	    (size_t)(comma - text)));
	while (u != NULL && comma != NULL) {
		const char *part = comma + 1;
		const char *end = strchr(part, ',');
		size_t n = end == NULL ? strlen(part) : (size_t)(end - part);

		if (!is_below(s, u, arena_strndup(s->arena, part, n)))
			return NULL;
		comma = end;
	}
	return u;
}

const struct unit *
units_read(const struct units *units, const char *text,
    struct unit_scope scope)
{
	static const struct unit *(*const ways[])(const struct search *,
	    const char *) = { find_name, find_number, find_numbered,
	    find_bracketed, find_address };
	struct search s = { NULL, units, scope };
	const struct unit *u = NULL;
	const char *plain;
	size_t i;

	if (strlen(text) > UNIT_TEXT_MAX)
		return NULL;
	s.arena = arena_new();
	plain = tidy(s.arena, text);
	for (i = 0; u == NULL && *plain != '\0' &&
	    i < sizeof(ways) / sizeof(ways[0]); i++)
		u = ways[i](&s, plain);
	arena_free(s.arena);
	return u;
}
