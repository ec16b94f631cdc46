/* Which units a mistyped code or name may have meant.  Room: model. */
#include <string.h>

#include "base/arena.h"
#include "base/language.h"
#include "base/text.h"
#include "base/unicode.h"
#include "model/unit.h"

enum { SUGGESTIONS = 3 };

struct suggestion {
	const struct unit *unit;
	int		 distance;
};

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

/* How far the folded WANTED is from one way to write a unit. */
static int
distance_to(struct arena *a, const char *wanted, const char *s)
{
	return unicode_distance(wanted, unicode_fold(a, s));
}

static int
distance_to_unit(struct arena *a, const char *wanted, const struct unit *u)
{
	int d = distance_to(a, wanted, u->name);

	d = smaller(d, distance_to(a, wanted, u->full_name));
	return smaller(d, distance_to(a, wanted, u->code));
}

/* Put a unit among the best, which are in order; earlier units win ties. */
static void
remember(struct suggestion best[static SUGGESTIONS], size_t *count,
    const struct unit *u, int d)
{
	size_t i = *count;

	while (i > 0 && best[i - 1].distance > d)
		i--;
	if (i == SUGGESTIONS)
		return;
	if (*count < SUGGESTIONS)
		(*count)++;
	memmove(&best[i + 1], &best[i],
	    (*count - 1 - i) * sizeof(best[0]));
	best[i] = (struct suggestion){ u, d };
}

const char *
units_suggest(struct arena *a, const struct units *units, const char *name,
    struct unit_scope scope)
{
	struct arena *scratch = arena_new();
	struct suggestion best[SUGGESTIONS];
	const char *wanted = unicode_fold(scratch, name);
	size_t count = 0, i;
	struct text text;
	const char *result;
	int n = (int)unicode_length(wanted);

	for (i = 0; i < units->count; i++) {
		const struct unit *u = units->list[i];
		int d;

		if (!unit_is_in_scope(u, &scope))
			continue;
		d = distance_to_unit(scratch, wanted, u);
		if (d <= (n < 6 ? 1 : n / 4 + 1))
			remember(best, &count, u, d);
	}
	text_init(&text, 4096);
	for (i = 0; i < count && best[i].distance == best[0].distance; i++) {
		text_add(&text, i == 0 ? _("; did you mean ") : ", ");
		text_addf(&text, "%s %s", best[i].unit->code,
		    best[i].unit->full_name);
	}
	if (count > 0)
		text_addc(&text, '?');
	result = arena_strdup(a, text_string(&text));
	text_free(&text);
	arena_free(scratch);
	return result;
}
